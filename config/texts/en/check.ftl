# What “relais check” says of a town: what is wrong, and (.remedy) what to do.

## Files

check-no-folder = This folder does not exist.
    .remedy = Give RELAIS_TOWN a town’s folder, or “valmiere” for the one that comes with Relais.
check-unreadable = The file cannot be read ({ $detail }).
    .remedy = Give Relais the right to read this file.
check-no-file = This file is missing.
    .remedy = { $near ->
        [none] Copy the one of config/valmiere and adapt it.
       *[other] Is it “{ $near }”? Rename it; otherwise copy the one of config/valmiere.
    }
check-unknown-file = Nothing reads this file.
    .remedy = { $near ->
        [none] Remove it, or put it in services/ if it describes a domain.
       *[other] Did you mean “{ $near }”? Rename it, or remove it.
    }
check-no-services = The town has no service.
    .remedy = Put at least one domain in services/, for example services/voirie.yaml.
check-not-utf8 = The file is not written in UTF-8.
    .remedy = Save it again with the UTF-8 encoding.
check-not-a-table = The file is empty or holds no keys.
    .remedy = It takes lines “key: value”; see the file of the same name in config/valmiere.

## YAML

check-yaml-syntax = This is not YAML ({ $detail }).
    .remedy = Check the indentation (spaces, no tab), the space after the colon, the closing quotes and brackets, here or just before.
check-yaml-character = There is a forbidden character ({ $code }).
    .remedy = Delete this invisible character, probably pasted from elsewhere.
check-yaml-alias = YAML references (& and *) are not accepted.
    .remedy = Write the value in full.
check-yaml-deep = The values are nested too deeply.
    .remedy = Check the brackets, the braces and the indentation.
check-yaml-key = A key must be a word.
    .remedy = Put one word before the colon.
check-yaml-tag = The YAML tag “{ $tag }” is not accepted.
    .remedy = Remove it; if the value starts with “!”, put it between quotes.
check-duplicate-key = The key “{ $name }” is already written on line { $first }: one of the two would be lost.
    .remedy = Keep only one.
check-no-such-day = The day { $day } does not exist.
    .remedy = Write a date of the calendar, year-month-day: 2027-05-07.

## Keys and values

check-unknown-key = The key “{ $name }” is not known here.
    .remedy = { $near ->
        [none] Remove it; docs/configuration.md lists the accepted keys.
       *[other] Did you mean “{ $near }”?
    }
check-key-elsewhere = The key “{ $name }” is not in its place.
    .remedy = Put it in { $home }.
check-missing-key = The key “{ $name }” is missing.
    .remedy = Add it; docs/configuration.md says what it holds.
check-wrong-kind = “{ $name }” should be { $expected ->
        [text] a text
        [boolean] true or false
        [number] a number
        [list] a list
        [day] a date
       *[table] a set of keys and values
    }.
    .remedy = { $expected ->
        [text] Put the value between quotes.
        [boolean] Write true or false, without quotes.
        [number] Write a number, without quotes or unit.
        [list] Write [one, two], or one line a value, after a dash.
        [day] Write year-month-day: 2027-05-07.
       *[table] Write lines “key: value”, indented.
    }
check-not-one-of = “{ $name }” cannot be “{ $given }”.
    .remedy = { $near ->
        [none] Choose among: { $allowed }.
       *[other] Did you mean “{ $near }”? Choices: { $allowed }.
    }
check-id = “{ $given }” is not an identifier.
    .remedy = A lower-case letter, then lower-case letters without accent, digits or _: mq_centre.
check-service-id = “{ $given }” is not a service’s identifier.
    .remedy = The domain, a dot, the service, in lower case without accent: voirie.nid_de_poule.
check-reference-prefix = “{ $given }” cannot begin the references.
    .remedy = Take one to six capital letters: MQ gives MQ-26-0412.
check-empty = “{ $name }” is empty.
    .remedy = Write at least one value.
check-out-of-range = “{ $name }” is out of range: { $given }.
    .remedy = Check the number; docs/configuration.md gives the limits.
check-refused = “{ $name }” is refused ({ $detail }).
    .remedy = Compare with the same file in config/valmiere.
