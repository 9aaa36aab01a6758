# relais status
status-no-database = The database cannot be read: it is missing, does not answer, or comes from another release. See “relais doctor”.
status-queue = What waits
status-count = How many
status-oldest = For
status-inbox = received, { $name ->
    [waiting] to handle
    [fetching] files on their way
    [locked] without its key
   *[quarantined] set aside
}
status-outbox = to send, { $name }
status-notices = to say in a next message
status-turn = What goes on
status-every = Every
status-last = Last time
status-took = Took
status-never = Relais has never run on this database.
status-age = { $minutes ->
    [0] { $seconds } s
    [one] { $seconds } s
   *[other] { $hours ->
        [0] { $minutes } min
        [one] { $minutes } min
       *[other] { $hours } h
    }
}
status-lease = Lease: { $what }
status-people = { $reachable } people can be reached of { $people } · { $requests } open requests

metrics-port = Cannot listen at { $host }:{ $port } (RELAIS_METRICS_ADDRESS): another program does, or the address is not this machine’s.

# relais doctor
doctor-section-settings = Settings and the town’s files
doctor-section-files = Relais’ files
doctor-section-database = Database
doctor-section-work = What goes on
doctor-section-versions = Versions
doctor-settings-well = Nothing to say (relais check).
doctor-no-state-folder = The folder { $folder } does not exist yet.
    .remedy = Relais makes it at its first start; otherwise check RELAIS_STATE_DIR.
doctor-open-to-others = Other accounts of the machine can read { $path }.
    .remedy = Keep it to its owner: chmod -R go= { $path }
doctor-no-key = No key in { $folder }.
    .remedy = Relais makes it at its first start; if it has run before, restore it from a backup before starting again.
doctor-files-well = Keys in place, readable by their owner only.
doctor-disk = { $megabytes } MB free.
doctor-database = { $kind } { $version }, { $megabytes } MB, schema { $revision }.
doctor-no-database = The database { $where } does not exist yet.
    .remedy = Relais makes it at its first start; otherwise check RELAIS_DATABASE_URL.
doctor-other-release = The database { $where } has schema { $found }; this Relais wants { $needed }.
    .remedy = Start Relais: it brings the schema up to date. If it is newer than Relais, update Relais.
doctor-since = { $what } Since { DATETIME($since, dateStyle: "short") }, { DATETIME($since, timeStyle: "short") }.
doctor-work-well = Nothing is late, nothing is lost, the log follows.
doctor-versions = Relais { $relais }, Python { $python }, { $system }.
doctor-summary = { $red ->
    [0] { $warnings ->
        [0] All is well.
        [one] All is well; 1 thing to know.
       *[other] All is well; { $warnings } things to know.
    }
    [one] 1 thing to mend.
   *[other] { $red } things to mend.
}
