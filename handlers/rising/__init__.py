"""What rises: a service or a wording that a sector's requests speak of much more than usual, to be checked by people who know the place.

`tails` is the arithmetic, `series` what counts and what rises, `wordings` new words, `places` where; all are pure.
"""

from handlers.feature import Command, Feature, Press
from handlers.rising import chat

FEATURE = Feature(
    "rising",
    commands=(Command(chat.command, ("tendances", "trends"), chat.READERS),),
    presses={
        "sector": Press(chat.sector, chat.READERS),
        "all": Press(chat.everywhere, chat.READERS),
        "files": Press(chat.files, chat.CLOSE),
        "map": Press(chat.on_a_map, chat.CLOSE),
        "judge": Press(chat.judge, chat.JUDGES),
        "explain": Press(chat.explain, chat.READERS),
    },
)
