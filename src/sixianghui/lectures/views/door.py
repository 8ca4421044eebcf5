"""The door: the code on the organiser's screen and on paper, what whoever scans it sees, and the desk beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.access.public import Account, draw_qr
from sixianghui.activities import public as activities
from sixianghui.common import ids
from sixianghui.common.policy import open_to_all, requires
from sixianghui.lectures import commands, door, queries, rules
from sixianghui.lectures.actions import Action
from sixianghui.lectures.forms import ArrivalForm, DeskForm, HeadsForm
from sixianghui.lectures.models import Lecture
from sixianghui.lectures.views.finding import done, me, own, status
from sixianghui.notify.public import whole
from sixianghui.ui import public as ui

_METHODS = ["GET", "HEAD", "POST"]
#: The browser that said it is here, known again for a day.
COOKIE = "arrival"
_DAY = 24 * 3600


@requires(Action.RUN)
@require_safe
def screen(request: HttpRequest, ref: str) -> HttpResponse:
    """The code for a screen at the door, and how many have come."""
    return render(request, "lectures/door/screen.html", _drawn(own(request, ref)))


@requires(Action.RUN)
@require_safe
def screen_part(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of it that is renewed by itself."""
    return render(request, "lectures/door/code.html", _drawn(own(request, ref)))


@requires(Action.RUN)
@require_safe
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """A page to print and hang up."""
    one = own(request, ref)
    address = whole(_arrival(one, code=door.paper_code(one)))
    return render(request, "lectures/door/paper.html", {"one": one, "code": draw_qr(address)})


@open_to_all
@never_cache
@require_http_methods(_METHODS)
def arrival(request: HttpRequest, ref: str) -> HttpResponse:
    """What whoever scanned the code sees: one button."""
    one = queries.lecture_for(me(request), ref)
    account = me(request) if isinstance(request.user, Account) else None
    browser = _browser(request)
    sent = request.POST if request.method == "POST" else None
    form = ArrivalForm(sent, units=queries.units_named_by(one, account))
    ticket = (sent or request.GET).get("ticket", "")[:80]
    way = door.ticket_way(one, ticket) if ticket else door.way_of(one, request.GET.get("code", "")[:40])
    if sent is not None and done(
        form,
        lambda: commands.arrive(one, ticket, browser=browser, by=account, unit=form.unit_chosen),
    ):
        return redirect(reverse("lectures:arrived", args=[one.ref]))
    if way is not None and not ticket:
        ticket = door.ticket(one, way)
    context: dict[str, Any] = {
        "one": one,
        "door": queries.door_of(one),
        "way": way,
        "form": form,
        "ticket": ticket,
        "again": _arrival(one, ticket=ticket),
        "must_sign_in": one.names and account is None,
    }
    response = render(request, "lectures/door/arrival.html", context, status=status(form))
    if way is not None and not browser and account is None:
        response.set_signed_cookie(
            COOKIE, ids.new_token(), salt="lectures.arrival", max_age=_DAY, path="/", httponly=True,
            secure=request.is_secure(), samesite="Lax",
        )  # fmt: skip
    return response


@open_to_all
@never_cache
@require_safe
def arrived(request: HttpRequest, ref: str) -> HttpResponse:
    """It is noted: a word of welcome, and what to take along."""
    one = queries.lecture_for(me(request), ref)
    account = me(request) if isinstance(request.user, Account) else None
    key = commands.arrival_key(one, browser=_browser(request), account=account)
    if not queries.arrived(one, {key}):
        return redirect("lectures:lecture", one.ref)
    context = {
        "one": one,
        "named": account is not None and activities.is_named(one.activity, account),
        "materials": list(one.materials.select_related("file")),
    }
    return render(request, "lectures/door/arrived.html", context)


@requires(Action.RUN)
@require_http_methods(_METHODS)
@ui.once
def desk(request: HttpRequest, ref: str) -> HttpResponse:
    """The desk: heads that are on no list."""
    one = own(request, ref)
    form = DeskForm(request.POST if request.method == "POST" else None, units=queries.units_named_by(one))
    if request.method == "POST" and done(
        form,
        lambda: commands.note_heads(
            one, heads=form.cleaned_data["heads"], unit=form.unit_chosen, by=me(request)
        ),
    ):
        ui.toast(request, _noted(form.cleaned_data["heads"]))
        return redirect("lectures:door-desk", one.ref)
    now = queries.door_of(one)
    rows = list(queries.registrations(one)) if now.notes else []
    for row in rows:
        row.lecture = one
    keys = {commands.registered_key(row): row for row in rows}
    came = queries.arrived(one, set(keys))
    corrects = now.notes or now.mends
    scanned = list(queries.latest_arrivals(one, scanned=True)) if corrects else []
    context = {
        "one": one,
        "door": now,
        "form": form,
        "rows": [(row, came.get(key)) for key, row in keys.items()],
        "latest": list(queries.latest_arrivals(one)) if corrects else [],
        "scanned": scanned,
        # The list of names is put right once what took place is recorded.
        "named": bool(scanned) and one.names and now.mends and activities.names_wanted(one.activity),
    }
    return render(request, "lectures/door/desk.html", context, status=status(form))


@requires(Action.RUN)
@require_POST
def desk_registration(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody on the list came, with so many heads."""
    found = queries.registration_at(me(request), ref)
    form = HeadsForm(request.POST)
    if done(
        form,
        lambda: commands.note_registered(found, heads=form.cleaned_data["heads"], by=me(request)),
    ):
        ui.toast(request, _noted(form.cleaned_data["heads"]))
    else:
        ui.refused(request, str(next(iter(form.errors.values()))[0]))
    return redirect("lectures:door-desk", found.lecture.ref)


@requires(Action.RUN)
@require_POST
def arrival_striking(request: HttpRequest, number: int) -> HttpResponse:
    """A slip of the desk, or a code scanned once too often, is taken back."""
    found = queries.arrival_at(me(request), number)
    commands.take_back_arrival(found, by=me(request), reason=request.POST.get("reason", ""))
    ui.toast(request, _("划掉了，不再算数。"))
    return redirect("lectures:door-desk", found.lecture.ref)


def _noted(many: int) -> str:
    return ngettext("记上了 %(many)d 人。", "记上了 %(many)d 人。", many) % {"many": many}


def _browser(request: HttpRequest) -> str:
    found = request.get_signed_cookie(COOKIE, default="", salt="lectures.arrival", max_age=_DAY)
    return str(found or "")


def _drawn(one: Lecture) -> dict[str, Any]:
    now = queries.door_of(one)
    code = draw_qr(whole(_arrival(one, code=door.code(one)))) if now.scans else None
    return {"one": one, "door": now, "code": code, "every": rules.DOOR_SECONDS // 3}


def _arrival(one: Lecture, **query: str) -> str:
    return f"{reverse('lectures:arrival', args=[one.ref])}?{urlencode(query)}"
