"""French public holidays by region: worked out when a town is read, and kept with it, so that a start does not load the library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

FIRST, LAST = 2020, 2060
"""The years that are worked out."""

ABOLITION: Mapping[str, tuple[int, int]] = {
    "guadeloupe": (5, 27), "martinique": (5, 22), "guyane": (6, 10), "reunion": (12, 20), "mayotte": (4, 27),
}
"""The day of the abolition of slavery, a holiday there (law 83-550, decree 83-1003; L3422-2 code du travail)."""

ALSACE_MOSELLE: Mapping[str, tuple[str, ...]] = {
    "alsace_moselle": ("Vendredi saint", "Saint-Étienne"), "alsace_moselle_sans_vendredi_saint": ("Saint-Étienne",),
}
"""L3134-13 code du travail: 26 December; Good Friday only in communes with a Protestant or a mixed church."""


def public_holidays(code: str) -> dict[str, str]:
    """ISO date → French name, for the code of `calendrier_feries`; nothing for a code that is none, which the check refuses.

    The national ones come from `holidays`. Its regions are not used: "67" raises, "GES" is taken in silence for the national eleven, and
    Guadeloupe's list holds customary days that no text makes holidays.
    """
    from holidays.countries.france import France  # some tenths of a second: only when a town is read anew

    found = {day: str(name) for day, name in France(years=range(FIRST, LAST + 1), language="fr").items()}  # type: ignore[no-untyped-call]  # theirs
    for year in range(FIRST, LAST + 1):
        if code in ABOLITION:
            found[date(year, *ABOLITION[code])] = "Abolition de l’esclavage"
        for name in ALSACE_MOSELLE.get(code, ()):
            easter_monday = next(day for day, other in found.items() if day.year == year and other == "Lundi de Pâques")
            found[easter_monday - timedelta(days=3) if name == "Vendredi saint" else date(year, 12, 26)] = name
    return {day.isoformat(): name for day, name in sorted(found.items())}
