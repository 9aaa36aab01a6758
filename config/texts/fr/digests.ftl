# Les résumés : à chacun, à son heure, ce qui l’attend, trois chiffres, ce qu’il est bon de savoir. Aucun nom de personne.
digest = { $lines }
    .title = { $title }
digest-title-day = { $place } · { DAY($day, $day) }
digest-title-week = { $place } · semaine { $number }
digest-title-month = Proximité · { $month }
digest-yesterday = { $since ->
        [yesterday] Hier
       *[day] Depuis { DAY($day, $day) }
    } : arrivées { $arrivals }, closes { $closed } · ouvertes { $open }
digest-nothing-came = Aucune demande arrivée ni close · Ouvertes : { $open }
digest-missed = Le résumé du { DAY($day, $day) } n’est pas parti : celui-ci le remplace.
digest-today = À faire aujourd’hui
digest-decide = { $count ->
        [one] Une décision à prendre
        [2] Deux décisions à prendre
       *[other] Trois décisions à prendre
    }
digest-known = À savoir
digest-calm = Rien ne vous attend, rien ne sort de l’ordinaire.
# À faire, une par une.
digest-one-dangers = Danger sans appel noté : { $reference } ({ $service })
digest-one-legal = Échéance légale possible { WHEN($due) }{ $past ->
        [True] , passée
       *[False] {""}
    } : { $reference } ({ $service })
digest-one-decide = À décider : « { $act } », { $reference } ({ $service })
digest-one-untaken = Pas encore prise en charge : { $reference } ({ $direction })
digest-one-late = En retard depuis { WHEN($due) } : { $reference } ({ $direction })
digest-one-unanswered = Travail fait, usager à informer : { $reference } ({ $service })
digest-one-arbitrate = À arbitrer : { $reference } ({ $service }, { $bounces ->
        [0] aucun renvoi
        [one] 1 renvoi
       *[other] { $bounces } renvois
    })
digest-one-escalated = À arbitrer : { $reference } ({ $direction }, { $bounces ->
        [0] aucun renvoi
        [one] 1 renvoi
       *[other] { $bounces } renvois
    })
# À faire, plusieurs.
digest-many-dangers = Dangers sans appel noté : { $count }
digest-many-legal = Échéances légales possibles d’ici 15 jours : { $count }
digest-many-decide = Décisions qui vous attendent : { $count }
digest-many-untaken = Pas prises en charge dans leur délai : { $count } ({ $where })
digest-many-unanswered = Travail fait, usager à informer : { $count } demandes
# À savoir.
digest-of-week = { $said } (semaine { $number })
digest-waits = { $count ->
        [one] En retard : une demande ({ $where })
       *[other] En retard : { $count } ({ $where })
    }
digest-urgent = Urgentes : { $percent } % des { $total } demandes de la semaine, { $count ->
        [0] à relire ensemble
        [one] une à relire ensemble
       *[other] { $count } à relire ensemble
    }
digest-repeated = { $service }, { $reference } : signalée { $count } fois de plus en 3 jours
digest-absent = { $count ->
        [one] Une absence aujourd’hui
       *[other] { $count } absences aujourd’hui
    }, { $relays ->
        [0] sans relais nommé
        [one] un relais nommé
       *[other] { $relays } relais nommés
    }
digest-followed = Demandes que vous suivez, encore ouvertes : { $count }
digest-directory = Annuaire : { $count ->
        [one] un service dont la direction n’a personne pour répondre
       *[other] { $count } services dont la direction n’a personne pour répondre
    }
digest-tension = { $direction } : { $count } en retard
digest-rising = Ce qui monte, à vérifier : { $topics }
digest-rises = { $topic } { $count }{ $usual ->
        [none] {""}
        [0] {" "}(d’habitude presque jamais)
       *[other] {" "}(d’habitude { $usual })
    }
digest-rises-at = { $topic } ({ $places })
digest-team = { $several ->
        [True] Équipes
       *[False] Équipe
    } · { $loads }
