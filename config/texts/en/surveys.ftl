# The micro-surveys. Nothing here repeats an answer; what follows an answer is the same whatever it was.
survey-notice = { $rhythm ->
        [quotidien] Each working day
        [hebdo] Once a week
       *[deux_par_semaine] On Tuesdays and Thursdays
    }, one or two questions about your workload, twenty seconds. It is up to you, and nothing is asked without your consent.
    { survey-sees }
    { $network ->
        [telegram] Telegram itself is not encrypted end to end with a bot: that company can technically see that you answer, and which button you tap.
        [matrix] Here the conversation is encrypted: the server sees that you answer, not what you answer.
       *[other] The network you use may see that you answer.
    }
    { survey-stop } “privacy” says all this again.
    .title = Point of the day
survey-sees = Who sees what: neither your manager nor those who run Relais see your answer; no screen of Relais shows it. It is sealed, without your name or the time, counted with those of four weeks, then destroyed with its key. Until then, whoever held the server, the database and the key together could open it and see that it is yours: we say “confidential”, not “anonymous”.
    What is left is a level for the team (light, steady, heavy), from { $k } people on, the secrétaire général apart, and, for the town, a rounded mean, the spread of one question, training themes: the same for all who read them. And, on no screen, who counted, never their answer. { $words ->
        [True] Once a week at most, you may write a sentence: the coordination alone reads it, shuffled among the others, if eleven people at least wrote one.
       *[False] {""}
    }
survey-stop = Skip, slow down or stop: at any time, with no reason to give; no screen shows it. “survey stop” ends it all and erases your answers of the period under way.
button-agree = Agreed
button-no-survey = No, thank you
button-rhythm = { $rhythm ->
        [quotidien] Every day
        [deux_par_semaine] Tuesday and Thursday
        [hebdo] Once a week
        [pause] Pause for 4 weeks
       *[jamais] Stop asking
    }
button-skip = Skip
button-slow-down = Slow down
survey-agreed = Noted: { $rhythm ->
        [quotidien] a question each working day.
        [hebdo] a question a week.
       *[deux_par_semaine] a question on Tuesdays and Thursdays.
    } To change or stop: “survey”.
survey-rhythm = Noted: { $rhythm ->
        [quotidien] each working day.
        [hebdo] once a week.
       *[deux_par_semaine] on Tuesdays and Thursdays.
    }
survey-resting = Noted: no question before { DAY($until) }.
survey-settings = Your rhythm: { $rhythm ->
        [quotidien] each working day, from { DATETIME($hour, timeStyle: "short") } on
        [deux_par_semaine] Tuesdays and Thursdays, from { DATETIME($hour, timeStyle: "short") } on
        [hebdo] once a week, from { DATETIME($hour, timeStyle: "short") } on
        [pause] paused
       *[jamais] no question
    }. You may change it whenever you like; no screen shows it.{ $hours ->
        [any] {" "}Another hour: “survey 10:30”.
       *[one] {""}
    }
    .title = Point of the day
button-hour = { $part ->
        [morning] In the morning, from { DATETIME($hour, timeStyle: "short") }
       *[afternoon] In the afternoon, from { DATETIME($hour, timeStyle: "short") }
    }
button-usual-hour = At the usual hour, { DATETIME($hour, timeStyle: "short") }
survey-hour = Noted: from { DATETIME($hour, timeStyle: "short") } on, and always in the hours of your mairie.
survey-range = from { DATETIME($start, timeStyle: "short") } to { DATETIME($end, timeStyle: "short") }
survey-hour-outside = Here, the hour may be chosen so: { $ranges }. Nothing has changed.
survey-hour-same = Here, the hour is the same for everybody: { DATETIME($hour, timeStyle: "short") }. Nothing has changed.
survey-withdrawn = Done: no question any more, and your answers of the period under way are erased. “survey” to come back.
survey-ask = 20 seconds, up to you. { $question }
    .title = Point of the day
survey-ask-slower = { $question }
    A slower rhythm might suit you better: “Slow down”.
    .title = Point of the day
survey-ask-more = Noted, thank you. And last: { $question }
    .title = Point of the day
survey-ask-open = Noted, thank you. And if you like, in one sentence: { $question }
    .title = Point of the day
button-write = Write
survey-write = { $question }
    Your next message here will be your answer: { $most } characters at most, naming nobody.
    Who will read it: the coordination alone, shuffled with the others, without name, place or function, { $days } days after the end of the period at the earliest, and if { $k } people at least have written; otherwise it is erased. The network’s server only sees ciphertext go by.
    .title = Point of the day
survey-unfit = Nothing is kept: I need a sentence, of { $most } characters at most and without a photo. Write it again here, or “Skip”.
survey-written = Noted, thank you. Names and numbers that I could recognise are masked in it.{ $erased ->
        [yes] {""}
       *[no] {" "}Your message is still shown here: you may delete it.
    }
    If times are hard: { $resources }.
survey-noted = Noted, thank you.
    If times are hard: { $resources }.
survey-paused = No question before { DAY($until) }: I am pausing, so as not to insist. “survey” to change that.
survey-outside = I did not understand, and nothing is recorded: answer from { $first } to { $last }, or s to skip.
survey-over = That question is done already, or its day is over: nothing is recorded.
survey-private = That is answered in private only: nothing is recorded.
survey-none = There is no survey in your mairie de quartier.
survey-erase-failed = Noted. Your message is still shown here: you may delete it.
survey-themes = What would you like to get better at? Nobody sees your choice: only themes that enough people ask for are shown.
    .title = Training
help-sondage = my rhythm, what is seen of my answers, stopping
help-formation = say what to get better at
weather-none = No result yet: the first comes at the end of the period of four weeks.
weather = { $lines }
    .title = Team weather, { PERIOD($first, $last) }
weather-all = Everybody
weather-band = { $name }: { $band ->
        [light] light
        [heavy] heavy
       *[steady] steady
    } load
weather-mean = { $name }: load { NUMBER($mean, minimumFractionDigits: 1) } out of 10
weather-too-few = { $name }: Not enough answers to show a result without risk for the team’s anonymity (at least { $k }).
weather-reply = The secrétaire général’s answer: { $text }
button-answer-team = Answer the team
weather-which-reply = What do you answer the team? A measure, a date. Your words will be shown with the result.
weather-replied = It is shown to the team with the result.
notice-survey-results = The results of the point of the day are here: “mood”.
notice-survey-heavy = Your team’s load is heavy for two periods in a row: a written answer is expected, and will be shown to the team. “mood” to give it.
notice-survey-reply = What your secrétaire général answers about the team’s load: { $text }
help-meteo_equipe = the latest results of the point of the day
weather-training = Training, the themes most asked for: { $themes }.
weather-spread = “{ $question }” { $kind ->
        [shares] Of 10 answers drawn by lot, about: { $parts }.
       *[most] Most chosen: { $parts }.
    }
weather-share = { $tenths } { $ends ->
        [one] “{ $first }”
       *[two] “{ $first }” to “{ $last }”
    }
button-words = In their words
words-page = { $question }
    { $lines }
    { $pages ->
        [one] Sentences are shuffled, without place or function: nobody is to guess who speaks.
       *[other] Page { $page } of { $pages }. Sentences are shuffled, without place or function: nobody is to guess who speaks.
    }
    .title = In their words, { PERIOD($first, $last) }
words-not-here = People’s words are read in an encrypted conversation, on Tchap or Matrix: nobody else must be able to read them on the way.
