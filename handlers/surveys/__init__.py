"""The daily micro-survey: twenty seconds, answered honestly because nobody can find out who said what.

`publishing` decides what may be shown of four weeks of answers; `audit` proves that nothing shown, ever, tells of fewer than five people.
"""

from handlers.feature import Command, Feature, Job, Press, Step
from handlers.people.permissions import roles_with
from handlers.surveys import chat, closing, jobs, sessions, settings, training_plan, weather, words
from handlers.surveys.chat import in_private
from handlers.surveys.rules import RESPONDENTS, is_no_withdrawal, looks_like_an_answer

PLANNERS = roles_with("train")

FEATURE = Feature(
    "surveys",
    commands=(
        Command(settings.command, ("sondage", "survey"), RESPONDENTS, argument="text"),
        Command(chat.training, ("formation", "training"), RESPONDENTS),
        Command(weather.command, ("meteo_equipe", "mood"), weather.READERS),
        Command(training_plan.command, ("plan_formation", "training_plan"), weather.READERS, argument="text"),
    ),
    presses={
        "agree": Press(settings.agree, RESPONDENTS),
        "rhythm": Press(settings.rhythm),
        "hour": Press(settings.hour),
        "answer": Press(in_private(chat.answer), confidential=True, stale=chat.over),
        "pass": Press(in_private(chat.skip), confidential=True, stale=chat.over),
        "write": Press(in_private(chat.write), confidential=True, stale=chat.over),
        "slow": Press(in_private(chat.slow), confidential=True, stale=chat.over),
        "theme": Press(in_private(chat.theme), confidential=True, stale=chat.over),
        "words": Press(in_private(words.read), words.READERS),
        "reply": Press(weather.ask_reply, frozenset({"sg"})),
        "plan": Press(training_plan.show, weather.READERS),
        "themes": Press(sessions.themes, PLANNERS),
        "session": Press(sessions.session, PLANNERS),
        "places": Press(sessions.planned, PLANNERS),
        "cancel": Press(sessions.cancel, PLANNERS),
    },
    steps={
        "word": Step(in_private(chat.word), confidential=True, fits=looks_like_an_answer),
        "sentence": Step(in_private(chat.sentence), confidential=True, fits=is_no_withdrawal, sentence=True),
        "replied": Step(weather.replied),
        "day": Step(sessions.day),
    },
    jobs={"ask": Job(jobs.ask, every_s=jobs.EVERY_S), "close": Job(closing.close, every_s=60)},
)
