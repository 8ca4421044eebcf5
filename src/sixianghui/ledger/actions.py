"""The permissions of the room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Names as they stand in the table of `access`, and in the audit chain."""

    PUBLISH = "figure:publish"
