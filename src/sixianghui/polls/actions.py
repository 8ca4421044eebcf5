"""The permission of this room. Reading needs none; answering needs an account and nothing more."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with polls."""

    RUN = "poll:run"
