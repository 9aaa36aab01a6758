# Ce que « relais check » dit d’une commune : ce qui ne va pas, et (.remedy) que faire.

## Fichiers

check-no-folder = Ce dossier n’existe pas.
    .remedy = Donnez dans RELAIS_TOWN un dossier de commune, ou « valmiere » pour celle qui vient avec Relais.
check-unreadable = Le fichier ne peut pas être lu ({ $detail }).
    .remedy = Donnez à Relais le droit de lire ce fichier.
check-no-file = Ce fichier manque.
    .remedy = { $near ->
        [none] Copiez celui de config/valmiere et adaptez-le.
       *[other] Est-ce « { $near } » ? Renommez-le ; sinon copiez celui de config/valmiere.
    }
check-unknown-file = Rien ne lit ce fichier.
    .remedy = { $near ->
        [none] Retirez-le, ou mettez-le dans services/ s’il décrit un domaine.
       *[other] Vouliez-vous dire « { $near } » ? Renommez-le, ou retirez-le.
    }
check-no-services = La commune n’a aucun service.
    .remedy = Mettez au moins un domaine dans services/, par exemple services/voirie.yaml.
check-not-utf8 = Le fichier n’est pas écrit en UTF-8.
    .remedy = Enregistrez-le à nouveau en choisissant l’encodage UTF-8.
check-not-a-table = Le fichier est vide ou ne contient pas de clés.
    .remedy = Il faut des lignes « clé: valeur » ; voyez le fichier du même nom dans config/valmiere.

## Écriture YAML

check-yaml-syntax = L’écriture YAML est incorrecte à cet endroit ({ $detail }).
    .remedy = Vérifiez le retrait (des espaces, pas de tabulation), l’espace après les deux-points, les guillemets et crochets fermés, ici ou juste avant.
check-yaml-character = Un caractère interdit s’y trouve ({ $code }).
    .remedy = Effacez ce caractère invisible, venu sans doute d’un copier-coller.
check-yaml-alias = Les renvois YAML (& et *) ne sont pas admis.
    .remedy = Écrivez la valeur en toutes lettres.
check-yaml-deep = Les valeurs sont imbriquées trop profondément.
    .remedy = Vérifiez les crochets, les accolades et le retrait.
check-yaml-key = Une clé doit être un mot.
    .remedy = Mettez un seul mot devant les deux-points.
check-yaml-tag = L’étiquette YAML « { $tag } » n’est pas admise.
    .remedy = Retirez-la ; si la valeur commence par « ! », mettez-la entre guillemets.
check-duplicate-key = La clé « { $name } » est déjà écrite à la ligne { $first } : l’une des deux serait perdue.
    .remedy = Gardez-en une seule.
check-no-such-day = Le jour { $day } n’existe pas.
    .remedy = Écrivez une date du calendrier, année-mois-jour : 2027-05-07.

## Clés et valeurs

check-unknown-key = La clé « { $name } » n’est pas connue ici.
    .remedy = { $near ->
        [none] Retirez-la ; les clés admises sont dans docs/configuration.md.
       *[other] Vouliez-vous dire « { $near } » ?
    }
check-key-elsewhere = La clé « { $name } » n’est pas à sa place.
    .remedy = Mettez-la dans { $home }.
check-missing-key = La clé « { $name } » manque.
    .remedy = Ajoutez-la ; docs/configuration.md dit ce qu’elle contient.
check-wrong-kind = « { $name } » devrait être { $expected ->
        [text] un texte
        [boolean] true ou false
        [number] un nombre
        [list] une liste
        [day] une date
       *[table] une suite de clés et de valeurs
    }.
    .remedy = { $expected ->
        [text] Mettez la valeur entre guillemets.
        [boolean] Écrivez true (oui) ou false (non), sans guillemets.
        [number] Écrivez un nombre, sans guillemets ni unité.
        [list] Écrivez [un, deux] ou une ligne par valeur, précédée d’un tiret.
        [day] Écrivez année-mois-jour : 2027-05-07.
       *[table] Écrivez des lignes « clé: valeur », en retrait.
    }
