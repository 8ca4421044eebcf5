"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with reports. What was published for everybody needs none."""

    WRITE = "report:write"
    REVIEW = "report:review"
    PUBLISH = "report:publish"
    SEE = "report:see"
    TEMPLATES = "report:templates"
