"""The picture of the README: a recorded console as an SVG that needs nothing from anywhere, no font, no address."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.terminal_theme import TerminalTheme

COLUMNS = 92

PAPER = TerminalTheme(
    (250, 249, 246),
    (38, 38, 36),
    [(38, 38, 36), (176, 42, 48), (56, 118, 29), (150, 100, 0), (28, 90, 160), (130, 60, 130), (0, 112, 120), (120, 120, 116)],
    [(110, 110, 106), (200, 50, 56), (70, 140, 40), (170, 116, 0), (40, 110, 190), (150, 80, 150), (0, 130, 140), (38, 38, 36)],
)

FRAME = """\
<svg class="rich-terminal" role="img" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
  <style>
    .{unique_id}-matrix {{
      font-family: "DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 21px; line-height: {line_height}px;
    }}
    .{unique_id}-title {{ font: bold 18px system-ui, "DejaVu Sans", sans-serif; text-anchor: middle; fill: #6e6e6a; }}
    {styles}
  </style>
  <defs>
    <clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
    {lines}
  </defs>
  {chrome}
  <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
  </g>
</svg>
"""
"""Rich's own frame asks a server for its font. At 21 px, box-drawing lines of the fonts named here meet from one row to the next."""

BUTTONS = re.compile(r'\s*<g transform="translate\(26,22\)">.*?</g>', re.DOTALL)
"""The three dots of a window that is not ours to close."""


def recorder() -> Console:
    """A console that nobody sees and that remembers."""
    return Console(record=True, file=io.StringIO(), width=COLUMNS, force_terminal=True, color_system="truecolor", highlight=False,
                   legacy_windows=False, _environ={})


COLOURS = 64


def keep(file: Path, picture: bytes) -> None:
    """A chart has few colours: named one by one, it weighs a third."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(file, optimize=True)


def write(recorded: Console, file: Path, *, title: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(drawn(recorded, title=title), encoding="utf-8")


def drawn(recorded: Console, *, title: str) -> str:
    """The same scenes give the same picture, to the byte."""
    return BUTTONS.sub("", recorded.export_svg(title=title, theme=PAPER, clear=False, code_format=FRAME, unique_id="relais"))
