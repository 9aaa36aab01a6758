# La journée jouée par « relais demo ».
demo-begin = Une journée aux Tanneurs, mairie de quartier de Valmière (ville fictive). À gauche ce que Relais écrit à chacun, à droite ce que chacun écrit ou touche.
demo-arrivals = Claire, secrétaire générale, a reçu un code de l’administrateur. Elle invite son équipe : chacun entre avec le sien.
    .title = Les Tanneurs ouvrent
demo-counter = Awa écrit en une phrase ce qu’on lui dit. Relais propose un service et dit pourquoi ; un geste enregistre.
    .title = Au guichet
demo-photo = Elle sort voir et envoie une photo. Relais la réduit et en retire ce que le téléphone y cache : l’appareil, le lieu.
    .title = Devant l’école
demo-phone = Bruno note vite, avec le numéro d’un habitant. Le numéro n’entre pas dans la base. Il précise que c’était par téléphone.
    .title = Au téléphone
demo-danger = Certaines phrases n’attendent pas une messagerie : Relais dit d’abord qui appeler.
    .title = Un danger
demo-wrong = Relais pense à une corbeille ; c’était la colonne à verre. « Autre service », un mot, et la demande part au bon endroit.
    .title = Une erreur, corrigée en trois gestes
demo-pin = En tournée, Nadia ne connaît pas l’adresse : elle envoie sa position, et précise que c’était sur le terrain.
    .title = Sur le terrain
demo-colleague = Emma préfère l’anglais. Relais lui répond dans sa langue ; la demande, elle, reste en français.
    .title = Une collègue
demo-stranger = Quelqu’un d’extérieur écrit à Relais : une réponse polie, puis plus rien.
    .title = Un inconnu
demo-silence = (Relais se tait.)
demo-councillor = Paul, élu de quartier, rapporte ce que demandent les riverains, et dit par quelle porte c’est arrivé.
    .title = Un élu
demo-lights-out = Awa a une carte sous les yeux. Bruno écrit à son tour, et le serveur s’arrête net avant de lui répondre.
    .title = Panne de courant
demo-back = Dans le fichier : { $requests ->
        [one] 1 demande
       *[other] { $requests } demandes
    } et { $answers ->
        [0] aucune réponse due
        [one] 1 réponse due
       *[other] { $answers } réponses dues
    }. Relais redémarre : Bruno reçoit sa réponse sans rien refaire, et le bouton qu’Awa avait sous les yeux marche encore.
    .title = Le courant revient
demo-reworded = Bruno corrige le message qu’il vient d’envoyer : la demande suit.
    .title = Un message corrigé
demo-reworded-mark = (modifié)
demo-meeting = Nadia, chargée de mission, revient d’une réunion publique : une demande par ligne.
    .title = Après la réunion
demo-evening = Awa relit ce qu’elle a noté ; Claire cherche ce qui touche la rue Carnot.
    .title = Fin de journée
demo-on = { DATETIME($day, dateStyle: "medium") }
demo-bounce = Le lendemain, Karim (Voirie) croit que le trou vient d’un réseau d’eau : il refuse, motif à l’appui. Nora (Eau) n’est pas de cet avis. Au deuxième renvoi, plus rien ne bouge.
    .title = Deux directions
demo-arbitration = Cora, de la coordination, lit la chaîne des motifs et désigne un seul pilote. C’est écrit, et sans retour.
    .title = Trancher
demo-dated = Karim annonce une date, en français. Relais redit le jour qu’il a compris ; la mairie de quartier saura quoi dire.
    .title = Une date
demo-done = Vendredi, c’est rebouché : la direction dit « fait », la mairie de quartier clôt, avec la réponse type que l’on copie dans l’outil officiel.
    .title = Fait, dit, clos
demo-reopened = La semaine suivante, le trou est revenu. Claire rouvre : la même référence, la même histoire.
    .title = Rouvrir
demo-day = Ce qui a été noté aujourd’hui, lu dans la base.
    .title = La journée en un tableau
demo-table = { $count ->
    [one] 1 demande enregistrée
   *[other] { $count } demandes enregistrées
}
demo-direction = Direction
demo-service = Service
demo-channel = Canal
demo-to-qualify = à qualifier
demo-nothing-lost = Rien n’est perdu : { $before } demandes avant le redémarrage, { $after } après.
demo-year = Trois semaines plus tard, dans une ville inventée qui a un an de demandes. Claire, secrétaire générale des Tanneurs, prend son poste un lundi matin.
    .title = Un an de demandes
demo-week = Son résumé de la semaine arrive à l’heure dite : ce qu’il y a à décider d’abord, trois chiffres, ce qu’il est bon de savoir. Deux minutes.
    .title = Le lundi de la secrétaire générale
demo-chart = Un geste : le graphique, et la même chose en mots pour qui ne le voit pas.
    .title = En une image
demo-your-turn = À vous ! Vous êtes Awa : écrivez une demande en une phrase, puis le numéro d’un bouton. « aide » montre les commandes.
    « @claire », « @bruno », « @nadia », « @emma » ou « @paul » pour parler à leur place ; « :lieu 46.055, 4.341 » pour une position ; « :quitter » pour finir.
demo-left = Démonstration interrompue. Rien n’en reste sur le disque.
demo-picture = relais demo
