"""Pages of a plan: the list, the plan beside its notice, what is decided on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sixianghui.campaigns import story
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands import guidance, plans
from sixianghui.campaigns.commands import happening as commands
from sixianghui.campaigns.forms.happening import LinkForm
from sixianghui.campaigns.forms.plans import AdviceForm, Find, ReturnForm, SaidForm
from sixianghui.campaigns.models import Plan
from sixianghui.campaigns.queries import coverage, happening, plan_lists
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.notices import notices_to_answer
from sixianghui.campaigns.rules.plans import Event, State
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui


@requires(Action.SEE)
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans within one's reach, the longest waiting first."""
    find = Find(request.GET, asker=request.user)
    number = request.GET.get("page", "")
    page = plan_lists.listed(
        request.user, find.filters(), int(number) if number.isdecimal() and len(number) < 6 else 1
    )
    context = {
        "find": find,
        "page": page,
        "rows": page.rows,
        "campaigns": plan_lists.campaigns_of(request.user),
        "to_write": notices_to_answer(request.user, most=10),
        "states": _states(),
    }
    return render(request, "campaigns/plans.html", context)


def _states() -> list[tuple[str, str]]:
    return [(state.value, state_word(state)) for state in State]


def state_word(state: State) -> str:
    """A state as a reader says it."""
    return {
        State.DRAFT: _("在写"),
        State.WAITING: _("等回音"),
        State.TAKEN_BACK: _("收回去改"),
        State.RETURNED: _("退回修改"),
        State.APPROVED: _("已批准"),
        State.AGREED: _("指导同意"),
    }[state]


@requires(Action.WRITE)
@require_POST
@ui.once
def plan_begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin the plan of one's unit for a notice, or go on with it."""
    found = queries.notices_to_plan(request.user, ref)
    wanted = request.POST.get("unit", "")
    delivery = next((one for one in found if one.unit and one.unit.slug == wanted), None)
    if delivery is None:
        delivery = found[0] if found and not wanted else None
    if delivery is None or delivery.unit is None:
        raise Http404
    plan = plans.begin_plan(delivery.notice, delivery.unit, by=request.user)  # type: ignore[arg-type]
    return redirect(queries.writing_url(plan.ref))


@requires(Action.SEE)
@require_safe
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    """A plan beside its notice, with guidance in the margin and the story of it."""
    return _page(request, _found(request, ref))


def _found(request: HttpRequest, ref: str) -> Plan:
    found = queries.plan_for(request.user, ref)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Plan, *, status: int = 200, **forms: Any) -> HttpResponse:
    page = coverage.plan_page(found, request.user)  # type: ignore[arg-type]
    if page.is_own and not page.standing.hand_ins and not page.content.lines and status == 200:
        return redirect(queries.writing_url(found.ref))
    context = {
        "page": page,
        "plan": found,
        "story": story.story(page),
        "return_form": forms.get("return_form") or ReturnForm(),
        "advice_form": forms.get("advice_form") or AdviceForm(),
        "advised": forms.get("advised", ""),
        "beside_form": forms.get("beside_form") or (beside_form(found) if page.may_link else None),
    }
    return render(request, "campaigns/plan.html", context, status=status)


def beside_form(found: Plan, data: object = None) -> LinkForm | None:
    """Which recorded activity belongs to the campaign beside the plan; None when there is none."""
    might = happening.might_stand_beside(found)
    return LinkForm(data, activities=might) if might else None


@requires(Action.WRITE)
@require_POST
@ui.once
def plan_beside(request: HttpRequest, ref: str) -> HttpResponse:
    """Count an activity that nobody had planned to the campaign."""
    found = queries.own_plan(request.user, ref)
    if found is None:
        raise Http404
    campaign, form = found.notice.campaign, beside_form(found, request.POST)
    if campaign is None or form is None or not form.is_valid():
        return _page(request, found, status=422, beside_form=form)
    commands.put_beside(campaign, form.chosen, unit=found.unit, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("连上了。"))
    return redirect(f"{queries.plan_url(ref)}#beside")


