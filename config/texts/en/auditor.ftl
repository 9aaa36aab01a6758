# What the auditor finds each minute: what is wrong, and what to do. Numbers of rows, never what somebody wrote.

alarm-red = { $lines }
    To see everything, on the server: relais doctor
    .title = Relais needs your help ({ DATETIME($at, timeStyle: "short") })
alarm-line = • { $what } → { $remedy }
alarm-line-since = • { $what } Since { DATETIME($since, dateStyle: "short") }, { DATETIME($since, timeStyle: "short") }. → { $remedy }
alarm-more = { $count ->
    [one] • and 1 other finding
   *[other] • and { $count } other findings
}
alarm-green = Everything is in order again.
    .title = Relais is well ({ DATETIME($at, timeStyle: "short") })

found-no-database = The database does not answer, or cannot be read.
    .remedy = Check the database server and the disk; Relais goes on by itself. Otherwise: relais doctor.
found-check-failed = The check “{ $name }” could not be made.
    .remedy = Read the technical log of that minute: it is a fault of Relais, to be reported.

# What comes in
found-not-handled = { $count ->
    [one] 1 message received from { $platform } waits to be handled ({ $ids }).
   *[other] { $count } messages received from { $platform } wait to be handled ({ $ids }).
}
    .remedy = Restart Relais: nothing is lost, all is taken up in order.
found-quarantined = { $count ->
    [one] 1 message could not be handled and stays sealed ({ $ids }).
   *[other] { $count } messages could not be handled and stay sealed ({ $ids }).
}
    .remedy = Look for these numbers in the technical log; what they said is erased after 7 days.
found-deaf = Nothing is heard from { $platform } any more.
    .remedy = Check the network and that { $platform } answers; otherwise restart Relais. What is written meanwhile will be read.

# What goes out
found-mute = Sending to { $platform } has stopped.
    .remedy = Restart Relais: what is owed will be sent.
found-lease-over = { $count ->
    [one] 1 delivery is held by a process that does not answer any more ({ $ids }).
   *[other] { $count } deliveries are held by a process that does not answer any more ({ $ids }).
}
    .remedy = Restart Relais: these deliveries will be taken up.
found-danger-late = { $count ->
    [one] 1 alert of danger has not left for { $platform } ({ $ids }).
   *[other] { $count } alerts of danger have not left for { $platform } ({ $ids }).
}
    .remedy = Phone those concerned, then check that { $platform } answers.
found-nothing-leaves = { $count ->
    [one] Nothing leaves for { $platform } any more: 1 message waits ({ $ids }).
   *[other] Nothing leaves for { $platform } any more: { $count } messages wait ({ $ids }).
}
    .remedy = Check the network and that { $platform } answers; nothing is lost, all will leave.
found-late = { $count ->
    [one] 1 message has waited over an hour to leave for { $platform } ({ $ids }).
   *[other] { $count } messages have waited over an hour to leave for { $platform } ({ $ids }).
}
    .remedy = See “relais status”: a conversation may refuse its messages, or the allowed pace is reached.
found-uncertain = { $count ->
    [one] 1 message may have been seen twice: the network’s answer was lost ({ $ids }).
   *[other] { $count } messages may have been seen twice: the network’s answer was lost ({ $ids }).
}
    .remedy = Nothing to do.
found-owed-of-closed = { $count ->
    [one] 1 reminder is still owed for a closed request ({ $ids }).
   *[other] { $count } reminders are still owed for closed requests ({ $ids }).
}
    .remedy = It is a fault of Relais, to be reported with these numbers.
found-said-nowhere = { $count ->
    [one] 1 reminder is noted as said, but its message does not exist ({ $ids }).
   *[other] { $count } reminders are noted as said, but their messages do not exist ({ $ids }).
}
    .remedy = It is a fault of Relais, to be reported with these numbers; tell the people another way.
found-danger-unheard = { $count ->
    [one] 1 alert of danger reached nobody ({ $ids }).
   *[other] { $count } alerts of danger reached nobody ({ $ids }).
}
    .remedy = Phone those concerned: nobody else received it.
found-unheard = { $count ->
    [one] 1 reminder could not be delivered ({ $ids }).
   *[other] { $count } reminders could not be delivered ({ $ids }).
}
    .remedy = The person has probably blocked or left the conversation: ask them to write a word to Relais.
found-danger-unsaid = { $count ->
    [one] 1 alert of danger waits to be said ({ $ids }).
   *[other] { $count } alerts of danger wait to be said ({ $ids }).
}
    .remedy = Phone those concerned, then restart Relais.
found-unsaid = { $count ->
    [one] 1 reminder has waited for several working days ({ $ids }).
   *[other] { $count } reminders have waited for several working days ({ $ids }).
}
    .remedy = Check the direction’s hours (directions.yaml); otherwise it is a fault of Relais, to be reported.

# Requests
found-overdue = { $count ->
    [one] 1 request was not looked at when it should have been ({ $ids }).
   *[other] { $count } requests were not looked at when they should have been ({ $ids }).
}
    .remedy = Restart Relais: the reminders that are due will be made, once.
found-step-unannounced = { $count ->
    [one] 1 reminder noted in the log has a line for nobody ({ $ids }).
   *[other] { $count } reminders noted in the log have a line for nobody ({ $ids }).
}
    .remedy = It is a fault of Relais, to be reported with these numbers; tell the people another way.
