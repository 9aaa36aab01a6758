"""/tendances as people read it: my sector and no other, three requests behind a button, a verdict that counts, figures without words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config.rollout import Period
from storage.tables import Event, Person, Request, RiseVerdict, table
from storage.unit import Scope, Unit
from tests.scenes import Town, town, valmiere

RATS, TAGS, SEWER = "hygiene.rats", "proprete.tags", "eau.egout"
WEEK = date(2026, 11, 16)
"""The complete week before the scenes' Monday."""
PORT = [f"{number} rue du Port" for number in (2, 30, 60, 90)]


@pytest.fixture
async def t(tmp_path: Path, database_url: str) -> AsyncIterator[Town]:
    async with town(tmp_path, database_url=database_url) as place:
        place.serves(surveys=None)
        yield place


def received(t: Town, service: str, days: Iterable[date], *, places: Iterable[str] = ("rue Haute",), mairie: str = "mq_tanneurs",
             text: str = "des rats dans la cour", **more: object) -> None:
    """One request a day, at each place in turn."""
    known, places = valmiere().services[service], list(places)
    with t.database.transaction() as connection:
        store = Scope(unit := Unit(connection, t.database.ids))
        for turn, day in enumerate(days):
            id = store.next_id()
            at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
            store.add(Request(**{
                "id": id, "reference": f"MQ-26-{id % 10**9}", "state": "sent", "author_id": 1, "author_role": "agent", "mairie": mairie,
                "text": text, "search": text, "service": service, "direction": known.direction, "competence": known.competence,
                "channel": "guichet", "place": places[turn % len(places)], "proposal": [], "received_at": at, "recorded_at": at,
                "updated_at": at, **more,
            }))
        store.keep()
        unit.flush()


def past(weeks: int = 12) -> list[date]:
    """A Wednesday a week, in the weeks before."""
    return [WEEK - timedelta(weeks=back) + timedelta(days=2) for back in range(1, weeks + 1)]


