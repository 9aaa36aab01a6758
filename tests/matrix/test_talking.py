"""People and the bot talk in encrypted rooms, through an independent client that gives no keys to unsigned devices."""

from __future__ import annotations

from handlers.messages import Choice
from tests.matrix.person import Person
from tests.matrix.station import Station


async def test_a_person_whose_phone_is_strict_is_heard_and_answered(station: Station, awa: Person) -> None:
    room = await awa.invites_bot()
    await awa.writes(room, "gros trou devant l'école rue des Lilas")
    got = await station.hears_text("gros trou")
    assert (got.chat.id, got.sender.id, got.private) == (room, awa.id, True)
    await station.says(room, "Voirie <urgent> ?", title="Compris", choices=(Choice("Oui", "a"), Choice("Non", "b")), key="k1")
    answer = await awa.hears(room, "Voirie")
    assert answer["body"] == "Compris\nVoirie <urgent> ?\n\n1 Oui · 2 Non"
    assert answer["html"] == "<b>Compris</b><br>Voirie &lt;urgent&gt; ?<br><br>1 Oui · 2 Non"
    assert (answer["msgtype"], answer["encrypted"], answer["shield"]) == ("m.notice", True, 0)
