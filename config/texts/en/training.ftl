# The training plan: themes and sessions, never people.
plan = { $some ->
        [False] Nothing is planned yet.
       *[True] { $lines }
    }
    A theme shows once eleven people ask for it; nobody can read who did.
    .title = Training plan (draft), quarter { $quarter }, { NUMBER($year, useGrouping: 0) }
plan-theme = • { $theme }{ $wanted ->
        [0] {""}
       *[other] : asked for (in { $wanted } of { $windows } { $windows ->
            [one] period
           *[other] periods
        })
    }{ $sessions ->
        [0] . No session yet.
       *[other] {""}
    }
plan-signal = ‣ What requests tell, “{ $theme }”: { $measure ->
        [orientation] first suggestions corrected
        [renvois] requests passed from one direction to another
       *[reouvertures] requests reopened after closing
    }, { $now } this quarter, { $before } in the one before.
plan-session = Session on { DAY($on) }, { $places }.
plan-measure = { $measure ->
        [orientation] First suggestions corrected
        [renvois] Requests passed from one direction to another
       *[reouvertures] Requests reopened after closing
    }: { $before } in the eight weeks before{ $over ->
        [False] , to be compared from { DAY($on) }
       *[True] , { $after } in the eight after
    }.
plan-wanted = Asked for: { $before } of { $before_of } before, { $after } of { $after_of } after.
plan-share = { $enough ->
        [False] n too small
       *[True] { $percent }% (n = { $of })
    }
plan-everywhere = every neighbourhood town hall
plan-which-quarter = Which quarter? For example “training_plan Q1 2027”.
plan-which-theme = A session on which theme?
    .title = Training plan
plan-when = Session “{ $theme }”: on which day? For example “12 January”.
plan-no-day = I read no day there, and nothing is noted. For example “12 January”.
plan-where = Session “{ $theme }” on { DAY($on) }: for whom?
plan-already = That session is in the plan already.
plan-noted = It is in the plan: “{ $theme }” on { DAY($on) }, { $places }. The teams read so in their morning message.
plan-cancelled = The session “{ $theme }” of { DAY($on) } is no longer in the plan. The teams will know.
button-quarter-before = Previous quarter
button-quarter-after = Next quarter
button-plan-session = Plan: { $theme }
button-plan-other = Another theme
button-cancel-session = Cancel: { $theme }, { DAY($on) }
notice-training-session = Training “{ $theme }”: a session is planned on { DAY($on) }. The plan: “training_plan”.
notice-training-session-off = Training “{ $theme }”: the session of { DAY($on) } will not take place.
help-plan_formation = themes asked for, sessions planned, what changed
event-session_planned = training session planned
event-session_cancelled = training session cancelled
