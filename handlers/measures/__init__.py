"""The measures: each defined once, in `definitions`, and read by whoever shows a figure (digests, charts, exports, this command).

`reading.material` fetches what a perimeter's figures of a period are worked out from, `reading.materials` those of several; each is
read from roll-ups, which `folding` brings up to date. `definitions.figure` gives one figure, with its n.
"""

from handlers.feature import Command, Feature, Press
from handlers.measures import chat, scorecard
from handlers.measures.folding import JOBS

FEATURE = Feature(
    "measures",
    commands=(
        Command(chat.command, ("chiffres", "figures"), chat.READERS, argument="text"),
        Command(scorecard.command, ("bilan", "scorecard"), scorecard.READERS, argument="text"),
    ),
    presses={
        "show": Press(chat.show, chat.READERS),
        "how": Press(chat.how, chat.READERS),
        "card": Press(scorecard.show, scorecard.READERS),
        "card_how": Press(scorecard.how, scorecard.READERS),
    },
    jobs=JOBS,
)
