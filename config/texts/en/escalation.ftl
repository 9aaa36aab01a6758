# The three clocks, the ladder of reminders, and why a date.
clock-taking = taking charge
clock-answer = first answer
clock-resolution = resolution
clock-legal = legal term
function-pilote = whoever has it in hand
function-direction = the direction
function-mairie = the neighbourhood town hall
function-sg = the secrétaire général
function-chef_direction = the head of the direction
function-coordination = the coordination
function-dgs = the DGS
# Reminders: a line each, together in the first message of the day. Never a reproach.
notice-clock-share = { $reference } ({ $service }): { $clock } expected { WHEN($due) }.
notice-clock-due = { $reference } ({ $service }): { $clock } was due { WHEN($due) }, the time has passed.
notice-clock-after = { $reference } ({ $service }) is still waiting: { $clock } was due { WHEN($due) }.
notice-clock-postponements = { $reference } ({ $service }): its announced date has changed several times.
notice-legal = { $reference } ({ $service }): a legal term may fall on { WHEN($due) }, for the service to check.
notice-dgs-month = Requests that last, in { $month }:
    { $lines }
dgs-line-late = { $direction }: { $count } far beyond their time
dgs-line-postponed = { $direction }: { $count } whose date was moved at least twice
dgs-mairies = Neighbourhood town halls
act-mind = I am on it
done-mind = Noted. No reminder before { WHEN($until) }; after that, if nothing moved, they begin again.
event-mind = reminder acknowledged
event-reminded = reminder
# On the sheet.
card-due = { $clock }: { WHEN($due) }
card-due-late = { $clock }: expected since { WHEN($due) }
button-why = Why this date?
button-receipt = How: { $clock }
will-be-read = Will be read { WHEN($at) }.
# “Why this date?” and “reminders”.
why = { $lines }
    .title = { $reference }: times and reminders
why-due = { $clock }: { WHEN($due) }
why-late = { $clock }: expected since { WHEN($due) }
why-met = { $clock }: done { WHEN($at) }, in time
why-met-late = { $clock }: done { WHEN($at) }, after its time
why-not-dated = { $clock }: a date is still to be announced
why-paused = { $clock }: suspended ({ $reason })
why-held = on hold
why-arbitration = arbitration under way
why-legal = a legal term may fall on { WHEN($due) }: for the service to check
why-told = Who was told:
why-told-nobody = · nobody yet
why-coming = To come:
why-step-taken = · { WHEN($at) }: { $to }{ $instead ->
    [none] {""}
   *[other] {" "}(nobody to reach for: { $instead })
}, { $what }, { $state }
why-step-coming = · { WHEN($at) }: { $to }, { $what }{ $pace ->
    [hebdomadaire] {", in Monday’s message"}
   *[other] {""}
}
why-more = · and { $count ->
    [one] one more step
   *[other] { $count } more steps
}
why-moment = { $when } ({ $clock })
why-when-share = at { $count }% of the time
why-when-due = when the time is up
why-when-after = { $count } { $unit ->
    [hours] { $count ->
        [one] working hour
       *[other] working hours
    }
    [minutes] min
   *[other] { $count ->
        [one] working day
       *[other] working days
    }
} after
why-when-before = { $count } days before
why-when-postponements = after { $count } postponements
why-state-told = said
why-state-pending = will be said in their next message
why-state-superseded = no longer useful, not said
why-state-grouped = counted in the month’s summary
why-minded = · nothing before { WHEN($until) }: acknowledged { WHEN($at) }
why-closed = · nothing more: the request is closed
why-nothing = · no reminder: nothing is expected, or the request is suspended
receipt = { $lines }
    .title = { $reference }, { $clock }: { WHEN($due) }
receipt-announced = It is the date that was announced: { WHEN($day) }, when the service closes. It replaces the delay.
    .title = { $reference }, { $clock }: { WHEN($due) }
receipt-promised-before = The calendar has changed since: the date that was promised, { WHEN($due) }, stands.
help-relances = relances 0412: who was told, and who will be
receipt-from = Received { WHEN($at) }, delay: { $count } { $unit ->
    [hours] working hours
    [minutes] working minutes
   *[other] { $count ->
        [one] working day
       *[other] working days
    }
}
receipt-day = { WHEN($day) }
receipt-days = { WHEN($first) } to { WHEN($last) }
receipt-received = · { $days }: day of receipt, does not count
receipt-weekend = · { $days }: closed
receipt-closed = · { $days }: { $label }
receipt-paused = · { $days }: on hold, does not count
receipt-counted = · { $days }: { $count ->
    [one] 1 day
   *[other] { $count } days
}, total { $total }
receipt-span = { DATETIME($start, timeStyle: "short") }–{ DATETIME($end, timeStyle: "short") }
receipt-hours = · { $days }: { $spans }, total { $total }
receipt-more = · … { $count } more lines
receipt-due = Due: { WHEN($due) }
