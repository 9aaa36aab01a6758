# Une demande, de la phrase à l’enregistrement.
requests-understood = { $lines }
    .title = Compris : { $service }
requests-unsure = Je ne sais pas. Est-ce l’un de ceux-ci ?
    { $lines }
    .title = Peut-être : { $service }
requests-unknown = Rien dans la phrase ne me dit quel service. « Autre service » ouvre les domaines, ou comprend un mot.
    { $lines }
    .title = Je ne sais pas
requests-disagree = { $between ->
        [rules] Deux règles ne disent pas pareil.
       *[words] La règle et les mots ne disent pas pareil.
    } À vous de choisir.
    { $lines }
    .title = Deux réponses possibles
requests-recorded = { $lines }
    .title = { $reference } · { $service }
card-text = « { $text } »
card-destination = { $competence } › { $direction } · première réponse { $delay } · { $channel } · { $mairie }
card-no-referent = ⚠ Aucun référent actif dans cette direction : prévenez la coordination, sinon la demande attendra.
card-stale-entry = ⚠ Coordonnées de la direction non confirmées depuis plus de 120 jours.
card-no-service = service à confirmer
card-no-mairie = mairie à préciser
quoted = « { $text } »
card-why = Pourquoi : { $words } ; proche de « { $near } »
card-why-near = Pourquoi : proche de « { $near } »
card-why-words = Pourquoi : { $words }
band-sure = sûr
band-probable = probable
band-to-confirm = à confirmer
card-service-band = { $service } · { $band }
card-rule = Règle : { $reason }
card-rule-words = Règle : { $reason } ({ $words })
card-aside = Moins probable : { $service }, aucun mot ne le dit
card-aside-words = Moins probable : { $service }, pour { $words }
card-aside-rule = Écarté : { $service } ; { $reason }
card-settled = Comme { $reference } : « { $text } », réglée par { $direction } { $ago }
card-question = Pour départager : { $question }
card-where-to = { $competence } › { $direction }
card-either-service = { $service } · { $where }
card-either = • { $what } : { $why }
either-rule = règle, { $reason }
either-words = à cause de { $words }
either-near = proche de « { $near } »
either-catalogue = selon le catalogue
card-place-quarter = Lieu : quartier { $mairie }
card-place-quarter-needed = Lieu : quartier { $mairie }, à préciser
button-yes-service = Oui : { $service }
button-no-service = Non : { $service }
button-for-mairie = Pour { $mairie }
requests-which-direction = Deux règles ne disent pas pareil. Laquelle suivre ?
    { $lines }
    .title = { $service }
card-place = Lieu : { $place }
card-place-elsewhere = Lieu : { $place } (quartier { $mairie })
card-place-missing = Lieu : à préciser
card-pin = point sur la carte
card-photos = { $count ->
    [one] 1 photo
   *[other] { $count } photos
}
card-masked = Retiré du texte : { $what }. Gardez le contact dans l’outil officiel.
card-sensitive = Ce texte parle de { $what } : est-ce nécessaire ?
card-external = Outil officiel : { $reference }
card-erased = Votre message est effacé de cette conversation.
card-danger = ⚠ D’abord le téléphone : { $call }. { $instruction }
card-instruction = À savoir : { $text }
card-state = { $state }, le { DATETIME($at, dateStyle: "short") } à { DATETIME($at, timeStyle: "short") }
card-legal = Échéance légale possible le { $on } : à vérifier par le service
state-draft = brouillon
state-to_qualify = à qualifier
state-sent = transmise
state-cancelled = annulée
delay-minutes = sous { $count } min
delay-hours = sous { $count } h ouvrées
delay-working-days = { $count ->
    [one] sous 1 jour ouvré
   *[other] sous { $count } jours ouvrés
}
delay-at-once = tout de suite
delay-announced-date = à la date annoncée
button-record = ✓ Enregistrer
button-record-later = Enregistrer, qualifier plus tard
button-service = { $service }
button-service-short = Service
button-other-service = Autre service
button-place = Lieu
button-channel = Canal
button-mairie = Mairie
button-drop = Effacer
button-soften = Retirer ces mots
button-reference = Noter la référence
button-erase = Effacer mon message
button-correct = Corriger
requests-which-domain = Quel domaine ? Ou tapez un mot : « colonne verre », « acte de naissance »…
requests-which-service = Quel service ?
requests-which-of-these = Lequel de ceux-ci ?
requests-which-channel = Par où est-elle arrivée ?
requests-which-mairie = Pour quelle mairie de quartier ?
requests-which-place = Où ? Écrivez l’adresse ou le lieu, ou envoyez un point sur la carte.
requests-which-reference = Quelle est sa référence dans l’outil officiel ? Par exemple : GRC-2026-114.
reference-refused = Ce n’est pas une référence : 40 signes au plus, des chiffres et des lettres sans accent, - / ou . ; ni téléphone ni plaque. « Noter la référence » pour recommencer.
erase-failed = Finalement non, votre message est resté : la messagerie ne me laisse plus l’effacer. Vous pouvez le faire vous-même.
requests-correct-what = Que corriger ?
    .title = { $reference }
