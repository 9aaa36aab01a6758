# What the operator reads when Telegram cannot start. No sentence repeats the token or the secret.
telegram-no-token = RELAIS_TELEGRAM_TOKEN is empty. Ask @BotFather for a token in Telegram, or remove this setting.
telegram-wrong-token = Telegram refuses the token in RELAIS_TELEGRAM_TOKEN. Copy it again from @BotFather; if it was revoked, ask for another one.
telegram-webhook-url = RELAIS_TELEGRAM_MODE is webhook, but RELAIS_TELEGRAM_WEBHOOK_URL is empty. Give the public https address, or choose polling.
telegram-token-in-webhook-url = RELAIS_TELEGRAM_WEBHOOK_URL holds the token, which would end in the logs of every server on the way. Choose another path, /telegram for example.
telegram-webhook-secret = RELAIS_TELEGRAM_WEBHOOK_SECRET must be 1 to 256 unaccented letters, digits, “_” or “-”. Without it, anybody could write in Telegram’s place.
telegram-webhook-port = Cannot listen on { $host }:{ $port }: the port is taken, or forbidden to this account. Change RELAIS_TELEGRAM_WEBHOOK_PORT.
