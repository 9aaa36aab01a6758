"""Replies to residents: what a template becomes, what the law may ask for by when, and what is never stated."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from config.catalogue import Crpa
from config.replies import FIELDS, LONGEST_REPLY, ReplyKind, ReplyTemplate, states_acceptance
from handlers.requests.replies import (
    REGIMES,
    SILENCE,
    acknowledgement_due,
    choose,
    fields_of,
    fill,
    is_written,
    legal_due,
    legal_values,
    months_later,
    opening_hours,
    orientation,
    spoken,
    subject,
)
from storage.tables import Request, fresh
from tests.scenes import Chat, Town, town, valmiere

ROOT = Path(__file__).parent.parent.parent.parent
TODAY = date(2026, 11, 25)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KINDS: tuple[ReplyKind, ...] = get_args(ReplyKind)
TEMPLATES = [template for kind in KINDS for template in getattr(valmiere().reply_templates, kind)]


def request(service: str | None = "voirie.nid_de_poule", **values: Any) -> Request:
    """A request of Valmière, as it is once recorded."""
    known = valmiere().services.get(service or "")
    columns = {
        "id": 1, "reference": "MQ-26-0412", "state": "sent", "author_id": 7, "author_role": "agent", "mairie": "mq_tanneurs",
        "text": "Mme Durand dit : gros trou", "search": "", "service": service, "channel": "courriel", "proposal": [],
        "place": "rue des Lilas", "received_at": MONDAY, "updated_at": MONDAY,
    }
    if known:
        columns |= {"direction": known.direction, "competence": known.competence, "delay": known.delay}
    return fresh(Request, **{**columns, **values})


def template(text: str, *only_for: str) -> ReplyTemplate:
    return ReplyTemplate.model_validate({"texte": text, "pour": only_for})


# --- filling ---


@pytest.mark.parametrize(
    ("text", "fields", "written", "said", "missing"),
    [
        ("Au {tel}.", {"tel": "03 00 00 00 00"}, False, "Au 03 00 00 00 00.", ()),
        ("L'{etape}", {"etape": "arrivée d'eau"}, False, "L’arrivée d’eau", ()),
        ("Au {tel}.", {}, False, "Au [téléphone du service].", ("téléphone du service",)),
        ("Au {tel}.", {"tel": " \n"}, False, "Au [téléphone du service].", ("téléphone du service",)),
        ("Au {tel}.", {"tel": "?!"}, False, "Au [téléphone du service].", ("téléphone du service",)),
        ("{tel}, {tel} ou {ref}", {}, False, "[téléphone du service], [téléphone du service] ou [référence]",
         ("téléphone du service", "référence")),
        ("Fait : {ce_qui_a_ete_fait}.", {"ce_qui_a_ete_fait": "Trou bouché."}, False, "Fait : Trou bouché.", ()),
        ("Fait : {ce_qui_a_ete_fait}.", {"ce_qui_a_ete_fait": "Bouché ?"}, False, "Fait : Bouché ?", ()),
        ("Fait : {ce_qui_a_ete_fait}.", {"ce_qui_a_ete_fait": "Bouché...\n\n et  sec"}, False, "Fait : Bouché... et sec.", ()),
        ("Fait : {ce_qui_a_ete_fait}.", {"ce_qui_a_ete_fait": "{tel} {si_ecrit: x} }{"}, False, "Fait : {tel} {si_ecrit: x} }{.", ()),
        ("Fait : {ce_qui_a_ete_fait}.", {"ce_qui_a_ete_fait": "vu avec [nom masqué]"}, False, "Fait : vu avec [nom masqué].", ()),
        ("Non : {motif}. {voies_et_delais}", {"motif": "a", "voies_et_delais": ""}, False, "Non : a.", ()),
        ("Non. {voies_et_delais}", {}, False, "Non. [voies et délais de recours]", ("voies et délais de recours",)),
        ("Non. {voies_et_delais}", {"voies_et_delais": "Deux mois."}, False, "Non. Deux mois.", ()),
        ("Non. {voies_et_delais}.", {"voies_et_delais": "Deux mois."}, False, "Non. Deux mois.", ()),
        ("Non, {voies_et_delais}.", {"voies_et_delais": ""}, False, "Non.", ()),
        ("Non ({voies_et_delais}) , {voies_et_delais} merci .", {"voies_et_delais": ""}, False, "Non, merci.", ()),
        ("Reçu. {si_ecrit: Le {recue_le}.} Merci.", {"recue_le": "3 mai 2027"}, True, "Reçu. Le 3 mai 2027. Merci.", ()),
        ("Reçu. {si_ecrit: Le {recue_le}.} Merci.", {}, False, "Reçu. Merci.", ()),
        ("Reçu.\n\n{si_ecrit : [nom]}", {}, True, "Reçu.\n\n[nom]", ("nom",)),
        ("Reçu.\n\n{si_ecrit : [nom]}", {}, False, "Reçu.", ()),
        ("a\n\n{si_ecrit: b}\n\nc", {}, False, "a\n\nc", ()),
        ("À vérifier. {mention_legale}", {"mention_legale": "[échéance]"}, False, "À vérifier. [échéance]", ("échéance",)),
        ("Motif : {motif}", {"motif": "le silence vaut acceptation"}, False, "Motif : [raison du refus]", ("raison du refus",)),
        ("{motif} {alternative}", {"motif": "le silence vaut", "alternative": "acceptation"}, False,
         "[raison du refus] [autre solution]", ("raison du refus", "autre solution")),
    ],
)
def test_a_template_is_filled(text: str, fields: dict[str, str], written: bool, said: str, missing: tuple[str, ...]) -> None:
    assert fill(template(text), fields, written=written) == (said, missing)


ANYTHING = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=80))
PLAIN = st.text(st.characters(whitelist_categories=["L", "N"], whitelist_characters=" "), max_size=60)
SENTENCES = st.lists(
    st.sampled_from(["le silence", "vaut", "acceptation", "accord", "tacite", "réputée", "acceptée", ",", "oui"]), max_size=6
)


@given(st.sampled_from(TEMPLATES), ANYTHING, st.booleans())
def test_whatever_people_wrote_a_reply_comes_out(chosen: ReplyTemplate, fields: dict[str, str], written: bool) -> None:
    text, missing = fill(chosen, fields, written=written)
    assert text.startswith("Bonjour,\n")
    assert "  " not in text
    assert text == text.strip()
    assert len(text) <= LONGEST_REPLY + sum(map(len, FIELDS.values())) + sum(map(len, fields.values()))
    assert not states_acceptance(text)
    assert all(f"[{blank}]" in text for blank in missing)


@given(st.sampled_from(TEMPLATES), st.dictionaries(st.sampled_from(sorted(FIELDS)), PLAIN), st.booleans())
def test_a_reply_has_no_brace_left_and_its_punctuation_stands_well(chosen: ReplyTemplate, fields: dict[str, str], written: bool) -> None:
    text, _ = fill(chosen, fields, written=written)
    assert not set(text) & set("{}")
    assert re.search(r" [,.)]|\( |\(\)|[,;:.][,;:.]|\n{3}|[(«]$", text) is None


@given(st.sampled_from(TEMPLATES), st.sets(st.sampled_from(sorted(FIELDS))), st.booleans())
def test_what_is_not_known_is_listed_and_nothing_else_of_ours(chosen: ReplyTemplate, known: set[str], written: bool) -> None:
    text, missing = fill(chosen, dict.fromkeys(known, "connu"), written=written)
    asked = set(re.findall(r"\{(\w+)\}", chosen.text))
    assert {blank for blank in missing if blank in FIELDS.values()} == {FIELDS[name] for name in asked - known}
    assert set(re.findall(r"\[([^\]]+)\]", text)) == set(missing)


@given(st.sampled_from(TEMPLATES), st.dictionaries(st.sampled_from(sorted(FIELDS)), SENTENCES.map(" ".join)), st.booleans())
def test_no_reply_states_what_silence_means_even_when_people_did(chosen: ReplyTemplate, fields: dict[str, str], written: bool) -> None:
    assert not states_acceptance(fill(chosen, fields, written=written).text)


def test_no_text_of_relais_nor_of_valmiere_states_it() -> None:
    """Line by line, and with the one that follows: a sentence may be cut."""
    files = [*(ROOT / "config" / "texts").rglob("*.ftl"), *(ROOT / "config" / "valmiere").rglob("*.yaml")]
    assert len(files) > 40
    lines = [(file.name, two) for file in files for two in _by_two(file.read_text("utf-8").splitlines())]
    assert [line for line in lines if states_acceptance(line[1])] == []


def _by_two(lines: list[str]) -> list[str]:
    return [f"{first} {second}" for first, second in zip(lines, [*lines[1:], ""], strict=True)]


@pytest.mark.parametrize("written", [True, False])
def test_each_template_of_valmiere_reads_well_once_complete(written: bool) -> None:
    """Filled with what is longest in the town, none grows past what a phone shows in two screens."""
    longest = max((direction.name for direction in valmiere().directions.values()), key=len)
    fields = dict.fromkeys(FIELDS, "x" * 30) | {"service": longest, "organisme": longest}
    for chosen in TEMPLATES:
        assert len(fill(chosen, fields, written=written).text) <= 2 * LONGEST_REPLY


# --- what is known of a request ---


def test_a_hole_that_was_filled_is_answered_whole() -> None:
    done = request(state="done", channel="guichet", done_at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    chosen = choose(valmiere(), "done", done.service)
    fields = fields_of(done, valmiere(), "done", today=date(2026, 12, 1), result="Trou rebouché à l’enrobé.")
    assert fill(chosen, fields, written=is_written(done, valmiere())) == (
        "Bonjour,\nMerci de nous avoir prévenus. Votre demande MQ-26-0412 (objet : nid-de-poule rue des Lilas) a été traitée le "
        "25 novembre 2026. Voici ce qui a été fait : Trou rebouché à l’enrobé. Si le problème revient, rappelez-nous en donnant cette "
        "référence.",
        (),
    )


def test_an_acknowledgement_leaves_the_law_to_the_service() -> None:
    asked = request("urbanisme.terrasse", place=None)
    contact, promise = {"tel": "03 00 00 00 00"}, date(2026, 12, 1)
    fields = fields_of(asked, valmiere(), "acknowledgement", today=TODAY, contact=contact, first_answer_on=promise)
    text, missing = fill(choose(valmiere(), "acknowledgement", asked.service), fields, written=True)
    assert text == (
        "Bonjour,\nNous avons bien reçu votre demande le 23 novembre 2026 (objet : terrasse). Elle est enregistrée sous la référence "
        "MQ-26-0412 et confiée au service « Commerce et occupation commerciale », que vous pouvez joindre au 03 00 00 00 00 (du lundi au "
        "vendredi de 8 h à 12 h et de 13 h 30 à 16 h 30). Vous aurez une réponse, ou un point d’étape, le 1er décembre 2026 au plus tard. "
        "[échéance légale possible le 23 janvier 2027 : à vérifier par le service, avec les voies et délais de recours]\n"
        "[nom du service signataire], [adresses postale et électronique du service]"
    )
    assert missing == (
        "échéance légale possible le 23 janvier 2027 : à vérifier par le service, avec les voies et délais de recours",
        "nom du service signataire", "adresses postale et électronique du service",
    )


def test_one_who_waits_is_told_why_in_plain_words() -> None:
    held = request(state="on_hold", hold_reason="meteo", wake_on=date(2026, 12, 4), announced_on=date(2026, 12, 2), channel="telephone")
    fields = fields_of(held, valmiere(), "holding", today=TODAY, step="rebouchage du trou")
    text, missing = fill(choose(valmiere(), "holding", held.service), fields, written=False)
    assert "il faut encore patienter : la météo ne permet pas d’intervenir. Prochaine étape : rebouchage du trou, prévue le " in text
    assert "prévue le 2 décembre 2026. Nous vous donnerons des nouvelles le 4 décembre 2026 au plus tard" in text
    assert missing == ("téléphone du service",)


def test_somebodys_own_reason_comes_before_the_code() -> None:
    held = request(hold_reason="meteo")
    assert fields_of(held, valmiere(), "holding", today=TODAY, reason="il gèle")["motif_clair"] == "il gèle"


def test_a_date_nobody_announced_is_not_made_up() -> None:
    fields = fields_of(request(state="on_hold"), valmiere(), "holding", today=TODAY)
    assert not {"date", "date_point", "premiere_reponse", "motif_clair", "etape", "tel"} & set(fields)


@pytest.mark.parametrize(
    ("service", "has_remedies"),
    [("urbanisme.terrasse", True), ("voirie.chantier", True), ("voirie.nid_de_poule", False), ("dechets.decheterie", False), (None, True)],
)
def test_remedies_are_asked_for_where_a_decision_was_taken(service: str | None, has_remedies: bool) -> None:
    fields = fields_of(request(service), valmiere(), "refused", today=TODAY)
    assert (fields.get("voies_et_delais") is None) is has_remedies


@pytest.mark.parametrize(
    ("service", "place", "said"),
    [
        ("voirie.nid_de_poule", "rue des Lilas", "nid-de-poule rue des Lilas"),
        ("voirie.amenagement", "au 12 de la place du Marché", "demande d'aménagement ou de sécurisation au 12 de la place du Marché"),
        ("dechets.bac", None, "bac roulant"),
        ("social.rsa_droits", "", "RSA"),
        ("eau.egout", None, "égout bouché"),
        (None, "rue des Lilas", None),
        ("voirie.disparu", None, None),
    ],
)
def test_the_subject_is_a_short_name_and_a_place(service: str | None, place: str | None, said: str | None) -> None:
    assert subject(request(service, place=place), valmiere()) == said


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_who_asked_or_wrote_goes_into_a_reply(kind: ReplyKind) -> None:
    for service in (None, *valmiere().services):
        asked = request(service, author_id=987_654_321, external_reference="GRC-77", source="scene:awa/m1", holder_id=123_456_789)
        fields = fields_of(asked, valmiere(), kind, today=TODAY)
        assert set(fields) <= set(FIELDS)
        assert re.search("Durand|gros|987654321|123456789|GRC|scene|agent", " ".join(fields.values())) is None, service


@pytest.mark.parametrize("day", [date(2026, 12, 1) + timedelta(days=days) for days in range(0, 400, 13)])
def test_a_day_is_spoken_whole(day: date) -> None:
    number, month, year = spoken(day).split()
    assert (number, int(year)) == ("1er" if day.day == 1 else str(day.day), day.year)
    assert month[:3].replace("é", "e").replace("û", "u") in "jan fev mar avr mai jui jui aou sep oct nov dec".split()[day.month - 1]


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ("v_population", "du lundi au vendredi de 8 h 30 à 17 h"),
        ("m_proprete", "du lundi au vendredi de 6 h à 19 h, le samedi de 6 h à 13 h"),
        ("v_pm", "tous les jours de 0 h à 1 h et de 7 h à 24 h"),
    ],
)
def test_opening_hours_are_spoken(direction: str, said: str) -> None:
    hours = valmiere().directions[direction].hours
    assert hours
    assert opening_hours(hours) == said
    assert opening_hours(((),) * 7) == ""


# --- which template ---


def test_a_service_comes_before_its_domain_and_its_domain_before_all() -> None:
    variants = (template("tous"), template("voirie", "voirie", "eau"), template("chantier", "voirie.chantier"))
    spare = valmiere().reply_templates
    templates = spare.model_copy(update={"done": variants})
    place = valmiere().model_copy(update={"reply_templates": templates})
    found = [choose(place, "done", id).text for id in ("voirie.chantier", "voirie.nid_de_poule", "eau.facture", "hygiene.rats", None, "")]
    assert found == ["chantier", "voirie", "voirie", "tous", "tous", "tous"]
    assert choose(place, "refused", "voirie.chantier") == spare.refused[0]


@pytest.mark.parametrize(
    ("service", "channel", "kind"),
    [
        ("social.rsa_droits", "courrier", "transmission"),
        ("social.rsa_droits", "guichet", "oriented"),
        ("tranquillite.trafic", "courriel", "transmission"),
        ("habitat.bailleur_social", "courrier", "oriented"),  # a landlord is no administration: a letter is not passed on to one
        ("reseaux.gaz", "courriel", "oriented"),
        ("voirie.nid_de_poule", "courriel", "oriented"),
        (None, "courriel", "oriented"),
        ("social.rsa_droits", "pigeon", "oriented"),
    ],
)
def test_a_written_request_for_another_administration_is_passed_on(service: str | None, channel: str, kind: str) -> None:
    assert orientation(request(service, channel=channel), valmiere()) == kind


def test_one_sent_elsewhere_is_told_where_and_what_became_of_the_letter() -> None:
    letter = request("social.rsa_droits", channel="courrier", place=None)
    fields = fields_of(letter, valmiere(), "transmission", today=TODAY)
    text, missing = fill(choose(valmiere(), "transmission", letter.service), fields, written=True)
    assert "transmise le 25 novembre 2026 à l’autorité compétente : Département, CAF, CPAM et partenaires sociaux" in text
    assert "nom du service signataire" in missing
    gas = request("reseaux.gaz")
    texts = {
        written: fill(choose(valmiere(), "oriented", None), fields_of(gas, valmiere(), "oriented", today=TODAY), written=written).text
        for written in (True, False)
    }
    assert "Nous n’avons pas transmis votre message" in texts[True]
    assert "transmis" not in texts[False]


# --- the legal clock ---


def place_where(regime: str, silence: str, kind: str = "demande") -> Any:
    """Valmière, where one service has this regime."""
    usual = valmiere().services["urbanisme.terrasse"]
    service = usual.model_copy(update={"crpa": Crpa.model_construct(regime=regime, silence=silence), "kind": kind})
    return valmiere().model_copy(update={"services": {service.id: service}})


REGIMES_ALL = ("signalement", "demande", "demarche", "reclamation", "sans_objet")
SILENCES_ALL = ("sans_decision", "a_verifier", "rejet_2_mois", "rejet_1_mois", "acceptation_2_mois")


@pytest.mark.parametrize("silence", SILENCES_ALL)
@pytest.mark.parametrize("regime", REGIMES_ALL)
def test_the_clock_is_armed_for_written_requests_only(regime: str, silence: str) -> None:
    armed = regime in ("demande", "demarche", "reclamation") and silence != "sans_decision"
    due = date(2026, 12, 23) if silence == "rejet_1_mois" else date(2027, 1, 23)
    expected = (due, "reject" if silence.startswith("rejet") else "unknown") if armed else None
    for channel in (*valmiere().channels, "pigeon"):
        legal = legal_due(request("urbanisme.terrasse", channel=channel), place_where(regime, silence))
        assert legal == (expected if channel in ("courriel", "courrier", "reseaux_sociaux", "appli") else None), channel


def test_every_regime_and_silence_of_the_catalogue_is_known() -> None:
    fields = Crpa.model_fields
    assert get_args(fields["regime"].annotation) == REGIMES_ALL
    assert get_args(fields["silence"].annotation) == SILENCES_ALL
    assert REGIMES < set(REGIMES_ALL)
    assert set(SILENCE) == set(SILENCES_ALL) - {"sans_decision"}


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 2, date(2027, 1, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2027, 2, 28), 1, date(2027, 3, 28)),
        (date(2026, 7, 31), 2, date(2026, 9, 30)),
    ],
)
def test_months_go_from_a_day_to_the_same_day(day: date, months: int, due: date) -> None:
    assert months_later(day, months) == due


@pytest.mark.parametrize("months", [1, 2])
def test_over_ten_years_the_day_is_the_same_or_the_last_of_its_month(months: int) -> None:
    before = date.min
    for day in (date(2026, 1, 1) + timedelta(days=days) for days in range(3653)):
        due = months_later(day, months)
        assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
        assert due.day == day.day or (due.day < day.day and (due + timedelta(days=1)).day == 1)
        assert due >= before
        before = due


@given(st.timedeltas(timedelta(0), timedelta(days=3_000)), st.timedeltas(timedelta(0), timedelta(days=90)))
def test_what_comes_later_is_due_no_sooner(first: timedelta, later: timedelta) -> None:
    moments = [MONDAY + first, MONDAY + first + later]
    due = [legal_due(request("urbanisme.terrasse", received_at=moment), valmiere()) for moment in moments]
    assert due[0]
    assert due[1]
    assert due[0].on <= due[1].on


def test_the_day_of_receipt_is_the_towns_own() -> None:
    """23:30 in Greenwich on New Year's Eve is the first of January in Valmière."""
    eve = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert legal_values(request("urbanisme.terrasse", received_at=eve), valmiere()) == {"legal_due_on": date(2027, 3, 1)}
    assert acknowledgement_due(request("urbanisme.terrasse", received_at=eve), valmiere()) == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({}, date(2026, 11, 30)),
        ({"service": "voirie.chantier"}, date(2026, 11, 30)),
        ({"service": "voirie.nid_de_poule"}, None),
        ({"service": None}, None),
        ({"channel": "guichet"}, None),
        ({"channel": "elu"}, None),
        ({"acknowledged_at": MONDAY}, None),
        ({"first_reply_at": MONDAY}, None),
        ({"final_reply_at": MONDAY}, None),
        ({"state": "closed"}, None),
        ({"state": "cancelled"}, None),
        ({"state": "done"}, date(2026, 11, 30)),
    ],
)
def test_a_written_request_is_acknowledged_within_a_week(values: dict[str, Any], due: date | None) -> None:
    assert acknowledgement_due(request(**{"service": "urbanisme.terrasse", **values}), valmiere()) == due


