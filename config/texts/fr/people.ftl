# Rejoindre, inviter, se lier, l’aide.
stranger = Bonjour. Je suis l’outil des mairies de quartier ({ $town }), réservé à leurs équipes. Si l’on vous a remis un code d’invitation, écrivez-le ici. Pour une demande d’habitant, adressez-vous à votre mairie de quartier.
code-refused = Ce code n’est pas valable. Un code ne sert qu’une fois, dans les 24 heures : demandez-en un autre à la personne qui vous l’a remis.
code-already-in = Vous êtes déjà des nôtres. Ce code est pour quelqu’un d’autre, ou pour votre autre messagerie : ne l’écrivez pas ici.
welcome = Vous voilà des nôtres : { $role }, { $where }.
    Pour enregistrer une demande, écrivez-la en une phrase. Pas de nom ni de téléphone d’habitant : je les retire si j’en vois.
    « aide » montre le reste.
    .title = Bienvenue, { $name }
welcome-without-logging = Vous voilà des nôtres : { $role }, { $where }.
    « aide » montre ce que vous pouvez faire ici.
    .title = Bienvenue, { $name }
welcome-back = Rebonjour, { $name }. Écrivez une demande en une phrase, ou « aide ».
account-linked = C’est bien vous, { $name } : ce compte est désormais relié à l’autre.
invite-which-role = Qui invitez-vous ? Par exemple : inviter agent Les Tanneurs. Fonctions : { $roles }.
invite-which-mairie = Pour quelle mairie de quartier ? { $mairies }.
invite-which-direction = Pour quelle direction ? Ajoutez son identifiant, par exemple : inviter direction m_voirie.
invite-not-yours = Vous pouvez inviter l’équipe de votre mairie de quartier. Pour les autres fonctions, voyez l’administrateur.
invitation = Code pour { $role }, { $where } :
    { $code }{ $link }
    Il ne sert qu’une fois, dans les 24 heures. Remettez-le en main propre ; la personne me l’écrit, et c’est tout.
    .title = Invitation
link-code = Depuis votre autre messagerie, écrivez-moi ce code dans les 24 heures :
    { $code }
    Ne le donnez à personne : il ouvre votre accès.
    .title = Relier un autre compte
language-which = En quelle langue ?
language-fr = Français
language-en = English
language-set = D’accord, en français.
help = Écrivez une demande en une phrase : je propose le service, vous confirmez d’un geste.
    { $lines }
    .title = Aide ({ $role })
help-without-logging = { $lines }
    .title = Aide ({ $role })
button-help-all = Toutes les commandes
help-inviter = inviter quelqu’un
help-relier = relier un autre compte
help-langue = français ou anglais
help-mes = mes demandes ouvertes
help-voir = une demande (référence)
help-chercher = retrouver par des mots
help-corriger = service, canal, mairie, lieu
help-annuler = reprendre ma dernière action (10 min)
help-reunion = noter une réunion, une demande par ligne
pong = pong { $word }
role-agent = agent d’accueil ou de proximité
role-assistante = assistante
role-mission = chargé de mission
role-sg = secrétaire général
role-elu = élu de quartier
role-coordination = coordination
role-direction = référent de direction
role-dgs = direction générale
role-cabinet = cabinet
role-admin = administrateur
help-reglages = mes réglages : langue, pause, absence
help-absence = m’absenter, et qui prend le relais
help-role = donner une fonction à quelqu’un
help-retirer = retirer un accès, ou partir
help-relais = qui est absent, qui prend le relais
help-pause = plus de message jusqu’à…
person-unknown = Je ne trouve pas « { $name } » parmi les personnes que vous pouvez choisir. Vérifiez le nom tel que la personne l’affiche.
person-too-many = { $count } personnes portent le nom « { $name } ». Écrivez-le en entier.
person-which = Plusieurs personnes portent ce nom. Laquelle ?
person-gone = Cette personne n’est plus là, ou n’est plus au même endroit. Rien n’a changé.
person-function = { $role }, { $where }
button-person = { $name } · { $function }
button-confirm = ✓ Confirmer
button-change-nothing = Ne rien changer
nothing-changed = Rien n’a changé.
the-team = l’équipe
settings = { $lines }
    « relais » montre qui remplace qui, « relier » ajoute une autre messagerie, « retirer » coupe votre accès.
    .title = Mes réglages
settings-language = Langue : { $language }
settings-quiet = Messages : en pause jusqu’au { MOMENT($until) }
settings-not-quiet = Messages : aux heures d’ouverture, hors danger
settings-absence = Absence : { PERIOD($first, $last) }
settings-no-absence = Absence : aucune prévue
button-language = Langue
button-quiet = Pause
button-absence = Absence
help-confidentialite = ce que Relais garde de moi, et qui le voit
privacy = { privacy-kept }
    { privacy-rights }
    .title = Ce que Relais garde de vous
privacy-asked = { privacy-kept }
    Point du jour. { survey-sees }
    { survey-stop }
    { privacy-rights }
    .title = Ce que Relais garde de vous
privacy-kept = Votre nom, votre fonction, vos comptes de messagerie, vos absences ; les demandes que vous notez, sans ce qui désigne un habitant ; le journal de ce que vous y faites, montré aux autres par fonction, sans nom. Vos messages sont effacés dès que traités. Relais ne calcule aucun chiffre sur une personne.
    { $network ->
        [telegram] Telegram, société hors de l’Union européenne, peut techniquement lire ce qui s’écrit ici, et voir quel bouton vous touchez : rien n’y est chiffré de bout en bout avec un bot.
        [matrix] Ici la conversation est chiffrée : le serveur voit que vous écrivez, pas ce que vous écrivez.
       *[other] Le réseau que vous utilisez peut voir que vous écrivez.
    }
privacy-rights = Pour voir, corriger ou effacer ce qui vous concerne, ou vous y opposer : { $officer ->
        [none] le délégué à la protection des données de votre collectivité
       *[other] { $officer }
    }.
