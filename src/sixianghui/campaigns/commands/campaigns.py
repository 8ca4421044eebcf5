"""Writing campaigns, opening them, and ending them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.campaigns import queries, search
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import Aim, Campaign, Carrier, Closing, Issuer, Opening
from sixianghui.campaigns.rules import campaigns as rules
from sixianghui.campaigns.rules.campaigns import State
from sixianghui.common import ids, time
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.directory.public import Unit
from sixianghui.ui import public as ui


@dataclass(frozen=True)
class Words:
    """All that a campaign says of itself. `carriers`: a name and a sentence each. `audiences`: values of `Audience`."""

    title: str
    summary: str
    begins_on: dt.date
    ends_on: dt.date
    full_title: str = ""
    audiences: Sequence[str] = ()
    issuers: Sequence[str] = ()
    aims: Sequence[str] = ()
    carriers: Sequence[tuple[str, str]] = ()


def make_campaign(words: Words, *, unit: Unit, by: Account, slug: str = "") -> Campaign:
    """Enter a campaign that `unit` carries out. Nobody else sees it until it is opened."""
    require(by, Action.RUN, unit)
    _check(words)
    with transaction.atomic():
        made = Campaign.objects.create(
            unit=unit,
            slug=_free(slug or _spelt(words.title)),
            title=words.title,
            full_title=words.full_title,
            summary=words.summary,
            begins_on=words.begins_on,
            ends_on=words.ends_on,
            audiences=list(words.audiences),
            made_at=time.now(),
        )
        _lists(made, words)
        audit.record("campaign:make", actor=by, thing=made)
    return made


def change_campaign(campaign: Campaign, words: Words, *, by: Account) -> Campaign:
    """Change what a campaign says of itself, while it is not over."""
    require(by, Action.RUN, campaign)
    _check(words)
    with transaction.atomic():
        found = _lock(campaign)
        if queries.state_of(found) is State.OVER:
            raise Conflict(_("活动已经结束，不能再改。"))
        if words.ends_on < time.today() and found.opened_at is not None:
            raise Conflict(_("结束的日子已经过了。要提前结束，请用“结束活动”。"))
        for name in ("title", "full_title", "summary", "begins_on", "ends_on"):
            setattr(found, name, getattr(words, name))
        found.audiences = list(words.audiences)
        found.save()
        # Before the lists: whoever takes up a carrier names its row at the end, with the chain in hand.
        audit.record("campaign:change", actor=by, thing=found)
        _lists(found, words)
        _told(found)
    return campaign


def open_campaign(campaign: Campaign, *, by: Account) -> Opening:
    """Open it: from now on everybody may read of it, and notices may go out under it."""
    require(by, Action.RUN, campaign)
    with transaction.atomic():
        found = _lock(campaign)
        if found.opened_at is not None:
            raise Conflict(_("已经启动了。"))
        if found.ends_on < time.today():
            raise Conflict(_("结束的日子已经过了，请先改日期再启动。"))
        made = Opening.objects.create(campaign=found, at=time.now(), actor=by, unit_id=found.unit_id)
        audit.record("campaign:open", actor=by, thing=found)
        _told(found)
    return made


def close_campaign(campaign: Campaign, *, reason: str, by: Account) -> Closing:
    """End it before its last day, and say why. Nothing that was recorded changes."""
    require(by, Action.RUN, campaign)
    why = reason.strip()
    if not rules.SHORTEST_REASON <= len(why) <= rules.REASON_LENGTH:
        raise HouseError(_("请写一句为什么提前结束，大家都看得到。"))
    with transaction.atomic():
        found = _lock(campaign)
        if found.opened_at is None:
            raise Conflict(_("还没有启动，不用结束。"))
        if found.closed_at is not None:
            raise Conflict(_("已经结束了。"))
        return _close(found, reason=why, by=by)


def close_ended() -> int:
    """Note that campaigns are over whose last day has gone by. Returns how many. May run twice."""
    ended = 0
    for campaign in queries.over_but_not_closed(time.today()):
        with transaction.atomic():
            found = _lock(campaign)
            if found.closed_at is None and found.ends_on < time.today():
                _close(found, reason="", by=None)
                ended += 1
    return ended


def _close(campaign: Any, *, reason: str, by: Account | None) -> Closing:
    made = Closing.objects.create(
        campaign=campaign, at=time.now(), actor=by, unit_id=campaign.unit_id, reason=reason
    )
    audit.record("campaign:close", actor=by, thing=campaign)
    _told(campaign)
    return made


def _lock(campaign: Campaign) -> Any:
    """The campaign as it is now, held until the transaction ends."""
    Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=campaign.pk)
    return queries.campaigns().get(pk=campaign.pk)


def _told(campaign: Campaign) -> None:
    """What everybody sees of a campaign has changed."""
    ui.purge(queries.LIST, queries.tag_of(campaign), "strips", "figures")
    search.show_campaign(campaign.pk)


def _check(words: Words) -> None:
    if words.begins_on > words.ends_on:
        raise HouseError(_("结束的日子早于开始，请对调。"))
    if len(words.carriers) > rules.MOST_CARRIERS:
        raise HouseError(_("载体最多 %(most)d 个。") % {"most": rules.MOST_CARRIERS})
    names = [name for name, _text in words.carriers]
    for name, text in words.carriers:
        if names.count(name) > 1:
            raise HouseError(_("有两个载体都叫“%(name)s”，请改一个名称。") % {"name": name})
        if not name or len(name) > rules.CARRIER_LENGTH or len(text) > rules.LINE_LENGTH:
            raise HouseError(
                _("载体的名称要写，不超过 %(name)d 个字；说明不超过 %(text)d 个字。")
                % {"name": rules.CARRIER_LENGTH, "text": rules.LINE_LENGTH}
            )


def _lists(campaign: Campaign, words: Words) -> None:
    """Issuers, aims and carriers as they were typed, in that order."""
    campaign.issuers.all().delete()
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=words.issuers)}
    Issuer.objects.bulk_create(
        Issuer(campaign=campaign, position=place, name=name, unit=units.get(name))
        for place, name in enumerate(words.issuers)
    )
    campaign.aims.all().delete()
    Aim.objects.bulk_create(
        Aim(campaign=campaign, position=place, text=text) for place, text in enumerate(words.aims)
    )
    _carriers(campaign, words)


def _carriers(campaign: Campaign, words: Words) -> None:
    """Carriers keep their row, since points and plans name it: the same name stays, another name renames one that went."""
    known = {carrier.name: carrier for carrier in campaign.carriers.all()}
    wanted = dict(words.carriers)
    becomes = rules.renamed(list(known), list(wanted))
    for name in known.keys() - becomes.keys():
        try:
            with transaction.atomic():
                known[name].delete()
        except ProtectedError as error:
            raise Conflict(
                _("载体“%(name)s”已经有通知或计划用到，不能删去；可以改名。") % {"name": name}
            ) from error
    rows = {becomes[name]: carrier for name, carrier in known.items() if name in becomes}
    for name, carrier in known.items():  # first out of the way, so that two may swap their names
        if name in becomes and becomes[name] != name:
            Carrier.objects.filter(pk=carrier.pk).update(name=ids.new_ref())
    for place, (name, text) in enumerate(words.carriers):
        carrier = rows.get(name) or Carrier(campaign=campaign)
        carrier.position, carrier.name, carrier.text = place, name, text
        carrier.save()


def _spelt(title: str) -> str:
    from pypinyin import lazy_pinyin

    return (
        slugify("-".join(lazy_pinyin("".join(one for one in title if one.isalnum()))))[:50] or ids.new_ref()
    )


def _free(slug: str) -> str:
    """The slug, or with a number behind it when another campaign has it."""
    taken = {"new"} | set(Campaign.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    found, number = slug, 1
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found
