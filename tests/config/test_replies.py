"""The templates of replies: what a town may write in them, and what is refused, where it stands."""

from __future__ import annotations

import re

import pytest

from config.replies import FIELDS, pieces, states_acceptance
from config.town import Town, load
from tests.config.folders import TownFolder

KINDS = ("accuse", "attente", "finale_faite", "finale_refus", "finale_orientee", "transmission")
FILE = "reponses.yaml"


def write(folder: TownFolder, **kinds: str) -> None:
    """Every kind has one short text; those given are written as they are. The first kind stands on line 2, one a line."""
    lines = [f"  {kind}: {kinds.get(kind, '[{texte: Bonjour}]')}" for kind in KINDS]
    folder.write(FILE, "\n".join(["reponses:", *lines, ""]))


def test_a_town_may_keep_its_replies_very_short(folder: TownFolder) -> None:
    write(folder)
    town = load(folder.path)
    assert town.reply_templates.done[0].text == "Bonjour"
    assert town.acknowledgement_days == 7


SLIPS = [
    ('[{texte: "Bonjour {telephone}"}]', "check-reply-field", "recue_le"),
    ('[{texte: "Au {Tel}"}]', "check-reply-field", "« tel »"),
    ('[{texte: "{}"}]', "check-reply-field", "recue_le"),
    ('[{texte: "{si_ecrit: au {telefone}}"}]', "check-reply-field", "recue_le"),
    ('[{texte: "{si_ecrit}"}]', "check-reply-field", "recue_le"),
    ('[{texte: "{ref"}]', "check-reply-brace", "{si_ecrit"),
    ('[{texte: "ref}"}]', "check-reply-brace", "{si_ecrit"),
    ('[{texte: "{ {ref} }"}]', "check-reply-brace", "{si_ecrit"),
    ('[{texte: "{si_ecrit: a {si_ecrit: b {ref} }}"}]', "check-reply-brace", "{si_ecrit"),
    (f'[{{texte: "{"a" * 601}"}}]', "check-reply-long", "téléphone"),
    ('[{texte: "Le silence gardé deux mois VAUT ACCEPTATION."}]', "check-reply-acceptance", "service"),
    ('[{texte: "Silence vaut accord."}]', "check-reply-acceptance", "service"),
    ('[{texte: "Il vaudra décision implicite d’acceptation."}]', "check-reply-acceptance", "service"),
    ('[{texte: "Elle sera réputée acceptée le {date}."}]', "check-reply-acceptance", "service"),
    ('[{texte: "Le silence vaut {si_ecrit: bien entendu} {date} acceptation."}]', "check-reply-acceptance", "service"),
    ('[{texte: "Le silence vaut {si_ecrit: acceptation}."}]', "check-reply-acceptance", "service"),
    ("[]", "check-reply-general", "sans « pour »"),
    ("[{texte: A}, {texte: B}]", "check-reply-general", "sans « pour »"),
    ("[{pour: [voirie], texte: A}]", "check-reply-general", "sans « pour »"),
    ("[{texte: A}, {pour: [voirie], texte: B}, {pour: [eau, voirie], texte: C}]", "check-reply-twice", "une seule"),
    ("[{texte: A}, {pour: [voiri], texte: B}]", "check-dangling", "« voirie »"),
    ("[{texte: A}, {pour: [voirie.nid_de_poul], texte: B}]", "check-dangling", "« voirie.nid_de_poule »"),
    ("[{texte: A}, {pour: voirie, texte: B}]", "check-wrong-kind", "[un, deux]"),
    ("[{text: A}]", "check-unknown-key", "« texte »"),
    ('[{texte: ""}]', "check-empty", "au moins"),
    ("Bonjour", "check-wrong-kind", "[un, deux]"),
]


