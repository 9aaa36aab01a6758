# The same thing told twice: propose, attach, link.
days-ago = { $days ->
    [0] today
    [1] yesterday
   *[other] { $days } days ago
}
near-metres = { $metres } m away
near-place = same place
near-street = same street
card-already = { $count ->
    [one] Reported once already, { $ago }, { $where }: { $reference }
   *[other] Reported { $count } times already, last { $ago }, { $where }: { $reference }
}
card-already-done = Reported already and done, closed { $ago }, { $where }: { $reference }
button-attach = Add to { $number }
button-detach = Undo
button-reopen-it = Reopen { $number }
link-attached = Noted as one more contact on { $reference } ({ $rank } in all). { $tell }
tell-to_qualify = To tell the resident: it is known (reference { $reference }), the neighbourhood town hall is finding who should have it.
tell-sent = To tell the resident: it is known (reference { $reference }) and was sent, { $direction }.
tell-taken = To tell the resident: it is known (reference { $reference }) and taken in charge, { $direction }.
tell-on_hold = To tell the resident: it is known (reference { $reference }) and waits until { DAY($day) }.
tell-dated = To tell the resident: it is known (reference { $reference }), the work is announced for { DAY($day) }.
tell-done = To tell the resident: the service says it is done (reference { $reference }). If it is not, note so.
link-which = { $count ->
    [0] With which request? Type its reference: 0398.
   *[other] { $lines }
    With which one? Or type another reference.
}
    .title = Link { $reference }
link-line = { $said } · { $text }
link-how = { $other }: { $text }
    Is it the same, or only the same cause?
    .title = Link { $reference } to { $other }
link-closed = { $other } is closed since { DATETIME($at, dateStyle: "short") }. If the problem is still there, it is better to reopen it.
button-link = Link
button-duplicate = Duplicate of { $reference }
button-related = Related to { $reference }
link-duplicate = Closed as a duplicate of { $reference }, which now has { $count ->
    [one] 1 more contact
   *[other] { $count } more contacts
}: one answer for all.
link-related = Related to { $reference }: one cause, one answer. Its state does not change.
link-not-yet = Linking requests is not open yet in this neighbourhood town hall.
link-itself = { $reference } is not linked to itself. Give the reference of the other one.
link-already = It is linked to { $reference } already.
link-danger-first = This one is a danger, { $reference } is not: declare the danger on { $reference } first, so that nobody is forgotten.
link-too-late = More than ten minutes have passed: this can no longer be undone from here.
link-undone-already = It is undone already.
card-to-tell = { $count ->
    [one] 1 more contact to be told
   *[other] { $count } more contacts to be told
}
card-duplicate = Duplicate of { $reference }: its answer is for both
card-duplicate-elsewhere = Duplicate of a request followed elsewhere: its answer is for both
card-related = Related to { $reference }: same cause, one answer
card-related-elsewhere = Related to a request followed elsewhere: same cause, one answer
event-link = linked to another one
event-contact = one more contact
help-lier = say that two requests are the same (reference)
