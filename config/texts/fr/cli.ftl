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
cli-console-hello = Relais, { $town }. Vous êtes { $who } ; « @nom » change de personne, « :photo fichier », « :lieu lat, lon », « :modifier texte », « :quitter ».
cli-learning = Apprentissage du catalogue (une seule fois)
cli-training-failed = L’apprentissage du catalogue n’a pas abouti : { $why }. Vérifiez la place et la mémoire disponibles, puis relancez.
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
