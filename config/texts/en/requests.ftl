# A request, from the sentence to the record.
requests-understood = { $lines }
    .title = Understood: { $service }
requests-unsure = I do not know. Is it one of these?
    { $lines }
    .title = Perhaps: { $service }
requests-unknown = Nothing in the sentence tells me which service. “Other service” opens the domains, or takes a word.
    { $lines }
    .title = I do not know
requests-disagree = { $between ->
        [rules] Two rules do not say the same.
       *[words] The rule and the words do not say the same.
    } Yours to choose.
    { $lines }
    .title = Two possible answers
requests-recorded = { $lines }
    .title = { $reference } · { $service }
card-text = “{ $text }”
card-destination = { $competence } › { $direction } · first answer { $delay } · { $channel } · { $mairie }
card-no-referent = ⚠ No active contact person in this direction: tell the coordination, or the request will wait.
card-stale-entry = ⚠ The direction’s entry was not confirmed for more than 120 days.
card-no-service = service to be confirmed
card-no-mairie = town hall to be named
quoted = “{ $text }”
card-why = Why: { $words }; close to “{ $near }”
card-why-near = Why: close to “{ $near }”
card-why-words = Why: { $words }
band-sure = sure
band-probable = likely
band-to-confirm = to confirm
card-service-band = { $service } · { $band }
card-rule = Rule: { $reason }
card-rule-words = Rule: { $reason } ({ $words })
card-aside = Less likely: { $service }, no word says so
card-aside-words = Less likely: { $service }, for { $words }
card-aside-rule = Set aside: { $service }; { $reason }
card-settled = Like { $reference }: “{ $text }”, settled by { $direction } { $ago }
card-question = To tell them apart: { $question }
card-where-to = { $competence } › { $direction }
card-either-service = { $service } · { $where }
card-either = • { $what }: { $why }
either-rule = rule, { $reason }
either-words = because of { $words }
either-near = close to “{ $near }”
either-catalogue = as in the catalogue
card-place-quarter = Place: { $mairie } quarter
card-place-quarter-needed = Place: { $mairie } quarter, to be made precise
button-yes-service = Yes: { $service }
button-no-service = No: { $service }
button-for-mairie = For { $mairie }
requests-which-direction = Two rules do not say the same. Which one holds?
    { $lines }
    .title = { $service }
card-place = Place: { $place }
card-place-elsewhere = Place: { $place } ({ $mairie } quarter)
card-place-missing = Place: to be named
card-pin = point on the map
card-photos = { $count ->
    [one] 1 photo
   *[other] { $count } photos
}
card-masked = Taken out of the text: { $what }. Keep the contact in the official tool.
card-sensitive = This text speaks of { $what }: is it needed?
card-external = Official tool: { $reference }
card-erased = Your message is erased from this conversation.
card-danger = ⚠ Phone first: { $call }. { $instruction }
card-instruction = Good to know: { $text }
card-state = { $state }, on { DATETIME($at, dateStyle: "short") } at { DATETIME($at, timeStyle: "short") }
card-legal = Possible legal term on { $on }: for the service to check
state-draft = draft
state-to_qualify = to be qualified
state-sent = sent
state-cancelled = cancelled
delay-minutes = within { $count } min
delay-hours = within { $count } working hours
delay-working-days = { $count ->
    [one] within 1 working day
   *[other] within { $count } working days
}
delay-at-once = at once
delay-announced-date = on the announced date
button-record = ✓ Record
button-record-later = Record, qualify later
button-service = { $service }
button-service-short = Service
button-other-service = Other service
button-place = Place
button-channel = Channel
button-mairie = Town hall
button-drop = Discard
button-soften = Take these words out
button-reference = Note the reference
button-erase = Erase my message
button-correct = Correct
requests-which-domain = Which domain? Or type a word: “colonne verre”, “acte de naissance”…
requests-which-service = Which service?
requests-which-of-these = Which of these?
requests-which-channel = How did it arrive?
requests-which-mairie = For which neighbourhood town hall?
requests-which-place = Where? Write the address or the place, or send a point on the map.
requests-which-reference = What is its reference in the official tool? For instance: GRC-2026-114.
reference-refused = That is no reference: at most 40 characters, digits and plain letters, - / or . ; no telephone, no plate. “Note the reference” to start again.
erase-failed = After all, your message is still there: the messenger no longer lets me erase it. You can do it yourself.
requests-correct-what = What should be corrected?
    .title = { $reference }
requests-what-is-it = Got it. Say in one sentence what it is about.
requests-too-long = That is a little long for me (at most { $most } characters). Sum it up in a sentence: the fact and the place.
requests-forwarded = A forwarded message: say it in your own words, in one sentence, without a resident’s name or phone.
requests-dropped = Discarded. Nothing is recorded.
requests-cancelled = { $reference } is cancelled.
requests-reworded = { $reference } now says: “{ $text }”
photo-added = Photo added to { $name }.
photos-enough = I keep { $most } a request: that is enough to act on.
already-recorded = Already recorded, as { $reference }.
already-changed = This request has just changed. Open it again with “show”.
already-cancelled = { $reference } is cancelled already.
draft-gone = This draft is gone. Write the request again, in one sentence.
too-late-to-edit = { $reference } is recorded already: your corrected message no longer changes it. Type “fix { $reference }”.
nothing-to-undo = Nothing to undo: you logged nothing in the last ten minutes.
request-unknown = I cannot find this request among those you may open.
nothing-open = No open request in your name.
requests-mine = { $lines }
    .title = { $total ->
        [one] 1 open request
       *[other] { $total } open requests
    }
requests-found = { $lines }
    .title = { $total ->
        [one] 1 request found
       *[other] { $total } requests found
    }
nothing-found = Nothing with “{ $words }” among the requests you may open.
search-what = What are you looking for? For instance: search lampadaire Pasteur
list-line = { $reference } · { $state } · { $text }
meeting-begin = Write one request a line, in one or several messages. “end” to finish.
meeting-needs-mairie = A meeting is logged for a neighbourhood town hall, and yours is not known. See the administrator.
meeting-line = { $reference } · { $text }
meeting-logged = { $lines }
    { $passed ->
        [0] All noted, to be qualified next.
       *[other] Lines left aside (without meaning, too long, or beyond { $most }): { $passed }.
    } “end” to finish.
    .title = { $count ->
        [one] 1 request noted
       *[other] { $count } requests noted
    }
meeting-nothing = I could not note anything here. One request a line, in a few words. “end” to finish.
meeting-end = { $count ->
    [0] Meeting closed, nothing noted.
    [one] Meeting closed: 1 request to qualify. “mine” to take it up.
   *[other] Meeting closed: { $count } requests to qualify. “mine” to take them up.
}
