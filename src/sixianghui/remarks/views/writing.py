"""Pages for those who write."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sixianghui.common.policy import signed_in
from sixianghui.remarks import queries


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I wrote, and where each stands."""
    return render(request, "remarks/mine.html", {"remarks": queries.mine(request.user)})  # type: ignore[arg-type]
