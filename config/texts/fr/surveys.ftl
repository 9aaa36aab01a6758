# Les micro-enquêtes. Rien n’y redit une réponse ; ce qui suit une réponse est le même quelle qu’elle soit.
survey-notice = Chaque { $rhythm ->
        [quotidien] jour travaillé
        [hebdo] semaine
       *[deux_par_semaine] mardi et jeudi
    }, une ou deux questions sur votre charge de travail, vingt secondes. C’est facultatif, et rien n’est demandé sans votre accord.
    { survey-sees }
    { $network ->
        [telegram] Telegram, lui, n’est pas chiffré de bout en bout avec un bot : cette entreprise peut techniquement voir que vous répondez, et quel bouton vous touchez.
        [matrix] Ici la conversation est chiffrée : le serveur voit que vous répondez, pas ce que vous répondez.
       *[other] Le réseau que vous utilisez peut voir que vous répondez.
    }
    { survey-stop } « confidentialite » redit tout cela.
    .title = Point du jour
survey-sees = Qui voit quoi : ni votre responsable, ni l’administration de Relais ne voient votre réponse ; aucun écran de Relais ne la montre. Elle est scellée, sans votre nom ni l’heure, comptée avec celles de quatre semaines, puis détruite avec sa clé. D’ici là, qui tiendrait à la fois le serveur, la base et la clé pourrait l’ouvrir et voir qu’elle vient de vous : nous disons « confidentiel », pas « anonyme ».
    Il en reste un niveau pour l’équipe (légère, soutenue, forte), à partir de { $k } personnes hors secrétaire général, et, pour la ville, une moyenne arrondie, la répartition d’une question, des thèmes de formation : les mêmes pour tous ceux qui les lisent. Et, hors de tout écran, qui a compté, jamais sa réponse. { $words ->
        [True] Une fois par semaine au plus, vous pourrez écrire une phrase : la coordination seule la lit, mélangée aux autres, si onze personnes au moins ont écrit.
       *[False] {""}
    }
survey-stop = Passer, ralentir ou arrêter : à tout moment, sans rien expliquer ; aucun écran ne le montre. « sondage stop » arrête tout et efface vos réponses de la période en cours.
button-agree = D’accord
button-no-survey = Non merci
button-rhythm = { $rhythm ->
        [quotidien] Tous les jours
        [deux_par_semaine] Mardi et jeudi
        [hebdo] Une fois par semaine
        [pause] Pause de 4 semaines
       *[jamais] Ne plus recevoir
    }
button-skip = Passer
button-slow-down = Ralentir
survey-agreed = C’est noté : { $rhythm ->
        [quotidien] une question tous les jours travaillés.
        [hebdo] une question par semaine.
       *[deux_par_semaine] une question le mardi et le jeudi.
    } Pour changer ou arrêter : « sondage ».
survey-rhythm = C’est noté : { $rhythm ->
        [quotidien] tous les jours travaillés.
        [hebdo] une fois par semaine.
       *[deux_par_semaine] le mardi et le jeudi.
    }
survey-resting = C’est noté : aucune question avant le { DAY($until) }.
survey-settings = Votre rythme : { $rhythm ->
        [quotidien] tous les jours travaillés, à partir de { DATETIME($hour, timeStyle: "short") }
        [deux_par_semaine] le mardi et le jeudi, à partir de { DATETIME($hour, timeStyle: "short") }
        [hebdo] une fois par semaine, à partir de { DATETIME($hour, timeStyle: "short") }
        [pause] en pause
       *[jamais] aucune question
    }. Vous pouvez en changer quand vous voulez ; aucun écran ne le montre.{ $hours ->
        [any] {" "}Une autre heure : « sondage 10h30 ».
       *[one] {""}
    }
    .title = Point du jour
button-hour = { $part ->
        [morning] Le matin, dès { DATETIME($hour, timeStyle: "short") }
       *[afternoon] L’après-midi, dès { DATETIME($hour, timeStyle: "short") }
    }
button-usual-hour = À l’heure habituelle, { DATETIME($hour, timeStyle: "short") }
survey-hour = C’est noté : à partir de { DATETIME($hour, timeStyle: "short") }, et toujours pendant les heures de votre mairie de quartier.
survey-range = de { DATETIME($start, timeStyle: "short") } à { DATETIME($end, timeStyle: "short") }
survey-hour-outside = Ici, l’heure se choisit ainsi : { $ranges }. Rien n’est changé.
survey-hour-same = Ici, l’heure est la même pour tout le monde : { DATETIME($hour, timeStyle: "short") }. Rien n’est changé.
survey-withdrawn = C’est fait : plus aucune question, et vos réponses de la période en cours sont effacées. « sondage » pour revenir.
survey-ask = 20 secondes, facultatif. { $question }
    .title = Point du jour
