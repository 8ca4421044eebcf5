"""Wiring: what Wagtail's own screens show of themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from sixianghui.channel import desk_look  # noqa: F401


@hooks.register("construct_main_menu")
def without_help(_request: HttpRequest, items: list[Any]) -> None:
    """Leave out the menu that leads to other people's sites."""
    items[:] = [item for item in items if item.name != "help"]
