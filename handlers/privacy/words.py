"""French words that tell a name from what is none: functions, places, what is said of somebody, first names. Folded."""

from __future__ import annotations

from handlers.routing.features import fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


PARTICLES = _folded(
    """de du des d le la l van von der den ben bin bint el al da do dos das di del della los las o mac mc st ste aït ait ould abd abou
    bel"""
)
PARTICLES_ALONE = frozenset(("Van", "Ben", "Bin", "El", "Al", "Da", "Dos", "Di", "Mac"))
"""Those that are somebody's whole name when capitalised and nothing follows."""
ARTICLES = frozenset(("le", "la", "l", "les"))
PLACED = frozenset(("le", "la", "l", "du", "des"))
"""After a name, they say where somebody lives, and not what they are called: « Mme Durand du Plateau »."""
DETERMINERS = _folded(
    """un une le la les l ce cet cette ces des du au aux cher chère vieux vieille jeune pauvre autre petit petite gros grosse brave
    même quel quelle chaque plusieurs deux trois quelques"""
)
"""Before « monsieur » they make of it a man whose name is not said."""

GREETINGS = _folded("bonjour bonsoir merci oui non salut chère cher désolé désolée ok svp pardon mesdames")
"""Before « madame » they speak to her: what follows is what they have to say."""
INTRODUCING = _folded("par de avec chez pour à entre suis c'est c’est est appelle prévenir rappeler joindre contacter voir et")
"""Before a civility they call for the name of somebody."""
NAME_THEN = _folded(
    """a ont est sont et ou qui se ne va veut peut doit dit avait était etait sera aura demande demandait signale signalait souhaite
    attend habite rappelle rappellera relance propose appelle appelait écrit ecrit confirme vient viendra venait dort cherche
    voudrait aimerait passe passera pense refuse demeure répond sollicite insiste remercie réclame reclame conteste craint déclare
    alerte informe prévient tombé tombée relogé relogée née signalé tel tél"""
)
"""What somebody does: after a word, it tells that the word was their name."""
OBJECTS = _folded(
    """le la les l un une son sa ses leur leurs mon ma mes notre nos votre vos du des de d' sur sous dans en plus pas que qu' si tout
    tous toute toutes fort souvent encore toujours régulièrement"""
)
"""What a verb governs: after a word, it tells that the word was a verb."""

ROADS = _folded(
    """rue rues avenue av ave boulevard bd bld place pl allee allée impasse quai chemin cours square passage esplanade pont rond-point
    parc jardin ecole école college collège lycee lycée gymnase stade salle espace centre creche crèche residence résidence foyer
    hopital hôpital maison mediatheque médiathèque bibliotheque bibliothèque station arret arrêt statue quartier cite cité villa
    hameau clinique piscine complexe halle marché promenade montée traverse sentier rocade rampe tunnel parvis carrefour ehpad
    théâtre ludothèque fontaine maternelle élémentaire elementaire primaire scolaire municipal municipale public publique"""
)
"""What bears somebody's name, with the adjectives that may follow it (« école maternelle Monsieur-Vincent »)."""
LETTERED = _folded(
    """ligne métro metro tram bus bâtiment batiment bat bât escalier esc porte entrée entree hall taille bloc tour lot"""
)
"""What is told apart by a letter: « bâtiment M »."""

FUNCTIONS = _folded(
    """maire préfet préfète prefet présidente président president ministre directeur directrice adjoint adjointe conseiller conseillère
    député députée sénateur sénatrice secrétaire secretaire commissaire gardien gardienne concierge facteur médecin proviseur
    proviseure principal principale inspecteur inspectrice responsable chef cheffe élu élue elu recteur rectrice procureur
    procureure juge notaire agent agente policier policière directeur·rice dgs sg rapporteur rapporteure trésorier trésorière
    régisseur bailleur syndic propriétaire locataire voisin voisine prof premier première médiateur médiatrice délégué déléguée
    architecte ingénieur ingénieure vice-président vice-présidente doyen doyenne"""
)

NO_NAME = _folded(
    """je j' nous vous il elle on ils elles ce cet cette ces mon ma mes son sa ses notre votre un une les bonjour bonsoir merci pouvez
    pourriez suite pour par sur dans avec sans depuis est a qui que quand comment pourquoi objet monsieur madame mademoiselle mme mr
    mlle m et ou à au aux en y ne veuillez voici voilà suis toute tout tous appartement appt bâtiment étage se s' demande signale
    habite dit souhaite veut vient tombe police veuve née épouse docteur maître professeur dr pr"""
)
"""Capitalised by who types, after a civility, and no name all the same."""
CALENDAR = _folded(
    """janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi
    dimanche"""
)

