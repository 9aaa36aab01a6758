# What Relais does not know: put back from a copy, or too long without news from a messenger.
gap-restored = Relais was put back from a copy of { DATETIME($since, dateStyle: "short") } at { DATETIME($since, timeStyle: "short") }; what was said { $days ->
    [0] between { DATETIME($since, timeStyle: "short") } and { DATETIME($until, timeStyle: "short") }
   *[other] from then to { DATETIME($until, dateStyle: "short") } at { DATETIME($until, timeStyle: "short") }
} is no longer here: please say it again.
gap-away = Relais did not receive what was written to it on { $network } between { DATETIME($since, dateStyle: "short") } at { DATETIME($since, timeStyle: "short") } and { DATETIME($until, dateStyle: "short") } at { DATETIME($until, timeStyle: "short") }: if you miss an answer, please say it again.
gap-restored-admin = Copy of { DATETIME($since, dateStyle: "short") } at { DATETIME($since, timeStyle: "short") }; all that was said or done until { DATETIME($until, dateStyle: "short") } at { DATETIME($until, timeStyle: "short") } is lost to Relais. Everybody learns it with their next messages.
    What waited to be sent is not sent; dangers without a noted call are announced anew. Invitation codes already given are worth nothing.
    { $numbers }
    To look at now: accesses removed and functions changed since the copy (remove, role).
    .title = Relais put back
gap-numbers = Numbers: { $last } is the last one known, the next will be { $next }. Between them, a number already given means nothing any more.
database-damaged = The nightly check of the database found damage. Tell whoever runs the server at once: stop Relais, verify the last copy (relais verify), put it back (relais restore).
    .title = ⚠ Database damaged
