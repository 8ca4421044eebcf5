"""What comes out by itself: a unit's ledger, calendar files, one's own feed."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sixianghui.activities import commands, ical, queries
from sixianghui.activities.actions import Action
from sixianghui.activities.periods import Period
from sixianghui.activities.views.finding import me, narrowed
from sixianghui.common import sheets, time
from sixianghui.common.policy import open_to_all, requires
from sixianghui.directory.public import Unit, open_units
from sixianghui.ledger.public import Scope
from sixianghui.notify.public import whole
from sixianghui.ui import public as ui

PAGE = 50
#: A choice of more units than this is no choice; a list of its activities leads to its ledger.
UNITS = 60


@requires(Action.SEE)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """What a unit held in a quarter or a year: a page that writes itself."""
    unit, period = _asked(request)
    found = queries.ledger_of(unit, period.first, period.last, reader=me(request))
    scope = Scope(unit=unit.pk, since=period.first, until=period.last)
    context = {
        "ledger": found,
        "period": period,
        "page": Paginator(found.rows, PAGE).get_page(request.GET.get("page")),
        "units": _units(request)[:UNITS],
        "kept": urlencode({"unit": unit.slug, "period": period.code}),
        "evidence": "" if unit.is_sample else "?" + urlencode(scope.to_json()),
    }
    return render(request, "activities/ledger.html", context)


@requires(Action.SEE)
@require_safe
def ledger_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    unit, period = _asked(request)
    file = io.StringIO()
    writer = csv.writer(file)
    titles = (_("日期"), _("组织"), _("种类"), _("名称"), _("地点"), _("到场人数"), _("合办"))
    writer.writerow([str(title) for title in titles])
    found = queries.ledger_of(unit, period.first, period.last, reader=me(request))
    for share in found.rows.iterator(chunk_size=500):
        held = share.held
        units = (share.activity.unit, *(one.unit for one in share.activity.with_units))
        others = "、".join(unit.short_name for unit in units if unit.pk != share.unit_id)
        day = held.at.astimezone(time.SHANGHAI).date().isoformat()
        row = [day, share.unit.name, held.kind.label, held.title, held.place, held.present or "", others]
        writer.writerow([sheets.safe(str(cell)) for cell in row])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="activities-{unit.slug}-{period.code}.csv"'
    return response


@open_to_all
@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The open activities as a calendar file, narrowed as the calendar is."""
    asked, kind = narrowed(request)
    parts = [asked.unit.short_name if asked.unit else "", kind.label if kind else "", _("活动")]
    rows = queries.open_ones(AnonymousUser(), asked)
    return ui.keep(request, _file(rows, " · ".join(part for part in parts if part)), "activities", "units")


@open_to_all
@require_safe
def unit_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The open activities of a unit as a calendar file."""
    unit = open_units().filter(slug=slug).first()
    if unit is None:
        raise Http404
    rows = queries.open_ones(AnonymousUser(), queries.Asked(unit=unit))
    return ui.keep(request, _file(rows, f"{unit.short_name} · {_('活动')}"), "activities", f"unit:{unit.pk}")


@open_to_all
@require_safe
def own_file(request: HttpRequest, token: str) -> HttpResponse:
    """The activities of somebody's units, under an address that only they know."""
    account = queries.account_of_feed(token)
    if account is None:
        raise Http404
    response = _file(queries.own_ones(account), _("我的组织 · 活动"))
    response["Cache-Control"] = "private, no-store"
    return response


@requires(Action.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """One's own feed: make an address, which is shown once."""
    address = ""
    if request.method == "POST":
        token = commands.open_feed(by=me(request))
        address = whole(reverse("activities:own-file", args=[token]))
    context = {"feed": queries.feed_of(me(request)), "address": address}
    response = render(request, "activities/feed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires(Action.SEE)
@require_POST
def feed_end(request: HttpRequest) -> HttpResponse:
    """End it."""
    commands.close_feed(by=me(request))
    ui.toast(request, _("停掉了。那个地址再也取不到东西。"))
    return redirect("activities:feed")


def _units(request: HttpRequest) -> Any:
    reach = queries.units_seen(me(request))
    return open_units().filter(pk__in=reach).order_by("position", "pk")


def _asked(request: HttpRequest) -> tuple[Unit, Period]:
    """The unit and the period in the address, or one's first unit and this quarter."""
    units = _units(request)
    slug = request.GET.get("unit", "")
    unit = units.filter(slug=slug).first() if slug else queries.first_unit(me(request))
    raw = request.GET.get("period") or request.GET.get("quarter") or ""
    period = Period.parse(raw) if raw else Period.of(time.today())
    if unit is None or period is None:
        raise Http404
    return unit, period


def _file(rows: Any, name: str) -> HttpResponse:
    response = HttpResponse(ical.as_ical(rows, name=name), content_type=ical.TYPE)
    response["Content-Disposition"] = 'inline; filename="activities.ics"'
    return response
