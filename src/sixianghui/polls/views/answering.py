"""Answering. Pressing twice counts once by itself; the key of a form sent twice would be kept with a digest of what was
chosen, and is therefore not used here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import signed_in
from sixianghui.polls import commands, queries, showing
from sixianghui.polls.forms import AnswerForm
from sixianghui.polls.queries import Shown
from sixianghui.polls.rules import State
from sixianghui.polls.views.finding import found, me
from sixianghui.ui import public as ui


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The options, and what is kept of an answer; sent, one is counted in, or told why not."""
    one = found(request, ref)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, options=one.options, most=one.poll.most)
    if data is None:
        if one.state is not State.OPEN:
            return redirect("polls:poll", ref)
        return _form(request, one, form, answered=queries.has_answered(me(request), one.poll))
    if not form.is_valid():
        return _form(request, one, form, status=422)
    try:
        commands.answer(one.poll, form.cleaned_data["choice"], by=me(request))
    except Conflict as error:
        return _form(request, one, form, refused=str(error), status=error.status)
    except HouseError as error:
        form.add_error("choice", str(error))
        return _form(request, one, form, status=error.status)
    ui.toast(request, _("收下了，谢谢。截止以后，结果在这一页。"))
    return redirect("polls:poll", ref)


def _form(
    request: HttpRequest,
    one: Shown,
    form: AnswerForm,
    *,
    answered: bool = False,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "one": one,
        "poll": one.poll,
        "form": form,
        "takes": showing.takes(one.half_minutes),
        "answered": answered,
        "refused": refused,
    }
    return render(request, "polls/answer.html", context, status=status)
