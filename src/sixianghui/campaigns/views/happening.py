"""Two taps from a line of a plan to what happened."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sixianghui.access.public import may
from sixianghui.activities.public import ActivityAction, PlanForm, RecordForm
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands import happening as commands
from sixianghui.campaigns.forms.happening import LinkForm
from sixianghui.campaigns.models import Plan
from sixianghui.campaigns.queries import happening as queries
from sixianghui.campaigns.queries.plans import own_plan, plan_url
from sixianghui.campaigns.rules.contents import Line
from sixianghui.common.errors import HouseError, Refused
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui


@requires(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def happening(request: HttpRequest, ref: str, line: str) -> HttpResponse:
    """Record what happened at a line: its words stand in the form of an activity already.

    Whoever writes the plan and does not record for the unit links here what others have recorded.
    """
    plan, found = _line(request, ref, line)
    # What was sent goes through the form, which keeps it: a post may have ended while somebody wrote.
    if request.method != "POST" and not _records(request, plan):
        might = _link_form(plan, line)
        if might is None:
            raise Refused(_who_records())
        return _page(request, plan, found, None, might)
    form = RecordForm(request.POST or None, asker=request.user, initial=queries.usual(plan, found))
    if request.method == "POST" and form.is_valid():
        try:
            commands.record_for_line(plan, line, form.record(), by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("记好了，计划里也看得到。"))
            return redirect(f"{plan_url(ref)}#line-{line}")
    return _page(request, plan, found, form, _link_form(plan, line), status=422 if form.errors else 200)


def _records(request: HttpRequest, plan: Plan) -> bool:
    """Whether this reader records activities of the plan's unit."""
    return may(request.user, ActivityAction.RECORD, plan)


def _who_records() -> str:
    return _(
        "活动由书记、副书记、组织委员、宣传委员、党小组长、党建指导员来预告、来记。记好了，连上计划就行。"
    )


def _page(
    request: HttpRequest,
    plan: Plan,
    line: Line,
    form: RecordForm | None,
    link: LinkForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The form that records, for whoever records, and the choice of what is recorded already."""
    context = {"form": form, "plan": plan, "line": line, "link": link, "who": _who_records()}
    return render(request, "campaigns/plan_happening.html", context, status=status)


@requires(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def announcing(request: HttpRequest, ref: str, line: str) -> HttpResponse:
    """Announce what a line has planned: it stands in the calendar, and comes true by itself once it is recorded."""
    plan, found = _line(request, ref, line)
    if request.method != "POST" and not _records(request, plan):
        raise Refused(_who_records())
    usual = queries.usual(plan, found)
    form = PlanForm(request.POST or None, asker=request.user, initial=usual)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        announced = {**form.wanted(), "note": form.cleaned_data["note"]}
        try:
            commands.announce_for_line(plan, line, by=request.user, **announced)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("预告好了。办完以后，点一下就能记。"))
            return redirect(f"{plan_url(ref)}#line-{line}")
    context = {"form": form, "plan": plan, "line": found}
    return render(request, "campaigns/plan_announcing.html", context, status=422 if form.errors else 200)


def _line(request: HttpRequest, ref: str, line: str) -> tuple[Plan, Line]:
    plan = own_plan(request.user, ref)
    found = queries.standing_line(plan, line) if plan is not None else None
    if plan is None or found is None:
        raise Http404
    return plan, found


def _link_form(plan: Plan, line: str, data: object = None) -> LinkForm | None:
    might = queries.might_be(plan, line)
    return LinkForm(data, activities=might) if might else None


@requires(Action.WRITE)
@require_POST
@ui.once
def link(request: HttpRequest, ref: str, line: str) -> HttpResponse:
    """Link an activity that is recorded already."""
    plan, found = _line(request, ref, line)
    form = _link_form(plan, line, request.POST)
    if form is None or not form.is_valid():
        records = _records(request, plan)
        record = RecordForm(asker=request.user, initial=queries.usual(plan, found)) if records else None
        return _page(request, plan, found, record, form, status=422)
    commands.realise(plan, line, form.chosen, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("连上了。"))
    return redirect(f"{plan_url(ref)}#line-{line}")


@requires(Action.WRITE)
@require_POST
@ui.once
def unlink(request: HttpRequest, ref: str, activity: str) -> HttpResponse:
    """Take back a link that was made by mistake. The activity stays recorded."""
    plan = own_plan(request.user, ref)
    found = queries.linked_activity(plan, activity) if plan is not None else None
    if plan is None or found is None:
        raise Http404
    commands.unlink(plan, found, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("断开了。活动还记着。"))
    return redirect(plan_url(ref))
