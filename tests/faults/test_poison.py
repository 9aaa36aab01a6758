"""An act that kills the process each time it is handled: three tries, then it is put aside, and everybody else is served."""

from __future__ import annotations

import pytest

from tests.faults.conftest import DATABASES, NewBot, on_telegram
from tests.faults.harness import PATIENCE_S, Bot, settles
from tests.faults.ledger import Books, Deed
from tests.faults.people import OnTelegram
from tests.telegram.server import BotApi

DEATHS = 4  # one in the shared transaction, before anything is stored, then three counted tries


async def restarts_until_it_lives(bot: Bot, books: Books, deeds: list[Deed]) -> int:
    """Start it again as a service manager does, until everything is settled; return how often it died."""
    for deaths in range(10):
        life = bot.starts(poison=True)
        while not life.is_over and not books.is_settled(deeds):
            try:
                await life.ends(within_s=0.05)
            except TimeoutError:
                continue
        if not life.is_over:
            return deaths
    raise AssertionError("it dies for ever")


@pytest.mark.parametrize("database", DATABASES, indirect=True)
async def test_an_act_that_kills_the_bot_is_put_aside_after_three_tries(
    database: str, books: Books, api: BotApi, new_bot: NewBot
) -> None:
    awa, *others = people = [OnTelegram(api, name) for name in ("Awa", "Karim", "Lucie", "Marc", "Nadia", "Omar", "Petra")]
    for person in people:
        books.lets_in(person.person.user["first_name"], person.address)
    bot = new_bot(database, **on_telegram(api))
    before = [await person.pings("avant") for person in others]
    awa.person.writes("/boum")
    poison = Deed("ping", str(api.updates.next_id - 1), "boum")
    after = [await person.pings("ensuite") for person in people]
    assert await restarts_until_it_lives(bot, books, [poison, *before, *after]) <= DEATHS + len(others)
    states = {row.external_id: (row.state, row.tries) for row in books.inbox()}
    assert states[poison.update] == ("quarantined", 4)
    assert {states[deed.update][0] for deed in (*before, *after)} == {"done"}
    assert awa.person.heard[0].startswith("Je n’ai pas réussi à traiter ce message")
    assert awa.person.heard[1:] == ["pong ensuite"]
    for person in others:  # what was just being sent when the bot died may be seen again
        assert list(dict.fromkeys(person.person.heard)) == ["pong avant", "pong ensuite"]


async def test_what_was_put_aside_keeps_its_content_sealed_for_whoever_mends_the_bug(
    database: str, books: Books, api: BotApi, new_bot: NewBot
) -> None:
    awa = OnTelegram(api)
    books.lets_in("Awa", awa.address)
    bot = new_bot(database, **on_telegram(api))
    awa.person.writes("/boum confidences")
    poison = Deed("ping", str(api.updates.next_id - 1), "boum")
    await restarts_until_it_lives(bot, books, [poison])
    after = await awa.pings("apres")
    await settles(books, [after], bot, within_s=PATIENCE_S)
    (row,) = [row for row in books.inbox() if row.external_id == poison.update]
    assert row.payload
    assert b"confidences" not in row.payload
    assert "confidences" not in bot.log


@pytest.mark.parametrize("database", DATABASES, indirect=True)
async def test_who_waits_beside_a_poison_is_not_put_aside_with_it(database: str, books: Books, api: BotApi, new_bot: NewBot) -> None:
    awa, karim = OnTelegram(api, "Awa"), OnTelegram(api, "Karim")
    for person in (awa, karim):
        books.lets_in(person.person.user["first_name"], person.address)
    bot = new_bot(database, **on_telegram(api))
    api.fail("file", slow_s=0.5, times=None)  # his photo is still being fetched whenever her act kills the bot
    deeds = [await karim.sends_photo("banc")]
    awa.person.writes("/boum")
    deeds.append(Deed("ping", str(api.updates.next_id - 1), "boum"))
    assert await restarts_until_it_lives(bot, books, deeds) == DEATHS
    assert [row.state for row in books.inbox()] == ["done", "quarantined"]
    assert len(books.photos()) == 1
    assert len(karim.person.heard) == 1
