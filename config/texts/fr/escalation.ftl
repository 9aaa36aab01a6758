# Les trois horloges, l’échelle des relances, et pourquoi une date.
clock-taking = prise en charge
clock-answer = première réponse
clock-resolution = résolution
clock-legal = échéance légale
function-pilote = qui l’a en main
function-direction = la direction
function-mairie = la mairie de quartier
function-sg = le secrétaire général
function-chef_direction = la tête de la direction
function-coordination = la coordination
function-dgs = la DGS
# Les relances : une ligne chacune, réunies dans le premier message de la journée. Jamais de reproche.
notice-clock-share = { $reference } ({ $service }) : { $clock } attendue pour { WHEN($due) }.
notice-clock-due = { $reference } ({ $service }) : { $clock } prévue pour { WHEN($due) }, le délai est passé.
notice-clock-after = { $reference } ({ $service }) attend toujours : { $clock } prévue pour { WHEN($due) }.
notice-clock-postponements = { $reference } ({ $service }) : la date annoncée a changé plusieurs fois.
notice-legal = { $reference } ({ $service }) : échéance légale possible le { WHEN($due) }, à vérifier par le service.
notice-dgs-month = Demandes qui durent, en { $month } :
    { $lines }
dgs-line-late = { $direction } : { $count } bien au-delà du délai
dgs-line-postponed = { $direction } : { $count } dont la date a été repoussée au moins deux fois
dgs-mairies = Mairies de quartier
act-mind = Je m’en occupe
done-mind = C’est noté. Plus de rappel avant { WHEN($until) } ; ensuite, sans avancée, ils reprennent.
event-mind = prise en compte d’une relance
event-reminded = relance
# Sur la fiche.
card-due = { $clock } : { WHEN($due) }
card-due-late = { $clock } : attendue depuis { WHEN($due) }
button-why = Pourquoi cette date ?
button-receipt = Calcul : { $clock }
will-be-read = Sera lu { WHEN($at) }.
# « Pourquoi cette date ? » et « relances ».
why = { $lines }
    .title = { $reference } : délais et relances
why-due = { $clock } : { WHEN($due) }
why-late = { $clock } : attendue depuis { WHEN($due) }
why-met = { $clock } : faite { WHEN($at) }, dans le délai
why-met-late = { $clock } : faite { WHEN($at) }, après le délai
why-not-dated = { $clock } : une date est à annoncer
why-paused = { $clock } : suspendue ({ $reason })
why-held = en attente
why-arbitration = arbitrage en cours
why-legal = échéance légale possible le { WHEN($due) } : à vérifier par le service
why-told = Qui a été prévenu :
why-told-nobody = · personne encore
why-coming = À venir :
why-step-taken = · { WHEN($at) } : { $to }{ $instead ->
    [none] {""}
   *[other] {" "}(personne à joindre pour : { $instead })
}, { $what }, { $state }
why-step-coming = · { WHEN($at) } : { $to }, { $what }{ $pace ->
    [hebdomadaire] {", dans le message du lundi"}
   *[other] {""}
}
why-more = · et { $count ->
    [one] une autre étape
   *[other] { $count } autres étapes
}
why-moment = { $when } ({ $clock })
why-when-share = à { $count } % du délai
why-when-due = au terme du délai
why-when-after = { $count } { $unit ->
    [hours] { $count ->
        [one] heure ouvrée
       *[other] heures ouvrées
    }
    [minutes] min
   *[other] { $count ->
        [one] jour ouvré
       *[other] jours ouvrés
    }
} après le terme
why-when-before = { $count } jours avant
why-when-postponements = après { $count } reports
why-state-told = dit
why-state-pending = sera dit dans son prochain message
why-state-superseded = plus utile, non dit
why-state-grouped = compté dans le point du mois
why-minded = · rien avant { WHEN($until) } : prise en compte { WHEN($at) }
why-closed = · plus rien : la demande est close
why-nothing = · aucune relance : rien n’est attendu, ou la demande est suspendue
receipt = { $lines }
    .title = { $reference }, { $clock } : { WHEN($due) }
receipt-announced = C’est la date annoncée : { WHEN($day) }, à la fermeture du service. Elle remplace le délai.
    .title = { $reference }, { $clock } : { WHEN($due) }
receipt-promised-before = Le calendrier a changé depuis : la date promise, { WHEN($due) }, reste la même.
help-relances = relances 0412 : qui a été prévenu, et qui le sera
receipt-from = Reçu { WHEN($at) }, délai : { $count } { $unit ->
    [hours] h ouvrées
    [minutes] min ouvrées
   *[other] { $count ->
        [one] jour ouvré
       *[other] jours ouvrés
    }
}
receipt-day = { WHEN($day) }
receipt-days = { WHEN($first) } au { WHEN($last) }
receipt-received = · { $days } : jour de réception, ne compte pas
receipt-weekend = · { $days } : fermé
receipt-closed = · { $days } : { $label }
receipt-paused = · { $days } : en attente, ne compte pas
receipt-counted = · { $days } : { $count ->
    [one] 1 jour
   *[other] { $count } jours
}, total { $total }
receipt-span = { DATETIME($start, timeStyle: "short") }–{ DATETIME($end, timeStyle: "short") }
receipt-hours = · { $days } : { $spans }, total { $total }
receipt-more = · … { $count } lignes de plus
receipt-due = Terme : { WHEN($due) }
