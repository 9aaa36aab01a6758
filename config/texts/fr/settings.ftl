# Ce que « relais check » dit des réglages ; aucune de ces phrases ne répète une valeur secrète.

settings-env-not-utf8 = Le fichier n’est pas écrit en UTF-8.
    .remedy = Enregistrez-le à nouveau en choisissant l’encodage UTF-8.
settings-env-unreadable = Le fichier ne peut pas être lu.
    .remedy = Donnez à Relais le droit de lire ce fichier.
settings-env-line = Cette ligne n’est pas un réglage.
    .remedy = Écrivez NOM=valeur, entre guillemets si la valeur contient des espaces ; un commentaire commence par #.
settings-env-open-to-all = Ce fichier contient un secret et d’autres comptes de la machine peuvent le lire.
    .remedy = Réservez-le à son propriétaire : chmod 600 { $name }.
settings-unknown = Le réglage { $name } n’existe pas.
    .remedy = { $near ->
        [none] Retirez-le ; docs/configuration.md donne la liste.
       *[other] Vouliez-vous dire { $near } ?
    }
settings-needs = { $name } ne suffit pas : { $needed } manque.
    .remedy = Donnez aussi { $needed }.
settings-not-one-of = La valeur de { $name } n’est pas admise.
    .remedy = { $near ->
        [none] Choisissez parmi : { $allowed }.
       *[other] Vouliez-vous dire « { $near } » ? Choix possibles : { $allowed }.
    }
settings-number = { $name } n’est pas un nombre admis.
    .remedy = Écrivez un nombre plus grand que zéro, sans unité ; un port va de 1 à 65535.
settings-url = { $name } n’est pas une adresse.
    .remedy = Écrivez-la entière, avec https:// devant.
settings-database = { $name } n’est pas l’adresse d’une base de données.
    .remedy = Écrivez sqlite:///chemin/relais.db ou postgresql://utilisateur:motdepasse@machine/base.
settings-telegram-token = { $name } n’a pas la forme d’un jeton de Telegram.
    .remedy = Recopiez en entier celui que donne @BotFather : des chiffres, deux-points, puis une longue suite de lettres.
settings-webhook-secret = { $name } n’est pas un secret que Telegram accepte.
    .remedy = Prenez 1 à 256 lettres sans accent, chiffres, _ ou -.
settings-backup-key = { $name } n’est pas une clé publique de sauvegarde.
    .remedy = Recopiez en entier celle que donne « relais backup keys » : elle commence par relais-public-.
settings-matrix-user = { $name } n’est pas un compte Matrix.
    .remedy = Écrivez-le entier : @relais:matrix.exemple.fr.
settings-heartbeat = { $name } n’est pas une adresse où envoyer un signe de vie.
    .remedy = Écrivez-la en entier, en commençant par https:// ; http:// n’est accepté que vers cette machine.
settings-operators-room = { $name } n’est pas un salon où prévenir.
    .remedy = Écrivez matrix:!salon:serveur.fr ou telegram:-100123456789 ; plusieurs sont séparés par des virgules.
settings-metrics-address = { $name } n’est pas une adresse où écouter.
    .remedy = Écrivez un port (9100 : cette machine seule), ou adresse:port.
settings-no-platform = Aucune messagerie n’est réglée : seule la console répondra.
    .remedy = Donnez RELAIS_TELEGRAM_TOKEN, ou RELAIS_MATRIX_HOMESERVER et RELAIS_MATRIX_USER.
settings-surveys-on-telegram = Les enquêtes d’équipe passent aussi par Telegram, qui ne chiffre pas de bout en bout les échanges avec un bot.
    .remedy = Rien à faire si vous l’acceptez : une notice le dit avant la première question. Matrix ou Tchap est préférable.
settings-own-server-pace = { $name } dépasse 30 messages par seconde : les limites de Telegram ne sont plus respectées.
    .remedy = Gardez cette valeur seulement avec votre propre serveur Bot API, donné dans RELAIS_TELEGRAM_API_BASE.
settings-password-kept = { $name } ne sert qu’à la première connexion.
    .remedy = Retirez-le une fois le bot connecté : ses clés sont alors dans RELAIS_STATE_DIR.
settings-state-dir = Relais ne peut pas écrire dans { $folder }.
    .remedy = Donnez dans RELAIS_STATE_DIR un dossier où il a le droit d’écrire.
