# What “relais check” says of the settings; none of these sentences repeats a secret.

settings-env-not-utf8 = The file is not written in UTF-8.
    .remedy = Save it again with the UTF-8 encoding.
settings-env-unreadable = The file cannot be read.
    .remedy = Give Relais the right to read this file.
settings-env-line = This line is not a setting.
    .remedy = Write NAME=value, between quotes if the value holds spaces; a comment begins with #.
settings-env-open-to-all = This file holds a secret and other accounts of the machine can read it.
    .remedy = Keep it to its owner: chmod 600 { $name }.
settings-unknown = The setting { $name } does not exist.
    .remedy = { $near ->
        [none] Remove it; docs/configuration.md has the list.
       *[other] Did you mean { $near }?
    }
settings-needs = { $name } is not enough: { $needed } is missing.
    .remedy = Give { $needed } too.
settings-not-one-of = The value of { $name } is not accepted.
    .remedy = { $near ->
        [none] Choose among: { $allowed }.
       *[other] Did you mean “{ $near }”? Choices: { $allowed }.
    }
settings-number = { $name } is not an accepted number.
    .remedy = Write a number greater than zero, without unit; a port is from 1 to 65535.
settings-url = { $name } is not an address.
    .remedy = Write it in full, beginning with https://.
settings-database = { $name } is not a database’s address.
    .remedy = Write sqlite:///path/relais.db or postgresql://user:password@host/database.
settings-telegram-token = { $name } does not look like a Telegram token.
    .remedy = Copy the whole of what @BotFather gives: digits, a colon, then a long run of letters.
settings-webhook-secret = { $name } is not a secret that Telegram accepts.
    .remedy = Take 1 to 256 letters without accent, digits, _ or -.
settings-backup-key = { $name } is not a public key for backups.
    .remedy = Copy in full the one that “relais backup keys” gives: it begins with relais-public-.
settings-matrix-user = { $name } is not a Matrix account.
    .remedy = Write it in full: @relais:matrix.example.org.
settings-heartbeat = { $name } is not an address to send a sign of life to.
    .remedy = Write it in full, beginning with https://; http:// is accepted to this machine only.
settings-operators-room = { $name } is not a room to tell.
    .remedy = Write matrix:!room:example.org or telegram:-100123456789; several are separated by commas.
settings-metrics-address = { $name } is not an address to listen at.
    .remedy = Write a port (9100: this machine alone), or address:port.
settings-no-platform = No chat network is set: only the console will answer.
    .remedy = Give RELAIS_TELEGRAM_TOKEN, or RELAIS_MATRIX_HOMESERVER and RELAIS_MATRIX_USER.
settings-surveys-on-telegram = Team surveys also go through Telegram, which does not encrypt end to end what is said to a bot.
    .remedy = Nothing to do if you accept it: a notice says so before the first question. Matrix or Tchap is preferable.
settings-own-server-pace = { $name } is above 30 messages a second: Telegram’s limits are no longer kept.
    .remedy = Keep this value only with your own Bot API server, given in RELAIS_TELEGRAM_API_BASE.
settings-password-kept = { $name } serves for the first login only.
    .remedy = Remove it once the bot is connected: its keys are then in RELAIS_STATE_DIR.
settings-state-dir = Relais cannot write in { $folder }.
    .remedy = Give RELAIS_STATE_DIR a folder where it may write.
