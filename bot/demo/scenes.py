"""The day, scene by scene: what people say and tap. What Relais answers is its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.demo import drawing
from bot.demo.stage import Stage

Scene = Callable[[Stage], Awaitable[None]]


async def through(stage: Stage, who: str, channel: str) -> None:
    """By which door it came: two taps, told briefly."""
    stage.brief = True
    await stage.taps(who, "requests.channel")
    await stage.taps(who, "requests.channel", to=f"/{channel}")
    stage.brief = False


async def arrivals(stage: Stage) -> None:
    await stage.scene("08:30", "demo-arrivals")
    await stage.says("claire", stage.code("sg"))
    await stage.says("claire", "/inviter agent")
    await stage.says("awa", stage.code_heard_by("claire"))
    stage.brief = True  # the others come in the same way
    for who, role in (("bruno", "agent"), ("emma", "agent"), ("nadia", "mission"), ("paul", "elu")):
        await stage.says(who, stage.code(role))
    stage.brief = False


async def counter(stage: Stage) -> None:
    await stage.scene("08:42", "demo-counter")
    await stage.says("awa", "gros trou devant l’école rue des Tanneurs")
    await stage.taps("awa", "requests.record")


async def photo(stage: Stage) -> None:
    await stage.scene("08:49", "demo-photo")
    file = drawing.pothole(stage.folder / "trou.jpg")
    await stage.says("awa", f':photo "{file}"', shown="[photo] trou.jpg")


async def phone(stage: Stage) -> None:
    await stage.scene("09:10", "demo-phone")
    await stage.says("bruno", "lampadaire éteint depuis trois jours quai des Tanneurs, rappeler le 06 12 34 56 78")
    await stage.taps("bruno", "requests.channel")
    await stage.taps("bruno", "requests.channel", to="/telephone")
    await stage.taps("bruno", "requests.record")


async def danger(stage: Stage) -> None:
    await stage.scene("09:31", "demo-danger")
    await stage.says("awa", "forte odeur de gaz dans la cage d’escalier, 4 rue du Moulin")
    await stage.taps("awa", "requests.record")


async def wrong(stage: Stage) -> None:
    await stage.scene("10:05", "demo-wrong")
    await stage.says("awa", "ça déborde encore devant le 8 rue du Lavoir")
    await stage.taps("awa", "requests.other")
    await stage.says("awa", "colonne verre")
    await stage.taps("awa", "requests.choose")
    await stage.taps("awa", "requests.record")


async def pin(stage: Stage) -> None:
    await stage.scene("10:40", "demo-pin")
    await stage.says("nadia", "matelas et cartons abandonnés derrière le gymnase")
    await stage.says("nadia", ":lieu 46.0558, 4.3412", shown="[position] 46.0558, 4.3412")
    await through(stage, "nadia", "terrain")
    await stage.taps("nadia", "requests.record")


async def colleague(stage: Stage) -> None:
    await stage.scene("11:02", "demo-colleague")
    await stage.says("emma", "language en")
    await stage.says("emma", "trottinettes garées n’importe comment sur le trottoir rue Carnot")
    await stage.taps("emma", "requests.record")


async def stranger(stage: Stage) -> None:
    await stage.scene("11:20", "demo-stranger")
    await stage.says("inconnu", "bonjour, ma rue est sale, vous faites quelque chose ?")
    await stage.says("inconnu", "allô ?")
    stage.tell(stage.word("demo-silence"))


async def councillor(stage: Stage) -> None:
    await stage.scene("11:45", "demo-councillor")
    await stage.says("paul", "les riverains de la rue Carnot demandent un ralentisseur")
    await through(stage, "paul", "elu")
    await stage.taps("paul", "requests.record")


async def lights_out(stage: Stage) -> None:
    await stage.scene("11:58", "demo-lights-out")
    await stage.says("awa", "tag sur la façade de la mairie de quartier")
    await stage.cut_off("bruno", "fuite d’eau sur le trottoir rue du Moulin")


async def back(stage: Stage) -> None:
    await stage.hears("bruno")
    await stage.taps("bruno", "requests.record")
    await stage.taps("awa", "requests.record")


async def reworded(stage: Stage) -> None:
    await stage.scene("14:15", "demo-reworded")
    await stage.says("bruno", "banc cassé rue du Lavoir")
    better = "banc cassé rue du Lavoir, une vis dépasse"
    await stage.says("bruno", f":modifier {better}", shown=f"{better} {stage.word('demo-reworded-mark')}")
    await stage.taps("bruno", "requests.record")


async def meeting(stage: Stage) -> None:
    await stage.scene("15:30", "demo-meeting")
    await stage.says("nadia", "/reunion")
    await stage.says(
        "nadia",
        "plus d’ombre place des Cordeliers\nrats dans le square de la Mégisserie\nfeux piétons trop courts avenue du Président Wilson",
    )
    await stage.says("nadia", "fin")


async def evening(stage: Stage) -> None:
    await stage.scene("16:50", "demo-evening")
    await stage.says("awa", "mes")
    await stage.says("claire", "chercher Carnot")


async def bounce(stage: Stage) -> None:
    await stage.scene("08:20", "demo-bounce", day=1)
    stage.brief = True
    for who, role, direction in (("karim", "direction", "m_voirie"), ("nora", "direction", "m_eau"), ("cora", "coordination", None)):
        await stage.says(who, stage.code(role, direction=direction))
    stage.brief = False
    await stage.says("karim", "voir 1")
    await stage.taps("karim", "requests.transfer")
    await stage.taps("karim", "requests.transfer", to="mauvaise_competence")
    await stage.says("karim", "assainissement")
    await stage.says("nora", "/refuser 1 hors compétence voirie")


async def arbitration(stage: Stage) -> None:
    await stage.scene("10:05", "demo-arbitration", day=1)
    await stage.says("cora", "mes")
    await stage.taps("cora", "requests.show")
    await stage.taps("cora", "requests.arbitrate")
    await stage.taps("cora", "requests.arbitrate", to="m_voirie")
    await stage.says("cora", "Le trou est dans la chaussée, les réseaux n’y sont pour rien.")


async def dated(stage: Stage) -> None:
    await stage.scene("11:15", "demo-dated", day=1)
    await stage.says("karim", "/dater 1 vendredi prochain")


async def done(stage: Stage) -> None:
    await stage.scene("16:10", "demo-done", day=4)
    await stage.says("karim", "/traite 1 trou rebouché à l’enrobé, circulation rétablie")
    await stage.says("awa", "voir 1")
    await stage.taps("awa", "requests.close")
    await stage.taps("awa", "requests.close", to="fait")
    await stage.taps("awa", "requests.close", to="template")
    await stage.taps("awa", "requests.close", to="ours")


async def reopened(stage: Stage) -> None:
    await stage.scene("09:00", "demo-reopened", day=9)
    await stage.says("claire", "/rouvrir 1 revenu au même endroit")


MORNING: tuple[Scene, ...] = (
    arrivals, counter, photo, phone, danger, wrong, pin, colleague, stranger, councillor, lights_out,
)
AFTERNOON: tuple[Scene, ...] = (back, reworded, meeting, evening)
AFTERWARDS: tuple[Scene, ...] = (bounce, arbitration, dated, done, reopened)
"""The first request of the day, followed to its answer."""
PICTURED = frozenset({counter, photo})
