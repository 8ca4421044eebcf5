"""Wiring: the desk looks like the rest of our house and shows only what is ours to use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_vite.templatetags.django_vite import vite_asset_url
from wagtail import hooks
from wagtail.admin.menu import MenuItem

#: Derived from posts, written at the start, or fixed by the code: none of it is edited on Wagtail's screens, and their
#: addresses are closed by the table of `access`.
NOT_OURS = frozenset({"users", "groups", "sites", "locales", "redirects", "workflows", "workflow-tasks"})


@hooks.register("insert_global_admin_css")
def our_look() -> str:
    """The tokens of our pages, said in Wagtail's words."""
    return format_html('<link rel="stylesheet" href="{}">', vite_asset_url("desk.css"))


@hooks.register("construct_settings_menu")
def without_what_is_derived(_request: HttpRequest, items: list[Any]) -> None:
    """Leave out what nobody edits here."""
    items[:] = [item for item in items if item.name not in NOT_OURS]


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    """To what one came from."""
    return MenuItem(_("回本周"), reverse("workbench:week"), name="week", icon_name="arrow-left", order=9900)


@hooks.register("register_admin_menu_item")
def keys() -> MenuItem:
    """The list of keys; Wagtail has it in the help menu, whose other lines lead to other people's sites."""
    opens = {
        "role": "button",
        "data-a11y-dialog-show": "keyboard-shortcuts-dialog",
        "data-action": "w-action#noop:prevent:stop",
        "data-controller": "w-kbd w-action",
        "data-w-kbd-key-value": "?",
    }
    return MenuItem(_("快捷键"), "#", name="keys", icon_name="keyboard", order=9950, attrs=opens)