check-delay = “{ $given }” is not a delay.
    .remedy = Write a number and min, h or jo (“15 min”, “4 h”, “2 jo”), or immediate, or date_annoncee.
check-weekdays = “{ $given }” is neither a day nor a run of days.
    .remedy = Write lun, mar, mer, jeu, ven, sam or dim, or a run in order: lun-ven.
check-opening = “{ $given }” is not an opening.
    .remedy = Write two times of the same day, the first before the second: “08:30-12:30”; midnight at the end is 24:00.
check-openings-overlap = The openings { $first } and { $second } overlap.
    .remedy = Separate them, or join them in one.
check-day-twice = The day “{ $day }” is given twice.
    .remedy = Each day belongs to only one line of opening hours.
check-direction-hours = The direction “{ $id }” has no opening hours.
    .remedy = Add “horaires: {"{"}lun-ven: ["08:30-12:00", "13:30-17:00"]{"}"}”, or “collectivite: externe” if it is not ours.
check-never-open = These hours never open.
    .remedy = Write at least one opening: {"{"}lun-ven: ["08:30-12:30"]{"}"}.
check-pattern = This pattern is not a regular expression ({ $detail }).
    .remedy = Correct it, between single quotes.
check-reply-field = “{ $given }” is no field of a reply.
    .remedy = { $near ->
        [none] Fields allowed: { $allowed }.
       *[other] Did you mean “{ $near }”? Fields allowed: { $allowed }.
    }
check-reply-brace = A brace is opened or closed without the other.
    .remedy = Write {"{"}ref{"}"}, or {"{"}si_ecrit: some text{"}"}; braces serve for nothing else.
check-reply-long = This reply has { $length } characters, { $most } at most.
    .remedy = Shorten it: it is read on a telephone.
check-reply-acceptance = This text says that the administration’s silence accepts.
    .remedy = Take that sentence out: only the service can say so, once checked.
check-reply-general = There must be one reply for all here, and only one.
    .remedy = Keep exactly one text without “pour”.
check-reply-twice = Two replies of the same kind are for “{ $id }”.
    .remedy = Keep it in one of them.
check-timezone = The time zone “{ $given }” does not exist.
    .remedy = Write a name such as Europe/Paris or Indian/Reunion.
check-feature = “{ $given }” is not a feature that is rolled out.
    .remedy = Choose among: { $allowed }.
check-rung-moment = “{ $given }” is not a moment of the ladder.
    .remedy = Write “80 %” of the time, “+2 jo” after it, “-15 j” before a legal term, or “2 reports”.
check-ladder-word = “{ $given }” is not { $kind ->
    [function] a function of the ladder
    [clock] a clock
    [calendar] a calendar
   *[other] a pace
}.
    .remedy = { $near ->
        [none] Choose among: { $allowed }.
       *[other] Did you mean “{ $near }”? Choose among: { $allowed }.
    }
check-ladder-missing = The ladder does not lead to its end: with nobody for { $functions }, nobody would be told.
    .remedy = Under “releve”, give each function the one that stands in for it, up to the last (dgs).
check-ladder-cycle = Relief goes round in circles: { $functions }.
    .remedy = Each relief must lead up to a function that has none.
check-everywhere = “directions: "*"” closes everywhere already: “mairies” adds nothing.
    .remedy = Take “mairies” out, or write the directions one by one.
check-period = The period ends ({ $last }) before it begins ({ $first }).
    .remedy = Write the first day under “du” and the last one under “au”.
check-watch = “{ $given }” is no span of an on-call week.
    .remedy = Write “17:00-08:30”; an end that does not follow the beginning is the next day’s.
check-rota-nowhere = The rota “{ $id }” answers for nothing.
    .remedy = Give it mairies or directions: a list, or "*" for all.
check-rota-function = In the rota “{ $id }”, “{ $function }” answers for nothing of what it covers.
    .remedy = “direction” goes with directions, “coordination” with everything, the other functions with mairies.
check-schema = The file says “{ $given }”, Relais reads “{ $expected }”.
    .remedy = Write “schema: { $expected }” after comparing with the file of config/valmiere.

