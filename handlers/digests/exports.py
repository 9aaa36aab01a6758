"""The files behind a digest: its figures, and for whoever reads requests the counted facts that they are made of, as CSV or a workbook."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from handlers.desk import Desk
from handlers.digests.counted import COUNTED, Told
from handlers.digests.view import Row, View
from handlers.measures.definitions import Figure
from handlers.measures.periods import Period
from handlers.measures.reading import one_by_one
from handlers.messages import Attachment
from storage import digests
from storage import files as kept

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | date
Table = Sequence[Sequence[Cell]]
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for a formula at the beginning of a cell."""
WIDE = 24
"""Characters of a column in a workbook."""


def files(desk: Desk, view: View, form: str) -> tuple[Attachment, ...]:
    """Store them, to be shown with a reply; nothing keeps them, so that they are forgotten in a day (handlers/requests/jobs)."""
    found = contents(desk, view, form)
    desk.store.direct()
    made = []
    for name, media_type, content in found:
        hash = hashlib.sha256(content).hexdigest()
        kept.put(desk.store.unit, desk.hall.seal, hash, media_type=media_type, content=content, now=desk.now)
        made.append(Attachment(hash, media_type, len(content), name))
    return tuple(made)


def contents(desk: Desk, view: View, form: str) -> list[tuple[str, str, bytes]]:
    """(name, media type, content). form: csv, a file for each table; xlsx, one workbook."""
    tables = {"figures": figures(desk, view)} | ({} if view.figures_only else {"rows": rows(desk, view)})
    stem = f"relais-{view.kind.id.replace('_', '-')}-{view.on}"
    if form == "xlsx":
        named = {desk.word("digest-sheet", sheet=name): table for name, table in tables.items()}
        return [(f"{stem}.xlsx", XLSX, as_workbook(named, desk.now))]
    comma = desk.language == "fr"
    return [(f"{stem}-{desk.word('digest-sheet', sheet=name)}.csv", CSV, as_csv(table, comma=comma)) for name, table in tables.items()]


# --- the two tables ---


def figures(desk: Desk, view: View) -> list[list[Cell]]:
    """What the digest says, its heading first: period, id, name, value, n, some; a part of a split is a line of its own."""
    lines: list[list[Cell]] = [_heading(desk, ("period", "id", "name", "value", "n", "some"))]
    for (period, id), found in view.figures.items():
        lines += _figure(period, desk.word(f"measure-{id}"), found, desk.word("figure-small"))
    for name, (value, n, some) in view.counts.items():
        lines.append([str(view.on), name, desk.word("digest-list-name", list=name), value, n, "" if some is None else some])
    return lines


def _figure(period: Period, name: str, figure: Figure, small: str) -> Iterator[list[Cell]]:
    """Under five, no number at all for who reads figures only: `guarded` has said what is hidden."""
    found, when = figure.found, _days(period)
    if figure.measure.unit == "split" and not figure.hidden:
        for part, number in found.parts:
            yield [when, f"{figure.measure.id}/{part}", name, number, found.n, number]
        return
    n: Cell = small if figure.hidden == "n" else found.n
    some: Cell = "" if found.some is None or figure.hidden in ("n", "rest") else small if figure.hidden == "some" else found.some
    value: Cell = "" if figure.value is None else round(figure.value, 6)
    yield [when, figure.measure.id, name, small if figure.hidden == "n" and figure.measure.unit == "count" else value, n, some]


def _days(period: Period) -> str:
    """« 2026-11-16/2026-11-22 »: its first and its last day."""
    return f"{period.first}/{period.last}"


def rows(desk: Desk, view: View) -> list[list[Cell]]:
    """Their heading, then a line for each counted fact: period, reference, day, mairie, direction, measure, value."""
    every = [*_counted(desk, view), *view.rows]
    return [_heading(desk, Row._fields), *([_number(cell) for cell in row] for row in every)]


def _number(cell: Cell) -> Cell:
    try:
        return float(cell) if isinstance(cell, str) else cell
    except ValueError:
        return cell


def _counted(desk: Desk, view: View) -> Iterator[Row]:
    """From the same requests and events as the measures."""
    wanted: dict[Period, list[str]] = {}
    for period, id in view.figures:
        wanted.setdefault(period, []).append(id)
    for period, ids in wanted.items():
        found = [each for each in one_by_one(desk.store, desk.town, view.seen.perimeter, period, desk.now) if each[1]]
        references = digests.references(desk.store, [file.id for file, _ in found])
        for file, cells in found:
            told = Told(view.day_of(file.received_at), cells)
            for id in ids:
                for each in COUNTED[id](told):
                    yield Row(_days(period), references.get(file.id, ""), each.day, file.mairie, file.direction or "", id + each.more,
                              each.value)


def _heading(desk: Desk, names: Sequence[str]) -> list[Cell]:
    return [desk.word("digest-column", column=name) for name in names]


# --- bytes ---


def safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would run is shown instead: « =1+1 » becomes « '=1+1 »."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell


def as_csv(table: Table, *, comma: bool) -> bytes:
    """UTF-8 with its mark and semicolons, which is what a French spreadsheet opens as it is. comma: the decimal sign."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in table:
        writer.writerow([_written(safe(cell), comma) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _written(cell: Cell, comma: bool) -> str:
    if isinstance(cell, float):
        text = f"{cell:.6f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if comma else text
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def as_workbook(tables: dict[str, Table] | dict[str, list[list[Cell]]], now: datetime) -> bytes:
    """An .xlsx with a sheet for each table; texts are written as texts, whatever they look like."""
    from xlsxwriter import Workbook  # 40 ms, for the first one only

    out = io.BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": now.replace(tzinfo=None)})
    bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
    for name, table in tables.items():
        sheet: Worksheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table[0]) - 1, WIDE)
        for place, row in enumerate(table):
            for column, cell in enumerate(map(safe, row)):
                if isinstance(cell, str):
                    sheet.write_string(place, column, cell, bold if place == 0 else None)
                elif isinstance(cell, date):
                    sheet.write_datetime(place, column, cell, day)
                else:
                    sheet.write_number(place, column, cell)
    workbook.close()
    return out.getvalue()
