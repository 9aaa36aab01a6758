# Being away, who stands in, the pause.
absence-when = Which days will you be away? For instance: 1 to 5 December.
absence-how = I recognised no date. For instance: /absence 1 to 5 December, or 01/12 to 05/12.
absence-past = An absence begins today, { DAY($today) }, or later.
absence-already = You noted an absence already, { PERIOD($first, $last) }. Write “absence” to see or end it.
absence-none = You noted no absence, or it is over already.
absence-relay = Your absence: { PERIOD($first, $last) }. { $count ->
    [0] No open request.
    [one] One open request.
   *[other] { $count } open requests.
}
    Who stands in for you?
    .title = Absence
absence-others = Who stands in for you? Tap a name, or write it.
absence-confirm = Your absence: { PERIOD($first, $last) }. Stands in: { $relay }.
    Your surveys and messages wait until you are back, danger apart.
    .title = Absence
absence-declared = Noted: away { PERIOD($first, $last) }. Stands in: { $relay }.
relay-not-there = This person is not here any more, or is away on those days. Choose somebody else.
absence-ended = Welcome back! The absence noted until { DAY($last) } is over.
absence-cancelled = Cancelled: no absence { PERIOD($first, $last) }.
absence-mine = { $lines }
    To note another one, write its dates.
    .title = My absences
button-my-team = My team
button-somebody-else = Somebody else
button-back-at-work = I am back
button-not-leaving = I am not leaving any more
relays = { $lines }
    .title = Who stands in
relays-none = Nobody is away in your team, today or soon.
relays-now = { $name }, until { DAY($last) }: { $relay }
relays-soon = { $name }, { PERIOD($first, $last) }: { $relay }
quiet-until-when = No more messages until when? For instance: Monday 9 am. A danger always comes through.
quiet-now = Your messages are paused until { MOMENT($until) }. To change that, write another moment.
quiet-how = I recognised no moment. For instance: /pause until Monday 9 am.
quiet = Noted: no more messages until { MOMENT($until) }, danger apart.
quiet-ended = The pause is over: your messages come again.
button-resume = Resume
