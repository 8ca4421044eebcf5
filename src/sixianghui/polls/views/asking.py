"""Pages for those who ask: writing, publishing, ending, taking back, and telling what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import requires
from sixianghui.polls import commands, queries, showing
from sixianghui.polls.actions import Action
from sixianghui.polls.forms import OutcomeForm, PollForm, ReasonForm
from sixianghui.polls.queries import Shown
from sixianghui.polls.rules import State
from sixianghui.polls.views.finding import me, own
from sixianghui.ui import public as ui

_METHODS = ["GET", "HEAD", "POST"]


@requires(Action.RUN)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What my units asked, the newest first: being written, open, ended."""
    return render(request, "polls/desk.html", {"polls": queries.asked_by(me(request))})


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Write one."""
    form = PollForm(request.POST or None, asker=me(request))
    return _write(
        request,
        form,
        None,
        lambda: commands.draft(form.words, unit=form.unit_chosen, by=me(request)).ref,
    )


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def changes(request: HttpRequest, ref: str) -> HttpResponse:
    """Change one that nobody has seen."""
    one = own(request, ref)
    if one.state is not State.DRAFT:
        raise Conflict(_("已经发布了，字句不再改：有人照它答过。写错了，撤回再另问一次。"))
    form = PollForm(request.POST or None, asker=me(request), poll=one.poll)
    return _write(request, form, one, lambda: commands.change(one.poll, form.words, by=me(request)).ref)


def _write(request: HttpRequest, form: PollForm, one: Shown | None, act: Callable[[], str]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            ref = act()
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("存好了。"))
            return redirect("polls:publication", ref)
    context = {"form": form, "one": one}
    return render(request, "polls/form.html", context, status=422 if form.errors else 200)


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def publication(request: HttpRequest, ref: str) -> HttpResponse:
    """How it will look, and publishing it."""
    one = own(request, ref)
    if one.state is not State.DRAFT:
        return redirect("polls:poll", ref)
    refused = ""
    if request.method == "POST":
        try:
            commands.publish(one.poll, by=me(request))
        except HouseError as error:
            refused = str(error)
        else:
            ui.toast(request, _("发布了，现在就能答。"))
            return redirect("polls:poll", ref)
    context = {
        "one": one,
        "poll": one.poll,
        "takes": showing.takes(one.half_minutes),
        "refused": refused,
    }
    return render(request, "polls/publication.html", context, status=422 if refused else 200)


@requires(Action.RUN)
@require_POST
@ui.once
def removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Throw away one that was never published."""
    commands.discard(own(request, ref).poll, by=me(request))
    ui.toast(request, _("删掉了。"))
    return redirect("polls:desk")


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """End an open one early."""
    one = own(request, ref)
    words = {
        "title": _("提前结束"),
        "lede": _("现在就不再收，马上算出结果给大家看。结束了不能再开。"),
        "verb": _("结束，公布结果"),
        "done": _("提前结束了。"),
    }
    return _reasoned(request, one, words, lambda why: commands.close_early(one.poll, why, by=me(request)))


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def withdrawal(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back an open one."""
    one = own(request, ref)
    words = {
        "title": _("撤回这个小调查"),
        "lede": _("问错了、字句有误，就撤回。已经答的全部删去，不算结果；页面上写明撤回了、为什么。"),
        "verb": pgettext("动作", "撤回"),
        "done": _("撤回了，已经答的都删了。"),
    }
    return _reasoned(request, one, words, lambda why: commands.withdraw(one.poll, why, by=me(request)))


def _reasoned(
    request: HttpRequest, one: Shown, words: dict[str, str], act: Callable[[str], Any]
) -> HttpResponse:
    """A page that asks why, and does it."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, words["done"])
            return redirect("polls:poll", one.poll.ref)
    context = {"form": form, "one": one, "poll": one.poll, **words}
    return render(request, "polls/reason.html", context, status=422 if form.errors else 200)


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def outcomes(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what came of it."""
    one = own(request, ref)
    if not one.may_tell_more:
        return redirect("polls:poll", ref)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.tell_outcome(one.poll, form.cleaned_data["text"], by=me(request))
        except HouseError as error:
            form.add_error("text", str(error))
        else:
            ui.toast(request, _("写上了，大家看得到。"))
            return redirect("polls:poll", ref)
    said = showing.said(one.answers, one.bars) if one.answers is not None else ""
    context = {"form": form, "one": one, "poll": one.poll, "said": said}
    return render(request, "polls/outcome.html", context, status=422 if form.errors else 200)