check-not-one-of = « { $name } » ne peut pas être « { $given } ».
    .remedy = { $near ->
        [none] Choisissez parmi : { $allowed }.
       *[other] Vouliez-vous dire « { $near } » ? Choix possibles : { $allowed }.
    }
check-id = « { $given } » n’est pas un identifiant.
    .remedy = Une minuscule, puis des minuscules sans accent, des chiffres ou _ : mq_centre.
check-service-id = « { $given } » n’est pas un identifiant de service.
    .remedy = Le domaine, un point, le service, en minuscules sans accent : voirie.nid_de_poule.
check-reference-prefix = « { $given } » ne peut pas commencer les références.
    .remedy = Prenez une à six lettres majuscules : MQ donne MQ-26-0412.
check-empty = « { $name } » est vide.
    .remedy = Écrivez-y au moins une valeur.
check-out-of-range = « { $name } » est hors limites : { $given }.
    .remedy = Vérifiez le nombre ; docs/configuration.md donne les limites.
check-refused = « { $name } » est refusé ({ $detail }).
    .remedy = Comparez avec le même fichier dans config/valmiere.
check-delay = « { $given } » n’est pas un délai.
    .remedy = Écrivez un nombre et min, h ou jo (« 15 min », « 4 h », « 2 jo »), ou bien immediate, ou date_annoncee.
check-weekdays = « { $given } » n’est ni un jour ni une suite de jours.
    .remedy = Écrivez lun, mar, mer, jeu, ven, sam ou dim, ou une suite dans l’ordre : lun-ven.
check-opening = « { $given } » n’est pas une plage horaire.
    .remedy = Écrivez deux heures du même jour, la première avant la seconde : « 08:30-12:30 » ; minuit le soir s’écrit 24:00.
check-openings-overlap = Les plages { $first } et { $second } se recouvrent.
    .remedy = Séparez-les, ou réunissez-les en une seule.
check-day-twice = Le jour « { $day } » est donné deux fois.
    .remedy = Chaque jour n’appartient qu’à une seule ligne d’horaires.
check-direction-hours = La direction « { $id } » n’a pas d’horaires.
    .remedy = Ajoutez « horaires: {"{"}lun-ven: ["08:30-12:00", "13:30-17:00"]{"}"} », ou « collectivite: externe » si elle n’est pas des nôtres.
check-never-open = Ces horaires n’ouvrent jamais.
    .remedy = Écrivez au moins une ouverture : {"{"}lun-ven: ["08:30-12:30"]{"}"}.
check-pattern = Ce motif n’est pas une expression régulière ({ $detail }).
    .remedy = Corrigez-le, entre guillemets simples.
check-reply-field = « { $given } » n’est pas un champ de réponse.
    .remedy = { $near ->
        [none] Champs admis : { $allowed }.
       *[other] Vouliez-vous dire « { $near } » ? Champs admis : { $allowed }.
    }
check-reply-brace = Une accolade est ouverte ou fermée sans l’autre.
    .remedy = Écrivez {"{"}ref{"}"}, ou {"{"}si_ecrit: du texte{"}"} ; une accolade ne sert qu’à cela.
check-reply-long = Cette réponse a { $length } signes, { $most } au plus.
    .remedy = Raccourcissez-la : elle se lit sur un téléphone.
check-reply-acceptance = Ce texte dit que le silence de l’administration accepte.
    .remedy = Retirez cette phrase : seul le service peut le dire, après vérification.
check-reply-general = Il faut ici une réponse pour tous, et une seule.
    .remedy = Gardez exactement un texte sans « pour ».
check-reply-twice = Deux réponses de la même sorte sont pour « { $id } ».
    .remedy = Gardez-le dans une seule.
check-timezone = Le fuseau « { $given } » n’existe pas.
    .remedy = Écrivez un nom comme Europe/Paris ou Indian/Reunion.
check-feature = « { $given } » n’est pas une fonction que l’on déploie.
    .remedy = Choisissez parmi : { $allowed }.
check-rung-moment = « { $given } » n’est pas un moment de l’échelle.
    .remedy = Écrivez « 80 % » du délai, « +2 jo » après, « -15 j » avant une échéance légale, ou « 2 reports ».
