# The command line.
cli-help = Relais: the assistant of the neighbourhood town halls, on Telegram, Matrix or in the terminal.
cli-run = Run the bot on the messengers that are configured.
cli-console = Talk to the bot in this terminal, alone or with others.
cli-console-as = Who speaks first; “@name” to change.
cli-console-trial = If the database is empty, let three trial people in: awa, karim and petit.
cli-demo = Play a day at a neighbourhood town hall, then hand over to you.
cli-demo-picture = Also write the picture of the day (SVG) to this file.
cli-demo-pace = Speed: 1 to read along, 0 as fast as possible.
cli-check = Check the configuration: every fault at once, with file and line.
cli-doctor = Examine everything now: settings, files, database, and what goes on; 0 when all is well, 1 otherwise.
cli-status = What waits, since when, and what goes on, without disturbing Relais.
cli-route = Show which service a sentence goes to, and why.
cli-route-text = The sentence, in quotes.
cli-json = Write JSON.
cli-invite = Give invitation codes, one a line: single use, 24 hours.
cli-invite-role = Role: agent, assistante, mission, sg, elu, coordination, direction, dgs, cabinet or admin.
cli-invite-mairie = Neighbourhood town hall (identifier), for the roles that have one.
cli-invite-direction = Direction (identifier), for the role “direction”.
cli-invite-count = How many codes.
cli-invite-unknown-role = There is no role “{ $role }”. Choose among: { $roles }.
cli-invite-which-mairie = The role “{ $role }” needs a neighbourhood town hall: --mairie, one of { $mairies }.
cli-invite-which-direction = The role “direction” needs a direction: --direction, one of { $directions }.
cli-invite-no-scope = The role “{ $role }” covers the whole town: leave out --mairie or --direction.
cli-audit = The log of what happened, and its proof.
cli-audit-verify = Read the whole chain again and say what was changed, removed, moved or cut off.
cli-audit-anchor = A mark kept elsewhere (the daily message, or “relais audit head”), to hold it against.
cli-audit-head = Print the mark of the last link, to keep elsewhere.
cli-backup = Make an encrypted copy of the database and the keys, while Relais runs.
cli-backup-to = The folder to write it in; RELAIS_BACKUP_FOLDER otherwise.
cli-backup-keys = Make the pair of keys for backups; the private key does not stay on this server.
cli-backup-keys-to = The file to write the private key in; without it, it is shown once.
cli-copy = The copy (relais-….backup).
cli-verify = Verify a copy: whole, readable, database sound, log intact.
cli-verify-key = The file of the private key, “-” for standard input; without it, the envelope alone is verified.
cli-restore = Put a copy back; what is there is replaced only with --force, and kept beside.
cli-restore-key = The file of the private key, “-” for standard input.
cli-restore-into = Another folder than RELAIS_STATE_DIR, with its own SQLite database: to rehearse.
cli-restore-force = Replace what is there; it is kept beside, dated.
cli-no-platform = No messenger is configured. Set RELAIS_TELEGRAM_TOKEN, or RELAIS_MATRIX_HOMESERVER and RELAIS_MATRIX_USER; or try “relais console”.
cli-running = Relais runs for { $town } on: { $platforms }. Ctrl-C to stop.
cli-console-hello = Relais, { $town }. You are { $who }; “@name” changes person, “#room text” speaks in a room, “:photo picture”, “:fichier commune.yaml”, “:lieu lat, lon”, “:modifier text”, “:quitter”.
cli-learning = Learning the catalogue (once only)
cli-training-failed = Learning the catalogue failed: { $why }. Check the space and memory available, then start again.
cli-town = The town’s files, by versions: import, list, go back, export.
cli-town-import = Show what these files change, then apply them as a new version; a running bot takes it within seconds.
cli-town-paths = Files (services/voirie.yaml, directions.yaml…) that take the place of those of the town in force, or a folder; a folder with commune.yaml replaces all of it.
cli-town-yes = Apply without asking.
cli-town-versions = List the applied versions, the newest first.
cli-town-back = Go back to an earlier version: its files, applied as a new version.
cli-town-number = Its number; without it, the last one that differs from the one in force.
cli-town-export = Write the files in force to a new folder.
cli-town-export-folder = The folder: empty, or not there yet.
cli-town-export-where = { $folder } holds something already: give a folder that is empty or not there yet.
cli-town-exported = { $count } files written to { $folder }.
cli-town-unreadable = The file { $path } cannot be read ({ $detail }).
cli-town-folder = No version: the town is that of the folder { $folder }.
cli-town-same = These files are those in force already: nothing to change.
cli-town-broken = Not possible as it is; nothing is changed.
cli-town-apply = Apply?
cli-town-applied = Version { $number } applied. A running bot takes it within seconds.
cli-town-back-to = Back to version { $number }.
cli-town-since = Since
cli-town-changes = Differences
cli-town-by = By
cli-town-files = Fingerprint
cli-town-moment = { DATETIME($at, dateStyle: "short") } { DATETIME($at, timeStyle: "short") }
route-service = Service
route-direction = Direction
route-competence = Competence
route-score = Score
route-why = Why
route-near = close to “{ $near }”
route-unsure = Not sure enough: the bot would ask the agent to choose.
check-summary = { $faults ->
    [0] { $warnings ->
        [0] Configuration in order.
        [one] Configuration in order, 1 thing to know.
       *[other] Configuration in order, { $warnings } things to know.
    }
    [one] 1 fault to correct.
   *[other] { $faults } faults to correct.
}
cli-due = Work out when something is due in working time, and say why, day by day.
cli-due-received = When the request is received: 2026-12-23T10:00, in the town’s time.
cli-due-delay = The delay: “5 jo” (working days), “4 h”, “15 min”, immediate.
cli-due-calendar = Public holidays of another region: alsace_moselle, guadeloupe…
cli-due-direction = The hours of a direction (its id).
cli-due-mairie = The hours of a mairie de quartier (its id).
due-unknown-direction = “{ $given }” is not a direction. Choose among: { $allowed }.
due-unknown-mairie = “{ $given }” is not a mairie de quartier. Choose among: { $allowed }.
due-unknown-calendar = “{ $given }” is not a calendar. Choose among: { $allowed }.
due-no-moment = “{ $given }” is neither a day nor a moment. Write 2026-12-23T10:00.
due-no-delay = “{ $given }” is not a delay. Write a number and min, h or jo: “5 jo”, “4 h”.
due-no-holidays = Public holidays are known from { $first } to { $last }, and not in { $year }.
due-announced = It is due on the date that will be announced.
due-found = Due: { MOMENT($due) }
due-day = Day
due-counts = What counts
due-total = Total
due-counted = working day
due-received = day of receipt, does not count
due-weekend = closed
due-closed = closed
due-paused = on hold
cli-privacy = The data protection documents, written from what runs.
cli-privacy-documents = Write the notice, the register and the impact assessment (in French) from the configuration in force, and say what is left to fill in.
cli-privacy-out = The folder to write them in.
cli-privacy-check = Write nothing: compare the documents written with the configuration in force; 1 when they no longer match.
cli-privacy-force = Also write over a document that somebody changed by hand.
cli-privacy-notice = notice for staff and for residents
cli-privacy-registre = register of processing (GDPR, art. 30)
cli-privacy-aipd = impact assessment, a draft to validate
cli-privacy-is-missing = is not there
cli-privacy-is-current = up to date
cli-privacy-is-behind = no longer says what is in force: write it again
cli-privacy-is-edited = is not as Relais wrote it
cli-privacy-more = and { $count } more lines
cli-privacy-edited = Nothing is written: { $files } (in { $folder }) was changed by hand, and these words would be lost. Put them in gouvernance.yaml, or add --force.
cli-privacy-open = { $count ->
        [0] Nothing is left to fill in.
        [one] 1 point is left to fill in, in gouvernance.yaml:
       *[other] { $count } points are left to fill in, in gouvernance.yaml:
    }
