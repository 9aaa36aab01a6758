# What the operator reads when the database cannot be used.
storage-unknown-url = Unknown kind of database: “{ $scheme }”. RELAIS_DATABASE_URL starts with sqlite:/// or postgresql://.
storage-already-running = Relais already runs on { $where }. Stop the other one, or choose another RELAIS_STATE_DIR. For several processes at once, use PostgreSQL.
storage-foreign = The database { $where } is not a Relais database. Nothing in it was changed. Name another one in RELAIS_DATABASE_URL.
storage-newer = The database { $where } comes from a newer Relais. Update Relais; nothing was changed.
storage-damaged = The database { $where } is damaged. Relais does not start, so as not to make it worse. Put the last copy back: “relais verify COPY --key KEY”, then “relais restore COPY --key KEY --force”; the damaged database is kept beside (docs/backup.md).
storage-moved-on = A newer Relais has brought the database { $where } up to date: this process stops, so as not to write in an older form. Update Relais here as well, then start it.
storage-read-only = Cannot write to { $where }. Give the user that runs Relais the right to write this file and its folder.
storage-full = No space left on the disk of { $where }. Free some, then start again: nothing is lost.
storage-unreachable = The database { $where } does not answer. Check the address, the password, and that the server runs.
storage-key-damaged = The key { $where } is damaged. Relais will not start, so as not to seal anything under a wrong key. Restore it from a backup.
