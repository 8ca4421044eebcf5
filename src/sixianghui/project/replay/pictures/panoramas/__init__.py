"""The five rooms of the base as panoramas: equirectangular, 4096 by 2048, rendered by `tools/panoramas.py`.

An invented base: the rooms, their furniture and every word on their walls are samples.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent
SIZE = (4096, 2048)


@dataclass(frozen=True)
class Hotspot:
    """A place in a room. yaw: degrees to the right of the picture's middle; pitch: degrees above the horizon."""

    label: str
    sentence: str
    yaw: float
    pitch: float


@dataclass(frozen=True)
class Panorama:
    """A room one can look around in. alt: what one sees, in a sentence."""

    key: str
    title: str
    alt: str
    hotspots: tuple[Hotspot, ...]

    @property
    def path(self) -> Path:
        """Where its picture is."""
        return _HERE / f"{self.key}.jpg"

    def read(self) -> bytes:
        """Its picture."""
        return self.path.read_bytes()


@cache
def panoramas() -> tuple[Panorama, ...]:
    """The rooms, in the order in which one walks through them."""
    rooms = json.loads((_HERE / "manifest.json").read_text(encoding="utf-8"))
    return tuple(
        Panorama(room["key"], room["title"], room["alt"], tuple(Hotspot(**spot) for spot in room["hotspots"]))
        for room in rooms
    )