survey-ask-slower = { $question }
    Un rythme plus lent vous irait peut-être mieux : « Ralentir ».
    .title = Point du jour
survey-ask-more = C’est noté, merci. Pour finir : { $question }
    .title = Point du jour
survey-ask-open = C’est noté, merci. Et si vous voulez, en une phrase : { $question }
    .title = Point du jour
button-write = Écrire
survey-write = { $question }
    Votre prochain message ici sera votre réponse : { $most } caractères au plus, sans nommer personne.
    Qui la lira : la coordination seule, mélangée à celles des autres, sans nom, lieu ni fonction, au plus tôt { $days } jours après la fin de la période, et si { $k } personnes au moins ont écrit ; sinon, elle est effacée. Le serveur du réseau n’en voit passer que du chiffré.
    .title = Point du jour
survey-unfit = Rien n’est gardé : il me faut une phrase, de { $most } caractères au plus et sans photo. Réécrivez-la ici, ou « Passer ».
survey-written = C’est noté, merci. Les noms et les numéros que j’ai pu reconnaître y sont masqués.{ $erased ->
        [yes] {""}
       *[no] {" "}Votre message reste affiché ici : vous pouvez l’effacer.
    }
    Si la période est difficile : { $resources }.
survey-noted = C’est noté, merci.
    Si la période est difficile : { $resources }.
survey-paused = Pas de question avant le { DAY($until) } : je fais une pause, pour ne pas insister. « sondage » pour changer.
survey-outside = Je n’ai pas compris, et rien n’est enregistré : répondez de { $first } à { $last }, ou p pour passer.
survey-over = Cette question est déjà faite, ou sa journée est passée : rien n’est enregistré.
survey-private = Cela se répond en privé seulement : rien n’est enregistré.
survey-none = Il n’y a pas d’enquête dans votre mairie de quartier.
survey-erase-failed = C’est noté. Votre message reste affiché ici : vous pouvez l’effacer.
survey-themes = Sur quoi aimeriez-vous progresser ? Aucun écran ne montre votre choix : seuls les thèmes demandés par assez de monde apparaissent.
    .title = Formation
help-sondage = mon rythme, ce qu’on voit de mes réponses, arrêter
help-formation = dire sur quoi progresser
weather-none = Pas encore de résultat : le premier vient à la fin de la période de quatre semaines.
weather = { $lines }
    .title = Météo d’équipe, { PERIOD($first, $last) }
weather-all = Ensemble
weather-band = { $name } : charge { $band ->
        [light] légère
        [heavy] forte
       *[steady] soutenue
    }
weather-mean = { $name } : charge { NUMBER($mean, minimumFractionDigits: 1) } sur 10
weather-too-few = { $name } : Pas assez de réponses pour afficher un résultat sans risque pour l’anonymat de l’équipe (minimum { $k }).
weather-reply = Réponse du secrétariat général : { $text }
button-answer-team = Répondre à l’équipe
weather-which-reply = Que répondez-vous à l’équipe ? Une mesure, une date. Vos mots seront montrés avec le résultat.
weather-replied = C’est montré à l’équipe avec le résultat.
notice-survey-results = Les résultats du point du jour sont là : « meteo_equipe ».
notice-survey-heavy = La charge de votre équipe est forte deux périodes de suite : une réponse écrite est attendue, elle sera montrée à l’équipe. « meteo_equipe » pour la donner.
notice-survey-reply = Ce que répond votre secrétariat général sur la charge de l’équipe : { $text }
help-meteo_equipe = les derniers résultats du point du jour
weather-training = Formation, les thèmes les plus demandés : { $themes }.
weather-spread = « { $question } » { $kind ->
        [shares] Sur 10 réponses tirées au sort, environ : { $parts }.
       *[most] Réponses les plus choisies : { $parts }.
    }
weather-share = { $tenths } { $ends ->
        [one] « { $first } »
       *[two] de « { $first } » à « { $last } »
    }
button-words = Paroles
words-page = { $question }
    { $lines }
    { $pages ->
        [one] Phrases mélangées, sans lieu ni fonction : personne n’a à deviner qui parle.
       *[other] Page { $page } sur { $pages }. Phrases mélangées, sans lieu ni fonction : personne n’a à deviner qui parle.
    }
    .title = Paroles, { PERIOD($first, $last) }
words-not-here = Les paroles se lisent dans une conversation chiffrée, sur Tchap ou Matrix : personne d’autre ne doit pouvoir les lire en chemin.