cli-seed = Fill an empty database with a made-up year: to try, to show, to measure.
cli-seed-requests = How many requests.
cli-seed-people = How many agents in the neighbourhood town halls.
cli-seed-days = Over how many days, up to today.
cli-seed-seed = The same number gives the same year again.
cli-seed-until = The last moment, by this machine’s clock: 2026-11-24T18:00. Without it, now.
cli-seed-living = A year of requests
cli-seed-done = { $requests } requests over { $days } days, by { $people } made-up people (--seed { $seed }).
cli-seed-not-empty = There are people or requests in { $where } already: nothing was written. A made-up year does not mix with real requests; give another database (RELAIS_DATABASE_URL).
cli-digest = Show a digest as it would read at a given moment. Nothing is sent.
cli-digest-for = Somebody’s name, or a kind of digest: morning, sg_daily, sg_weekly, coordination_weekly, dgs_monthly, elected_weekly.
cli-digest-at = The moment: 2026-11-23T08:30, in the town’s time.
cli-digest-out = A folder to write it to as well, as text, .csv and .xlsx.
digest-for-whom = “{ $given }” is neither somebody here nor a kind of digest. Kinds: { $kinds }.{ $names ->
        [none] {""}
       *[other] {" "}Perhaps: { $names }.
    }
cli-place = Say the mairie and the quarter of a place, and how Relais knows.
cli-place-text = An address, a place, a quarter, or “46.0804, 4.3337” (latitude, longitude).
cli-rules = The town’s rules of routing.
cli-rules-try = Replay changed rules on past requests, applying nothing.
cli-rules-try-paths = regles.yaml, or other files of the town.
cli-rules-try-most = How many requests to replay, newest first.
cli-rules-no-town = The town in force can no longer be read: “relais check” says why.
cli-rules-request = Request
cli-rules-before = Before
cli-rules-after = After
cli-rules-rules = Rule
cli-rules-sided = What came of it
cli-rules-better = better
cli-rules-worse = worse
cli-rules-other = other
cli-rules-either = to choose:
cli-rules-unknown = I do not know
cli-rules-tried = { $moved ->
    [0] Requests replayed: { $replayed }. Nothing changes.
   *[other] Requests replayed: { $replayed }. Proposed otherwise: { $moved }, of which better { $better }, worse { $worse }, others { $other }.
}
    Better: proposed where it ended up. Worse: it no longer would be. Nothing is applied: “relais town import” does that.
