# La ligne de commande.
cli-help = Relais : l’assistant des mairies de quartier, sur Telegram, Matrix ou au terminal.
cli-run = Faire tourner le bot sur les messageries configurées.
cli-console = Parler au bot dans ce terminal, seul ou à plusieurs.
cli-console-as = Qui parle d’abord ; « @nom » pour changer.
cli-console-trial = Si la base est vide, faire entrer trois personnes d’essai : awa, karim et petit.
cli-demo = Jouer une journée d’une mairie de quartier, puis donner la main.
cli-demo-picture = Écrire aussi l’image de la journée (SVG) dans ce fichier.
cli-demo-pace = Vitesse : 1 pour lire, 0 pour aller au plus vite.
cli-check = Vérifier la configuration : toutes les erreurs d’un coup, avec fichier et ligne.
cli-doctor = Tout examiner maintenant : réglages, fichiers, base, et ce qui se fait ; 0 si tout va bien, 1 sinon.
cli-status = Ce qui attend, depuis quand, et ce qui tourne, sans déranger Relais.
cli-route = Montrer vers quel service va une phrase, et pourquoi.
cli-route-text = La phrase, entre guillemets.
cli-json = Écrire du JSON.
cli-invite = Donner des codes d’invitation, un par ligne : un usage, 24 heures.
cli-invite-role = Fonction : agent, assistante, mission, sg, elu, coordination, direction, dgs, cabinet ou admin.
cli-invite-mairie = Mairie de quartier (identifiant), pour les fonctions qui en ont une.
cli-invite-direction = Direction (identifiant), pour la fonction « direction ».
cli-invite-count = Combien de codes.
cli-invite-unknown-role = La fonction « { $role } » n’existe pas. Choisissez parmi : { $roles }.
cli-invite-which-mairie = La fonction « { $role } » demande une mairie de quartier : --mairie, parmi { $mairies }.
cli-invite-which-direction = La fonction « direction » demande une direction : --direction, parmi { $directions }.
cli-invite-no-scope = La fonction « { $role } » couvre toute la ville : retirez --mairie ou --direction.
cli-audit = Le registre de ce qui s’est passé, et sa preuve.
cli-audit-verify = Relire toute la chaîne et dire ce qui a été modifié, retiré, déplacé ou coupé.
cli-audit-anchor = Une empreinte gardée ailleurs (message quotidien, ou « relais audit head »), à confronter.
cli-audit-head = Écrire l’empreinte du dernier maillon, à garder ailleurs.
cli-no-platform = Aucune messagerie configurée. Renseignez RELAIS_TELEGRAM_TOKEN, ou RELAIS_MATRIX_HOMESERVER et RELAIS_MATRIX_USER ; ou essayez « relais console ».
cli-running = Relais tourne pour { $town } sur : { $platforms }. Ctrl-C pour arrêter.
cli-console-hello = Relais, { $town }. Vous êtes { $who } ; « @nom » change de personne, « #salon texte » parle dans un salon, « :photo image », « :fichier commune.yaml », « :lieu lat, lon », « :modifier texte », « :quitter ».
cli-learning = Apprentissage du catalogue (une seule fois)
cli-training-failed = L’apprentissage du catalogue n’a pas abouti : { $why }. Vérifiez la place et la mémoire disponibles, puis relancez.
cli-town = Les fichiers de la commune, par versions : importer, lister, revenir, exporter.
cli-town-import = Montrer ce que changent ces fichiers, puis les appliquer comme une nouvelle version ; un bot en marche la prend dans les secondes qui suivent.
cli-town-paths = Des fichiers (services/voirie.yaml, directions.yaml…) qui remplacent ceux de la commune en vigueur, ou un dossier ; un dossier avec commune.yaml la remplace toute.
cli-town-yes = Appliquer sans demander.
cli-town-versions = Lister les versions appliquées, la plus récente d’abord.
cli-town-back = Revenir à une version antérieure : ses fichiers, appliqués comme une nouvelle version.
cli-town-number = Son numéro ; sans lui, la dernière qui diffère de celle en vigueur.
cli-town-export = Écrire les fichiers en vigueur dans un dossier neuf.
cli-town-export-folder = Le dossier : vide, ou qui n’existe pas encore.
cli-town-export-where = { $folder } contient déjà quelque chose : donnez un dossier vide, ou qui n’existe pas encore.
cli-town-exported = { $count } fichiers écrits dans { $folder }.
cli-town-unreadable = Le fichier { $path } ne peut pas être lu ({ $detail }).
cli-town-folder = Aucune version : la commune est celle du dossier { $folder }.
cli-town-same = Ces fichiers sont déjà ceux en vigueur : rien à changer.
cli-town-broken = Import impossible en l’état ; rien n’est changé.
cli-town-apply = Appliquer ?
cli-town-applied = Version { $number } appliquée. Un bot en marche la prend dans les secondes qui suivent.
cli-town-back-to = Retour à la version { $number }.
cli-town-since = Depuis
cli-town-changes = Différences
cli-town-by = Par
cli-town-files = Empreinte
cli-town-moment = { DATETIME($at, dateStyle: "short") } { DATETIME($at, timeStyle: "short") }
route-service = Service
route-direction = Direction
route-competence = Compétence
route-score = Score
route-why = Pourquoi
route-near = proche de « { $near } »
route-unsure = Pas assez sûr : le bot demanderait à l’agent de choisir.
check-summary = { $faults ->
    [0] { $warnings ->
        [0] Configuration en ordre.
        [one] Configuration en ordre, 1 point à connaître.
       *[other] Configuration en ordre, { $warnings } points à connaître.
    }
    [one] 1 erreur à corriger.
   *[other] { $faults } erreurs à corriger.
}
