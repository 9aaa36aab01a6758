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
cli-backup = Faire une copie chiffrée de la base et des clés, pendant que Relais tourne.
cli-backup-to = Le dossier où l’écrire ; RELAIS_BACKUP_FOLDER sinon.
cli-backup-keys = Faire la paire de clés des sauvegardes ; la clé privée ne reste pas sur ce serveur.
cli-backup-keys-to = Le fichier où écrire la clé privée ; sans lui, elle est montrée une fois.
cli-copy = La copie (relais-….backup).
cli-verify = Vérifier une copie : entière, lisible, base saine, registre intact.
cli-verify-key = Le fichier de la clé privée, « - » pour l’entrée standard ; sans elle, seule l’enveloppe est vérifiée.
cli-restore = Remettre en place une copie ; ce qui est là n’est remplacé qu’avec --force, et gardé à côté.
cli-restore-key = Le fichier de la clé privée, « - » pour l’entrée standard.
cli-restore-into = Un autre dossier que RELAIS_STATE_DIR, avec sa base SQLite : pour s’exercer.
cli-restore-force = Remplacer ce qui est là ; c’est gardé à côté, daté.
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
cli-due = Calculer une échéance en temps ouvré, et dire pourquoi, jour par jour.
cli-due-received = Quand la demande est reçue : 2026-12-23T10:00, à l’heure de la commune.
cli-due-delay = Le délai : « 5 jo », « 4 h », « 15 min », immediate.
cli-due-calendar = Les jours fériés d’un autre territoire : alsace_moselle, guadeloupe…
cli-due-direction = Les horaires d’une direction (son identifiant).
cli-due-mairie = Les horaires d’une mairie de quartier (son identifiant).
due-unknown-direction = « { $given } » n’est pas une direction. Choix possibles : { $allowed }.
due-unknown-mairie = « { $given } » n’est pas une mairie de quartier. Choix possibles : { $allowed }.
due-unknown-calendar = « { $given } » n’est pas un calendrier. Choix possibles : { $allowed }.
due-no-moment = « { $given } » n’est ni un jour ni un moment. Écrivez 2026-12-23T10:00.
due-no-delay = « { $given } » n’est pas un délai. Écrivez un nombre et min, h ou jo : « 5 jo », « 4 h ».
due-no-holidays = Les jours fériés sont connus de { $first } à { $last }, et pas en { $year }.
due-announced = L’échéance est la date qui sera annoncée.
due-found = Échéance : { MOMENT($due) }
due-day = Jour
due-counts = Ce qui compte
due-total = Total
due-counted = jour ouvré
due-received = jour de réception, ne compte pas
due-weekend = fermé
due-closed = fermé
due-paused = en attente
cli-privacy = Les documents de protection des données, écrits d’après ce qui tourne.
cli-privacy-documents = Écrire la notice, le registre et l’analyse d’impact (AIPD) d’après la configuration en service, et dire ce qui reste à compléter.
cli-privacy-out = Le dossier où les écrire.
cli-privacy-check = Ne rien écrire : comparer les documents écrits à la configuration en service ; 1 s’ils ne correspondent plus.
cli-privacy-force = Réécrire aussi un document que quelqu’un a modifié à la main.
cli-privacy-notice = notice pour les agents et pour les habitants
cli-privacy-registre = registre des traitements (RGPD, art. 30)
cli-privacy-aipd = analyse d’impact, projet à valider
cli-privacy-is-missing = n’est pas là
cli-privacy-is-current = à jour
cli-privacy-is-behind = ne dit plus ce qui est en service : à réécrire
cli-privacy-is-edited = n’est plus tel que Relais l’a écrit
cli-privacy-more = et { $count } lignes de plus
cli-privacy-edited = Rien n’est écrit : { $files } (dans { $folder }) a été modifié à la main, et ces mots seraient perdus. Reportez-les dans gouvernance.yaml, ou ajoutez --force.
cli-privacy-open = { $count ->
        [0] Rien ne reste à compléter.
        [one] Il reste 1 point à compléter, dans gouvernance.yaml :
       *[other] Il reste { $count } points à compléter, dans gouvernance.yaml :
    }
