
Function Hexadecimal(Octets)
    Dim Part
    Hexadecimal = ""
    For Each Part In Octets
        Hexadecimal = Hexadecimal & LCase(Right("0" & Hex(Part), 2))
    Next
End Function

' An entry as its first and its last address.
Function RangeOf(Entry)
    Dim Words, Address, Mask, First, Last, I
    Words = Split(Entry, ",")
    Address = Split(Words(0), ".")
    Mask = Split(Words(1), ".")
    First = Array(0, 0, 0, 0)
    Last = Array(0, 0, 0, 0)
    For I = 0 To 3
        First(I) = CInt(Address(I)) And CInt(Mask(I))
        Last(I) = CInt(Address(I)) Or (255 - CInt(Mask(I)))
    Next
    RangeOf = Hexadecimal(First) & "-" & Hexadecimal(Last)
End Function

' Ours are the entries that the file names; all others that are granted are of others.
Sub PrintReadBack
    Dim Entry
    Say "postern-exchange 1"
    If PosternMarkHeld <> "" And Not PosternAll Then
        Say "held " & PosternMarkHeld
        For Each Entry In PosternGrants.Keys
            If PosternOurs.Exists(Entry) Or PosternShared.Exists(Entry) Then
                Say "range " & RangeOf(Entry)
            Else
                Say "granted " & Entry
            End If
        Next
        For Each Entry In PosternDomains.Keys
            Say "granted " & Replace(Replace(PosternDomains(Entry), vbCr, ""), vbLf, "")
        Next
    End If
    Finish 0
End Sub

' What others entered, and what becomes of it.
Sub PrintOthers(Wanted, All)
    Dim Entry
    If All Then Exit Sub
    For Each Entry In PosternGrants.Keys
        If Not PosternOurs.Exists(Entry) And Not Wanted.Exists(Entry) Then
            Say "  = " & PosternGrants(Entry) & ", which others entered, stays and is granted too; /adopt takes it over"
        End If
    Next
    For Each Entry In PosternDomains.Keys
        Say "  = the domain " & PosternDomains(Entry) & ", which others entered, stays and is granted too"
    Next
    If PosternDenied.Count > 0 Then
        Say "  = " & PosternDenied.Count & " denied computers or domains stay; Exchange looks at them only where all others are granted"
    End If
End Sub

Sub PrintDifference(All, Grants)
    Dim Entry
    For Each Entry In Grants.Keys
        If Not PosternGrants.Exists(Entry) Then Say "  + " & Grants(Entry)
    Next
    For Each Entry In PosternGrants.Keys
        If Not Grants.Exists(Entry) Then Say "  - " & PosternGrants(Entry)
    Next
    If All And Not PosternAll Then Say "  all computers are granted"
    If PosternAll And Not All Then Say "  only the list is granted, all others are refused"
End Sub

' Some script hosts leave a character 0 behind it.
Function Expanded(Shell, Name)
    Expanded = Replace(Shell.ExpandEnvironmentStrings(Name), Chr(0), "")
End Function

Sub Run
    Dim Shell, Entry, Wanted, Grants, Ours, Shared, All, Text, Before
    ReadArguments
    Set PosternFiles = CreateObject("Scripting.FileSystemObject")
    Set Shell = CreateObject("WScript.Shell")
    PosternMarkFile = Expanded(Shell, "%ALLUSERSPROFILE%") & "\postern-" & PosternTarget & ".txt"
    If PosternServer = "" Then PosternServer = Expanded(Shell, "%COMPUTERNAME%")
    ReadMark
    If Not ReadSecurity Then
        Say "nothing was changed: " & PosternFault
        Finish 1
    End If
    If PosternReadBack Then PrintReadBack
    If PosternMark = "" And PosternMarkHeld = "" Then
        Say "there is nothing of Postern to take away"
        Finish 0
    End If
    Before = PosternBefore
    If Before = "" And PosternAll Then Before = "all"
    If Before = "" Then Before = "list"

    ' What is found stays in its order, without ours that is wanted no longer; then comes what is new.
    Set Wanted = NewSet
    AddAll PosternList, Wanted
    Set Grants = NewSet
    Set Ours = NewSet
    Set Shared = NewSet
    For Each Entry In PosternGrants.Keys
        If Wanted.Exists(Entry) Or Not (PosternAdopt Or PosternOurs.Exists(Entry)) Then Grants(Entry) = PosternGrants(Entry)
    Next
    For Each Entry In Wanted.Keys
        If PosternAdopt Or PosternOurs.Exists(Entry) Or Not PosternGrants.Exists(Entry) Then
            Ours(Entry) = True
        Else
            Shared(Entry) = True
        End If
        If Not Grants.Exists(Entry) Then Grants(Entry) = Wanted(Entry)
    Next
    All = (PosternMark = "" And (Before = "all" Or Grants.Count = 0))

    Text = MarkText(PosternMark, Before, Ours, Shared)
    If Not PosternAdopt Then PrintOthers Wanted, All
    If All = PosternAll And IsSame(Grants, PosternGrants) And Text = MarkText(PosternMarkHeld, PosternBefore, PosternOurs, PosternShared) Then Finish 0
    PrintDifference All, Grants
    If PosternWhatIf Then Finish 2
    Carry All, Grants, Text, Union(Ours, PosternOurs), Shared, Before
End Sub

Function Union(One, Other)
    Dim Entry
    Set Union = NewSet
    For Each Entry In One.Keys
        Union(Entry) = True
    Next
    For Each Entry In Other.Keys
        Union(Entry) = True
    Next
End Function

' While the list changes the file names what is ours in the old and in the new one, so that a run that is
' cut off leaves nothing that is taken for an entry of others.
Sub Carry(All, Grants, Text, Both, Shared, Before)
    Dim Found, WasAll, Mark, Old
    Set Found = PosternGrants
    WasAll = PosternAll
    Old = MarkText(PosternMarkHeld, PosternBefore, PosternOurs, PosternShared)
    Mark = PosternMark
    If Mark = "" Then Mark = PosternMarkHeld
    On Error Resume Next
    Err.Clear
    WriteMark MarkText(Mark, Before, Both, Shared)
    If Err.Number <> 0 Then
        Say "nothing was changed: " & PosternMarkFile & " cannot be written: " & FaultOf(Err.Number, Err.Description)
        If PosternMarkHeld = "" And PosternFiles.FileExists(PosternMarkFile & ".new") Then PosternFiles.DeleteFile PosternMarkFile & ".new"
        Finish 1
    End If
    On Error GoTo 0
    PosternWritten = True
    If Not WriteSecurity(All, Grants) Then
        Say "the change failed: " & PosternFault
        If ReadSecurity Then
            If PosternAll = WasAll And IsSame(PosternGrants, Found) Then
                WriteMark Old
                Finish 3
            End If
        End If
        Finish 4
    End If
    If Not ReadSecurity Then
        Say "it was carried out, but not confirmed: " & PosternFault
        Finish 4
    End If
    If PosternAll <> All Or Not IsSame(PosternGrants, Grants) Then
        Say "what is held afterwards is not what is meant"
        Finish 4
    End If
    WriteMark Text
    Finish 0
End Sub

On Error Resume Next
Run
Say "the script failed: " & FaultOf(Err.Number, Err.Description)
If PosternWritten Then Finish 4
Finish 1
