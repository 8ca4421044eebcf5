"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with other people's personal data. One's own needs no permission."""

    ANSWER = "privacy:answer"
