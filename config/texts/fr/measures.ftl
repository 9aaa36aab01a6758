# Les chiffres : chacun est défini une fois, et toujours dit avec son n.
figures = { $lines }
    .title = { $place } · { $period }{ $running ->
        [True] {" "}(en cours)
       *[False] {""}
    }
figures-everywhere = Toutes les mairies de quartier
figures-how = { $lines }
    « n » est le nombre de cas comptés ; au-dessous de 10, ni part ni médiane. Les durées sont en jours ouvrés du service responsable. À lire avec prudence : qui note davantage paraît plus chargé, et un jour férié ou une panne déplace les chiffres.
    .title = Comment c’est compté
figures-which-period = Je n’ai pas reconnu la période. Par exemple « chiffres semaine 47 », « chiffres novembre », « chiffres T3 2026 », « chiffres 2025 », ou « chiffres ? » pour savoir comment c’est compté.
figures-to-come = Cette période n’a pas encore commencé. Essayez « chiffres cette semaine ».
figures-withheld = Pendant la période préélectorale, les chiffres ne sont pas montrés aux élus. Ils reviendront après.
period-week = semaine { $number }, { PERIOD($first, $last) }
period-month = { $number ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    } { NUMBER($year, useGrouping: 0) }
period-year = année { NUMBER($year, useGrouping: 0) }
period-quarter = { $number ->
        [1] 1er
       *[other] { $number }e
    } trimestre { NUMBER($year, useGrouping: 0) }
figure-item = { $name } : { $said }{ $was ->
        [none] {""}
       *[other] , avant { $was }
    }
figure-how = • { $name } : { $how }
figure-count = { $value }
figure-share = { $percent } %
figure-days = { $value } { $value ->
        [one] jour ouvré
       *[other] jours ouvrés
    }
figure-minutes = { $value } min
figure-of = { $said } (n = { $n })
figure-none = pas encore atteint (n = { $n })
figure-few = { $some ->
        [none] {""}
       *[other] { $some } sur { $n },{" "}
    }n trop faible
figure-few-of = n trop faible (n = { $n })
figure-early = connu le { DAY($on) }
figure-small = < 5
figure-hidden = { $of ->
        [some] < 5 sur { $n }
       *[rest] au moins { $least } sur { $n }
    }
