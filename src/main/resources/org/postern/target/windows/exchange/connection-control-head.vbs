' Postern, connection control of Exchange 2000 and 2003: @@TITLE@@
'
' Grants connections to one SMTP virtual server from the addresses of a list only, each address as a single
' computer, a prefix as a group (Connection Control, "Only the list below"), by the object ExIpSec. Computers,
' domains and denials that others entered stay as they are, and are named. It reads what is there, writes
' once, and looks again by a new object. A second run changes nothing. Run it as an Exchange administrator,
' on the server:
'
'   cscript //nologo FILE.vbs
'
'   /whatif     print what would be done and change nothing
'   /readback   print what is held, for a program
'   /adopt      take over the computers that others entered: those that are not on the list go
'
' The system attendant copies the list from the directory to IIS after some minutes; restart SMTP to have
' it at once. It ends with the line "end" and
'    0  the virtual server holds the list, whether or not that took a change
'    1  an error; nothing was changed
'    2  /whatif: there are differences
'    3  the change failed; what was found before is in place
'    4  the change failed in part, or could not be confirmed

Option Explicit
