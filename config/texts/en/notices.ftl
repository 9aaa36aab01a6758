# What people must know, folded into one message.
notices = { $lines }
    .title = { $count ->
    [one] To know
   *[other] To know ({ $count })
}
notices-line = · { $text }
notices-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}, with your next messages.
notice-role = Your role is now: { $function }. “help” shows what it allows.
notice-relay = { $name } is away { PERIOD($first, $last) }, and you stand in.
notice-relay-ended = { $name } is here: you no longer stand in.
notice-files-given = { $count ->
    [one] One open request of { $name } is now yours to answer for.
   *[other] { $count } open requests of { $name } are now yours to answer for.
}
notice-left = { $name } has left. { $count ->
    [0] No open request.
    [one] One open request goes back to the team.
   *[other] { $count } open requests go back to the team.
}
