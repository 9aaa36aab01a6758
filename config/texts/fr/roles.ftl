# Les fonctions : qui en a une, qui la donne, qui confirme.
role-how = Dites qui, quelle fonction, et où : role Karim sg Les Tanneurs. Ou bien : role Nadia couvre aussi Les Cèdres. Fonctions : { $roles }.
role-card = { $name }, aujourd’hui { $now }, devient : { $then }.
role-card-top = { $name }, aujourd’hui { $now }, deviendrait : { $then }. Un second administrateur devra confirmer dans les 48 heures.
role-covering = { $function } ; couvre aussi { $mairies }
role-covers-nothing = Seuls une assistante ou un chargé de mission couvrent d’autres mairies de quartier que la leur.
role-not-yourself = Personne ne change sa propre fonction : demandez à un autre administrateur.
role-same = { $name } est déjà { $now }. Rien n’a changé.
role-given = C’est fait. { $name } est maintenant : { $then }.
last-admin = C’est le dernier administrateur : il ne peut ni partir ni changer de fonction. Nommez-en d’abord un autre.
role-needs-second = Un second administrateur doit confirmer, et je n’en joins aucun autre. Sur le serveur, « relais invite --role admin » donne un code pour en faire entrer un.
role-already-asked = C’est déjà demandé : la confirmation d’un autre administrateur est attendue.
role-asked = { $count ->
    [one] Demandé à un autre administrateur.
   *[other] Demandé aux { $count } autres administrateurs.
} Rien ne change avant qu’il confirme ; la demande tombe au bout de 48 heures.
role-confirm = { $asker } propose que { $name }, aujourd’hui { $now }, devienne : { $then }. Vérifiez de vive voix qui est { $name } avant de confirmer.
    .title = À confirmer dans les 48 heures
role-confirm-invitation = { $asker } propose d’inviter quelqu’un comme : { $then }. Vérifiez de vive voix de qui il s’agit avant de confirmer.
    .title = À confirmer dans les 48 heures
role-confirmed = C’est confirmé. { $name } est maintenant : { $then }.
role-declined = Un autre administrateur a refusé : { $then }. Rien n’a changé.
role-you-declined = Refusé. Rien ne change, et la personne qui l’a demandé le sait.
role-invitation-given = Confirmé : { $asker } reçoit le code pour { $then }.
role-change-settled = C’est déjà réglé, ou ce n’est plus demandé.
role-change-expired = C’est trop tard : la demande datait de plus de 48 heures. Il faut la refaire.
role-needs-somebody-else = Quelqu’un d’autre doit confirmer : ni la personne qui demande, ni celle qui est concernée.
# Partir.
remove-who = Qui part ? Écrivez son nom, ou « moi ».
remove-who-or-relay = { $count ->
    [one] Une demande ouverte attend un relais ; choisissez de qui.
   *[other] { $count } demandes ouvertes attendent un relais ; choisissez de qui.
} Pour retirer quelqu’un, écrivez son nom, ou « moi ».
remove-card = Retirer { $name } ({ $function }) ? Son accès est coupé tout de suite, sur toutes ses messageries. { $count ->
    [0] Aucun dossier ouvert.
    [one] Un dossier ouvert à réaffecter ensuite.
   *[other] { $count } dossiers ouverts à réaffecter ensuite.
}
remove-myself-card = Partir, { $name } ? Votre accès est coupé tout de suite, sur toutes vos messageries. { $count ->
    [0] Aucun dossier ouvert.
    [one] Votre dossier ouvert revient à l’équipe.
   *[other] Vos { $count } dossiers ouverts reviennent à l’équipe.
} Il faudra une nouvelle invitation pour revenir.
remove-yourself-only = Vous pouvez retirer votre propre accès : « moi ». Pour quelqu’un d’autre, voyez l’administrateur.
remove-not-yours = Vous pouvez retirer l’équipe de votre mairie de quartier. Pour les autres, voyez l’administrateur.
removed = Accès coupé : { $name }. Aucun dossier à réaffecter.
removed-with-files = Accès coupé : { $name }. Dossiers à réaffecter : { $count }.
left = { $count ->
    [0] Votre accès est coupé. Merci, et bonne route.
    [one] Votre accès est coupé ; votre dossier ouvert revient à l’équipe. Merci, et bonne route.
   *[other] Votre accès est coupé ; vos { $count } dossiers ouverts reviennent à l’équipe. Merci, et bonne route.
}
button-choose-relay = Choisir le relais
button-team = L’équipe
relay-which = Qui reprend les dossiers de { $name } ?
files-given = { $count ->
    [one] { $name } reprend le dossier, et le saura à sa prochaine prise de messages.
   *[other] { $name } reprend les { $count } dossiers, et le saura à sa prochaine prise de messages.
}
files-to-team = Les dossiers de { $name } reviennent à l’équipe.
files-none = Plus aucun dossier de { $name } n’attend de relais.
