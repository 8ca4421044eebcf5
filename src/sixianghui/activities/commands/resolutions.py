"""What was resolved at a meeting, whose it is to do, and how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import notices, queries, rules
from sixianghui.activities.actions import Action
from sixianghui.activities.commands.writing import lock
from sixianghui.activities.models import Activity, Held, Resolution, Settlement
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.directory.public import Person
from sixianghui.ui import public as ui

#: So many days before its day whoever does it is told once more.
REMINDED = 3


def resolve(
    activity: Activity,
    text: str,
    *,
    due_on: dt.date,
    by: Account,
    post: str = "",
    owner: Person | None = None,
    despite: str = "",
) -> Resolution:
    """Write down what was resolved, and until when whoever holds `post` (or `owner`) does it.

    Where a confirmed rule was in force and the meeting had no quorum, `despite` has to say why it stands nevertheless.
    """
    require(by, Action.RECORD, activity)
    plain = " ".join(text.split())[: rules.LINE_LENGTH]
    if not plain:
        raise HouseError(_("请写决定了什么。"))
    if bool(post) == (owner is not None):
        raise HouseError(_("请选由谁来办。"))
    try:
        with transaction.atomic():
            locked = lock(activity)
            held = queries.standing_held(locked)
            if held is None:
                raise Conflict(_("先记下这次会，再记会上定的事。"))
            if held.forbids_votes and not despite.strip():
                raise Conflict(_("人数不够，按规定不能表决。确实要记，请写明理由。"))
            made = Resolution.objects.create(
                activity=locked,
                unit_id=locked.unit_id,
                at=held.at,
                actor=by,
                text=plain,
                post=post,
                owner=owner,
                due_on=due_on,
                despite=despite.strip()[: rules.REASON_LENGTH] if held.forbids_votes else "",
            )
            audit.record("resolution:write", actor=by, thing=made)
            notices.resolved(made, by=by)
            ui.purge("figures")
    except IntegrityError as error:
        raise Conflict(_("这件事已经记过了。")) from error
    return made


def settle(resolution: Resolution, line: str, *, by: Account) -> Settlement:
    """Say how a resolution ended: it comes back on nobody's desk any more."""
    if not queries.may_settle(by, resolution):
        raise NotThere(_("没有这件事，或者不归你办。"))
    plain = " ".join(line.split())[: rules.LINE_LENGTH]
    if not plain:
        raise HouseError(_("请写一句结果。"))
    try:
        with transaction.atomic():
            made = Settlement.objects.create(
                resolution=resolution, unit_id=resolution.unit_id, at=time.now(), actor=by, line=plain
            )
            audit.record("resolution:settle", actor=by, thing=resolution)
            ui.purge("figures")
    except IntegrityError as error:
        raise Conflict(_("这件事已经有结果了。")) from error
    return made


def strike_resolution(resolution: Resolution, *, by: Account, reason: str) -> None:
    """Strike what was written down wrongly."""
    require(by, Action.CORRECT, resolution)
    with transaction.atomic():
        if not Resolution.objects.standing().filter(pk=resolution.pk).fill_in(**_struck(by, reason)):
            raise Conflict(_("这条记录已经划掉了。"))
        audit.record("resolution:strike", actor=by, thing=resolution)
        ui.purge("figures")


def strike_settlement(resolution: Resolution, *, by: Account, reason: str) -> None:
    """Strike a result that was written under the wrong resolution: whoever does it has it before them again."""
    require(by, Action.CORRECT, resolution)
    with transaction.atomic():
        if not Settlement.objects.standing().filter(resolution=resolution).fill_in(**_struck(by, reason)):
            raise Conflict(_("这件事还没有结果，不用划。"))
        audit.record("resolution:reopen", actor=by, thing=resolution)
        ui.purge("figures")


def follow_striking(activity: Activity, *, by: Account, reason: str) -> None:
    """The meeting never took place: neither was anything resolved there. In the transaction of whoever struck it."""
    struck = _struck(by, reason)
    Settlement.objects.standing().filter(resolution__activity=activity).fill_in(**struck)
    Resolution.objects.standing().filter(activity=activity).fill_in(**struck)


def follow_correction(activity: Activity, held: Held, *, by: Account, reason: str) -> None:
    """The meeting took place at another time: what was resolved there was resolved then, and is written anew with how it
    ended. In the transaction of whoever put it right."""
    moved = list(Resolution.objects.standing().filter(activity=activity).exclude(at=held.at))
    if not moved:
        return
    ends = {one.resolution_id: one for one in Settlement.objects.standing().filter(resolution__in=moved)}
    follow_striking(activity, by=by, reason=reason)
    _write_again(moved, ends, held)


def follow_return(activity: Activity, held: Held) -> None:
    """The meeting took place after all: what was struck with its record stands again. In the transaction of whoever
    recorded it."""
    before = queries.record_before(held)
    if before is None:
        return
    together = queries.struck_with(before)
    # Of one text the last: one that was put right before has the same words.
    rows = {one.text: one for one in Resolution.objects.filter(activity=activity, **together).order_by("pk")}
    ended = Settlement.objects.filter(resolution__in=list(rows.values()), **together).order_by("pk")
    _write_again(rows.values(), {one.resolution_id: one for one in ended}, held)


def _write_again(rows: Iterable[Resolution], ends: Mapping[int, Settlement], held: Held) -> None:
    for one in rows:
        made = one.anew(at=held.at)
        made.save()
        if (end := ends.get(one.pk)) is not None:
            end.anew(resolution=made).save()


def _struck(by: Account, reason: str) -> dict[str, Any]:
    """What is filled in when a row is struck. Raises `HouseError` without a reason."""
    if not reason.strip():
        raise HouseError(_("请写一句为什么。"))
    return {
        "struck_at": time.now(),
        "struck_by": by,
        "struck_reason": reason.strip()[: rules.REASON_LENGTH],
    }


def remind() -> int:
    """Tell whoever has to do what comes due in three days, once each. Returns how many. May run twice."""
    near = list(queries.due_before(time.today() + dt.timedelta(days=REMINDED)))
    for resolution in near:
        with transaction.atomic():
            notices.due(resolution)
    return len(near)
