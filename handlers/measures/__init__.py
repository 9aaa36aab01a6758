"""The measures: each defined once, in `definitions`, and read by whoever shows a figure (digests, charts, exports, this command).

`reading.material` fetches what a perimeter's figures of a period are worked out from; `definitions.figure` gives one, with its n.
"""

from handlers.feature import Command, Feature, Press
from handlers.measures import chat

FEATURE = Feature(
    "measures",
    commands=(Command(chat.command, ("chiffres", "figures"), chat.READERS, argument="text"),),
    presses={"show": Press(chat.show, chat.READERS), "how": Press(chat.how, chat.READERS)},
)
