# La vie d’une demande, de la transmission à la réponse donnée.
state-taken = prise en charge
state-on_hold = en attente
state-dated = programmée
state-done = faite, à dire à l’usager
state-closed = close
# Ce que l’on peut faire (boutons).
act-send = Transmettre
act-take = Prendre
act-take_over = Reprendre le dossier
act-transfer = Refuser ou transférer
act-ask_arbitration = Demander un arbitrage
act-escalate = Soumettre à la DGS
act-arbitrate = Trancher
act-hold = Mettre en attente
act-resume = Reprendre
act-date = Dater
act-finish = Traité
act-close = Clore
act-reopen = Rouvrir
act-reply = Noter une réponse
act-danger = Danger
act-called = J’ai appelé
act-lower = Lever le danger
act-cancel = Annuler
# Ce qui vient d’être fait, redit avec ce qui a été compris.
done-send = Transmise : { $direction }.
done-take = C’est pris en charge.
done-take_over = Le dossier est à vous.
done-transfer = Transmise : { $direction }. { $bounces ->
    [0] Motif noté : { $reason }.
    [one] Premier renvoi ({ $reason }). Au deuxième, la coordination tranche.
   *[other] Renvois : { $bounces } ({ $reason }).
}
done-transfer-locked = Deuxième renvoi : la demande ne bouge plus, la coordination désigne un seul pilote sous 1 jour ouvré.
done-ask_arbitration = L’arbitrage est demandé à la coordination. La demande ne bouge plus d’ici là.
done-escalate = Soumise à la DGS.
done-arbitrate = Tranché : { $direction } est le pilote, sans nouveau renvoi.
done-hold = En attente ({ $reason }) jusqu’au { DAY($day) }. Elle se réveille seule ce jour-là.
done-resume = La demande est reprise.
done-date = Date annoncée : { DAY($day) }. La mairie de quartier prévient l’usager.
done-finish = Noté comme fait. La mairie de quartier prévient l’usager, puis clôt.
done-close = Close : { $reason }.
done-reopen = Rouverte : { $reason }.
done-reply = Réponse notée : { $kind }.
done-danger = Danger déclaré. Téléphonez d’abord, puis touchez « J’ai appelé ».
done-called = Appel noté. Merci.
done-lower = Le danger est levé.
done-cancel = Annulée.
done-undone = Repris : { $what }. Tout est comme avant.
# Ce qui s’est passé, pour le journal et pour qui arrive en second.
happened = { $what } ({ $role }), le { DATETIME($at, dateStyle: "short") } à { DATETIME($at, timeStyle: "short") }
event-recorded = enregistrée
event-corrected = corrigée
event-reworded = reformulée
event-send = transmise
event-take = prise en charge
event-take_over = dossier repris
event-transfer = transférée
event-ask_arbitration = arbitrage demandé
event-escalate = soumise à la DGS
event-arbitrate = arbitrage rendu
event-hold = mise en attente
event-resume = reprise
event-woken = réveillée à sa date
event-date = date annoncée
event-finish = faite
event-close = close
event-reopen = rouverte
event-reply = réponse à l’usager notée
event-danger = danger signalé
event-called = appel passé
event-lower = danger levé
event-cancel = annulée
event-undone = acte repris
event-asked = accord demandé au secrétaire général
event-granted = accord donné
event-declined = accord refusé
event-room_bound = salon relié à une direction
role-clock = à l’heure dite
act-not-now = { $reference } : déjà fait ou plus possible. Dernier point : { $what }.
already-awaiting = { $reference } attend déjà l’accord du secrétaire général.
which-request = De quelle demande s’agit-il ? Ajoutez sa référence : { $command } 0412.
not-sendable = Ce sujet ne relève pas de nous : il ne se transmet pas d’ici. Orientez l’usager, puis closez avec « Orienté ».
# Les questions.
ask-again = Je n’ai pas compris. 
ask-reason-transfer = { $again }Pour quel motif ?
    .title = { $reference }
ask-reason-hold = { $again }Qu’attend-on ?
    .title = { $reference }
ask-reason-close = { $again }Comment se termine-t-elle ?
    .title = { $reference }
ask-reason-reopen = { $again }Pourquoi la rouvrir ?
    .title = { $reference }
ask-direction = { $again }À qui la transmettre ? Choisissez, ou tapez un mot : « assainissement ».
    .title = { $reference }
ask-day-hold = { $again }Jusqu’à quand ? Choisissez, ou écrivez une date : « 5 décembre », « lundi prochain ».
    .title = { $reference }
ask-day-date = { $again }Pour quel jour ? Choisissez, ou écrivez une date : « 5 décembre », « lundi prochain ».
    .title = { $reference }
ask-words-ask_arbitration = { $again }En une phrase : que doit-on trancher ?
    .title = { $reference }
