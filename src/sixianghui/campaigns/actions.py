"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with campaigns, notices and plans."""

    RUN = "campaign:run"
    SEND = "notice:send"
    WRITE = "plan:write"
    HAND_IN = "plan:hand_in"
    SEE = "plan:see"
    ADVISE = "plan:advise"
    APPROVE = "plan:approve"
    AGREE = "plan:agree"
    SHARE = "practice:share"
