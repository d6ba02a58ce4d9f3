package org.postern.target.windows;

import org.postern.target.Artifact;

/**
 * The page in a folder of scripts that says how the folder comes to its host and runs there.
 *
 * @param text Markdown in ASCII
 */
public record CarryPage(String text) implements Artifact.Step {
  private static final String TEXT =
      """
      # How these scripts come to the server and run there

      postern-apply.ps1 holds the list, postern-register.ps1 runs it every hour, postern-uninstall.ps1
      takes all of it away. Each says in its first lines what it does and what its codes mean. Put the
      folder where only administrators may write, such as C:\\Program Files\\Postern, and try it first:

          powershell -ExecutionPolicy Bypass -File postern-apply.ps1 -WhatIf

      By hand: copy the folder, open a console as @@WHO@@, and run in it

          powershell -ExecutionPolicy Bypass -File postern-apply.ps1
          powershell -ExecutionPolicy Bypass -File postern-register.ps1

      By ssh, where the server has OpenSSH:

          scp -r FOLDER ADMIN@SERVER:"C:/Program Files/Postern"
          ssh ADMIN@SERVER powershell -ExecutionPolicy Bypass -File "'C:/Program Files/Postern/postern-apply.ps1'"

      By WinRM, from another Windows:

          $s = New-PSSession -ComputerName SERVER
          Copy-Item -Recurse FOLDER 'C:\\Program Files\\Postern' -ToSession $s
          Invoke-Command -Session $s { & powershell -ExecutionPolicy Bypass -File 'C:\\Program Files\\Postern\\postern-apply.ps1'; $LASTEXITCODE }

      By group policy: Computer Configuration, Preferences, Windows Settings, Files copies the folder from a
      share that only administrators may write to. Preferences, Control Panel Settings, Scheduled Tasks runs
      postern-apply.ps1 every hour from the copy, never from the share; then leave postern-register.ps1 out.

      A list that changed: compile again and copy postern-apply.ps1 over the old one; the task runs the new.
      """;

  private static final String VBSCRIPT =
      """
      # How these scripts come to the server and run there

      postern-apply.vbs holds the list, postern-uninstall.vbs takes it away again. Each says in its first
      lines what it does and what its codes mean; what others entered stays. They need the object ExIpSec,
      an update of Exchange 2000 with Service Pack 3 (KB 810913) and a download for Exchange 2003. Put the
      folder where only administrators may write, and try it first, as an Exchange administrator on the
      server:

          cscript //nologo postern-apply.vbs /whatif
          cscript //nologo postern-apply.vbs

      By hand: copy the folder, open a console, and run the two lines. These systems have neither WinRM nor
      ssh of their own; where one was installed, the same two lines do. A startup script of group policy
      runs as SYSTEM, which has no right to change Exchange: make a scheduled task of an Exchange
      administrator instead. It keeps the list against changes by others:

          schtasks /create /tn "Postern Exchange 2003" /sc hourly /ru DOMAIN\\USER /tr "cscript //nologo \\"C:\\Program Files\\Postern\\postern-apply.vbs\\""

      Restart the SMTP virtual server, or wait until the system attendant has copied the list to IIS.
      A list that changed: compile again and copy postern-apply.vbs over the old one.
      """;

  private static final String ONLINE =
      """
      # How these scripts come to a computer and run there

      postern-apply.ps1 holds the list, postern-uninstall.ps1 takes the connector away. Each says in its
      first lines what it does and what its codes mean. They run on any Windows with the module
      ExchangeOnlineManagement (Install-Module ExchangeOnlineManagement), as @@WHO@@. Try it first:

          powershell -ExecutionPolicy Bypass -File postern-apply.ps1 -WhatIf
          powershell -ExecutionPolicy Bypass -File postern-apply.ps1

      By hand, the script asks who signs in. By ssh, WinRM or a task that group policy makes, no person can
      be asked: name application, thumbprint and organization in the policy, and put the certificate of
      the application into the store of the user who runs it.

      A list that changed: compile again, and run the new script.
      """;

  @Override
  public String title() {
    return "how to carry it";
  }

  @Override
  public String ending() {
    return "md";
  }

  @Override
  public String fileName(int number) {
    return "HOW-TO.md";
  }

  /**
   * Returns the page.
   *
   * @param who the user as whom the scripts are run, in words
   */
  public static CarryPage of(String who) {
    return new CarryPage(TEXT.replace("@@WHO@@", who));
  }

  /**
   * Returns the page of scripts that are run by hand alone, and on any computer.
   *
   * @param who the user as whom the scripts are run, in words
   */
  public static CarryPage withoutTask(String who) {
    return new CarryPage(ONLINE.replace("@@WHO@@", who));
  }

  /** Returns the page of scripts for systems without PowerShell. */
  public static CarryPage ofVbScript() {
    return new CarryPage(VBSCRIPT);
  }
}
