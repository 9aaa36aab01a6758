"""/reunion: a batch after a meeting, one request a line, `fin` to close."""

from __future__ import annotations

from handlers.desk import Desk
from handlers.messages import Incoming, Refusal, Reply, Value
from handlers.privacy.rules import mask
from handlers.requests.drafts import draft, keep
from handlers.requests.rules import LONGEST, folded, says_something
from storage import requests

CHANNEL = "reunion"
LINES = 30


def begin(desk: Desk, got: Incoming, argument: str) -> Reply:
    """Start, or log at once the lines that follow the command."""
    if not desk.who.mairie:
        raise Refusal("meeting-needs-mairie")
    if argument:
        return lines(desk, got, "0")
    return Reply("meeting-begin", ask="requests.meeting:0")


def lines(desk: Desk, got: Incoming, argument: str) -> Reply:
    """Record each line, to be qualified later: nobody chose a service yet. argument: how many were logged before."""
    logged = int(argument)
    said = got.text.partition(" ")[2] if got.text[:1] in "/!" else got.text
    if folded(said) in ("fin", "end"):
        return Reply("meeting-end", {"count": logged})
    kept: list[str] = []
    passed = 0
    for line in said.splitlines():
        text = mask(line.strip(" -–•*\t"), desk.town.privacy_filters).text
        if not says_something(text) or len(text) > LONGEST or len(kept) == LINES:
            passed += bool(line.strip())
            continue
        request = draft(desk, text, source=None, now=desk.now, channel=CHANNEL)
        requests.insert(desk.store, request)
        keep(desk, request, None)
        kept.append(desk.word("meeting-line", reference=request.reference or "", text=text[:70]))
    values: dict[str, Value] = {"lines": "\n".join(kept), "count": len(kept), "passed": passed, "most": LINES}
    return Reply("meeting-logged" if kept else "meeting-nothing", values, ask=f"requests.meeting:{logged + len(kept)}")