@pytest.mark.parametrize(("wrong", "key", "remedy"), SLIPS, ids=[f"{slip[1]}-{n}" for n, slip in enumerate(SLIPS)])
def test_a_slip_in_a_reply_is_said_with_its_line(folder: TownFolder, wrong: str, key: str, remedy: str) -> None:
    write(folder, attente=wrong)
    faults = [fault for fault in folder.faults() if fault.key != "check-missing-key"]
    assert [(fault.where, fault.key) for fault in faults] == [(f"{FILE}:3", key)]
    assert remedy in faults[0].remedy().replace("\u00a0", " ")


def test_a_kind_that_is_missing_is_said(folder: TownFolder) -> None:
    text = (folder.path / FILE).read_text("utf-8")
    folder.write(FILE, text[: text.index("  transmission:")])
    fault = folder.only_fault()
    assert (fault.file, fault.key, fault.values["name"]) == (FILE, "check-missing-key", "transmission")
    assert fault.line


def test_the_file_is_needed(folder: TownFolder) -> None:
    (folder.path / FILE).unlink()
    assert folder.only_fault().where == FILE


@pytest.mark.parametrize("days", ["0", "16"])
def test_the_acknowledgement_has_its_bounds(folder: TownFolder, days: str) -> None:
    line = folder.edit(FILE, "delai_accuse_jours: 7", f"delai_accuse_jours: {days}")
    fault = folder.only_fault()
    assert (fault.where, fault.key) == (f"{FILE}:{line}", "check-out-of-range")


def test_a_reason_to_wait_does_not_state_what_silence_means_either(folder: TownFolder) -> None:
    line = folder.edit("motifs.yaml", "une procédure réglementaire doit aller à son terme", "le silence vaut acceptation")
    fault = folder.only_fault()
    assert (fault.where, fault.key) == (f"motifs.yaml:{line}", "check-reply-acceptance")


@pytest.mark.parametrize(
    "text",
    ["Votre silence vaut acceptation", "VAUT ACCEPTATION", "vaut acceptâtion", "silence vaut accord", "le silence vaut alors accord",
     "vaut décision d'acceptation", "valent acceptation", "réputée acceptée", "considérée comme accordée", "accord tacite",
     "tacitement acceptée", "silence means acceptance", "deemed approved", "vaut\nacceptation", "« vaut » « acceptation »"],
)
def test_what_is_never_stated_is_recognised(text: str) -> None:
    assert states_acceptance(text)


@pytest.mark.parametrize(
    "text",
    ["il vaut mieux demander l’accord du voisin", "avec l’accord du bailleur", "votre demande est acceptée", "acceptation d’un don",
     "RELAIS_TELEGRAM_MODE vaut webhook", "échéance légale possible le 23/01 : à vérifier par le service", "", "d’accord",
     "nous considérons votre demande", "le silence gardé un mois vaut rejet"],
)
def test_an_agreement_that_somebody_gave_may_be_told(text: str) -> None:
    assert not states_acceptance(text)


def test_the_pieces_of_a_template_are_the_template() -> None:
    text = "Reçue le {recue_le}. {si_ecrit: Réf. {ref}} { tel }{x"
    assert list(pieces(text)) == [
        ("words", "Reçue le "), ("field", "recue_le"), ("words", ". "), ("written", "Réf. {ref}"), ("words", " "), ("field", "tel"),
        ("stray", "{"), ("words", "x"),
    ]


def test_the_file_that_comes_with_relais_explains_every_field(folder: TownFolder) -> None:
    text = (folder.path / FILE).read_text("utf-8")
    comment = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    assert set(re.findall(r"\{(\w+)\}", comment)) == set(FIELDS)


def test_the_document_explains_every_field() -> None:
    from tests.config.test_glossary import DOCUMENT

    section = DOCUMENT.read_text("utf-8").partition("### Replies to residents")[2].partition("\n## ")[0]
    assert set(re.findall(r"\{(\w+)\}", section)) == set(FIELDS)


def test_every_field_is_of_use_in_valmiere(valmiere: Town) -> None:
    used = {
        name
        for kind in type(valmiere.reply_templates).model_fields
        for template in getattr(valmiere.reply_templates, kind)
        for name in re.findall(r"\{(\w+)\}", template.text)
    }
    assert used == set(FIELDS)
