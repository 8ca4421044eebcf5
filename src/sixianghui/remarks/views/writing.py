"""Pages for those who write: one more, and one's own."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sixianghui.common import ids
from sixianghui.common.errors import Conflict, HouseError
from sixianghui.common.policy import signed_in
from sixianghui.remarks import commands, limits, places, queries, rules
from sixianghui.remarks.forms.writing import NameForm, RemarkForm
from sixianghui.remarks.models import Kind, Thread
from sixianghui.ui import public as ui


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Write in a thread."""
    found = _thread(request, ref)
    then = reverse("remarks:thread", args=[ref])
    return _writing(request, found, "remarks/new.html", then=then)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ui.once
def own(request: HttpRequest, ref: str) -> HttpResponse:
    """The same as a part of a page: the form, and above it one's own that only oneself sees."""
    found = _thread(request, ref)
    then = reverse("remarks:own", args=[ref])
    return _writing(request, found, "remarks/own.html", then=then)


def _writing(request: HttpRequest, thread: Thread, template: str, *, then: str) -> HttpResponse:
    account: Any = request.user
    to = request.POST.get("to", "") or request.GET.get("to", "")
    asks = thread.kind == Kind.QUESTIONS
    form = RemarkForm(
        request.POST or None, named=bool(queries.name_of(account)), asks=asks, initial={"to": to}
    )
    status, wait = 200, 0
    if request.method == "POST":
        try:
            if form.is_valid():
                _write(account, thread, form, nonce=request.POST.get("intent", ""))
                if template == "remarks/new.html":
                    ui.toast(request, _done(thread))
                return redirect(then)
            status = 422
        except limits.TooSoon as error:
            form.add_error(None, str(error))
            status, wait = error.status, error.wait
        except HouseError as error:
            form.add_error("name" if isinstance(error, _BadName) else None, str(error))
            status = error.status
    waiting, oldest = queries.queue(thread)
    minutes = int(oldest.total_seconds() // 60)
    context = {
        "thread": thread,
        "where": places.find([thread]).get(thread.pk),
        "form": form,
        "action": request.path,
        "barred": _barred(thread, account),
        "answered": queries.one_shown(thread, to),
        "to": to,
        "name": queries.name_of(account),
        "own": queries.mine(account, thread=thread),
        "queue": {"number": waiting, "minutes": minutes, "hours": minutes // 60},
        "limits": {"least": rules.SHORTEST, "most": rules.LONGEST},
    }
    response = render(request, template, context, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


class _BadName(HouseError):
    """What is wrong is the name."""


def _write(account: Any, thread: Thread, form: RemarkForm, *, nonce: str) -> None:
    """All of it or nothing: no token is taken, no name chosen for what is refused."""
    with transaction.atomic():
        limits.take(account, *rules.PER_PERSON)
        if "name" in form.fields:
            try:
                commands.choose_name(account, form.cleaned_data["name"])
            except HouseError as error:
                bad = _BadName(str(error))
                bad.status = error.status
                raise bad from error
        commands.write(
            thread,
            form.cleaned_data["text"],
            by=account,
            nonce=nonce or ids.new_ref(),
            reply_to=form.cleaned_data["to"],
        )


def _done(thread: Thread) -> str:
    if thread.moderation == "before":
        return _("收到了。先由人看过再放出来，这以前只有你看得到。")
    return _("收到了。")


def _barred(thread: Thread, account: Any) -> str:
    """Why this person cannot write here now, or nothing."""
    try:
        commands.require_open(thread, account)
    except Conflict as error:
        return str(error)
    return ""


def _thread(request: HttpRequest, ref: str) -> Thread:
    person: Any = request.user
    found = queries.thread(ref, person)
    if found is None:
        raise Http404
    return found


@signed_in
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I wrote, where each stands, and the name under which I am shown."""
    account: Any = request.user
    context = {"written": queries.written(account), "name": queries.name_of(account)}
    return render(request, "remarks/mine.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Choose another name."""
    account: Any = request.user
    form = NameForm(request.POST or None, initial={"name": queries.name_of(account)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                commands.choose_name(account, form.cleaned_data["name"])
            except HouseError as error:
                form.add_error("name", str(error))
                status = error.status
            else:
                ui.toast(request, _("往后用这个名字。写过的还是原来的名字。"))
                return redirect("remarks:mine")
    return render(request, "remarks/name.html", {"form": form}, status=status)
