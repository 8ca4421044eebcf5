"""The permissions of this room. Writing needs an account and none of these."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Who looks at remarks, who may stop them, who may learn who wrote one."""

    MODERATE = "remark:moderate"
    SWITCH = "remark:switch"
    WORDS = "remark:words"
    UNMASK = "remark:unmask"
