"""Writing a notice before it is sent: its head, its points, to whom it goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.campaigns import holdings, queries
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import Address, Ask, Audience, Campaign, Carrier, Notice, Point
from sixianghui.campaigns.rules import burden, notices
from sixianghui.campaigns.rules.notices import State
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.directory.public import Unit


@dataclass(frozen=True)
class Head:
    """What a notice says around its points."""

    title: str
    campaign: Campaign | None = None
    opening: str = ""
    closing: str = ""
    plan_due_on: dt.date | None = None
    public: bool = False


@dataclass(frozen=True)
class Item:
    """One point: what is asked (`ask`: a value of `Ask`), of whom, by when, why, how long it takes, what is held."""

    title: str
    why: str
    minutes: int
    ask: str = Ask.PLAN
    text: str = ""
    audience: str = Audience.MEMBERS
    due_on: dt.date | None = None
    carrier: Carrier | None = None
    holding: str = ""


@dataclass(frozen=True)
class To:
    """One address: a unit, a carrier, or all of a kind and on a line (either may be left out)."""

    unit: Unit | None = None
    kind: str = ""
    way: str = ""
    carrier: Carrier | None = None


def draft_notice(head: Head, *, unit: Unit, by: Account) -> Notice:
    """Begin a notice of `unit`. It goes to nobody until it is sent."""
    require(by, Action.SEND, unit)
    _check_campaign(head, unit)
    with transaction.atomic():
        made = Notice.objects.create(unit=unit, drafted_by=by, drafted_at=time.now(), **_fields(head))
        audit.record("notice:draft", actor=by, thing=made)
    return made


def change_draft(notice: Notice, head: Head, *, by: Account) -> Notice:
    """Change what it says around its points. Points under a carrier of another campaign lose the carrier."""
    require(by, Action.SEND, notice)
    _check_campaign(head, notice.unit)
    with transaction.atomic():
        found = lock_draft(notice)
        Notice.objects.filter(pk=found.pk).update(**_fields(head))
        if head.campaign is None or head.campaign.pk != found.campaign_id:
            Point.objects.filter(notice=found).update(carrier=None)
            Address.objects.filter(notice=found, to_carrier__isnull=False).delete()
        audit.record("notice:change", actor=by, thing=found)
    return queries.notices().get(pk=notice.pk)


def _fields(head: Head) -> dict[str, Any]:
    return {
        "title": head.title,
        "campaign": head.campaign,
        "opening": head.opening,
        "closing": head.closing,
        "plan_due_on": head.plan_due_on,
        "public": head.public,
    }


def _check_campaign(head: Head, unit: Unit) -> None:
    if head.campaign is not None and head.campaign.pk not in {one.pk for one in queries.campaigns_for(unit)}:
        raise Conflict(
            _("这个主题活动没有启动，或者已经结束，不能在它下面发通知。请先启动它，或者另选一个。")
        )


def add_item(notice: Notice, item: Item, *, by: Account) -> Point:
    """Add a point at the end."""
    require(by, Action.SEND, notice)
    with transaction.atomic():
        found = lock_draft(notice)
        places = list(found.items.values_list("position", flat=True))
        if len(places) >= notices.MOST_ITEMS:
            raise Conflict(
                _("一份通知最多 %(most)d 件事。再多，就分成两份吧。") % {"most": notices.MOST_ITEMS}
            )
        made = Point.objects.create(
            notice=found, position=max(places, default=0) + 1, **_point_fields(found, item)
        )
        audit.record("notice:change", actor=by, thing=found)
    return made


def change_item(point: Point, item: Item, *, by: Account) -> Point:
    """Change a point of a draft."""
    require(by, Action.SEND, point.notice)
    with transaction.atomic():
        found = lock_draft(point.notice)
        Point.objects.filter(pk=point.pk).update(**_point_fields(found, item))
        audit.record("notice:change", actor=by, thing=found)
    return Point.objects.get(pk=point.pk)


def remove_item(point: Point, *, by: Account) -> None:
    """Take a point out of a draft."""
    require(by, Action.SEND, point.notice)
    with transaction.atomic():
        found = lock_draft(point.notice)
        Point.objects.filter(pk=point.pk).delete()
        audit.record("notice:change", actor=by, thing=found)


def raise_item(point: Point, *, by: Account) -> None:
    """Move a point of a draft one place towards the beginning."""
    require(by, Action.SEND, point.notice)
    with transaction.atomic():
        found = lock_draft(point.notice)
        order = list(found.items.order_by("position", "pk"))
        place = next((at for at, one in enumerate(order) if one.pk == point.pk), 0)
        if place:
            order[place - 1], order[place] = order[place], order[place - 1]
        for number, one in enumerate(order, 1):
            Point.objects.filter(pk=one.pk).update(position=number)
        audit.record("notice:change", actor=by, thing=found)


def _point_fields(notice: Notice, item: Item) -> dict[str, Any]:
    if not item.title.strip():
        raise HouseError(_("请写要做什么事。"))
    if not 0 <= item.minutes <= burden.LONGEST_POINT:
        raise HouseError(_("一件事请写 0 到 %(most)d 分钟。") % {"most": burden.LONGEST_POINT})
    if item.holding and holdings.holding_named(item.holding) is None:
        raise HouseError(_("平台没有记着这一项。"))
    if item.carrier is not None and item.carrier.campaign_id != notice.campaign_id:
        raise HouseError(_("这个载体不是这个主题活动的。"))
    return {
        "title": item.title.strip(),
        "text": item.text.strip(),
        "why": item.why.strip(),
        "minutes": item.minutes,
        "ask": item.ask,
        "audience": item.audience,
        "due_on": item.due_on,
        "carrier": item.carrier,
        "holding": item.holding,
    }


def address_notice(notice: Notice, to: Iterable[To], *, by: Account) -> list[Address]:
    """Say to whom a draft goes, in place of what was said before. Only units within the committee's lines can be named."""
    require(by, Action.SEND, notice)
    wanted = list(to)
    with transaction.atomic():
        found = lock_draft(notice)
        within = {one.unit.pk for one in queries.reachable(found.unit)}
        if any(one.unit is not None and one.unit.pk not in within for one in wanted):
            raise NotThere(_("只能发给下级和受指导的组织。"))
        found.addresses.all().delete()
        made = Address.objects.bulk_create(
            Address(notice=found, to_unit=one.unit, to_kind=one.kind, to_way=one.way, to_carrier=one.carrier)
            for one in wanted
        )
        audit.record("notice:address", actor=by, thing=found)
    return made


def discard_draft(notice: Notice, *, by: Account) -> None:
    """Throw a draft away. It went to nobody, so nothing of it stays but that it was thrown away."""
    require(by, Action.SEND, notice)
    with transaction.atomic():
        found = lock_draft(notice)
        audit.record("notice:discard", actor=by, thing=found)
        found.delete()


def lock_draft(notice: Notice) -> Any:
    """The draft as it is now, held until the transaction ends. Raises `Conflict` when it was sent."""
    held = Notice.objects.select_for_update(of=("self",), no_key=True).filter(pk=notice.pk).first()
    if held is None:
        raise NotThere(_("没有这份通知。"))
    found = queries.notices().get(pk=notice.pk)
    if queries.state_of_notice(found) is not State.DRAFT:
        raise Conflict(_("已经发出了，不能再改。要改，请发更正。"))
    return found
