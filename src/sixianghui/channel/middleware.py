"""Wiring: Wagtail's views live in the domain's time, and what they do is done by whoever asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sixianghui.access.public import Account
from sixianghui.channel import desk_clock
from sixianghui.channel.acting import acting


class DeskClock:
    """The innermost middleware: only the view and its template see our time, not the session that is saved later."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/cms/"):
            return self.get_response(request)
        person = request.user if isinstance(request.user, Account) else None
        with desk_clock.our_time(), acting(person):
            return self.get_response(request)
