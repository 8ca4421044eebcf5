"""Backups live by the real clock, whatever time the domain lives in."""

from __future__ import annotations

import datetime as dt


def now() -> dt.datetime:
    """The real present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)