cli-seed = Remplir une base vide d’une année inventée : pour essayer, montrer, mesurer.
cli-seed-requests = Combien de demandes.
cli-seed-people = Combien d’agents dans les mairies de quartier.
cli-seed-days = Sur combien de jours, jusqu’à aujourd’hui.
cli-seed-seed = Le même nombre redonne la même année.
cli-seed-until = Le dernier moment, à l’heure de cette machine : 2026-11-24T18:00. Maintenant, sans lui.
cli-seed-living = Une année de demandes
cli-seed-done = { $requests } demandes sur { $days } jours, par { $people } personnes inventées (--seed { $seed }).
cli-seed-not-empty = Il y a déjà des personnes ou des demandes dans { $where } : rien n’est écrit. Une année inventée ne se mêle pas à de vraies demandes ; donnez une autre base (RELAIS_DATABASE_URL).
cli-digest = Montrer un résumé tel qu’il se lirait à un moment donné. Rien n’est envoyé.
cli-digest-for = Le nom de quelqu’un, ou une sorte de résumé : morning, sg_daily, sg_weekly, coordination_weekly, dgs_monthly, elected_weekly.
cli-digest-at = Le moment : 2026-11-23T08:30, à l’heure de la commune.
cli-digest-out = Un dossier où l’écrire aussi, en texte, .csv et .xlsx.
digest-for-whom = « { $given } » n’est ni quelqu’un d’ici ni une sorte de résumé. Les sortes : { $kinds }.{ $names ->
        [none] {""}
       *[other] {" "}Peut-être : { $names }.
    }
cli-place = Dire la mairie et le quartier d’un lieu, et comment Relais le sait.
cli-place-text = Une adresse, un lieu, un quartier, ou « 46.0804, 4.3337 » (latitude, longitude).
cli-rules = Les règles d’aiguillage de la commune.
cli-rules-try = Rejouer des règles changées sur les demandes passées, sans rien appliquer.
cli-rules-try-paths = regles.yaml, ou d’autres fichiers de la commune.
cli-rules-try-most = Combien de demandes rejouer, les plus récentes d’abord.
cli-rules-no-town = La commune en vigueur ne se lit plus : « relais check » dit pourquoi.
cli-rules-request = Demande
cli-rules-before = Avant
cli-rules-after = Après
cli-rules-rules = Règle
cli-rules-sided = Suite donnée
cli-rules-better = mieux
cli-rules-worse = moins bien
cli-rules-other = autre
cli-rules-either = à choisir :
cli-rules-unknown = je ne sais pas
cli-rules-tried = { $moved ->
    [0] Demandes rejouées : { $replayed }. Rien ne change.
   *[other] Demandes rejouées : { $replayed }. Proposées autrement : { $moved }, dont mieux { $better }, moins bien { $worse }, autres { $other }.
}
    Mieux : proposée là où elle a fini. Moins bien : elle ne le serait plus. Rien n’est appliqué : « relais town import » le fait.
cli-rules-more = Les { $shown } premières sont montrées ; --json les donne toutes.
route-band = Ce que le bot propose : { $band }.
route-disagree = Une règle et les mots, ou deux règles, ne disent pas pareil : le bot demanderait à l’agent de choisir.
place-one = Mairie de quartier : { $mairie }
    Quartier : { $quarters }
place-several = Plusieurs mairies de quartier : { $mairies }
    Quartiers : { $quarters }
    Rien ne dit laquelle : le bot garde celle de l’agent, et un point sur la carte tranche.
