"""A desk in the tests: pressing its buttons as a browser would, and reading its pages."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.utils.html import strip_tags

from sixianghui.access.public import Account
from sixianghui.common import ids
from sixianghui.remarks import queries
from sixianghui.remarks.models import Remark
from tests.factories import signed_in

DESK = "/remarks/desk/"


def words(response: Any) -> str:
    """The text of the main part of a page, in one line."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", strip_tags(html[html.index("<main") : html.index("</main>")]))


def key(remark: Remark) -> str:
    """How a form names a remark as it stands now."""
    row = queries.remarks().get(pk=remark.pk)
    return f"{remark.ref}:{row.wording or 0}:{row.decision or 0}"


def press(
    who: Account | Client, *remarks: Remark, do: str = "shown", follow: bool = False, **more: str
) -> Any:
    """Press a button of the queue."""
    client = who if isinstance(who, Client) else signed_in(who)
    sent = {"seen": [key(one) for one in remarks], "do": do, "intent": ids.new_ref(), **more}
    return client.post(f"{DESK}decision/", sent, follow=follow)
