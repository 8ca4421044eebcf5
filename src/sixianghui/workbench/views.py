"""The workbench: this week."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sixianghui.common import time
from sixianghui.common.policy import requires
from sixianghui.ui import public as ui
from sixianghui.workbench import queries


@requires("week:see")
def week(request: HttpRequest) -> HttpResponse:
    """Three to five things that wait, or the plain word that nothing does."""
    today = time.today()
    monday = today - dt.timedelta(days=today.weekday())
    cards = ui.cards_for(request.user)
    context = {
        "cards": cards,
        "minutes": sum(card.minutes for card in cards),
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "posts": queries.posts_in_words(request.user),  # type: ignore[arg-type]
        "desks": queries.desks(request.user),  # type: ignore[arg-type]
    }
    return render(request, "workbench/week.html", context)
