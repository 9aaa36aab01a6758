"""Priorities set together: the coordination puts subjects to the secrétaires généraux, each scores them alone, the order comes at the end.

`rules` is the arithmetic, pure; `opening` writes and opens one, `scoring` takes what each gives, `chat` shows and decides, `jobs` closes.
"""

from handlers.feature import Command, Feature, Press, Step
from handlers.people.permissions import PERMISSIONS
from handlers.priorities import chat, jobs, opening, scoring

READERS = frozenset(PERMISSIONS["prioritise"])
LEADS = frozenset(role for role, grant in PERMISSIONS["prioritise"].items() if grant.mode == "do")
SCORERS = READERS - LEADS

FEATURE = Feature(
    "priorities",
    commands=(Command(chat.command, ("priorites", "priorities"), READERS),),
    presses={
        "all": Press(chat.everything, READERS),
        "show": Press(chat.show, READERS),
        "decide": Press(chat.decide, LEADS),
        "new": Press(opening.new, LEADS),
        "draft": Press(opening.draft, LEADS),
        "rising": Press(opening.rising, LEADS),
        "pick": Press(opening.pick, LEADS),
        "when": Press(opening.when, LEADS),
        "open": Press(opening.open_it, LEADS),
        "drop": Press(opening.drop, LEADS),
        "withdraw": Press(opening.withdraw, LEADS),
        "withdrawn": Press(opening.withdrawn, LEADS),
        "begin": Press(scoring.begin, SCORERS),
        "ask": Press(scoring.ask, SCORERS),
        "give": Press(scoring.give, SCORERS),
        "subject": Press(scoring.subject, SCORERS),
    },
    steps={
        "title": Step(opening.title, LEADS, sentence=True),
        "subjects": Step(opening.subjects, LEADS, sentence=True),
        "day": Step(opening.day, LEADS),
        "decision": Step(chat.decision, LEADS, sentence=True),
        "reason": Step(chat.reason, LEADS, sentence=True),
    },
    jobs=jobs.JOBS,
)