found-step-to-nobody = { $count ->
    [one] 1 reminder had nobody to go to ({ $ids }).
   *[other] { $count } reminders had nobody to go to ({ $ids }).
}
    .remedy = Give these functions to somebody (“invite”, “role”), and check who stands in for whom in escalade.yaml.
found-without-direction = { $count ->
    [one] 1 open request has no direction that is known ({ $ids }).
   *[other] { $count } open requests have no direction that is known ({ $ids }).
}
    .remedy = The coordination transfers it: “transfer” and its reference. See “relais town versions” if a direction was just taken away.
found-without-person = { $count ->
    [one] 1 open request is in the hands of somebody who is not here any more ({ $ids }).
   *[other] { $count } open requests are in the hands of somebody who is not here any more ({ $ids }).
}
    .remedy = Give them to a relay or to the team: “remove” in the conversation.
found-danger-untold = { $count ->
    [one] Nobody was told of 1 open danger ({ $ids }).
   *[other] Nobody was told of { $count } open dangers ({ $ids }).
}
    .remedy = Phone those concerned. Check that a secretary general or the coordination can be reached.
found-unlogged = { $count ->
    [one] 1 request is not in the state that the log says ({ $ids }).
   *[other] { $count } requests are not in the state that the log says ({ $ids }).
}
    .remedy = Somebody may have changed the database by hand. Keep a copy of it, then: relais audit verify.
found-miscounted = The figures kept for { DAY($day) } are not those of the requests ({ $ids }).
    .remedy = Somebody may have changed the database by hand. Keep a copy of it, then count again: relais figures recount.

# The log
found-chain-broken = The log does not follow any more from link { $ids } on.
    .remedy = Mend nothing: keep a copy of the database, then relais audit verify.
found-chain-unsealed = The last link of the log is not the one that was sealed ({ $ids }).
    .remedy = Mend nothing: keep a copy of the database, then relais audit verify.
found-log-unguarded = The database’s locks on the log are not in place any more.
    .remedy = Somebody took them away: keep a copy of the database, then relais audit verify.
found-unlinked = { $count ->
    [one] 1 event has waited over ten minutes for its link ({ $ids }).
   *[other] { $count } events have waited over ten minutes for their links ({ $ids }).
}
    .remedy = Restart Relais; if it lasts, read the technical log.
found-tampered = Relais found that the log had been changed by somebody else ({ $ids }).
    .remedy = Mend nothing: keep a copy of the database, then relais audit verify.

# The clocks
found-not-running = Relais is not running.
    .remedy = Start it; nothing is lost, it goes on from where it was.
found-tick-stopped = The task “{ $name }” has stopped.
    .remedy = Restart Relais; nothing is lost, it goes on from where it was.
found-tick-failing = The task “{ $name }” fails each time.
    .remedy = Read the technical log: the error is there, with its place.
found-missed-turn = What is done each working day was not done today: “{ $name }”.
    .remedy = Restart Relais; if it lasts, read the technical log.
found-clocks-apart = This machine’s clock and the database’s differ by { $seconds } seconds.
    .remedy = Set both right (NTP): deadlines depend on them.
found-from-the-future = The last event noted is { $seconds } seconds ahead of this machine’s clock.
    .remedy = The clock went back: set it right (NTP).

# What is kept
found-kept-too-long = { $what ->
    [update-ids] Ids of received messages are kept beyond 90 days ({ $count }).
    [update-contents] Messages never handled are kept beyond 7 days ({ $count }).
    [message-bodies] Texts of messages are kept beyond 30 days ({ $count }).
    [drafts] Drafts are kept beyond a day ({ $count }).
    [files] Photos that show no request are kept beyond a day ({ $count }).
    [wrong-codes] Mistyped codes are kept beyond a day ({ $count }).
   *[steps] Questions nobody answered are kept beyond a day ({ $count }).
}
    .remedy = Erasing has stopped: restart Relais, then see “relais status”.
found-no-backup = Relais makes no backup.
    .remedy = Back up the database and Relais’ folder together; docs/operations.md says how.
found-backup-unreadable = What the backup says of itself cannot be read ({ $ids }).
    .remedy = Make another backup, and verify it.
found-backup-old = The last backup is too old.
    .remedy = Check the disk space and the technical log, then make another one.
found-backup-unverified = No backup was opened and verified for a day.
    .remedy = Verify the last one, and make another elsewhere if it does not open.
found-state-folder-gone = Relais’ folder (RELAIS_STATE_DIR) cannot be read.
    .remedy = Mount the disk again, or give Relais the right to read this folder.
found-disk-full = { $megabytes } MB are left on Relais’ disk.
    .remedy = Free some: when the disk is full nothing new is accepted, and nothing is lost.

# The database, by night
found-damaged = The database is damaged on its disk ({ $count } findings).
    .remedy = Stop Relais, keep the file as it is, and restore the last verified backup.
found-twice = What must be there once is there twice: { $what } ({ $count }).
    .remedy = The database lacks an index: keep a copy of it, and report it.
found-dangling = Rows name others that do not exist: { $what } ({ $count }).
    .remedy = Somebody may have changed the database by hand: keep a copy of it, and report it.
