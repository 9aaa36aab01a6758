# Le catalogue et les autres fichiers de la commune : voir, importer, appliquer, revenir.
help-catalogue = la commune : voir, importer, revenir
town-catalogue = { $services } services · { $directions } directions · { $mairies } mairies de quartier · { $channels } points d’arrivée
    { $lines }
    .title = Catalogue : { $version }
town-version = version { $number }
town-folder = le dossier installé, sans version
town-version-line = Version { $number }, depuis le { DATETIME($at, dateStyle: "short") } à { DATETIME($at, timeStyle: "short") } : { $counts }
town-import = Import
town-added = { $count ->
    [one] 1 ajout
   *[other] { $count } ajouts
}
town-removed = { $count ->
    [one] 1 retrait
   *[other] { $count } retraits
}
town-changed = { $count ->
    [one] 1 changement
   *[other] { $count } changements
}
town-alone = { $count } sans référent
town-unchanged = 0 différence de fond
town-more = { $count ->
    [one] et 1 autre
   *[other] et { $count } autres
}
town-send-file = Envoyez le fichier YAML (voirie.yaml, directions.yaml, commune.yaml…), 1 Mo au plus. Je montre ce qu’il change ; rien n’est appliqué sans votre accord.
town-no-file = Je n’ai pas reçu de fichier YAML. Rien n’est changé. Pour recommencer : « catalogue importer ».
town-same = C’est exactement ce qui est déjà en vigueur. Rien à changer.
    .title = { $file }
town-faults = Rien n’est changé.
    { $lines }
    .title = { $file } : { $count ->
        [one] 1 erreur à corriger
       *[other] { $count } erreurs à corriger
    }
town-fault = { $where } : { $what } { $remedy }
town-broken = { $counts }, mais cela casserait quelque chose. Rien n’est changé.
    { $lines }
    .title = { $file } : impossible en l’état
town-breaks-renamed = « { $old } » deviendrait « { $new } » dans { $table } : un identifiant ne change pas. Gardez-le et changez le nom.
town-breaks-used = { $what ->
        [service] Le service « { $name } » disparaîtrait
        [direction] La direction « { $name } » disparaîtrait
        [mairie] La mairie « { $name } » disparaîtrait
       *[channel] Le point d’arrivée « { $name } » disparaîtrait
    } : { $count ->
        [one] 1 demande ouverte s’en sert.
       *[other] { $count } demandes ouvertes s’en servent.
    }
town-breaks-people = { $what ->
        [mairie] La mairie « { $name } » disparaîtrait
       *[direction] La direction « { $name } » disparaîtrait
    } : { $count ->
        [one] 1 personne en fait partie.
       *[other] { $count } personnes en font partie.
    }
town-breaks-nobody = « { $service } » irait à { $direction }, qui n’a pas de référent. Invitez-en un d’abord : « inviter direction { $direction } ».
town-proposal = { $counts }. Rien n’est changé.
    .title = { $file }
town-detail = { $lines }
    .title = Ce qui changerait
town-applied = { $counts }. Je m’en sers dans quelques secondes, une minute s’il faut réapprendre les phrases : je vous préviens.
    .title = Version { $number } appliquée
town-in-force = La version { $number } est en vigueur.
town-failed = La version { $number } de la commune n’a pas pu être mise en service : la précédente continue, et je réessaie. Le journal du serveur dit pourquoi ; « catalogue » permet de revenir en arrière.
town-refused = Refusé. Rien n’est changé.
town-settled = C’est déjà décidé. « catalogue » montre ce qui est en vigueur.
town-moved-on = Une autre version a été appliquée entre-temps. Rien n’est changé : renvoyez votre fichier, je le compare à la nouvelle.
town-not-ready = Une version vient d’être appliquée et je la prends à l’instant. Réessayez dans une minute.
town-no-such-version = Il n’y a pas de version à reprendre sous ce numéro ({ $number }). « catalogue » les montre.
button-town-import = Importer un fichier
button-town-back = Revenir à la version { $number }
button-town-apply = Appliquer
button-town-refuse = Refuser
button-town-detail = Voir le détail
event-town_proposed = commune : version proposée
event-town_applied = commune : version appliquée
event-town_refused = commune : version refusée
event-town_back = commune : retour à une version
