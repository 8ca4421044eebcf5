"""Receivers: each calls one command."""

from __future__ import annotations

from typing import Any

from sixianghui.complaints import commands


def posts_changed(**_signal: Any) -> None:
    """Someone got a post or left one: letters may have found a desk, or lost theirs."""
    commands.reassign_soon()
