"""The heartbeat: a call each minute to an address outside, which raises the alarm when it stops. Only the operator's setting names it."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)

CALL_S = 10.0


class Heartbeat:
    """url: https, or on this machine (config/settings). Never followed elsewhere, its answer is not read."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._failing = False

    async def beat(self) -> bool:
        """Call it once. False when it could not be reached: whoever waits there will see it by themselves."""
        import aiohttp

        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_S)) as session:
                async with session.get(self._url, allow_redirects=False) as answer:
                    well = answer.status < 300
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._say(type(error).__name__)
            return False
        if not well:
            self._say(f"HTTP {answer.status}")
        self._failing = self._failing and not well
        return well

    def _say(self, why: str) -> None:
        """Once, not each minute. The address holds a secret: it is not said."""
        if not self._failing:
            log.warning("the heartbeat's address does not answer as it should (%s)", why)
        self._failing = True
