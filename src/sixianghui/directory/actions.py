"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with units, people and posts."""

    EDIT_UNIT = "unit:edit"
    GUIDE = "unit:guide"
    SEE_PERSON = "person:see"
    EDIT_PERSON = "person:edit"
    SEE_NUMBERS = "person:numbers"
    INVITE = "account:invite"
    ASK_APPOINTMENT = "appointment:ask"
    APPROVE_APPOINTMENT = "appointment:approve"
    END_APPOINTMENT = "appointment:end"
    HAND_OVER = "post:hand_over"
    IMPORT_ROSTER = "roster:import"
    EXPORT_ROSTER = "roster:export"