## References between tables

check-duplicate-id = The identifier “{ $id }” is already taken ({ $first }).
    .remedy = Give another one to either of them.
check-dangling = “{ $name }” points to “{ $given }”, which does not exist.
    .remedy = { $near ->
        [none] Create this entry, or point to another one.
       *[other] Did you mean “{ $near }”?
    }
check-other-domain = The service “{ $id }” is filed under the domain “{ $domain }”.
    .remedy = Its identifier must begin with “{ $domain }.”, or else move it to its own domain’s file.
check-own-confusion = The service “{ $id }” cannot be mistaken for itself.
    .remedy = Name the other service, or remove this confusion.
check-not-complement = The service “{ $id }” cannot be switched off.
    .remedy = Only services with “profil: complement” can: without the others, some requests would have nowhere to go.
check-two-clusters = The mairie “{ $id }” is in two clusters.
    .remedy = Keep it in one: two results that overlap would give a team away.

## Who does what, and the directory

check-unknown-role = “{ $given }” is not a role.
    .remedy = { $near ->
        [none] Choose among: { $roles }.
       *[other] Did you mean “{ $near }”? Possible choices: { $roles }.
    }
check-raci-one-accountable = { $count ->
        [0] Nobody answers for the activity “{ $id }”.
       *[other] Several roles answer for the activity “{ $id }”.
    }
    .remedy = Give an A (or A/R) to one role, and to one only.
check-raci-nobody-does = Nobody does the activity “{ $id }”.
    .remedy = Give an R (or A/R) to at least one role.
check-phone = “{ $given }” is not a telephone number.
    .remedy = Write digits separated by spaces: 01 99 00 10 16.
check-email = “{ $given }” is not an address.
    .remedy = Write the address of the service: voirie@valmiere.example.
check-personal-phone = “{ $given }” is a mobile number.
    .remedy = Give the number of the service: a mobile is a person’s.
check-personal-email = “{ $given }” looks like a person’s address.
    .remedy = Give the address of the service, without “prenom.nom”: voirie@…, or with words of its function.
check-personal-name = “{ $given }” names a person.
    .remedy = Write the function alone: “Responsable de secteur voirie”.

## Territory

check-no-map = The file “{ $name }” is missing.
    .remedy = { $near ->
        [none] Add it, or remove “territoire” from commune.yaml.
       *[other] Is it “{ $near }”?
    }
check-json-syntax = This is not GeoJSON ({ $detail }).
    .remedy = Export the map again from your geographic information system.
check-map-no-feature = The map holds no quarter.
    .remedy = It takes a GeoJSON “FeatureCollection”, with one polygon a quarter.
check-map-not-polygon = This quarter is not a polygon.
    .remedy = It takes a “Polygon” or “MultiPolygon” geometry whose rings have at least four points.
check-map-not-degrees = The coordinates of the quarter “{ $code }” are not degrees.
    .remedy = Export the map in WGS 84 (EPSG:4326): longitude, then latitude.
check-map-property = This quarter has no property “{ $name }”.
    .remedy = Say in commune.yaml, under territoire, what it is called. Properties present: { $properties }.
check-map-no-mairie = The quarter “{ $code }” has no mairie.
    .remedy = Add the property “{ $name }” to the map, or the code “{ $code }” to the “quartiers” of a mairie in commune.yaml.
check-polygon = The outline of the quarter “{ $code }” is broken ({ $detail }).
    .remedy = Correct it in your geographic information system (“fix geometries”).
check-polygons-overlap = The quarters “{ $code }” and “{ $other }” overlap over { $area } m².
    .remedy = A point must belong to one quarter only: adjust the boundary.
check-csv-syntax = The table is badly written here ({ $detail }).
    .remedy = Check the quotes of this line, or export it again.
check-csv-column = The column “{ $name }” is missing.
    .remedy = { $near ->
        [none] Add it, or say in commune.yaml, under territoire, what it is called. Columns present: { $columns }.
       *[other] Is it “{ $near }”? Say so in commune.yaml, under territoire.
    }
check-csv-empty = The column “{ $name }” is empty on this line.
    .remedy = Fill it in, or remove the line.
