# Ce que le contrôleur trouve chaque minute : ce qui ne va pas, et quoi faire. Des numéros de lignes, jamais ce que quelqu’un a écrit.

alarm-red = { $lines }
    Pour tout voir, sur le serveur : relais doctor
    .title = Relais demande votre aide ({ DATETIME($at, timeStyle: "short") })
alarm-line = • { $what } → { $remedy }
alarm-line-since = • { $what } Depuis le { DATETIME($since, dateStyle: "short") } à { DATETIME($since, timeStyle: "short") }. → { $remedy }
alarm-more = { $count ->
    [one] • et 1 autre constat
   *[other] • et { $count } autres constats
}
alarm-green = Tout est de nouveau en ordre.
    .title = Relais va bien ({ DATETIME($at, timeStyle: "short") })

found-no-database = La base de données ne répond pas, ou ne se laisse pas lire.
    .remedy = Vérifiez le serveur de base et le disque ; Relais reprend seul. Sinon : relais doctor.
found-check-failed = Le contrôle « { $name } » n’a pas pu se faire.
    .remedy = Lisez le journal technique à cette minute : c’est un défaut de Relais à signaler.

# Ce qui arrive
found-not-handled = { $count ->
    [one] 1 message reçu de { $platform } attend d’être traité ({ $ids }).
   *[other] { $count } messages reçus de { $platform } attendent d’être traités ({ $ids }).
}
    .remedy = Redémarrez Relais : rien n’est perdu, tout est repris dans l’ordre.
found-quarantined = { $count ->
    [one] 1 message n’a pas pu être traité et reste scellé ({ $ids }).
   *[other] { $count } messages n’ont pas pu être traités et restent scellés ({ $ids }).
}
    .remedy = Cherchez ces numéros dans le journal technique ; le contenu est effacé au bout de 7 jours.
found-deaf = Plus rien n’est entendu de { $platform }.
    .remedy = Vérifiez le réseau et que { $platform } répond ; sinon redémarrez Relais. Ce qui est écrit entre-temps sera lu.

# Ce qui part
found-mute = L’envoi vers { $platform } ne tourne plus.
    .remedy = Redémarrez Relais : ce qui est dû sera envoyé.
found-lease-over = { $count ->
    [one] 1 envoi est retenu par un programme qui ne répond plus ({ $ids }).
   *[other] { $count } envois sont retenus par un programme qui ne répond plus ({ $ids }).
}
    .remedy = Redémarrez Relais : ces envois seront repris.
found-danger-late = { $count ->
    [one] 1 alerte de danger n’est pas partie vers { $platform } ({ $ids }).
   *[other] { $count } alertes de danger ne sont pas parties vers { $platform } ({ $ids }).
}
    .remedy = Prévenez par téléphone, puis vérifiez que { $platform } répond.
found-nothing-leaves = { $count ->
    [one] Plus rien ne part vers { $platform } : 1 message attend ({ $ids }).
   *[other] Plus rien ne part vers { $platform } : { $count } messages attendent ({ $ids }).
}
    .remedy = Vérifiez le réseau et que { $platform } répond ; rien n’est perdu, tout partira.
found-late = { $count ->
    [one] 1 message attend depuis plus d’une heure vers { $platform } ({ $ids }).
   *[other] { $count } messages attendent depuis plus d’une heure vers { $platform } ({ $ids }).
}
    .remedy = Regardez « relais status » : une conversation refuse peut-être ses messages, ou le rythme permis est atteint.
found-uncertain = { $count ->
    [one] 1 message a peut-être été vu deux fois : la réponse du réseau s’est perdue ({ $ids }).
   *[other] { $count } messages ont peut-être été vus deux fois : la réponse du réseau s’est perdue ({ $ids }).
}
    .remedy = Rien à faire.
found-owed-of-closed = { $count ->
    [one] 1 rappel est encore dû pour une demande close ({ $ids }).
   *[other] { $count } rappels sont encore dus pour des demandes closes ({ $ids }).
}
    .remedy = C’est un défaut de Relais à signaler, avec ces numéros.
found-said-nowhere = { $count ->
    [one] 1 rappel est noté comme dit, mais son message n’existe pas ({ $ids }).
   *[other] { $count } rappels sont notés comme dits, mais leurs messages n’existent pas ({ $ids }).
}
    .remedy = C’est un défaut de Relais à signaler, avec ces numéros ; prévenez les personnes autrement.
