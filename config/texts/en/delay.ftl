# The delay proposed, why, and the one that is chosen.
button-delay = Delay
button-urgent = Read them again
delay-class = { $name } ({ $delay })
delay-hours-always = within { $count } h, day and night
card-delay-proposed = Delay proposed: { $proposed } · { $points }
card-delay-chosen = Delay chosen: { $delay }. Proposed: { $proposed } · { $points }
card-delay-chosen-same = Delay chosen: { $delay } · { $points }
card-delay-since = Delay: { $delay }. Now proposed: { $proposed } · { $points }
points-none = 0 points
points-detail = { $count ->
    [one] 1 point: { $detail }
   *[other] { $count } points: { $detail }
}
criterion-severity = Severity
criterion-extent = Extent
criterion-frailty = Frailty
criterion-recurrence = Recurrence
criterion-reversibility = Reversibility
criterion-line = { $criterion } { $points }: { $why }
criterion-short = { $criterion } { $points } ({ $why })
reason-nothing = nothing says so
reason-words = “{ $said }”
reason-service = this service, always ({ $said })
reason-danger = danger ({ $said })
reason-contacts = { $times ->
    [one] 1 more report
   *[other] { $times } more reports
}
reason-reopened = { $times ->
    [one] reopened
   *[other] reopened { $times } times
}
short-nothing = { "" }
short-words = { $said }
short-service = this service
short-danger = danger
short-contacts = { $times ->
    [one] 1 more report
   *[other] { $times } more reports
}
short-reopened = reopened
danger-declared = declared
requests-delay = { $lines }
    .title = Why this delay? { $count ->
        [0] 0 points of 10
        [one] 1 point of 10
       *[other] { $count } points of 10
    }
delay-is-proposed = Proposed: { $delay }
delay-is-chosen = Chosen: { $delay }
delay-uncounted = From 5 points: urgent. Not counted: who asks, the tone, the press, one person’s reminders.
delay-choose = Another delay? Choose it below. If somebody is in danger, say so first.
delay-of-danger = This is a danger: its delay follows as long as the danger is not lowered.
delay-of-service = This is the delay of the service, the fastest. If it is not right, correct the service.
delay-not-below-danger = This delay is not chosen here. A danger is declared with “Danger” and lowered with “Lower the danger”.
done-delay_chosen = Delay chosen: { $delay }. It counts from now.
event-delay_chosen = delay chosen
urgent-share = { $percent }% urgent this week ({ $urgent } of { $total }): to be read again together
urgent-line = { $reference } · { $points ->
    [0] 0 points
    [one] 1 point
   *[other] { $points } points
} · { $text }
requests-urgent = { $lines }
    Points do not say everything: keep the delay if you know why.
    .title = { $count ->
        [one] 1 urgent request to read again
       *[other] { $count } urgent requests to read again
    }
nothing-urgent = Nothing urgent to read again this week.
