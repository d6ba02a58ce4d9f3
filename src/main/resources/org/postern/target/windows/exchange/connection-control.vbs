
' The run. No error stops the script by itself: each call is looked at.

Dim PosternFault, PosternFiles, PosternMarkFile, PosternWritten
Dim PosternWhatIf, PosternReadBack, PosternAdopt
Dim PosternAll, PosternGrants, PosternDomains, PosternDenied
Dim PosternMarkHeld, PosternBefore, PosternOurs, PosternShared
PosternFault = ""
PosternWritten = False

Sub Say(Text)
    WScript.Echo Text
End Sub

' The last line says that the script came to its end.
Sub Finish(Code)
    WScript.Echo "end"
    WScript.Quit Code
End Sub

Function NewSet
    Set NewSet = CreateObject("Scripting.Dictionary")
End Function

Sub ReadArguments
    Dim I
    PosternWhatIf = False
    PosternReadBack = False
    PosternAdopt = False
    For I = 0 To WScript.Arguments.Count - 1
        Select Case LCase(WScript.Arguments.Item(I))
            Case "/whatif"
                PosternWhatIf = True
            Case "/readback"
                PosternReadBack = True
            Case "/adopt"
                PosternAdopt = True
            Case Else
                Say "there is no switch " & WScript.Arguments.Item(I) & ": /whatif, /readback, /adopt"
                Finish 1
        End Select
    Next
    If PosternAdopt And PosternMark = "" Then
        Say "/adopt is a switch of postern-apply.vbs: what others entered is theirs to take away"
        Finish 1
    End If
End Sub

' An entry as Exchange gives it back, in the form that is compared.
Function PlainEntry(Text)
    PlainEntry = Replace(Replace(CStr(Text), " ", ""), vbTab, "")
    If InStr(PlainEntry, ",") = 0 Then PlainEntry = PlainEntry & ","
    If Right(PlainEntry, 1) = "," Then PlainEntry = PlainEntry & "255.255.255.255"
End Function

' Keeps the text as it was given, for what is not ours is written back as it stood.
Sub AddAll(List, Found)
    Dim Entry
    If IsArray(List) Then
        For Each Entry In List
            Found(PlainEntry(Entry)) = CStr(Entry)
        Next
    End If
End Sub

Function FaultOf(Number, Description)
    FaultOf = Description
    If FaultOf = "" Then FaultOf = "error " & Number
End Function

' What is there now, by a new object: one that has written does not tell. False where there is a fault.
Function ReadSecurity
    Dim Security
    ReadSecurity = False
    Set PosternGrants = NewSet
    Set PosternDomains = NewSet
    Set PosternDenied = NewSet
    On Error Resume Next
    Err.Clear
    Set Security = CreateObject("ExIpSec.ExIpSecurity")
    If Err.Number = 0 Then Security.BindToSmtpVsi PosternServer, PosternVsi, PosternController
    If Err.Number = 0 Then Security.GetIpSecurityList
    If Err.Number = 0 Then PosternAll = CBool(Security.GrantByDefault)
    If Err.Number = 0 Then AddAll Security.IPGrant, PosternGrants
    If Err.Number = 0 Then AddAll Security.DomainGrant, PosternDomains
    If Err.Number = 0 Then AddAll Security.IPDeny, PosternDenied
    If Err.Number = 0 Then AddAll Security.DomainDeny, PosternDenied
    If Err.Number <> 0 Then
        PosternFault = FaultOf(Err.Number, Err.Description)
        On Error GoTo 0
        Exit Function
    End If
    Security.ReleaseBinding
    On Error GoTo 0
    ReadSecurity = True
End Function

' Writes who is granted, and nothing of the rest.
Function WriteSecurity(All, Grants)
    Dim Security
    WriteSecurity = False
    On Error Resume Next
    Err.Clear
    Set Security = CreateObject("ExIpSec.ExIpSecurity")
    If Err.Number = 0 Then Security.BindToSmtpVsi PosternServer, PosternVsi, PosternController
    If Err.Number = 0 Then Security.GetIpSecurityList
    If Err.Number = 0 Then Security.GrantByDefault = All
    If Err.Number = 0 Then Security.IPGrant = Grants.Items
    If Err.Number = 0 Then Security.WriteList
    If Err.Number <> 0 Then
        PosternFault = FaultOf(Err.Number, Err.Description)
        On Error GoTo 0
        Exit Function
    End If
    Security.ReleaseBinding
    On Error GoTo 0
    WriteSecurity = True
End Function

' Which entries are ours stands in a file, for the list has no room for a mark: the rule; "all" or "list",
' what was granted before; then "+ entry" of each that was added, and "= entry" of each on the list of the
' policy that others had entered.
Sub ReadMark
    Dim File, Line, Name
    PosternMarkHeld = ""
    PosternBefore = ""
    Set PosternOurs = NewSet
    Set PosternShared = NewSet
    Name = PosternMarkFile
    If Not PosternFiles.FileExists(Name) Then Name = PosternMarkFile & ".new"
    If Not PosternFiles.FileExists(Name) Then Exit Sub
    Set File = PosternFiles.OpenTextFile(Name, 1)
    If Not File.AtEndOfStream Then PosternMarkHeld = File.ReadLine
    If Not File.AtEndOfStream Then PosternBefore = File.ReadLine
    Do Until File.AtEndOfStream
        Line = File.ReadLine
        If Left(Line, 2) = "+ " Then PosternOurs(Mid(Line, 3)) = True
        If Left(Line, 2) = "= " Then PosternShared(Mid(Line, 3)) = True
    Loop
    File.Close
End Sub

' The new file is whole before it takes the place of the old. Where a run was cut off between the two, the
' new one is the one that counts.
Sub WriteMark(Text)
    Dim File, Name
    Name = PosternMarkFile & ".new"
    If PosternFiles.FileExists(Name) And Not PosternFiles.FileExists(PosternMarkFile) Then
        PosternFiles.MoveFile Name, PosternMarkFile
    End If
    If Text <> "" Then
        Set File = PosternFiles.CreateTextFile(Name, True)
        File.Write Text
        File.Close
    End If
    If PosternFiles.FileExists(PosternMarkFile) Then PosternFiles.DeleteFile PosternMarkFile
    If Text <> "" Then
        PosternFiles.MoveFile Name, PosternMarkFile
    ElseIf PosternFiles.FileExists(Name) Then
        PosternFiles.DeleteFile Name
    End If
End Sub

Function MarkText(Mark, Before, Ours, Shared)
    Dim Entry
    MarkText = ""
    If Mark = "" Then Exit Function
    MarkText = Mark & vbCrLf & Before & vbCrLf
    For Each Entry In Ours.Keys
        MarkText = MarkText & "+ " & Entry & vbCrLf
    Next
    For Each Entry In Shared.Keys
        MarkText = MarkText & "= " & Entry & vbCrLf
    Next
End Function

Function IsSame(One, Other)
    Dim Entry
    IsSame = False
    If One.Count <> Other.Count Then Exit Function
    For Each Entry In One.Keys
        If Not Other.Exists(Entry) Then Exit Function
    Next
    IsSame = True
End Function
