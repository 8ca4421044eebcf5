"""The workbench: this week, and the page about oneself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sixianghui.common import time
from sixianghui.common.policy import requires, signed_in
from sixianghui.ui import public as ui
from sixianghui.workbench import queries


@requires("week:see")
def week(request: HttpRequest) -> HttpResponse:
    """Three to five things that wait, or the plain word that nothing does."""
    context = {
        "week": queries.week(request.user, time.today()),  # type: ignore[arg-type]
        "posts": queries.posts_in_words(request.user),  # type: ignore[arg-type]
        "desks": ui.desks_of(request.user),
    }
    return render(request, "workbench/week.html", context)


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Everything here that is about the person who is signed in, and the way out."""
    context = {
        "shelves": queries.shelves(request.user),  # type: ignore[arg-type]
        "posts": queries.posts_in_words(request.user),  # type: ignore[arg-type]
    }
    return render(request, "workbench/me.html", context)