SAID_OF_SOMEBODY = _folded(
    """abandonne accepte accompagne accompagnée accuse achète affirme agresse agressé agressée aide aime ajoute allait alerte alité
    alitée allègue alors amène appelait appelle appellera appelé appelée apporte apprend après arrive arrivé arrivée assure attend
    attendait attendra attendu attendue attends aura aurait aussi autre avait avaient avance avant avertit avez avoue ayant bien
    bloqué bloquée blessé blessée cadre cause car cela celle celui certaine certifie chaque cherche chez chute chuté choisit chère
    cher coincé coincée commande compte comprend concerne conduit confirme confond connaît connait conseille conserve conteste
    continue contre convoque convoqué convoquée coupe craint crie croit danse déclare declare décédé décédée décline découvre déjà
    deja demandait demandant demandera demanderait demandé demeurant demeure dépose dépend dérange derrière dès descend désespérée
    désire désirait désorientée devait devant devra devrait dicte diabétique dirige disait disant discute dois doit donc donne
    donnera donné dort doute durant décide dénonce écoute écrit écrivait effrayé effrayée également emmène emménage emploie empêche
    encore enceinte énervé énervée enfin enlève entend entendu entre entretient envoie envoyé envoyée espère esseulée essaie essaye
    essayé estime était etait étaient étant eu évoque excédé excédée exige exigeait explique expliqué exprime exprimé fâché fâchée
    faire fait faisait faites faut fera ferme fini finit fois font fournit fragile frappe furieux furieuse gêne gare garde gère
    grimpe gronde handicapé handicapée handicape habitait habitant hésite hier hospitalisé hospitalisée hurle ici ignore imagine
    indique indiquait informe injoignable inquiet inquiète inquiete inscrit inscrite insiste insistait insulte insulté insultée
    interpelle interroge invalide invite isolé isolée ivre jamais jette joignable joint joue jugé laisse laissé lance laquelle
    lequel leur lira lit loge logé logée loue lors lui maintenant maintient malade malentendant malentendante malvoyant malvoyante
    mal mange manifeste manque marche marque marqué mécontent mécontente même menace menacé menacée mesure met mets mis mise moi
    moins monte montre n'a n'est naturalisé nettoie nie note nouveau nouvelle oublie oublié ouvre paie paye parce parfois parle
    parlait parlé part partage parti partie pas passe passait passera passé passée payé pendant pense perd perdu perdue permet peur
    peut pleure plaint plusieurs plus porte portait porteur pose possède pourra pourrait pouvait précise prefère préfère prend
    prendra pressé présent présente prétend prévient prévenu prévenue pris prise prochainement promène promet propose proposé
    protège proteste puis puisque quel quelle quelqu'un qu'elle qu'il questionne quitte raccroche raconte ramasse ramène range
    rappel rappelait rappelle rappellera rappelé rappelée rapporte ravi ravie réclame reclame reçoit recommande reconnaît reçu reçue
    recu redemande refait refuse refusé regarde regrette rejoint relance relancé remarque remercie remet rencontre rencontré renonce
    renouvelle rentre rentré rentrée répète répond repond répondu répondra repart repasse repassera reproche reste resté restera
    retire retourne retrouve retrouvé retraité retraitée réussit revenait revenu revient reviendra risque rouspète s'adresse
    s'appelle s'est s'étonne s'excuse s'inquiète s'interroge s'occupe sachant sait satisfait satisfaite sauf saurait savait
    scolarisé scolarisée seul seule selon semble sent sera serait seront si signalait signalé signe signé signée sinon soit
    sollicite sonne sort sorti sortie souffre souffrait souffrant souffrante souhaitait souhaitant souhaitent souhaiterait soupçonne
    sourd sourde sous subit suggère suit suivi suivie suspecte tape tard téléphone telephone tente tient tiennent tombé tombée
    tombait toujours tousse toutes transmet transporte travaille travaillait très tres trouve trouvé trouvait utilise va valide vend
    vendeur venait venu venue verra vers veuf viendra victime vient vit vivait vivant voir voit voilà vole volé volée vont vote sont
    voudra voudrait voulait voulu vraiment vu vue âgé âgée agé agée age ému émue épuisé épuisée là désolé désolée content contente
    mariée marié divorcé divorcée célibataire êtes avons sommes pouvons serez auriez seriez voulez voudriez savez aviez merci
    cordialement sincères respectueusement svp s'il bonne recevez agréez comme faisant suite concernant malgré hors via cet avec
    sans joindre rappeler contacter appeler prévenir recontacter voici ci ainsi néanmoins mais ni or loin près auprès face côté dont
    où rien personne aucun aucune autant beaucoup peu trop assez ensemble composteur chien nageur nageuse ouvrage œuvre oeuvre
    chanteur anglais anglaise français française algérien algérienne italien italienne espagnole espagnol portugais portugaise
    marocain marocaine tunisien tunisienne inconnu inconnue barbu barbue blond blonde brun brune sdf sans-abri étranger étrangère
    corpulent corpulente élégant élégante agressif agressive alcoolisé alcoolisée ai as ont ira ils fut il on ou lu dû mdr ok oui
    non pr pb rdv rue avenue place boulevard étage etage numéro numero tel tél appt bat"""
)
"""What follows « madame » in lower case when her name does not: verbs, adverbs, adjectives, prepositions."""

