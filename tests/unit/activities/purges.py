"""What an act takes back of the kept pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection


def purged_by(act: Callable[[], Any]) -> set[str]:
    """The tags that it purges, as if all that came before it were committed already."""
    connection.run_on_commit = []
    act()
    return {tag for entry in connection.run_on_commit for tag in getattr(entry[1], "tags", ())}