found-danger-unheard = { $count ->
    [one] 1 alerte de danger n’a atteint personne ({ $ids }).
   *[other] { $count } alertes de danger n’ont atteint personne ({ $ids }).
}
    .remedy = Prévenez par téléphone : personne d’autre ne l’a reçue.
found-unheard = { $count ->
    [one] 1 rappel n’a pas pu être remis ({ $ids }).
   *[other] { $count } rappels n’ont pas pu être remis ({ $ids }).
}
    .remedy = La personne a sans doute bloqué ou quitté la conversation : demandez-lui d’écrire un mot à Relais.
found-danger-unsaid = { $count ->
    [one] 1 alerte de danger attend d’être dite ({ $ids }).
   *[other] { $count } alertes de danger attendent d’être dites ({ $ids }).
}
    .remedy = Prévenez par téléphone, puis redémarrez Relais.
found-unsaid = { $count ->
    [one] 1 rappel attend depuis plusieurs jours de travail ({ $ids }).
   *[other] { $count } rappels attendent depuis plusieurs jours de travail ({ $ids }).
}
    .remedy = Vérifiez les horaires de la direction (directions.yaml) ; sinon c’est un défaut de Relais à signaler.

# Les demandes
found-overdue = { $count ->
    [one] 1 demande n’a pas été regardée à l’heure dite ({ $ids }).
   *[other] { $count } demandes n’ont pas été regardées à l’heure dite ({ $ids }).
}
    .remedy = Redémarrez Relais : les rappels dus seront faits, une seule fois.
found-step-unannounced = { $count ->
    [one] 1 relance notée au registre n’a de ligne pour personne ({ $ids }).
   *[other] { $count } relances notées au registre n’ont de ligne pour personne ({ $ids }).
}
    .remedy = C’est un défaut de Relais à signaler, avec ces numéros ; prévenez les personnes autrement.
found-step-to-nobody = { $count ->
    [one] 1 relance n’avait personne à prévenir ({ $ids }).
   *[other] { $count } relances n’avaient personne à prévenir ({ $ids }).
}
    .remedy = Donnez ces fonctions à quelqu’un (« inviter », « role »), et vérifiez les suppléances dans escalade.yaml.
found-without-direction = { $count ->
    [one] 1 demande ouverte n’a pas de direction connue ({ $ids }).
   *[other] { $count } demandes ouvertes n’ont pas de direction connue ({ $ids }).
}
    .remedy = La coordination la transfère : « transferer » suivi de sa référence. Voyez « relais town versions » si une direction vient d’être retirée.
found-without-person = { $count ->
    [one] 1 demande ouverte est entre les mains de quelqu’un qui n’est plus là ({ $ids }).
   *[other] { $count } demandes ouvertes sont entre les mains de quelqu’un qui n’est plus là ({ $ids }).
}
    .remedy = Confiez-les à un relais ou à l’équipe : « retirer » dans la conversation.
found-danger-untold = { $count ->
    [one] Personne n’a été prévenu de 1 danger ouvert ({ $ids }).
   *[other] Personne n’a été prévenu de { $count } dangers ouverts ({ $ids }).
}
    .remedy = Prévenez par téléphone. Vérifiez qu’un secrétaire général ou la coordination est joignable.
found-unlogged = { $count ->
    [one] 1 demande n’est pas dans l’état que dit le registre ({ $ids }).
   *[other] { $count } demandes ne sont pas dans l’état que dit le registre ({ $ids }).
}
    .remedy = Quelqu’un a pu modifier la base à la main. Gardez-en une copie, puis : relais audit verify.
found-miscounted = Les chiffres gardés du { DAY($day) } ne sont pas ceux des demandes ({ $ids }).
    .remedy = Quelqu’un a pu modifier la base à la main. Gardez-en une copie, puis recomptez : relais figures recount.

# Le registre
found-chain-broken = Le registre ne se suit plus à partir du maillon { $ids }.
    .remedy = Ne corrigez rien : gardez une copie de la base, puis relais audit verify.
found-chain-unsealed = Le dernier maillon du registre n’est pas celui qui a été scellé ({ $ids }).
    .remedy = Ne corrigez rien : gardez une copie de la base, puis relais audit verify.
