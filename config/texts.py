"""Finds the words of a key in a person's language (Mozilla Fluent files, one a theme, read when first needed)."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk

from config.spoken import functions

log = logging.getLogger(__name__)

Value = str | int | float | date | datetime
SOURCE = "fr"
"""The language everything is written in first, and what is said when another one lacks a key."""

NOTHING: Mapping[str, Value] = {}

# Controls that reorder or hide what surrounds them, that steer a terminal, or that no encoding can carry.
UNTAMED = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
ISOLATE, POP = "\u2068", "\u2069"

LONG = 2000
"""fluent.runtime refuses a value over 2,500 characters, and with it the whole sentence: longer ones are put in afterwards."""
LATER = "\ue000{}\ue001"
PUT_LATER = re.compile("\ue000([0-9]+)\ue001")


def tame(text: str) -> str:
    """Return what a person wrote, unable to disturb the sentence it is put in.

    Direction marks and other control characters are taken out (line feed and tab stay); text with right-to-left letters is isolated.
    """
    if UNTAMED.search(text):
        text = UNTAMED.sub("", text)
    return f"{ISOLATE}{text}{POP}" if RIGHT_TO_LEFT.search(text) else text


ENTRY = re.compile(r"^(-?[a-zA-Z][\w-]*) *=", re.MULTILINE)
REFERENCE = re.compile(r"\{\s*(-?[a-z][\w-]*)\s*[.}(]")


class Texts:
    """The words of every language. strict: what is missing raises KeyError (tests); otherwise the key itself is said, and logged."""

    def __init__(self, folder: Path, *, strict: bool = False, zone: str = "Europe/Paris") -> None:
        self._folder = folder
        self._strict = strict
        self._zone = ZoneInfo(zone)
        self._bundles: dict[str, FluentBundle] = {}
        self._homes: dict[str, dict[str, Path]] = {}
        self._read: set[Path] = set()
        self._patterns: dict[tuple[str, str, str | None], tuple[FluentBundle, Any] | None] = {}
        self._lock = Lock()
        self.languages = tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))

    def say(self, language: str, key: str, values: Mapping[str, Value] = NOTHING) -> str:
        """Return the sentence of a key. Moments are said in the town's time; numbers and dates as the language writes them."""
        found = self._pattern(language, key, None)
        if found is None:
            self._missing(language, key)
            return key
        return self._format(found, key, values)

    def title(self, language: str, key: str, values: Mapping[str, Value] = NOTHING) -> str | None:
        """Return what is shown in bold above the sentence, None when the key has no `.title`."""
        return self.attribute(language, key, "title", values)

    def attribute(self, language: str, key: str, name: str, values: Mapping[str, Value] = NOTHING) -> str | None:
        """Return the attribute `.name` of a key, None when it has none."""
        found = self._pattern(language, key, name)
        return self._format(found, key, values) if found else None

    def _format(self, found: tuple[FluentBundle, Any], key: str, values: Mapping[str, Value]) -> str:
        bundle, pattern = found
        long: list[str] = []
        ready = {name: self._ready(value, long) for name, value in values.items()}
        said, errors = bundle.format_pattern(pattern, ready)
        if errors:
            self._missing(bundle.locales[0], key, *(str(error) for error in errors))
        return PUT_LATER.sub(lambda found: long[int(found[1])], str(said)) if long else str(said)

    def _ready(self, value: Value, long: list[str]) -> Value:
        if isinstance(value, str):
            tamed = tame(value)
            if len(tamed) <= LONG and "\ue000" not in tamed:
                return tamed
            long.append(tamed)
            return LATER.format(len(long) - 1)
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(self._zone)
        return value

    def _pattern(self, language: str, key: str, attribute: str | None) -> tuple[FluentBundle, Any] | None:
        where = (language, key, attribute)
        try:
            return self._patterns[where]
        except KeyError:
            found = self._find(language, key, attribute) or (self._find(SOURCE, key, attribute) if language != SOURCE else None)
            self._patterns[where] = found
            return found

    def _find(self, language: str, key: str, attribute: str | None) -> tuple[FluentBundle, Any] | None:
        bundle = self._bundle(language, holding=key)
        if bundle is None or not bundle.has_message(key):
            return None
        message = bundle.get_message(key)
        pattern = message.attributes.get(attribute) if attribute else message.value
        return (bundle, pattern) if pattern else None

    def _bundle(self, language: str, *, holding: str) -> FluentBundle | None:
        """Return a language's bundle once the file of a key is in it: parsing all files would cost every start 1.5 ms a KiB."""
        if language not in self.languages:
            return None
        with self._lock:
            if language not in self._bundles:
                self._bundles[language] = FluentBundle([language], functions(language), use_isolating=False)
                files = sorted((self._folder / language).glob("*.ftl"))
                self._homes[language] = {key: file for file in files for key in ENTRY.findall(file.read_text("utf-8"))}
            self._add(language, holding)
        return self._bundles[language]

    def _add(self, language: str, key: str) -> None:
        file = self._homes[language].get(key)
        if file is None or file in self._read:
            return
        self._read.add(file)
        source = file.read_text("utf-8")
        resource = FluentResource(source)
        junk = [entry.content for entry in resource.body if isinstance(entry, Junk)]
        if junk and self._strict:
            raise ValueError(f"{file.name}: not Fluent: {junk[0]!r}")
        self._bundles[language].add_resource(resource)
        for other in REFERENCE.findall(source):
            self._add(language, other)

    def _missing(self, language: str, key: str, *why: str) -> None:
        if self._strict:
            raise KeyError(f"{language}: {key}: {', '.join(why) or 'no such key'}")
        log.warning("text %s is wanting in %s", key, language)


@cache
def words(zone: str = "Europe/Paris") -> Texts:
    """Return the texts that come with Relais, read once for the whole process. zone: the town's, in which moments are said."""
    return Texts(Path(__file__).parent / "texts", zone=zone)
