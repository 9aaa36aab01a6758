# Le plan de formation : des thèmes et des séances, jamais des personnes.
plan = { $some ->
        [False] Rien n’est prévu pour l’instant.
       *[True] { $lines }
    }
    Un thème demandé apparaît à partir de onze personnes ; personne ne peut lire qui l’a demandé.
    .title = Plan de formation (projet), { $quarter ->
        [1] 1er trimestre
       *[other] { $quarter }e trimestre
    } { NUMBER($year, useGrouping: 0) }
plan-theme = • { $theme }{ $wanted ->
        [0] {""}
       *[other] {" "}: demandé ({ $wanted } { $wanted ->
            [one] période
           *[other] périodes
        } sur { $windows })
    }{ $sessions ->
        [0] . Pas encore de séance.
       *[other] {""}
    }
plan-signal = ‣ Ce que disent les demandes, « { $theme } » : { $measure ->
        [orientation] premières orientations corrigées
        [renvois] demandes renvoyées d’une direction à l’autre
       *[reouvertures] demandes rouvertes après clôture
    }, { $now } ce trimestre, { $before } au précédent.
plan-session = Séance le { DAY($on) }, { $places }.
plan-measure = { $measure ->
        [orientation] Premières orientations corrigées
        [renvois] Demandes renvoyées d’une direction à l’autre
       *[reouvertures] Demandes rouvertes après clôture
    } : { $before } les huit semaines d’avant{ $over ->
        [False] , à comparer à partir du { DAY($on) }
       *[True] , { $after } les huit d’après
    }.
plan-wanted = Demandé : { $before } sur { $before_of } avant, { $after } sur { $after_of } après.
plan-share = { $enough ->
        [False] n trop faible
       *[True] { $percent } % (n = { $of })
    }
plan-everywhere = toutes les mairies de quartier
plan-which-quarter = Quel trimestre ? Par exemple « plan_formation T1 2027 ».
plan-which-theme = Une séance sur quel thème ?
    .title = Plan de formation
plan-when = Séance « { $theme } » : quel jour ? Par exemple « 12 janvier ».
plan-no-day = Je n’ai pas lu de jour, et rien n’est noté. Par exemple « 12 janvier ».
plan-where = Séance « { $theme } » le { DAY($on) } : pour qui ?
plan-already = Cette séance est déjà dans le plan.
plan-noted = C’est au plan : « { $theme } » le { DAY($on) }, { $places }. Les équipes le lisent dans leur message du matin.
plan-cancelled = La séance « { $theme } » du { DAY($on) } n’est plus au plan. Les équipes le sauront.
button-quarter-before = Trimestre précédent
button-quarter-after = Trimestre suivant
button-plan-session = Prévoir : { $theme }
button-plan-other = Un autre thème
button-cancel-session = Annuler : { $theme }, { DAY($on) }
notice-training-session = Formation « { $theme } » : une séance est prévue le { DAY($on) }. Le plan : « plan_formation ».
notice-training-session-off = Formation « { $theme } » : la séance du { DAY($on) } n’aura pas lieu.
help-plan_formation = les thèmes demandés, les séances prévues, ce qui a changé
event-session_planned = séance de formation prévue
event-session_cancelled = séance de formation annulée