found-log-unguarded = Les verrous de la base sur le registre ne sont plus en place.
    .remedy = Quelqu’un les a enlevés : gardez une copie de la base, puis relais audit verify.
found-unlinked = { $count ->
    [one] 1 fait attend son maillon depuis plus de dix minutes ({ $ids }).
   *[other] { $count } faits attendent leur maillon depuis plus de dix minutes ({ $ids }).
}
    .remedy = Redémarrez Relais ; si cela dure, lisez le journal technique.
found-tampered = Relais a constaté que le registre avait été modifié en dehors de lui ({ $ids }).
    .remedy = Ne corrigez rien : gardez une copie de la base, puis relais audit verify.

# Les horloges
found-not-running = Relais ne tourne pas.
    .remedy = Démarrez-le ; rien n’est perdu, il reprend où il en était.
found-tick-stopped = La tâche « { $name } » ne tourne plus.
    .remedy = Redémarrez Relais ; rien n’est perdu, elle reprend où elle en était.
found-tick-failing = La tâche « { $name } » échoue à chaque fois.
    .remedy = Lisez le journal technique : l’erreur y est, avec son endroit.
found-missed-turn = Ce qui se fait chaque jour ouvré ne s’est pas fait aujourd’hui : « { $name } ».
    .remedy = Redémarrez Relais ; si cela dure, lisez le journal technique.
found-clocks-apart = L’horloge de cette machine et celle de la base diffèrent de { $seconds } secondes.
    .remedy = Remettez les deux à l’heure (NTP) : les échéances en dépendent.
found-from-the-future = Le dernier fait noté est en avance de { $seconds } secondes sur l’horloge de cette machine.
    .remedy = L’horloge a reculé : remettez-la à l’heure (NTP).

# Ce qui est gardé
found-kept-too-long = { $what ->
    [update-ids] Des identifiants de messages reçus sont gardés au-delà de 90 jours ({ $count }).
    [update-contents] Des messages jamais traités sont gardés au-delà de 7 jours ({ $count }).
    [message-bodies] Des textes de messages sont gardés au-delà de 30 jours ({ $count }).
    [drafts] Des brouillons sont gardés au-delà d’un jour ({ $count }).
    [files] Des photos qui ne montrent aucune demande sont gardées au-delà d’un jour ({ $count }).
    [wrong-codes] Des codes mal tapés sont gardés au-delà d’un jour ({ $count }).
   *[steps] Des questions restées sans réponse sont gardées au-delà d’un jour ({ $count }).
}
    .remedy = L’effacement ne se fait plus : redémarrez Relais, puis regardez « relais status ».
found-no-backup = Aucune sauvegarde n’est faite par Relais.
    .remedy = Sauvegardez la base et le dossier de Relais ensemble ; docs/operations.md dit comment.
found-backup-unreadable = Ce que dit la sauvegarde d’elle-même ne se lit pas ({ $ids }).
    .remedy = Refaites une sauvegarde, et vérifiez-la.
found-backup-old = La dernière sauvegarde est trop ancienne.
    .remedy = Vérifiez l’espace disque et le journal technique, puis refaites-en une.
found-backup-unverified = Aucune sauvegarde n’a été ouverte et vérifiée depuis un jour.
    .remedy = Vérifiez la dernière ; si elle ne s’ouvre pas, refaites-en une ailleurs.
found-state-folder-gone = Le dossier de Relais (RELAIS_STATE_DIR) n’est pas lisible.
    .remedy = Remontez le disque, ou rendez à Relais le droit de lire ce dossier.
found-disk-full = Il reste { $megabytes } Mo sur le disque de Relais.
    .remedy = Libérez de la place : quand le disque est plein, rien de nouveau n’est accepté, et rien n’est perdu.

# La base, la nuit
found-damaged = La base est abîmée sur son disque ({ $count } constats).
    .remedy = Arrêtez Relais, gardez le fichier tel quel, et restaurez la dernière sauvegarde vérifiée.
found-twice = Ce qui doit être unique est en double : { $what } ({ $count }).
    .remedy = Un index manque à la base : gardez-en une copie, et signalez-le.
found-dangling = Des lignes en désignent d’autres qui n’existent pas : { $what } ({ $count }).
    .remedy = Quelqu’un a pu modifier la base à la main : gardez-en une copie, et signalez-le.