FIRST_NAMES = _folded(
    """adam adrien agnès alain albert alex alexandre alexandra alice aline amandine amina anaïs andré andrée angèle anne annie antoine
    antonio arnaud arthur aurélie aurélien awa aïcha béatrice benjamin benoît bernadette bernard bertrand brigitte bruno camille
    carine carlos carmen caroline catherine cécile cédric céline chantal charles charlotte chloé christelle christian christiane
    christine christophe claire claude claudine clément colette corinne cyril damien daniel danielle david delphine denis denise
    didier dominique édith édouard éliane elisabeth élise élodie emma emmanuel emmanuelle éric estelle éva fabien fabrice fatima
    fatoumata florence florian francine francis franck françois françoise frédéric gabriel gaëlle geneviève georges gérard germaine
    ghislaine gilbert gilles ginette gisèle grégory guillaume guy hassan hélène henri henriette hervé hugo huguette ibrahim inès
    irène isabelle jacqueline jacques janine jean jeanne jeannine jennifer jérémy jérôme joëlle joseph josette josiane josé juan
    judith jules julie julien juliette karim karima karine kévin khadija laetitia laura laure laurence laurent léa leïla léo léon
    liliane linda lionel loïc louis louise luc lucas lucie lucien ludovic madeleine maëlle malika manon manuel marc marcel marcelle
    margaux maria marie marine marion marguerite martin martine maryse mathieu mathilde matthieu maud maurice maxime mélanie michel
    michèle micheline mickaël mireille mohamed mohammed monique moussa mustapha myriam nadège nadia nadine natacha nathalie nicolas
    nicole noël noémie odette odile olivier omar ousmane pascal pascale patrice patricia patrick paul paula paulette pauline
    philippe pierre rachid raphaël raymond raymonde régine régis rémi renée rené richard robert roger roland romain rosa rose sabine
    sabrina saïd salima samia samir samira samuel sandra sandrine sara sarah sébastien serge séverine simone simon solange sonia
    sophie stéphane stéphanie suzanne sylvain sylvie tatiana théo thérèse thierry thomas valérie vanessa véronique victor vincent
    virginie viviane xavier yann yannick yasmina yves yvette yvonne youssef zineb zoé abdel abdallah abdoulaye adama adèle ahmed
    aida albane aleksandra alexia ali alicia alim alioune alix amadou amar amel amélie amine aminata amy ana anaëlle andrea andreas
    angelina anita antonia apolline arlette armand assia astrid audrey augustin axelle aya aylin ayse aziz bakary baptiste bastien
    bérénice bilal binta blanche boubacar brahim candice capucine carole cassandra céleste charlène cheikh chiara clara clémence
    clémentine coralie cyrille daouda diana diego djamila dorothée eléonore elena elif elias elisa éloïse emilia enzo ernest esther
    eugène eugénie fadila fanny farid farida fatiha fatma fatou félix fernand fernande ferdinand filipe flavie gaston germain
    giovanni giulia gwenaëlle habib hamid hanna hawa hicham hocine hortense houda hoang ibrahima idriss ilyes imane irina ismaël
    issa ivan jacob jade jamal jamila jawad jeanette jihane joachim joana joël johanna jonathan jorge joséphine juliana justine
    kader kamel katarina katarzyna kenza khalid khalil kofi koffi lamia lamine lassana latifa leila lila lina loan lotfi louane
    louisa lucia luis luisa lydia lydie maéva magali maïmouna mamadou manel marcela marco mariam mariama marianne mariano marina
    mario marta martha mathis matteo mehdi mehmet mélissa miguel milan minh miriam moïse morgane mounir mourad murat mylène nabil
    nabila naïma najat nassim natalia nathan nawel nina noa nora nordine nour océane olga oumar oumou pablo paola paulo pedro
    perrine quentin rachida rahma ramata raoul raquel rayan ricardo rita robin rodrigue romane rosalie ruth sacha safia saïda salah
    salim salma samba sana sandy sarra séga selma sergio seydou sira sofia sofiane soline souad stella steve sultan susana suzie
    tarek teresa tiago tiphaine tom toufik ugo valentin valentine vincenzo viktor wafa walid wassim yacine yanis yara yasin yohan
    yolande yusuf zahra zakaria zohra zoubida"""
)
