"""Notices as those read them whom they reached."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sixianghui.campaigns import queries
from sixianghui.common.policy import open_to_all


@open_to_all
@require_safe
def notice(request: HttpRequest, ref: str) -> HttpResponse:
    """A notice. Whoever is not signed in and may not read it is sent to sign in, whether there is one or not."""
    found = queries.visible(request.user, ref)
    if found is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("access:sign-in"))
    if found is None:
        raise Http404
    read = queries.read(found, request.user, unit=request.GET.get("unit", ""))
    return render(request, "campaigns/notice.html", {"read": read, "notice": found})
