# The life of a request, from being sent to the answer given.
state-taken = taken in charge
state-on_hold = on hold
state-dated = scheduled
state-done = done, resident to be told
state-closed = closed
# What can be done (buttons).
act-send = Send
act-take = Take
act-take_over = Take over
act-transfer = Decline or transfer
act-ask_arbitration = Ask for arbitration
act-escalate = Put to the DGS
act-arbitrate = Decide
act-hold = Put on hold
act-resume = Resume
act-date = Set a date
act-finish = Done
act-close = Close
act-reopen = Reopen
act-reply = Note a reply
act-danger = Danger
act-called = I have called
act-lower = Lower the danger
act-cancel = Cancel
# What was just done, said back with what was understood.
done-send = Sent: { $direction }.
done-take = Taken in charge.
done-take_over = The file is yours.
done-transfer = Sent: { $direction }. { $bounces ->
    [0] Reason noted: { $reason }.
    [one] First bounce ({ $reason }). At the second, the coordination decides.
   *[other] Bounces: { $bounces } ({ $reason }).
}
done-transfer-locked = Second bounce: the request stays put, the coordination names one pilot within 1 working day.
done-ask_arbitration = Arbitration is asked of the coordination. The request stays put until then.
done-escalate = Put to the DGS.
done-arbitrate = Decided: { $direction } is the pilot, no further bounce.
done-hold = On hold ({ $reason }) until { DAY($day) }. It wakes by itself that day.
done-resume = The request is taken up again.
done-date = Announced date: { DAY($day) }. The town hall tells the resident.
done-finish = Noted as done. The town hall tells the resident, then closes.
done-close = Closed: { $reason }.
done-reopen = Reopened: { $reason }.
done-reply = Reply noted: { $kind }.
done-danger = Danger declared. Phone first, then tap “I have called”.
done-called = Call noted. Thank you.
done-lower = The danger is lowered.
done-cancel = Cancelled.
done-undone = Taken back: { $what }. Everything is as before.
# What happened, for the log and for whoever comes second.
happened = { $what } ({ $role }), on { DATETIME($at, dateStyle: "short") } at { DATETIME($at, timeStyle: "short") }
event-recorded = recorded
event-corrected = corrected
event-reworded = reworded
event-send = sent
event-take = taken in charge
event-take_over = taken over
event-transfer = transferred
event-ask_arbitration = arbitration asked for
event-escalate = put to the DGS
event-arbitrate = arbitration given
event-hold = put on hold
event-resume = resumed
event-woken = woken on its date
event-date = date announced
event-finish = done
event-close = closed
event-reopen = reopened
event-reply = reply to the resident noted
event-danger = danger reported
event-called = call made
event-lower = danger lowered
event-cancel = cancelled
event-undone = act taken back
event-asked = leave asked of the secrétaire général
event-granted = leave given
event-declined = leave refused
event-room_bound = room bound to a direction
role-clock = at its hour
act-not-now = { $reference }: already done, or no longer possible. Last: { $what }.
already-awaiting = { $reference } already waits for the secrétaire général.
which-request = Which request? Add its reference: { $command } 0412.
not-sendable = This is not ours to handle: it cannot be sent from here. Direct the resident, then close it as “Orienté”.
# The questions.
ask-again = I did not understand. 
ask-reason-transfer = { $again }For what reason?
    .title = { $reference }
ask-reason-hold = { $again }What is awaited?
    .title = { $reference }
ask-reason-close = { $again }How does it end?
    .title = { $reference }
ask-reason-reopen = { $again }Why reopen it?
    .title = { $reference }
ask-direction = { $again }To whom? Choose, or type a word: “assainissement”.
    .title = { $reference }
ask-day-hold = { $again }Until when? Choose, or write a date: “5 december”, “next monday”.
    .title = { $reference }
ask-day-date = { $again }For which day? Choose, or write a date: “5 december”, “next monday”.
    .title = { $reference }
ask-words-ask_arbitration = { $again }In one sentence: what is to be decided?
    .title = { $reference }
