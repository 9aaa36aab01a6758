"""Whatever somebody spoils in a town's folder is said with its file, its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.checking import check_town
from config.faults import TownFaults
from config.town import load
from tests.config.folders import TownFolder

HOURS = 'horaires: {lun-ven: ["08:30-12:30", "13:30-17:00"]}'
SWITCHED_OFF = "services_desactives: []"
SLIPS = [
    ("directions.yaml", HOURS, 'horraires: {lun-ven: ["08:30-12:30"]}', "check-unknown-key", "« horaires »"),
    ("directions.yaml", HOURS, 'horaires: {lun-vnd: ["08:30-12:30"]}', "check-weekdays", "lun-ven"),
    ("directions.yaml", HOURS, 'horaires: {lun-ven: ["08:30-12:30", "12:00-17:00"]}', "check-openings-overlap", "Séparez"),
    ("directions.yaml", HOURS, 'horaires: {lun-ven: ["8h30-12h30"]}', "check-opening", "08:30-12:30"),
    ("directions.yaml", HOURS, 'horaires: {lun-ven: ["22:00-02:00"]}', "check-opening", "24:00"),
    ("directions.yaml", HOURS, 'horaires: {lun-ven: ["08:30-12:30"], ven: ["14:00-17:00"]}', "check-day-twice", "une seule ligne"),
    ("directions.yaml", HOURS + ", astreinte: false", "astreinte: false", "check-direction-hours", "horaires"),
    ("directions.yaml", "collectivite: ville", "collectivite: vile", "check-not-one-of", "« ville »"),
    ("directions.yaml", "nom: Éducation", "nom: 12", "check-wrong-kind", "guillemets"),
    ("delais.yaml", "resolution: 15 jo", "resolution: 15 jours", "check-delay", "« 2 jo »"),
    ("delais.yaml", "date_annoncee_max_mois: 12", "date_annoncee_max_mois: 1200", "check-out-of-range", "limites"),
    ("commune.yaml", "calendrier_feries: metropole", "calendrier_feries: GES", "check-not-one-of", "alsace_moselle"),
    ("commune.yaml", "fuseau: Europe/Paris", "fuseau: Europe/Lutece", "check-timezone", "Europe/Paris"),
    ("commune.yaml", "prefixe_reference: MQ", "prefixe_reference: 4", "check-wrong-kind", "guillemets"),
    ("commune.yaml", "prefixe_reference: MQ", "prefixe_reference: mq", "check-reference-prefix", "majuscules"),
    ("commune.yaml", "jours_exceptionnels: []", "jours_exceptionnels: [{date: 2027-02-30, libelle: pont}]", "check-no-such-day", "2027"),
    ("commune.yaml", "jours_exceptionnels: []", "jours_exceptionnels: [{date: 2027-05-07, libelle: pont, mairies: [mq_centres]}]",
     "check-dangling", "« mq_centre »"),
    ("commune.yaml", "jours_exceptionnels: []", "jours_exceptionnels: [{date: 2027-05-07, libelle: pont, directions: [v_mqs]}]",
     "check-dangling", "« v_mq »"),
    ("commune.yaml", "jours_exceptionnels: []",
     "jours_exceptionnels: [{date: 2027-05-07, libelle: pont, directions: '*', mairies: [mq_centre]}]", "check-everywhere", "Retirez"),
    ("directions.yaml", HOURS, "horaires: {lun-ven: []}", "check-never-open", "au moins une ouverture"),
    ("commune.yaml", "mq_tanneurs, mq_rive, mq_coteau]", "mq_taneurs, mq_rive, mq_coteau]", "check-dangling", "« mq_tanneurs »"),
    ("commune.yaml", "mairies: [mq_faubourg", "mairies: [mq_centre, mq_faubourg", "check-two-clusters", "une seule"),
    ("commune.yaml", "services_desactives: []", "services_desactives: [eau.qualite]", "check-not-complement", "complement"),
    ("commune.yaml", "services_desactives: []", "services_desactives: [eau.qualites]", "check-dangling", "« eau.qualite »"),
    ("commune.yaml", SWITCHED_OFF, f"{SWITCHED_OFF}\ndeploiement: {{doublon: '*'}}", "check-feature", "doublons"),
    ("commune.yaml", SWITCHED_OFF, f"{SWITCHED_OFF}\ndeploiement: {{doublons: [mq_centres]}}", "check-dangling", "« mq_centre »"),
    ("commune.yaml", SWITCHED_OFF, f"{SWITCHED_OFF}\ndeploiement: {{doublons: partout}}", "check-wrong-kind", "[un, deux]"),
    ("commune.yaml", SWITCHED_OFF, f"{SWITCHED_OFF}\ndeploiement: {{doublons: }}", "check-wrong-kind", "[un, deux]"),
    ("commune.yaml", SWITCHED_OFF, f"{SWITCHED_OFF}\nperiode_preelectorale: {{du: 2027-03-31, au: 2026-12-01}}", "check-period", "du"),
    ("commune.yaml", SWITCHED_OFF, f"{SWITCHED_OFF}\nperiode_preelectorale: {{du: 2026-12-01, au: mars}}", "check-wrong-kind", "2027"),
    ("commune.yaml", "fichier: territoire/rues.csv", "fichier: territoire/rue.csv", "check-no-map", "rues.csv"),
    ("services/voirie.yaml", "direction: m_voirie", "direction: m_voiri", "check-dangling", "« m_voirie »"),
    ("services/voirie.yaml", "delai: court_5j", "delai: court_5", "check-dangling", "« court_5j »"),
    ("services/voirie.yaml", "competence: metropole", "competence: region", "check-dangling", "Créez"),
    ("services/voirie.yaml", "- service: voirie.affaissement", "- service: voirie.nid_de_poule", "check-own-confusion", "autre"),
    ("services/voirie.yaml", "lieu_requis: true", "lieu_requis: oui", "check-wrong-kind", "true"),
    ("services/voirie.yaml", "    nom: Trottoir", "    nom: Trottoirs\n    nom: Trottoir", "check-duplicate-key", "une seule"),
    ("directions.yaml", "nom: Éducation,", "nom: &e Éducation, note: *e,", "check-yaml-alias", "toutes lettres"),
    ("services/voirie.yaml", "delai: court_5j", "delai: !!python/name:os.system court_5j", "check-yaml-tag", "Retirez"),
    ("vie_privee.yaml", r"motif: '\bFR\d{2}", r"motif: '\bFR(\d{2}", "check-pattern", "guillemets simples"),
    ("vie_privee.yaml", r"motif: '\bFR\d{2}", r"motif: '\bFR[[\d]{2}", "check-pattern", "guillemets simples"),
    ("dangers.yaml", "attendu: gaz", "attendu: gas", "check-dangling", "« gaz »"),
    ("reactivite.yaml", "services: [eau.qualite]", "services: [eau.qualites]", "check-dangling", "« eau.qualite »"),
    ("reactivite.yaml", "points: 2", "points: 3", "check-out-of-range", "limites"),
    ("reactivite.yaml", "points: 2", "points: 0", "check-out-of-range", "limites"),
    ("reactivite.yaml", "points: 2", "points: deux", "check-wrong-kind", "nombre"),
    ("reactivite.yaml", "  etendue:", "  etendues:", "check-unknown-key", "« etendue »"),
    ("priorites.yaml", "poids: 3", "poids: 0", "check-out-of-range", "limites"),
    ("priorites.yaml", "poids: 3", "poid: 3, poids: 3", "check-unknown-key", "« poids »"),
    ("priorites.yaml", "id: etendue", "id: gravite", "check-duplicate-id", "autre"),
    ("territoire/rues.csv", "rue,quartier", "nom,quartier", "check-csv-column", "nom"),
    ("territoire/rues.csv", "rue Pasteur,Q1", "rue Pasteur,Q9", "check-dangling", "Créez"),
    ("territoire/rues.csv", "rue Pasteur,Q1", "rue Pasteur,", "check-csv-empty", "ligne"),
    ("territoire/rues.csv", "rue Pasteur,Q1,", "rue Pasteur,Q1,est ", "check-csv-number", "degrés"),
    ("territoire/quartiers.geojson", "mq_rive", "mq_rives", "check-dangling", "« mq_rive »"),
    ("territoire/quartiers.geojson", '"code":"Q3"', '"codes":"Q3"', "check-map-property", "codes"),
    ("territoire/quartiers.geojson", '"Polygon"', '"Point"', "check-map-not-polygon", "Polygon"),
    ("territoire/quartiers.geojson", "[4.3", "[842134.3", "check-map-not-degrees", "EPSG:4326"),
    ("enquetes/questions.yaml", "dimension: emotion,", "dimension: emotions,", "check-dangling", "« emotion »"),
    ("enquetes/questions.yaml", "{id: charge_interruptions,", "{id: charge_rythme,", "check-duplicate-id", "autre"),
    ("enquetes/questions.yaml", "seuil: 5", "seuil: 4", "check-out-of-range", "limites"),
    ("enquetes/questions.yaml", "noyau: charge_jour", "noyau: charge_jours", "check-dangling", "« charge_jour »"),
    ("enquetes/questions.yaml", 'heure: "16:15"', "heure: midi", "check-hour", "16:15"),
    ("enquetes/questions.yaml", "quand: noyau, echelle: e10", "quand: noyau, echelle: e5_accord", "check-survey-core", "entier"),
    ("enquetes/questions.yaml", ", options_de: themes_formation", "", "check-question-options", "options"),
    ("enquetes/questions.yaml", "rythme_defaut: deux_par_semaine", "rythme_defaut: deux", "check-not-one-of", "deux_par_semaine"),
    ("gouvernance.yaml", "gouvernance: {}", "gouvernance: {respnsable: la ville}", "check-unknown-key", "« responsable »"),
    ("gouvernance.yaml", "gouvernance: {}", "gouvernance: {dpo: {nom: DPO, courriel: dpo}}", "check-email", "adresse"),
    ("gouvernance.yaml", "gouvernance: {}", "gouvernance: {agents_informes_le: bientôt}", "check-wrong-kind", "2027"),
    ("gouvernance.yaml", "gouvernance: {}", "gouvernance: {traitements: {enquete: {base_legale: oui}}}", "check-unknown-key",
     "« enquetes »"),
    ("enquetes/entretiens.yaml", "theme: metier", "theme: metiers", "check-dangling", "« metier »"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "key", "remedy"), SLIPS, ids=[f"{s[3]}-{n}" for n, s in enumerate(SLIPS)])
def test_a_slip_is_said_where_it_is_with_what_to_do(
    folder: TownFolder, file: str, right: str, wrong: str, key: str, remedy: str
) -> None:
    line = folder.edit(file, right, wrong) + wrong.count("\n")
    fault = folder.only_fault()
    assert (fault.file, fault.line, fault.key) == (file, line, key)
    assert remedy in fault.remedy("fr").replace("\u00a0", " ")


def said(folder: TownFolder) -> set[tuple[str, str]]:
    return {(fault.where, fault.key) for fault in folder.faults()}


def test_an_id_taken_twice_names_both_places(folder: TownFolder) -> None:
    first = folder.edit("directions.yaml", "id: x_gaz", "id: x_telecom")
    twin = next(fault for fault in folder.faults() if fault.key == "check-duplicate-id")
    assert twin.values == {"id": "x_telecom", "first": f"directions.yaml:{first}"}
    assert twin.line == first + 2


def test_an_expression_twice_in_one_criterion_names_both_places(folder: TownFolder) -> None:
    first = folder.edit("reactivite.yaml", "mots: [chute, chutes", "mots: [chute, Chutes")
    line = folder.edit("reactivite.yaml", "mots: [dangereux, dangereuse", "mots: [chutes, dangereux, dangereuse")
    fault = folder.only_fault()
    assert (fault.line, fault.key, fault.values["first"]) == (line, "check-duplicate-words", f"reactivite.yaml:{first}")


def test_a_word_of_visibility_is_warned_of_where_it_is(folder: TownFolder) -> None:
    line = folder.edit("reactivite.yaml", "mots: [chute, chutes", "mots: [le député insiste, chute, chutes")
    [warning] = [each for each in check_town(folder.path) if each.key == "check-visibility-counted"]
    assert (warning.level, warning.line, warning.values["word"]) == ("warning", line, "depute")


def test_a_town_without_words_of_responsiveness_is_told(folder: TownFolder) -> None:
    (folder.path / "reactivite.yaml").unlink()
    assert load(folder.path).responsiveness.severity == ()
    assert "check-no-responsiveness" in {each.key for each in check_town(folder.path)}


def test_a_key_in_the_wrong_file_is_sent_home(folder: TownFolder) -> None:
    line = folder.edit("commune.yaml", "ville: Ville", "directions: []\nville: Ville")
    fault = folder.only_fault()
    assert (fault.line, fault.remedy()) == (line, "Mettez-la dans directions.yaml.")


def test_a_missing_key_is_said_at_the_entry_that_lacks_it(folder: TownFolder) -> None:
    line = folder.edit("services/voirie.yaml", "    nom: Trottoir dégradé ou inaccessible\n", "")
    fault = folder.only_fault()
    assert (fault.line, fault.what()) == (line - 1, "La clé «\u00a0nom\u00a0» manque.")


def test_a_broken_id_is_said_beside_the_references_it_breaks(folder: TownFolder) -> None:
    line = folder.edit("services/voirie.yaml", "- id: voirie.trottoir", "- id: trottoir")
    assert (f"services/voirie.yaml:{line}", "check-service-id") in said(folder)


def test_a_service_in_another_domains_file_is_said(folder: TownFolder) -> None:
    line = folder.edit("services/voirie.yaml", "- id: voirie.amenagement", "- id: eau.amenagement")
    assert (f"services/voirie.yaml:{line}", "check-other-domain") in said(folder)


def test_broken_yaml_is_said_alone_with_its_line(folder: TownFolder) -> None:
    line = folder.edit("directions.yaml", "{id: v_education, nom", "{id: v_education nom")
    fault = folder.only_fault()
    assert (fault.where, fault.key) == (f"directions.yaml:{line}", "check-yaml-syntax")


@pytest.mark.parametrize(
    ("content", "key", "line"),
    [
        ("", "check-not-a-table", 1),
        ("- a\n- b\n", "check-not-a-table", 1),
        ("abreviations:\n  qq: quelque\n  mq\u0007: mairie\n", "check-yaml-character", 3),
        ("abreviations:\n  rés: résidence\n".encode("latin-1"), "check-not-utf8", 2),
        ("abreviations:\n  a: " + "[" * 60 + "]" * 60 + "\n", "check-yaml-deep", 2),
        ("abreviations:\n  ? [a, b]\n  : c\n", "check-yaml-key", 2),
        ("abreviations: {a: [1, 2]}\n", "check-wrong-kind", 1),
    ],
)
def test_a_file_that_is_no_configuration_is_said(folder: TownFolder, content: str | bytes, key: str, line: int) -> None:
    folder.write("abreviations.yaml", content)
    assert [(fault.key, fault.line) for fault in folder.faults()][:1] == [(key, line)]


def test_a_mark_of_byte_order_does_no_harm(folder: TownFolder) -> None:
    folder.write("abreviations.yaml", "\ufeffabreviations: {bd: boulevard}\n")
    assert load(folder.path).abbreviations == {"bd": "boulevard"}


def test_the_words_a_town_wrote_are_kept_as_written(folder: TownFolder) -> None:
    """Plain YAML would read these as false, 754 and 10: nobody who writes them means that."""
    folder.write("abreviations.yaml", "abreviations: {non: no, heure: 12:34, poste: 012}\n")
    assert load(folder.path).abbreviations == {"non": "no", "heure": "12:34", "poste": "012"}


def test_a_missing_file_is_said_once_without_its_echoes(folder: TownFolder) -> None:
    (folder.path / "directions.yaml").unlink()
    fault = folder.only_fault()
    assert (fault.file, fault.what()) == ("directions.yaml", "Ce fichier manque.")


def test_a_misnamed_file_is_recognised(folder: TownFolder) -> None:
    (folder.path / "delais.yaml").rename(folder.path / "delai.yaml")
    assert [(fault.file, "Renommez-le" in fault.remedy()) for fault in folder.faults()] == [("delai.yaml", True), ("delais.yaml", True)]


def test_a_town_without_services_is_said(folder: TownFolder) -> None:
    for file in (folder.path / "services").iterdir():
        file.unlink()
    assert folder.only_fault().what() == "La commune n’a aucun service."


def test_a_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(TownFaults, match="Ce dossier n’existe pas"):
        load(tmp_path / "nulle-part")


def test_everything_wrong_is_said_at_once_in_reading_order(folder: TownFolder) -> None:
    expected = [
        ("arrivee.yaml", folder.edit("arrivee.yaml", "ecrit: true", "ecrit: vrai"), "check-wrong-kind"),
        ("commune.yaml", folder.edit("commune.yaml", "fuseau: Europe/Paris", "fuseau: Paris"), "check-timezone"),
        ("delais.yaml", folder.edit("delais.yaml", "15 min", "un quart d'heure"), "check-delay"),
        ("services/eau.yaml", folder.edit("services/eau.yaml", "photo_utile:", "foto_utile:"), "check-unknown-key"),
        ("services/voirie.yaml", folder.edit("services/voirie.yaml", "m_voirie", "m_voire"), "check-dangling"),
        ("territoire/quartiers.geojson", folder.edit("territoire/quartiers.geojson", "mq_cedres", "mq_cedre"), "check-dangling"),
        ("territoire/rues.csv", folder.edit("territoire/rues.csv", "Q8", "Q18"), "check-dangling"),
    ]
    faults = [(fault.file, fault.line, fault.key) for fault in folder.faults()]
    assert [fault for fault in faults if fault[2] != "check-missing-key"] == expected


def test_each_fault_is_said_in_english_too(folder: TownFolder) -> None:
    folder.edit("directions.yaml", "lun-ven", "lun-vnd")
    fault = folder.only_fault()
    assert fault.what("en") == "“lun-vnd” is neither a day nor a run of days."
    assert fault.remedy("en").startswith("Write lun, mar,")


def test_a_service_nobody_could_be_handed_is_a_warning(folder: TownFolder) -> None:
    line = folder.edit("services/voirie.yaml", "competence: metropole", "competence: operateur")
    assert [(fault.where, fault.key, fault.level) for fault in check_town(folder.path)] == [
        (f"services/voirie.yaml:{line}", "check-never-handed", "warning")
    ]


def test_a_sentence_under_two_services_is_a_warning(folder: TownFolder) -> None:
    twin = "- Gros trou dans la route, devant le 12 rue des Lilas !"
    line = folder.edit("services/voirie.yaml", "- trottoir tout cassé devant l'école", twin)
    assert [(fault.where, fault.key) for fault in check_town(folder.path)] == [(f"services/voirie.yaml:{line}", "check-same-phrase")]


def test_a_mairie_on_no_map_and_in_no_cluster_is_a_warning(folder: TownFolder) -> None:
    line = folder.edit("commune.yaml", "  - {id: mq_coteau,", "  - {id: mq_gare, nom: Gare}\n  - {id: mq_coteau,")
    where = f"commune.yaml:{line}"
    assert {(fault.where, fault.key) for fault in check_town(folder.path)} == {
        (where, "check-mairie-without-cluster"),
        (where, "check-mairie-without-quarter"),
    }


def test_criteria_of_priority_are_few_and_do_not_weigh_who_asks(folder: TownFolder) -> None:
    line = folder.edit("priorites.yaml", "nom: Étendue", "nom: Poids de l’élu")
    (fault,) = check_town(folder.path)
    assert (fault.line, fault.key, fault.values["word"], fault.level) == (line, "check-visibility-weighed", "elu", "warning")
    many = "\n".join(f"  - {{id: c{number}, nom: C{number}, poids: 1, question: oui ?}}" for number in range(7))
    folder.write("priorites.yaml", f"criteres_priorite:\n{many}\n")
    assert folder.only_fault().key == "check-too-many-criteria"
    (folder.path / "priorites.yaml").unlink()
    assert [(fault.where, fault.key, fault.level) for fault in check_town(folder.path)] == [
        ("priorites.yaml", "check-no-criteria", "warning")]
