# relais status
status-no-database = La base ne se laisse pas lire : elle est absente, ne répond pas, ou vient d’une autre version. Voyez « relais doctor ».
status-queue = Ce qui attend
status-count = Combien
status-oldest = Depuis
status-inbox = reçu, { $name ->
    [waiting] à traiter
    [fetching] fichiers en route
    [locked] sans sa clé
   *[quarantined] mis de côté
}
status-outbox = à envoyer, { $name }
status-notices = à dire au prochain message
status-turn = Ce qui tourne
status-every = Toutes les
status-last = Dernière fois
status-took = Durée
status-never = Relais n’a encore jamais tourné sur cette base.
status-age = { $minutes ->
    [0] { $seconds } s
    [one] { $seconds } s
   *[other] { $hours ->
        [0] { $minutes } min
        [one] { $minutes } min
       *[other] { $hours } h
    }
}
status-lease = Bail : { $what }
status-people = { $reachable } personnes joignables sur { $people } · { $requests } demandes ouvertes

metrics-port = Impossible d’écouter sur { $host }:{ $port } (RELAIS_METRICS_ADDRESS) : un autre programme y est, ou l’adresse n’est pas de cette machine.

# relais doctor
doctor-section-settings = Réglages et fichiers de la commune
doctor-section-files = Fichiers de Relais
doctor-section-database = Base de données
doctor-section-work = Ce qui se fait
doctor-section-versions = Versions
doctor-settings-well = Rien à redire (relais check).
doctor-no-state-folder = Le dossier { $folder } n’existe pas encore.
    .remedy = Relais le crée au premier démarrage ; sinon, vérifiez RELAIS_STATE_DIR.
doctor-open-to-others = D’autres comptes de la machine peuvent lire { $path }.
    .remedy = Gardez-le à son propriétaire : chmod -R go= { $path }
doctor-no-key = Aucune clé dans { $folder }.
    .remedy = Relais la crée au premier démarrage ; s’il a déjà tourné, restaurez-la d’une sauvegarde avant de le relancer.
doctor-files-well = Clés en place, lisibles par leur propriétaire seul.
doctor-disk = { $megabytes } Mo libres.
doctor-database = { $kind } { $version }, { $megabytes } Mo, schéma { $revision }.
doctor-no-database = La base { $where } n’existe pas encore.
    .remedy = Relais la crée au premier démarrage ; sinon, vérifiez RELAIS_DATABASE_URL.
doctor-other-release = La base { $where } est au schéma { $found } ; ce Relais attend le { $needed }.
    .remedy = Démarrez Relais : il met le schéma à jour. S’il est plus récent que lui, mettez Relais à jour.
doctor-since = { $what } Depuis le { DATETIME($since, dateStyle: "short") } à { DATETIME($since, timeStyle: "short") }.
doctor-work-well = Rien n’est en retard, rien n’est perdu, le registre se suit.
doctor-versions = Relais { $relais }, Python { $python }, { $system }.
doctor-summary = { $red ->
    [0] { $warnings ->
        [0] Tout va bien.
        [one] Tout va bien ; 1 chose à savoir.
       *[other] Tout va bien ; { $warnings } choses à savoir.
    }
    [one] 1 chose à réparer.
   *[other] { $red } choses à réparer.
}
