"""Seats: one's own registration, and the list for those who hold the lecture."""

from __future__ import annotations

import csv
import io

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.activities import public as activities
from sixianghui.common import sheets, time
from sixianghui.common.errors import NotThere
from sixianghui.common.policy import open_to_all, requires, signed_in
from sixianghui.lectures import commands, queries
from sixianghui.lectures.actions import Action
from sixianghui.lectures.forms import HeadsForm, SeatForm
from sixianghui.lectures.models import Lecture
from sixianghui.lectures.views.finding import done, me, own, status
from sixianghui.ui import public as ui

_METHODS = ["GET", "HEAD", "POST"]


@signed_in
@require_http_methods(_METHODS)
@ui.once
def seat(request: HttpRequest, ref: str) -> HttpResponse:
    """Register, see how one's registration stands, bring more or fewer."""
    one = _with_hall(request, ref)
    mine = queries.registration_of(one, me(request))
    sent = request.POST if request.method == "POST" else None
    form: HeadsForm | SeatForm
    if mine is None:
        form = SeatForm(sent, units=queries.units_named_by(one, me(request)))
    else:
        form = HeadsForm(sent, initial={"heads": mine.heads})

    def act() -> object:
        heads = form.cleaned_data["heads"]
        if isinstance(form, SeatForm):
            return commands.register(one, heads=heads, unit=form.unit_chosen, by=me(request))
        return commands.change_heads(mine, heads=heads, by=me(request))

    if request.method == "POST" and done(form, act):
        many = form.cleaned_data["heads"]
        changed = ngettext("改成 %(many)d 人了。", "改成 %(many)d 人了。", many) % {"many": many}
        ui.toast(request, _("报上名了。") if mine is None else changed)
        return redirect("lectures:seat", one.ref)
    stands = queries.standing_of(one)
    context = {
        "one": one,
        "stands": stands,
        "hall": queries.hall_of(one, stands),
        "form": form,
        "mine": mine,
        "ahead": queries.ahead_of(mine) if mine is not None and not mine.has else None,
    }
    return render(request, "lectures/seat.html", context, status=status(form))


@signed_in
@require_POST
def seat_cancellation(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that one does not come. No reason is asked."""
    one = _with_hall(request, ref)
    mine = queries.registration_of(one, me(request))
    if mine is None:
        raise NotThere(_("你没有报过名，或者已经取消了。"))
    commands.cancel(mine, by=me(request))
    if not queries.visible_to(me(request)).filter(pk=one.pk).exists():
        ui.toast(request, _("取消了，座位给后面的人。"))
        return redirect("lectures:lectures")  # one that is not open was there for them by their seat alone
    ui.toast(request, _("取消了，座位给后面的人。网上一样能听。"))
    return redirect("lectures:seat", one.ref)


@requires(Action.RUN)
@require_safe
def registrations(request: HttpRequest, ref: str) -> HttpResponse:
    """Who registered, with how many heads, from where: to be printed, too."""
    one = own(request, ref)
    rows = list(queries.registrations(one))
    context = {
        "one": one,
        "hall": queries.hall_of(one, queries.standing_of(one)),
        "seated": [row for row in rows if row.has],
        "waiting": [row for row in rows if not row.has],
    }
    return render(request, "lectures/organising/registrations.html", context)


@requires(Action.RUN)
@require_safe
def registrations_csv(request: HttpRequest, ref: str) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    one = own(request, ref)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_("姓名"), _("几个人"), _("哪个组织"), _("有没有座位"), _("报名时间")])
    for row in queries.registrations(one):
        at = row.made_at.astimezone(time.SHANGHAI)
        cells = [
            row.account.name if row.account else _("已注销的账号"),
            row.heads,
            row.unit.name if row.unit else "",
            _("有座位") if row.has else _("候补"),
            f"{at:%Y-%m-%d %H:%M}",
        ]
        writer.writerow([sheets.safe(str(cell)) for cell in cells])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    return ui.attached(
        response, _("%(title)s 报名") % {"title": one.activity.title}, "csv", plain="registrations"
    )  # type: ignore[return-value]


@open_to_all
@require_safe
def calendar_file(request: HttpRequest, ref: str) -> HttpResponse:
    """The lecture for one's own calendar."""
    one = queries.lecture_for(me(request), ref)
    rows = queries.activity_rows(one)
    response = HttpResponse(
        activities.as_ical(rows, name=one.activity.title), content_type="text/calendar; charset=utf-8"
    )
    ui.attached(response, one.activity.title, "ics", plain="lecture")
    return ui.keep(request, response, one.tag) if _is_open(one) else response


def _is_open(one: Lecture) -> bool:
    return queries.visible_to(AnonymousUser()).filter(pk=one.pk).exists()


def _with_hall(request: HttpRequest, ref: str) -> Lecture:
    one: Lecture = queries.lecture_for(me(request), ref)
    if one.seats is None:
        raise NotThere(_("这堂课只在网上讲，不用报名。"))
    return one
