# Qui fait quoi, l’annuaire, la passation.
who-help = { $governance }
    Écrivez « quifait » et quelques mots : quifait lampadaire · quifait refus · quifait voirie · quifait SG.
    .title = Qui fait quoi
governance = L’élu demande et explique, le SG organise, la direction exécute et date, l’agent informe.
who-card = { $lines }
    .title = { $title }
who-which = { $alarm }Je ne suis pas sûr de bien comprendre. Est-ce l’un de ceux-ci ? Sinon, dites-le avec d’autres mots.
who-nobody = ⚠ Aucun référent actif : prévenez la coordination, sinon la demande attendra.
who-rule = Exception : { $competence } › { $direction } ; { $reason }
who-destination = { $competence } › { $direction }
who-not-sent = Relais ne transmet pas cette demande : il faut orienter l’habitant.
who-contact = À contacter : { $contact }
who-hours = Horaires : { $hours } · { $state }
who-on-call = Astreinte, à toute heure : { $phone }
who-on-call-unknown = Astreinte, à toute heure : numéro absent de l’annuaire
who-referents = { $count ->
    [one] 1 référent actif
   *[other] { $count } référents actifs
}
who-delay = Délai ({ $name }) : première réponse { $first }, fait ou daté { $resolution }
who-ask = À demander : { $questions }
who-say = À dire à l’habitant : « { $text } »
who-danger = Danger ({ $signs }) : { $call }
who-signs-on-call = Signes d’alerte ({ $signs }) : l’astreinte, { $phone } ; 112 si quelqu’un est en danger
who-signs = Signes d’alerte ({ $signs }) : 112 si quelqu’un est en danger
hours-weekday-0 = lundi
hours-weekday-1 = mardi
hours-weekday-2 = mercredi
hours-weekday-3 = jeudi
hours-weekday-4 = vendredi
hours-weekday-5 = samedi
hours-weekday-6 = dimanche
hours-days = du { $first } au { $last } { $openings }
hours-day = le { $first } { $openings }
hours-day-and-night = jour et nuit
doors-open = ouvert jusqu’à { $hour }
doors-always = ouvert
doors-closed = fermé ces prochains jours
doors-today = ouvre à { $hour }
doors-tomorrow = ouvre demain à { $hour }
doors-on = ouvre { $day } à { $hour }
doors-holiday = fermé aujourd’hui : { $label } · { $opens }
doors-later = ouvre le { DATETIME($day, dateStyle: "long") } à { $hour }
delay-hours-any = sous { $count } h, jour et nuit
entry-fresh = Fiche confirmée le { DATETIME($at, dateStyle: "short") }.
entry-to-confirm = Fiche à confirmer de nouveau : elle l’a été le { DATETIME($at, dateStyle: "short") }.
entry-stale = ⚠ Fiche périmée : confirmée le { DATETIME($at, dateStyle: "short") }, pas depuis. Vérifiez avant de vous y fier.
entry-unconfirmed = Fiche pas encore confirmée.
entry-stale-unconfirmed = ⚠ Fiche jamais confirmée depuis plus de 120 jours. Vérifiez avant de vous y fier.
role-letter-A-R = Fait, et répond du résultat : { $activities }.
role-letter-R = Fait : { $activities }.
role-letter-A = Répond du résultat de ce que d’autres font : { $activities }.
role-letter-C = Est consulté avant : { $activities }.
role-letter-I = Est informé après : { $activities }.
role-without-activity = Aucune activité ne lui est attribuée.
activity-letter-R = Qui le fait : { $roles }.
activity-letter-A = Qui en répond : { $roles }.
activity-letter-C = Qui l’on consulte avant : { $roles }.
activity-letter-I = Qui l’on informe après : { $roles }.
# Les mots par lesquels on désigne une fonction, séparés par une virgule et une espace.
role-words-agent = agent, agents, agent d’accueil, agent de proximité
role-words-assistante = assistante, assistant, assistantes
role-words-mission = chargé de mission, chargée de mission, mission, chargés de mission
role-words-sg = secrétaire général, secrétaire générale, SG, secrétaires généraux
role-words-elu = élu, élue, élus, maire de quartier, maires de quartier
role-words-coordination = coordination, coordinateur, coordinatrice
role-words-direction = référent, référents, référent de direction, direction, directions
role-words-dgs = DGS, direction générale, direction générale des services
role-words-cabinet = cabinet, cabinet du maire
role-words-admin = administrateur, administratrice, admin
clocks-all = { $lines }
    Ce sont des engagements entre nous, pas des délais légaux. « delai lampadaire » dit ceux d’un service.
    .title = Nos délais
