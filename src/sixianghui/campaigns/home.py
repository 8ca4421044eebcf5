"""What the front page says of a campaign: its progress in a sentence with figures that open their evidence."""

from __future__ import annotations

from collections.abc import Iterator

from sixianghui.campaigns import queries
from sixianghui.channel.public import Progress
from sixianghui.ledger.public import Scope


def progress() -> Iterator[Progress]:
    """The campaign that runs and began last."""
    for campaign in queries.running()[:1]:
        yield Progress(
            "campaigns/parts/home_progress.html",
            {
                "campaign": campaign,
                "scope": Scope(thing=("campaign", campaign.pk)),
                "url": queries.url_of_campaign(campaign),
            },
        )
