# Digests: to each reader, at their hour, what waits for them, three figures, what is good to know. Nobody's name.
digest = { $lines }
    .title = { $title }
digest-title-day = { $place } · { DAY($day, $day) }
digest-title-week = { $place } · week { $number }
digest-title-month = Neighbourhoods · { $month }
digest-yesterday = { $since ->
        [yesterday] Yesterday
       *[day] Since { DAY($day, $day) }
    }: received { $arrivals }, closed { $closed } · open { $open }
digest-nothing-came = No request received nor closed · Open: { $open }
digest-missed = The digest of { DAY($day, $day) } did not go: this one replaces it.
digest-today = To do today
digest-decide = { $count ->
        [one] One decision to take
        [2] Two decisions to take
       *[other] Three decisions to take
    }
digest-known = Good to know
digest-calm = Nothing waits for you, nothing is out of the ordinary.
# To do, one by one.
digest-one-dangers = Danger with no call noted: { $reference } ({ $service })
digest-one-legal = Legal term may end { WHEN($due) }{ $past ->
        [True] , passed
       *[False] {""}
    }: { $reference } ({ $service })
digest-one-decide = To decide: “{ $act }”, { $reference } ({ $service })
digest-one-untaken = Not taken in hand yet: { $reference } ({ $direction })
digest-one-late = Late since { WHEN($due) }: { $reference } ({ $direction })
digest-one-unanswered = Work done, resident to be told: { $reference } ({ $service })
digest-one-arbitrate = To settle: { $reference } ({ $service }, { $bounces ->
        [0] no bounce
        [one] 1 bounce
       *[other] { $bounces } bounces
    })
digest-one-escalated = To settle: { $reference } ({ $direction }, { $bounces ->
        [0] no bounce
        [one] 1 bounce
       *[other] { $bounces } bounces
    })
# To do, several.
digest-many-dangers = Dangers with no call noted: { $count }
digest-many-legal = Legal terms that may end within 15 days: { $count }
digest-many-decide = Decisions that wait for you: { $count }
digest-many-untaken = Not taken in hand in time: { $count } ({ $where })
digest-many-unanswered = Work done, residents to be told: { $count } requests
# Good to know.
digest-of-week = { $said } (week { $number })
digest-waits = { $count ->
        [one] Late: one request ({ $where })
       *[other] Late: { $count } ({ $where })
    }
digest-urgent = Urgent: { $percent }% of the week’s { $total } requests, { $count ->
        [0] to be read again together
        [one] one to be read again together
       *[other] { $count } to be read again together
    }
digest-repeated = { $service }, { $reference }: reported { $count } more times in 3 days
digest-absent = { $count ->
        [one] One person away today
       *[other] { $count } people away today
    }, { $relays ->
        [0] no relay named
        [one] one relay named
       *[other] { $relays } relays named
    }
digest-followed = Requests that you follow, still open: { $count }
digest-directory = Directory: { $count ->
        [one] one service whose direction has nobody to answer
       *[other] { $count } services whose direction has nobody to answer
    }
digest-tension = { $direction }: { $count } late
digest-rising = Rising, to be checked: { $topics }
digest-rises = { $topic } { $count }{ $usual ->
        [none] {""}
        [0] {" "}(usually hardly ever)
       *[other] {" "}(usually { $usual })
    }
digest-rises-at = { $topic } ({ $places })
digest-team = { $several ->
        [True] Teams
       *[False] Team
    } · { $loads }
digest-team-too-few = Team: too few answers to show anything safely (at least { $k }).
digest-training = Training most asked for: { $themes }
digest-mairie-itself = the mairie
digest-sensitive = sensitive request
digest-no-service = service to be named
# In the morning: in the first message of the day, after the reminders.
notices-yours = Your requests
digest-morning = { $lines }
    .title = What waits for you
digest-morning-calm = Nothing waits for you this morning.
morning-arrived = Since { $since ->
        [day] { DAY($day, $day) }
       *[yesterday] yesterday
    }: { $count ->
        [one] one request arrived, { $reference }
       *[other] { $count } requests arrived
    }
morning-waiting = { $count ->
        [one] Still waits to be taken in hand: { $reference }
       *[other] { $count } others wait to be taken in hand
    }
morning-answers = { $count ->
        [one] One answer to give: { $reference }
       *[other] { $count } answers to give
    }
morning-holds = { $count ->
        [one] One hold that ends: { $reference }
       *[other] { $count } holds that end
    }
morning-chase = { $count ->
        [one] One to chase: { $reference }
       *[other] { $count } to chase
    }
# What a line opens.
digest-list-name = { $list ->
        [dangers] Dangers with no call noted
        [legal] Legal terms
        [decide] Decisions
        [untaken] Not taken in hand
        [late] Late
        [unanswered] Residents to be told
        [arbitrate] To settle
        [escalated] To settle
        [followed] Followed
        [answers] Answers to give
        [holds] Holds that end
        [chase] To chase
        [arrived] Arrived
        [waiting] To take
        [repeated] Reported again
        [urgent] Share of urgent ones
       *[other] Requests
    }
