"""A published report as one reader may see it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sixianghui.common.text import grouped
from sixianghui.reports.rules.frozen import Breakdown, Content, Entry


def as_seen(content: Content, exact: Collection[int]) -> Content:
    """The content with exact numbers where the reader may have them: `exact` are places among the entries.

    Nothing that only some may see is left in it elsewhere.
    """
    blocks = tuple(
        _parts(block, exact) if isinstance(block, Breakdown) else block for block in content.blocks
    )
    entries = tuple(
        _number(entry) if place in exact else replace(entry, exact=None)
        for place, entry in enumerate(content.entries)
    )
    return replace(content, blocks=blocks, entries=entries)


def closed_places(content: Content) -> list[int]:
    """The numbers of which some readers may see more than others."""
    return [place for place, entry in enumerate(content.entries) if entry.exact is not None]


def _number(entry: Entry) -> Entry:
    if entry.exact is None:
        return entry
    return replace(entry, value=entry.exact, shown=grouped(entry.exact), exact=None)


def _parts(block: Breakdown, exact: Collection[int]) -> Breakdown:
    cells = block.exact_cells if block.entry in exact and block.exact_cells else block.cells
    return replace(block, cells=cells, exact_cells=())
