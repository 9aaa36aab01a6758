"""Requests as they were recorded, for changed rules to be tried on: newest first, nothing of who asked or who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from storage.tables import Request, table
from storage.unit import Scope

REQUEST = table(Request)


def requests(store: Scope, most: int) -> Sequence[Row[Any]]:
    """reference, text, place, quarter, service, direction of the newest recorded ones whose words are still kept."""
    return store.all(
        select(REQUEST.c.reference, REQUEST.c.text, REQUEST.c.place, REQUEST.c.quarter, REQUEST.c.service, REQUEST.c.direction)
        .where(REQUEST.c.reference.is_not(None), REQUEST.c.state != "cancelled", REQUEST.c.text != "")
        .order_by(REQUEST.c.id.desc())
        .limit(most)
    )
