# Roles: who has one, who gives it, who confirms.
role-how = Say who, which role, and where: role Karim sg Les Tanneurs. Or: role Nadia covers also Les Cèdres. Roles: { $roles }.
role-card = { $name }, today { $now }, becomes: { $then }.
role-card-top = { $name }, today { $now }, would become: { $then }. A second administrator must confirm within 48 hours.
role-covering = { $function }; also covers { $mairies }
role-covers-nothing = Only an assistant or a project officer covers other neighbourhood town halls than their own.
role-not-yourself = Nobody changes their own role: ask another administrator.
role-same = { $name } is { $now } already. Nothing was changed.
role-given = Done. { $name } is now: { $then }.
last-admin = This is the last administrator, who can neither leave nor change roles. Name another one first.
role-needs-second = A second administrator must confirm, and I can reach no other. On the server, “relais invite --role admin” gives a code to let one in.
role-already-asked = It is asked already: another administrator’s confirmation is awaited.
role-asked = { $count ->
    [one] Asked of another administrator.
   *[other] Asked of the { $count } other administrators.
} Nothing changes until one confirms; it lapses after 48 hours.
role-confirm = { $asker } suggests that { $name }, today { $now }, become: { $then }. Check in person who { $name } is before you confirm.
    .title = To confirm within 48 hours
role-confirm-invitation = { $asker } suggests inviting somebody as: { $then }. Check in person who it is before you confirm.
    .title = To confirm within 48 hours
role-confirmed = Confirmed. { $name } is now: { $then }.
role-declined = Another administrator refused: { $then }. Nothing was changed.
role-you-declined = Refused. Nothing changes, and whoever asked knows.
role-invitation-given = Confirmed: { $asker } receives the code for { $then }.
role-change-settled = It is settled already, or no longer asked for.
role-change-expired = Too late: this was asked more than 48 hours ago. It must be asked again.
role-needs-somebody-else = Somebody else must confirm: neither whoever asks nor the person concerned.
# Leaving.
remove-who = Who leaves? Write their name, or “me”.
remove-who-or-relay = { $count ->
    [one] One open request waits for somebody; choose whose.
   *[other] { $count } open requests wait for somebody; choose whose.
} To remove somebody, write their name, or “me”.
remove-card = Remove { $name } ({ $function })? Their access is cut at once, on all their messengers. { $count ->
    [0] No open request.
    [one] One open request to be given to somebody afterwards.
   *[other] { $count } open requests to be given to somebody afterwards.
}
remove-myself-card = Leave, { $name }? Your access is cut at once, on all your messengers. { $count ->
    [0] No open request.
    [one] Your open request goes back to the team.
   *[other] Your { $count } open requests go back to the team.
} You will need a new invitation to come back.
remove-yourself-only = You may remove your own access: “me”. For somebody else, see the administrator.
remove-not-yours = You may remove the team of your own neighbourhood town hall. For others, see the administrator.
removed = Access cut: { $name }. No request to give to somebody else.
removed-with-files = Access cut: { $name }. Requests to give to somebody else: { $count }.
left = { $count ->
    [0] Your access is cut. Thank you, and good luck.
    [one] Your access is cut; your open request goes back to the team. Thank you, and good luck.
   *[other] Your access is cut; your { $count } open requests go back to the team. Thank you, and good luck.
}
button-choose-relay = Choose who takes over
button-team = The team
relay-which = Who takes over the requests of { $name }?
files-given = { $count ->
    [one] { $name } takes over the request, and will be told with their next messages.
   *[other] { $name } takes over the { $count } requests, and will be told with their next messages.
}
files-to-team = The requests of { $name } go back to the team.
files-none = No request of { $name } waits for anybody any more.
