"""Notices as those read them whom they reached, and what their sender does afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from sixianghui.access.public import may
from sixianghui.campaigns import commands, official, queries
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.forms.notices import AmendmentForm, RecallForm
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import open_to_all, requires, signed_in
from sixianghui.ui import public as ui


@open_to_all
@require_safe
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """A notice. Whoever is not signed in and may not read it is sent to sign in, whether there is one or not."""
    found = queries.visible(request.user, ref)
    if found is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("access:sign-in"))
    if found is None:
        raise Http404
    read = queries.read(found, request.user, unit=request.GET.get("unit", ""))
    sends = request.user.is_authenticated and may(request.user, Action.SEND, found)
    context = {
        "read": read,
        "notice": found,
        "head": queries.letterhead(found.unit),
        "sends": sends,
        "reached": list(queries.reached(found)[:200]) if sends else [],
        "plan": queries.plan_of(read.delivery),
        "writes": read.delivery is not None and may(request.user, Action.WRITE, read.delivery),
        "takes_plans": queries.takes_plans(found),
        "sample": official.is_sample(),
    }
    response = render(request, "campaigns/notice.html", context)
    # Whoever is not signed in reads only what is for everybody.
    return (
        response
        if request.user.is_authenticated
        else ui.keep(request, response, queries.tag_of_notice(found))
    )


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What reached my units; for whoever sends, drafts and what went out."""
    context = {"listed": queries.lists_for(request.user, page=request.GET.get("page", ""))}
    return render(request, "campaigns/notices.html", context)


@open_to_all
@require_safe
def document(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The notice as an official document, for whoever may read it; of a draft, for whoever writes it."""
    found = queries.visible(request.user, ref) or queries.draft_of(request.user, ref)
    if found is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("access:sign-in"))
    if found is None:
        raise Http404
    made = official.render(found, form)
    response = HttpResponse(made.content, content_type=made.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, made.name)
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
        return response
    return ui.keep(request, response, queries.tag_of_notice(found))


def _sent(request: HttpRequest, ref: str) -> Any:
    found = queries.own(request.user, ref)
    if found is None:
        raise Http404
    return found


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def amendment(request: HttpRequest, ref: str) -> HttpResponse:
    """Correct it."""
    found = _sent(request, ref)
    form = AmendmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.amend_notice(found, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("更正发出去了，收到通知的人都会知道。"))
            return redirect("campaigns:notice", found.ref)
    context = {"form": form, "title": _("发更正"), "notice": found, "lede": found.title, "send": _("发更正")}
    return render(request, "campaigns/notice_form.html", context, status=422 if form.errors else 200)


@requires(Action.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def recall(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw it."""
    found = _sent(request, ref)
    form = RecallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.recall_notice(found, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("撤回了。填到一半的计划不用再填。"))
            return redirect("campaigns:notice", found.ref)
    lede = _("“%(title)s”以后不再要求什么，原文还留着。撤回以后不能再发出。") % {"title": found.title}
    context = {
        "form": form,
        "title": _("撤回通知"),
        "notice": found,
        "lede": lede,
        "send": pgettext("动作", "撤回"),
    }
    return render(request, "campaigns/notice_form.html", context, status=422 if form.errors else 200)
