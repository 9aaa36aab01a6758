# Les priorités que les secrétaires généraux posent ensemble.
priorities = { $some ->
        [True] { $lines }
       *[False] Aucune priorisation pour l’instant. La coordination en ouvre une quand des sujets sont à départager.
    }
    .title = Priorités
priorities-line = • { $title } : { $state ->
        [open] ouverte jusqu’au { DAY($on) } au soir, { $count ->
            [0] pas encore d’avis
           *[other] { $count } avis
        }
        [over] close, on compte les avis
        [closed] close, la décision est à venir
       *[decided] décidée
    }
priorities-subject = • { $subject }
priorities-which-title = Quel titre ? Par exemple « Propreté : par quoi commencer en janvier ».
priorities-no-criteria = La commune n’a pas encore écrit ses critères de priorité (priorites.yaml). Il en faut pour ouvrir une priorisation.
priorities-draft-already = Une priorisation est déjà en préparation. Vous la trouverez dans « priorites ».
priorities-draft = { $count ->
        [0] Quels sujets ? Écrivez-les, un par ligne, de { $from } à { $most }, ou choisissez parmi ce qui monte.
       *[other] { $lines }

        { $room ->
            [True] { $count } sur { $most }. Écrivez-en d’autres, un par ligne, ou fixez la clôture dès qu’il y en a { $from }.
           *[False] { $count } sur { $most }, c’est complet. Fixez la clôture.
        }
    }{ $left ->
        [0] {""}
        [one] {" "}Un sujet de trop a été laissé de côté.
       *[other] {" "}{ $left } sujets de trop ont été laissés de côté.
    }
    .title = { $title }
priorities-rising = { $some ->
        [True] Ce qui monte, et dans combien de mairies de quartier. Touchez un sujet pour l’ajouter.
       *[False] Rien ne monte nettement cette semaine. Écrivez vos sujets.
    }
priorities-dropped = C’est abandonné, rien n’a été envoyé.
priorities-which-day = Jusqu’à quel jour les avis sont-ils attendus ? Par exemple « vendredi 11 décembre ».
priorities-no-day = Dites un jour à venir, dans les { $days } jours. Par exemple « vendredi 11 décembre ».
priorities-ready =
    { $lines }

    Critères et poids : { $criteria }.
    Avis attendus jusqu’au { DAY($on) } au soir, de { $people ->
        [one] { $people } secrétaire général
       *[other] { $people } secrétaires généraux
    }. Une fois ouverte, plus rien ne change, et personne ne voit de note avant la clôture, vous non plus.
    .title = { $title }
priorities-opened = « { $title } » est ouverte jusqu’au { DAY($on) } au soir. { $people ->
        [one] { $people } secrétaire général est prévenu
       *[other] { $people } secrétaires généraux sont prévenus
    } dans leur prochain message.
priorities-open =
    { $lines }

    Critères et poids : { $criteria }.
    Ouverte jusqu’au { DAY($on) } au soir. { $count ->
        [0] Pas encore d’avis complet.
        [one] { $count } avis complet.
       *[other] { $count } avis complets.
    } Personne ne voit les notes avant la clôture, et jamais celles d’un autre.{ $mine ->
        [whole] {" "}Votre avis est complet ; vous pouvez le changer jusque-là.
        [begun] {" "}Votre avis n’est pas complet : il ne compterait pas encore.
       *[none] {""}
    }
    .title = { $title }
priorities-ask =
    { $question }
    0 pas du tout, 1 un peu, 2 nettement, 3 tout à fait.
    { $number } sur { $of }
    .title = { $subject } · { $criterion }
priorities-given = • { $subject } : { $points }
priorities-mine =
    { $lines }

    C’est noté. Vous pouvez changer jusqu’au { DAY($on) } au soir ; le classement viendra après.
    .title = Votre avis · { $title }
priorities-mine-subject = Quelle note changer ?
    .title = { $subject }
priorities-too-late = Les avis sur « { $title } » étaient attendus jusqu’au { DAY($on) } au soir. Le classement est dans « priorites » ; votre avis compte encore dans l’échange avec la coordination.
priorities-counting = Les avis sont clos ; le classement arrive dans la minute.
    .title = { $title }
priorities-rank = { $place }. { $subject } : { $mean } sur 3{ $tied ->
        [True] , ex æquo
       *[False] {""}
    } (la moitié des avis entre { $low } et { $high })
priorities-held = { $scorers } avis. Si l’on en retire un, quel qu’il soit : l’ordre reste le même { $held } fois sur { $scorers }, la première place { $first } fois sur { $scorers }.
priorities-too-few = Trop peu d’avis ({ $count }) : il en faut { $fewest } pour un classement.
priorities-result =
    { $lines }

    Critères et poids : { $criteria }. Avis clos le { DAY($on) }.{ $decided ->
        [True] {"\u000A\u000A"}Décision : { $decision }{"\u000A"}Pourquoi : { $reason }
       *[False] {" "}La décision est à venir : le classement l’éclaire, il ne décide pas.
    }
    .title = { $title }
priorities-which-decision = Que décidez-vous pour « { $title } » ? En une ou deux phrases ; les secrétaires généraux la liront.
priorities-which-reason = Et pourquoi ? Surtout si ce n’est pas l’ordre du classement.
button-priorities-new = Ouvrir une priorisation
button-priorities-draft = Reprendre : { $title }
button-priorities-rising = Ce qui monte
button-priorities-pick = { $topic } ({ $mairies })
button-priorities-when = Fixer la clôture
button-priorities-other-day = Un autre jour
button-priorities-drop = Abandonner
button-priorities-open = Ouvrir aux SG
button-priorities-give = { $mine ->
        [whole] Revoir mes notes
        [begun] Continuer mon avis
       *[to-give] Donner mon avis
    }
button-priorities-change = Changer : { $subject }
button-priorities-given = { $criterion } : { $points }
button-priorities-decide = Écrire la décision
notice-priorities-open = Votre avis est attendu sur « { $title } », jusqu’au { DAY($on) } au soir : « priorites ».
notice-priorities-reminder = « { $title } » : il manque votre avis, attendu jusqu’au { DAY($on) } au soir. « priorites », quelques minutes suffisent.
notice-priorities-closed = « { $title } » est close, avec { $count } avis. Ce qu’il en ressort : « priorites ».
notice-priorities-decided = « { $title } », décision : { $decision } Pourquoi : { $reason }
help-priorites = les sujets à départager ensemble, le classement, la décision et ses raisons
event-priorities_opened = priorisation ouverte
event-priorities_closed = priorisation close
event-priorities_decided = priorisation décidée
priorities-withdraw = « { $title } » disparaîtra avec les avis déjà donnés, et les secrétaires généraux en seront prévenus. La retirer ?
priorities-withdrawn = « { $title } » est retirée.
button-priorities-withdraw = Retirer cette priorisation
notice-priorities-withdrawn = « { $title } » est retirée : votre avis n’est plus attendu.
event-priorities_withdrawn = priorisation retirée
priorities-gone = Cette priorisation n’est plus là : elle a été retirée. Les autres : « priorites ».
