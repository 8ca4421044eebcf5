"""What the organisers' views share: who asks, which lecture, forms whose command may say no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from sixianghui.common.errors import HouseError
from sixianghui.lectures import queries


def me(request: HttpRequest) -> Any:
    """Who is signed in, or nobody."""
    return request.user


def own(request: HttpRequest, ref: str) -> Any:
    """A lecture that one organises; another's is not there."""
    return queries.own_lecture(me(request), ref)


def done(form: Any, act: Callable[[], Any], *, at: str | None = None) -> Any:
    """What the command made, or None with its sentence on the form (at a field, where it belongs there)."""
    if not form.is_valid():
        return None
    try:
        return act() or True
    except HouseError as error:
        form.add_error(at, str(error))
        return None


def status(form: Any) -> int:
    """422 for a form that could not be taken."""
    return 422 if form.errors else 200
