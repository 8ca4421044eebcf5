"""What the views share: who asks, which poll, which page of a list."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from sixianghui.access.public import may
from sixianghui.common.errors import NotThere
from sixianghui.polls import queries
from sixianghui.polls.actions import Action
from sixianghui.polls.queries import Shown


def me(request: HttpRequest) -> Any:
    """Who is signed in, or nobody."""
    return request.user


def found(request: HttpRequest, ref: str) -> Shown:
    """The poll at this address, as far as this reader may know of it. Raises `NotThere`."""
    return queries.poll_for(me(request), ref)


def own(request: HttpRequest, ref: str) -> Shown:
    """The poll of a unit for which one may ask; another's is not there."""
    one = found(request, ref)
    if not may(me(request), Action.RUN, one.poll):
        raise NotThere(_("没有这个小调查。"))
    return one


def page_in(request: HttpRequest) -> int:
    """The number of the page in the address, or the first. What cannot be read is a 404."""
    raw = request.GET.get("page", "1")
    if not (raw.isascii() and raw.isdigit() and 0 < len(raw) < 5 and int(raw) > 0):
        raise Http404
    return int(raw)
