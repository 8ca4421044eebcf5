"""The backend of several machines: numbers and lines in Redis, which the fronts of all machines hear."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from sixianghui.front import public as front

log = logging.getLogger(__name__)
#: Seconds that a publisher waits for the fronts.
PATIENCE = 1.0


class OverRedis:
    """A front that is up to date has heard an event when `publish` returns; one that is not tells of a gap."""

    def __init__(self, url: str) -> None:
        self._bus = front.bus(url)

    def publish(self, topic: str, data: Mapping[str, Any]) -> int:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        said = self._bus.say("publish", f"{topic} {text}", event="next", patience=PATIENCE)
        return said.event

    def cursor(self) -> int:
        return self._bus.last()

    def lose(self) -> None:
        self._bus.say("leap", event="leap", patience=PATIENCE)

    def recheck(self, account: str) -> None:
        self._tell("recheck", account)

    def close(self, account: str) -> None:
        self._tell("close", account)

    def _tell(self, word: str, rest: str) -> None:
        silent = self._bus.say(word, rest).silent
        if silent:
            # They have heard nothing for so long that they ask anew about everybody before they go on.
            log.warning("fronts that did not acknowledge %s: %s", word, sorted(silent))
