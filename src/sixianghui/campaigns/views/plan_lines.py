"""One line of a plan at a time, as it is typed: answered in JSON, so that a page without a connection can send it later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands import plan_lines
from sixianghui.campaigns.commands.plan_lines import Clash
from sixianghui.campaigns.forms.plan_sheet import initial_of
from sixianghui.campaigns.forms.plans import REF, Choices, GoalForm, LineForm
from sixianghui.campaigns.models import Goal, PlanLine
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.plans import month_label
from sixianghui.campaigns.views.plan_writing import named_months, own, write, write_goal
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui


@requires(Action.WRITE)
@require_POST
def line(request: HttpRequest, ref: str, line: str) -> HttpResponse:
    """Keep one line, as it is typed. Answers JSON: the version, or what somebody else wrote meanwhile."""
    plan = own(request, ref)
    if not REF.fullmatch(line):
        raise Http404
    form = LineForm(request.POST, prefix=line, choices=Choices.of(plan, named_months(plan)))
    return _answer(form, lambda: write(plan, line, form, request.user))


@requires(Action.WRITE)
@require_POST
def goal(request: HttpRequest, ref: str, goal: str) -> HttpResponse:
    """Keep one goal, as it is typed. Answers JSON as `line` does."""
    plan = own(request, ref)
    if not REF.fullmatch(goal):
        raise Http404
    form = GoalForm(request.POST, prefix=goal)
    return _answer(form, lambda: write_goal(plan, goal, form, request.user))


def _answer(form: LineForm | GoalForm, act: Callable[[], PlanLine | Goal]) -> JsonResponse:
    if not form.is_valid():
        return JsonResponse({"message": form.first_error}, status=422)
    try:
        made = act()
    except Clash as clash:
        return JsonResponse(
            {"message": str(clash), "version": clash.current.version, "theirs": _theirs(clash.current)},
            status=409,
        )
    except HouseError as error:
        return JsonResponse({"message": str(error)}, status=error.status)
    return JsonResponse({"version": made.version})


def _theirs(row: PlanLine | Goal) -> dict[str, Any]:
    """What somebody else wrote, as the fields of the form and as words to read."""
    by = row.edited_by.name if row.edited_by else ""
    if isinstance(row, Goal):
        return {
            "fields": {"text": row.text, "model": row.model},
            "by": by,
            "words": " · ".join(filter(None, (row.text, row.model))),
        }
    fields = initial_of(row)
    fields.pop("version")
    words = [row.text or row.reason, month_label(row.month) if row.month else ""]
    gone = row.removed_at is not None
    return {
        "fields": fields,
        "by": by,
        "words": _("拿掉了这一行") if gone else " · ".join(filter(None, words)),
        "gone": gone,
    }


@requires(Action.WRITE)
@require_POST
def removal(request: HttpRequest, ref: str, line: str) -> HttpResponse:
    """Take a line out, or leave a proposal. Answers JSON: the version, and where it is put back."""
    plan = own(request, ref)
    try:
        made = plan_lines.remove_line(plan, line, by=request.user)  # type: ignore[arg-type]
    except HouseError as error:
        if error.status == 404:
            raise Http404 from error
        return JsonResponse({"message": str(error)}, status=error.status)
    undo = reverse("campaigns:plan-line-putting-back", args=[ref, line])
    return JsonResponse({"version": made.version, "undo": undo})


@requires(Action.WRITE)
@require_POST
def putting_back(request: HttpRequest, ref: str, line: str) -> HttpResponse:
    """Put a line back that was taken out, or propose again what was left."""
    plan = own(request, ref)
    try:
        plan_lines.put_back_line(plan, line, by=request.user)  # type: ignore[arg-type]
    except HouseError as error:
        if error.status == 404:
            raise Http404 from error
        raise
    ui.toast(request, _("放回去了。"))
    return redirect(queries.writing_url(ref))