ask-words-arbitrate = { $again }En une phrase : pourquoi ce pilote ? Ce sera lu par les directions et la mairie de quartier.
    .title = { $reference }
ask-words-hold = { $again }Quelle information manque ? Une phrase, que la mairie de quartier demandera à l’usager.
    .title = { $reference }
ask-words-finish = { $again }Qu’est-ce qui a été fait ? Une ligne suffit.
    .title = { $reference }
ask-words-close = { $again }Qu’avez-vous dit à l’usager ? Une phrase, sans son nom.
    .title = { $reference }
ask-words-reply = { $again }Qu’avez-vous répondu ? Une phrase, sans le nom de l’usager.
    .title = { $reference }
ask-words-lower = { $again }Pourquoi n’y a-t-il plus de danger ? Une phrase.
    .title = { $reference }
ask-told = L’usager est-il prévenu ?
    .title = { $reference }
ask-kind = Quelle réponse ?
    .title = { $reference }
words-never-acceptance = Je n’écris pas ce que le silence veut dire en droit : cela se vérifie avec le service juridique. Dites-le autrement.
told-template = Réponse type
button-copied-close = Copier et clore
button-copied-reply = C’est copié, noter
button-own-words = Modifier
ask-text = Voici le texte, à copier dans votre outil officiel :
    « { $text } »
    .title = { $reference }
ask-text-blanks = Voici le texte, à copier dans votre outil officiel :
    « { $text } »
    À compléter avant l’envoi : { $blanks }.
    .title = { $reference }
told-words = J’ai déjà répondu
told-none = Pas de retour demandé
reply-acknowledgement = accusé de réception
reply-holding = réponse d’attente
reply-final = réponse finale
button-day = { DAY($day) }
button-grant = Accepter
button-decline = Refuser
button-more-acts = Autres actions…
button-no-danger = Pas un danger
button-danger = C’est un danger
requests-more = Que faire d’autre ?
    .title = { $reference }
date-too-late = C’est trop loin : { $most } jours au plus.
# Les lignes de la fiche.
card-commitment = Première réponse { $delay }
requests-danger = { $lines }
    .title = ⚠ D’abord le téléphone : { $call }
card-understood = Compris : { $service }
card-danger-ask = Est-ce un danger ? Si oui, touchez le bouton : le téléphone passe en premier.
card-danger-room = ⚠ Danger signalé
card-called = Appel passé à { DATETIME($at, timeStyle: "short") }
card-not-called = Personne n’a encore noté « J’ai appelé ».
card-ping-pong = { $count ->
    [one] 1 renvoi. Au deuxième, la coordination tranche.
   *[other] { $count } renvois.
}
card-arbitration-open = Arbitrage en cours : la coordination désigne un pilote.
card-arbitration-escalated = Arbitrage soumis à la DGS.
card-arbitration-decided = Pilote désigné par arbitrage : plus de renvoi.
card-hold = Attend : { $reason }, jusqu’au { DAY($day) }
card-announced = Date annoncée : { DAY($day) }
card-closing-reason = Clôture : { $reason }
card-reply-owed = À dire à l’usager : { $kind }
card-awaiting = En attente de l’accord du secrétaire général : { $what } ({ $role })
card-contacts = { $count ->
    [one] 1 autre contact pour la même chose
   *[other] { $count } autres contacts pour la même chose
}
card-reopened = { $count ->
    [one] Rouverte une fois
   *[other] Rouverte { $count } fois
}
card-elected = Suivie par l’élu de quartier
card-note-result = Fait : { $text }
card-note-question = Question : { $text }
card-note-reason = Motif : { $text }
card-note-decision = Décision : { $text }
card-note-reading = Lecture motivée : { $text }
card-note-acknowledgement = Accusé de réception : « { $text } »
card-note-holding = Réponse d’attente : « { $text } »
card-note-final = Réponse finale : « { $text } »
leave-asked = { $what } : j’ai demandé l’accord du secrétaire général.
leave-declined = Refusé. La personne qui l’a demandé est prévenue.
ask-why-sensitive = Cette demande est réservée. Pourquoi la lire ? Une phrase : elle est gardée avec votre lecture.
    .title = { $reference }
requests-team = { $lines }
    .title = { $total ->
        [one] 1 demande ouverte dans la mairie de quartier
       *[other] { $total } demandes ouvertes dans la mairie de quartier
    }
requests-followed = { $lines }
    .title = { $total ->
        [one] 1 demande suivie par l’élu
       *[other] { $total } demandes suivies par l’élu
    }
nothing-open-team = Aucune demande ouverte. Bravo à l’équipe.
nothing-followed = Aucune demande suivie par l’élu pour l’instant.
# Le salon d’une direction.
room-card = { $lines }
    .title = { $reference } · { $service }
