"""What search knows of this room: campaigns that were opened, notices and practices that everybody may read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sixianghui.campaigns import queries
from sixianghui.campaigns.queries.practices import practices
from sixianghui.search import public as search
from sixianghui.ui import public as ui

CAMPAIGNS, NOTICES, PRACTICES = "campaigns", "notices", "practices"


def register() -> None:
    """Tell `search`."""
    search.register_documents(search.DocumentSource(CAMPAIGNS, _campaigns, lambda: _columns(CAMPAIGNS)))
    search.register_documents(search.DocumentSource(NOTICES, _notices, lambda: _columns(NOTICES)))
    search.register_documents(search.DocumentSource(PRACTICES, _practices, lambda: _columns(PRACTICES)))


def _columns(kind: str) -> Mapping[str, Promise]:
    words = {CAMPAIGNS: _("主题活动"), NOTICES: _("通知"), PRACTICES: _("经验交流")}
    return {kind: words[kind]}


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


def show_practice(ref: str) -> None:
    """A practice has changed: find it as it is told now, if everybody may read it."""
    found = practices().filter(ref=ref, open=True).first()
    if found is None:
        search.remove(PRACTICES, [ref])
    else:
        search.put(_practice(found))
    ui.purge(search.TAG)


def _campaigns() -> Iterator[search.Doc]:
    return (_campaign(one) for one in queries.open_to_everybody().order_by("pk"))


def _notices() -> Iterator[search.Doc]:
    return (_notice(one) for one in queries.asking().filter(public=True).order_by("pk"))


def _practices() -> Iterator[search.Doc]:
    return (_practice(one) for one in practices().filter(open=True).order_by("pk"))


def _practice(practice: Any) -> search.Doc:
    return search.Doc(
        PRACTICES,
        practice.ref,
        practice.title,
        reverse("campaigns:practice", args=[practice.ref]),
        lead=practice.unit.short_name,
        body="\n".join((practice.done, practice.for_whom, practice.took, practice.came)),
        at=practice.at,
        column=PRACTICES,
    )


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