def this_week(many: int) -> list[date]:
    """Days on which no place of a few comes back."""
    return [WEEK + timedelta(days=(number + number // 6) % 6) for number in range(many)]


def rats_rise(t: Town, mairie: str = "mq_tanneurs") -> None:
    received(t, RATS, past(), mairie=mairie)
    received(t, RATS, this_week(8), places=[*PORT, "rue Haute", "rue Basse"], mairie=mairie)


async def test_what_rises_says_how_much_what_is_usual_and_where(t: Town) -> None:
    samia = t.person("samia", "sg")
    rats_rise(t)
    received(t, TAGS, past())
    received(t, TAGS, this_week(5), places=["rue Basse", "rue Neuve"])
    received(t, SEWER, past())
    received(t, SEWER, this_week(9), places=["rue Basse", "rue Neuve", "rue Pasteur"])
    await samia.says("/tendances")
    assert samia.last.split("\n")[:2] == ["Tendances (test) · Les Tanneurs", "La semaine du 16 au 22 novembre 2026."]
    rats, sewer, tags = (valmiere().services[id].name for id in (RATS, SEWER, TAGS))
    assert f"Ce qui monte, à vérifier :\n• {rats} : 8 lieux-jours (d’habitude 1), surtout rue du Port" in samia.last
    assert f"Sans doute lié à un épisode météo :\n• {sewer} : 9 lieux-jours (d’habitude 1)" in samia.last
    assert f"Signal faible à vérifier :\n• {tags} : 5 lieux-jours (d’habitude 1)" in samia.last
    assert "prouvée" not in samia.last
    await samia.presses("Signal faible ?")
    assert "Rien de tout cela ne prouve" in samia.last


async def test_three_requests_are_behind_a_button(t: Town) -> None:
    samia = t.person("samia", "sg")
    rats_rise(t)
    await samia.says("/trends")
    await samia.presses("Voir les fiches : Rat")
    assert "8 fiches ; par exemple :" in samia.last
    assert "Points chauds, où aller voir : rue du Port (6 fiches)." in samia.last  # one in the rue Haute is no spot
    assert samia.last.count("des rats dans la cour") == 3
    await samia.presses("MQ-26-")
    assert "des rats dans la cour" in samia.last


async def test_a_map_shows_where_a_topic_is(t: Town) -> None:
    paul = t.person("paul", "sg", "mq_rive")
    received(t, RATS, past(), mairie="mq_rive")
    received(t, RATS, this_week(6), places=["rue du Port", "12 rue du Port"], mairie="mq_rive")
    received(t, RATS, this_week(2), places=["venelle aux Chats"], mairie="mq_rive")
    received(t, RATS, this_week(1), mairie="mq_rive", sensitive=True, place=None)
    received(t, RATS, this_week(3), mairie="mq_tanneurs", quarter="mq_rive", place=None)
    received(t, RATS, this_week(4), mairie="mq_rive", places=["rue du Port"], duplicate_of=1)
    await paul.says("/tendances")
    await paul.presses("Voir les fiches : Rat")
    before = paul.last
    await paul.presses("Carte")
    assert paul.last.replace("\u202f", " ").replace("\xa0", " ") == (
        "Rats et souris sur l'espace public : 6 demandes sur 8, rue du Port\n"
        "Rive-Gauche · où sont les demandes, du 16 au 22 novembre 2026\n"
        "rue du Port : 6 demandes\n"
        "Sans lieu : 2 demandes\n"
        "n = 8 demandes, ni sensibles ni en double. 3 autres, que vous ne lisez pas, n’y sont pas. "
        "Un cercle par rue : au milieu de ses demandes, ou là où la ville la situe. Un signal à vérifier, pas une preuve."
    )
    [chart] = [file for what in paul.messages.values() for file in what.body.attachments]
    assert chart.name == "rats-et-souris-sur-l-espace-public-6-demandes-sur-8-rue-du-p.png"
    assert before in paul.heard  # which still stands above it


async def test_a_map_is_for_whoever_may_read_what_is_on_it(t: Town) -> None:
    """Whatever somebody was when the button was shown to them."""
    samia = t.person("samia", "sg")
    rats_rise(t)
    await samia.says("/tendances")
    await samia.presses("Voir les fiches : Rat")
    for role, direction in (("elu", None), ("direction", "m_voirie")):
        with t.database.transaction() as connection:
            connection.execute(table(Person).update().values(role=role, direction=direction))
        await samia.presses("Carte")
        assert not [file for what in samia.messages.values() for file in what.body.attachments]
    assert samia.last == "Ces tendances sont celles d’une autre mairie de quartier ou d’une autre direction : voyez la coordination."


async def test_the_places_of_a_sensitive_service_are_not_spots(t: Town) -> None:
    samia = t.person("samia", "sg")
    service = next(each for each in valmiere().services.values() if each.sensitive and each.place_required)
    received(t, service.id, past())
    received(t, service.id, this_week(8), places=PORT)
    await samia.says("/tendances")
    await samia.presses("Voir les fiches")
    assert "8 fiches" in samia.last
    assert "Points chauds" not in samia.last
    assert "Carte" not in samia.buttons


async def test_what_falls_is_said(t: Town) -> None:
    samia = t.person("samia", "sg")
    weeks = [WEEK - timedelta(weeks=back) + timedelta(days=day) for back in range(1, 13) for day in range(7)]
    for street in ("rue Haute", "rue Basse", "rue Pasteur"):
        received(t, "dechets.encombrants", weeks, places=[street])
    received(t, "dechets.encombrants", this_week(1))
    await samia.says("/tendances")
    assert "Ce qui baisse :\n• " in samia.last
    assert ": 1 lieu-jour (d’habitude" in samia.last


async def test_noise_is_set_aside_for_eight_weeks_and_can_be_heard_again(t: Town) -> None:
    samia = t.person("samia", "sg")
    rats_rise(t)
    await samia.says("/tendances")
    await samia.presses("Voir les fiches : Rat")
    await samia.presses("Bruit")
    assert "Ce qui monte" not in samia.last
    assert "Mis de côté :\n• Rat" in samia.last
    assert "jusqu’au lundi 18 janvier 2027" in samia.last
    assert [row.verdict for row in t.rows(RiseVerdict)] == ["bruit"]  # type: ignore[attr-defined]
    assert [event.data for event in t.rows(Event, kind="rise_judged")] == [  # type: ignore[attr-defined]
        {"mairie": "mq_tanneurs", "topic": RATS, "verdict": "bruit"}]
    await samia.presses("Réécouter : Rat")
    assert "Ce qui monte, à vérifier :" in samia.last


async def test_what_is_known_is_said_in_brief_and_what_is_new_says_so_to_the_coordination(t: Town) -> None:
    samia, odile = t.person("samia", "sg"), t.person("odile", "coordination", None)
    rats_rise(t)
    await samia.says("/tendances")
    await samia.presses("Voir les fiches : Rat")
    await samia.presses("Nouveau")
    assert "Nouveau, selon la mairie" in samia.last
    await odile.says("/tendances")
    assert "Les Tanneurs : " in odile.last
    assert " 8 (d’habitude 1), nouveau" in odile.last
    others = "Centre-Halles, Rive-Gauche, Faubourg-Nord, Le Plateau, Les Cèdres, Grands-Champs, Le Coteau"
    assert odile.last.splitlines()[-1] == f"{others} : pas encore assez de recul"
    await samia.presses("Voir les fiches : Rat")
    await samia.presses("Connu")
    assert "Déjà connu ou déjà dit :\n• Rat" in samia.last
    await odile.presses("Les Tanneurs")
    assert "Déjà connu ou déjà dit :" in odile.last
    await odile.presses("Voir les fiches : Rat")
    assert not [label for label in odile.buttons[-6:] if label == "Bruit"]
    await odile.presses("Retour")
    await odile.presses("Retour")
    assert "rien ne sort de l’ordinaire" in odile.last


async def test_a_week_later_the_same_rise_is_only_said_in_brief(t: Town) -> None:
    samia = t.person("samia", "sg")
    rats_rise(t)
    received(t, RATS, [day + timedelta(weeks=1) for day in this_week(8)], places=PORT)
    t.clock.time += timedelta(weeks=1)
    await samia.says("/tendances")
    assert "Ce qui monte" not in samia.last
    assert "Déjà connu ou déjà dit :\n• Rat" in samia.last


async def test_a_place_counts_in_the_sector_where_it_is(t: Town) -> None:
    samia, paul = t.person("samia", "sg"), t.person("paul", "sg", "mq_cedres")
    received(t, RATS, past(), quarter="mq_cedres")
    received(t, RATS, this_week(8), places=PORT, quarter="mq_cedres")
    await paul.says("/tendances")
    assert ": 8 lieux-jours" in paul.last
    await paul.presses("Voir les fiches : Rat")
    assert "Aucune n’est à montrer ici" in paul.last  # the mairie that logged them reads them
    await samia.says("/tendances")
    assert "Pas encore assez de recul" in samia.last


async def test_figures_alone_have_no_street_no_request_and_no_small_number(t: Town) -> None:
    lea, dgs = t.person("lea", "elu"), t.person("dgs", "dgs", None)
    rats_rise(t)
    received(t, "social.aide_urgence", past())
    await lea.says("/tendances")
    assert ": 8 lieux-jours (d’habitude moins de 5)" in lea.last
    assert "rue du Port" not in lea.last
    assert lea.buttons == ["Signal faible ?"]
    await dgs.says("/tendances")
    assert "Les Tanneurs : " in dgs.last
    await dgs.presses("Les Tanneurs")
    assert "rue du Port" not in dgs.last


async def test_what_is_sensitive_rises_for_the_mairie_alone(t: Town) -> None:
    samia, lea = t.person("samia", "sg"), t.person("lea", "elu")
    service = next(each for each in valmiere().services.values() if each.sensitive and each.place_required)
    received(t, service.id, past())
    received(t, service.id, this_week(8), places=PORT)
    await samia.says("/tendances")
    assert service.name in samia.last
    assert "surtout" not in samia.last
    await lea.says("/tendances")
    assert service.name not in lea.last


async def test_before_elections_officials_see_no_trend(t: Town) -> None:
    lea = t.person("lea", "elu")
    rats_rise(t)
    t.serves(pre_election=Period(du=date(2026, 11, 1), au=date(2027, 3, 31)))
    await lea.says("/tendances")
    assert lea.last == "Pendant la période préélectorale, les chiffres ne vous sont pas montrés."


async def test_a_direction_sees_its_own_services_and_an_administrator_nothing(t: Town) -> None:
    rats_rise(t)
    direction = valmiere().services[RATS].direction
    hugo, karim = t.person("hugo", "direction", None, direction), t.person("karim", "direction", None, "m_voirie")
    await hugo.says("/tendances")
    assert " 8 (d’habitude 1)" in hugo.last
    await hugo.presses("Les Tanneurs")
    await hugo.presses("Voir les fiches : Rat")
    assert hugo.last.count("des rats dans la cour") == 3
    await karim.says("/tendances")
    assert "Les Tanneurs : rien ne sort de l’ordinaire" in karim.last
    nadia = t.person("nadia", "admin", None)
    await nadia.says("/tendances")
    assert "Tendances" not in nadia.last


async def test_a_new_wording_is_a_weak_signal_with_its_requests(t: Town) -> None:
    samia = t.person("samia", "sg")
    days = [WEEK - timedelta(days=ago) for ago in range(1, 85)]
    received(t, TAGS, days * 3, places=PORT, text="graffiti sur la façade")
    for service, street in (("circulation.trottinettes", "rue Basse"), ("circulation.vitesse", "rue Neuve"), (TAGS, "rue Pasteur"),
                            ("circulation.stationnement_genant", "rue Haute")):
        received(t, service, this_week(1), places=[street], text="trottinettes électriques partout")
    await samia.says("/tendances")
    assert "• « trottinettes électriques » : 4 fiches, 4 lieux (jamais dit les semaines d’avant)" in samia.last
    await samia.presses("Voir les fiches : « trottinettes électriques »")
    assert samia.last.count("trottinettes électriques partout") == 3
    await samia.presses("Bruit")
    assert "Mis de côté :\n• « trottinettes électriques », jusqu’au" in samia.last
    assert t.rows(Event, kind="rise_judged")[0].data["topic"] == "mots:"  # type: ignore[attr-defined]


async def test_a_wording_of_a_service_that_rises_says_nothing_more(t: Town) -> None:
    samia = t.person("samia", "sg")
    received(t, TAGS, [WEEK - timedelta(days=ago) for ago in range(1, 85)], places=PORT, text="graffiti sur la façade")
    received(t, RATS, this_week(8), places=[*PORT, "rue Haute", "rue Basse"], text="rongeurs morts au pied des immeubles")
    await samia.says("/tendances")
    assert "Rats" in samia.last
    assert "rongeurs morts" not in samia.last


async def test_the_coordination_reads_what_the_weather_explains(t: Town) -> None:
    odile = t.person("odile", "coordination", None)
    received(t, SEWER, past())
    received(t, SEWER, this_week(9), places=["rue Basse", "rue Neuve", "rue Pasteur"])
    await odile.says("/tendances")
    assert "9 (d’habitude 1), sans doute la météo" in odile.last


async def test_english_is_complete(tmp_path: Path) -> None:
    async with town(tmp_path, language="en") as place:
        place.serves(surveys=None)
        samia = place.person("samia", "sg")
        rats_rise(place)
        await samia.says("/trends")
        assert "What rises, to be checked:" in samia.last
        assert ": 8 place-days (usually 1), mostly rue du Port" in samia.last
        await samia.presses("See the requests: Rat")
        await samia.presses("Map")
        assert samia.last.startswith("Rats et souris sur l'espace public: none of the 8 requests has a place to show")
