"""本周 and 我, as the person sees them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils.html import strip_tags

from sixianghui.access.public import Account, Post
from sixianghui.ui import cards, places
from sixianghui.ui.public import About, Card, Link, Mine, Whose
from tests.factories import a_unit, an_account, signed_in, someone_with

pytestmark = pytest.mark.django_db
CARD = Card("活动留痕", "补一个到场人数", "照片可传可不传。", "记下", "/there/", 2, due=dt.date(2018, 6, 8))


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Card]]:
    """What waits, for whoever asks, and nothing else."""
    found: list[Card] = []
    monkeypatch.setattr(cards, "_sources", [lambda account: found])
    yield found


def words(response: Any) -> str:
    """The text of the main part of a page, in one line."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", strip_tags(html[html.index("<main") : html.index("</main>")]))


def week(account: Account | None = None) -> Any:
    return signed_in(account or someone_with(Post.SECRETARY)).get("/week/")


def test_week_when_nothing_waits_then_says_so_and_shows_no_number(waiting: list[Card]) -> None:
    said = words(week())
    assert "本周没有事等你" in said
    assert "件事在等你" not in said


def test_week_when_seven_things_wait_then_five_are_shown_and_two_folded(waiting: list[Card]) -> None:
    waiting += [
        replace(CARD, title=f"第{number}件", due=dt.date(2018, 6, 20 - number)) for number in range(7)
    ]
    html = week().content.decode()
    shown, folded = html[html.index('class="todo"') : html.index("<details")], html[html.index("<details") :]
    assert re.findall(r"第\d件", shown) == ["第6件", "第5件", "第4件", "第3件", "第2件"]
    assert re.findall(r"第\d件", folded) == ["第1件", "第0件"]
    assert "有 5 件事在等你，" in html
    assert "大约 10 分钟。" in html
    assert "还有 2 件，排在后面" in html


def test_week_when_five_things_wait_then_nothing_is_folded(waiting: list[Card]) -> None:
    waiting += [CARD] * 5
    assert "<details" not in week().content.decode()


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (CARD, "6月8日前 · 3 天后"),
        (replace(CARD, due=dt.date(2018, 6, 6)), "6月6日前 · 明天"),
        (replace(CARD, whose=Whose.ORGANISATION), "组织须在 6月8日前 · 3 天后"),
        (replace(CARD, due=dt.date(2018, 6, 1)), "6月1日到期 · 已过 4 天"),
        (replace(CARD, due=dt.date(2018, 6, 1), whose=Whose.ORGANISATION), "组织本该 6月1日办好 · 已过 4 天"),
        (replace(CARD, provisional=True), "3 天后 待核实"),
        (replace(CARD, due=None, since=dt.date(2018, 6, 2)), "6月2日起"),
        (replace(CARD, note="这是给组织的期限，不是给她的"), "这是给组织的期限，不是给她的"),
        (replace(CARD, quiet=Link("不方便", "/elsewhere/")), "记下 不方便 约 2 分钟"),
    ],
)
def test_card_when_shown_then_says_whose_deadline_it_is(waiting: list[Card], card: Card, said: str) -> None:
    waiting.append(card)
    assert said in re.sub(r"(?<=[记便下])(?=[不约])", " ", words(week()))


def test_week_when_there_are_more_cards_then_costs_no_more_queries(
    waiting: list[Card], django_assert_max_num_queries: Any
) -> None:
    client = signed_in(someone_with(Post.SECRETARY, a_unit()))
    for many in (1, 3):
        waiting[:] = [CARD] * many
        with django_assert_max_num_queries(10):
            client.get("/week/")


def test_tabs_when_on_a_phone_then_each_leads_somewhere_and_one_is_here() -> None:
    client = signed_in(someone_with(Post.SECRETARY, a_unit(slug="here")))
    html = client.get("/week/").content.decode()
    tabs = re.search(r'<nav class="tabbar".*?</nav>', html, re.S)
    assert tabs is not None
    links = re.findall(r'<a href="([^"]+)"( aria-current="page")?', tabs[0])
    assert [url for url, here in links if here] == ["/week/"]
    assert {url: client.get(url).status_code for url, _ in links} == {url: 200 for url, _ in links}


def test_me_when_opened_then_gathers_what_rooms_registered_under_headings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = someone_with(Post.SECRETARY)
    monkeypatch.setattr(places.mine, "_sources", [
        lambda asked: [Mine("我的意见", f"/of/{asked.pk}/", about=About.WRITTEN), Mine("改密码", "/p/", about=About.SIGN_IN)]
    ])  # fmt: skip
    html = signed_in(account).get("/me/").content.decode()
    assert re.findall(r"<h2>([^<]+)</h2>", html) == ["登录与安全", "我写过的", "显示"]
    assert f'href="/of/{account.pk}/"' in html
    assert 'action="/sign-out/"' in html


def test_me_when_someone_holds_no_post_then_still_opens() -> None:
    assert "现在没有任职" in words(signed_in(an_account()).get("/me/"))


def test_pages_when_nobody_is_signed_in_then_lead_to_the_door(client: Any) -> None:
    assert [client.get(path).status_code for path in ("/week/", "/me/")] == [302, 302]
