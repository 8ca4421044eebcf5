"""Wiring: screens of Wagtail's that hold or show more about people than the desk needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, BaseSettingsPanel
from wagtail.admin.views.reports.aging_pages import AgingPagesView

from sixianghui.channel import queries
from sixianghui.channel.actions import Action
from sixianghui.common.policy import requires

#: Wagtail's panels that would change what rosters and `access` hold, or keep a picture that nobody asked for.
NOT_HERE = frozenset({"name_email", "avatar", "password"})


class DeskAccount(AccountView):
    """Language, appearance and notices of the desk; what is left out is not written either."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if panel.name not in NOT_HERE]


class DeskAging(AgingPagesView):
    """People by their names: how somebody signs in is nobody else's business."""

    def decorate_paginated_queryset(self, queryset: Any) -> Any:
        pages = super().decorate_paginated_queryset(queryset)
        names = queries.names_of(page.last_published_by for page in pages)
        for page in pages:
            page.last_published_by_user = names.get(page.last_published_by, page.last_published_by_user)
        return pages


def _desk(view: Any) -> Any:
    return requires(Action.ENTER_CMS)(require_admin_access(view))


account = _desk(DeskAccount.as_view())
aging = _desk(DeskAging.as_view())
aging_results = _desk(DeskAging.as_view(results_only=True))


@requires(Action.ENTER_CMS)
def login(request: HttpRequest) -> HttpResponse:
    """Whoever is in goes to the desk. One signs in at one door only; Wagtail's own breaks at a `next` that is no address."""
    return redirect("wagtailadmin_home")
