"""What a plan's form begins with: lines from the unit's last plan, from the notice, from what the unit is used to hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count

from sixianghui.activities.public import Held
from sixianghui.campaigns.models import Ask, Audience, HandIn, Plan, PlanLine, Point
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.rules import contents
from sixianghui.campaigns.rules.contents import LEAST_PROPOSED, MOST_BESIDE, Line, Proposal
from sixianghui.common import time

LAST, NOTICE, HABIT = "last", "notice", "habit"


def proposals(plan: Plan) -> list[Proposal]:
    """The proposals that were neither taken nor left yet; none once the plan was handed in. Seven queries at most."""
    if queries.was_handed_in(plan):
        return []
    known = set(PlanLine.objects.filter(plan=plan).values_list("ref", flat=True))
    return [one for one in _all(plan) if one.ref not in known]


def _all(plan: Plan) -> list[Proposal]:
    before = _last_content(plan)
    left = list(before.lines)
    found = [_for_point(plan, point, left) for point in queries.items_of(plan) if point.ask == Ask.PLAN]
    words = {one.line.text for one in found}
    beside = [line for line in left if line.stance != "not_applicable" and line.text not in words]
    found += [_again(plan, line) for line in beside[:MOST_BESIDE]]
    if len(found) < LEAST_PROPOSED:
        found += list(_habits(plan, LEAST_PROPOSED - len(found)))
    return found


def _last_content(plan: Plan) -> contents.Content:
    """What the unit handed in last, for another notice."""
    rows = HandIn.objects.standing().filter(unit=plan.unit_id).exclude(plan=plan)
    last = rows.order_by("-at", "-pk").first()
    return contents.content_of(last.content) if last else contents.Content()


def _for_point(plan: Plan, point: Point, left: list[Line]) -> Proposal:
    """An answer to a point: what the unit wrote last time under the same carrier, else the point's own words."""
    carrier = point.carrier.name if point.carrier else ""
    alike = next(
        (
            line
            for line in left
            if carrier and line.carrier_name == carrier and line.stance != "not_applicable"
        ),
        None,
    )
    if alike is not None:
        left.remove(alike)
    line = Line(
        ref=contents.proposed_ref(plan.ref, NOTICE, str(point.pk)),
        stance="covers",
        text=alike.text if alike else point.title,
        carrier=point.carrier_id,
        carrier_name=carrier,
        kind=alike.kind if alike else "",
        kind_name=alike.kind_name if alike else "",
        month=usual_month(plan, point.due_on).isoformat(),
        audience=point.audience,
        items=(point.pk,),
    )
    return Proposal(line.ref, LAST if alike else NOTICE, line)


def _again(plan: Plan, line: Line) -> Proposal:
    """A line of last time once more, as an idea of the unit's own: its carrier belonged to another campaign."""
    ref = contents.proposed_ref(plan.ref, LAST, line.ref)
    month = usual_month(plan).isoformat()
    again = Line(
        ref, "own", line.text, kind=line.kind, kind_name=line.kind_name, month=month, audience=line.audience
    )
    return Proposal(ref, LAST, again)


def _habits(plan: Plan, many: int) -> Iterator[Proposal]:
    """The kinds of activity that the unit held most; for one that held nothing yet, those that every unit holds."""
    held = Held.objects.standing().filter(unit=plan.unit_id).order_by()
    counted = held.values_list("kind__code").annotate(times=Count("pk")).order_by("-times", "kind__code")
    names = queries.kind_names()
    usual = [code for code, _times in counted] + [code for code in names if code not in {"member_meeting"}]
    for code in [code for code in dict.fromkeys(usual) if code in names][:many]:
        ref = contents.proposed_ref(plan.ref, HABIT, code)
        month = usual_month(plan).isoformat()
        line = Line(
            ref, "own", names[code], kind=code, kind_name=names[code], month=month, audience=Audience.MEMBERS
        )
        yield Proposal(ref, HABIT, line)


def usual_month(plan: Plan, due: dt.date | None = None) -> dt.date:
    """The month that a new line names: that of the day by which a point asks, else this one or, late in it, the next."""
    months = queries.months_of(plan.notice)
    if due is not None:
        wanted = contents.month_of(due)
    else:
        today = time.today()
        wanted = contents.month_of(today if today.day <= 20 else today + dt.timedelta(days=14))
    return min(months, key=lambda month: abs((month - wanted).days))
