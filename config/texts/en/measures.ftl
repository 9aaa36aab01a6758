# Figures: each is defined once, and always said with its n.
figures = { $lines }
    .title = { $place } · { $period }{ $running ->
        [True] {" "}(so far)
       *[False] {""}
    }
figures-everywhere = All mairies de quartier
figures-how = { $lines }
    “n” is how many cases were counted; under 10, no share and no median. Times are in working days of the service responsible. Read with care: who records more looks busier, and a holiday or an outage moves the figures.
    .title = How it is counted
figures-which-period = I did not recognise the period. For example “figures week 47”, “figures november”, “figures Q3 2026”, “figures 2025”, or “figures ?” to know how it is counted.
figures-to-come = That period has not begun yet. Try “figures this week”.
figures-withheld = During the pre-election period, figures are not shown to elected officials. They will be back afterwards.
period-week = week { $number }, { PERIOD($first, $last) }
period-month = { $number ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { NUMBER($year, useGrouping: 0) }
period-year = year { NUMBER($year, useGrouping: 0) }
period-quarter = quarter { $number } of { NUMBER($year, useGrouping: 0) }
figure-item = { $name }: { $said }{ $was ->
        [none] {""}
       *[other] , before { $was }
    }
figure-how = • { $name }: { $how }
figure-count = { $value }
figure-share = { $percent }%
figure-days = { $value } working { $value ->
        [one] day
       *[other] days
    }
figure-minutes = { $value } min
figure-of = { $said } (n = { $n })
figure-none = not reached yet (n = { $n })
figure-few = { $some ->
        [none] {""}
       *[other] { $some } of { $n },{" "}
    }n too small
figure-few-of = n too small (n = { $n })
figure-early = known on { DAY($on) }
figure-small = < 5
figure-hidden = { $of ->
        [some] < 5 of { $n }
       *[rest] at least { $least } of { $n }
    }
button-figures = See the figures
button-figures-before = Period before
button-figures-after = Period after
button-figures-how = How it is counted
help-chiffres = the figures of the week, of a month, of a quarter
outcome-solved = solved or answered
outcome-refused = refusals explained
outcome-oriented = oriented elsewhere
outcome-duplicate = duplicates
outcome-withdrawn = dropped by the resident
outcome-other = others
measure-arrivals = Arrivals
how-arrivals = requests received in the period; neither cancelled nor duplicates.
measure-contacts = Contacts
how-contacts = arrivals, plus the reports attached to a request that was there already.
measure-closed = Closed
how-closed = closings in the period, duplicates apart; a request reopened and closed again counts twice.
measure-open = Open
how-open = received and not closed at the end of the period.
measure-old = Open for over 30 working days
how-old = their share of what is open.
measure-first_reply = First reply, median time
how-first_reply = from receipt to the first acknowledgement, holding reply or answer; those that still wait count (Kaplan–Meier).
measure-first_reply_most = for 9 in 10
how-first_reply_most = the time within which 9 requests in 10 had their first reply, worked out likewise.
measure-respect = Within the deadline
how-respect = share of the deadlines that came in the period when the work was done, suspensions taken off; requests still open count.
measure-taking = Taken in charge in time
how-taking = the same for taking in charge; each deadline belongs to whoever had the request that day.
measure-promises = Announced dates kept
how-promises = share of the dates that came in the period when the work was done; put off before, a date is not kept.
measure-told = Residents told
how-told = share of the requests finished in the period with a final reply noted; “no reply wanted” is not counted.
measure-reopened = Reopened within 30 days
how-reopened = share of the period’s closings reopened within 30 days; said once these 30 days have passed.
measure-bounces = Bounces between directions
how-bounces = transfers whose reason counts as a bounce.
measure-bounced_twice = bounced twice or more
how-bounced_twice = their share of arrivals, as of today.
measure-back_and_forth = there and back
how-back_and_forth = from a direction to another, then the bounce the other way.
measure-direction_first = Right direction suggested first
how-direction_first = share of arrivals whose first suggestion is today’s direction.
measure-direction_in_three = in three
how-direction_in_three = one of the first three suggestions is today’s direction.
measure-service_first = Right service suggested first
how-service_first = share of arrivals whose first suggestion is today’s service.
measure-service_in_three = right service in three
how-service_in_three = one of the first three suggestions is today’s service.
measure-channels = Where they come in
how-channels = arrivals, by entry point.
measure-off_circuit = Off circuit
how-off_circuit = share of arrivals that came through an elected official or social networks.
measure-outcomes = How they close
how-outcomes = closings, duplicates included, by outcome.
measure-dangers = Dangers
how-dangers = dangers reported in the period.
measure-danger_called = median time to the call
how-danger_called = from the report to “I called”, at any hour; those without a call count (Kaplan–Meier).
measure-danger_quick = called in under 15 min
how-danger_quick = their share of the dangers.
measure-danger_lowered = dangers lowered
how-danger_lowered = share of the dangers lowered with a written reason; Relais does not know whether they were unfounded or made safe.
measure-done = Done or answered, median time
how-done = from receipt to the work done, or to the closing; those that still wait count (Kaplan–Meier).
measure-refusals = Reasons given to pass on or refuse
how-refusals = the reasons of transfers to another direction, and those of refusals closed.
measure-complete = Complete from the start
how-complete = share of arrivals never put on hold for something the resident had to say.
measure-aimed = Sent to the right place at once
how-aimed = share of arrivals that the first direction did not have to send on for a reason that counts as a bounce.
measure-alone = No duplicate
how-alone = share of the requests received, duplicates included, that are none.
measure-mood = The team’s workload
how-mood = what the survey published, and nothing else: “mood”.
measure-training = Training needs
how-training = the themes that the survey published: “training_plan”.
# The two-sided page: the same one for the mairie and for the direction.
scorecard =
    Both sides on one page. A high share is work that passes well.

    { $direction }
    { $theirs }

    { $mairie }
    { $ours }

    Nothing here is about a person. Something to talk over together.
    .title = { $mairie } and { $direction } · { $period }{ $running ->
        [True] {" "}(under way)
       *[False] {""}
    }
scorecard-line = • { $name }: { $said }
scorecard-which = { $known ->
        [True] With which direction?
       *[False] I did not recognise that direction. Which one?
    }
scorecard-which-period = This page is read by the month or the quarter: between two places, a week has too few requests. For instance “scorecard voirie October”, “scorecard voirie Q3”.
scorecard-everywhere = Mairies de quartier
button-scorecard = Back to the page
button-scorecard-kind = { $kind ->
        [quarter] By the quarter
       *[month] By the month
    }
help-bilan = how work passes between a mairie and a direction, from both sides