room-ended = Plus rien à faire ici : { $state }.
room-bound-here = Ce salon reçoit désormais les demandes ouvertes : { $direction }. Une fiche par demande, tenue à jour. Pour agir, touchez un bouton ou répondez à la fiche par un numéro ; la suite vient en privé.
room-bound = C’est relié : { $direction }.
room-which-direction = Pour quelle direction ? Écrivez-le dans le salon lui-même : { $prefix }salon voirie
room-say-it-there = Écrivez cette commande dans le salon lui-même.
# Ce que l’on doit dire à quelqu’un : une ligne par fait.
notice-arrived = { $reference } · { $service } : arrivée chez vous.
notice-to-arbitrate = { $reference } · { $service } : à trancher entre directions.
notice-escalated = { $reference } · { $service } : arbitrage soumis à la DGS.
notice-decided = { $reference } · { $service } : un pilote est désigné.
notice-question = { $reference } · { $service } : une information manque, à demander à l’usager.
notice-dated = { $reference } · { $service } : date annoncée, à dire à l’usager.
notice-finished = { $reference } · { $service } : c’est fait, reste à prévenir l’usager et à clore.
notice-reopened = { $reference } · { $service } : rouverte.
notice-woken = { $reference } · { $service } : sa date d’attente est arrivée.
notice-asked = { $reference } · { $service } : votre accord est demandé pour « { $what } » ({ $role }).
notice-granted = { $reference } · { $service } : accord donné pour « { $what } ».
notice-declined = { $reference } · { $service } : accord refusé pour « { $what } ».
notice-danger = ⚠ { $reference } · { $service } : danger signalé. D’abord le téléphone : { $call }.
notice-danger-uncalled = ⚠ { $reference } · { $service } : personne n’a noté « J’ai appelé » depuis { $minutes } minutes. Appelez : { $call }.
notice-danger-again = ⚠ { $reference } · { $service } : toujours pas de « J’ai appelé », { $minutes } minutes après. Appelez : { $call }.
notice-danger-last = ⚠ { $reference } · { $service } : toujours pas de « J’ai appelé », { $minutes } minutes après. Appelez : { $call }. C’est mon dernier rappel.
notice-danger-morning = ⚠ { $reference } · { $service } : danger signalé hors de vos heures, sans « J’ai appelé » pour l’instant. Appelez : { $call }.
notice-danger-alone = ⚠ { $reference } · { $service } : danger signalé, et personne n’est d’astreinte ou joignable pour { $place }. D’abord le téléphone : { $call }.
notice-danger-nobody = ⚠ { $reference } : personne n’est d’astreinte ou joignable pour { $place }. C’est à vous d’appeler : { $call }. { $count ->
    [0] Je n’ai pu prévenir ni le SG ni la coordination.
   *[other] Le SG et la coordination viennent d’être prévenus.
}
notice-danger-call = ⚠ { $reference } : avez-vous appelé ? Touchez « Ouvrir », puis « J’ai appelé ».
notice-danger-kept = ⚠ Votre phrase parlait d’un danger : je l’ai enregistrée sous { $reference } pour ne rien perdre.
help-all = { $lines }
    .title = Toutes les commandes ({ $role })
help-equipe = les demandes ouvertes de la mairie
help-suivi = les demandes suivies par l’élu
help-prendre = prendre en charge (référence)
help-transferer = refuser ou transférer, avec un motif
help-trancher = désigner un seul pilote
help-attente = mettre en attente jusqu’à une date
help-reprendre = reprendre ce qui attendait
help-dater = annoncer une date
help-traite = dire que c’est fait
help-clore = clore, avec ce qui a été dit à l’usager
help-rouvrir = rouvrir, avec un motif
help-repondre = noter une réponse à l’usager
help-danger = signaler un danger : le téléphone d’abord
help-jai_appele = noter que l’on a appelé
help-lever = lever un danger, avec un motif
help-salon = relier ce salon à une direction
help-refuser = refuser, avec un motif
help-accepter = accepter ce qui est transmis
requests-begin = Je vous écoute : la demande en une phrase, le fait et le lieu.
requests-send-photo = Envoyez la photo maintenant : elle rejoint { $reference }.
requests-received-when = Quel jour est-elle arrivée ? « hier », « 20/11 » : dans les { $most } derniers jours.
requests-which-requester = Qui demande ? Une catégorie, jamais une personne.
button-received = Reçue le…
button-requester = Demandeur
date-too-old = C’est trop ancien : { $most } jours au plus. Au-delà, voyez l’outil officiel.
reminder-when = Quand vous rappeler { $reference } ? « lundi matin », « demain 9h », « dans 3 jours ».
reminder-set = Rappel { MOMENT($at) } pour { $reference }. L’échéance ne change pas.
notice-reminder = { $reference } · { $service } : vous m’avez demandé de vous le rappeler.
help-nouveau = commencer une demande
help-photo = ajouter une photo à la dernière
help-lieu = dire où, pour la dernière
help-rappel = me le rappeler plus tard
