# L’astreinte : qui répond d’un danger à toute heure.
on-call = { $lines }
    .title = Astreinte
on-call-nobody = Personne n’est déclaré d’astreinte, ni maintenant ni prochainement.
on-call-gone = une personne qui n’est plus là
on-call-now = Maintenant : { $who }, jusqu’au { MOMENT($ends) }, { $places }{ $rank ->
    [1] {""}
   *[other] {" "}(rang { $rank })
}
on-call-next = Du { MOMENT($starts) } au { MOMENT($ends) } : { $who }, { $places }{ $rank ->
    [1] {""}
   *[other] {" "}(rang { $rank })
}
on-call-rota = À défaut, { $name }, { $hours } : { $functions }
on-call-closed = hors des heures d’ouverture
on-call-all-mairies = toutes les mairies de quartier
on-call-all-directions = toutes les directions
on-call-declare = Pour déclarer : { $prefix }astreinte Karim du 04/12 18h au 07/12 8h les tanneurs
on-call-how = Dites qui, quand, et pour quoi : { $prefix }astreinte Karim du 04/12 18h au 07/12 8h les tanneurs, voirie. Ajoutez « rang 2 » pour un second appel.
on-call-card = { $name } ({ $function }), du { MOMENT($starts) } au { MOMENT($ends) }.
    Pour : { $places }.
    { $rank ->
    [1] Au moindre danger, c’est l’appel numéro 1.
   *[other] C’est l’appel numéro { $rank }, quand le précédent n’a pas répondu en 15 minutes.
}
    .title = Astreinte à confirmer
on-call-declared = C’est noté : { $name } est d’astreinte du { MOMENT($starts) } au { MOMENT($ends) } pour { $places } (rang { $rank }).
on-call-place-unknown = Je ne trouve ni mairie de quartier ni direction qui s’appelle « { $name } ».
on-call-not-yours = Cette astreinte dépasse votre mairie de quartier ou votre direction : voyez la coordination.
on-call-not-able = La fonction de { $name } ne traite pas de demande : une autre personne doit prendre l’astreinte.
on-call-unreachable = Je ne peux pas joindre { $name } en privé pour l’instant : il suffit d’un message de sa part, puis déclarez à nouveau.
on-call-away = { $name } a noté une absence { PERIOD($first, $last) }. Choisissez quelqu’un d’autre, ou d’autres dates.
on-call-already = { $name } est déjà d’astreinte sur ce créneau. Écrivez « astreinte » pour le voir ou le finir.
on-call-over = Cette astreinte est déjà finie.
on-call-finished = C’est fini : { $name } n’est plus d’astreinte pour { $places }. { $count ->
    [0] Personne d’autre n’est déclaré sur ce créneau.
    [one] Une autre personne y est déclarée.
   *[other] { $count } autres personnes y sont déclarées.
}
button-finish = Finir · { $name }
event-on_call_declared = astreinte déclarée
event-on_call_ended = astreinte finie
help-astreinte = qui est d’astreinte, maintenant et ensuite ; en déclarer une
notice-on-call = Vous êtes d’astreinte du { MOMENT($starts) } au { MOMENT($ends) } pour { $places } (rang { $rank }). Un danger vous sera dit à toute heure.
notice-on-call-ended = Vous n’êtes plus d’astreinte du { MOMENT($starts) } au { MOMENT($ends) }.
notice-on-call-left = { $name } n’est plus là pour son astreinte du { MOMENT($starts) } au { MOMENT($ends) } ({ $places }). { $count ->
    [0] Personne d’autre n’est déclaré sur ce créneau.
   *[other] Le rang suivant répond à sa place.
}
notice-on-call-away = { $name } a noté une absence pendant son astreinte du { MOMENT($starts) } au { MOMENT($ends) } ({ $places }). { $count ->
    [0] Personne d’autre n’est déclaré sur ce créneau.
   *[other] Le rang suivant répond à sa place.
}
