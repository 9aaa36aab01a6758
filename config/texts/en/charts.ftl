# Charts: a title that is the sentence to remember, and what to read it with.
chart-week = w{ $number }
chart-weeks = weeks { $first } to { $last }
chart-month = { $number ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] June
        [7] July
        [8] Aug
        [9] Sept
        [10] Oct
        [11] Nov
       *[12] Dec
    }
chart-why-few = n too small
chart-why-none = not reached yet
chart-why-hidden = not shown: too few cases
chart-days = working days
chart-deadlines = deadlines
chart-others = Others
chart-weeks-in-words = { $weeks ->
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
        [7] seven
        [8] eight
       *[other] { $weeks }
    }
chart-flow-few = Too few requests to tell a trend
chart-flow-catching = Closings have been catching up with arrivals for { chart-weeks-in-words } weeks
chart-flow-growing = Arrivals have outnumbered closings for { chart-weeks-in-words } weeks
chart-flow-even = Arrivals and closings balance
chart-flow-more = { $count } more open requests than { chart-weeks-in-words } weeks ago
chart-flow-fewer = { $count } fewer open requests than { chart-weeks-in-words } weeks ago
chart-flow-about = { $place } · requests received and closed each week
chart-flow-note = n = { $n } arrivals, { $weeks }. A team that records more looks busier.
chart-flow-arrivals = Arrivals
chart-flow-closed = Closed
chart-flow-open = Open at the end of the week
chart-flow-line = { $label }: { $arrivals } arrivals, { $closed } closed, { $open } open
chart-delays-few = Too few replies to compare delays
chart-delays-one = { $name } gives a first reply within { $days } working { $days ->
        [one] day
       *[other] days
    }, half of the time
chart-delays-even = Everywhere, half of the requests have a first reply within { $days } working { $days ->
        [one] day
       *[other] days
    }
chart-delays-longest = First replies take longest for { $name }: { $days } working { $days ->
        [one] day
       *[other] days
    }
chart-delays-about = { $place } · time to the first reply
chart-delays-note = Requests received { $weeks }. Those that still wait count too. Whoever often refuses looks quicker.
chart-delays-median = half
chart-delays-most = 9 in 10
chart-delays-line = { $name }: half within { $median } d{ $most ->
        [none] {""}
       *[other] , 9 in 10 within { $most } d
    } (n = { $n })
chart-delays-missing = { $name }: { $why }{ $n ->
        [0] {""}
       *[other] {" "}(n = { $n })
    }
chart-heat-few = Too few deadlines to compare directions
chart-heat-well = Deadlines are met almost everywhere
chart-heat-least = Deadlines are met least for { $name }: { $percent }% in eight weeks
chart-heat-about = Share of deadlines met, in %, by direction and week
chart-heat-note = n = { $n } deadlines. A direction that often refuses looks quicker; a holiday moves figures.
chart-heat-low = { $said } or less
chart-row = { $name }: { $values }
chart-of = { $name } (n = { $n }): { $values }
chart-funnel-few = Too few deadlines to compare mairies
chart-funnel-none = Chance is enough to explain the gaps between mairies
chart-funnel-one = { $name } is beyond what chance explains
chart-funnel-some = { $count } mairies are beyond what chance explains
chart-funnel-about = Share of deadlines met by number of deadlines, { $weeks }
chart-funnel-note = n = { $n } deadlines, { $count } mairies. In grey, what chance explains: were they all alike, one in twenty would still be outside. This is no ranking.
chart-funnel-common = together { $said }
chart-funnel-band = 19 times in 20
chart-funnel-limits = { $common }; { $band }
chart-funnel-line = { $name }: { $said } (n = { $n }), outside the band
chart-funnel-rest = { $count ->
        [0] No other mairie.
        [one] The other mairie is within the band.
       *[other] The { $count } other mairies are within the band.
    }
