"""A sheet to draw on: places in pixels from the top left, one family of letters, one set of colours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = Path(__file__).parents[2] / "config" / "fonts"
PAPER, INK, MUTED, RULE, PALE = "#FBFAF7", "#22252B", "#5F636B", "#DAD8D2", "#ECEAE4"
BLUE, ORANGE, LEGIBLE = "#1B5E9B", "#D97A00", "#A85B00"
"""LEGIBLE: of orange letters, which are too pale on paper otherwise."""
SHADES = ("#E6EEF6", "#0B3A66")
"""From the palest to the darkest of a shade: read by lightness alone."""
SERIES = ("#12436D", "#E8A200", "#4FA3D9", "#A2385E", "#6BAA5A", "#C9C6BE")
"""Parts of a whole; the last is for all others. Told apart whatever one's eyes: a test simulates it."""
LEADING = 1.2
NUMERATOR = 72
HINTED = 1.02
"""Small letters are a little wider on a screen than their outlines are."""

Align = Literal["left", "center", "right"]


class Box(NamedTuple):
    """Pixels, from the top left of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Canvas:
    """A sheet of so many pixels. dpi: how many make an inch of it, for paper."""

    def __init__(self, width: int, height: int, *, dpi: int = 100, paper: str = PAPER) -> None:
        from matplotlib.figure import Figure

        self.width, self.height, self.dpi, self.paper = width, height, dpi, paper
        self.figure: Figure = Figure(figsize=(width / dpi, height / dpi), dpi=dpi, facecolor=paper)

    def points(self, pixels: float) -> float:
        return pixels * NUMERATOR / self.dpi

    def write(self, x: float, y: float, text: str, *, size: float, colour: str = INK, bold: bool = False, align: Align = "left",
              middle: bool = False) -> None:
        """One line; y: its top, or its middle."""
        base = y + (0.335 * size if middle else 0.93 * size)
        self.figure.text(x / self.width, 1 - base / self.height, text, fontproperties=face(bold), fontsize=self.points(size), color=colour,
                         ha=align, va="baseline")

    def paragraph(self, x: float, y: float, text: str, *, width: float, size: float, colour: str = INK, bold: bool = False,
                  leading: float = LEADING, even: bool = False) -> float:
        """As many lines as it takes, of like length if they are to be even; where the next one would begin."""
        for line in (balanced if even else wrapped)(text, width, size=size, bold=bold):
            self.write(x, y, line, size=size, colour=colour, bold=bold)
            y += leading * size
        return y

    def rule(self, x: float, y: float, right: float, *, colour: str = RULE, thick: float = 2) -> None:
        self.block(Box(x, y, right, y + thick), colour)

    def block(self, box: Box, colour: str, **how: Any) -> None:
        from matplotlib.patches import Rectangle

        corner, size = (box.left / self.width, 1 - box.bottom / self.height), (box.width / self.width, box.height / self.height)
        self.figure.add_artist(Rectangle(corner, *size, facecolor=colour, linewidth=0, transform=self.figure.transFigure,
                                         **{"zorder": -1, **how}))

    def axes(self, box: Box) -> Axes:
        """Bare: no frame, no mark, what is drawn in it alone."""
        left, bottom = box.left / self.width, 1 - box.bottom / self.height
        axes = self.figure.add_axes((left, bottom, box.width / self.width, box.height / self.height))
        axes.patch.set_visible(False)
        axes.tick_params(length=0, labelbottom=False, labelleft=False)
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes


@cache
def face(bold: bool = False) -> Any:
    """The letters that come with Relais: the same everywhere."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(FONTS / f"SourceSans3-{'Semibold' if bold else 'Regular'}.ttf"))


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """Pixels that a line takes."""
    return _units(text, bold) * size / 100


@cache
def _units(text: str, bold: bool) -> float:
    from matplotlib.font_manager import get_font

    font = get_font(str(FONTS / f"SourceSans3-{'Semibold' if bold else 'Regular'}.ttf"))
    font.set_size(100, NUMERATOR)
    font.set_text(text)
    width, _ = font.get_width_height()
    return float(width) / 64 * HINTED


def wrapped(text: str, width: float, *, size: float, bold: bool = False) -> list[str]:
    """Lines no wider than that, cut at spaces that may be cut; a word wider than all is left whole."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size=size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(text: str, width: float, *, size: float, bold: bool = False) -> list[str]:
    """As few lines, as equal as they can be: a title does not end on one word."""
    found = wrapped(text, width, size=size, bold=bold)
    for narrower in range(int(width), int(width / 2), -8):
        lines = wrapped(text, narrower, size=size, bold=bold)
        if len(lines) > len(found) or any(width_of(line, size=size, bold=bold) > narrower for line in lines):
            break
        found = lines
    return found


def fitted(text: str, width: float, *, size: float, lines: int, bold: bool = False) -> list[str]:
    """The same in so many lines at most: the end of the last is « … »."""
    found = wrapped(text, width, size=size, bold=bold)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    last = found[-1]
    while last and width_of(found[-1], size=size, bold=bold) > width:
        last = last[:-1].rstrip(" ,;")
        found[-1] = last + "…"
    return found


def every(labels: Sequence[str], room: float, *, size: float) -> int:
    """Which labels of a row to write, so that none touches the next: all, or one in so many, the last being one."""
    widest = max((width_of(label, size=size) for label in labels), default=0)
    return max(1, ceil((widest + 0.2 * size) / room)) if room > 0 else 1


def shade(share: float) -> str:
    """Of a share, 0 to 1: the darker the more."""
    one, two = ([int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in SHADES)
    mixed = (round(a + (b - a) * min(1.0, max(0.0, share))) for a, b in zip(one, two, strict=True))
    return "#" + "".join(f"{each:02X}" for each in mixed)


def ink_on(colour: str) -> str:
    """Dark letters on what is light, light ones on what is dark."""
    return INK if luminance(colour) > 0.217 else "#FFFFFF"


def luminance(colour: str) -> float:
    """Relative, as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
