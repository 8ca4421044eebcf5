"""A breach: who is affected, how long is left to report, what to say."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.privacy import commands, forms, queries, rules
from sixianghui.privacy.actions import Action
from sixianghui.privacy.models import Breach
from sixianghui.ui import public as ui

#: How many names the page shows at first; all of them are in the print.
SHOWN = 200


@requires(Action.ANSWER)
@require_http_methods(["GET", "POST"])
@ui.once
def new(request: HttpRequest) -> HttpResponse:
    """Enter what happened."""
    form = forms.NewBreach(request.POST or None, asker=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.enter_breach(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            return redirect("privacy:breach", made.ref)
    return render(request, "privacy/breach_new.html", {"form": form}, status=422 if form.errors else 200)


@requires(Action.ANSWER)
@require_safe
def breach(request: HttpRequest, ref: str) -> HttpResponse:
    """Who is affected, the report to send, and the time left for it."""
    return _page(request, _one(request, ref), forms.Notice())


def _page(request: HttpRequest, found: Breach, notice_form: forms.Notice, status: int = 200) -> HttpResponse:
    people = queries.affected(found, request.user)
    due, now = found.found_at + rules.REPORT_WITHIN, time.now()
    whole = "all" in request.GET
    minutes = int((due - now).total_seconds() // 60)
    context = {
        "breach": found,
        "rooms": [label for name, label in queries.rooms_with_people() if name in found.rooms],
        "people": people if whole else people[:SHOWN],
        "total": len(people),
        "restricted": sum(one.restricted for one in people),
        "with_account": sum(one.account is not None for one in people),
        "more": 0 if whole else max(0, len(people) - SHOWN),
        "due": due,
        "minutes_left": minutes,
        "hours_left": minutes // 60,
        "rest_left": minutes % 60,
        "kinds": sorted({kind for one in people for kind in one.kinds}),
        "form": notice_form,
    }
    return render(request, "privacy/breach.html", context, status=status)


@requires(Action.ANSWER)
@require_POST
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """Note that it was reported."""
    found = commands.report_breach(_one(request, ref), by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("登记了报告时间。"))
    return redirect("privacy:breach", found.ref)


@requires(Action.ANSWER)
@require_POST
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Tell those concerned."""
    found, form = _one(request, ref), forms.Notice(request.POST)
    if form.is_valid():
        try:
            told = commands.tell_affected(found, text=form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
        except HouseError as error:
            form.add_error(None, str(error))
        else:
            ui.toast(request, _("通知了 %(people)s 人。") % {"people": told})
            return redirect("privacy:breach", found.ref)
    return _page(request, found, form, status=422)


def _one(request: HttpRequest, ref: str) -> Breach:
    found = queries.breach_of(request.user, ref)
    if found is None:
        raise Http404
    return found
