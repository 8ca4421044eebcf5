"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with the installation itself."""

    RUN = "instance:run"
