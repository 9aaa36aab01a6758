"""Ports to listen on that stay free until a process, started meanwhile, takes them."""

from __future__ import annotations

import socket
from random import SystemRandom

FROM, TO = 20_000, 32_000
"""Below those that the system gives to connections: on a busy machine one of them is taken before a slow start gets to it."""


def free_port() -> int:
    """One that nobody listens on now, at 127.0.0.1."""
    while True:
        port = SystemRandom().randrange(FROM, TO)
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
