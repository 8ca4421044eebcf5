"""Links of this room on other rooms' pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.campaigns.public import Campaign
from sixianghui.ledger.public import Scope
from sixianghui.reports.queries import reports as queries
from sixianghui.ui.public import Link


def foot() -> list[Link]:
    """What was published, and how every number is counted."""
    return [Link(_("成效报告"), reverse("reports:editions")), Link(_("计数方法"), reverse("reports:figures"))]


#: Links of this kind on one page at most.
MOST = 3


def of_campaign(campaign: Campaign) -> list[Link]:
    """What was published for everybody about a campaign, the newest edition of each report. One query."""
    scope = Scope(thing=("campaign", campaign.pk)).text()
    found = (
        queries.standing()
        .filter(audience="everybody", scope=scope)
        .order_by("-at", "-pk")
        .values_list("report", "title", "ref")
    )
    newest: dict[int, Link] = {}
    for report, title, ref in found[: MOST * 5]:
        newest.setdefault(report, Link(title, reverse("reports:edition", args=[ref])))
    return list(newest.values())[:MOST]
