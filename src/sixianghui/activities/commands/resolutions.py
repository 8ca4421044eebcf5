"""What was resolved at a meeting, whose it is to do, and how it ended."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities import notices, queries, rules
from sixianghui.activities.actions import Action
from sixianghui.activities.commands.writing import lock
from sixianghui.activities.models import Activity, Resolution, Settlement
from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.directory.public import Person

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
    except IntegrityError as error:
        raise Conflict(_("这件事已经有结果了。")) from error
    return made


def strike_resolution(resolution: Resolution, *, by: Account, reason: str) -> None:
    """Strike what was written down wrongly."""
    require(by, Action.CORRECT, resolution)
    if not reason.strip():
        raise HouseError(_("请写一句为什么。"))
    with transaction.atomic():
        struck = (
            Resolution.objects.standing()
            .filter(pk=resolution.pk)
            .fill_in(struck_at=time.now(), struck_by=by, struck_reason=reason.strip()[: rules.REASON_LENGTH])
        )
        if not struck:
            raise Conflict(_("这条记录已经划销过了。"))
        audit.record("resolution:strike", actor=by, thing=resolution)


def remind() -> int:
    """Tell whoever has to do what comes due in three days, once each. Returns how many. May run twice."""
    near = list(queries.due_before(time.today() + dt.timedelta(days=REMINDED)))
    for resolution in near:
        with transaction.atomic():
            notices.due(resolution)
    return len(near)
