# What rises: signals for people who know the place to check, never proof.
rising-week = The week { PERIOD($first, $last) }.
    { $state ->
        [soon] Not enough of a past yet: comparing takes four complete weeks.
        [none] Nothing out of the ordinary.
       *[some] { $lines }
    }
    .title = Trends (on trial) · { $mairie }
rising-rises = What rises, to be checked:
rising-weather = Likely due to the weather:
rising-signals = Weak signal, to be checked:
rising-known = Known, or said already:
rising-falls = What falls:
rising-muted = Set aside:
rising-line = • { $topic }: { $count } { $count ->
        [one] place-day
       *[other] place-days
    } (usually { $usual }){ $where ->
        [none] {""}
       *[other] , mostly { $where }
    }{ $verdict ->
        [nouveau] . New, says the town hall
       *[other] {""}
    }
rising-wording = • “{ $words }”: { $files } requests, { $places } places ({ $before ->
        [0] never said in the weeks before
        [one] once only in the weeks before
       *[other] { $before } times in the weeks before
    }){ $verdict ->
        [nouveau] . New, says the town hall
       *[other] {""}
    }
rising-silent = • { $topic }, until { DAY($until) }
rising-hardly = hardly ever
rising-few = fewer than 5
rising-everywhere = { $lines }
    .title = Trends (on trial), last week
rising-sector = { $mairie }: { $lines }
rising-brief = { $topic } { $count } (usually { $usual }){ $said ->
        [nouveau] , new
        [meteo] , likely the weather
       *[other] {""}
    }
rising-weak = { $count ->
        [one] 1 weak signal to check
       *[other] { $count } weak signals to check
    }
rising-quiet = nothing out of the ordinary
rising-soon = not enough of a past yet
rising-files = Last week: { $count ->
        [one] one request
       *[other] { $count } requests
    }{ $shown ->
        [0] . None to show here.
       *[other] ; for example:
            { $lines }
    }{ $spots ->
        [none] {""}
       *[other] {"\u000A"}Hot spots, to go and see: { $spots }.
    }
    .title = { $topic } · { $mairie }
rising-spot = { $kind ->
        [quarter] { $name } quarter
       *[street] { $name }
    } ({ $count } requests)
rising-file = { $reference } { $text }
rising-explained = A place-day is a place reported on a day: six calls about one hole on one day count once. The week that ended is compared with the eight before.
    What rises reaches four place-days, at least twice the usual, and chance hardly explains it, even with all services looked at together. A weak signal is less clear: chance may be enough.
    None of this proves anything: go and see, or ask the team. The secrétaire général may say “new”, “known” (said in brief) or “noise” (set aside), for eight weeks.
    .title = Weak signal?
rising-not-yours = These trends are another neighbourhood town hall’s or another direction’s: see the coordination.
rising-pre-election = During the pre-election period, figures are not shown to you.
button-rising-files = See the requests: { $topic }
button-rising-map = Map
button-rising-judge = { $verdict ->
        [nouveau] New
        [connu] Known
       *[bruit] Noise
    }
button-rising-listen = Listen again: { $topic }
button-rising-explain = Weak signal?
help-tendances = what rises in my sector, to be checked
event-rise_judged = word given on a trend
