"""Pages for everybody: the list, the calendar, one activity. Who belongs to a unit sees what is not open besides."""

from __future__ import annotations

import dataclasses

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.access.public import may
from sixianghui.activities import months, queries
from sixianghui.activities.actions import Action
from sixianghui.activities.elsewhere import pages_of
from sixianghui.activities.views.finding import found, kept, me, month_in, narrowed, page_in
from sixianghui.common.policy import open_to_all
from sixianghui.ui import public as ui

NEXT = 6
TAG = "activities"


@open_to_all
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """What comes next, and what took place, the newest first."""
    asked, kind = narrowed(request)
    context = {
        "asked": asked,
        "kind": kind,
        "kinds": queries.kinds_in_use(),
        "coming": queries.coming(me(request), asked)[:NEXT],
        "page": queries.held_sheet(me(request), asked, number=page_in(request)),
        "kept": kept(asked),
        "may_record": may(me(request), Action.RECORD),
        "may_see": may(me(request), Action.SEE),
        "ledger_of": asked.unit if asked.unit and asked.unit.pk in queries.units_seen(me(request)) else None,
        "may_change_kinds": may(me(request), Action.KINDS),
    }
    return ui.keep(request, render(request, "activities/activities.html", context), TAG, "units")


@open_to_all
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month, day by day: a grid on wide pages, a list of its days on a phone."""
    asked, kind = narrowed(request)
    month = months.Month(month_in(request))
    rows = queries.listed(me(request), dataclasses.replace(asked, since=month.first, until=month.last))
    shown = list(rows.order_by("starts_at", "pk")[: months.MOST])
    days = month.filled(shown)
    context = {
        "month": month,
        "days": days,
        "weekdays": [ui.weekday(day.day) for day in days[:7]],
        "any": bool(shown),
        "asked": asked,
        "kind": kind,
        "kinds": queries.kinds_in_use(),
        "kept": kept(asked),
        "may_record": may(me(request), Action.RECORD),
    }
    return ui.keep(request, render(request, "activities/calendar.html", context), TAG, "units")


@open_to_all
@require_safe
def activity(request: HttpRequest, ref: str) -> HttpResponse:
    """One activity: when, where, who, how many; for its organisation, what was resolved and what can be done."""
    one = found(request, ref)
    page = queries.page_of(one, me(request))
    context = {"page": page, "one": one, "elsewhere": pages_of([one.pk]).get(one.pk)}
    response = render(request, "activities/activity.html", context)
    return ui.keep(request, response, *page.tags)
