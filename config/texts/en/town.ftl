# The catalogue and the town's other files: see, import, apply, go back.
help-catalogue = the town: see, import, go back
town-catalogue = { $services } services · { $directions } directions · { $mairies } mairies de quartier · { $channels } channels
    { $lines }
    .title = Catalogue: { $version }
town-version = version { $number }
town-folder = the installed folder, no version
town-version-line = Version { $number }, since { DATETIME($at, dateStyle: "short") } at { DATETIME($at, timeStyle: "short") }: { $counts }
town-import = Import
town-added = { $count ->
    [one] 1 added
   *[other] { $count } added
}
town-removed = { $count ->
    [one] 1 removed
   *[other] { $count } removed
}
town-changed = { $count ->
    [one] 1 changed
   *[other] { $count } changed
}
town-alone = { $count } without a contact
town-unchanged = 0 differences of substance
town-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
town-send-file = Send the YAML file (voirie.yaml, directions.yaml, commune.yaml…), 1 MB at most. I show what it changes; nothing is applied without your word.
town-no-file = I have received no YAML file. Nothing is changed. To start again: “catalogue import”.
town-same = This is exactly what is in force already. Nothing to change.
    .title = { $file }
town-faults = Nothing is changed.
    { $lines }
    .title = { $file }: { $count ->
        [one] 1 error to correct
       *[other] { $count } errors to correct
    }
town-fault = { $where }: { $what } { $remedy }
town-broken = { $counts }, but it would break something. Nothing is changed.
    { $lines }
    .title = { $file }: not possible as it is
town-breaks-renamed = “{ $old }” would become “{ $new }” in { $table }: an identifier never changes. Keep it and change the name.
town-breaks-used = { $what ->
        [service] The service “{ $name }” would be gone
        [direction] The direction “{ $name }” would be gone
        [mairie] The mairie “{ $name }” would be gone
       *[channel] The channel “{ $name }” would be gone
    }: { $count ->
        [one] 1 open request uses it.
       *[other] { $count } open requests use it.
    }
town-breaks-people = { $what ->
        [mairie] The mairie “{ $name }” would be gone
       *[direction] The direction “{ $name }” would be gone
    }: { $count ->
        [one] 1 person belongs to it.
       *[other] { $count } people belong to it.
    }
town-breaks-nobody = “{ $service }” would go to { $direction }, which has no contact. Invite one first: “invite direction { $direction }”.
town-proposal = { $counts }. Nothing is changed.
    .title = { $file }
town-detail = { $lines }
    .title = What would change
town-applied = { $counts }. I use it within seconds, a minute if the sentences must be learned again: I will tell you.
    .title = Version { $number } applied
town-in-force = Version { $number } is in force.
town-failed = Version { $number } of the town could not be put to use: the one before goes on, and I try again. The server’s log says why; “catalogue” lets you go back.
town-refused = Refused. Nothing is changed.
town-settled = This was decided already. “catalogue” shows what is in force.
town-moved-on = Another version was applied meanwhile. Nothing is changed: send your file again, I will compare it with the new one.
town-not-ready = A version was just applied and I am taking it up. Try again in a minute.
town-no-such-version = There is no version to go back to under that number ({ $number }). “catalogue” shows them.
button-town-import = Import a file
button-town-back = Back to version { $number }
button-town-apply = Apply
button-town-refuse = Refuse
button-town-detail = See the detail
event-town_proposed = town: version proposed
event-town_applied = town: version applied
event-town_refused = town: version refused
event-town_back = town: back to a version