def test_the_town_sets_the_week_and_mere_information_is_not_acknowledged() -> None:
    asked = request("urbanisme.terrasse")
    assert acknowledgement_due(asked, valmiere().model_copy(update={"acknowledgement_days": 10})) == date(2026, 12, 3)
    assert acknowledgement_due(asked, place_where("demande", "sans_decision")) == date(2026, 11, 30)
    assert acknowledgement_due(asked, place_where("demande", "a_verifier", kind="information")) is None


@given(st.builds(request, st.sampled_from([None, *valmiere().services]), channel=st.sampled_from(sorted(valmiere().channels))))
def test_what_is_acknowledged_is_what_the_code_calls_a_request(asked: Request) -> None:
    assume(acknowledgement_due(asked, valmiere()) is None)
    assert legal_due(asked, valmiere()) is None


# --- on the card ---


@pytest.fixture
async def t(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        yield place


def only(t: Town) -> Any:
    [row] = t.rows(Request)
    return row


TERRACE = "demande de terrasse pour mon café rue des Lilas"
LINE = "Échéance légale possible le 23/01 : à vérifier par le service"


async def by_mail(t: Town) -> Chat:
    """A restaurant wrote for a terrace."""
    awa = t.person("awa")
    await awa.says(TERRACE)
    await awa.presses("Canal")
    await awa.presses("Courriel")
    await awa.presses("Enregistrer")
    assert only(t).service == "urbanisme.terrasse"
    return awa


async def test_a_letter_that_asks_for_a_decision_shows_its_legal_term(t: Town) -> None:
    awa = await by_mail(t)
    assert only(t).legal_due_on == date(2027, 1, 23)
    assert LINE in awa.last.splitlines()
    await awa.says("voir 1")
    assert LINE in awa.last.splitlines()


async def test_one_who_asks_at_the_counter_has_none(t: Town) -> None:
    awa = t.person("awa")
    await awa.says(TERRACE)
    await awa.presses("Enregistrer")
    assert only(t).legal_due_on is None
    assert "légale" not in awa.last


async def test_the_term_follows_the_channel_and_the_service_when_they_are_corrected(t: Town) -> None:
    awa = await by_mail(t)
    await awa.presses("Corriger")
    await awa.presses("Canal")
    await awa.presses("Guichet")
    assert only(t).legal_due_on is None
    assert "légale" not in awa.last
    await awa.presses("Corriger")
    await awa.presses("Canal")
    await awa.presses("Courrier")
    assert only(t).legal_due_on == date(2027, 1, 23)
    assert LINE in awa.last
    await awa.presses("Corriger")
    await awa.presses("Service")
    await awa.says("lampadaire")
    await awa.presses("Lampadaire isolé")
    assert only(t).legal_due_on is None
    assert "légale" not in awa.last


async def test_a_service_chosen_at_the_last_tap_counts(t: Town) -> None:
    """The draft had another service, whose term was not the same."""
    awa = t.person("awa")
    await awa.says("gros trou devant l'école rue des Lilas")
    await awa.presses("Canal")
    await awa.presses("Courriel")
    await awa.presses("Autre service")
    await awa.says("terrasse")
    await awa.presses("Terrasse, étalage")
    await awa.presses("Enregistrer")
    assert only(t).legal_due_on == date(2027, 1, 23)
    assert LINE in awa.last
    await awa.presses("Annuler")
    await awa.says("voir 1")
    assert "légale" not in awa.last
