"""Named places where a test may kill the process, to prove that nothing is lost there. Inert unless armed, or FAIL_POINT is set."""

import os
import signal

NAMES = (
    "inbox.stored",  # received and committed, not handled, the network not told
    "act.handled",  # handled, not committed
    "act.committed",  # handled and committed, the network not told
    "outbox.claimed",  # claimed and committed, not sent
    "outbox.before-send",
    "outbox.after-send",  # sent, not marked: the one ambiguous place
    "outbox.marked",
    "file.fetched",  # downloaded, not stored
    "tick.stepped",  # steps of ladders taken, not committed
    "notices.folded",  # what people must be told folded into messages, not committed
    "retention.purged",  # what is kept long enough deleted or erased, not committed
)

_name, _left = "", 0


def arm(where: str) -> None:
    """Die at this place: "name", or "name:n" for its nth passage; "" for nowhere. Raises ValueError for a place that is not."""
    global _name, _left
    name, _, count = where.partition(":")
    if name and name not in NAMES:
        raise ValueError(f"no fail point {name!r}; there are {', '.join(NAMES)}")
    _name, _left = name, int(count or 1)


def fail_point(name: str) -> None:
    """Die here, as by `kill -9`, when this is the armed passage."""
    global _left
    if name == _name:
        _left -= 1
        if _left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


arm(os.environ.get("FAIL_POINT", ""))
