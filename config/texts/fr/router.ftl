# L’aiguilleur qui apprend : ses versions
router-version-learned = Aiguilleur : la version { $number } est en vigueur. Elle a appris de { $lessons } décisions. Sur les { $asked } nouvelles, mises de côté, elle en trouve { $right } du premier coup, au lieu de { $before }. Pour revenir en arrière : relais router rollback.
router-version-first = Aiguilleur : la version { $number } est en vigueur. Elle a appris de { $lessons } décisions. Pour revenir en arrière : relais router rollback.
router-version-new = Aiguilleur : j’ai appris de { $lessons } décisions, sans faire mieux. Sur les { $asked } nouvelles, mises de côté, { $right } trouvées du premier coup, au lieu de { $before }. La version en vigueur reste ; celle-ci n’est pas gardée.
router-version-catalogue = Aiguilleur : j’ai appris de { $lessons } décisions, mais les phrases du catalogue seraient moins bien comprises. La version en vigueur reste ; celle-ci n’est pas gardée. Une erreur s’est peut-être répétée dans les services choisis.
router-version-back = Aiguilleur : retour { $to ->
    [0] au catalogue seul
   *[other] à la version { $to }
}. Ce qui a été décidé depuis est mis de côté jusqu’au prochain apprentissage.
router-rebuilt = Aiguilleur : { $number ->
    [0] le fichier du catalogue appris
   *[other] le fichier de la version { $number }
} était abîmé. Je l’ai refait.
router-back-none = Il n’y a pas de version à reprendre sous ce numéro. « relais router report » les montre ; 0 est le catalogue seul.
router-back-same = Cette version est déjà en vigueur.
router-no-version = Aucun apprentissage encore : l’aiguilleur connaît le catalogue, et se souvient de ce qui est décidé.
router-table-made = Le
router-table-lessons = Décisions
router-table-decided = Justes (1er / 3)
router-table-new = Nouvelles
router-table-of = { $right } sur { $asked }, avant { $before }
router-table-states = { $state ->
    [used] utilisée
    [new] moins bonne
    [catalogue] catalogue moins bien compris
    [back] retour à { $to ->
        [0] 0, le catalogue seul
       *[other] { $to }
    }
   *[other] { $state }
}
cli-router-learn = Apprendre maintenant de ce qui a été décidé ; gardé si ce n’est pas moins bon.
cli-router-rollback = Revenir à une version d’avant.
cli-router-rollback-number = Son numéro ; 0 est le catalogue seul. Sans lui, la précédente.
cli-router-yes = Revenir sans demander.
cli-router-back = Revenir { $to ->
    [0] au catalogue seul
   *[other] à la version { $to }
} ?
cli-router-nothing = Rien n’a encore été décidé : il n’y a rien à apprendre.
event-router_learned = aiguilleur : nouvelle version apprise
event-router_worse = aiguilleur : apprentissage non gardé
event-router_back = aiguilleur : retour à une version
cli-router-stream = Suivre comment l’aiguilleur apprend : le catalogue d’abord, puis les phrases une à une, comme des décisions.
router-stream = Ce que l’aiguilleur apprend des décisions ({ $tests } phrases demandées)
router-stream-what = Dites de quoi suivre l’apprentissage : --train A.csv (avec une colonne split, ou --test B.csv) et --map M.csv.
router-stream-decisions = Décisions
router-stream-remembered = Retenues : 1er / 3
router-stream-refitted = Réappris : 1er / 3
router-stream-added = Une décision
router-stream-fitted = Apprentissage
router-table-state = État