check-ladder-word = « { $given } » n’est pas { $kind ->
    [function] une fonction de l’échelle
    [clock] une horloge
    [calendar] un calendrier
   *[other] un rythme
}.
    .remedy = { $near ->
        [none] Choisissez parmi : { $allowed }.
       *[other] Vouliez-vous dire « { $near } » ? Choisissez parmi : { $allowed }.
    }
check-ladder-missing = L’échelle ne mène pas au bout : sans personne pour { $functions }, nul ne serait prévenu.
    .remedy = Dans « releve », donnez à chaque fonction celle qui la remplace, jusqu’à la dernière (dgs).
check-ladder-cycle = La relève tourne en rond : { $functions }.
    .remedy = Chaque relève doit monter jusqu’à une fonction qui n’en a pas.
check-everywhere = « directions: "*" » ferme déjà partout : « mairies » n’y ajoute rien.
    .remedy = Retirez « mairies », ou écrivez les directions une à une.
check-period = La période finit ({ $last }) avant de commencer ({ $first }).
    .remedy = Écrivez « du » le premier jour et « au » le dernier.
check-watch = « { $given } » n’est pas une plage d’astreinte.
    .remedy = Écrivez « 17:00-08:30 » ; une fin qui ne suit pas le début est celle du lendemain.
check-rota-nowhere = L’astreinte « { $id } » ne répond de rien.
    .remedy = Donnez-lui des mairies ou des directions : une liste, ou "*" pour toutes.
check-rota-function = Dans l’astreinte « { $id } », « { $function } » ne répond de rien de ce qu’elle couvre.
    .remedy = « direction » va avec des directions, « coordination » avec tout, les autres fonctions avec des mairies.
check-schema = Le fichier annonce « { $given } », Relais lit « { $expected } ».
    .remedy = Écrivez « schema: { $expected } » après avoir comparé avec le fichier de config/valmiere.

## Renvois d’une table à l’autre

check-duplicate-id = L’identifiant « { $id } » est déjà pris ({ $first }).
    .remedy = Donnez-en un autre à l’un des deux.
check-dangling = « { $name } » renvoie à « { $given } », qui n’existe pas.
    .remedy = { $near ->
        [none] Créez cette entrée, ou renvoyez à une autre.
       *[other] Vouliez-vous dire « { $near } » ?
    }
check-other-domain = Le service « { $id } » est rangé dans le domaine « { $domain } ».
    .remedy = Son identifiant doit commencer par « { $domain }. », ou bien déplacez-le dans le fichier de son domaine.
check-own-confusion = Le service « { $id } » ne peut pas être confondu avec lui-même.
    .remedy = Nommez l’autre service, ou retirez cette confusion.
check-not-complement = Le service « { $id } » ne peut pas être désactivé.
    .remedy = Seuls les services de « profil: complement » le peuvent : sans les autres, des demandes n’auraient plus de destinataire.
check-two-clusters = La mairie « { $id } » est dans deux grappes.
    .remedy = Gardez-la dans une seule : deux résultats qui se recoupent trahiraient une équipe.

## Qui fait quoi, et l’annuaire

check-unknown-role = « { $given } » n’est pas une fonction.
    .remedy = { $near ->
        [none] Choisissez parmi : { $roles }.
       *[other] Vouliez-vous dire « { $near } » ? Choix possibles : { $roles }.
    }
check-raci-one-accountable = { $count ->
        [0] Personne ne répond de l’activité « { $id } ».
       *[other] Plusieurs fonctions répondent de l’activité « { $id } ».
    }
    .remedy = Mettez un A (ou A/R) à une fonction, et à une seule.
check-raci-nobody-does = Personne ne fait l’activité « { $id } ».
    .remedy = Mettez un R (ou A/R) à au moins une fonction.
check-phone = « { $given } » n’est pas un numéro de téléphone.
    .remedy = Écrivez des chiffres séparés par des espaces : 01 99 00 10 16.
check-email = « { $given } » n’est pas une adresse.
    .remedy = Écrivez l’adresse du service : voirie@valmiere.example.
