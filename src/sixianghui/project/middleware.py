"""Wiring: the domain clock of this installation."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from sixianghui.common import wire
from sixianghui.project import clock


class DomainClock:
    """Look at most once a second whether a replay has moved the clock, before a request is answered.

    Not for those who ask whether this app answers: they are told so where the database is away or hangs, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == wire.READY:
            # Once is enough to know whether this is a demo. At a database that hangs each look would hold a thread.
            with contextlib.suppress(DatabaseError):  # what it says then is its answer
                clock.refresh(math.inf)
        elif request.path != wire.SERVING:
            clock.refresh()
        return self.get_response(request)
