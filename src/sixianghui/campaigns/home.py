"""What the front page says of a campaign: its progress in a sentence with figures that open their evidence."""

from __future__ import annotations

from collections.abc import Iterator

from sixianghui.campaigns import queries
from sixianghui.channel.public import Progress
from sixianghui.ledger.public import Scope

#: So many of those that run are looked at.
_LATEST = 5


def progress() -> Iterator[Progress]:
    """The campaign that runs and began last, of those in which something has happened; else the one that began last."""
    running = list(queries.running()[:_LATEST])
    if not running:
        return
    happened = queries.with_activities(running)
    campaign = next((one for one in running if one.pk in happened), running[0])
    yield Progress(
        "campaigns/parts/home_progress.html",
        {
            "campaign": campaign,
            "scope": Scope(thing=("campaign", campaign.pk)),
            "url": queries.url_of_campaign(campaign),
        },
    )