check-personal-phone = « { $given } » est un numéro de portable.
    .remedy = Mettez le numéro du service : un portable est celui d’une personne.
check-personal-email = « { $given } » ressemble à l’adresse d’une personne.
    .remedy = Mettez l’adresse du service, sans « prenom.nom » : voirie@…, ou avec des mots de sa fonction.
check-personal-name = « { $given } » nomme une personne.
    .remedy = Écrivez la fonction seule : « Responsable de secteur voirie ».

## Territoire

check-no-map = Le fichier « { $name } » manque.
    .remedy = { $near ->
        [none] Ajoutez-le, ou retirez « territoire » de commune.yaml.
       *[other] Est-ce « { $near } » ?
    }
check-json-syntax = L’écriture GeoJSON est incorrecte à cet endroit ({ $detail }).
    .remedy = Exportez à nouveau la carte depuis votre système d’information géographique.
check-map-no-feature = La carte ne contient aucun quartier.
    .remedy = Il faut une « FeatureCollection » GeoJSON, avec un polygone par quartier.
check-map-not-polygon = Ce quartier n’est pas un polygone.
    .remedy = Il faut une géométrie « Polygon » ou « MultiPolygon » dont chaque contour a au moins quatre points.
check-map-not-degrees = Les coordonnées du quartier « { $code } » ne sont pas des degrés.
    .remedy = Exportez la carte en WGS 84 (EPSG:4326) : longitude, puis latitude.
check-map-property = Ce quartier n’a pas de propriété « { $name } ».
    .remedy = Dites dans commune.yaml, sous territoire, comment elle s’appelle. Propriétés présentes : { $properties }.
check-map-no-mairie = Le quartier « { $code } » n’a pas de mairie.
    .remedy = Ajoutez la propriété « { $name } » à la carte, ou le code « { $code } » aux « quartiers » d’une mairie dans commune.yaml.
check-polygon = Le contour du quartier « { $code } » est incorrect ({ $detail }).
    .remedy = Corrigez-le dans votre système d’information géographique (« réparer les géométries »).
check-polygons-overlap = Les quartiers « { $code } » et « { $other } » se recouvrent sur { $area } m².
    .remedy = Un point ne doit appartenir qu’à un quartier : ajustez la limite.
check-csv-syntax = Le tableau est mal écrit à cet endroit ({ $detail }).
    .remedy = Vérifiez les guillemets de cette ligne, ou exportez à nouveau.
check-csv-column = La colonne « { $name } » manque.
    .remedy = { $near ->
        [none] Ajoutez-la, ou dites dans commune.yaml, sous territoire, comment elle s’appelle. Colonnes présentes : { $columns }.
       *[other] Est-ce « { $near } » ? Dites-le dans commune.yaml, sous territoire.
    }
check-csv-empty = La colonne « { $name } » est vide sur cette ligne.
    .remedy = Remplissez-la, ou retirez la ligne.
check-csv-number = « { $given } » n’est pas une coordonnée.
    .remedy = Écrivez des degrés (4,3127 ou 4.3127), ou laissez vide.

## Avertissements : rien n’empêche de démarrer

check-no-map-at-all = La commune n’a pas de carte.
    .remedy = Une position envoyée ne dira pas de quel quartier elle relève ; ajoutez « territoire » à commune.yaml pour cela.
check-town-version = La version { $number } est en vigueur, et non ce dossier, qui en diffère.
    .remedy = « relais town import » applique le dossier ; « relais town export » écrit la version en vigueur dans un dossier neuf.
check-mairie-without-quarter = La mairie « { $id } » n’a aucun quartier sur la carte.
    .remedy = Donnez-lui un polygone, ou retirez-la.
check-mairie-without-cluster = La mairie « { $id } » n’est dans aucune grappe.
    .remedy = Ses enquêtes ne seront publiées que pour l’ensemble ; ajoutez-la à une grappe si ce n’est pas voulu.
check-same-phrase = Cette phrase est déjà un exemple de « { $other } ».
    .remedy = Gardez-la dans un seul service : l’aiguillage ne peut pas apprendre les deux.
