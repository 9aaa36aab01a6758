# The log: what happened, who may read it, and the proof that it has not changed.
help-journal = what was done, and when
journal-page = { $lines }
    .title = { $scope ->
        [own] Log: your actions
        [mairie] Log: your neighbourhood town hall
       *[all] Log: the whole town
    }
journal-line = { DATETIME($at, dateStyle: "short") } { DATETIME($at, timeStyle: "short") } · { $role } · { $what }
journal-empty = Nothing in the log for you.
journal-why = For what reason? One sentence, without a resident’s name: it is written in the log with your reading.
    .title = Reading the log
actor-clock = Relais
actor-terminal = terminal
event-read_sensitive = sensitive request read
event-joined = a colleague joined
event-invited = invitation given
event-linked = another account linked
event-directory_confirmed = directory entry confirmed
event-role_asked = role suggested, to be confirmed
event-role_given = role given
event-role_refused = role refused
event-removed = access removed
event-left = departure
event-files_given = request given to somebody else
event-absence_declared = absence noted
event-absence_ended = absence over
event-journal_read = log read
event-tampered = log changed outside Relais
event-restored = database put back from a copy
event-other = something else
audit-head = Keep this message: it proves what the log holds to this day.
    { $anchor }
    When in doubt: relais audit verify --head followed by this mark.
    .title = Mark of the log
# relais audit
audit-reading = Reading the log again
audit-read = { $count ->
    [0] No link: nothing was chained yet.
    [one] 1 link read.
   *[other] { $count } links read, up to no. { $last }.
}
audit-waiting = { $count ->
    [0] No event waits for its link.
    [one] 1 event waits for its link.
   *[other] { $count } events wait for their links.
}
audit-link = no. { $seq } (event { $event }, { $at })
audit-first = First break: { $link }
audit-gaps = Links missing ({ $count }): { $which }
audit-vanished = Events gone ({ $count }): { $which }
audit-changed = Events or links changed ({ $count }): { $which }
audit-moved = Links moved ({ $count }): { $which }
audit-more = And { $count } more breaks, without details.
audit-tampered = Relais found that the log had been changed outside of it, or its key replaced: { $count } times.
audit-lost = { $whose ->
    [given] The link of the mark given is no longer there: the log ends at no. { $last }.
   *[sealed] The last sealed link is no longer there: the log ends at no. { $last }.
}
audit-rewritten = { $whose ->
    [given] The link of the mark given is no longer the same: the log was rewritten.
   *[sealed] The last sealed link is no longer the same: the log was rewritten.
}
audit-unreadable = After the last link read, the database holds what no Relais wrote: the rest cannot be read.
audit-unsealed = The seal of the last link is missing, or does not open with this machine’s key.
audit-unguarded = The database’s locks (triggers) on the log are no longer all in place.
audit-sound = The log is intact.
audit-unsound = The log was altered. Mend nothing: keep a copy of the database, and tell whoever is in charge of security.
audit-no-link = No link yet.
audit-bad-anchor = This mark was miscopied, or does not come from this installation. Expected form: number:hash:signature.
