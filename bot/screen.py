"""What people see in the terminal: each person's messages as panels, with the choices they may type."""

from __future__ import annotations

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.platforms import Outgoing
from handlers.messages import Rendered

COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "bright_red")


class Screen:
    """One terminal, shared by everybody who speaks at it."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._colours: dict[str, str] = {}

    def colour(self, who: str) -> str:
        return self._colours.setdefault(who, COLOURS[len(self._colours) % len(COLOURS)])

    def show(self, who: str, what: Outgoing, replaces: bool) -> None:
        """A message from Relais to somebody."""
        self.console.print(
            Panel(
                rendered(what.body),
                title=Text(f"Relais → {who.capitalize()}" + (" ✎" if replaces else "")),
                title_align="left",
                border_style=self.colour(who),
                width=min(78, self.console.width),
            )
        )

    def said(self, who: str, line: str) -> None:
        """What somebody wrote, on the right as in a messenger."""
        bubble = Panel(Text(line), title=Text(who.capitalize()), title_align="right", border_style="dim", width=min(64, self.console.width))
        self.console.print(bubble, justify="right")

    def note(self, text: str) -> None:
        self.console.print(Text(text, style="italic dim"))


def rendered(body: Rendered) -> Group:
    """A message's title, text and numbered choices. Text, never markup: what people wrote is shown, not read."""
    parts: list[Text | Table] = []
    if body.title:
        parts.append(Text(body.title, style="bold"))
    if body.text:
        parts.append(Text(body.text))
    if body.attachments:
        parts.append(Text("[photo]", style="dim"))
    if body.choices:
        parts.append(_choices(body))
    return Group(*parts)


def _choices(body: Rendered) -> Table:
    grid = Table.grid(padding=(0, 2))
    columns = 2 if body.layout == "list" or len(body.choices) > 4 else len(body.choices)
    cells = [Text.assemble((f"{number} ", "bold"), label) for number, (label, _act) in enumerate(body.choices, 1)]
    for start in range(0, len(cells), columns):
        grid.add_row(*cells[start : start + columns])
    return grid
