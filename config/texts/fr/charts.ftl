# Les graphiques : un titre qui est la phrase à retenir, et de quoi la lire avec prudence.
chart-week = s. { $number }
chart-weeks = semaines { $first } à { $last }
chart-month = { $number ->
        [1] janv.
        [2] févr.
        [3] mars
        [4] avr.
        [5] mai
        [6] juin
        [7] juil.
        [8] août
        [9] sept.
        [10] oct.
        [11] nov.
       *[12] déc.
    }
chart-why-few = n trop faible
chart-why-none = pas encore atteint
chart-why-hidden = non montré : trop peu de cas
chart-days = jours ouvrés
chart-deadlines = échéances
chart-others = Autres
chart-weeks-in-words = { $weeks ->
        [2] deux
        [3] trois
        [4] quatre
        [5] cinq
        [6] six
        [7] sept
        [8] huit
       *[other] { $weeks }
    }
chart-flow-few = Trop peu de demandes pour dire une tendance
chart-flow-catching = Les fermetures rattrapent les arrivées depuis { chart-weeks-in-words } semaines
chart-flow-growing = Les arrivées dépassent les fermetures depuis { chart-weeks-in-words } semaines
chart-flow-even = Arrivées et fermetures s’équilibrent
chart-flow-more = { $count } demandes ouvertes de plus qu’il y a { chart-weeks-in-words } semaines
chart-flow-fewer = { $count } demandes ouvertes de moins qu’il y a { chart-weeks-in-words } semaines
chart-flow-about = { $place } · demandes reçues et closes chaque semaine
chart-flow-note = n = { $n } arrivées, { $weeks }. Une équipe qui note davantage paraît plus chargée.
chart-flow-arrivals = Arrivées
chart-flow-closed = Closes
chart-flow-open = Ouvertes en fin de semaine
chart-flow-line = { $label } : { $arrivals } arrivées, { $closed } closes, { $open } ouvertes
chart-delays-few = Trop peu de réponses pour comparer les délais
chart-delays-one = { $name } donne une première réponse en { $days } { $days ->
        [one] jour ouvré
       *[other] jours ouvrés
    }, une fois sur deux
chart-delays-even = Partout, la moitié des demandes ont une première réponse en { $days } { $days ->
        [one] jour ouvré
       *[other] jours ouvrés
    } au plus
chart-delays-longest = C’est pour { $name } que la première réponse prend le plus de temps : { $days } { $days ->
        [one] jour ouvré
       *[other] jours ouvrés
    }
chart-delays-about = { $place } · délai de première réponse
chart-delays-note = Demandes reçues { $weeks }. Celles qui attendent encore comptent aussi. Qui refuse souvent paraît plus rapide.
chart-delays-median = la moitié
chart-delays-most = 9 sur 10
chart-delays-line = { $name } : la moitié en { $median } j{ $most ->
        [none] {""}
       *[other] , 9 sur 10 en { $most } j
    } (n = { $n })
chart-delays-missing = { $name } : { $why }{ $n ->
        [0] {""}
       *[other] {" "}(n = { $n })
    }
chart-heat-few = Trop peu d’échéances pour comparer les directions
chart-heat-well = Les délais sont tenus presque partout
chart-heat-least = C’est pour { $name } que les délais sont le moins tenus : { $percent } % en huit semaines
chart-heat-about = Part des échéances tenues, en %, par direction et par semaine
chart-heat-note = n = { $n } échéances. Une direction qui refuse souvent paraît plus rapide ; un jour férié déplace les chiffres.
chart-heat-low = { $said } ou moins
chart-row = { $name } : { $values }
chart-of = { $name } (n = { $n }) : { $values }
chart-funnel-few = Trop peu d’échéances pour comparer les mairies
chart-funnel-none = Le hasard suffit à expliquer les écarts entre mairies
chart-funnel-one = { $name } s’écarte de ce que le hasard explique
chart-funnel-some = { $count } mairies s’écartent de ce que le hasard explique
chart-funnel-about = Part des délais tenus selon le nombre d’échéances, { $weeks }
chart-funnel-note = n = { $n } échéances, { $count } mairies. En gris, ce que le hasard explique : même toutes pareilles, une mairie sur vingt en sort. Ce n’est pas un classement.
chart-funnel-common = ensemble { $said }
chart-funnel-band = 19 fois sur 20
chart-funnel-limits = { $common } ; { $band }
chart-funnel-line = { $name } : { $said } (n = { $n }), hors de la bande
chart-funnel-rest = { $count ->
        [0] Aucune autre mairie.
        [one] L’autre mairie est dans la bande.
       *[other] Les { $count } autres mairies sont dans la bande.
    }
