"""What the foot of the editing screen offers: what this person may do with this page now, in our words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem

from sixianghui.channel import queries
from sixianghui.channel.models import BasePage, Piece
from sixianghui.channel.rules import Level


class WithdrawItem(ActionMenuItem):
    """Take a piece back: leads to the screen that asks why."""

    name = "action-withdraw"
    icon_name = "download"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return {**context, "label": pgettext("动作", "撤下")}

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("wagtailadmin_pages:unpublish", args=[parent_context["page"].pk])


class HandInItem(SubmitForModerationMenuItem):
    """Hand in: after a return too it is the first review that begins, whichever review it came back from."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = parent_context.get("page")
        back = page is not None and queries.last_return(page) is not None
        return {**context, "label": _("重新送审") if back else _("送审")}


class WithdrawButton(PageMenuItem):
    """The same in the lists."""

    icon_name = "download"
    url_name = "wagtailadmin_pages:unpublish"

    def is_shown(self, user: Any) -> bool:
        return bool(self.page.permissions_for_user(user).can_withdraw())


@hooks.register("construct_page_action_menu")
def offer(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Nothing that would be refused; a reviewer's verdict first."""
    page = context.get("page")
    items[:] = [HandInItem(item.order) if item.name == "action-submit" else item for item in items]
    if context["view"] == "create":
        parent = context["parent_page"]
        submits = parent.specific.has_workflow
        items[:] = [item for item in items if item.name != "action-submit" or submits]
        return
    if not isinstance(page, Piece):
        items[:] = [
            item
            for item in items
            if not item.name.startswith(("action-submit", "action-cancel", "action-restart"))
        ]
        return
    tester = page.permissions_for_user(request.user)
    hidden = {"action-publish", "action-unpublish", "action-restart-workflow"}
    if not tester.can_take_back():
        hidden.add("action-cancel-workflow")
    kept = [item for item in items if item.name not in hidden]
    verdicts = {item.name: item for item in kept if item.name in {"approve", "reject"}}
    for item in verdicts.values():
        kept.remove(item)
    for item in kept:
        if item.name == "action-cancel-workflow":
            item.label = _("撤回送审")
    state = queries.state_of(page)
    if "approve" in verdicts and state is not None and queries.level_of(state) is Level.FINAL:
        later = page.go_live_at is not None and page.go_live_at > _now()
        verdicts["approve"].label = _("通过，到时间发布") if later else _("通过并发布")
    items[:] = [*(verdicts[name] for name in ("approve", "reject") if name in verdicts), *kept]
    if tester.can_withdraw() and not context.get("locked_for_user"):
        items.append(WithdrawItem(order=200))


def _now() -> Any:
    from sixianghui.common import time

    return time.now()


@hooks.register("register_page_listing_more_buttons")
def in_lists(page: BasePage, user: Any, next_url: str | None = None) -> Any:
    """The menu of a line in a list."""
    yield WithdrawButton(pgettext("动作", "撤下"), page=page, next_url=next_url, priority=40)


@hooks.register("register_page_header_buttons")
def in_header(page: BasePage, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """The menu above a page."""
    yield WithdrawButton(pgettext("动作", "撤下"), page=page, next_url=next_url, priority=60)
