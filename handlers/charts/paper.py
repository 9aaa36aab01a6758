"""A printed page: A4, a sentence, some figures, two or three charts, what is not known and what comes next."""

from __future__ import annotations

from collections.abc import Callable

from handlers.charts.canvas import BLUE, INK, MUTED, Box, Canvas, fitted, width_of, wrapped
from handlers.charts.specs import Number, Page, Section, Spec, unpacked

WIDTH, HEIGHT, DPI = 1240, 1754, 150
"""A4."""
MARGIN, GAP, SIZE = 90, 60, 19.5
"""SIZE: of letters, nine points."""

Place = Callable[[Canvas, Spec, Box, float], None]


def sheet(page: Page, place: Place) -> Canvas:
    """The whole page. place: draws a chart in a box."""
    canvas = Canvas(WIDTH, HEIGHT, dpi=DPI, paper="#FFFFFF")
    right, width = WIDTH - MARGIN, WIDTH - 2 * MARGIN
    canvas.write(MARGIN, 72, page.above, size=SIZE, colour=MUTED)
    canvas.block(Box(MARGIN, 108, MARGIN + 64, 114), BLUE)
    y = canvas.paragraph(MARGIN, 126, page.title, width=width, size=2.1 * SIZE, bold=True, leading=1.14, even=True)
    y = _numbers(canvas, page.numbers, Box(MARGIN, y + 18, right, y + 150))
    foot = HEIGHT - 74
    words = foot - _height(page.sections, (width - GAP) / 2) - 24
    _charts(canvas, page, Box(MARGIN, y + 26, right, words - 36), place)
    canvas.rule(MARGIN, words - 16, right)
    for column, section in enumerate(page.sections):
        x = MARGIN + column * (width + GAP) / 2
        _section(canvas, section, x, words, (width - GAP) / 2)
    canvas.rule(MARGIN, foot, right)
    canvas.write(MARGIN, foot + 10, page.foot, size=0.9 * SIZE, colour=MUTED)
    return canvas


def _numbers(canvas: Canvas, numbers: tuple[Number, ...], box: Box) -> float:
    """A column each; where the charts may begin."""
    step = box.width / max(1, len(numbers))
    canvas.rule(box.left, box.top, box.right)
    lowest = box.top
    for place, each in enumerate(numbers):
        x = box.left + step * place
        size = min(2.0 * SIZE, 2.0 * SIZE * (step - 20) / max(1.0, width_of(each.said, size=2.0 * SIZE, bold=True)))
        canvas.write(x, box.top + 12 + (2.0 * SIZE - size), each.said, size=size, bold=True)
        y = box.top + 66
        for line in fitted(each.name, step - 20, size=SIZE, lines=2):
            canvas.write(x, y, line, size=SIZE)
            y += 1.2 * SIZE
        canvas.write(x, y, each.below, size=0.9 * SIZE, colour=MUTED)
        lowest = max(lowest, y + 1.2 * SIZE)
    canvas.rule(box.left, lowest + 8, box.right)
    return lowest + 10


def _charts(canvas: Canvas, page: Page, box: Box, place: Place) -> None:
    """Two side by side and a third across; of two, the first above the other; one alone takes it all."""
    charts = [unpacked(each.encode()) for each in page.charts]
    half, middle = (box.width - GAP) / 2, box.top + box.height * (0.33 if len(charts) == 2 else 0.54)
    boxes = {
        0: [], 1: [box], 2: [box._replace(bottom=middle - 22), box._replace(top=middle + 22)],
        3: [box._replace(right=box.left + half, bottom=middle - 22), box._replace(left=box.right - half, bottom=middle - 22),
            box._replace(top=middle + 22)],
    }[min(3, len(charts))]  # fmt: skip
    for chart, there in zip(charts, boxes, strict=False):
        if not isinstance(chart, Page):
            place(canvas, chart, there, SIZE * 0.92)


def _height(sections: tuple[Section, ...], width: float) -> float:
    lines = (sum(len(wrapped(line, width - 22, size=SIZE)) for line in section.lines) for section in sections)
    return 1.9 * SIZE + 1.28 * SIZE * max(lines, default=0)


def _section(canvas: Canvas, section: Section, x: float, y: float, width: float) -> None:
    canvas.write(x, y, section.title, size=1.15 * SIZE, bold=True)
    y += 1.9 * SIZE
    for line in section.lines:
        canvas.write(x, y, "·", size=SIZE, colour=BLUE, bold=True)
        y = canvas.paragraph(x + 22, y, line, width=width - 22, size=SIZE, colour=INK, leading=1.28)
