# Copies: made, kept, verified, put back.
backup-no-key = No key to encrypt the copy, and a copy holds everything, keys included: it is never written in clear. “relais backup keys” makes a pair; put the public key in RELAIS_BACKUP_PUBLIC_KEY.
backup-where = Where to write the copy? Give --to, or RELAIS_BACKUP_FOLDER.
backup-no-database = No Relais database to copy in { $where }.
backup-making = Copying the database and the keys
backup-reading = Reading the copy
backup-made = Copy made and verified: { $file } ({ $size } MB).
backup-person = People
backup-request = Requests
backup-event = Facts of the log
backup-outbox = Messages
backup-file = Photos and files
backup-keys = { $where ->
    [screen] Private key above: note it away from this server (a vault, two copies). Without it no backup opens; it is not shown twice.
   *[other] Private key written to { $where }: take it away from this server (a vault, two copies), then erase it here. Without it no backup opens.
}
    In .env: RELAIS_BACKUP_PUBLIC_KEY={ $public }
backup-key-exists = { $file } exists already: a key never takes another one’s place. Give another name.
backup-key-unreadable = The key file { $file } cannot be read.
backup-bad-key = This is no backup key. A private key begins with relais-private-, a public one with relais-public-; copy it in full.
backup-missing = The copy { $where } does not exist.
backup-not-one = { $where } is not a copy of Relais.
backup-newer = The copy { $where } comes from a later version of Relais. Update Relais first.
backup-truncated = The copy { $where } is incomplete: the file was cut. Fetch it again, or take the one before.
backup-altered = The copy { $where } is damaged or was changed. Do not use it: take another one.
backup-wrong-key = The copy { $where } was encrypted for another key than this one.
backup-copy-unsound = The copied database is not sound ({ $detail }). Run “relais verify” on earlier copies, and restore the last good one.
restore-not-empty = There is something in { $where } already, or in the database. Nothing was changed there. Add --force to replace it: what is there will be kept beside.
restore-in-use = The database { $where } is still used by another program. Stop Relais everywhere, then begin again.
restore-not-owner = The account of { $where } may not rename its database’s schema, to keep what is there. Make it the owner of the database, or give an empty one.
restore-under-way = Putting the copy back
restore-done = Copy of { DATETIME($at, dateStyle: "short") } at { DATETIME($at, timeStyle: "short") } put back in { $where }. Nothing that waited to be sent will be; at the start, everybody learns what Relais no longer knows.
restore-aside = What was there is kept: { $where }. Delete it when all is well.
restore-matrix = Matrix: set RELAIS_MATRIX_PASSWORD again for the first start. Relais will be a new device there, signed with the same identity.
verify-copy = Copy of { $city } of { DATETIME($at, dateStyle: "short") } at { DATETIME($at, timeStyle: "short") } ({ $dialect }, Relais { $release }).
verify-envelope = { $file } is whole. Without the private key its content was not read: add --key.
verify-structure = Damaged database: { $what }
verify-missing = Table { $table }: { $said } rows announced, { $there } found.
verify-no-log = Log not read again: at the moment of the copy, the town’s files had a fault.
verify-sound = Sound copy: it can be put back.
verify-unsound = Copy not to be used as it is.