button-figures = Voir les chiffres
button-figures-before = Période précédente
button-figures-after = Période suivante
button-figures-how = Comment c’est compté
help-chiffres = les chiffres de la semaine, d’un mois, d’un trimestre
outcome-solved = résolues ou répondues
outcome-refused = refus expliqués
outcome-oriented = orientées
outcome-duplicate = doublons
outcome-withdrawn = sans suite de l’usager
outcome-other = autres
measure-arrivals = Arrivées
how-arrivals = demandes reçues dans la période ; ni annulées, ni doublons.
measure-contacts = Contacts
how-contacts = les arrivées, plus les signalements rattachés à une demande déjà là.
measure-closed = Closes
how-closed = clôtures de la période, doublons à part ; une demande rouverte puis close compte deux fois.
measure-open = Ouvertes
how-open = reçues et pas closes à la fin de la période.
measure-old = Ouvertes depuis plus de 30 jours ouvrés
how-old = leur part des ouvertes.
measure-first_reply = 1re réponse, délai médian
how-first_reply = de la réception au premier accusé, point d’étape ou réponse ; celles qui attendent encore comptent (Kaplan-Meier).
measure-first_reply_most = pour 9 sur 10
how-first_reply_most = le délai dans lequel 9 demandes sur 10 ont eu leur première réponse, calculé de même.
measure-respect = Tenu dans les délais
how-respect = part des échéances tombées dans la période où le travail était fait, suspensions déduites ; les demandes encore ouvertes comptent.
measure-taking = Prises en charge à temps
how-taking = de même, pour la prise en charge ; chaque échéance revient à qui avait la demande ce jour-là.
measure-promises = Dates annoncées tenues
how-promises = part des dates tombées dans la période où le travail était fait ; repoussée avant, une date n’est pas tenue.
measure-told = Usagers informés
how-told = part des demandes finies dans la période où une réponse finale est notée ; « pas de retour demandé » n’est pas compté.
measure-reopened = Rouvertes sous 30 jours
how-reopened = part des clôtures de la période rouvertes dans les 30 jours ; dit une fois ces 30 jours passés.
measure-bounces = Renvois entre directions
how-bounces = transferts dont le motif compte comme un renvoi.
measure-bounced_twice = renvoyées deux fois ou plus
how-bounced_twice = leur part des arrivées, à ce jour.
measure-back_and_forth = allers-retours
how-back_and_forth = d’une direction à l’autre, puis le renvoi inverse.
measure-direction_first = Bonne direction proposée d’abord
how-direction_first = part des arrivées dont la première proposition est la direction d’aujourd’hui.
measure-direction_in_three = dans les trois
how-direction_in_three = une des trois premières propositions est la direction d’aujourd’hui.
measure-service_first = Bon service proposé d’abord
how-service_first = part des arrivées dont la première proposition est le service d’aujourd’hui.
measure-service_in_three = bon service dans les trois
how-service_in_three = une des trois premières propositions est le service d’aujourd’hui.
measure-channels = Par où elles arrivent
how-channels = les arrivées, par point d’arrivée.
measure-off_circuit = Hors circuit
how-off_circuit = part des arrivées venues par un élu ou par les réseaux sociaux.
measure-outcomes = Comment elles se closent
how-outcomes = les clôtures, doublons compris, par issue.
measure-dangers = Dangers
how-dangers = dangers signalés dans la période.
measure-danger_called = délai médian avant l’appel
how-danger_called = du signalement à « J’ai appelé », à toute heure ; ceux sans appel comptent (Kaplan-Meier).
measure-danger_quick = appelé en moins de 15 min
how-danger_quick = leur part des dangers.
measure-danger_lowered = dangers levés
how-danger_lowered = part des dangers levés avec un motif écrit ; Relais ne sait pas s’ils étaient infondés ou mis en sécurité.
measure-done = Fait ou répondu, délai médian
how-done = de la réception au travail fait, ou à la clôture ; celles qui attendent encore comptent (Kaplan-Meier).
measure-refusals = Motifs de renvoi ou de refus
how-refusals = les motifs des transferts vers une autre direction, et ceux des refus clos.
measure-complete = Fiches complètes du premier coup
how-complete = part des arrivées jamais mises en attente d’une information de l’usager.
measure-aimed = Bien adressées du premier coup
how-aimed = part des arrivées que la première direction n’a pas dû renvoyer pour un motif qui compte comme un renvoi.
measure-alone = Sans doublon
how-alone = part des demandes reçues, doublons compris, qui n’en sont pas un.
measure-mood = Charge de l’équipe
how-mood = ce que l’enquête a publié, et rien d’autre : « meteo_equipe ».
measure-training = Besoins de formation
how-training = les thèmes que l’enquête a publiés : « plan_formation ».
# Le bilan à deux côtés : la même page pour la mairie et pour la direction.
scorecard =
    Les deux côtés sur la même page. Une part haute, c’est du travail qui passe bien.

    Côté { $direction }
    { $theirs }

    Côté { $mairie }
    { $ours }

    Rien ici ne parle d’une personne. De quoi en parler ensemble.
    .title = { $mairie } et { $direction } · { $period }{ $running ->
        [True] {" "}(en cours)
       *[False] {""}
    }
scorecard-line = • { $name } : { $said }
scorecard-which = { $known ->
        [True] Avec quelle direction ?
       *[False] Je n’ai pas reconnu cette direction. Laquelle ?
    }
scorecard-which-period = Cette page se lit au mois ou au trimestre : entre deux services, une semaine compte trop peu de demandes. Par exemple « bilan voirie octobre », « bilan voirie T3 ».
scorecard-everywhere = Mairies de quartier
button-scorecard = Revoir le bilan
button-scorecard-kind = { $kind ->
        [quarter] Au trimestre
       *[month] Au mois
    }
help-bilan = comment le travail passe entre une mairie et une direction, des deux côtés
