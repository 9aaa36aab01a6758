# Ce que l’opérateur lit quand Telegram ne peut pas démarrer. Aucune phrase ne répète le jeton ni le secret.
telegram-no-token = RELAIS_TELEGRAM_TOKEN est vide. Demandez un jeton à @BotFather dans Telegram, ou retirez ce réglage.
telegram-wrong-token = Telegram refuse le jeton de RELAIS_TELEGRAM_TOKEN. Copiez-le à nouveau depuis @BotFather ; s’il a été révoqué, demandez-en un autre.
telegram-webhook-url = RELAIS_TELEGRAM_MODE vaut webhook, mais RELAIS_TELEGRAM_WEBHOOK_URL est vide. Donnez l’adresse publique en https, ou passez en mode polling.
telegram-token-in-webhook-url = RELAIS_TELEGRAM_WEBHOOK_URL contient le jeton, qui finirait dans les journaux des serveurs traversés. Choisissez un autre chemin, par exemple /telegram.
telegram-webhook-secret = RELAIS_TELEGRAM_WEBHOOK_SECRET doit compter de 1 à 256 lettres sans accent, chiffres, « _ » ou « - ». Sans lui, n’importe qui pourrait écrire à la place de Telegram.
telegram-webhook-port = Impossible d’écouter sur { $host }:{ $port } : le port est déjà pris, ou interdit à ce compte. Changez RELAIS_TELEGRAM_WEBHOOK_PORT.
