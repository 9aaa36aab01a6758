# Les copies : faites, gardées, vérifiées, remises en place.
backup-no-key = Aucune clé pour chiffrer la copie, et une copie contient tout, clés comprises : elle n’est jamais écrite en clair. « relais backup keys » en fait une paire ; mettez la clé publique dans RELAIS_BACKUP_PUBLIC_KEY.
backup-where = Où écrire la copie ? Donnez --to, ou RELAIS_BACKUP_FOLDER.
backup-no-database = Aucune base Relais à copier dans { $where }.
backup-making = Copie de la base et des clés
backup-reading = Lecture de la copie
backup-made = Copie faite et vérifiée : { $file } ({ $size } Mo).
backup-person = Personnes
backup-request = Demandes
backup-event = Faits du registre
backup-outbox = Messages
backup-file = Photos et fichiers
backup-keys = { $where ->
    [screen] Clé privée ci-dessus : notez-la hors de ce serveur (coffre-fort, deux exemplaires). Sans elle, aucune copie ne s’ouvre ; elle n’est pas montrée deux fois.
   *[other] Clé privée écrite dans { $where } : emportez-la hors de ce serveur (coffre-fort, deux exemplaires), puis effacez-la d’ici. Sans elle, aucune copie ne s’ouvre.
}
    Dans .env : RELAIS_BACKUP_PUBLIC_KEY={ $public }
backup-key-exists = { $file } existe déjà : une clé n’en remplace jamais une autre. Donnez un autre nom.
backup-key-unreadable = Le fichier de clé { $file } ne peut pas être lu.
backup-bad-key = Ce n’est pas une clé de sauvegarde. La clé privée commence par relais-private-, la publique par relais-public- ; recopiez-la en entier.
backup-missing = La copie { $where } n’existe pas.
backup-not-one = { $where } n’est pas une copie de Relais.
backup-newer = La copie { $where } vient d’une version plus récente de Relais. Mettez Relais à jour d’abord.
backup-truncated = La copie { $where } est incomplète : le fichier a été coupé. Reprenez-la, ou prenez la précédente.
backup-altered = La copie { $where } est abîmée ou a été modifiée. Ne vous en servez pas : prenez-en une autre.
backup-wrong-key = La copie { $where } a été chiffrée pour une autre clé que celle-ci.
backup-copy-unsound = La base copiée n’est pas saine ({ $detail }). Lancez « relais verify » sur les copies d’avant, et restaurez la dernière qui est bonne.
restore-not-empty = Il y a déjà quelque chose dans { $where }, ou dans la base. Rien n’y a été changé. Ajoutez --force pour le remplacer : ce qui est là sera gardé à côté.
restore-in-use = La base { $where } sert encore à un autre programme. Arrêtez Relais partout, puis recommencez.
restore-not-owner = Le compte de { $where } n’a pas le droit de renommer le schéma de sa base, pour garder ce qui est là. Donnez-lui la propriété de la base, ou une base vide.
restore-under-way = Remise en place de la copie
restore-done = Copie du { DATETIME($at, dateStyle: "short") } à { DATETIME($at, timeStyle: "short") } remise en place dans { $where }. Rien de ce qui attendait d’être envoyé ne le sera ; au démarrage, chacun apprend ce que Relais ne sait plus.
restore-aside = Ce qui était là est gardé : { $where }. Supprimez-le quand tout va bien.
restore-matrix = Matrix : remettez RELAIS_MATRIX_PASSWORD pour le premier démarrage. Relais y sera un nouvel appareil, signé de la même identité.
verify-copy = Copie de { $city } du { DATETIME($at, dateStyle: "short") } à { DATETIME($at, timeStyle: "short") } ({ $dialect }, Relais { $release }).
verify-envelope = { $file } est entière. Sans la clé privée, son contenu n’a pas été lu : ajoutez --key.
verify-structure = Base abîmée : { $what }
verify-missing = Table { $table } : { $said } lignes annoncées, { $there } trouvées.
verify-no-log = Registre non relu : au moment de la copie, les fichiers de la commune avaient une erreur.
verify-sound = Copie saine : elle peut être remise en place.
verify-unsound = Copie à ne pas utiliser telle quelle.
