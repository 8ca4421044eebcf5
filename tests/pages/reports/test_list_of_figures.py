"""The list of figures: all by room, or those that somebody looks for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from sixianghui.ledger import public as ledger
from tests.pages.reports.test_figure_page import words
from tests.unit.ledger.book import KEPT, Book


def rows(response: Any) -> list[str]:
    """What stands in the lines of the list."""
    return [
        re.sub(r"\s+", " ", strip_tags(row.replace("</", " </"))).strip()
        for row in re.findall(r"<tr><td>.*?</tr>", response.content.decode(), re.S)
    ]


@pytest.mark.parametrize("more", [0, 2])
def test_list_when_nothing_is_asked_for_then_has_every_figure_by_room_and_counts_none(
    book: Book, client: Client, more: int, django_assert_num_queries: Any
) -> None:
    for _ in range(1 + more):
        book.turn()
    client.get("/figures/")
    with django_assert_num_queries(2):  # the frame
        page = client.get("/figures/")
    known = ledger.all_figures()
    text = words(page)
    assert f"这里有 {len(known)} 个数" in text
    assert len(rows(page)) == len(known)
    assert [str(one.sentence) for one in known if str(one.sentence) not in text] == []
    assert text.index("办过的活动") < text.index("频道发稿") < text.index("公布的报告")


@pytest.mark.parametrize("more", [0, 2])
def test_list_when_a_room_is_chosen_then_shows_its_numbers_each_counted_once(
    book: Book, client: Client, more: int, django_assert_num_queries: Any
) -> None:
    for _ in range(1 + more):
        book.turn()
    client.get("/figures/?room=wechat")
    mine = [one for one in ledger.all_figures() if one.room == "wechat"]
    with django_assert_num_queries(len(mine) + 1 + 2):  # one asks what was published; the frame has two
        page = client.get("/figures/?room=wechat")
    assert len(rows(page)) == len(mine)
    assert any(f"{1 + more} 个" in row for row in rows(page))
    assert 'aria-current="page">公众号' in page.content.decode()


def test_list_when_somebody_looks_for_words_then_finds_by_name_first_and_then_by_sentence(
    db: None, client: Client
) -> None:
    found = rows(client.get("/figures/", {"q": "党员"}))
    assert found[0].startswith("党员 名册上有这么多名党员。 0 名")
    text = words(client.get("/figures/", {"q": "党员"}))
    assert f"找到 {len(found)} 个" in text
    assert [row for row in rows(client.get("/figures/", {"q": "多少 会"})) if "未公布" in row] == []


def test_list_when_nothing_is_found_then_says_so_and_leads_back(db: None, client: Client) -> None:
    page = client.get("/figures/", {"q": "zzzz<script>"})
    text = words(page)
    assert page.status_code == 200
    assert "没有找到" in text
    assert "换一个说法试试" in text
    assert "<script>" not in page.content.decode().split("<main")[1]
    assert rows(page) == []


@pytest.mark.parametrize(
    ("query", "status"), [("room=wechat", 200), ("room=nowhere", 404), ("room=", 200), ("q=%20", 200)]
)
def test_list_when_asked_for_a_room_that_is_none_then_is_not_there(
    db: None, client: Client, query: str, status: int
) -> None:
    assert client.get(f"/figures/?{query}").status_code == status


def test_list_when_a_number_is_for_some_alone_then_a_passer_by_sees_that_it_is_not_published(
    book: Book, client: Client
) -> None:
    for _ in range(3):
        book.turn()
    shown = [row for row in rows(client.get("/figures/?room=wechat")) if str(KEPT.sentence) in row]
    assert sorted(shown) == [
        "轮值的支部 这么多个支部轮流写公众号。 3 个",
        "轮值的支部 这么多个支部轮流写公众号。 3 个",
        "轮值的支部 这么多个支部轮流写公众号。 未公布",
    ]