clocks-card = { $lines }
    Ce sont des engagements entre nous, pas des délais légaux.
    .title = Délais : { $title }
clocks-if-now = Enregistrée maintenant :
clocks-now = · { $clock } : { WHEN($due) }
clocks-which = Les délais de quel service ?
clocks-line = { $name } : quelqu’un s’en charge { $taking }, première réponse { $first }, fait ou daté { $resolution }
clocks-taking = Quelqu’un s’en charge : { $term }
clocks-first = L’habitant a une première réponse : { $term }
clocks-resolution = C’est fait, ou une date est annoncée : { $term }
clocks-at-most = La date annoncée ne dépasse pas { $count } mois.
clocks-follow-up = L’habitant a des nouvelles au moins tous les { $count } jours.
directory = Sans référent actif : { $nobody }
    Périmées : { $stale }
    À confirmer : { $to_confirm }
    Confirmées : { $fresh }
    « annuaire voirie » ouvre une fiche.
    .title = Annuaire
directory-group-nobody = Sans référent actif
directory-group-stale = Périmées
directory-group-to-confirm = À confirmer
directory-group-fresh = Confirmées
directory-list = { $group }. Quelle fiche ?
directory-unknown = Je ne trouve pas cette fiche. « annuaire » les montre toutes.
directory-to-confirm = Fiche de l’annuaire à confirmer : { $name } (« annuaire »).
button-gaps = Écarts
button-confirm-entry = ✓ Confirmer
directory-gaps = { $lines }
    .title = Écarts de l’annuaire
gaps-bounces = Ce qui est le plus renvoyé d’une direction à l’autre, sur 90 jours :
gaps-bounce = · { $service } : { $origin } → { $to }, { $times } fois{ $back ->
    [0] {""}
   *[other] {" "}(et { $back } fois dans l’autre sens)
}
gaps-no-bounce = Aucun renvoi entre directions sur 90 jours.
gaps-nobody = { $count ->
    [one] Un service n’a aucun référent actif :
   *[other] { $count } services n’ont aucun référent actif :
} { $directions }.
gaps-direction = { $direction } ({ $count })
gaps-all-have-somebody = Chaque service a un référent actif.
gaps-no-hours = Sans horaires connus : { $directions }.
handover = { $lines }
    .title = Passation : { $role }, { $where }{ $pages ->
        [1] {""}
       *[other] {" "}({ $page }/{ $pages })
    }
handover-own-only = Écrivez « passation » seul : c’est celle de votre fonction. Les autres se demandent au SG ou à la coordination.
handover-not-yours = Vous pouvez demander la passation des fonctions de votre mairie de quartier. Pour les autres, voyez la coordination.
handover-which-role = La passation de quelle fonction ? Par exemple : passation sg Les Tanneurs. Fonctions : { $roles }.
handover-which-mairie = De quelle mairie de quartier ? { $mairies }.
handover-which-direction = De quelle direction ? Par exemple : passation direction voirie.
handover-nothing-open = Aucune demande ouverte.
handover-open = { $count ->
    [one] 1 demande ouverte :
   *[other] { $count } demandes ouvertes :
}
handover-pile = · { $state } : { $count }{ $old ->
    [0] {""}
   *[other] , dont { $old } de plus de 30 jours
}
handover-state-to_qualify = à qualifier
handover-state-sent = transmises, à prendre
handover-state-taken = prises en charge
handover-state-on_hold = en attente
handover-state-dated = avec une date annoncée
handover-state-done = faites, habitant à prévenir
handover-oldest = Les plus anciennes : { $references }.
handover-held = En main propre, à reprendre : { $references }.
handover-promised = Dates promises : { $references }.
handover-promise = { $reference } le { DATETIME($day, dateStyle: "short") }
handover-unanswered = L’habitant attend une réponse : { $references }.
handover-entries = Fiches de l’annuaire à confirmer : { $entries }.
handover-absence = { $role }, du { DATETIME($first, dateStyle: "short") } au { DATETIME($last, dateStyle: "short") }
handover-absences = Absences d’ici deux semaines : { $absences }.
handover-rooms = Salons : { $directions }.
handover-commands = Les commandes de la fonction : { $commands }.
help-quifait = qui fait quoi, qui appeler, que dire
help-annuaire = les fiches des directions, à confirmer
help-delai = pour quand : les trois délais d’un service
help-passation = ce que doit savoir qui reprend une fonction
