"""Pages for those who moderate: appeals, which somebody else than the first one answers; and who is silent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.remarks import commands, queries
from sixianghui.remarks.actions import Action
from sixianghui.remarks.forms.desk import AppealReply
from sixianghui.remarks.views.desk import around
from sixianghui.ui import public as ui


@requires(Action.MODERATE)
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """What waits for an answer of somebody who did not decide before."""
    return _appeals(request)


@requires(Action.MODERATE)
@require_POST
@ui.once
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer the appeal about a remark."""
    person: Any = request.user
    appeal = next((one for one in queries.appeals(person) if one.verdict.remark.ref == ref), None)
    if appeal is None:
        if queries.case(person, ref) is None:
            raise Http404
        return _appeals(request, trouble=_("这一件已经有人答复了，或者不用答复了。"), status=409)
    form = AppealReply(request.POST)
    if not form.is_valid():
        return _appeals(request, tried=ref, form=form, status=422)
    agreed = form.cleaned_data["answer"] == "agreed"
    try:
        commands.answer_appeal(appeal, agreed, by=person, reason=form.cleaned_data["reason"])
    except HouseError as error:
        return _appeals(request, tried=ref, form=form, trouble=str(error), status=error.status)
    ui.toast(request, _("放出来了，也告诉对方了。") if agreed else _("答复了，理由告诉对方了。"))
    return redirect("remarks:appeals")


def _appeals(
    request: HttpRequest,
    *,
    tried: str = "",
    form: AppealReply | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    found = queries.appeals(request.user)
    context = {
        "appeals": queries.with_places(found),
        "tried": tried,
        "form": form,
        "trouble": trouble,
        **around(request, "appeals"),
        "appealed": len(found),
    }
    return render(request, "remarks/desk/appeals.html", context, status=status)


@requires(Action.MODERATE)
@require_safe
def mutes(request: HttpRequest) -> HttpResponse:
    """Who is silent, by the name under which they write, until when, and why."""
    context = {"mutes": queries.mutes(request.user), **around(request, "mutes")}
    return render(request, "remarks/desk/mutes.html", context)


@requires(Action.MODERATE)
@require_POST
@ui.once
def unmute(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody speak again before the time."""
    person: Any = request.user
    found = next((one.mute for one in queries.mutes(person) if one.mute.pk == number), None)
    if found is None:
        raise Http404
    commands.unmute(found, by=person)
    ui.toast(request, _("解除了，现在就能发。"))
    return redirect("remarks:mutes")
