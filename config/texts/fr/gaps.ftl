# Ce que Relais ne sait pas : rétabli d’après une copie, ou resté trop longtemps sans nouvelles d’une messagerie.
gap-restored = Relais a été rétabli d’après une copie du { DATETIME($since, dateStyle: "short") } à { DATETIME($since, timeStyle: "short") } ; ce qui a été dit { $days ->
    [0] entre { DATETIME($since, timeStyle: "short") } et { DATETIME($until, timeStyle: "short") }
   *[other] de là au { DATETIME($until, dateStyle: "short") } à { DATETIME($until, timeStyle: "short") }
} n’est plus ici : merci de le redire.
gap-away = Relais n’a pas reçu ce qui lui a été écrit sur { $network } entre le { DATETIME($since, dateStyle: "short") } à { DATETIME($since, timeStyle: "short") } et le { DATETIME($until, dateStyle: "short") } à { DATETIME($until, timeStyle: "short") } : s’il vous manque une réponse, merci de le redire.
gap-restored-admin = Copie du { DATETIME($since, dateStyle: "short") } à { DATETIME($since, timeStyle: "short") } ; tout ce qui a été dit ou fait jusqu’au { DATETIME($until, dateStyle: "short") } à { DATETIME($until, timeStyle: "short") } est perdu pour Relais. Chacun l’apprend à sa prochaine prise de messages.
    Ce qui attendait d’être envoyé ne l’est pas ; les dangers sans appel noté sont annoncés de nouveau. Les codes d’invitation donnés ne servent plus.
    { $numbers }
    À revoir maintenant : les accès retirés et les fonctions changées depuis la copie (retirer, role).
    .title = Relais rétabli
gap-numbers = Numéros : { $last } est le dernier connu, le prochain sera { $next }. Entre les deux, un numéro déjà donné ne désigne plus rien.
database-damaged = Le contrôle de nuit de la base a trouvé des dégâts. Prévenez tout de suite qui tient le serveur : arrêter Relais, vérifier la dernière copie (relais verify), la remettre en place (relais restore).
    .title = ⚠ Base de données abîmée