cli-rules-more = The first { $shown } are shown; --json gives all.
route-band = What the bot proposes: { $band }.
route-disagree = A rule and the words, or two rules, do not say the same: the bot would ask the agent to choose.
place-one = Mairie de quartier: { $mairie }
    Quarter: { $quarters }
place-several = Several mairies de quartier: { $mairies }
    Quarters: { $quarters }
    Nothing says which: the bot keeps the agent’s own, and a point on the map decides.
place-by-street = By the list of streets: { $name }
place-by-place = By the list of places: { $name }
place-by-quarter = By the quarter’s name: { $name }
place-by-point = By the map of the quarters: the point falls in it.
place-elsewhere = Mind: the point given for { $name } falls in another quarter of the map. To be checked in the list.
place-unknown = No street, no place and no quarter known in “{ $text }”.
place-outside = This point is in no quarter of the map.
cli-router = Measure the router, and what it learns.
cli-router-evaluate = Measure the router on sentences whose service is known, beside simple methods.
cli-router-train = Sentences to learn from: a CSV with the columns text and label.
cli-router-test = Sentences to ask about: a CSV with the columns text and label. Without it, those of --train whose column split says dev.
cli-router-catalogue = Learn from the town's catalogue, too; alone, it is measured on its own sentences, kept aside.
cli-router-map = Where each service of the catalogue belongs: a CSV with the columns service and label.
cli-router-meanings = Read what sentences mean, too, when the layer is installed.
cli-router-curve = Learn from a part of the sentences only, too.
cli-router-picture = Draw the measure in this PNG file.
cli-router-report = Show what the town's router is made of.
cli-router-trying = Learning and measuring
router-what = Say what to measure: --train A.csv --test B.csv, --train A.csv alone when it has a column split, --catalogue --test B.csv --map M.csv, or --catalogue alone.
router-column = { $file } has no column “{ $column }”.
router-not-utf8 = { $file } is not written in UTF-8.
router-empty = { $file } has no labelled sentence.
router-unmapped = The file of --map does not say where { $service } belongs.
router-title = { $kind ->
        [service] By service
        [direction] By direction
       *[texts] Sentences
    }: { $tests } sentences asked, { $labels } labels, { $learned } sentences learned
router-method = Method
router-first = First
router-three = In 3
router-f1 = F1
router-ece = ECE
router-routed = Alone (right)
router-noise = Slips
router-ms = ms / p99
router-of = { $method ->
        [majority] always the commonest
        [keywords] the catalogue's keywords
        [words] words, regression
        [fasttext] fastText
        [letters] Relais, words and letters
       *[meanings] Relais, with meanings
    }
router-cost = Learning and tuning: { $seconds } s of processor; the router’s file weighs { $size } MiB.
router-spread = Standard error of “First”: { $points } points. “ECE”: between the chances announced and those that came true. “Alone”: over a threshold fixed on the sentences learned, for 9 right in 10. “Slips”: first, of mistyped sentences.
router-asked = Meanings are asked for { $share } sentences in 100 only: those that words and letters leave in doubt.
router-lost = Points lost: without accents { $accents }, slips { $slips }, text-message spelling { $texted }, all at once { $all }.
router-curve = With { $share }% of the sentences: first { $first }, three { $three } (words, regression: { $words })
router-of-town = Router of { $town }
router-examples = Learned
router-examples-of = { $examples } examples, { $services } services
router-layer = Meaning of sentences
router-layer-state = { $state ->
        [on] read, when words and letters leave a doubt
        [absent] learned, but the layer is not installed here
       *[off] no
    }
router-bar = Right 9 times in 10 from
router-doubt = “I do not know” under
router-enough = Meanings no longer asked for from
router-part = Weight: { $part ->
        [services] regression by service
        [domains] regression by domain
        [counts] letter counts
        [nearest] nearest examples
        [meanings] regression on meanings
       *[nearest-meanings] nearest examples by meaning
    }
router-picture-announced = Announced probability
router-picture-true = Share of right answers
router-picture-calibration = Does what is announced come true? (mean gap { $error })
router-picture-answered = Answered
router-picture-right = Right
router-picture-confusions = Of 100 sentences of each line

# relais figures
cli-figures = The sums that figures are read from.
cli-figures-recount = Count all figures again from the requests. Relais may go on running.
figures-recounting = Counting again
figures-recounted = { $count ->
    [0] No request to count.
    [one] One request counted again: the figures are those of the requests.
   *[other] { $count } requests counted again: the figures are those of the requests.
}