digest-list = { $lines }
    .title = { digest-list-name } ({ $count })
digest-list-line = · { $reference } { $service }, { $direction }, received { WHEN($on) }
digest-list-empty = There is none left.
# How I want them.
digest-none = No digest is planned for your function. “help” shows what it allows.
digest-not-yours = This digest is not, or no longer, that of your function.
digest-withheld = In the period before an election, digests are not sent to elected officials. They will be back afterwards.
digest-mine = { $lines }
    .title = Your digests
digest-kind = { $kind ->
        [morning] In the morning
        [sg_daily] The day’s digest
        [sg_weekly] The week’s digest
        [coordination_weekly] The week’s digest
        [dgs_monthly] The month’s digest
       *[elected_weekly] The week’s digest
    }
digest-when = { digest-kind }: { $often } at { $at }{ $empty ->
        [True] {""}
       *[False] , unless there is nothing to say
    }
digest-off = { digest-kind }: stopped
digest-often-day = each working day
digest-often-days = { $days }
digest-often-week = each { digest-weekday }
digest-often-month = the first working day of the month
digest-weekday = { $day ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
       *[5] Friday
    }
digest-section = { $section ->
        [decisions] decisions to take
        [dangers] dangers
        [legal] legal terms
        [decide] decisions
        [untaken] not taken in hand
        [unanswered] residents to be told
        [repeated] repeated reports
        [absent] absences
        [replies] first reply
        [deadlines] within the deadline
        [moves] reopenings and bounces
        [channels] points of arrival
        [rising] what rises
        [waits] where it waits
        [promises] announced dates
        [urgent] share of urgent ones
        [team] team
        [directory] directory
        [routing] routing
        [told] residents told
        [tensions] tensions
        [followed] followed requests
        [arrived] new requests
        [waiting] to take in hand
        [answers] answers to give
        [holds] holds that end
       *[chase] to chase
    }
digest-settings = { $when }.
    { $shown ->
        [none] All of its parts are off.
       *[other] It holds: { $shown }.
    }{ $hidden ->
        [none] {""}
       *[other] {" "}Off: { $hidden }.
    }{ $kind ->
        [morning] {" "}Reminders always come, in the same message.
       *[other] {""}
    }
    .title = { digest-kind }
digest-which-hour = From what time?
digest-which-days = { $every ->
        [day] Which days? On a holiday or a closed day, it does not come.
       *[week] Which day? If it is a holiday or closed, it comes on the next working day.
    }
digest-which-contents = Touch a part to turn it off, or on again.
digest-hour = Choose a time between { $first } and { $last }: “digest 9:15”.
digest-hour-of = { $at }: for which digest?
digest-no-later = There is no time left today. “digest now” shows it whenever you like.
digest-later = All right: I will show it again at { $at }, up to date.
digest-one-day = Keep at least one day, or stop this digest.
button-digest-kind = { digest-kind }
button-digest-now = See it now
button-digest-hours = Time
button-digest-days = Days
button-digest-contents = Contents
button-digest-empty = { $empty ->
        [True] Not when empty
       *[False] Even when empty
    }
button-digest-switch = { $on ->
        [True] Stop
       *[False] Resume
    }
button-digest-day = { $on ->
        [True] ✓{" "}
       *[False] {""}
    }{ digest-weekday }
button-digest-section = { $on ->
        [True] ✓{" "}
       *[False] {""}
    }{ digest-section }
button-digest-later = Later
button-digest-settings = Settings
button-digest-list = { digest-list-name }
button-digest-rising = What rises
button-digest-followed = Those I follow
button-digest-csv = CSV
button-digest-xlsx = Spreadsheet
help-digest = my digests: when, what, now
# Files.
digest-file = { $only ->
        [True] The figures { $period }.
       *[False] The figures { $period }, and the facts counted one by one, without text, name or place. Each figure can be counted again from them.
    } Keep these files to yourself; here they are erased tomorrow.
digest-period = { PERIOD($first, $last) }
digest-no-export = Exports are not open to your function, or not in the period before an election.
digest-no-figures = The morning list has no figures to export. “mine” shows your requests.
digest-sheet = { $sheet ->
        [figures] figures
       *[rows] facts
    }
digest-column = { $column ->
        [period] period
        [id] measure
        [name] name
        [value] value
        [n] n
        [some] of which
        [reference] reference
        [day] day
        [mairie] mairie
        [direction] direction
       *[measure] measure
    }
event-exported = file of figures given
button-digest-chase = Chase them
digest-chased = { $count ->
        [0] Nobody to chase.
        [one] One request chased: the direction will read it with what waits for it.
       *[other] { $count } requests chased: directions will read it with what waits for them.
    }{ $nobody ->
        [0] {""}
        [one] {" "}For another one, nobody answers at the direction today: see the coordination.
       *[other] {" "}For { $nobody } others, nobody answers at the direction today: see the coordination.
    }
notice-chased = { $reference } ({ $service }): the neighbourhood town hall asks where it stands.
event-chased = directions chased
