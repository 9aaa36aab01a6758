# La restitution : une page imprimée par trimestre, pour ceux à qui l’on demande de la lire et d’en parler.
page-for-sg = Restitution aux secrétaires généraux
page-for-directions = Restitution aux directions
page-for-dgs = Restitution à la direction générale et au cabinet
page-for-elus = Restitution aux maires de quartier
page-in-quarter = au { $quarter }
page-title-few = Trop peu d’échéances ce trimestre pour dire si les délais sont tenus
page-title-first = { $said } des délais tenus ce trimestre
page-title-better = Les délais sont mieux tenus : { $said }, contre { $before } le trimestre d’avant
page-title-worse = Les délais sont moins bien tenus : { $said }, contre { $before } le trimestre d’avant
page-title-same = Les délais sont tenus comme au trimestre d’avant : { $said }
page-n = n = { $n }
page-n-days = jours ouvrés, n = { $n }
button-page-sg = SG · { $mairie }
button-page-elus = Maire · { $mairie }
page-days = { $value } j
page-unknown = Ce que nous ne savons pas
page-unknown-lines = Si ceux qui ne s’adressent pas à la mairie ont les mêmes besoins : seules les demandes notées comptent.
    Si une équipe a plus de travail, ou note davantage : une équipe qui note tout paraît plus chargée.
    Si une direction est plus rapide, ou refuse plus souvent ; regardez aussi les motifs.
    Ce que pèsent les vacances, les pannes et les changements de canal ; le premier mois est un rodage.
page-next = La suite
page-next-sg = En parler en équipe : qu’est-ce qui nous surprend, qu’est-ce qui manque ?
    Choisir une seule chose à essayer ce trimestre, et dire comment on verra si elle aide.
    Relire ensemble cinq fiches en retard : sans chercher qui, en cherchant pourquoi.
page-next-directions = Regarder avec les mairies de quartier les renvois et les motifs de refus.
    Dire ce qui, dans les fiches, manque le plus souvent pour agir.
    Choisir un délai à tenir mieux, ou à annoncer autrement.
page-next-dgs = Trancher ce qui attend un arbitrage entre directions.
    Choisir ce que l’on change d’ici au prochain trimestre, et dire pourquoi le reste attend.
    Demander la prochaine restitution dans trois mois, avec les mêmes chiffres.
page-next-elus = En parler avec le secrétaire général : qu’entendez-vous que ces chiffres ne disent pas ?
    Orienter les habitants vers la mairie de quartier : une demande notée est une demande suivie.
    Retrouver ces chiffres dans trois mois, comptés de même.
page-foot = { $city } · chiffres de Relais au { DAY($on) } · chaque mesure est définie dans Relais : « chiffres ? »
page-author = { $city }, mairies de quartier
page-which-quarter = Je n’ai pas reconnu le trimestre. Par exemple « T3 2026 ».
page-other-place = Pour --for { $audience }, dites { $audience ->
        [directions] une direction (--direction)
       *[other] une mairie de quartier (--mairie)
    }, ou rien.
page-unknown-audience = Restitution inconnue : { $given }. Il y a { $allowed }.
page-said = { $text }
    .title = { $above }
page-choose = Pour qui ?
    .title = Restitution · { $period }
page-none = La restitution est celle d’un secrétaire général, d’une direction, de la direction générale ou de la coordination.
page-withheld = Pendant la période préélectorale, il n’y a pas de restitution.
help-restitution = la page imprimée du trimestre, à lire et à discuter
cli-restitution = Écrire la page imprimée d’un trimestre, en PDF : une par mairie, par direction, ou pour toute la commune.
cli-restitution-quarter = Le trimestre : T3-2026.
cli-restitution-for = Pour qui : sg, directions, dgs, elus.
cli-restitution-mairie = Une seule mairie de quartier, par son identifiant.
cli-restitution-direction = Une seule direction, par son identifiant.
cli-restitution-out = Le dossier où écrire.
