"""Wagtail's screens as a person's browser asks for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from sixianghui.access.public import Account
from sixianghui.channel.models import BasePage
from sixianghui.channel.queries import all_confirmed, state_of
from tests.factories import signed_in

XHR = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@dataclass
class Screens:
    """One person at the desk."""

    client: Client

    def edit(self, page: BasePage) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        return self.client.get(reverse(name, args=args), query)

    def post(self, name: str, *args: Any, data: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.client.post(reverse(name, args=args), data or {}, **more)

    def save(self, page: BasePage, action: str = "", **values: Any) -> Any:
        """Send the editing screen as it stands, with these values, by this button."""
        return self.client.post(self.edit(page), form_of(page, action, **values))

    def judge(self, page: BasePage, action: str, comment: str = "") -> Any:
        """Pass or return in the window, from a list."""
        state = state_of(page.specific)
        number = state.pk if state is not None else 0
        return self.client.post(
            reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, number]),
            {"comment": comment, **ticked(page)},
            **XHR,
        )


def at_the_desk(account: Account) -> Screens:
    """Somebody signed in."""
    return Screens(signed_in(account))


def form_of(page: BasePage | None, action: str = "", **values: Any) -> dict[str, Any]:
    """What the browser sends from the editing screen of an article."""
    latest = page.get_latest_revision_as_object() if page is not None else None
    data: dict[str, Any] = {
        "title": getattr(latest, "title", "夜班值守组的十四天"),
        "slug": getattr(latest, "slug", "") or "",
        "body": streamfield([("text", rich_text("<p>五个人轮值，连续十四天没有留过夜的工单。</p>"))]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
    }
    for name in (
        "kicker",
        "source",
        "byline",
        "lead_caption",
        "quote",
        "person",
        "role",
        "summary",
        "correction",
    ):
        data[name] = getattr(latest, name, "")
    if getattr(latest, "person_agreed", False):
        data["person_agreed"] = "on"
    data.update(values)
    form: dict[str, Any] = nested_form_data(data)
    if action:
        form[f"action-{action}"] = "1"
    return form


def ticked(page: BasePage) -> dict[str, str]:
    """The three proofs with everything looked at."""
    confirmed = all_confirmed(page.specific)
    return {
        **{f"question-{one}": "on" for one in confirmed["questions"]},
        **{f"proof-{key}": answer for key, answer in confirmed["findings"].items()},
    }


def extra(comment: str) -> dict[str, str]:
    """What the window of a review hands back to the screen."""
    return {"workflow-action-extra-data": json.dumps({"comment": comment})}
