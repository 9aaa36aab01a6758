"""Settings come from the environment and .env; slips are said all at once; secrets are never said at all."""

from __future__ import annotations

import logging
import os
import pickle
import traceback
from pathlib import Path

import pytest

from config.checking import check
from config.environment import PREFIX
from config.faults import SettingsFaults
from config.settings import VARIABLES, Settings, read_settings
from config.town import bundled

TOKEN = "123456789:AAF-this_is_a_secret_of_35_letters_"
WEBHOOK_SECRET = "hush-hush_42"
PASSWORD = "correct horse battery staple"
DATABASE_PASSWORD = "p4ss-of-the-database"
HEARTBEAT = "https://hc.example.org/ping/0123456789"
SECRETS = (TOKEN, WEBHOOK_SECRET, PASSWORD, DATABASE_PASSWORD, HEARTBEAT)


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty .env and an environment without any setting."""
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


def write(env: Path, **variables: str) -> None:
    env.write_text("".join(f'{PREFIX}{name}="{value}"\n' for name, value in variables.items()), "utf-8")
    env.chmod(0o600)


def faults(env: Path) -> list[tuple[str, str]]:
    with pytest.raises(SettingsFaults) as caught:
        read_settings(env)
    return [(fault.where, fault.key) for fault in caught.value.faults]


def test_nothing_needs_to_be_set(env: Path) -> None:
    settings = read_settings(env)
    assert (settings.database, settings.language) == ("sqlite:///.relais/relais.db", "fr")
    assert settings.town_folder == bundled("valmiere")
    assert (settings.telegram_pace, settings.own_bot_api_server, settings.matrix_pace) == (30, False, 1)


def test_the_environment_wins_over_the_file(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(env, LANGUAGE="fr", STATE_DIR="/srv/relais")
    monkeypatch.setenv("RELAIS_LANGUAGE", "en")
    settings = read_settings(env)
    assert (settings.language, settings.database) == ("en", "sqlite:////srv/relais/relais.db")


def test_the_town_may_be_a_folder(env: Path, tmp_path: Path) -> None:
    write(env, TOWN=str(tmp_path / "ma-commune"))
    assert read_settings(env).town_folder == tmp_path / "ma-commune"


def test_an_empty_value_counts_as_not_set(env: Path) -> None:
    write(env, TELEGRAM_TOKEN="", MATRIX_HOMESERVER="")
    assert read_settings(env).telegram_token is None


def test_only_the_bots_own_homeserver_may_invite_unless_others_are_named(env: Path) -> None:
    write(env, MATRIX_USER="@relais:valmiere.fr", MATRIX_HOMESERVER="https://matrix.valmiere.fr/")
    settings = read_settings(env)
    assert settings.matrix_homeserver == "https://matrix.valmiere.fr"
    assert settings.allowed_homeservers == {"valmiere.fr"}
    write(env, MATRIX_ALLOWED_HOMESERVERS="agent.tchap.gouv.fr, valmiere.fr")
    assert read_settings(env).allowed_homeservers == {"agent.tchap.gouv.fr", "valmiere.fr"}


@pytest.mark.parametrize("url", ["postgres://relais:secret@db/relais", "postgresql://relais:secret@db/relais"])
def test_a_postgresql_address_is_given_the_driver_we_have(env: Path, url: str) -> None:
    write(env, DATABASE_URL=url)
    assert read_settings(env).database == "postgresql+psycopg://relais:secret@db/relais"


def test_a_pace_above_telegrams_is_for_an_own_server(env: Path) -> None:
    write(env, TELEGRAM_PACE="1000")
    assert read_settings(env).own_bot_api_server


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("TOWM", "valmiere", "settings-unknown"),
        ("LANGUAGE", "de", "settings-not-one-of"),
        ("TELEGRAM_MODE", "webhok", "settings-not-one-of"),
        ("TELEGRAM_TOKEN", "AAF-without-its-number", "settings-telegram-token"),
        ("TELEGRAM_API_BASE", "api.telegram.org", "settings-url"),
        ("TELEGRAM_API_BASE", "https://[oops", "settings-url"),
        ("TELEGRAM_API_BASE", "https://localhost:port", "settings-url"),
        ("TELEGRAM_WEBHOOK_PORT", "https", "settings-number"),
        ("TELEGRAM_WEBHOOK_PORT", "70000", "settings-number"),
        ("TELEGRAM_WEBHOOK_SECRET", "with spaces", "settings-webhook-secret"),
        ("TELEGRAM_WEBHOOK_SECRET", "x" * 257, "settings-webhook-secret"),
        ("TELEGRAM_PACE", "0", "settings-number"),
        ("TELEGRAM_PACE", "nan", "settings-number"),
        ("MATRIX_PACE", "fast", "settings-number"),
        ("DATABASE_URL", "mysql://db/relais", "settings-database"),
        ("DATABASE_URL", "sqlite:///", "settings-database"),
    ],
)
def test_a_slip_is_said_with_its_line(env: Path, name: str, value: str, key: str) -> None:
    env.write_text(f"# nos réglages\n\n{PREFIX}{name}={value}\n", "utf-8")
    assert faults(env) == [(".env:3", key)]


def test_a_mistyped_name_is_recognised(env: Path) -> None:
    env.write_text("RELAIS_TELEGRAM_TOKN=1:a\n", "utf-8")
    with pytest.raises(SettingsFaults, match="Vouliez-vous dire RELAIS_TELEGRAM_TOKEN"):
        read_settings(env)


def test_other_programs_variables_are_nobodys_business(env: Path) -> None:
    env.write_text("POSTGRES_PASSWORD=x\nexport PATH_TO=/\n", "utf-8")
    assert read_settings(env).town == "valmiere"


def test_what_one_setting_needs_of_another_is_said(env: Path) -> None:
    write(env, TELEGRAM_MODE="webhook", MATRIX_USER="@relais:valmiere.fr")
    with pytest.raises(SettingsFaults) as caught:
        read_settings(env)
    assert [fault.values["needed"] for fault in caught.value.faults] == [
        "RELAIS_TELEGRAM_TOKEN",
        "RELAIS_TELEGRAM_WEBHOOK_URL",
        "RELAIS_TELEGRAM_WEBHOOK_SECRET",
        "RELAIS_MATRIX_HOMESERVER",
    ]


def test_everything_wrong_is_said_at_once(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_LANGUAGE", "de")
    env.write_text('RELAIS_TOWM=x\nRELAIS_TELEGRAM_PACE="never\nRELAIS_MATRIX_USER=relais\n', "utf-8")
    assert faults(env) == [
        (".env:1", "settings-unknown"),
        (".env:2", "settings-env-line"),
        (".env:3", "settings-needs"),
        (".env:3", "settings-matrix-user"),
        ("RELAIS_LANGUAGE", "settings-not-one-of"),
    ]


@pytest.mark.parametrize("content", ["RELAIS_TOWN=Fénelon\n".encode("latin-1")])
def test_a_file_that_is_not_utf8_is_said(env: Path, content: bytes) -> None:
    env.write_bytes(content)
    assert faults(env) == [(".env", "settings-env-not-utf8")]


@pytest.fixture
def secretive(env: Path) -> Path:
    write(
        env,
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_WEBHOOK_SECRET=WEBHOOK_SECRET,
        MATRIX_PASSWORD=PASSWORD,
        DATABASE_URL=f"postgresql://relais:{DATABASE_PASSWORD}@db/relais",
        HEARTBEAT_URL=HEARTBEAT,
    )
    return env


def test_secrets_are_there_for_those_who_need_them(secretive: Path) -> None:
    settings = read_settings(secretive)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert DATABASE_PASSWORD in settings.database


def test_secrets_never_print(secretive: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = read_settings(secretive)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("relais").info("%s %r", settings, settings)
    shown = [repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json(), f"{settings}", caplog.text]
    assert [secret for secret in SECRETS for text in shown if secret in text] == []


def test_a_refused_secret_is_in_no_fault_and_no_traceback(secretive: Path) -> None:
    secretive.write_text(secretive.read_text().replace(TOKEN, f"bot{TOKEN}").replace("hush", "hush é"), "utf-8")
    with pytest.raises(SettingsFaults) as caught:
        read_settings(secretive)
    told = "".join(traceback.format_exception(caught.value))
    told += "".join(fault.what("en") + fault.remedy("en") for fault in caught.value.faults)
    assert "RELAIS_TELEGRAM_TOKEN" in told
    assert [secret for secret in SECRETS if secret in told] == []
    assert caught.value.__context__ is None


def test_check_says_faults_of_settings_and_town_together(env: Path, tmp_path: Path) -> None:
    write(env, TELEGRAM_PACE="0", TOWN=str(tmp_path / "nulle-part"))
    assert [fault.key for fault in check(env)] == ["settings-number", "check-no-folder"]


def test_check_warns_without_refusing(secretive: Path) -> None:
    found = check(secretive)
    assert {fault.level for fault in found} == {"warning"}
    assert {fault.key for fault in found} == {"settings-surveys-on-telegram", "settings-password-kept"}


def test_check_warns_when_others_can_read_the_secrets(secretive: Path) -> None:
    secretive.chmod(0o644)
    assert "settings-env-open-to-all" in {fault.key for fault in check(secretive)}


def test_check_says_that_no_network_is_set(env: Path) -> None:
    assert [(fault.key, fault.level) for fault in check(env)] == [("settings-no-platform", "warning")]


def test_check_says_that_the_state_folder_cannot_be_made(env: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    write(env, STATE_DIR=str(tmp_path / "file" / "state"))
    assert ("settings-state-dir", "fault") in {(fault.key, fault.level) for fault in check(env)}


@pytest.mark.parametrize("url", ["http://hc.example.org/ping", "ftp://hc.example.org", "hc.example.org", "https://", "http://[::1", "file:///x"])
def test_a_heartbeat_goes_over_https_or_nowhere(env: Path, url: str) -> None:
    write(env, HEARTBEAT_URL=url)
    assert faults(env) == [(".env:1", "settings-heartbeat")]


def test_a_heartbeat_may_stay_on_this_machine(env: Path) -> None:
    write(env, HEARTBEAT_URL="http://127.0.0.1:8000/beat")
    assert read_settings(env).heartbeat_url is not None


@pytest.mark.parametrize("room", ["ops", "matrix:#ops:example.org", "telegram:123", "console:awa", "matrix:!a:b,telegram:12"])
def test_operators_are_told_in_rooms_only(env: Path, room: str) -> None:
    write(env, OPERATORS_ROOM=room)
    assert faults(env) == [(".env:1", "settings-operators-room")]


def test_a_room_needs_its_network(env: Path) -> None:
    write(env, OPERATORS_ROOM="matrix:!ops:example.org,telegram:-1001", TELEGRAM_TOKEN=TOKEN)
    assert read_settings(env).operators_room == ("matrix:!ops:example.org", "telegram:-1001")
    assert [fault.values["needed"] for fault in check(env) if fault.key == "settings-needs"] == ["RELAIS_MATRIX_USER"]


@pytest.mark.parametrize(("written", "read"), [
    ("9100", ("127.0.0.1", 9100)), ("0.0.0.0:9100", ("0.0.0.0", 9100)), ("[::1]:9100", ("::1", 9100)), (":9100", ("127.0.0.1", 9100)),
])  # fmt: skip
def test_a_bare_port_is_this_machine_alone(env: Path, written: str, read: tuple[str, int]) -> None:
    write(env, METRICS_ADDRESS=written)
    assert read_settings(env).metrics == read


@pytest.mark.parametrize("written", ["0", "65536", "http://localhost:9100", "localhost", "a b:1"])
def test_an_address_to_listen_at_that_is_none(env: Path, written: str) -> None:
    write(env, METRICS_ADDRESS=written)
    assert faults(env) == [(".env:1", "settings-metrics-address")]


def test_each_setting_is_documented() -> None:
    text = (Path(__file__).parent.parent.parent / "docs" / "configuration.md").read_text("utf-8")
    assert [name for name in VARIABLES if f"`{name}`" not in text] == []
    assert set(VARIABLES.values()) == set(Settings.model_fields)


def test_settings_can_be_handed_to_a_child_process(secretive: Path) -> None:
    settings = read_settings(secretive)
    assert pickle.loads(pickle.dumps(settings)) == settings
