"""From a spec to a picture that a telephone shows whole, or to a part of a printed page."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import fields as fields_of
from typing import Any

from handlers.charts import dots, fields, plots
from handlers.charts.canvas import BLUE, INK, LEADING, MUTED, Box, Canvas, wrapped
from handlers.charts.paper import sheet
from handlers.charts.specs import Heading, Page, Spec

WIDTH, TALLEST = 1080, 1350
"""Of a picture: on a telephone, a third of it."""
SIZE = 34
"""Of letters: eleven pixels where the picture is 360 wide."""
MARGIN = 56

CONTENTS = frozenset({"weeks", "rows", "places", "months", "bars", "cells", "spots", "others", "wide"})
Plot = Callable[[Canvas, Any, Box, float], None]
PLOTS: dict[str, tuple[Plot, Callable[[Any], float]]] = {
    "Flow": (plots.flow, lambda _: 24), "Delays": (plots.delays, lambda spec: 3 + 2.6 * len(spec.rows)),
    "Heat": (plots.heat, lambda spec: 3 + 2.6 * len(spec.rows)), "Funnel": (plots.funnel, lambda _: 22),
    "Control": (fields.control, lambda _: 19), "Stacked": (fields.stacked, lambda spec: 2 + 4.6 * len(spec.bars)),
    "Map": (fields.map_of, lambda _: 25), "Dots": (dots.dots, lambda _: 25), "Simple": (plots.simple, lambda spec: 3.9 * len(spec.bars)),
}  # fmt: skip
"""By kind: what draws it in a box, and how many lines of text it is as high as."""


def draw(spec: Spec | Page) -> bytes:
    """A PNG, of a page a PDF; the same spec gives the same bytes."""
    if isinstance(spec, Page):
        return printed(spec)
    width, note = WIDTH - 2 * MARGIN, SIZE * 0.97
    plot, lines = PLOTS[type(spec).__name__] if shows(spec) else (_nothing, lambda _: 0)
    top = MARGIN + _heading_height(spec.head, width, SIZE)
    bottom = LEADING * note * len(wrapped(spec.head.note, width, size=note)) + MARGIN + 34
    height = int(min(TALLEST, top + lines(spec) * SIZE + bottom))
    canvas = Canvas(WIDTH, height)
    heading(canvas, spec.head, Box(MARGIN, MARGIN, WIDTH - MARGIN, height), SIZE)
    plot(canvas, spec, Box(MARGIN, top, WIDTH - MARGIN, height - bottom), SIZE)
    canvas.rule(MARGIN, height - bottom + 14, WIDTH - MARGIN)
    canvas.paragraph(MARGIN, height - bottom + 28, spec.head.note, width=width, size=note, colour=MUTED)
    out = io.BytesIO()
    canvas.figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def place(canvas: Canvas, spec: Spec, box: Box, size: float) -> None:
    """The same in a part of a page: heading, plot, note."""
    top = heading(canvas, spec.head, box, size)
    note = 0.92 * size
    lines = wrapped(spec.head.note, box.width, size=note)
    bottom = box.bottom - LEADING * note * len(lines)
    if shows(spec):
        PLOTS[type(spec).__name__][0](canvas, spec, Box(box.left, top, box.right, bottom - 0.6 * size), size)
    canvas.paragraph(box.left, bottom, spec.head.note, width=box.width, size=note, colour=MUTED)


def printed(page: Page, *, as_picture: bool = False) -> bytes:
    """A4, its letters embedded and selectable. as_picture: the same as a PNG, to look at."""
    from matplotlib import rc_context

    canvas = sheet(page, place)
    out = io.BytesIO()
    with rc_context({"pdf.fonttype": 42, "pdf.compression": 9}):
        if as_picture:
            canvas.figure.savefig(out, format="png", metadata={"Software": None})
        else:
            known: dict[str, str | None] = {"Title": f"{page.above} · {page.title}", "Author": page.author}
            known |= dict.fromkeys(("CreationDate", "Creator", "Producer"))  # what changes from one machine to the next
            canvas.figure.savefig(out, format="pdf", metadata=known)
    return out.getvalue()


def shows(spec: Spec) -> bool:
    """Whether there is anything to draw: else the title says why not."""
    return any(len(getattr(spec, each.name)) > 0 for each in fields_of(spec) if each.name in CONTENTS)


def _nothing(_canvas: Canvas, _spec: Spec, _box: Box, _size: float) -> None:
    return None


def heading(canvas: Canvas, head: Heading, box: Box, size: float) -> float:
    """A short bar, the sentence to remember, what it is about; where the plot may begin."""
    canvas.block(Box(box.left, box.top, box.left + 2.4 * size, box.top + 0.24 * size), BLUE)
    y = canvas.paragraph(box.left, box.top + 0.6 * size, head.title, width=box.width, size=1.55 * size, colour=INK, bold=True, leading=1.14,
                         even=True)
    return canvas.paragraph(box.left, y + 0.25 * size, head.subtitle, width=box.width, size=size, colour=MUTED, even=True) + 0.7 * size


def _heading_height(head: Heading, width: float, size: float) -> float:
    titles, lines = len(wrapped(head.title, width, size=1.55 * size, bold=True)), len(wrapped(head.subtitle, width, size=size))
    return (0.6 + 1.14 * 1.55 * titles + 0.25 + LEADING * lines + 0.7) * size

