"""Ledgers that write themselves: for people of a unit, counted when the page is opened, saved by one button."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sixianghui.access.public import may
from sixianghui.common import time
from sixianghui.common.errors import HouseError
from sixianghui.common.policy import requires
from sixianghui.directory.public import Unit
from sixianghui.reports import commands
from sixianghui.reports.actions import Action
from sixianghui.reports.forms.reports import period_words
from sixianghui.reports.queries import editions
from sixianghui.reports.queries import ledgers as queries
from sixianghui.reports.rules import periods
from sixianghui.reports.rules.periods import Period
from sixianghui.reports.showing import content_page
from sixianghui.ui import public as ui


@requires(Action.SEE)
@require_safe
def ledgers(request: HttpRequest) -> HttpResponse:
    """Whose ledger? Somebody with one unit goes straight to it."""
    units = list(queries.units_of(request.user))
    if len(units) == 1:
        return redirect("reports:ledger", units[0].slug)
    return render(request, "reports/ledgers.html", {"units": units})


@requires(Action.SEE)
@require_safe
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """The ledger of a unit in a quarter or a year, as it stands now."""
    unit = _unit(request, slug)
    offered = [*periods.offered("quarter", time.today()), *periods.offered("year", time.today())]
    period = _period(request.GET.get("period", "")) or offered[0]
    content = queries.ledger(unit, period, request.user)
    context = {
        **content_page(editions.as_read(content, request.user)),
        "unit": unit,
        "period": period,
        "words": period_words(period),
        "offered": [(one, period_words(one)) for one in offered],
        "kept": list(queries.kept(unit, period)),
        "may_keep": may(request.user, Action.PUBLISH, unit) and may(request.user, Action.WRITE, unit),
    }
    return render(request, "reports/ledger.html", context)


@requires(Action.PUBLISH)
@require_POST
@ui.once
def keep_ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Save it as an edition for the people of the unit."""
    unit = _unit(request, slug)
    period = _period(request.POST.get("period", ""))
    if period is None:
        raise HouseError(_("请选一个季度或者一年。"))
    if not may(request.user, Action.PUBLISH, unit):
        raise Http404
    made = commands.save_ledger(unit, period, by=request.user)  # type: ignore[arg-type]
    ui.toast(request, _("存好了。里面的数不会再变，今天的数旁边看得到。"))
    return redirect("reports:edition", made.ref)


def _unit(request: HttpRequest, slug: str) -> Unit:
    found: Any = queries.unit_for(request.user, slug)
    if found is None:
        raise Http404
    return found


def _period(raw: str) -> Period | None:
    try:
        found = periods.of_key(raw)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 9000 else None
