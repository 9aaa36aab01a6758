"""The log on standard error: one record, one line (json) or a few (text), of allow-listed fields only. Never what people write.

Our own messages hold ids, kinds and counts. What other libraries say may quote anything (a task's error, an event that cannot be read), so
of theirs only where it was said is written, and the kind of the error: enough to find the sentence in their source.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

import orjson

from bot.traces import where

OURS = ("bot", "handlers", "storage", "config", "__main__")
FIELDS = ("act", "row", "platform", "tick", "check", "duration_ms", "count")
"""What a call may add by `extra=`: ids, names of ours and numbers."""
NOISY = ("alembic", "httpx", "httpcore", "nio", "apscheduler", "aiohttp")


def is_ours(logger: str) -> bool:
    return logger.partition(".")[0] in OURS


def said(record: logging.LogRecord) -> str:
    """What is written of a record's message."""
    if is_ours(record.name):
        return record.getMessage()
    return f"{record.filename}:{record.lineno} {record.funcName}"


class Text(logging.Formatter):
    """For eyes, and for the journal of a service manager."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone()
        line = f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {said(record)}"
        return f"{line}\n{trace}" if (trace := trace_of(record)) else line


class Json(logging.Formatter):
    """For machines. template: the message before it is filled, to group by."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "said": said(record),
            "place": f"{record.filename}:{record.lineno}",
        }
        if is_ours(record.name) and record.args and isinstance(record.msg, str):
            line["template"] = record.msg
        line |= {name: value for name in FIELDS if isinstance(value := getattr(record, name, None), str | int | float)}
        if trace := trace_of(record):
            line["trace"] = trace
        return orjson.dumps(line, default=repr).decode()


def trace_of(record: logging.LogRecord) -> str:
    """The lines an error came through and its kind, never what it quotes."""
    if record.exc_info and record.exc_info[1] is not None:
        return where(record.exc_info[1])
    return ""


FORMS: dict[str, type[logging.Formatter]] = {"text": Text, "json": Json}


def log_to_terminal(form: Literal["text", "json"] = "text", *, level: int = logging.INFO, stream: TextIO | None = None) -> logging.Handler:
    """Write the log to standard error from now on; return the handler."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(FORMS[form]())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return handler


def mind_the_loop() -> None:
    """An error that nobody awaited is said by its kind and place: asyncio's own words quote the task, and with it what it was doing."""

    def say(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        logging.getLogger("bot.loop").error(
            "%s in the event loop%s", type(error).__name__ if error else "something wrong", f":\n{where(error)}" if error else ""
        )

    asyncio.get_running_loop().set_exception_handler(say)
