"""The people of the simulated world: what they see is what the network shows them, what they do is drawn."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from bot.platforms import Outgoing
from handlers.requests.life import ACTS
from tests.simulator.networks import Network

if TYPE_CHECKING:
    from tests.simulator.world import World


class Who(NamedTuple):
    role: str
    mairie: str | None
    direction: str | None
    network: str


PEOPLE = {
    "awa": Who("agent", "mq_tanneurs", None, "telegram"), "ben": Who("agent", "mq_plateau", None, "matrix"),
    "petit": Who("sg", "mq_tanneurs", None, "matrix"), "sara": Who("sg", "mq_plateau", None, "telegram"),
    "nadia": Who("mission", "mq_tanneurs", None, "telegram"), "cora": Who("coordination", None, None, "matrix"),
    "karim": Who("direction", None, "m_voirie", "telegram"), "nora": Who("direction", None, "m_eau", "matrix"),
    "omar": Who("direction", None, "m_voirie", "matrix"), "dina": Who("dgs", None, None, "telegram"),
    "root": Who("admin", None, None, "matrix"),
}  # fmt: skip
ROOMS = {"telegram:-100": "m_voirie", "matrix:!eau": "m_eau"}
AT_DESKS = ("awa", "ben", "nadia", "petit")
ACTIVE = ("awa", "ben", "petit", "sara", "cora", "karim", "karim", "nora", "nora", "omar", "dina")
SENTENCES = ("gros trou rue des Lilas", "fuite d'eau sur le trottoir rue Pasteur", "lampadaire cassé place du Marché",
             "une dame âgée isolée a besoin d'aide à domicile", "demande de rendez-vous avec le maire de quartier", "chose indistincte",
             "nid-de-poule devant l'école", "canalisation bouchée impasse du Four")
DANGERS = ("câble au sol avec des étincelles rue Pasteur", "forte odeur de gaz dans l'escalier rue des Lilas")
WORDS = ("05/12", "usager 05/12", "hors compétence assainissement", "voirie", "fait", "météo 10/12", "Rebouché hier.", "pas fait", "!!")
COMMANDS = ["voir", "mes", "annuler", "equipe", "suivi", "lier", *(names[0] for act in ACTS.values() for names in act.commands)]
DAYS = ("demain", "vendredi", "05/12", "dans 3 jours", "lundi 9h", "dans 2 heures")


class Crowd:
    """Everybody, and the numbers of the requests they heard of."""

    def __init__(self, world: World, networks: dict[str, Network], chance: random.Random) -> None:
        self.world, self.networks, self.chance = world, networks, chance

    def does_something(self) -> None:
        acts: tuple[Callable[[], None], ...] = (
            self.logs, self.opens_and_acts, self.presses, self.commands, self.answers, self.presses_twice, self.presses_in_a_room,
            self.danger, self.asks_to_be_reminded, self.goes_away, self.is_on_call, self.corrects,
        )  # fmt: skip
        self.chance.choices(acts, (20, 34, 14, 8, 6, 4, 6, 3, 4, 1, 1, 2))[0]()

    # --- deeds ---

    def logs(self) -> None:
        who = self.chance.choice(AT_DESKS)
        self.says(who, self.chance.choice(SENTENCES))
        self.later(who, "requests.record", 4)

    def danger(self) -> None:
        who = self.chance.choice(AT_DESKS)
        self.says(who, self.chance.choice(DANGERS))
        self.later(who, "requests.record", 4)
        if self.chance.random() < 0.5:
            self.later(who, "requests.called", 60)

    def opens_and_acts(self) -> None:
        who = self.chance.choice(ACTIVE)
        self.says(who, f"{self.prefix(who)}voir {self.number()}")
        for wait in (6, 12, 18):
            self.world.soon(wait, lambda: self.press(who, newest=1, but="requests.show"))
        for wait in (24, 30):
            self.world.soon(wait, lambda: self.answers_what_is_asked(who))

    def presses(self) -> None:
        self.press(self.anybody(), newest=6)

    def presses_twice(self) -> None:
        """The network is slow, so they press again; or they press what was shown long ago."""
        who = self.anybody()
        if found := self.buttons(who, newest=self.chance.choice((1, 30))):
            what = self.chance.choice(found)
            for _ in range(self.chance.randint(2, 3)):
                self.presses_this(who, f"{PEOPLE[who].network}:{who}", *what)

    def presses_in_a_room(self) -> None:
        room = self.chance.choice(sorted(ROOMS))
        network = room.partition(":")[0]
        who = self.chance.choice(sorted(name for name, person in PEOPLE.items() if person.network == network))
        if found := self.buttons_in(room, newest=3):
            self.presses_this(who, room, *self.chance.choice(found))

    def commands(self) -> None:
        who = self.anybody()
        self.says(who, f"{self.prefix(who)}{self.chance.choice(COMMANDS)} {self.number()} {self.chance.choice(('', *WORDS))}".strip())

    def answers(self) -> None:
        self.says(self.anybody(), self.chance.choice(WORDS))

    def asks_to_be_reminded(self) -> None:
        who = self.chance.choice(ACTIVE)
        self.says(who, f"{self.prefix(who)}rappel {self.number()} {self.chance.choice(DAYS)}")

    def goes_away(self) -> None:
        who = self.chance.choice(ACTIVE)
        self.says(who, f"{self.prefix(who)}absence {self.chance.choice(('demain', 'du 02/12 au 04/12', 'fin', ''))}".strip())

    def is_on_call(self) -> None:
        who = self.chance.choice(("cora", "petit", "karim", "root"))
        self.says(who, f"{self.prefix(who)}astreinte {self.chance.choice(('', 'moi ce soir', 'liste'))}".strip())

    def corrects(self) -> None:
        who = self.chance.choice(AT_DESKS)
        if said := self.world.said.get(who):
            self.hears(who, kind="edit", text=self.chance.choice(SENTENCES), about=said)

    # --- hands and eyes ---

    def anybody(self) -> str:
        return self.chance.choice(sorted(PEOPLE))

    def prefix(self, who: str) -> str:
        return self.networks[PEOPLE[who].network].prefix

    def number(self) -> int:
        """Mostly of a request that is there, mostly a late one."""
        count = max(1, self.world.logged)
        return self.chance.randint(max(1, count - 6), count + 1)

    def says(self, who: str, text: str) -> None:
        self.world.tells(f"{who}: {text}")
        self.world.said[who] = self.hears(who, kind="message", text=text)

    def later(self, who: str, act: str, seconds: float) -> None:
        """Press, when it is shown, the button of this act."""

        def press() -> None:
            if found := [each for each in self.buttons(who, newest=2) if each[3].startswith(act)]:
                self.presses_this(who, f"{PEOPLE[who].network}:{who}", *found[0])

        self.world.soon(self.chance.uniform(seconds, 3 * seconds), press)

    def press(self, who: str, *, newest: int, but: str = "nothing") -> None:
        if found := [each for each in self.buttons(who, newest=newest) if not each[3].startswith(but)]:
            self.presses_this(who, f"{PEOPLE[who].network}:{who}", *self.chance.choice(found))

    def answers_what_is_asked(self, who: str) -> None:
        shown = list(self.networks[PEOPLE[who].network].shown[f"{PEOPLE[who].network}:{who}"].values())
        if shown and "?" in shown[-1].body.text + shown[-1].body.title:
            self.says(who, self.chance.choice(WORDS))

    def presses_this(self, who: str, chat: str, message: str, what: Outgoing, place: int, act: str) -> None:
        self.world.tells(f"{who} presses « {what.body.choices[place].label} » ({act}) of {message}")
        self.hears(who, kind="press", press=what.references[place], about=message, chat=chat)

    def buttons(self, who: str, *, newest: int) -> list[tuple[str, Outgoing, int, str]]:
        return self.buttons_in(f"{PEOPLE[who].network}:{who}", newest=newest)

    def buttons_in(self, chat: str, *, newest: int) -> list[tuple[str, Outgoing, int, str]]:
        shown = self.networks[chat.partition(":")[0]].shown[chat]
        return [(message, what, place, choice.act) for message, what in list(shown.items())[-newest:]
                for place, choice in enumerate(what.body.choices)]  # fmt: skip

    def hears(self, who: str, *, chat: str | None = None, **data: object) -> str:
        network = self.networks[PEOPLE[who].network]
        here = f"{network.name}:{who}"
        return network.hears(chat=chat or here, sender=here, private=chat in (None, here), **{"text": "", **data})
