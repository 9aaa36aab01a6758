"""How the webhook is set up, and what Telegram would refuse of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.platforms import Misconfigured

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Webhook:
    """url: the public address, its path is where we listen; host, port: where we bind; secret: what Telegram must show."""

    url: str
    host: str
    port: int
    secret: str = field(repr=False)

    def check(self, token: str) -> None:
        """Raises Misconfigured for what Telegram would refuse or what would give the token away."""
        if not self.url:
            raise Misconfigured("telegram-webhook-url")
        if token in self.url:
            raise Misconfigured("telegram-token-in-webhook-url")
        if not SECRET.fullmatch(self.secret):
            raise Misconfigured("telegram-webhook-secret")
