"""Two published reports side by side, and a unit's ledger that writes itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.activities.public import record_activity
from sixianghui.common import time
from sixianghui.ledger import public as ledger
from sixianghui.reports import commands
from sixianghui.reports.models import Audience, Edition
from sixianghui.reports.rules import body
from tests.factories import a_unit, signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.pages.reports.test_editions import ONE, THREE, later, page_of
from tests.unit.reports.house import House

WORDS = (body.Text("发出通知[[campaigns.notices]]份。\n只有前一份说的话。"),)
OTHERS = (body.Text("发出通知[[campaigns.notices]]份。\n后来才写的话，有[[channel.articles:all]]篇。"),)


def compared(client: Client, one: Edition, other: Edition) -> str:
    return words(client.get(f"{page_of(one)}comparison/?with={other.ref}"))


@pytest.mark.parametrize(("blocks", "numbers"), [(ONE, 1), (THREE, 3)])
def test_comparison_when_there_are_more_numbers_then_costs_the_same(
    house: House, client: Client, blocks: Any, numbers: int, django_assert_num_queries: Any
) -> None:
    one, other = (house.published(body=body.to_json(blocks)) for _ in range(2))
    compared(client, one, other)
    with django_assert_num_queries(5):  # both, what is offered; publisher and nav of the frame
        compared(client, one, other)


def test_comparison_when_numbers_and_words_changed_then_shows_both(
    house: House, client: Client, clock: time.ManualClock
) -> None:
    house.notices.sent()
    one = house.published(body=body.to_json(WORDS))
    later(clock, hours=1)
    house.notices.sent(), house.notices.sent()
    other = house.published(body=body.to_json(OTHERS))
    page = compared(client, one, other)
    assert "发出的通知（份）13多 2" in page
    assert ("后一份里没有了只有前一份说的话。" in page, "只在后一份里—0" in page) == (True, True)
    assert "后一份里新写的后来才写的话，有0篇。" in page
    table = page.split("差", 2)[2]
    assert table == compared(client, other, one).split("差", 2)[2]


def test_comparison_when_nothing_differs_then_says_so(house: House, client: Client) -> None:
    one, other = house.published(), house.published()
    assert "两份的数和话都没有差别" in compared(client, one, other)


def test_comparison_when_the_definition_differs_then_is_not_subtracted(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = house.published(body=body.to_json(ONE))
    figure = ledger.get("campaigns.notices")
    monkeypatch.setitem(ledger.registry.figures, figure.name, replace(figure, version=figure.version + 1))
    other = house.published(body=body.to_json(ONE))
    page = compared(client, one, other)
    assert "口径不同，不能相减：第 2 版 → 第 3 版" in page
    assert "多" not in page.split("差", 1)[1].split("下载")[0]


def test_comparison_when_nothing_is_chosen_then_offers_the_same_report_first(
    house: House, client: Client, clock: time.ManualClock
) -> None:
    first = house.published(title="第一份")
    later(clock, hours=1)
    house.published(title="别的一份")
    again = commands.publish_report(first.report, by=house.clerk)
    html = client.get(f"{page_of(again)}comparison/").content.decode()
    assert html.index("第一份 第 1 版") < html.index("别的一份")
    assert client.get(f"{page_of(again)}comparison/?with=nothing").status_code == 404


def test_comparison_as_csv_when_a_title_looks_like_a_formula_then_is_a_text(
    house: House, client: Client
) -> None:
    one = house.published(title="=1+1")
    other = house.published(title="@SUM(A1)")
    answer = client.get(f"{page_of(one)}comparison.csv?with={other.ref}")
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[1].split(",")[:5] == ["发出的通知", "份", "0", "0", "0"]
    assert "前一份：=1+1" in rows[0]
    assert client.get(f"{page_of(one)}comparison.csv").status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_ledger_when_opened_then_is_written_and_costs_the_same(
    house: House, more: int, django_assert_num_queries: Any
) -> None:
    for _ in range(1 + more):
        record_activity(
            unit=house.branch,
            kind="party-day",
            title="样例活动",
            starts_at=time.now(),
            present=3,
            by=house.secretary,
        )
    client = signed_in(house.secretary)
    address = f"/ledgers/{house.branch.slug}/?period=2018q2"
    client.get(address)
    with django_assert_num_queries(36):
        page = words(client.get(address))
    assert f"活动台账 {1 + more} 场" in page and "存成一份台账" in page


def test_ledger_when_saved_then_is_an_edition_for_the_unit_and_saved_again_the_next(house: House) -> None:
    client = signed_in(house.secretary)
    address = f"/ledgers/{house.branch.slug}/editions/"
    for number in (1, 2):
        made = client.post(address, {"period": "2018q2"})
        edition = Edition.objects.get(number=number)
        assert made["Location"] == page_of(edition)
        assert (edition.audience, edition.unit) == (Audience.UNIT, house.branch)
    assert "2018年第二季度" in words(client.get(page_of(edition)))
    assert client.post(address, {"period": "2018q9"}).status_code == 400
    assert "第 2 版" in words(client.get(f"/ledgers/{house.branch.slug}/?period=2018q2"))


def test_ledger_of_another_unit_when_asked_for_then_is_not_there(house: House) -> None:
    other = signed_in(someone_with(Post.SECRETARY, a_unit(name="样例别家支部")))
    assert other.get(f"/ledgers/{house.branch.slug}/").status_code == 404
    assert other.post(f"/ledgers/{house.branch.slug}/editions/", {"period": "2018"}).status_code == 404
    assert other.get("/ledgers/")["Location"].startswith("/ledgers/")