ask-words-arbitrate = { $again }In one sentence: why this pilot? The directions and the town hall will read it.
    .title = { $reference }
ask-words-hold = { $again }What is missing? One sentence, which the town hall will ask the resident.
    .title = { $reference }
ask-words-finish = { $again }What was done? One line is enough.
    .title = { $reference }
ask-words-close = { $again }What did you tell the resident? One sentence, without their name.
    .title = { $reference }
ask-words-reply = { $again }What did you answer? One sentence, without the resident’s name.
    .title = { $reference }
ask-words-lower = { $again }Why is there no danger any more? One sentence.
    .title = { $reference }
ask-told = Has the resident been told?
    .title = { $reference }
ask-kind = Which reply?
    .title = { $reference }
words-never-acceptance = I do not write what silence means in law: that is for the legal service to check. Say it another way.
told-template = Standard reply
button-copied-close = Copy and close
button-copied-reply = Copied, note it
button-own-words = In my own words
ask-text = Here is the text, to copy into your official tool:
    “{ $text }”
    .title = { $reference }
ask-text-blanks = Here is the text, to copy into your official tool:
    “{ $text }”
    To fill in before sending: { $blanks }.
    .title = { $reference }
told-words = I have answered already
told-none = No answer wanted
reply-acknowledgement = acknowledgement
reply-holding = holding reply
reply-final = final reply
button-day = { DAY($day) }
button-grant = Accept
button-decline = Refuse
button-more-acts = More…
button-no-danger = Not a danger
button-danger = It is a danger
requests-more = What else?
    .title = { $reference }
date-too-late = That is too far away: { $most } days at most.
# The lines of the card.
card-commitment = First answer { $delay }
requests-danger = { $lines }
    .title = ⚠ The telephone first: { $call }
card-understood = Understood: { $service }
card-danger-ask = Is it a danger? If so, tap the button: the telephone comes first.
card-danger-room = ⚠ Danger reported
card-called = Call made at { DATETIME($at, timeStyle: "short") }
card-not-called = Nobody has noted “I have called” yet.
card-ping-pong = { $count ->
    [one] 1 bounce. At the second, the coordination decides.
   *[other] { $count } bounces.
}
card-arbitration-open = Arbitration under way: the coordination names a pilot.
card-arbitration-escalated = Arbitration put to the DGS.
card-arbitration-decided = Pilot named by arbitration: no further bounce.
card-hold = Waits for: { $reason }, until { DAY($day) }
card-announced = Announced date: { DAY($day) }
card-closing-reason = Closed as: { $reason }
card-reply-owed = To tell the resident: { $kind }
card-awaiting = Waiting for the secrétaire général: { $what } ({ $role })
card-contacts = { $count ->
    [one] 1 more contact for the same thing
   *[other] { $count } more contacts for the same thing
}
card-reopened = { $count ->
    [one] Reopened once
   *[other] Reopened { $count } times
}
card-elected = Followed by the elected official
card-note-result = Done: { $text }
card-note-question = Question: { $text }
card-note-reason = Reason: { $text }
card-note-decision = Decision: { $text }
card-note-reading = Read because: { $text }
card-note-acknowledgement = Acknowledgement: “{ $text }”
card-note-holding = Holding reply: “{ $text }”
card-note-final = Final reply: “{ $text }”
leave-asked = { $what }: I have asked the secrétaire général.
leave-declined = Refused. Whoever asked is told.
ask-why-sensitive = This request is reserved. Why read it? One sentence: it is kept with your reading.
    .title = { $reference }
requests-team = { $lines }
    .title = { $total ->
        [one] 1 open request in the town hall
       *[other] { $total } open requests in the town hall
    }
requests-followed = { $lines }
    .title = { $total ->
        [one] 1 request followed by the elected official
       *[other] { $total } requests followed by the elected official
    }
nothing-open-team = No open request. Well done, all.
nothing-followed = No request followed by the elected official for now.
# A direction’s room.
room-card = { $lines }
    .title = { $reference } · { $service }
