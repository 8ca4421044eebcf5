"""What every page knows of this installation."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from sixianghui.project.models import Instance


def _preparing() -> bool:
    return Instance.objects.filter(is_demo=True, replay_done_at__isnull=True).exists()


def instance(_request: HttpRequest) -> dict[str, bool | Callable[[], bool]]:
    """`insecure`: the site is reached over plain HTTP from other machines. `preparing`: a replay is under way; asked
    only by the templates that use it."""
    return {"insecure": settings.CONFIG.insecure, "preparing": _preparing}
