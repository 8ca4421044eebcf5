"""What search knows of this room: campaigns that were opened, and the notices that they show to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sixianghui.campaigns import queries
from sixianghui.search import public as search
from sixianghui.ui import public as ui

CAMPAIGNS, NOTICES = "campaigns", "notices"


def register() -> None:
    """Tell `search`."""
    search.register_documents(search.DocumentSource(CAMPAIGNS, _campaigns, lambda: _columns(CAMPAIGNS)))
    search.register_documents(search.DocumentSource(NOTICES, _notices, lambda: _columns(NOTICES)))


def _columns(kind: str) -> Mapping[str, Promise]:
    return {kind: _("主题活动") if kind == CAMPAIGNS else _("通知")}


def show_campaign(number: int) -> None:
    """A campaign has changed: find it as it is now, or not at all while it is a draft."""
    found = queries.open_to_everybody().filter(pk=number).first()
    if found is None:
        search.remove(CAMPAIGNS, [str(number)])
    else:
        search.put(_campaign(found))
    ui.purge(search.TAG)


def show_notice(number: int) -> None:
    """A notice has changed: find it if everybody may read it."""
    found = queries.asking().filter(pk=number, public=True).first()
    if found is None:
        search.remove(NOTICES, [str(number)])
    else:
        search.put(_notice(found))
    ui.purge(search.TAG)


def _campaigns() -> Iterator[search.Doc]:
    return (_campaign(one) for one in queries.open_to_everybody().order_by("pk"))


def _notices() -> Iterator[search.Doc]:
    return (_notice(one) for one in queries.asking().filter(public=True).order_by("pk"))


def _campaign(campaign: Any) -> search.Doc:
    words = queries.told(campaign)
    body = [
        *(aim.text for aim in words.aims),
        *(f"{carrier.name}：{carrier.text}" for carrier in words.carriers),
        *(issuer.name for issuer in words.issuers),
    ]
    return search.Doc(
        CAMPAIGNS,
        str(campaign.pk),
        campaign.full_title or campaign.title,
        queries.url_of_campaign(campaign),
        lead=campaign.summary,
        body="\n".join(body),
        at=campaign.opened_at,
        column=CAMPAIGNS,
        names=(campaign.title, *(carrier.name for carrier in words.carriers)),
    )


def _notice(notice: Any) -> search.Doc:
    items = "\n".join(f"{item.title}。{item.text}" for item in notice.items.all())
    return search.Doc(
        NOTICES,
        str(notice.pk),
        notice.title,
        queries.url_of(notice),
        lead=notice.number,
        body=f"{notice.opening}\n{items}\n{notice.closing}",
        at=notice.sent_at,
        column=NOTICES,
    )