digest-team-too-few = Équipe : pas assez de réponses pour afficher sans risque (minimum { $k }).
digest-training = Formation la plus demandée : { $themes }
digest-mairie-itself = la mairie
digest-sensitive = demande sensible
digest-no-service = service à préciser
# Le matin : dans le premier message de la journée, après les relances.
notices-yours = Vos demandes
digest-morning = { $lines }
    .title = Ce qui vous attend
digest-morning-calm = Rien ne vous attend ce matin.
morning-arrived = Depuis { $since ->
        [day] { DAY($day, $day) }
       *[yesterday] hier
    } : { $count ->
        [one] une demande arrivée, { $reference }
       *[other] { $count } demandes arrivées
    }
morning-waiting = { $count ->
        [one] Attend toujours d’être prise en charge : { $reference }
       *[other] { $count } autres attendent d’être prises en charge
    }
morning-answers = { $count ->
        [one] Une réponse à donner : { $reference }
       *[other] { $count } réponses à donner
    }
morning-holds = { $count ->
        [one] Une attente qui finit : { $reference }
       *[other] { $count } attentes qui finissent
    }
morning-chase = { $count ->
        [one] Une à relancer : { $reference }
       *[other] { $count } à relancer
    }
# Ce qu’ouvre une ligne.
digest-list-name = { $list ->
        [dangers] Dangers sans appel noté
        [legal] Échéances légales
        [decide] Décisions
        [untaken] Pas prises en charge
        [late] En retard
        [unanswered] Usager à informer
        [arbitrate] Arbitrages
        [escalated] Arbitrages
        [followed] Suivies
        [answers] Réponses à donner
        [holds] Attentes qui finissent
        [chase] À relancer
        [arrived] Arrivées
        [waiting] À prendre
        [repeated] Signalées de nouveau
        [urgent] Part d’urgentes
       *[other] Demandes
    }
digest-list = { $lines }
    .title = { digest-list-name } ({ $count })
digest-list-line = · { $reference } { $service }, { $direction }, reçue { WHEN($on) }
digest-list-empty = Il n’y en a plus aucune.
# Comment je les veux.
digest-none = Aucun résumé n’est prévu pour votre fonction. « aide » montre ce qu’elle permet.
digest-not-yours = Ce résumé n’est pas, ou n’est plus, celui de votre fonction.
digest-withheld = Pendant la période préélectorale, les résumés ne sont pas envoyés aux élus. Ils reviendront après.
digest-mine = { $lines }
    .title = Vos résumés
digest-kind = { $kind ->
        [morning] Le matin
        [sg_daily] Résumé du jour
        [sg_weekly] Résumé de la semaine
        [coordination_weekly] Résumé de la semaine
        [dgs_monthly] Résumé du mois
       *[elected_weekly] Résumé de la semaine
    }
digest-when = { digest-kind } : { $often } à { $at }{ $empty ->
        [True] {""}
       *[False] , sauf s’il n’y a rien à dire
    }
digest-off = { digest-kind } : arrêté
digest-often-day = chaque jour ouvré
digest-often-days = { $days }
digest-often-week = chaque { digest-weekday }
digest-often-month = le premier jour ouvré du mois
digest-weekday = { $day ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
       *[5] vendredi
    }
digest-section = { $section ->
        [decisions] décisions à prendre
        [dangers] dangers
        [legal] échéances légales
        [decide] décisions
        [untaken] pas prises en charge
        [unanswered] usagers à informer
        [repeated] signalements répétés
        [absent] absences
        [replies] première réponse
        [deadlines] délais tenus
        [moves] réouvertures et renvois
        [channels] points d’arrivée
        [rising] ce qui monte
        [waits] où ça attend
        [promises] dates annoncées
        [urgent] part d’urgentes
        [team] équipe
        [directory] annuaire
        [routing] aiguillage
        [told] usagers informés
        [tensions] tensions
        [followed] demandes suivies
        [arrived] nouvelles demandes
        [waiting] à prendre en charge
        [answers] réponses à donner
        [holds] attentes qui finissent
       *[chase] à relancer
    }
