"""One press on a page that is renewed by itself: done, and back to where it was pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.common.errors import HouseError, NotThere
from sixianghui.lectures import queries
from sixianghui.lectures.models import Helper
from sixianghui.ui import public as ui

#: Sent by the island, which renews its page itself and needs no word of what was done.
QUIET = "Sxh-Parts"
#: Where one may have pressed.
_BACK = {"moderating", "lecturer", "live", "camera"}


def mine(request: HttpRequest, ref: str, *parts: str) -> Any:
    """The lecture, for whoever has one of these parts in it; for others there is none."""
    row = queries.lecture_for(request.user, ref)
    if not queries.parts_of(request.user, row) & frozenset(parts or Helper.Part.values):
        raise NotThere(_("没有这堂课，或者它没有公开。"))
    return row


def press(request: HttpRequest, ref: str, act: Callable[[], str]) -> HttpResponse:
    """Do it. The page hears of it by its stream, or is made anew."""
    quiet = QUIET in request.headers
    try:
        said = act()
    except HouseError as error:
        if quiet:
            return HttpResponse(str(error), status=error.status, content_type="text/plain; charset=utf-8")
        ui.refused(request, str(error))
    else:
        if quiet:
            return HttpResponse(status=204)
        ui.toast(request, said)
    back = request.POST.get("back", "")
    return redirect(reverse(f"lectures:{back if back in _BACK else 'moderating'}", args=[ref]))