chart-control-few = Trop peu d’échéances pour dire une tendance
chart-control-steady = Pas de changement net : { $percent } % des délais tenus sur douze mois
chart-control-odd = Un mois qui sort de l’ordinaire : { $month }, { $percent } % des délais tenus
chart-control-about = { $place } · part des échéances tenues chaque mois
chart-control-note = n = { $n } échéances. En gris, ce qui varie d’ordinaire d’un mois à l’autre : un mois qui en sort mérite qu’on cherche pourquoi. Vacances et pannes déplacent les chiffres.
chart-control-limits = limites autour de la moyenne, { $said }
chart-stacked-few = Trop peu de demandes pour dire par où elles arrivent
chart-stacked-first = { $name } : première porte d’entrée { $count ->
        [1] d’une direction
       *[other] de { $count } directions
    } sur { $of }
chart-stacked-all = { $name } : première porte d’entrée de toutes ces directions
chart-stacked-about = { $period } · par où arrivent les demandes, par direction
chart-stacked-note = Parts arrondies à 5 % près, les petites sous « Autres ». Un changement de canal déplace les chiffres.
chart-map-few = Trop peu de demandes localisées pour une carte
chart-map-spread = Les demandes sont réparties entre les quartiers
chart-map-most = { $name } : c’est là que les demandes sont les plus nombreuses
chart-map-place = Où sont les demandes : { $name }
chart-map-about = { $place } · demandes qui ont un lieu, { $period }
chart-map-note = Hexagones de { $metres } m. Il faut 5 demandes pour un chiffre. Toutes n’ont pas de lieu ; une équipe qui note davantage paraît plus chargée.
chart-map-small = moins de 5
chart-map-line = { $name } : { $count ->
        [one] un hexagone de { $most } demandes
       *[other] { $count } hexagones, { $most } demandes au plus
    }
chart-dots-street = { $topic } : { $count } demandes sur { $of }, { $street }
chart-dots-streets = { $topic } : { $count } demandes sur { $of } en { $places ->
        [2] deux
       *[3] trois
    } endroits
chart-dots-some = { $topic } : { $of } demandes, dont { $count } { $street }
chart-dots-apart = { $topic } : { $of ->
        [one] 1 demande
       *[other] { $of } demandes
    } { $places ->
        [one] en un seul endroit
       *[other] en { $places } endroits
    }
chart-dots-none = { $topic } : { $of ->
        [0] aucune demande
        [one] la demande n’a pas de lieu
       *[other] aucune des { $of } demandes n’a de lieu
    } à montrer
chart-dots-about = { $place } · où sont les demandes, { PERIOD($first, $last) }
chart-dots-note = n = { $n } { $n ->
        [one] demande
       *[other] demandes
    }, ni sensibles ni en double. { $hidden ->
        [0] {""}
        [one] Une autre, que vous ne lisez pas, n’y est pas.{" "}
       *[other] { $hidden } autres, que vous ne lisez pas, n’y sont pas.{" "}
    }{ $places ->
        [0] {""}
       *[other] Un cercle par rue : au milieu de ses demandes, ou là où la ville la situe.{" "}
    }Un signal à vérifier, pas une preuve.
chart-dots-nowhere = { $nowhere ->
        [one] sans lieu : 1 demande
       *[other] sans lieu : { $nowhere } demandes
    }
chart-dots-one = 1 demande
chart-dots-wide = quartier seul connu
chart-dots-line = { $name } : { $count ->
        [one] 1 demande
       *[other] { $count } demandes
    }
chart-dots-wide-line = { $name }, point exact inconnu : { $count ->
        [one] 1 demande
       *[other] { $count } demandes
    }
chart-dots-pins = Sur la carte seulement : { $count ->
        [one] 1 demande
       *[other] { $count } demandes, { $places ->
            [one] au même endroit
           *[other] en { $places } endroits
        }
    }
chart-simple-few = Trop peu d’échéances pour un trimestre
chart-simple-respect = { $tenth ->
        [0] Presque aucun délai tenu ce trimestre
        [10] Presque tous les délais tenus ce trimestre
       *[other] { $tenth ->
            [1] Un délai
            [2] Deux délais
            [3] Trois délais
            [4] Quatre délais
            [5] Cinq délais
            [6] Six délais
            [7] Sept délais
            [8] Huit délais
           *[9] Neuf délais
        } sur dix { $tenth ->
            [1] tenu
           *[other] tenus
        } ce trimestre
    }
chart-simple-note = Une équipe qui note davantage paraît plus chargée. Sous n = 10, aucune part.
chart-more = … et { $count } autres
chart-picture = [image : { $name }]
chart-said = { $text }
button-chart = Graphique
button-chart-other = Autre graphique
help-graphique = la semaine ou le mois en un graphique
