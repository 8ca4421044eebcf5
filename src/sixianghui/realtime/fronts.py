"""The backend of one machine: a file of numbers, and the control sockets of the fronts."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sixianghui.front import public as front

log = logging.getLogger(__name__)
#: Seconds that a publisher waits for the fronts. Others wait for it meanwhile.
PATIENCE = 1.0


class Fronts:
    """`folder` is where the fronts have their control sockets. A front has heard an event when `publish` returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sequence = front.Sequence(folder)

    def publish(self, topic: str, data: Mapping[str, Any]) -> int:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        with self._sequence.next() as number:
            self._tell("publish", f"{number} {topic} {text}")
        return number

    def cursor(self) -> int:
        return self._sequence.last()

    def lose(self) -> None:
        with self._sequence.leap() as number:
            self._tell("leap", str(number))

    def recheck(self, account: str) -> None:
        self._tell("recheck", account)

    def close(self, account: str) -> None:
        self._tell("close", account)

    def _tell(self, word: str, rest: str) -> None:
        told = front.tell(sorted(self._folder.glob("front-*.control")), word, rest, PATIENCE)
        if not told.complete:
            # A front that missed an event sees the hole; one that missed a change asks anew within a minute.
            log.error("front did not acknowledge %s: %s", word, told.unanswered)
