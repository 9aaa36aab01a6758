"""What people see in the terminal: each person's messages as panels, with the choices they may type."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.platforms import Outgoing
from config.texts import words
from handlers.messages import CHART, DRAWN, Attachment, Rendered

COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "bright_red")
PAGE = 94
"""Columns: beyond them lines are hard to read, however wide the terminal."""
OURS, THEIRS = 78, 62
"""The widest that a message from Relais, and one to it, may be."""


class Screen:
    """One terminal, shared by everybody who speaks at it. hour: what to write beside each name, nothing by default."""

    def __init__(self, console: Console, *, hour: Callable[[], str] = lambda: "") -> None:
        self.console = console
        self._hour = hour
        self._colours: dict[str, str] = {}

    @property
    def page(self) -> int:
        return min(PAGE, self.console.width)

    def colour(self, who: str) -> str:
        return self._colours.setdefault(who, COLOURS[len(self._colours) % len(COLOURS)])

    def show(self, who: str, what: Outgoing, replaces: bool) -> None:
        """A message from Relais to somebody."""
        title = self._title(f"Relais → {who.capitalize()}" + (" ✎" if replaces else ""))
        width = min(OURS, self.page)
        self.console.print(Panel(rendered(what.body), title=title, title_align="left", border_style=self.colour(who), width=width))

    def said(self, who: str, line: str, *, brief: bool = False) -> None:
        """What somebody wrote, on the right as in a messenger."""
        title = self._title(who.capitalize())
        if brief:
            self.put(Align.right(Text.assemble(line, "  ", title)))
            return
        longest = max(Text(each).cell_len for each in (title.plain + "  ", *line.splitlines()))
        width = min(THEIRS, self.page, longest + 4)
        self.put(Align.right(Panel(Text(line), title=title, title_align="right", border_style=self.colour(who), width=width)))

    def glimpse(self, who: str, what: Outgoing) -> None:
        """A message from Relais in one line: its title, or its first words."""
        first = what.body.title or what.body.text.partition("\n")[0]
        line = Text.assemble(self._title(f"Relais → {who.capitalize()}"), f"  {first}", no_wrap=True, overflow="ellipsis")
        self.put(line)

    def note(self, text: str) -> None:
        self.put(Text(text, style="italic"))

    def chapter(self, title: str) -> None:
        self.put(Text(""))
        self.put(Rule(Text(title, style="bold"), align="left", style="dim"))

    def put(self, what: RenderableType) -> None:
        self.console.print(what, width=self.page)

    def _title(self, name: str) -> Text:
        hour = self._hour()
        return Text.assemble((name, "bold"), (f" · {hour}" if hour else ""))


def rendered(body: Rendered) -> Group:
    """A message's title, text and numbered choices. Text, never markup: what people wrote is shown, not read."""
    parts: list[Text | Table] = []
    if body.title:
        parts.append(Text(body.title, style="bold"))
    if body.text:
        parts.append(Text(body.text))
    if body.attachments:
        parts += [Text(_picture(body.language, file), style="dim") for file in _distinct(body.attachments)]
    if body.choices:
        parts += [Text(""), _choices(body)]
    return Group(*parts)


def _distinct(files: Sequence[Attachment]) -> list[Attachment]:
    """What has a name each, and one photo for all."""
    photos = [file for file in files if not (file.media_type in DRAWN or file.name)]
    return [*(file for file in files if file.media_type in DRAWN or file.name), *photos[:1]]


def _picture(language: str, file: Attachment) -> str:
    return words().say(language, "chart-picture", {"name": file.name}) if file.media_type == CHART else f"[{file.name or 'photo'}]"


def _choices(body: Rendered) -> Table:
    """Two columns; a number looks like a key, with or without colours."""
    columns = 2 if body.layout == "list" or len(body.choices) > 3 else len(body.choices)
    grid = Table.grid()
    for _ in range(columns):
        grid.add_column(no_wrap=True)
        grid.add_column()
    cells = [
        cell
        for number, (label, _act) in enumerate(body.choices, 1)
        for cell in (Text(f" {number} ", style="reverse"), Padding(Text(label), (0, 2, 0, 1)))
    ]
    for start in range(0, len(cells), 2 * columns):
        grid.add_row(*cells[start : start + 2 * columns])
    return grid