requests-what-is-it = Bien reçu. Dites en une phrase de quoi il s’agit.
requests-too-long = C’est un peu long pour moi ({ $most } signes au plus). Résumez en une phrase : le fait et le lieu.
requests-forwarded = Message transféré : dites-le avec vos mots, en une phrase, sans nom ni téléphone d’habitant.
requests-dropped = Effacé. Rien n’est enregistré.
requests-cancelled = { $reference } est annulée.
requests-reworded = { $reference } dit maintenant : « { $text } »
photo-added = Photo ajoutée à { $name }.
photos-enough = J’en garde { $most } par demande : cela suffit pour agir.
already-recorded = C’est déjà enregistré, sous la référence { $reference }.
already-changed = Cette demande vient de changer. Ouvrez-la de nouveau avec « voir ».
already-cancelled = { $reference } est déjà annulée.
draft-gone = Ce brouillon n’existe plus. Écrivez la demande de nouveau, en une phrase.
too-late-to-edit = { $reference } est déjà enregistrée : votre message corrigé ne la change plus. Tapez « corriger { $reference } ».
nothing-to-undo = Rien à annuler : vous n’avez rien enregistré dans les dix dernières minutes.
request-unknown = Je ne trouve pas cette demande parmi celles que vous pouvez ouvrir.
nothing-open = Aucune demande ouverte à votre nom.
requests-mine = { $lines }
    .title = { $total ->
        [one] 1 demande ouverte
       *[other] { $total } demandes ouvertes
    }
requests-found = { $lines }
    .title = { $total ->
        [one] 1 demande trouvée
       *[other] { $total } demandes trouvées
    }
nothing-found = Rien avec « { $words } » parmi les demandes que vous pouvez ouvrir.
search-what = Que cherchez-vous ? Par exemple : chercher lampadaire Pasteur
list-line = { $reference } · { $state } · { $text }
meeting-begin = Écrivez une demande par ligne, en un ou plusieurs messages. « fin » pour terminer.
meeting-needs-mairie = La réunion s’enregistre pour une mairie de quartier, et la vôtre n’est pas connue. Voyez l’administrateur.
meeting-line = { $reference } · { $text }
meeting-logged = { $lines }
    { $passed ->
        [0] Tout est noté, à qualifier ensuite.
       *[other] Lignes laissées de côté (vides de sens, trop longues ou au-delà de { $most }) : { $passed }.
    } « fin » pour terminer.
    .title = { $count ->
        [one] 1 demande notée
       *[other] { $count } demandes notées
    }
meeting-nothing = Je n’ai rien pu noter ici. Une demande par ligne, en quelques mots. « fin » pour terminer.
meeting-end = { $count ->
    [0] Réunion close, rien de noté.
    [one] Réunion close : 1 demande à qualifier. « mes » pour la reprendre.
   *[other] Réunion close : { $count } demandes à qualifier. « mes » pour les reprendre.
}
