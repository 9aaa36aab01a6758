# Le registre : ce qui s’est passé, qui peut le lire, et la preuve qu’il n’a pas changé.
help-journal = ce qui a été fait, et quand
journal-page = { $lines }
    .title = { $scope ->
        [own] Journal : vos actions
        [mairie] Journal : votre mairie de quartier
       *[all] Journal : toute la ville
    }
journal-line = { DATETIME($at, dateStyle: "short") } { DATETIME($at, timeStyle: "short") } · { $role } · { $what }
journal-empty = Rien au journal pour vous.
journal-why = Pour quelle raison ? Une phrase, sans nom d’habitant : elle est inscrite au journal avec votre consultation.
    .title = Lire le journal
actor-clock = Relais
actor-terminal = poste de commande
event-read_sensitive = demande sensible consultée
event-joined = arrivée d’un collègue
event-invited = invitation donnée
event-linked = autre compte relié
event-directory_confirmed = fiche de l’annuaire confirmée
event-role_asked = fonction proposée, à confirmer
event-role_given = fonction donnée
event-role_refused = fonction refusée
event-removed = accès retiré
event-left = départ
event-files_given = dossier confié à un relais
event-absence_declared = absence notée
event-absence_ended = absence terminée
event-journal_read = journal consulté
event-tampered = registre modifié hors de Relais
event-restored = base rétablie d’après une copie
event-other = autre action
audit-head = Gardez ce message : il prouve ce que le registre contient à ce jour.
    { $anchor }
    En cas de doute : relais audit verify --head suivi de cette empreinte.
    .title = Empreinte du registre
# relais audit
audit-reading = Relecture du registre
audit-read = { $count ->
    [0] Aucun maillon : rien n’a encore été chaîné.
    [one] 1 maillon relu.
   *[other] { $count } maillons relus, jusqu’au n° { $last }.
}
audit-waiting = { $count ->
    [0] Aucun fait n’attend son maillon.
    [one] 1 fait attend son maillon.
   *[other] { $count } faits attendent leur maillon.
}
audit-link = n° { $seq } (fait { $event }, { $at })
audit-first = Première rupture : { $link }
audit-gaps = Maillons absents ({ $count }) : { $which }
audit-vanished = Faits disparus ({ $count }) : { $which }
audit-changed = Faits ou maillons modifiés ({ $count }) : { $which }
audit-moved = Maillons déplacés ({ $count }) : { $which }
audit-more = Et { $count } autres ruptures, non détaillées.
audit-tampered = Relais a constaté que le registre avait été modifié en dehors de lui, ou que sa clé avait changé : { $count } fois.
audit-lost = { $whose ->
    [given] Le maillon de l’empreinte donnée n’est plus là : le registre s’arrête au n° { $last }.
   *[sealed] Le dernier maillon scellé n’est plus là : le registre s’arrête au n° { $last }.
}
audit-rewritten = { $whose ->
    [given] Le maillon de l’empreinte donnée n’est plus le même : le registre a été réécrit.
   *[sealed] Le dernier maillon scellé n’est plus le même : le registre a été réécrit.
}
audit-unreadable = La base contient, après le dernier maillon relu, ce qu’aucun Relais n’a écrit : la suite est illisible.
audit-unsealed = Le sceau du dernier maillon manque, ou ne s’ouvre pas avec la clé de ce poste.
audit-unguarded = Les verrous de la base (déclencheurs) sur le registre ne sont plus tous en place.
audit-sound = Registre intact.
audit-unsound = Registre altéré. Ne corrigez rien : gardez une copie de la base, et prévenez le responsable de la sécurité.
audit-no-link = Aucun maillon pour l’instant.
audit-bad-anchor = Cette empreinte est mal recopiée, ou ne vient pas de cette installation. Forme attendue : numéro:empreinte:signature.