chart-control-few = Too few deadlines to tell a trend
chart-control-steady = No clear change: { $percent }% of deadlines met over twelve months
chart-control-odd = A month out of the ordinary: { $month }, { $percent }% of deadlines met
chart-control-about = { $place } · share of deadlines met each month
chart-control-note = n = { $n } deadlines. In grey, how months usually differ: one outside is worth asking why. Holidays and outages move figures.
chart-control-limits = limits around the mean, { $said }
chart-stacked-few = Too few requests to tell where they come in
chart-stacked-first = { $name }: first way in for { $count ->
        [1] one direction
       *[other] { $count } directions
    } out of { $of }
chart-stacked-all = { $name }: first way in for all these directions
chart-stacked-about = { $period } · where requests come in, by direction
chart-stacked-note = Parts rounded to 5%, small ones under “Others”. A change of channel moves figures.
chart-map-few = Too few requests with a place for a map
chart-map-spread = Requests are spread over the quarters
chart-map-most = Requests are most numerous in { $name }
chart-map-place = Where requests are: { $name }
chart-map-about = { $place } · requests that have a place, { $period }
chart-map-note = Hexagons of { $metres } m. It takes 5 requests for a figure. Not all have a place; a team that records more looks busier.
chart-map-small = fewer than 5
chart-map-line = { $name }: { $count ->
        [one] one hexagon of { $most } requests
       *[other] { $count } hexagons, { $most } requests at most
    }
chart-dots-street = { $topic }: { $count } requests out of { $of }, { $street }
chart-dots-streets = { $topic }: { $count } requests out of { $of } in { $places ->
        [2] two
       *[3] three
    } places
chart-dots-some = { $topic }: { $of } requests, { $count } of them { $street }
chart-dots-apart = { $topic }: { $of ->
        [one] 1 request
       *[other] { $of } requests
    } { $places ->
        [one] in one place
       *[other] in { $places } places
    }
chart-dots-none = { $topic }: { $of ->
        [0] no request
        [one] the request has no place
       *[other] none of the { $of } requests has a place
    } to show
chart-dots-about = { $place } · where requests are, { PERIOD($first, $last) }
chart-dots-note = n = { $n } { $n ->
        [one] request
       *[other] requests
    }, neither sensitive nor duplicates. { $hidden ->
        [0] {""}
        [one] One more, which you do not read, is not on it.{" "}
       *[other] { $hidden } more, which you do not read, are not on it.{" "}
    }{ $places ->
        [0] {""}
       *[other] A circle a street: in the middle of its requests, or where the town has it.{" "}
    }A signal to check, no proof.
chart-dots-nowhere = { $nowhere ->
        [one] no place: 1 request
       *[other] no place: { $nowhere } requests
    }
chart-dots-one = 1 request
chart-dots-wide = only the quarter known
chart-dots-line = { $name }: { $count ->
        [one] 1 request
       *[other] { $count } requests
    }
chart-dots-wide-line = { $name }, exact point not known: { $count ->
        [one] 1 request
       *[other] { $count } requests
    }
chart-dots-pins = By pin alone: { $count ->
        [one] 1 request
       *[other] { $count } requests, { $places ->
            [one] at one place
           *[other] at { $places } places
        }
    }
chart-simple-few = Too few deadlines for a quarter
chart-simple-respect = { $tenth ->
        [0] Almost no deadline met this quarter
        [10] Almost all deadlines met this quarter
       *[other] { $tenth ->
            [1] One deadline
            [2] Two deadlines
            [3] Three deadlines
            [4] Four deadlines
            [5] Five deadlines
            [6] Six deadlines
            [7] Seven deadlines
            [8] Eight deadlines
           *[9] Nine deadlines
        } in ten { $tenth ->
            [1] met
           *[other] met
        } this quarter
    }
chart-simple-note = A team that records more looks busier. Under n = 10, no share.
chart-more = … and { $count } more
chart-picture = [image: { $name }]
chart-said = { $text }
button-chart = Chart
button-chart-other = Another chart
help-graphique = the week or the month as a chart
