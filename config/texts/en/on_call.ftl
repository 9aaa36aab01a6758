# On call: who answers for dangers at any hour.
on-call = { $lines }
    .title = On call
on-call-nobody = Nobody is declared on call, now or soon.
on-call-gone = somebody who is no longer here
on-call-now = Now: { $who }, until { MOMENT($ends) }, { $places }{ $rank ->
    [1] {""}
   *[other] {" "}(turn { $rank })
}
on-call-next = From { MOMENT($starts) } to { MOMENT($ends) }: { $who }, { $places }{ $rank ->
    [1] {""}
   *[other] {" "}(turn { $rank })
}
on-call-rota = Otherwise, { $name }, { $hours }: { $functions }
on-call-closed = outside opening hours
on-call-all-mairies = every mairie de quartier
on-call-all-directions = every direction
on-call-declare = To declare: { $prefix }oncall Karim from 04/12 18h to 07/12 8h les tanneurs
on-call-how = Say who, when, and for what: { $prefix }oncall Karim from 04/12 18h to 07/12 8h les tanneurs, voirie. Add “rank 2” for a second call.
on-call-card = { $name } ({ $function }), from { MOMENT($starts) } to { MOMENT($ends) }.
    For: { $places }.
    { $rank ->
    [1] For any danger, this is call number 1.
   *[other] This is call number { $rank }, when the one before has not answered within 15 minutes.
}
    .title = On-call turn to confirm
on-call-declared = Noted: { $name } is on call from { MOMENT($starts) } to { MOMENT($ends) } for { $places } (turn { $rank }).
on-call-place-unknown = I find no mairie de quartier and no direction called “{ $name }”.
on-call-not-yours = This turn goes beyond your mairie de quartier or your direction: see the coordination.
on-call-not-able = { $name }’s role does not handle requests: somebody else has to be on call.
on-call-unreachable = I cannot reach { $name } in private for now: one message from them is enough, then declare it again.
on-call-away = { $name } noted an absence { PERIOD($first, $last) }. Choose somebody else, or other dates.
on-call-already = { $name } is already on call at that time. Write “oncall” to see or end it.
on-call-over = This turn is over already.
on-call-finished = Ended: { $name } is no longer on call for { $places }. { $count ->
    [0] Nobody else is declared for that time.
    [one] One other person is declared for it.
   *[other] { $count } other people are declared for it.
}
button-finish = End · { $name }
event-on_call_declared = on-call turn declared
event-on_call_ended = on-call turn ended
help-astreinte = who is on call, now and next; declaring a turn
notice-on-call = You are on call from { MOMENT($starts) } to { MOMENT($ends) } for { $places } (turn { $rank }). A danger will be said to you at any hour.
notice-on-call-ended = You are no longer on call from { MOMENT($starts) } to { MOMENT($ends) }.
notice-on-call-left = { $name } is no longer here for their on-call turn from { MOMENT($starts) } to { MOMENT($ends) } ({ $places }). { $count ->
    [0] Nobody else is declared for that time.
   *[other] The next in turn answers instead.
}
notice-on-call-away = { $name } noted an absence during their on-call turn from { MOMENT($starts) } to { MOMENT($ends) } ({ $places }). { $count ->
    [0] Nobody else is declared for that time.
   *[other] The next in turn answers instead.
}
