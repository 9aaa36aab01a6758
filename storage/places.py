"""Where requests are: the points of those that were received in a period and have one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select

from storage.measures import NOT_COUNTED, Perimeter
from storage.rising import SECTOR
from storage.tables import Request, table
from storage.unit import Scope

REQUEST = table(Request)


def points(store: Scope, perimeter: Perimeter, start: datetime, end: datetime) -> list[tuple[float, float]]:
    """Longitude and latitude of each, sensitive ones apart; of some mairies, what lies in their sectors."""
    kept: list[ColumnElement[bool]] = [
        REQUEST.c.state.not_in(NOT_COUNTED), REQUEST.c.received_at >= start, REQUEST.c.received_at < end, REQUEST.c.lat.is_not(None),
        REQUEST.c.lon.is_not(None), REQUEST.c.sensitive.is_(False), REQUEST.c.duplicate_of.is_(None),
    ]
    if perimeter.direction:
        kept += [REQUEST.c.direction == perimeter.direction, REQUEST.c.sent_at.is_not(None)]
    elif perimeter.mairies is not None:
        kept.append(SECTOR.in_(perimeter.mairies))
    rows = store.all(select(REQUEST.c.lon, REQUEST.c.lat).where(*kept).order_by(REQUEST.c.id))
    return [(lon, lat) for lon, lat in rows]
