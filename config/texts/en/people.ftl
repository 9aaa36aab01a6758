# Joining, inviting, linking, help.
stranger = Hello. I am the tool of the neighbourhood town halls ({ $town }), for their teams only. If you were given an invitation code, write it here. For a resident’s request, please contact your neighbourhood town hall.
code-refused = This code is not valid. A code works once, within 24 hours: ask whoever gave it to you for another.
code-already-in = You are already one of us. This code is for somebody else, or for your other messenger: do not write it here.
welcome = You are in: { $role }, { $where }.
    To log a request, write it in one sentence. No resident’s name or phone: I take them out when I see them.
    “help” shows the rest.
    .title = Welcome, { $name }
welcome-without-logging = You are in: { $role }, { $where }.
    “help” shows what you can do here.
    .title = Welcome, { $name }
welcome-back = Hello again, { $name }. Write a request in one sentence, or “help”.
account-linked = It is you indeed, { $name }: this account is now linked to the other.
invite-which-role = Whom do you invite? For instance: invite agent Les Tanneurs. Roles: { $roles }.
invite-which-mairie = For which neighbourhood town hall? { $mairies }.
invite-which-direction = For which direction? Add its identifier, for instance: invite direction m_voirie.
invite-not-yours = You may invite the team of your own neighbourhood town hall. For other roles, see the administrator.
invitation = Code for { $role }, { $where }:
    { $code }{ $link }
    It works once, within 24 hours. Hand it over in person; they write it to me, and that is all.
    .title = Invitation
link-code = From your other messenger, write me this code within 24 hours:
    { $code }
    Give it to nobody: it opens your access.
    .title = Link another account
language-which = In which language?
language-fr = Français
language-en = English
language-set = All right, in English.
help = Write a request in one sentence: I suggest the service, you confirm with one tap.
    { $lines }
    .title = Help ({ $role })
help-without-logging = { $lines }
    .title = Help ({ $role })
button-help-all = All commands
help-inviter = invite somebody
help-relier = link another account
help-langue = French or English
help-mes = my open requests
help-voir = one request (reference)
help-chercher = find by words
help-corriger = service, channel, town hall, place
help-annuler = take back my last action (10 min)
help-reunion = log a meeting, one request a line
pong = pong { $word }
role-agent = front desk or field agent
role-assistante = assistant
role-mission = project officer
role-sg = secrétaire général
role-elu = neighbourhood councillor
role-coordination = coordination
role-direction = direction’s contact
role-dgs = general management
role-cabinet = mayor’s office
role-admin = administrator
help-reglages = my settings: language, pause, absence
help-absence = be away, and who stands in
help-role = give somebody a role
help-retirer = remove an access, or leave
help-relais = who is away, who stands in
help-pause = no more messages until…
person-unknown = I cannot find “{ $name }” among the people you may choose. Check the name as that person shows it.
person-too-many = { $count } people are called “{ $name }”. Write the whole name.
person-which = Several people have this name. Which one?
person-gone = This person is not here any more, or not in the same place. Nothing was changed.
person-function = { $role }, { $where }
button-person = { $name } · { $function }
button-confirm = ✓ Confirm
button-change-nothing = Change nothing
nothing-changed = Nothing was changed.
the-team = the team
settings = { $lines }
    “relais” shows who stands in for whom, “relier” adds another messenger, “retirer” cuts your access.
    .title = My settings
settings-language = Language: { $language }
settings-quiet = Messages: paused until { MOMENT($until) }
settings-not-quiet = Messages: during opening hours, danger apart
settings-absence = Absence: { PERIOD($first, $last) }
settings-no-absence = Absence: none planned
button-language = Language
button-quiet = Pause
button-absence = Absence
help-confidentialite = what Relais keeps of me, and who sees it
privacy = { privacy-kept }
    { privacy-rights }
    .title = What Relais keeps of you
privacy-asked = { privacy-kept }
    Point of the day. { survey-sees }
    { survey-stop }
    { privacy-rights }
    .title = What Relais keeps of you
privacy-kept = Your name, your function, your messenger accounts, your absences; the requests you log, without what points to a resident; the log of what you do to them, shown to others by function, without a name. Your messages are erased as soon as they are handled. Relais works out no figure about a person.
    { $network ->
        [telegram] Telegram, a company outside the European Union, can technically read what is written here, and see which button you tap: with a bot, nothing is encrypted end to end.
        [matrix] Here the conversation is encrypted: the server sees that you write, not what you write.
       *[other] The network you use may see that you write.
    }
privacy-rights = To see, correct or erase what is about you, or to object: { $officer ->
        [none] the data protection officer of your authority
       *[other] { $officer }
    }.
