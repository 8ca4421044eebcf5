"""What a check of the ground answers. Imports no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sixianghui.project.config import Config

BAD, WARN, UNASKED, OK = "bad", "warn", "unasked", "ok"


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Said:
    """One thing found. `text` and `advice` are Chinese sentences with `%(name)s` places for `values`."""

    level: str
    text: str
    advice: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """What was found."""
        return translate(self.text) % self.values

    def counsel(self, translate: Callable[[str], str] = str) -> str:
        """What to do, or nothing."""
        return translate(self.advice) % self.values if self.advice else ""


@dataclass(frozen=True)
class GroundCheck:
    """`ask` answers within a second or two and changes nothing. `stops`: with something bad found, Django cannot start."""

    name: str
    label: str
    ask: Callable[[Config], Iterator[Said]]
    stops: bool = False
