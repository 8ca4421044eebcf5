"""From a line of a plan to what happened: an activity is recorded or linked, and the link follows the activity."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.activities.public import (
    Activity,
    Record,
    Share,
    hold,
    plan_activity,
    record_activity,
    standing_held,
)
from sixianghui.audit import public as audit
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands.plan_steps import purge, say
from sixianghui.campaigns.models import Campaign, Carrier, Intention, Plan, PlanLine, Realisation
from sixianghui.campaigns.queries import plans as queries
from sixianghui.common import time
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.directory.public import Unit
from sixianghui.ui import public as ui


def record_for_line(plan: Plan, ref: str, record: Record, *, by: Account) -> Realisation:
    """Record an activity and make it realise a line, both or neither. Raises what `record_activity` and `realise` do."""
    require(by, Action.WRITE, plan)
    with transaction.atomic():
        activity = record_activity(
            unit=plan.unit,
            kind=record.kind,
            title=record.title,
            starts_at=record.starts_at,
            present=record.present,
            by=by,
            ends_at=record.ends_at,
            place=record.place,
            told=record.told,
            partners=record.partners,
            open=record.open,
            entitled=record.entitled,
            voting=record.voting,
        )
        return realise(plan, ref, activity, by=by)


def announce_for_line(plan: Plan, ref: str, *, by: Account, **announced: Any) -> Activity:
    """Announce an activity that is meant for a line: once it is held, it realises the line by itself.

    `announced` is what `plan_activity` takes. Raises what that does, and `NotThere` as `realise`.
    """
    require(by, Action.WRITE, plan)
    line = _settled_line(plan, ref)
    with transaction.atomic():
        activity = plan_activity(unit=plan.unit, by=by, **announced)
        Intention.objects.create(activity=activity, line=line, unit=plan.unit)
        audit.record("plan:announce", actor=by, thing=plan)
        say(plan, line=line.ref)
        _campaign_shown_anew(plan.notice.campaign_id)
    return activity


def _settled_line(plan: Plan, ref: str) -> PlanLine:
    """A line of the plan as it was approved or agreed to."""
    line = PlanLine.objects.filter(plan=plan, ref=ref).select_related("carrier").first()
    accepted = queries.standing(plan).accepted
    if line is None or accepted is None or queries.content_in(accepted).line(ref) is None:
        raise NotThere(_("定下来的计划里没有这一行。"))
    return line


def realise(plan: Plan, ref: str, activity: Activity, *, by: Account) -> Realisation:
    """Make an activity that the unit held, alone or with others, realise a line of its plan that stands.

    Late is fine: what happened may be linked after the campaign has closed. Raises `Refused`, `NotThere`, `Conflict`
    when it was linked already or the plan was not settled yet.
    """
    require(by, Action.WRITE, plan)
    line = _settled_line(plan, ref)
    campaign = plan.notice.campaign
    return _link(activity, unit=plan.unit, campaign=campaign, carrier=line.carrier, line=line, by=by)


def put_beside(
    campaign: Campaign, activity: Activity, *, unit: Unit, by: Account, carrier: Carrier | None = None
) -> Realisation:
    """Count an activity of a unit to a campaign without a line of a plan. Raises as `realise` does."""
    require(by, Action.WRITE, unit)
    if carrier is not None and carrier.campaign_id != campaign.pk:
        raise NotThere(_("没有这个载体。"))
    return _link(activity, unit=unit, campaign=campaign, carrier=carrier, line=None, by=by)


def _link(
    activity: Activity,
    *,
    unit: Unit,
    campaign: Campaign | None,
    carrier: Carrier | None,
    line: PlanLine | None,
    by: Account,
) -> Realisation:
    try:
        with transaction.atomic():
            hold(activity)  # whoever strikes or corrects it waits and takes this along, or was first
            held = standing_held(activity)
            if held is None or not Share.objects.standing().filter(activity=activity, unit=unit).exists():
                raise NotThere(_("没有这个活动，或者还没有记下来。"))
            made = Realisation.objects.create(
                campaign=campaign,
                activity=activity,
                carrier=carrier,
                line=line,
                at=held.at,
                actor=by,
                unit=unit,
            )
            audit.record("plan:realise", actor=by, thing=made)
            _shown_anew(made)
    except IntegrityError:
        raise Conflict(_("这个活动已经连上了。")) from None
    return made


def unlink(plan: Plan, activity: Activity, *, by: Account, reason: str = "") -> int:
    """Take back that an activity realises a line of a plan or stands beside it: it was linked by mistake. The activity stays recorded."""
    require(by, Action.WRITE, plan)
    here = Q(line__plan=plan) | Q(line__isnull=True, campaign=plan.notice.campaign_id, unit=plan.unit_id)
    with transaction.atomic():
        hold(activity)  # whoever strikes it takes this back along
        return _strike(Realisation.objects.filter(here, activity=activity), by, reason or _("连错了"))


def follow_holding(activity: Activity, *, by: Account) -> int:
    """An announced activity was held: the lines it was meant for are realised. Returns how many."""
    meant = list(
        Intention.objects.filter(activity=activity).select_related(
            "unit", "line__carrier", "line__plan__notice"
        )
    )
    with transaction.atomic():
        for one in meant:
            _link(
                activity,
                unit=one.unit,
                campaign=one.line.plan.notice.campaign,
                carrier=one.line.carrier,
                line=one.line,
                by=by,
            )
        Intention.objects.filter(activity=activity).delete()
    return len(meant)


def follow_correction(activity: Activity, *, by: Account) -> int:
    """What was recorded of an activity was put right: links move to its day, and go where a unit has no share any more."""
    held = standing_held(activity)
    standing = list(Realisation.objects.standing().filter(activity=activity))
    shares = set(Share.objects.standing().filter(activity=activity).values_list("unit_id", flat=True))
    moved = [one for one in standing if held is None or one.at != held.at or one.unit_id not in shares]
    with transaction.atomic():
        _strike(Realisation.objects.filter(pk__in=[one.pk for one in moved]), by, _("活动更正了"))
        if held is not None:
            for one in moved:
                if one.unit_id in shares:
                    Realisation.objects.create(
                        campaign_id=one.campaign_id,
                        activity=activity,
                        carrier_id=one.carrier_id,
                        line_id=one.line_id,
                        at=held.at,
                        actor=by,
                        unit_id=one.unit_id,
                    )
    return len(moved)


def follow_leaving(activity: Activity, unit: Unit, *, by: Account) -> int:
    """A partner took its unit out of an activity: it realises nothing of that unit any more."""
    return _strike(Realisation.objects.filter(activity=activity, unit=unit), by, _("没有参加合办"))


def follow_calling_off(activity: Activity, *, by: Account) -> int:
    """An activity never took place or will not: what it realised or was meant for, it does not and is not."""
    Intention.objects.filter(activity=activity).delete()
    return _strike(Realisation.objects.filter(activity=activity), by, _("活动没有办"))


def _strike(rows: object, by: Account, reason: str) -> int:
    """Strike links; returns how many stood."""
    found = list(rows.filter(struck_at__isnull=True).select_related("line__plan__notice"))  # type: ignore[attr-defined]
    with transaction.atomic():
        for one in found:
            standing = Realisation.objects.filter(pk=one.pk)
            standing.fill_in(struck_at=time.now(), struck_by=by, struck_reason=reason[:200])
            audit.record("plan:unlink", actor=by, thing=one)
            _shown_anew(one)
    return len(found)


def _shown_anew(made: Realisation) -> None:
    """Pages with this link are made anew."""
    if made.line is not None:
        say(made.line.plan, line=made.line.ref)
        purge(made.line.plan)
    ui.purge("figures")
    _campaign_shown_anew(made.campaign_id)


def _campaign_shown_anew(campaign: int | None) -> None:
    if campaign is not None:
        ui.purge(f"campaign:{campaign}")