check-csv-number = “{ $given }” is not a coordinate.
    .remedy = Write degrees (4.3127), or leave it empty.

## Warnings: nothing that keeps Relais from starting

check-no-map-at-all = The town has no map.
    .remedy = A position sent will not tell its quarter; add “territoire” to commune.yaml for that.
check-town-version = Version { $number } is in force, not this folder, which differs from it.
    .remedy = “relais town import” applies the folder; “relais town export” writes the version in force to a new folder.
check-mairie-without-quarter = The mairie “{ $id }” has no quarter on the map.
    .remedy = Give it a polygon, or remove it.
check-mairie-without-cluster = The mairie “{ $id }” is in no cluster.
    .remedy = Its surveys will be published for the whole set only; add it to a cluster if that is not meant.
check-same-phrase = This phrase is already an example of “{ $other }”.
    .remedy = Keep it in one service: the router cannot learn both.
check-direction-unused = No service is given to the direction “{ $id }”.
    .remedy = Remove it, or give it a service.
check-never-handed = The service “{ $id }” will never be handed to “{ $direction }”: the competence “{ $competence }” cannot be sent.
    .remedy = Give it a competence that can be, or an “externe” direction.
check-no-raci = The town does not say who does what.
    .remedy = Copy raci.yaml from config/valmiere and adapt it: without it, “who” does not know the roles.
check-no-directory = The town has no directory.
    .remedy = Copy annuaire.yaml from config/valmiere and fill it in: without it, “who” cannot say whom to contact, or at which number.
check-direction-without-contact = The direction “{ $id }” has no entry in the directory.
    .remedy = Add one to annuaire.yaml: the function to contact and its number.
check-on-call-without-phone = The direction “{ $id }” is on call, without a number in the directory.
    .remedy = Add “telephone_astreinte” to its entry, or write “astreinte: false” in directions.yaml.
check-duplicate-words = “{ $text }” already counts for the criterion { $criterion }, at { $first }.
    .remedy = Keep this expression in one place of the criterion: that of the points it is to give.
check-visibility-counted = “{ $text }” would count for the delay, because of “{ $word }”.
    .remedy = Visibility is not urgency: who carries a request, its tone and the press do not count. Remove this expression.
check-no-responsiveness = No word says what is pressing: Relais only proposes each service’s usual delay.
    .remedy = Copy reactivite.yaml from config/valmiere and read it again with the mairies de quartier.
check-too-many-criteria = There are { $count } criteria of priority.
    .remedy = Keep { $most } at most: each secrétaire général scores every subject on each.
check-no-criteria = The town has no criteria of priority: “priorities” cannot open anything.
    .remedy = Copy priorites.yaml from config/valmiere and read it again with the secrétaires généraux.
check-visibility-weighed = The criterion “{ $name }” would weigh visibility, because of “{ $word }”.
    .remedy = Visibility is not urgency: who carries a subject, and how loudly, does not count. Say what residents live through.
check-survey-core = “{ $id }” is asked every day, and is not a number from 0 to 10.
    .remedy = Give it a scale of type entier, min 0, max 10: results average it.
check-question-options = “{ $id }”: its answers do not go with its scale.
    .remedy = Options (or options_de) for a scale of type options, and for no other; valeurs for a scale of type choix.
check-hour = “{ $given }” is not a time of day.
    .remedy = Write it between quotes: "16:15".
check-rule-effect = The rule “{ $id }” must do one thing, and one only.
    .remedy = Keep one of the three: “service”, “direction” (with “competence”), or “exclut: true”.
check-rule-competence = The rule “{ $id }” does not say both who does it and by what right.
    .remedy = Write “direction” and “competence” together, or neither.
check-rule-of-what = The rule “{ $id }” does not say which services it is about.
    .remedy = Add “services” (services or domains) or “competences”: a direction or an exclusion does not hold for everything.
check-rule-always = The rule “{ $id }” would always hold: it has no condition.
    .remedy = Add words, a place (mairies, rues, voies), or the services it is about.
check-rule-twice = The rule “{ $id }” says the same as the one at { $first }.
    .remedy = Keep one of the two: which reason would people read?
