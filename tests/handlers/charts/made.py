"""Charts made by hand, one of each kind."""

from __future__ import annotations

from handlers.charts.scales import share_limits
from handlers.charts.specs import (
    Bar,
    Cell,
    Control,
    Delay,
    Delays,
    Dot,
    Dots,
    Flow,
    Funnel,
    Heading,
    Heat,
    Level,
    Line,
    Map,
    Month,
    Outline,
    Part,
    Place,
    Simple,
    Spec,
    Stacked,
    Week,
)

HEAD = Heading("Les fermetures rattrapent les arrivées depuis trois semaines", "Les Tanneurs · arrivées et closes", "n = 120 arrivées.")
FLOW = Flow(
    HEAD, ("Arrivées", "Closes", "Ouvertes en fin de semaine"),
    tuple(Week(f"s. {number}", arrivals, closed, still) for number, arrivals, closed, still in
          [(45, 101, 113, 109), (46, 107, 118, 98), (47, 118, 121, 95)]), (120, 120),
)  # fmt: skip
DELAYS = Delays(
    HEAD, ("la moitié", "9 sur 10"),
    (Delay("Habitat", 6.2, 11.4, 18), Delay("Voirie", 4.5, None, 41), Delay("Eau", None, None, 6, "few")), 12, "jours ouvrés",
    {"few": "n trop faible", "none": "pas encore atteint", "hidden": "moins de 5"},
)  # fmt: skip
HEAT = Heat(HEAD, ("s. 46", "s. 47"), (Line("Voirie", (0.8, None)), Line("Eau", (1.0, 0.35))), ("40 % ou moins", "100 %", "n trop faible"))
FUNNEL = Funnel(HEAD, (Place("Le Coteau", 118, 125), Place("Les Tanneurs", 79, 96), Place("Faubourg-Nord", 55, 88)), 0.79,
                ("ensemble 79 %", "19 fois sur 20", "échéances"))
COUNTED = [(800, 1010), (780, 1000), (410, 640), (810, 1010)]
CENTRE, LIMITS = share_limits(COUNTED)
CONTROL = Control(
    HEAD, tuple(Month(name, some / n, n, *(limit or (None, None)))
                for name, (some, n), limit in zip(("juin", "juil.", "août", "sept."), COUNTED, LIMITS, strict=True)), CENTRE, ("limites",),
)  # fmt: skip
STACKED = Stacked(HEAD, (Bar("Voirie", (Part("Guichet", 60), Part("Élu", 35), Part("Autres", 5)), 120),), ("Guichet", "Élu", "Autres"))
SQUARE = Outline("Les Tanneurs", (((4.30, 46.03), (4.36, 46.03), (4.36, 46.07), (4.30, 46.07), (4.30, 46.03)),))
MAP = Map(HEAD, (SQUARE,), (Cell(4.32, 46.05, 12), Cell(4.33, 46.05, None)), 500, (5, 10), "moins de 5")
DOTS = Dots(
    HEAD, (SQUARE,), (Outline("Le Coteau", (((4.25, 46.0), (4.30, 46.03), (4.30, 46.07), (4.25, 46.07), (4.25, 46.0)),)),),
    (Dot("rue du Port", 4.32, 46.05, 6),), (Dot("rue Haute", 4.35, 46.06, 1), Dot("", 4.33, 46.04, 2)),
    (Dot("rue Basse", 4.33, 46.05, 1),), ("1 demande", "quartier seul connu", "sans lieu : 3 demandes"),
)  # fmt: skip
SIMPLE = Simple(HEAD, (Level("Délais tenus", 0.82, "82 %"), Level("Dates tenues", None, "7 sur 9, n trop faible")), 1)
EVERY: tuple[Spec, ...] = (FLOW, DELAYS, HEAT, FUNNEL, CONTROL, STACKED, MAP, DOTS, SIMPLE)
