# Who does what, the directory, the hand-over.
who-help = { $governance }
    Write “who” and a few words: who streetlight · who refusal · who voirie · who SG.
    .title = Who does what
governance = The councillor asks and explains, the SG organises, the direction does it and gives the date, the agent informs.
who-card = { $lines }
    .title = { $title }
who-which = { $alarm }I am not sure that I understand. Is it one of these? If not, say it in other words.
who-nobody = ⚠ No active contact person: tell the coordination, or the request will wait.
who-rule = Exception: { $competence } › { $direction }; { $reason }
who-destination = { $competence } › { $direction }
who-not-sent = Relais does not hand this request over: the resident is to be directed there.
who-contact = Contact: { $contact }
who-hours = Hours: { $hours } · { $state }
who-on-call = On call, at any hour: { $phone }
who-on-call-unknown = On call, at any hour: the directory has no number
who-referents = { $count ->
    [one] 1 active contact person
   *[other] { $count } active contact persons
}
who-delay = Delay ({ $name }): first answer { $first }, done or dated { $resolution }
who-ask = To ask: { $questions }
who-say = To tell the resident: “{ $text }”
who-danger = Danger ({ $signs }): { $call }
who-signs-on-call = Warning signs ({ $signs }): whoever is on call, { $phone }; 112 if anybody is in danger
who-signs = Warning signs ({ $signs }): 112 if anybody is in danger
hours-weekday-0 = Monday
hours-weekday-1 = Tuesday
hours-weekday-2 = Wednesday
hours-weekday-3 = Thursday
hours-weekday-4 = Friday
hours-weekday-5 = Saturday
hours-weekday-6 = Sunday
hours-days = { $first } to { $last } { $openings }
hours-day = { $first } { $openings }
hours-day-and-night = day and night
doors-open = open until { $hour }
doors-always = open
doors-closed = closed in the coming days
doors-today = opens at { $hour }
doors-tomorrow = opens tomorrow at { $hour }
doors-on = opens on { $day } at { $hour }
doors-holiday = closed today: { $label } · { $opens }
doors-later = opens on { DATETIME($day, dateStyle: "long") } at { $hour }
delay-hours-any = within { $count } h, day and night
entry-fresh = Entry confirmed on { DATETIME($at, dateStyle: "short") }.
entry-to-confirm = Entry to be confirmed again: it was on { DATETIME($at, dateStyle: "short") }.
entry-stale = ⚠ Stale entry: confirmed on { DATETIME($at, dateStyle: "short") }, not since. Check before relying on it.
entry-unconfirmed = Entry not confirmed yet.
entry-stale-unconfirmed = ⚠ Entry never confirmed in more than 120 days. Check before relying on it.
role-letter-A-R = Does, and answers for the result: { $activities }.
role-letter-R = Does: { $activities }.
role-letter-A = Answers for the result of what others do: { $activities }.
role-letter-C = Is consulted before: { $activities }.
role-letter-I = Is informed after: { $activities }.
role-without-activity = No activity is given to it.
activity-letter-R = Who does it: { $roles }.
activity-letter-A = Who answers for it: { $roles }.
activity-letter-C = Who is consulted before: { $roles }.
activity-letter-I = Who is informed after: { $roles }.
# The words that people have for a role, separated by a comma and a space.
role-words-agent = agent, agents, front desk agent, field agent
role-words-assistante = assistant, assistants
role-words-mission = project officer, project officers, mission
role-words-sg = SG, secrétaire général, secretary general
role-words-elu = councillor, councillors, elected official, elected officials, neighbourhood councillor
role-words-coordination = coordination, coordinator
role-words-direction = direction’s contact, contact, contacts, contact person, direction, directions
role-words-dgs = DGS, general management
role-words-cabinet = cabinet, mayor’s office
role-words-admin = administrator, admin
clocks-all = { $lines }
    These are commitments among us, not legal time limits. “sla streetlight” tells those of a service.
    .title = Our delays
