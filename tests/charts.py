"""The pictures of docs/charts.md, from a made-up year of Valmière: `python -m tests.charts`. The same seed gives the same pictures."""

from __future__ import annotations

import io
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image
from rich.console import Console

from bot.seeding.filling import fill
from handlers.charts import gather, long
from handlers.charts.drawing import draw, printed
from handlers.charts.reader import View
from handlers.digests.quarterly import page
from handlers.measures.periods import of
from storage.database import open_database
from storage.measures import Perimeter
from storage.unit import Scope, Unit
from tests.scenes import texts, valmiere

DOCS = Path(__file__).parent.parent / "docs"
UNTIL = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
WIDE, COLOURS = 600, 48


def pictures(folder: Path) -> dict[str, bytes]:
    """By file name."""
    database = open_database(f"sqlite:///{folder / 'relais.db'}")
    fill(database, valmiere(), requests=6000, people=60, days=300, seed=7, until=UNTIL, console=Console(quiet=True))
    with database.reading() as connection:
        store = Scope(Unit(connection, database.ids))

        def view(perimeter: Perimeter, *, only_figures: bool = False) -> View:
            return View(store, valmiere(), texts(), "fr", UNTIL, perimeter, only_figures)

        week, tanneurs = of("week", date(2026, 11, 16)), Perimeter(mairies=("mq_tanneurs",))
        made = {
            "chart-flow.png": draw(gather.flow(view(tanneurs), week)),
            "chart-funnel.png": draw(gather.funnel(view(Perimeter()), week)),
            "chart-map.png": draw(long.ground(view(Perimeter(), only_figures=True), of("month", date(2026, 10, 1)))),
            "restitution.png": printed(page(view(tanneurs), "sg", of("quarter", date(2026, 7, 1))), as_picture=True),
        }
    database.close()
    return {name: small(picture) for name, picture in made.items()}


def small(picture: bytes) -> bytes:
    """For a page of documentation: narrower, and of few colours."""
    with Image.open(io.BytesIO(picture)) as image:
        narrow = image.convert("RGB").resize((WIDE, round(image.height * WIDE / image.width)), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        narrow.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        return out.getvalue()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in pictures(Path(folder)).items():
            (DOCS / name).write_bytes(picture)


if __name__ == "__main__":
    main()
