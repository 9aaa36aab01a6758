# Le délai proposé, pourquoi, et celui que l’on choisit.
button-delay = Délai
button-urgent = Les relire
delay-class = { $name } ({ $delay })
delay-hours-always = sous { $count } h, jour et nuit
card-delay-proposed = Délai proposé : { $proposed } · { $points }
card-delay-chosen = Délai choisi : { $delay }. Proposé : { $proposed } · { $points }
card-delay-chosen-same = Délai choisi : { $delay } · { $points }
card-delay-since = Délai : { $delay }. Proposé maintenant : { $proposed } · { $points }
points-none = 0 point
points-detail = { $count ->
    [one] 1 point : { $detail }
   *[other] { $count } points : { $detail }
}
criterion-severity = Gravité
criterion-extent = Étendue
criterion-frailty = Fragilité
criterion-recurrence = Récurrence
criterion-reversibility = Réversibilité
criterion-line = { $criterion } { $points } : { $why }
criterion-short = { $criterion } { $points } ({ $why })
reason-nothing = rien ne le dit
reason-words = « { $said } »
reason-service = ce service, d’office ({ $said })
reason-danger = danger ({ $said })
reason-contacts = { $times ->
    [one] 1 autre signalement
   *[other] { $times } autres signalements
}
reason-reopened = { $times ->
    [one] rouverte
   *[other] rouverte { $times } fois
}
short-nothing = { "" }
short-words = { $said }
short-service = ce service
short-danger = danger
short-contacts = { $times ->
    [one] 1 autre signalement
   *[other] { $times } autres signalements
}
short-reopened = rouverte
danger-declared = déclaré
requests-delay = { $lines }
    .title = Pourquoi ce délai ? { $count ->
        [0] 0 point sur 10
        [one] 1 point sur 10
       *[other] { $count } points sur 10
    }
delay-is-proposed = Proposé : { $delay }
delay-is-chosen = Choisi : { $delay }
delay-uncounted = À partir de 5 points : urgent. Ne comptent pas : qui demande, le ton, la presse, les relances d’une même personne.
delay-choose = Un autre délai ? Choisissez-le ci-dessous. Si quelqu’un est en danger, dites-le d’abord.
delay-of-danger = C’est un danger : son délai suit tant que le danger n’est pas levé.
delay-of-service = C’est le délai de ce service, le plus rapide. S’il ne convient pas, corrigez le service.
delay-not-below-danger = Ce délai ne se choisit pas ici. Un danger se déclare par « Danger » et se lève par « Lever le danger ».
done-delay_chosen = Délai choisi : { $delay }. Il compte à partir de maintenant.
event-delay_chosen = délai choisi
urgent-share = { $percent } % d’urgents cette semaine ({ $urgent } sur { $total }) : à relire ensemble
urgent-line = { $reference } · { $points ->
    [0] 0 point
    [one] 1 point
   *[other] { $points } points
} · { $text }
requests-urgent = { $lines }
    Les points ne disent pas tout : gardez le délai si vous savez pourquoi.
    .title = { $count ->
        [one] 1 urgence à relire
       *[other] { $count } urgences à relire
    }
nothing-urgent = Aucune urgence à relire cette semaine.
