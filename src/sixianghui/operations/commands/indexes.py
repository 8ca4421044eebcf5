"""Indexes that follow from other rows, made anew in a database that has none of them yet."""

from __future__ import annotations

from django.core.management import call_command

from sixianghui.search import public as search


def make_indexes() -> int:
    """The readers' and the desk's. Returns how many documents readers can find."""
    found = search.reindex()
    call_command("update_index", verbosity=0)
    return found
