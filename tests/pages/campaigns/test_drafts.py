"""Forms of a notice that is being written: what has arrived is said on the next page, and so not offered again."""

from __future__ import annotations

import pytest

from tests.factories import signed_in
from tests.unit.campaigns.house import House

ARRIVED = '<div class="toast ok"><span>存好了。</span>'
HEAD = {"title": "关于报名的通知", "plan_due_on": "2018-06-20"}
ITEM = {"title": "想几件能做的事", "why": "排座位用", "minutes": "15", "ask": "plan", "audience": "members"}
TO = {"ways": ["subordination", "guidance"]}


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/notices/new/", HEAD),
        ("/notices/{notice}/draft/head/", HEAD),
        ("/notices/{notice}/draft/items/new/", ITEM),
        ("/notices/items/{item}/", ITEM),
        ("/notices/{notice}/draft/addresses/", TO),
    ],
)
def test_form_of_a_notice_when_it_arrived_then_the_next_page_says_so(
    house: House, address: str, sent: dict[str, object]
) -> None:
    draft, client = house.draft(), signed_in(house.clerk)
    path = address.format(notice=draft.ref, item=draft.items.get().ref)
    assert "<kept-form" in client.get(path).content.decode()
    page = client.post(path, sent, follow=True)
    assert (page.status_code, ARRIVED in page.content.decode()) == (200, True)
    refused = client.post(path, {"title": ""}, follow=True)
    assert (refused.status_code, 'class="toast' in refused.content.decode()) == (422, False)
