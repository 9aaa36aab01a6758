"""The open question: off until a town wants it, last of the week's, never where the network reads, masked, nowhere in the clear."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import ballots
from storage.tables import Ballot, Request, SurveyWeek
from storage.unit import Scope, Unit
from tests.handlers.surveys.test_asking import NOTED, OVER, TUESDAY, agreed, at, votes
from tests.scenes import Chat, Town, town

THURSDAY = TUESDAY + timedelta(days=2)
SENTENCE = "Deux agents au guichet le lundi matin."


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, can_erase=True, encrypted=True) as place:
        place.clock.time = TUESDAY - timedelta(hours=7)
        wants_words(place)
        yield place


def wants_words(t: Town, *, wanted: bool = True) -> None:
    rules = t.app.hall.town.surveys
    assert rules is not None
    t.serves(surveys=rules.model_copy(update={"open_question": wanted}))


async def comes_to_it(t: Town, someone: Chat, day: datetime = THURSDAY) -> None:
    """The closed questions of their last day are passed."""
    await at(t, day)
    while not someone.last.startswith(NOTED) and "Écrire" not in labels(someone):
        await someone.presses("Passer")


async def wrote(t: Town, name: str, sentence: str, **who: Any) -> Chat:
    someone = await agreed(t, name, **who)
    await comes_to_it(t, someone)
    await someone.presses("Écrire")
    await someone.says(sentence)
    return someone


def labels(someone: Chat) -> list[str]:
    """The buttons of the newest message."""
    return [label for label, _ in someone.messages[[*someone.messages][-1]].body.choices]


def sentences(t: Town) -> list[str]:
    return [answer for question, answer in votes(t) if question.startswith("ouv_")]


# --- when, and where ---


async def test_no_town_asks_it_without_having_said_so(t: Town) -> None:
    wants_words(t, wanted=False)
    awa = await agreed(t)
    await comes_to_it(t, awa)
    assert awa.last.startswith(NOTED)
    assert [row.in_words for row in t.rows(SurveyWeek)] == [None]  # type: ignore[attr-defined]
    assert {question for question, _ in votes(t)} & set(t.app.hall.town.open_questions()) == set()


async def test_it_is_the_last_of_the_week_and_optional(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa, TUESDAY)
    assert awa.last.startswith(NOTED)
    await comes_to_it(t, awa)
    [week] = t.rows(SurveyWeek)
    assert awa.last == f"Point du jour\nC’est noté, merci. Et si vous voulez, en une phrase : {text_of(t, week.in_words)}"  # type: ignore[attr-defined]
    assert labels(awa) == ["Écrire", "Passer", "Ralentir"]
    await awa.presses("Passer")
    assert awa.last.startswith(NOTED)
    assert sentences(t) == [""]  # as for any other question that is passed


def text_of(t: Town, question: str) -> str:
    return t.app.hall.town.questions[question].text


async def test_who_changes_their_rhythm_is_not_asked_twice_in_a_week(t: Town) -> None:
    awa = await agreed(t, rhythm="Une fois par semaine")
    await comes_to_it(t, awa, TUESDAY + timedelta(days=1))
    assert "Écrire" in labels(awa)
    await awa.says("/sondage")
    await awa.presses("Tous les jours")
    for days in (2, 3):
        await comes_to_it(t, awa, TUESDAY + timedelta(days=days))
        assert awa.last.startswith(NOTED)
    await comes_to_it(t, awa, TUESDAY + timedelta(days=10))
    assert "Écrire" in labels(awa)


async def test_sensitive_ones_are_few_open_and_closed_together(t: Town) -> None:
    await agreed(t)
    for week in range(12):
        await at(t, TUESDAY + timedelta(weeks=week))
    bank = t.app.hall.town.questions
    asked = [(row.monday, id) for row in t.rows(SurveyWeek) for id in (row.question, row.in_words) if id and bank[id].sensitive]  # type: ignore[attr-defined]
    assert len(asked) >= 4
    for monday, _ in asked:
        assert len([other for other, _ in asked if monday <= other < monday + timedelta(days=31)]) <= 2


async def test_it_is_not_offered_where_the_network_can_read(t: Town) -> None:
    """Telegram, or a Matrix room without encryption."""
    awa = await agreed(t)
    t.encrypted = False
    await comes_to_it(t, awa)
    assert awa.last.startswith(NOTED)
    assert sentences(t) == []
    await awa.says("2")
    assert len(t.rows(Ballot)) == len(votes(t))
    assert sentences(t) == []


# --- writing ---


async def test_who_will_read_it_is_said_before_a_word_is_typed(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa)
    count = len(awa.messages)
    await awa.presses("Écrire")
    for told in ("280 caractères au plus", "sans nommer personne", "la coordination seule", "mélangée", "11 personnes au moins", "7 jours",
                 "que du chiffré"):
        assert told in awa.last
    assert labels(awa) == ["Passer"]
    assert len(awa.messages) == count
    await awa.says(SENTENCE)
    assert awa.last.startswith(NOTED)
    assert "3114" in awa.last
    assert len(awa.messages) == count
    assert len(awa.erased) == 1
    assert "reste affiché" not in awa.last
    assert sentences(t) == [SENTENCE]


async def test_where_it_cannot_be_taken_away_it_is_said_to_be_still_there(t: Town) -> None:
    t.app.hall.erasers = frozenset()
    awa = await wrote(t, "awa", SENTENCE)
    assert awa.last.startswith(NOTED)
    assert "Votre message reste affiché ici" in awa.last
    assert awa.erased == []


async def test_without_having_chosen_to_write_a_sentence_is_a_request(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa)
    await awa.says("lampadaire cassé rue des Lilas")
    assert [row.text for row in t.rows(Request)] == ["lampadaire cassé rue des Lilas"]  # type: ignore[attr-defined]
    assert sentences(t) == []


@pytest.mark.parametrize("said", ["Role de chacun à clarifier", "chercher moins longtemps", "!! le téléphone", "/ou presque", "Rien."])
async def test_whatever_it_begins_with_it_is_an_answer(t: Town, said: str) -> None:
    await wrote(t, "awa", said)
    assert sentences(t) == [said]


async def test_a_number_typed_chooses_to_write(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa)
    t.clock.time += timedelta(minutes=30)
    await awa.says("5")
    assert "répondez de 1 à 3" in awa.last
    await awa.says("1")
    await awa.says(SENTENCE)
    assert sentences(t) == [SENTENCE]


async def test_a_command_is_still_one_and_withdrawing_too(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa)
    await awa.presses("Écrire")
    await awa.says("aide")
    assert awa.last.startswith("Aide")
    await awa.says("sondage stop")
    assert "vos réponses de la période en cours sont effacées" in awa.last
    await awa.says(SENTENCE)  # all the same: it is no request
    assert awa.last.startswith(OVER)
    assert t.rows(Ballot) == t.rows(Request) == []


async def test_passing_and_slowing_down_are_still_one_letter(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa)
    await awa.presses("Écrire")
    await awa.says("r")
    await awa.presses("Une fois par semaine")
    await awa.says("p")
    assert sentences(t) == [""]
    assert len(awa.erased) == 2


async def test_a_training_wish_meanwhile_changes_nothing(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa)
    await awa.presses("Écrire")
    await awa.says("/formation")
    await awa.presses("Désamorcer l'agressivité")
    await awa.says(SENTENCE)
    assert sentences(t) == [SENTENCE]


@pytest.mark.parametrize("said", ["x" * 281, "mot " * 71, " ", "7"])
async def test_what_is_too_long_or_no_sentence_is_not_kept(t: Town, said: str) -> None:
    awa = await wrote(t, "awa", said)
    assert "Rien n’est gardé" in awa.last
    assert sentences(t) == []
    await awa.says("y" * 280)
    assert sentences(t) == ["y" * 280]


async def test_a_photo_is_no_sentence(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa)
    await awa.presses("Écrire")
    await awa.says(SENTENCE, photos=[b"not even one"])
    assert "sans photo" in awa.last
    assert sentences(t) == []


@pytest.mark.parametrize(("said", "kept"), [
    ("Mme Durand ne répond plus au 06 12 34 56 78", "Mme [nom masqué] ne répond plus au [téléphone masqué]"),
    ("Appelez le 06\n12\u200b34 56 78", "Appelez le [téléphone masqué]"),
    ("a@b " * 70, " ".join(["[courriel masqué]"] * 70)),  # no mask makes a sentence longer
])
async def test_what_leads_to_somebody_is_masked_before_it_is_sealed(t: Town, said: str, kept: str) -> None:
    awa = await wrote(t, "awa", said)
    assert sentences(t) == [kept]
    assert "que j’ai pu reconnaître y sont masqués" in awa.last  # said to whoever wrote: else it would tell whose it was


async def test_when_the_day_is_over_it_is_no_answer(t: Town) -> None:
    awa = await agreed(t)
    await comes_to_it(t, awa)
    await awa.presses("Écrire")
    t.clock.time += timedelta(hours=9)
    await awa.presses("Passer")
    assert awa.last.startswith(OVER)
    await awa.says("lampadaire cassé rue des Lilas")
    assert len(t.rows(Request)) == 1
    assert sentences(t) == []


async def test_nothing_of_a_sentence_says_where_or_from_whom_it_comes(t: Town) -> None:
    await wrote(t, "awa", SENTENCE)
    await wrote(t, "samia", SENTENCE, role="sg")
    keys = t.app.hall.window_keys
    assert keys is not None
    with t.database.transaction() as connection:
        store = Scope(Unit(connection, t.database.ids))
        [window] = [row.window_id for row in t.rows(Ballot)][:1]  # type: ignore[attr-defined]
        found = [vote for vote in ballots.opened(store, keys.of(store, window) or b"", window) if vote.answer == SENTENCE]
    assert [(vote.mairie, vote.leads) for vote in found] == [("", False)] * 2


async def test_the_notice_says_who_reads_a_sentence_where_one_may_be_asked(t: Town) -> None:
    awa = t.person("awa")
    await awa.says("/sondage")
    assert "vous pourrez écrire une phrase : la coordination seule la lit" in awa.last
    await awa.says("/confidentialite")
    assert "vous pourrez écrire une phrase" in awa.last
