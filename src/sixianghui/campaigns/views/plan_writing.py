"""Writing a plan: the whole page without scripts, each line by itself with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sixianghui.access.public import may
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands import plan_lines, plans
from sixianghui.campaigns.commands.plan_lines import Clash
from sixianghui.campaigns.forms.plan_sheet import Clashes, sheet
from sixianghui.campaigns.forms.plans import REF, Choices, GoalForm, LineForm
from sixianghui.campaigns.models import Goal, Plan, PlanLine
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.rules.plans import Event
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import requires
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui


@requires(Action.WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def writing(request: HttpRequest, ref: str) -> HttpResponse:
    """The form of a plan. Sent as a whole it keeps every line that changed, and then does what the button says."""
    plan = own(request, ref)
    if request.method != "POST":
        return _form(request, plan, Clashes())
    clashes = _keep(request, plan)
    if clashes:
        return _form(request, plan, clashes, status=clashes.status)
    return _do(request, plan)


def own(request: HttpRequest, ref: str) -> Plan:
    found = queries.own_plan(request.user, ref)
    if found is None:
        raise Http404
    return found


def _keep(request: HttpRequest, plan: Plan) -> Clashes:
    """Write what differs. A line that says nothing and never did is left out."""
    by: Any = request.user
    found, choices = Clashes(), Choices.of(plan, named_months(plan))
    taken = request.POST.getlist("take")
    refs = [ref for ref in request.POST.getlist("line") if REF.fullmatch(ref)]
    refs += [
        ref
        for ref in request.POST.getlist("proposed")
        if REF.fullmatch(ref) and (ref in taken or "all" in taken)
    ]
    gone = set(request.POST.getlist("remove")) | set(request.POST.getlist("theirs"))
    for ref in dict.fromkeys(refs):
        form = LineForm(request.POST, prefix=ref, choices=choices)
        if ref in gone or (form.is_valid() and form.is_empty and not form.cleaned_data["version"]):
            continue
        _try(found, ref, form, lambda form=form, ref=ref: write(plan, ref, form, by))  # type: ignore[misc]
    for ref in request.POST.getlist("goal"):
        goal = GoalForm(request.POST, prefix=ref)
        if not REF.fullmatch(ref) or ref in gone:
            continue
        if goal.is_valid() and not goal.cleaned_data["text"] and not goal.cleaned_data["version"]:
            continue
        _try(found, ref, goal, lambda goal=goal, ref=ref: write_goal(plan, ref, goal, by))  # type: ignore[misc]
    return found


def _try(found: Clashes, ref: str, form: LineForm | GoalForm, act: Callable[[], object]) -> None:
    if not form.is_valid():
        found.posted[ref], found.faults[ref] = form, form.first_error
        return
    try:
        act()
    except Clash as clash:
        found.posted[ref], found.theirs[ref] = form, clash.current
    except Conflict as conflict:
        found.posted[ref], found.refused = form, str(conflict)
    except HouseError as error:
        found.posted[ref], found.faults[ref] = form, str(error)


def write(plan: Plan, ref: str, form: LineForm, by: Any) -> PlanLine:
    """Write the line of a valid form."""
    data = form.cleaned_data
    return plan_lines.write_line(
        plan, ref, form.written(), version=data["version"] or 0, tried=data["tried"], by=by
    )


def write_goal(plan: Plan, ref: str, form: GoalForm, by: Any) -> Goal:
    """Write the goal of a valid form."""
    data = form.cleaned_data
    return plan_lines.write_goal(
        plan,
        ref,
        audience=data["audience"],
        text=data["text"],
        model=data["model"],
        version=data["version"] or 0,
        tried=data["tried"],
        by=by,
    )


def _do(request: HttpRequest, plan: Plan) -> HttpResponse:
    """What the button says, once everything is kept. What cannot be done is said on the page where one goes on."""
    try:
        return _press(request, plan)
    except Conflict as conflict:
        ui.refused(request, str(conflict))
        return redirect(queries.writing_url(plan.ref))


def _press(request: HttpRequest, plan: Plan) -> HttpResponse:
    by: Any = request.user
    for ref in request.POST.getlist("remove"):
        plan_lines.remove_line(plan, ref, by=by)
        ui.toast(
            request, _("拿掉了。"), undo=reverse("campaigns:plan-line-putting-back", args=[plan.ref, ref])
        )
    if "hand_in" in request.POST:
        plans.hand_in(plan, by=by)
        ui.toast(request, _("交上去了。要改，随时可以收回。"))
        return redirect(queries.plan_url(plan.ref))
    if not {"remove", "take"} & set(request.POST):
        ui.toast(request, _("存好了。"))
    return redirect(queries.writing_url(plan.ref))


def named_months(plan: Plan) -> list[Any]:
    return [line.month for line in queries.lines_of(plan) if line.month]


def _form(request: HttpRequest, plan: Plan, clashes: Clashes, *, status: int = 200) -> HttpResponse:
    if status == 200 and queries.standing(plan).fault(Event.EDIT) is not None:
        return redirect(queries.plan_url(plan.ref))
    cursor = realtime.cursor()  # before what it stands for is read
    context = {
        "cursor": cursor,
        "words": words(),
        "refused": clashes.refused,
        "sheet": sheet(plan, clashes),
        "plan": plan,
        "may_hand_in": may(request.user, Action.HAND_IN, plan),
    }
    return render(request, "campaigns/plan_writing.html", context, status=status)


def words() -> dict[str, str]:
    """What the island says, in the reader's language."""
    return {
        "saving": _("正在存"),
        "saved": _("存好了"),
        "taken": _("已收进计划"),
        "gone": _("拿掉了“%s”。"),
        "back": _("放回去"),
        "kept": _("先存在这台设备上了"),
        "empty": _("写一句打算做什么；不做了就拿掉。"),
        "offline": _("现在连不上。接着写就行，写的留在这台设备上，连上以后自动存好；不会替你交。"),
        "full": _("现在连不上，这个浏览器也存不下了。请先把写的复制出来。"),
        "out": _("没有存到网上，可能是登录到时了。写的还在这台设备上：另开一页登录，再回来接着写。"),
        "moved": _("这份计划刚才有了变动，刷新一下看看。写的都在。"),
        "clash": _("%s 刚改过这一条，改成："),
        "mine": _("用我的"),
        "theirs": _("用对方的"),
    }