place-by-street = D’après la liste des rues : { $name }
place-by-place = D’après la liste des lieux : { $name }
place-by-quarter = D’après le nom du quartier : { $name }
place-by-point = D’après la carte des quartiers : le point y tombe.
place-elsewhere = Attention : le point donné pour { $name } tombe dans un autre quartier de la carte. À vérifier dans la liste.
place-unknown = Aucune rue, aucun lieu ni quartier connu dans « { $text } ».
place-outside = Ce point n’est dans aucun quartier de la carte.
cli-router = Mesurer l’aiguillage, et ce qu’il apprend.
cli-router-evaluate = Mesurer l’aiguillage sur des phrases dont on connaît le service, à côté de méthodes simples.
cli-router-train = Phrases à apprendre : un CSV avec les colonnes text et label.
cli-router-test = Phrases à demander : un CSV avec les colonnes text et label. Sans lui, celles de --train dont la colonne split dit dev.
cli-router-catalogue = Apprendre aussi du catalogue de la commune ; seul, il est mesuré sur ses propres phrases, mises de côté.
cli-router-map = Où range-t-on chaque service du catalogue : un CSV avec les colonnes service et label.
cli-router-meanings = Lire aussi le sens des phrases, quand la couche est installée.
cli-router-curve = Apprendre aussi d’une partie des phrases seulement.
cli-router-picture = Dessiner la mesure dans ce fichier PNG.
cli-router-report = Montrer de quoi est fait l’aiguilleur de la commune.
cli-router-trying = Apprentissage et mesure
router-what = Dites quoi mesurer : --train A.csv --test B.csv, --train A.csv seul s’il a une colonne split, --catalogue --test B.csv --map M.csv, ou --catalogue seul.
router-column = { $file } n’a pas de colonne « { $column } ».
router-not-utf8 = { $file } n’est pas écrit en UTF-8.
router-empty = { $file } n’a aucune phrase étiquetée.
router-unmapped = Le fichier de --map ne dit pas où ranger { $service }.
router-title = { $kind ->
        [service] Par service
        [direction] Par direction
       *[texts] Phrases
    } : { $tests } phrases demandées, { $labels } étiquettes, { $learned } phrases apprises
router-method = Méthode
router-first = 1er
router-three = Dans 3
router-f1 = F1
router-ece = Écart
router-routed = Seul (juste)
router-noise = Fautes
router-ms = ms / p99
router-of = { $method ->
        [majority] toujours le plus courant
        [keywords] mots-clés du catalogue
        [words] mots, régression
        [fasttext] fastText
        [letters] Relais, mots et lettres
       *[meanings] Relais, avec le sens
    }
router-cost = Apprentissage et réglage : { $seconds } s de processeur ; le fichier de l’aiguilleur pèse { $size } Mio.
router-spread = Erreur type du 1er : { $points } points. « Écart » : entre les chances annoncées et les justes. « Seul » : au-dessus d’un seuil fixé sur les phrases apprises, pour 9 justes sur 10. « Fautes » : le 1er, phrases mal tapées.
router-asked = Le sens n’est demandé que pour { $share } phrases sur 100 : celles où mots et lettres hésitent.
router-lost = Points perdus : sans accents { $accents }, fautes de frappe { $slips }, langage SMS { $texted }, tout à la fois { $all }.
router-curve = Avec { $share } % des phrases : 1er { $first }, 3 premiers { $three } (mots, régression : { $words })
router-of-town = Aiguilleur de { $town }
router-examples = Appris
router-examples-of = { $examples } exemples, { $services } services
router-layer = Sens des phrases
router-layer-state = { $state ->
        [on] lu, quand mots et lettres hésitent
        [absent] appris, mais la couche n’est pas installée ici
       *[off] non
    }
router-bar = Juste 9 fois sur 10 à partir de
router-doubt = « Je ne sais pas » en dessous de
router-enough = Le sens n’est plus demandé à partir de
router-part = Poids : { $part ->
        [services] régression par service
        [domains] régression par domaine
        [counts] comptes de lettres
        [nearest] exemples proches
        [meanings] régression sur le sens
       *[nearest-meanings] exemples proches par le sens
    }
router-picture-announced = Probabilité annoncée
router-picture-true = Part de réponses justes
router-picture-calibration = Ce qui est annoncé arrive-t-il ? (écart moyen { $error })
router-picture-answered = Répondu
router-picture-right = Juste
router-picture-confusions = Sur 100 phrases de chaque ligne

# relais figures
cli-figures = Les sommes d’où viennent les chiffres.
cli-figures-recount = Recompter tous les chiffres à partir des demandes. Relais peut continuer à tourner.
figures-recounting = On recompte
figures-recounted = { $count ->
    [0] Aucune demande à compter.
    [one] Une demande recomptée : les chiffres sont ceux des demandes.
   *[other] { $count } demandes recomptées : les chiffres sont ceux des demandes.
}
