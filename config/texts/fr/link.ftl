# La même chose dite deux fois : proposer, rattacher, lier.
days-ago = { $days ->
    [0] aujourd’hui
    [1] hier
   *[other] il y a { $days } jours
}
near-metres = à { $metres } m
near-place = même lieu
near-street = même rue
card-already = { $count ->
    [one] Déjà signalé une fois, { $ago }, { $where } : { $reference }
   *[other] Déjà signalé { $count } fois, dernière { $ago }, { $where } : { $reference }
}
card-already-done = Déjà signalé et fait, clos { $ago }, { $where } : { $reference }
button-attach = Rattacher à { $number }
button-detach = Annuler
button-reopen-it = Rouvrir { $number }
link-attached = C’est noté comme un nouveau contact sur { $reference } ({ $rank }e). { $tell }
tell-to_qualify = À dire à l’habitant : c’est déjà signalé (référence { $reference }), la mairie de quartier l’oriente.
tell-sent = À dire à l’habitant : c’est déjà signalé (référence { $reference }) et transmis, { $direction }.
tell-taken = À dire à l’habitant : c’est déjà signalé (référence { $reference }) et pris en charge, { $direction }.
tell-on_hold = À dire à l’habitant : c’est connu (référence { $reference }) et en attente jusqu’au { DAY($day) }.
tell-dated = À dire à l’habitant : c’est connu (référence { $reference }), l’intervention est annoncée pour le { DAY($day) }.
tell-done = À dire à l’habitant : le service dit que c’est fait (référence { $reference }). Si ce n’est pas le cas, notez-le.
link-which = { $count ->
    [0] Avec quelle demande ? Tapez sa référence : 0398.
   *[other] { $lines }
    Avec laquelle ? Ou tapez une autre référence.
}
    .title = Lier { $reference }
link-line = { $said } · { $text }
link-how = { $other } : { $text }
    C’est la même chose, ou seulement la même cause ?
    .title = Lier { $reference } à { $other }
link-closed = { $other } est close depuis le { DATETIME($at, dateStyle: "short") }. Si le problème est toujours là, mieux vaut la rouvrir.
button-link = Lier
button-duplicate = Doublon de { $reference }
button-related = Liée à { $reference }
link-duplicate = Close comme doublon de { $reference }, qui a maintenant { $count ->
    [one] 1 autre contact
   *[other] { $count } autres contacts
} : une seule réponse pour tous.
link-related = Liée à { $reference } : une cause, une seule réponse. Son état ne change pas.
link-not-yet = Le rapprochement des demandes n’est pas encore ouvert dans cette mairie de quartier.
link-itself = { $reference } ne se lie pas à elle-même. Donnez la référence de l’autre.
link-already = C’est déjà lié à { $reference }.
link-danger-first = Celle-ci est en danger, { $reference } ne l’est pas : signalez d’abord le danger sur { $reference }, pour que personne ne soit oublié.
link-too-late = Plus de dix minutes ont passé : ce rattachement ne s’annule plus d’ici.
link-undone-already = C’est déjà annulé.
card-to-tell = { $count ->
    [one] 1 autre contact à prévenir
   *[other] { $count } autres contacts à prévenir
}
card-duplicate = Doublon de { $reference } : sa réponse vaut pour les deux
card-duplicate-elsewhere = Doublon d’une demande suivie ailleurs : sa réponse vaut pour les deux
card-related = Liée à { $reference } : même cause, une seule réponse
card-related-elsewhere = Liée à une demande suivie ailleurs : même cause, une seule réponse
event-link = liée à une autre
event-contact = nouveau contact
help-lier = dire que deux demandes sont la même (référence)
