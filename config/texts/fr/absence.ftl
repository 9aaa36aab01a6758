# S’absenter, qui prend le relais, la pause.
absence-when = Quels jours ne serez-vous pas là ? Par exemple : du 1er au 5 décembre.
absence-how = Je n’ai pas reconnu de date. Par exemple : /absence du 1er au 5 décembre, ou du 01/12 au 05/12.
absence-past = Une absence se note à partir d’aujourd’hui, { DAY($today) }.
absence-already = Vous avez déjà noté une absence { PERIOD($first, $last) }. Écrivez « absence » pour la voir ou l’arrêter.
absence-none = Aucune absence notée de votre part, ou elle est déjà terminée.
absence-relay = Votre absence : { PERIOD($first, $last) }. { $count ->
    [0] Aucun dossier ouvert.
    [one] Un dossier ouvert.
   *[other] { $count } dossiers ouverts.
}
    Qui prend le relais ?
    .title = Absence
absence-others = Qui prend le relais ? Touchez un nom, ou écrivez-le.
absence-confirm = Votre absence : { PERIOD($first, $last) }. Relais : { $relay }.
    Vos sondages et messages sont suspendus jusqu’à votre retour, danger excepté.
    .title = Absence
absence-declared = C’est noté : absence { PERIOD($first, $last) }. Relais : { $relay }.
relay-not-there = Cette personne n’est plus là, ou s’absente ces jours-là. Choisissez quelqu’un d’autre.
absence-ended = Bon retour ! L’absence notée jusqu’au { DAY($last) } est terminée.
absence-cancelled = C’est annulé : pas d’absence { PERIOD($first, $last) }.
absence-mine = { $lines }
    Pour en noter une autre, écrivez ses dates.
    .title = Mes absences
button-my-team = Mon équipe
button-somebody-else = Quelqu’un d’autre
button-back-at-work = Je suis de retour
button-not-leaving = Je ne m’absente plus
relays = { $lines }
    .title = Qui prend le relais
relays-none = Aucune absence dans votre équipe, ni aujourd’hui ni prochainement.
relays-now = { $name }, jusqu’au { DAY($last) } : { $relay }
relays-soon = { $name }, { PERIOD($first, $last) } : { $relay }
quiet-until-when = Plus de message jusqu’à quand ? Par exemple : lundi 9 h. Un danger passe toujours.
quiet-now = Vos messages sont en pause jusqu’au { MOMENT($until) }. Pour changer, écrivez un autre moment.
quiet-how = Je n’ai pas reconnu de moment. Par exemple : /pause jusqu’à lundi 9 h.
quiet = C’est noté : plus de message jusqu’au { MOMENT($until) }, danger excepté.
quiet-ended = La pause est finie : vos messages reprennent.
button-resume = Reprendre