check-direction-unused = Aucun service n’est confié à la direction « { $id } ».
    .remedy = Retirez-la, ou confiez-lui un service.
check-never-handed = Le service « { $id } » ne sera jamais confié à « { $direction } » : la compétence « { $competence } » n’est pas transmissible.
    .remedy = Donnez-lui une compétence transmissible, ou une direction « externe ».
check-no-raci = La commune ne dit pas qui fait quoi.
    .remedy = Copiez raci.yaml de config/valmiere et adaptez-le : sans lui, « quifait » ne connaît pas les fonctions.
check-no-directory = La commune n’a pas d’annuaire.
    .remedy = Copiez annuaire.yaml de config/valmiere et remplissez-le : sans lui, « quifait » ne dit ni qui contacter ni à quel numéro.
check-direction-without-contact = La direction « { $id } » n’a pas de fiche dans l’annuaire.
    .remedy = Ajoutez-en une dans annuaire.yaml : la fonction à contacter et son numéro.
check-on-call-without-phone = La direction « { $id } » a une astreinte, sans numéro dans l’annuaire.
    .remedy = Ajoutez « telephone_astreinte » à sa fiche, ou écrivez « astreinte: false » dans directions.yaml.
check-duplicate-words = « { $text } » compte déjà pour le critère { $criterion }, à { $first }.
    .remedy = Gardez cette expression à un seul endroit du critère : celui des points qu’elle doit valoir.
check-visibility-counted = « { $text } » compterait pour le délai, à cause de « { $word } ».
    .remedy = La visibilité n’est pas l’urgence : qui porte la demande, le ton et la presse ne comptent pas. Retirez cette expression.
check-no-responsiveness = Aucun mot ne dit ce qui presse : Relais ne propose que le délai habituel de chaque service.
    .remedy = Copiez reactivite.yaml de config/valmiere et relisez-le avec les mairies de quartier.
check-too-many-criteria = Il y a { $count } critères de priorité.
    .remedy = Gardez-en { $most } au plus : chaque secrétaire général note tous les sujets sur chacun.
check-no-criteria = La commune n’a pas de critères de priorité : « priorites » ne peut rien ouvrir.
    .remedy = Copiez priorites.yaml de config/valmiere et relisez-le avec les secrétaires généraux.
check-visibility-weighed = Le critère « { $name } » pèserait la visibilité, à cause de « { $word } ».
    .remedy = La visibilité n’est pas l’urgence : qui porte un sujet et avec quel bruit ne comptent pas. Dites ce que vivent les habitants.
check-survey-core = « { $id } » est posée chaque jour, et n’est pas un nombre de 0 à 10.
    .remedy = Donnez-lui une échelle de type entier, min 0, max 10 : les résultats en font une moyenne.
check-question-options = « { $id } » : ses réponses ne vont pas avec son échelle.
    .remedy = Des options (ou options_de) pour une échelle de type options, et seulement pour elle ; des valeurs pour une échelle de type choix.
check-hour = « { $given } » n’est pas une heure.
    .remedy = Écrivez-la entre guillemets : "16:15".
check-rule-effect = La règle « { $id } » doit faire une chose, et une seule.
    .remedy = Gardez l’un des trois : « service », « direction » (avec « competence »), ou « exclut: true ».
check-rule-competence = La règle « { $id } » ne dit pas à la fois qui le fait et à quel titre.
    .remedy = Écrivez « direction » et « competence » ensemble, ou ni l’une ni l’autre.
check-rule-of-what = La règle « { $id } » ne dit pas de quels services elle parle.
    .remedy = Ajoutez « services » (services ou domaines) ou « competences » : une direction ou une exclusion ne vaut pas pour tout.
check-rule-always = La règle « { $id } » vaudrait toujours : elle n’a pas de condition.
    .remedy = Ajoutez des mots, un lieu (mairies, rues, voies) ou les services dont elle parle.
check-rule-twice = La règle « { $id } » dit la même chose que celle de { $first }.
    .remedy = Gardez l’une des deux : quelle raison lirait-on ?
