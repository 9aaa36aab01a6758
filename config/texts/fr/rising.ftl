# Ce qui monte : des signaux à vérifier par qui connaît les lieux, jamais des preuves.
rising-week = La semaine { PERIOD($first, $last) }.
    { $state ->
        [soon] Pas encore assez de recul : il faut quatre semaines complètes pour comparer.
        [none] Rien ne sort de l’ordinaire.
       *[some] { $lines }
    }
    .title = Tendances (test) · { $mairie }
rising-rises = Ce qui monte, à vérifier :
rising-weather = Sans doute lié à un épisode météo :
rising-signals = Signal faible à vérifier :
rising-known = Déjà connu ou déjà dit :
rising-falls = Ce qui baisse :
rising-muted = Mis de côté :
rising-line = • { $topic } : { $count } { $count ->
        [one] lieu-jour
       *[other] lieux-jours
    } (d’habitude { $usual }){ $where ->
        [none] {""}
       *[other] , surtout { $where }
    }{ $verdict ->
        [nouveau] . Nouveau, selon la mairie
       *[other] {""}
    }
rising-wording = • « { $words } » : { $files } fiches, { $places } lieux ({ $before ->
        [0] jamais dit les semaines d’avant
        [one] une seule fois les semaines d’avant
       *[other] { $before } fois les semaines d’avant
    }){ $verdict ->
        [nouveau] . Nouveau, selon la mairie
       *[other] {""}
    }
rising-silent = • { $topic }, jusqu’au { DAY($until) }
rising-hardly = presque jamais
rising-few = moins de 5
rising-everywhere = { $lines }
    .title = Tendances (test), semaine dernière
rising-sector = { $mairie } : { $lines }
rising-brief = { $topic } { $count } (d’habitude { $usual }){ $said ->
        [nouveau] , nouveau
        [meteo] , sans doute la météo
       *[other] {""}
    }
rising-weak = { $count ->
        [one] 1 signal faible à vérifier
       *[other] { $count } signaux faibles à vérifier
    }
rising-quiet = rien ne sort de l’ordinaire
rising-soon = pas encore assez de recul
rising-files = La semaine dernière : { $count ->
        [one] une fiche
       *[other] { $count } fiches
    }{ $shown ->
        [0] . Aucune n’est à montrer ici.
       *[other] {" "}; par exemple :
            { $lines }
    }{ $spots ->
        [none] {""}
       *[other] {"\u000A"}Points chauds, où aller voir : { $spots }.
    }
    .title = { $topic } · { $mairie }
rising-spot = { $kind ->
        [quarter] quartier { $name }
       *[street] { $name }
    } ({ $count } fiches)
rising-file = { $reference } { $text }
rising-explained = Un lieu-jour, c’est un lieu signalé un jour : six appels pour le même trou le même jour comptent une fois. La semaine finie est comparée aux huit d’avant.
    Monte ce qui atteint quatre lieux-jours, le double d’habitude au moins, et que le hasard n’explique guère, même en regardant tous les services à la fois. Le signal faible est moins net : le hasard peut suffire.
    Rien de tout cela ne prouve quoi que ce soit : allez voir, ou demandez à l’équipe. Le secrétaire général peut dire « nouveau », « connu » (dit en bref) ou « bruit » (mis de côté), pour huit semaines.
    .title = Signal faible ?
rising-not-yours = Ces tendances sont celles d’une autre mairie de quartier ou d’une autre direction : voyez la coordination.
rising-pre-election = Pendant la période préélectorale, les chiffres ne vous sont pas montrés.
button-rising-files = Voir les fiches : { $topic }
button-rising-map = Carte
button-rising-judge = { $verdict ->
        [nouveau] Nouveau
        [connu] Connu
       *[bruit] Bruit
    }
button-rising-listen = Réécouter : { $topic }
button-rising-explain = Signal faible ?
help-tendances = ce qui monte dans mon secteur, à vérifier
event-rise_judged = avis donné sur une tendance
