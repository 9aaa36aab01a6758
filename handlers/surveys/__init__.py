"""The daily micro-survey: twenty seconds, answered honestly because nobody can find out who said what.

`publishing` decides what may be shown of four weeks of answers; `audit` proves that nothing shown, ever, tells of fewer than five people.
"""

from handlers.feature import Command, Feature, Job, Press, Step
from handlers.surveys import chat, closing, jobs, weather, words
from handlers.surveys.chat import in_private
from handlers.surveys.rules import RESPONDENTS, is_no_withdrawal, looks_like_an_answer

FEATURE = Feature(
    "surveys",
    commands=(
        Command(chat.command, ("sondage", "survey"), RESPONDENTS, argument="text"),
        Command(chat.training, ("formation", "training"), RESPONDENTS),
        Command(weather.command, ("meteo_equipe", "mood"), weather.READERS),
    ),
    presses={
        "agree": Press(chat.agree, RESPONDENTS),
        "rhythm": Press(chat.rhythm),
        "answer": Press(in_private(chat.answer), confidential=True, stale=chat.over),
        "pass": Press(in_private(chat.skip), confidential=True, stale=chat.over),
        "write": Press(in_private(chat.write), confidential=True, stale=chat.over),
        "slow": Press(in_private(chat.slow), confidential=True, stale=chat.over),
        "theme": Press(in_private(chat.theme), confidential=True, stale=chat.over),
        "words": Press(in_private(words.read), words.READERS),
        "reply": Press(weather.ask_reply, frozenset({"sg"})),
    },
    steps={
        "word": Step(in_private(chat.word), confidential=True, fits=looks_like_an_answer),
        "sentence": Step(in_private(chat.sentence), confidential=True, fits=is_no_withdrawal, sentence=True),
        "replied": Step(weather.replied),
    },
    jobs={"ask": Job(jobs.ask, every_s=10), "close": Job(closing.close, every_s=60)},
)
