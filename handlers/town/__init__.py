"""The town's own files, changed while Relais runs: shown, imported, applied as versions, taken back."""

from handlers.feature import Command, Feature, Press, Step
from handlers.town import chat
from handlers.town.rules import KEEPERS

FEATURE = Feature(
    "town",
    commands=(Command(chat.catalogue, ("catalogue", "catalog"), KEEPERS, argument="text", documents=True),),
    presses={
        "ask": Press(chat.ask, KEEPERS),
        "back": Press(chat.back, KEEPERS),
        "detail": Press(chat.detail, KEEPERS),
        "apply": Press(chat.apply, KEEPERS),
        "refuse": Press(chat.refuse, KEEPERS),
    },
    steps={"file": Step(chat.received, KEEPERS, documents=True)},
)
