"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with accounts of others: open, disable, make links; approve what another asked for."""

    OPEN_ACCOUNT = "account:open"
    APPROVE_RESET = "account:approve_reset"
