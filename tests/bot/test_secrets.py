"""No secret reaches a log, whoever writes it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from telegram import Bot

from bot.secrets import Redactor
from tests.telegram.server import TOKEN

PASSWORD = "cheval-agrafe-correct"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger with a handler that was there before the redactor, at the most talkative level."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.getLogger("somebody.else")
    telegram = logging.getLogger("telegram")
    for each in (logger, telegram):
        each.addHandler(handler)
        each.setLevel(logging.DEBUG)
    redactor = Redactor()
    redactor.install()
    redactor.hide(PASSWORD, "")
    yield logger, written
    redactor.remove()
    for each in (logger, telegram):
        each.removeHandler(handler)
        each.setLevel(logging.NOTSET)


def test_a_token_in_an_address_is_hidden_even_if_nobody_named_it(log: tuple[logging.Logger, io.StringIO]) -> None:
    log[0].info('HTTP Request: POST %s "HTTP/1.1 200 OK"', f"https://api.telegram.org/bot{TOKEN}/sendMessage")
    assert log[1].getvalue() == 'HTTP Request: POST https://api.telegram.org/bot[secret]/sendMessage "HTTP/1.1 200 OK"\n'


def test_a_known_secret_is_hidden_wherever_it_stands(log: tuple[logging.Logger, io.StringIO]) -> None:
    log[0].warning({"password": PASSWORD, "tries": 2})
    log[0].warning("login as %s with %r", "relais", PASSWORD)
    assert PASSWORD not in log[1].getvalue()
    assert "login as relais with '[secret]'" in log[1].getvalue()


def test_a_secret_in_a_trace_is_hidden_and_the_trace_stays(log: tuple[logging.Logger, io.StringIO]) -> None:
    try:
        raise ValueError(f"refused: {PASSWORD}")
    except ValueError:
        log[0].exception("login failed")
    assert PASSWORD not in log[1].getvalue()
    assert "ValueError: refused: [secret]" in log[1].getvalue()


def test_what_holds_no_secret_is_left_alone(log: tuple[logging.Logger, io.StringIO]) -> None:
    log[0].info("%d requests, %s", 3, "bottle 12:30")
    assert log[1].getvalue() == "3 requests, bottle 12:30\n"


def test_a_short_secret_does_not_blacken_the_log() -> None:
    redactor = Redactor()
    redactor.hide("a", "")
    assert redactor.clean("a banana") == "a banana"


async def test_what_ptb_says_of_itself_holds_no_token(log: tuple[logging.Logger, io.StringIO]) -> None:
    Bot(TOKEN)
    assert "api.telegram.org" in log[1].getvalue()
    assert TOKEN.split(":")[1] not in log[1].getvalue()
