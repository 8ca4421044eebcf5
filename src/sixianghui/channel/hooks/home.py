"""The first screen of the desk: what waits for whoever opens it, and the columns within reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from sixianghui.channel import commands, queries


class MyDesk(Component):
    """What waits for me to review, what I write, what comes out when, what came out."""

    name = "my_desk"
    template_name = "wagtailadmin/home/my_desk.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        waiting = queries.waiting_at(request.user)
        return {
            "request": request,
            "reviews": queries.reviews_somewhere(request.user),
            "waiting": [one for one in waiting if one.fault is None],
            "not_mine": [(one, commands.sentence_of(one.fault)) for one in waiting if one.fault is not None],
            "mine": queries.mine(request.user),
            "handed_in": queries.handed_in(request.user),
            "scheduled": queries.scheduled(),
            "lately": queries.released_lately(),
            "columns": queries.columns(),
        }


@hooks.register("construct_homepage_panels")
def my_desk(request: HttpRequest, panels: list[Any]) -> None:
    """Ours in place of Wagtail's, which count pages and know nothing of who may review what."""
    panels[:] = [MyDesk()]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    """How many pages and pictures there are is nobody's business of the morning."""
    items.clear()


class Columns(Menu):
    """The columns as they are now."""

    def menu_items_for_request(self, request: HttpRequest) -> list[MenuItem]:
        return [
            MenuItem(
                column.short_title,
                reverse("wagtailadmin_explore", args=[column.pk]),
                name=f"column-{column.pk}",
                icon_name="folder-open-1",
                order=at,
            )
            for at, column in enumerate(queries.columns())
        ]


@hooks.register("register_admin_menu_item")
def columns_menu() -> SubmenuMenuItem:
    """Their pieces, one click away."""
    return SubmenuMenuItem(gettext_lazy("栏目"), Columns(), name="columns", icon_name="list-ul", order=90)


@hooks.register("construct_main_menu")
def without_help(_request: HttpRequest, items: list[Any]) -> None:
    """Leave out the menu that leads to other people's sites."""
    items[:] = [item for item in items if item.name != "help"]