room-ended = Nothing more to do here: { $state }.
room-bound-here = This room now receives the open requests of { $direction }. One card a request, kept up to date. To act, tap a button or reply to the card with a number; the rest comes in private.
room-bound = Bound: { $direction }.
room-which-direction = For which direction? Write it in the room itself: { $prefix }room voirie
room-say-it-there = Write this command in the room itself.
# What somebody must be told: one line a fact.
notice-arrived = { $reference } · { $service }: arrived with you.
notice-to-arbitrate = { $reference } · { $service }: to be decided between directions.
notice-escalated = { $reference } · { $service }: arbitration put to the DGS.
notice-decided = { $reference } · { $service }: a pilot is named.
notice-question = { $reference } · { $service }: something is missing, to ask the resident.
notice-dated = { $reference } · { $service }: date announced, to tell the resident.
notice-finished = { $reference } · { $service }: done; tell the resident and close.
notice-reopened = { $reference } · { $service }: reopened.
notice-woken = { $reference } · { $service }: its waiting date has come.
notice-asked = { $reference } · { $service }: your leave is asked for “{ $what }” ({ $role }).
notice-granted = { $reference } · { $service }: leave given for “{ $what }”.
notice-declined = { $reference } · { $service }: leave refused for “{ $what }”.
notice-danger = ⚠ { $reference } · { $service }: danger reported. Phone first: { $call }.
notice-danger-uncalled = ⚠ { $reference } · { $service }: nobody has noted “I have called” for { $minutes } minutes. Call: { $call }.
notice-danger-again = ⚠ { $reference } · { $service }: still no “I have called”, { $minutes } minutes on. Call: { $call }.
notice-danger-last = ⚠ { $reference } · { $service }: still no “I have called”, { $minutes } minutes on. Call: { $call }. This is my last reminder.
notice-danger-morning = ⚠ { $reference } · { $service }: danger reported outside your hours, without “I have called” so far. Call: { $call }.
notice-danger-alone = ⚠ { $reference } · { $service }: danger reported, and nobody is on call or can be reached for { $place }. Phone first: { $call }.
notice-danger-nobody = ⚠ { $reference }: nobody is on call or can be reached for { $place }. It is yours to call: { $call }. { $count ->
    [0] I could reach neither the SG nor the coordination.
   *[other] The SG and the coordination have just been told.
}
notice-danger-call = ⚠ { $reference }: have you called? Tap “Open”, then “I have called”.
notice-danger-kept = ⚠ Your sentence spoke of a danger: I recorded it as { $reference } so that nothing is lost.
help-all = { $lines }
    .title = All commands ({ $role })
help-equipe = the open requests of the town hall
help-suivi = requests followed by the elected official
help-prendre = take in charge (reference)
help-transferer = decline or transfer, with a reason
help-trancher = name one pilot
help-attente = put on hold until a date
help-reprendre = resume what was on hold
help-dater = announce a date
help-traite = say that it is done
help-clore = close, with what the resident was told
help-rouvrir = reopen, with a reason
help-repondre = note a reply to the resident
help-danger = report a danger: the telephone first
help-jai_appele = note that you have called
help-lever = lower a danger, with a reason
help-salon = bind this room to a direction
help-refuser = decline, with a reason
help-accepter = accept what was sent
requests-begin = Go ahead: the request in one sentence, what and where.
requests-send-photo = Send the photo now: it joins { $reference }.
requests-received-when = On which day did it arrive? “yesterday”, “20/11”: within the last { $most } days.
requests-which-requester = Who is asking? A kind, never a person.
button-received = Received on…
button-requester = Requester
date-too-old = That is too long ago: { $most } days at most. Beyond, see the official tool.
reminder-when = When shall I remind you of { $reference }? “monday”, “tomorrow 9h”, “in 3 days”.
reminder-set = Reminder { MOMENT($at) } for { $reference }. The deadline does not change.
notice-reminder = { $reference } · { $service }: you asked me to remind you.
help-nouveau = begin a request
help-photo = add a photo to the last one
help-lieu = say where, for the last one
help-rappel = remind me later
