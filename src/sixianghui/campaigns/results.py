"""What came of a campaign, as rooms above tell it: reports that were published about it."""

from __future__ import annotations

from collections.abc import Callable

from sixianghui.campaigns.models import Campaign
from sixianghui.ui.public import Link

_tellers: list[Callable[[Campaign], list[Link]]] = []


def register_results(teller: Callable[[Campaign], list[Link]]) -> None:
    """Let a campaign's page link to what a room published about it; the teller costs one query at most."""
    if teller not in _tellers:
        _tellers.append(teller)


def results_of(campaign: Campaign) -> list[Link]:
    """All of them, the newest first."""
    return [link for teller in _tellers for link in teller(campaign)]
