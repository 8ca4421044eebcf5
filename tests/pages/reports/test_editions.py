"""Published reports as people read them: the list, one of them with today's numbers, and a withdrawn one."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from sixianghui.access.public import Post
from sixianghui.campaigns.models import Sending
from sixianghui.common import time, wire
from sixianghui.directory.public import UnitKind
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Figure
from sixianghui.reports import commands
from sixianghui.reports.models import Audience, Edition, Withdrawal
from sixianghui.reports.rules import body
from sixianghui.reports.rules.frozen import Content
from tests.factories import a_person, a_unit, signed_in, someone_with
from tests.pages.complaints.reading import words
from tests.unit.reports.house import House

ONE = (body.Text("发出通知[[campaigns.notices]]份。"),)
THREE = (
    body.Heading("通知"),
    body.Text(
        "发出通知[[campaigns.notices]]份，启动活动[[campaigns.campaigns:all]]项，估计[[campaigns.minutes_asked]]分钟。"
    ),
)


def page_of(edition: Edition) -> str:
    return f"/reports/{edition.ref}/"


def internal(house: House, **more: Any) -> Edition:
    report = commands.begin(
        house.words(audience=Audience.UNIT, **more), unit=house.branch, by=house.secretary
    )
    return commands.publish_report(report, by=house.secretary)


def strike(sending: Sending) -> None:
    Sending.objects.filter(pk=sending.pk).fill_in(struck_at=time.now(), struck_reason="发重了")


def later(clock: time.ManualClock, **by: int) -> None:
    clock.set(clock.at + dt.timedelta(**by))


@pytest.mark.parametrize(("blocks", "numbers"), [(ONE, 1), (THREE, 3)])
def test_report_when_it_has_more_numbers_then_costs_one_query_for_each(
    house: House, client: Client, blocks: Any, numbers: int, django_assert_num_queries: Any
) -> None:
    edition = house.published(body=body.to_json(blocks))
    client.get(page_of(edition))
    with django_assert_num_queries(
        4 + numbers
    ):  # the edition, those beside it; publisher and nav of the frame
        client.get(page_of(edition))


@pytest.mark.parametrize("reports", [1, 3])
def test_list_when_there_are_more_reports_then_costs_the_same(
    house: House, client: Client, reports: int, django_assert_num_queries: Any
) -> None:
    for _ in range(reports):
        house.published()
    client.get("/reports/")
    with django_assert_num_queries(4):  # how many, which; publisher and nav of the frame
        client.get("/reports/")


def test_list_when_nothing_was_published_then_says_what_can_be_read_meanwhile(
    client: Client, db: None
) -> None:
    assert "还没有公布过报告" in words(client.get("/reports/"))


def test_report_when_opened_then_every_number_leads_to_its_rows(house: House, client: Client) -> None:
    house.notices.sent()
    edition = house.published(body=body.to_json(THREE))
    html = client.get(page_of(edition)).content.decode()
    link = f"/figures/campaigns.notices/?campaign={house.campaign.pk}"
    assert html.count(f'href="{link}"') == 2
    assert client.get(link).status_code == 200
    assert f'href="#{"part-1"}"' in html and 'id="part-1"' in html


def test_report_when_something_was_struck_since_then_says_both_numbers_and_why(
    house: House, client: Client, clock: time.ManualClock
) -> None:
    first, _second = house.notices.sent(), house.notices.sent()
    later(clock, hours=1)
    edition = house.published(body=body.to_json(ONE))
    assert "公布 2" not in words(client.get(page_of(edition)))
    later(clock, hours=1)
    strike(first)
    assert "公布 2；今天 1；不再算 1 份、新算 0 份。" in words(client.get(page_of(edition)))
    house.notices.sent(), house.notices.sent()
    assert "公布 2；今天 3；不再算 1 份、新算 2 份。" in words(client.get(page_of(edition)))
    assert "发出通知2份" in words(client.get(page_of(edition)))


def test_report_when_a_definition_changed_then_today_is_not_compared(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = house.published(body=body.to_json(ONE))
    raise_version(monkeypatch, "campaigns.notices")
    assert "口径改过：第 2 版 → 第 3 版，今天的数不能直接比。" in words(client.get(page_of(edition)))


def raise_version(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from dataclasses import replace

    figure: Figure = ledger.get(name)
    monkeypatch.setitem(ledger.registry.figures, name, replace(figure, version=figure.version + 1))


def test_report_for_everybody_when_opened_then_is_kept_and_one_of_a_unit_never(
    house: House, client: Client
) -> None:
    edition, own = house.published(), internal(house)
    kept = client.get(page_of(edition))[wire.CACHE_TAGS].split()
    assert {"figures", f"report:{edition.report_id}"} <= set(kept)
    theirs = signed_in(house.secretary).get(page_of(own))
    assert (theirs.status_code, wire.CACHE_TAGS in theirs) == (200, False)
    assert "只给本组织" in words(theirs)


def test_report_of_a_unit_when_asked_for_by_others_then_is_not_there(house: House, client: Client) -> None:
    own = internal(house)
    other = signed_in(someone_with(Post.SECRETARY, a_unit(name="样例别家支部")))
    for address in ("", "comparison/", "comparison.csv?with=x", "withdrawal/"):
        assert other.get(f"{page_of(own)}{address}").status_code == 404
    assert own.title not in words(other.get("/reports/"))
    assert client.get(page_of(own))["Location"] == client.get("/reports/nothing/")["Location"].replace(
        "nothing", own.ref
    )


def test_report_when_withdrawn_then_everybody_reads_why_and_it_is_not_found_by_machines(
    house: House, client: Client
) -> None:
    edition = house.published()
    clerk = signed_in(house.clerk)
    form = f"{page_of(edition)}withdrawal/"
    assert clerk.get(form).status_code == 200
    assert clerk.post(form, {"reason": ""}).status_code == 422
    assert clerk.post(form, {"reason": "短"}).status_code == 400
    assert clerk.post(form, {"reason": "第二节的场次算重了"})["Location"] == page_of(edition)
    assert Withdrawal.objects.get().reason == "第二节的场次算重了"
    answer = client.get(page_of(edition))
    page = words(answer)
    assert "已撤回" in page and "第二节的场次算重了" in page
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "已撤回" in words(client.get("/reports/"))
    assert clerk.post(form, {"reason": "再撤一次看看"}).status_code == 409
    assert "原来的同意也不算了。改好了，再送审。" in words(
        clerk.get(f"/reports/drafts/{edition.report.ref}/")
    )


def test_report_when_a_newer_edition_stands_then_the_older_leads_to_it(house: House, client: Client) -> None:
    first = house.published()
    second = commands.publish_report(first.report, by=house.clerk, note="补了两场")
    assert "公布了第 2 版" in words(client.get(page_of(first)))
    assert f'href="{page_of(second)}"' in client.get(page_of(first)).content.decode()
    assert "补了两场" in words(client.get(page_of(second)))
    listed = client.get("/reports/").content.decode()
    assert (page_of(first) in listed, page_of(second) in listed) == (False, True)
    commands.withdraw(second, "补的两场不对", by=house.clerk)
    assert "公布了第 2 版" not in words(client.get(page_of(first)))


def test_draft_when_an_older_edition_was_withdrawn_then_does_not_say_that_the_newer_one_was(
    house: House,
) -> None:
    first = house.published()
    commands.publish_report(first.report, by=house.clerk, note="补了两场")
    commands.withdraw(first, "少了两场", by=house.clerk)
    said = words(signed_in(house.clerk).get(f"/reports/drafts/{first.report.ref}/"))
    assert ("有一版撤回了" in said, "公布的撤回了" in said, "已经公布第 2 版" in said) == (True, False, True)


def test_recount_when_rows_are_as_they_were_then_all_holds_whatever_was_struck_since(
    house: House, client: Client, clock: time.ManualClock
) -> None:
    first, _second = house.notices.sent(), house.notices.sent()
    later(clock, hours=1)
    edition = house.published(body=body.to_json(ONE))
    later(clock, hours=1)
    strike(first)
    page = words(client.get(f"{page_of(edition)}recount/"))
    assert "全文的摘要对得上" in page
    assert "对得上 用当时的记录重新数了一遍，和公布的一样。公布 2；今天 1；不再算 1 份、新算 0 份。" in page


def test_recount_when_a_definition_changed_then_says_that_it_cannot_be_told(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = house.published(body=body.to_json(ONE))
    raise_version(monkeypatch, "campaigns.notices")
    assert "不能重算 口径改过：第 2 版 → 第 3 版" in words(client.get(f"{page_of(edition)}recount/"))


def test_figure_when_a_report_shows_it_then_its_page_leads_there_until_it_is_withdrawn(
    house: House, client: Client
) -> None:
    edition = house.published(body=body.to_json(ONE))
    internal(house)
    shown = f'href="{page_of(edition)}"'
    assert client.get("/figures/campaigns.notices/").content.decode().count(shown) == 1
    assert shown not in client.get("/figures/campaigns.minutes_asked/").content.decode()
    commands.withdraw(edition, "一个数算重了", by=house.clerk)
    assert shown not in client.get("/figures/campaigns.notices/").content.decode()


def test_search_when_a_report_is_published_then_finds_it_until_it_is_withdrawn(
    house: House, client: Client
) -> None:
    internal(house, title="只给自己看的报告")
    edition = house.published(body=body.to_json((body.Text("十一张桌子修好了三十一部旧手机。"),)))
    found = f'href="{page_of(edition)}"'
    assert found in client.get("/search/?q=旧手机").content.decode()
    assert "只给自己看的报告" not in words(client.get("/search/?q=自己看的报告"))
    commands.withdraw(edition, "一个数算重了", by=house.clerk)
    assert found not in client.get("/search/?q=旧手机").content.decode()


def test_report_of_a_unit_when_not_every_row_is_ones_to_see_then_the_number_is_not_exact(
    house: House,
) -> None:
    """The secretary sees the group below the branch; a member of its committee sees the branch alone."""
    a_unit(kind=UnitKind.GROUP, parent=house.branch, short_name="小组")
    a_person(house.branch), a_person(house.branch)
    pick = body.Pick("directory.members", unit=house.branch.pk)
    edition = internal(house, body=body.to_json((body.Figures("", (pick,)),)))
    content = Content.from_json(edition.content)
    assert (content.entries[0].value, content.entries[0].exact is not None) == (None, True)
    exact = f">{content.entries[0].exact}</a>"
    member = someone_with(Post.ORGANISATION_MEMBER, house.branch)
    seen = [signed_in(one).get(page_of(edition)).content.decode() for one in (house.secretary, member)]
    assert [exact in page for page in seen] == [True, False]
    assert [f">{content.entries[0].shown}</a>" in page for page in seen] == [False, True]


def test_machines_when_reports_are_published_then_find_those_for_everybody_that_stand(
    house: House, client: Client
) -> None:
    kept, gone, own = house.published(), house.published(), internal(house)
    commands.withdraw(gone, reason="第二节的场次算重了", by=house.clerk)
    feed, addresses = client.get("/reports/feed.xml"), client.get("/sitemaps/reports.xml")
    for response in (feed, addresses):
        text = response.content.decode()
        assert [text.count(f"/reports/{one.ref}/") > 0 for one in (kept, gone, own)] == [True, False, False]
        ElementTree.fromstring(text)
        assert wire.CACHE_TAGS in response.headers
    assert kept.title in feed.content.decode()
    assert "/sitemaps/reports.xml" in client.get("/sitemap.xml").content.decode()
    assert 'href="/reports/feed.xml"' in client.get("/reports/").content.decode()


def test_feed_when_nothing_was_published_then_is_empty_and_costs_no_more_with_more(
    house: House, client: Client, django_assert_max_num_queries: Any
) -> None:
    assert "<entry>" not in client.get("/reports/feed.xml").content.decode()
    house.published()
    house.published()
    with django_assert_max_num_queries(4):
        assert client.get("/reports/feed.xml").content.decode().count("<entry>") == 2
