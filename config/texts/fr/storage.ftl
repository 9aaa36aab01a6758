# Ce que l’opérateur lit quand la base de données ne peut pas servir.
storage-unknown-url = Je ne connais pas cette base de données : « { $scheme } ». RELAIS_DATABASE_URL commence par sqlite:/// ou postgresql://.
storage-already-running = Relais tourne déjà sur { $where }. Arrêtez l’autre, ou choisissez un autre RELAIS_STATE_DIR. Plusieurs processus à la fois : passez à PostgreSQL.
storage-foreign = La base { $where } n’est pas une base Relais. Rien n’y a été changé. Indiquez-en une autre dans RELAIS_DATABASE_URL.
storage-newer = La base { $where } vient d’une version plus récente de Relais. Mettez Relais à jour ; rien n’a été changé.
storage-damaged = La base { $where } est abîmée. Relais ne démarre pas, pour ne rien aggraver. Remettez la dernière copie en place : « relais verify COPIE --key CLÉ », puis « relais restore COPIE --key CLÉ --force » ; la base abîmée est gardée à côté (docs/backup.md).
storage-moved-on = Une version plus récente de Relais a mis à jour la base { $where } : ce processus s’arrête, pour ne rien y écrire à l’ancienne. Mettez Relais à jour ici aussi, puis relancez-le.
storage-read-only = Impossible d’écrire dans { $where }. Donnez le droit d’écriture sur ce fichier et son dossier à l’utilisateur de Relais.
storage-full = Plus de place sur le disque de { $where }. Libérez-en, puis relancez : rien n’est perdu.
storage-unreachable = La base { $where } ne répond pas. Vérifiez l’adresse, le mot de passe et que le serveur tourne.
storage-key-damaged = La clé { $where } est abîmée. Relais ne démarre pas, pour ne rien sceller sous une mauvaise clé. Restaurez-la d’une sauvegarde.
