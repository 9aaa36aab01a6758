"""What people have on their screens after a delivery."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms import Outgoing, Undeliverable
from bot.platforms.telegram import DEFAULT_PACE, TelegramPlatform
from bot.platforms.telegram.splitting import split, units
from handlers.messages import Attachment
from tests.telegram.conftest import platform_for, to
from tests.telegram.server import BotApi

PHOTO = Attachment("0" * 64, "image/jpeg", 60)


async def test_a_card_shows_its_title_in_bold_and_its_buttons(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    id = await platform.deliver(to(awa, "Éclairage public", title="💡 Compris", choices=("Enregistrer", "Autre")), key="1")
    card = awa.sees[-1]
    assert (str(card.id), card.text, card.bold, card.labels) == (
        id,
        "💡 Compris\nÉclairage public",
        ("💡 Compris",),
        ("Enregistrer", "Autre"),
    )


async def test_people_s_words_are_never_markup(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "<b>rue</b> *des* _Lilas_ [ici](http://x)"), key="1")
    assert awa.heard == ["<b>rue</b> *des* _Lilas_ [ici](http://x)"]
    assert not {"parse_mode", "entities"} & api.sent[-1].parameters.keys()


async def test_links_get_no_preview(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "https://example.org"), key="1")
    assert api.sent[-1].parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_long_text_is_several_messages_and_the_last_has_the_buttons(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    text = "\n\n".join(f"{n}. " + "déchets " * 60 for n in range(20))
    id = await platform.deliver(to(awa, text, title="Liste", choices=("Suite",)), key="1")
    first, *_, last = [seen for seen in awa.sees if seen.by_bot]
    assert len(awa.heard) == 3
    assert (first.bold, first.labels, last.labels, str(last.id)) == (("Liste",), (), ("Suite",), id)
    assert "".join("".join(awa.heard).split()) == "".join(f"Liste{text}".split())


async def test_a_text_of_emoji_is_cut_by_utf_16_units(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "🚮" * 4000), key="1")
    assert "".join(awa.heard) == "🚮" * 4000
    assert [len(text) for text in awa.heard] == [2048, 1952]


async def test_blank_stretches_are_not_sent_as_messages_of_their_own(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "un" + "\n" * 9000 + "deux"), key="1")
    assert awa.heard == ["un", "deux"]


async def test_nothing_to_say_is_refused_for_good(platform: TelegramPlatform, api: BotApi) -> None:
    awa = api.person("Awa")
    with pytest.raises(Undeliverable) as refused:
        await platform.deliver(to(awa, " \n"), key="1")
    assert refused.value.permanent


async def test_the_parts_of_one_delivery_keep_the_pace() -> None:
    async with BotApi() as api:
        awa = api.person("Awa")
        awa.writes("/start")
        platform = platform_for(api, pace=DEFAULT_PACE)
        await platform.start()
        await platform.deliver(to(awa, "mot " * 1500), key="1")
        await platform.stop()
        assert (len(awa.heard), api.limits.violations) == (2, [])


async def test_whoever_paces_the_account_is_asked_before_each_further_part(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    sent_when_asked = []

    async def ask(what: Outgoing) -> None:
        sent_when_asked.append(len(awa.heard))

    platform.between_parts = ask
    await platform.deliver(to(awa, "mot " * 2500), key="1")
    assert (sent_when_asked, len(awa.heard)) == ([1, 2], 3)


async def test_a_photo_carries_the_text_and_the_buttons(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "Voici", attachments=(PHOTO,), choices=("Bien",)), key="1")
    card = awa.sees[-1]
    assert (card.file, card.text, card.labels) == ("photo", "Voici", ("Bien",))


async def test_a_text_too_long_for_a_caption_follows_its_photos(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "é" * 1025, attachments=(PHOTO, PHOTO), choices=("Bien",)), key="1")
    shown = [(seen.file, len(seen.text), seen.labels) for seen in awa.sees if seen.by_bot]
    assert shown == [("photo", 0, ()), ("photo", 0, ()), (None, 1025, ("Bien",))]


async def test_a_pdf_is_a_document(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "Plan", attachments=(Attachment("1" * 64, "application/pdf", 60),)), key="1")
    assert (awa.sees[-1].file, awa.sees[-1].text) == ("document", "Plan")


async def test_a_file_comes_under_its_own_name(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "Chiffres", attachments=(Attachment("1" * 64, "text/csv", 60, "chiffres.csv"),)), key="1")
    assert (awa.sees[-1].file, awa.sees[-1].text) == ("document", "Chiffres")
    [upload] = api.calls[-1].files.values()
    assert getattr(upload, "name", "") == "chiffres.csv"


async def test_a_card_is_edited_in_place_and_loses_its_buttons(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    id = await platform.deliver(to(awa, "Compris ?", choices=("Oui",)), key="1")
    again = await platform.deliver(to(awa, "Enregistré", kind="edit", target=id), key="2")
    assert (again, awa.heard, awa.sees[-1].labels) == (id, ["Enregistré"], ())


async def test_an_edit_that_changes_nothing_is_a_success(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    id = await platform.deliver(to(awa, "Compris"), key="1")
    assert await platform.deliver(to(awa, "Compris", kind="edit", target=id), key="2") == id
    assert api.calls[-1].status == 400


async def test_an_edit_too_long_for_one_message_goes_on_below(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    id = await platform.deliver(to(awa, "court", choices=("Oui",)), key="1")
    last = await platform.deliver(to(awa, "mot " * 1500, kind="edit", target=id, choices=("Non",)), key="2")
    assert [seen.labels for seen in awa.sees if seen.by_bot] == [(), ("Non",)]
    assert last == str(awa.sees[-1].id)


async def test_a_card_with_a_photo_is_edited_through_its_caption(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    id = await platform.deliver(to(awa, "Voici", attachments=(PHOTO,)), key="1")
    await platform.deliver(to(awa, "Vu", title="Fait", kind="edit", target=id, choices=("Bien",)), key="2")
    card = awa.sees[-1]
    assert (card.file, card.text, card.bold, card.labels) == ("photo", "Fait\nVu", ("Fait",), ("Bien",))


async def test_a_message_is_taken_away_once_and_twice(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    id = await platform.deliver(to(awa, "secret"), key="1")
    for key in ("2", "3"):
        assert await platform.deliver(to(awa, kind="redact", target=id), key=key) is None
    assert awa.heard == []


async def test_what_a_person_wrote_is_taken_away_and_one_already_gone_is_a_success(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    said = awa.writes("Mme Durand, 06 12 34 56 78")
    for key in ("1", "2"):
        assert await platform.deliver(to(awa, kind="redact", target=str(said)), key=key) is None
    assert awa.sees == []
    assert [call.method for call in api.calls if call.method == "deleteMessage"] == ["deleteMessage"] * 2


async def test_an_answer_stays_in_its_topic_and_survives_its_end(api: BotApi, platform: TelegramPlatform) -> None:
    awa, room = api.person("Awa"), api.group("Voirie", forum=True)
    topic = awa.posts({"forum_topic_created": {"name": "Lilas", "icon_color": 0}}, chat=room)
    await platform.deliver(to(room, "dedans", thread=str(topic)), key="1")
    await platform.deliver(to(room, "dehors", thread="999"), key="2")
    assert [(seen.text, seen.thread) for seen in room.sees[-2:]] == [("dedans", topic), ("dehors", None)]


async def test_leaving_a_group_is_final(api: BotApi, platform: TelegramPlatform) -> None:
    room = api.group("Inconnus")
    assert await platform.deliver(to(room, kind="leave"), key="1") is None
    with pytest.raises(Undeliverable) as refused:
        await platform.deliver(to(room), key="2")
    assert refused.value.dead_address


async def test_the_menu_is_the_role_s(api: BotApi, platform: TelegramPlatform) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    assert await platform.menu(None, [("aide", "Aide")], "fr")
    assert awa.menu == ["aide"]
    assert await platform.menu(str(awa.id), [("mes", "Mes demandes")], "fr")
    assert awa.menu == ["mes"]


@pytest.mark.parametrize(
    ("layout", "labels", "rows"),
    [
        ("card", ["Enregistrer", "Corriger", "Autre"], [2, 1]),
        ("card", ["Oui", "Non", "Autre"], [3]),
        ("card", ["Éclairage public défaillant", "Oui", "Non"], [1, 2]),
        ("scale", [*map(str, range(11)), "Passer", "Moins souvent"], [6, 5, 2]),
        ("list", list("abcdefgh"), [1] * 8),
        ("list", list("abcdefghi"), [2, 2, 2, 2, 1]),
    ],
)
async def test_buttons_lie_in_rows_that_fit_a_phone(
    api: BotApi, platform: TelegramPlatform, layout: str, labels: list[str], rows: list[int]
) -> None:
    awa = api.person("Awa")
    awa.writes("/start")
    await platform.deliver(to(awa, "?", layout=layout, choices=labels), key="1")
    assert list(awa.sees[-1].labels) == labels
    assert [len(row) for row in awa.sees[-1].buttons] == rows


@given(st.text(st.sampled_from("ab \n🚮é\u0301"), max_size=400) | st.text(max_size=60), st.integers(2, 50))
def test_parts_fit_and_join_into_the_text(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join(parts) == text
    assert all(units(part) <= limit for part in parts)
    assert len(parts) == 1 or all(parts)
