"""The permissions of this room. Watching needs none; asking for a seat and writing need an account and nothing more."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with lectures. What is open to everybody needs none."""

    RUN = "lecture:run"