@requires(Action.HAND_IN)
@require_POST
@ui.once
def plan_hand_in(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand it in as it stands on the server."""
    found = _own(request, ref)
    try:
        plans.hand_in(found, by=request.user)  # type: ignore[arg-type]
    except Conflict as conflict:
        ui.refused(request, str(conflict))
        return redirect(queries.writing_url(ref))
    ui.toast(request, _("交上去了。要改，随时可以收回。"))
    return redirect(queries.plan_url(ref))


@requires(Action.HAND_IN)
@require_POST
@ui.once
def plan_taking_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take it back, to go on writing."""
    found = _own(request, ref)
    try:
        plans.take_back(found, by=request.user)  # type: ignore[arg-type]
    except Conflict as conflict:
        ui.refused(request, str(conflict))
        return redirect(queries.plan_url(ref))
    ui.toast(request, _("收回来了，接着改。"))
    return redirect(queries.writing_url(ref))


def _own(request: HttpRequest, ref: str) -> Plan:
    found = queries.own_plan(request.user, ref)
    if found is None:
        raise Http404
    return found


@requires(Action.APPROVE)
@require_POST
@ui.once
def plan_approval(request: HttpRequest, ref: str) -> HttpResponse:
    """Approve it, along the line of subordination."""
    return _decide(request, ref, Event.APPROVE)


@requires(Action.AGREE)
@require_POST
@ui.once
def plan_agreement(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree to it, along the line of guidance."""
    return _decide(request, ref, Event.AGREE)


def _decide(request: HttpRequest, ref: str, event: Event) -> HttpResponse:
    found = _found(request, ref)
    form = SaidForm(request.POST)
    said, seen = (form.cleaned_data["said"], form.cleaned_data["seen"]) if form.is_valid() else ("", None)
    decide = guidance.approve if event is Event.APPROVE else guidance.agree
    try:
        decide(found, by=request.user, said=said, seen=seen)  # type: ignore[arg-type]
    except HouseError as error:
        if error.status != HouseError.status:
            raise
        ui.refused(request, str(error))  # the page that follows shows what waits now
        return redirect(queries.plan_url(ref))
    approved = event is Event.APPROVE
    ui.toast(request, _("批准了，对方收到了。") if approved else _("已经表示同意，对方收到了。"))
    return redirect(queries.plan_url(ref))


@requires(Action.ADVISE)
@require_POST
@ui.once
def plan_return(request: HttpRequest, ref: str) -> HttpResponse:
    """Return it with a reason."""
    found = _found(request, ref)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, return_form=form)
    reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
    try:
        guidance.return_plan(found, reason, by=request.user, seen=seen)  # type: ignore[arg-type]
    except HouseError as error:
        if error.status not in {HouseError.status, Conflict.status}:
            raise
        form.add_error("reason", str(error))  # what was typed stays, be it only to be copied
        return _page(request, found, status=422, return_form=form)
    ui.toast(request, _("退回去了，理由也一起送到了。"))
    return redirect(queries.plan_url(ref))


@requires(Action.ADVISE)
@require_POST
@ui.once
def plan_advice(request: HttpRequest, ref: str) -> HttpResponse:
    """Advise on a line, or on the whole."""
    found = _found(request, ref)
    form = AdviceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, advice_form=form, advised=form["line"].value() or "")
    line = form.cleaned_data["line"]
    try:
        guidance.advise(found, form.cleaned_data["text"], by=request.user, line=line)  # type: ignore[arg-type]
    except Conflict as conflict:
        form.add_error("text", str(conflict))  # the line is gone: the words go on with the whole plan
        return _page(request, found, status=422, advice_form=form)
    ui.toast(request, _("建议记下了。"))
    return redirect(f"{queries.plan_url(ref)}#{f'line-{line}' if line else 'advice'}")


@requires(Action.SEE)
@require_POST
@ui.once
def plan_advice_settled(request: HttpRequest, ref: str, advice: str) -> HttpResponse:
    """A piece of advice is dealt with."""
    found = _found(request, ref)
    try:
        guidance.settle_advice(found, advice, by=request.user)  # type: ignore[arg-type]
    except HouseError as error:
        if error.status == 404:
            raise Http404 from error
        raise
    ui.toast(request, _("这条处理好了。"))
    return redirect(reverse("campaigns:plan", args=[ref]))