digest-settings = { $when }.
    { $shown ->
        [none] Toutes ses parties sont coupées.
       *[other] Il contient : { $shown }.
    }{ $hidden ->
        [none] {""}
       *[other] {" "}Coupé : { $hidden }.
    }{ $kind ->
        [morning] {" "}Les relances, elles, viennent toujours, dans le même message.
       *[other] {""}
    }
    .title = { digest-kind }
digest-which-hour = À partir de quelle heure ?
digest-which-days = { $every ->
        [day] Quels jours ? Un jour férié ou fermé, il ne vient pas.
       *[week] Quel jour ? S’il est férié ou fermé, il vient le jour ouvré suivant.
    }
digest-which-contents = Touchez une partie pour la couper ou la remettre.
digest-hour = Choisissez une heure entre { $first } et { $last } : « digest 9h15 ».
digest-hour-of = { $at } : pour quel résumé ?
digest-no-later = Il ne reste plus d’heure aujourd’hui. « digest maintenant » le montre quand vous voulez.
digest-later = Entendu : je vous le redis à { $at }, à jour.
digest-one-day = Gardez au moins un jour, ou arrêtez ce résumé.
button-digest-kind = { digest-kind }
button-digest-now = Voir maintenant
button-digest-hours = Heure
button-digest-days = Jours
button-digest-contents = Contenu
button-digest-empty = { $empty ->
        [True] Pas s’il est vide
       *[False] Même vide
    }
button-digest-switch = { $on ->
        [True] Arrêter
       *[False] Reprendre
    }
button-digest-day = { $on ->
        [True] ✓{" "}
       *[False] {""}
    }{ digest-weekday }
button-digest-section = { $on ->
        [True] ✓{" "}
       *[False] {""}
    }{ digest-section }
button-digest-later = Plus tard
button-digest-settings = Réglages
button-digest-list = { digest-list-name }
button-digest-rising = Ce qui monte
button-digest-followed = Mes suivis
button-digest-csv = CSV
button-digest-xlsx = Tableur
help-digest = mes résumés : quand, quoi, maintenant
# Les fichiers.
digest-file = { $only ->
        [True] Les chiffres { $period }.
       *[False] Les chiffres { $period }, et les faits comptés un par un, sans texte ni nom ni lieu. Chaque chiffre s’y recompte.
    } Gardez ces fichiers pour vous ; ici, ils sont effacés demain.
digest-period = { PERIOD($first, $last) }
digest-no-export = L’export n’est pas ouvert à votre fonction, ou pas pendant la période préélectorale.
digest-no-figures = La liste du matin n’a pas de chiffres à exporter. « mes » montre vos demandes.
digest-sheet = { $sheet ->
        [figures] chiffres
       *[rows] faits
    }
digest-column = { $column ->
        [period] période
        [id] mesure
        [name] nom
        [value] valeur
        [n] n
        [some] dont
        [reference] référence
        [day] jour
        [mairie] mairie
        [direction] direction
       *[measure] mesure
    }
event-exported = fichier de chiffres remis
button-digest-chase = Relancer
digest-chased = { $count ->
        [0] Personne à relancer.
        [one] Une demande relancée : la direction le lira avec ce qui l’attend.
       *[other] { $count } demandes relancées : les directions le liront avec ce qui les attend.
    }{ $nobody ->
        [0] {""}
        [one] {" "}Pour une autre, personne ne répond aujourd’hui à la direction : voyez la coordination.
       *[other] {" "}Pour { $nobody } autres, personne ne répond aujourd’hui à la direction : voyez la coordination.
    }
notice-chased = { $reference } ({ $service }) : la mairie de quartier demande où elle en est.
event-chased = directions relancées
