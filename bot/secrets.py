"""Keeps secrets out of the log, whoever writes them: known ones by their text, Telegram's token also by its place in an address."""

from __future__ import annotations

import logging
import re
import traceback

TOKEN_IN_URL = re.compile(r"\bbot\d+:[\w-]+", re.ASCII)
HIDDEN = "[secret]"
SHORTEST = 6  # hiding a shorter text would blacken the log without hiding much


class Redactor:
    """Rewrites log records as they are made, before any handler sees them."""

    def __init__(self) -> None:
        self._secrets: tuple[str, ...] = ()
        self._make = logging.getLogRecordFactory()

    def hide(self, *secrets: str) -> None:
        """Never let these appear again. Longer ones first, so that one within another leaves no rest."""
        known = {*self._secrets, *(secret for secret in secrets if len(secret) >= SHORTEST)}
        self._secrets = tuple(sorted(known, key=len, reverse=True))

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return TOKEN_IN_URL.sub(f"bot{HIDDEN}", text)

    def install(self) -> None:
        """From now on every record passes here, whatever its logger and its handlers, also those made later."""
        self._make = logging.getLogRecordFactory()
        logging.setLogRecordFactory(self._record)

    def remove(self) -> None:
        logging.setLogRecordFactory(self._make)

    def _record(self, *args: object, **more: object) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **more)
        self._clean_message(record)
        self._clean_trace(record)
        return record

    def _clean_message(self, record: logging.LogRecord) -> None:
        try:
            said = record.getMessage()
        except (TypeError, ValueError, KeyError):
            return  # a faulty log call: logging itself will say so
        if (clean := self.clean(said)) != said:
            record.msg, record.args = clean, None

    def _clean_trace(self, record: logging.LogRecord) -> None:
        """A trace that holds a secret is kept as cleaned text, without the exception it came from."""
        if not record.exc_info or record.exc_info[1] is None:
            return
        trace = "".join(traceback.format_exception(*record.exc_info)).rstrip()
        if (clean := self.clean(trace)) != trace:
            record.exc_info, record.exc_text = None, clean