clocks-card = { $lines }
    These are commitments among us, not legal time limits.
    .title = Delays: { $title }
clocks-if-now = Recorded now:
clocks-now = · { $clock }: { WHEN($due) }
clocks-which = The delays of which service?
clocks-line = { $name }: somebody takes charge { $taking }, first answer { $first }, done or dated { $resolution }
clocks-taking = Somebody takes charge: { $term }
clocks-first = The resident has a first answer: { $term }
clocks-resolution = It is done, or a date is announced: { $term }
clocks-at-most = The date announced is at most { $count } months ahead.
clocks-follow-up = The resident hears from us at least every { $count } days.
directory = No active contact person: { $nobody }
    Stale: { $stale }
    To confirm: { $to_confirm }
    Confirmed: { $fresh }
    “directory voirie” opens an entry.
    .title = Directory
directory-group-nobody = No active contact person
directory-group-stale = Stale
directory-group-to-confirm = To confirm
directory-group-fresh = Confirmed
directory-list = { $group }. Which entry?
directory-unknown = I cannot find this entry. “directory” shows them all.
directory-to-confirm = Directory entry to confirm: { $name } (“directory”).
button-gaps = Gaps
button-confirm-entry = ✓ Confirm
directory-gaps = { $lines }
    .title = Gaps in the directory
gaps-bounces = What is most often sent from one direction to another, over 90 days:
gaps-bounce = · { $service }: { $origin } → { $to }, { $times ->
    [one] once
   *[other] { $times } times
}{ $back ->
    [0] {""}
   *[other] {" "}(and { $back } the other way)
}
gaps-no-bounce = Nothing was sent from one direction to another in 90 days.
gaps-nobody = { $count ->
    [one] One service has no active contact person:
   *[other] { $count } services have no active contact person:
} { $directions }.
gaps-direction = { $direction } ({ $count })
gaps-all-have-somebody = Each service has an active contact person.
gaps-no-hours = Without known hours: { $directions }.
handover = { $lines }
    .title = Hand-over: { $role }, { $where }{ $pages ->
        [1] {""}
       *[other] {" "}({ $page }/{ $pages })
    }
handover-own-only = Write “handover” alone: it is that of your own role. Ask the SG or the coordination for another’s.
handover-not-yours = You may ask for the hand-over of the roles of your neighbourhood town hall. For the others, ask the coordination.
handover-which-role = The hand-over of which role? For example: handover sg Les Tanneurs. Roles: { $roles }.
handover-which-mairie = Of which neighbourhood town hall? { $mairies }.
handover-which-direction = Of which direction? For example: handover direction voirie.
handover-nothing-open = No open request.
handover-open = { $count ->
    [one] 1 open request:
   *[other] { $count } open requests:
}
handover-pile = · { $state }: { $count }{ $old ->
    [0] {""}
   *[other] , { $old } of them more than 30 days old
}
handover-state-to_qualify = to qualify
handover-state-sent = sent, to be taken in charge
handover-state-taken = taken in charge
handover-state-on_hold = on hold
handover-state-dated = with a date announced
handover-state-done = done, resident to be told
handover-oldest = The oldest: { $references }.
handover-held = In hand, to be taken over: { $references }.
handover-promised = Dates promised: { $references }.
handover-promise = { $reference } on { DATETIME($day, dateStyle: "short") }
handover-unanswered = The resident waits for an answer: { $references }.
handover-entries = Directory entries to confirm: { $entries }.
handover-absence = { $role }, from { DATETIME($first, dateStyle: "short") } to { DATETIME($last, dateStyle: "short") }
handover-absences = Absences in the next two weeks: { $absences }.
handover-rooms = Rooms: { $directions }.
handover-commands = The commands of the role: { $commands }.
help-quifait = who does what, whom to call, what to say
help-annuaire = the directions’ entries, to confirm
help-delai = by when: the three delays of a service
help-passation = what whoever takes over a role must know
