"""A lecture as everybody sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sixianghui.common.policy import open_to_all
from sixianghui.lectures import queries


@open_to_all
def lecture(request: HttpRequest, ref: str) -> HttpResponse:
    """One address before, during and after."""
    found = queries.lecture_for(request.user, ref)
    return render(request, "lectures/lecture.html", {"lecture": found, "stands": queries.standing_of(found)})
