from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from sixianghui.access.public import Post
from sixianghui.activities.commands import correct_activity, record_activity
from sixianghui.activities.commands.holding import Record
from sixianghui.audit.public import AuditEvent
from sixianghui.common import time, wire
from sixianghui.ledger import public as ledger
from sixianghui.ledger.public import Group, Scope
from sixianghui.wechat.models import OfficialAccount
from tests import factories
from tests.unit.ledger.book import GUARDED, KEPT, ROWS, TURNS, Book, registered

SPLIT = replace(TURNS, name="wechat.test_split", groups=(Group("account", "公众号", "account__name"),))
PAGE = f"/figures/{TURNS.name}/"
GUARDED_PAGE = f"/figures/{GUARDED.name}/"


def words(response: Any) -> str:
    """The text of the main part of a page, in one line."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", strip_tags(main))


def later(clock: time.ManualClock, **by: int) -> None:
    clock.set(clock.at + dt.timedelta(**by))


@pytest.mark.parametrize("rows", [1, 3])
def test_figure_page_when_it_has_more_rows_then_costs_the_same_queries(
    book: Book, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        book.turn()
    book.publish()
    client.get(PAGE)
    with django_assert_num_queries(
        9
    ):  # count and chart, rows, published, since x 2, units, reports that use it; publisher and nav of the frame
        client.get(PAGE)


def test_figure_page_when_opened_then_has_number_sentence_method_rows_and_seal(
    book: Book, client: Client
) -> None:
    book.turn(book.branch(name="样例支部甲"))
    book.turn(book.branch(name="样例支部乙"))

    response = client.get(PAGE)
    text = words(response)

    assert response.status_code == 200
    assert '<p class="fig-big">2<span class="unit">个</span></p>' in response.content.decode()
    for said in (
        "这么多个支部轮流写公众号。",
        "每个支部算一个。",
        "划销的。",
        "谁在写。",
        "样例支部甲",
        "样例支部乙",
        "共 2 条",
        "还没有公布过",
    ):
        assert said in text


def test_figure_page_when_facts_were_struck_since_it_was_published_then_says_so(
    book: Book, client: Client, clock: time.ManualClock
) -> None:
    facts = [book.turn() for _ in range(4)]
    book.publish()
    later(clock, hours=1)
    book.strike(facts[0]), book.strike(facts[1])

    assert "公布过 4，今天是 2；不再算 2 个、新算 0 个。" in words(client.get(PAGE))
    book.turn()
    assert "公布过 4，今天是 3；不再算 2 个、新算 1 个。" in words(client.get(PAGE))


def test_figure_page_when_heads_were_corrected_since_then_says_how_many_heads_and_not_how_many_rows(
    book: Book, client: Client, clock: time.ManualClock
) -> None:
    unit = book.branch()
    by = factories.someone_with(Post.SECRETARY, unit)
    at = time.shanghai(2018, 6, 4, 15)
    made = record_activity(unit=unit, kind="study", title="学习", starts_at=at, present=100, by=by)
    later(clock, hours=1)
    book.publish("activities.present")
    later(clock, hours=1)
    correct_activity(made, Record("study", "学习", at, 90), by=by, reason="多数了十个")

    page = words(client.get("/figures/activities.present/"))
    assert "公布过 100，今天是 90；不再算 100 人次、新算 90 人次。" in page


def test_figure_page_when_the_definition_changed_since_then_compares_nothing(
    book: Book, client: Client, clock: time.ManualClock
) -> None:
    book.turn()
    book.publish()
    later(clock, hours=1)
    book.turn()
    ledger.registry.figures.pop(TURNS.name)
    with registered(replace(TURNS, version=2)):
        page = words(client.get(PAGE))
        assert "公布过 1。口径改过：第 1 版 → 第 2 版，今天的数不能直接比。" in page
        assert ("今天是" in page, "新算" in page) == (False, False)
        book.publish()
        assert "公布过 2，今天是 2。" in words(client.get(PAGE))


def test_kept_number_when_published_then_a_stranger_has_it_while_it_is_counted_as_it_was_then(
    book: Book, client: Client, clock: time.ManualClock
) -> None:
    book.turn(), book.publish(KEPT.name)
    later(clock, hours=1)
    book.turn()
    page = words(client.get(f"/figures/{KEPT.name}/"))
    assert "公布过 1。" in page
    assert "今天是" not in page  # it is 2, which is not for everybody
    ledger.registry.figures.pop(KEPT.name)
    with registered(replace(KEPT, version=2)):
        response = client.get(f"/figures/{KEPT.name}/")
    assert '<p class="fig-big">未公布</p>' in response.content.decode()
    assert "口径改过以后，这个范围的数还没有公布。" in words(response)


def test_publication_page_when_the_rows_are_as_they_were_then_says_that_it_holds(
    book: Book, client: Client, clock: time.ManualClock
) -> None:
    fact = book.turn()
    later(clock, hours=1)
    made = book.publish()
    later(clock, hours=1)
    book.strike(fact)
    page = f"{PAGE}publications/{made.pk}/"

    assert "核对无误" in words(client.get(page))
    assert made.digest in words(client.get(page))
    unit = fact.unit
    unit.name = "换了名字"
    unit.save()
    assert "对不上" in words(client.get(page))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/figures/wechat.nothing/", 404),
        ("/figures/wechat.nothing/rows.csv", 404),
        ("/figures/wechat.nothing/rows.xlsx", 404),
        (f"{PAGE}publications/7/", 404),
        (f"{PAGE}publications/{'9' * 30}/", 404),
        (f"{PAGE}?unit=404", 404),
        (f"{PAGE}?unit=404&format=json", 404),
        (f"{PAGE}?page=2", 404),
        (f"{PAGE}?page=x", 400),
        (f"{PAGE}?page=0", 400),
        (f"{PAGE}?page={'9' * 30}", 400),
        (f"{PAGE}?sort=unit__name", 400),
        (f"{PAGE}?sort=pk", 400),
        (f"{PAGE}?sort=--since", 400),
        (f"{PAGE}?unit=x", 400),
        (f"{PAGE}?since=x", 400),
        (f"{PAGE}?since=2018-06-05&until=2018-06-04", 400),
        (f"{PAGE}rows.csv?since=x", 400),
        (f"{PAGE}?format=xml", 400),
    ],
)
def test_address_when_it_asks_for_what_cannot_be_then_answers_with_a_sentence(
    book: Book, client: Client, path: str, status: int
) -> None:
    response = client.get(path)

    assert response.status_code == status
    assert "。" in words(response)


def test_figure_page_when_posted_to_then_is_refused(book: Book, client: Client) -> None:
    assert client.post(PAGE).status_code == 405


def test_rows_when_there_are_many_then_come_in_pages_of_fifty(book: Book, client: Client) -> None:
    for _ in range(51):
        book.turn()

    first, second = client.get(PAGE).content.decode(), client.get(f"{PAGE}?page=2").content.decode()

    assert [page.count("<tr>") for page in (first, second)] == [51, 2]
    assert 'rel="next" href="?page=2#rows"' in first
    assert 'rel="prev" href="?page=1#rows"' in second


def test_rows_when_sorted_then_are_in_that_order_and_the_head_says_so(book: Book, client: Client) -> None:
    for name in "乙甲丙":
        book.turn(book.branch(name=f"样例支部{name}"))
    ascending, descending = sorted(f"样例支部{name}" for name in "乙甲丙"), None
    descending = ascending[::-1]

    def order(sort: str) -> list[str]:
        return re.findall(r"<td>(样例支部.)</td>", client.get(f"{PAGE}?sort={sort}").content.decode())

    assert (order("branch"), order("-branch")) == (ascending, descending)
    html = client.get(f"{PAGE}?sort=branch").content.decode()
    assert 'aria-sort="ascending"><a href="?sort=-branch#rows">' in html


def test_page_when_narrowed_then_every_link_keeps_the_scope(book: Book, client: Client) -> None:
    unit = book.branch(name="样例支部")
    book.turn(unit), book.turn()
    narrowed = f"{PAGE}?unit={unit.pk}&since=2018-06-01"

    html = client.get(narrowed).content.decode()

    assert '<p class="fig-big">1<span' in html
    for link in (
        f"?unit={unit.pk}&amp;since=2018-06-01&amp;sort=branch#rows",
        f"{PAGE}rows.csv?unit={unit.pk}&amp;since=2018-06-01",
        f"{PAGE}rows.xlsx?unit={unit.pk}&amp;since=2018-06-01",
        f"?unit={unit.pk}&amp;since=2018-06-01&amp;format=json",
    ):
        assert f'href="{link}"' in html


def test_chart_when_there_is_something_to_compare_then_is_drawn_with_title_and_table(
    book: Book, client: Client
) -> None:
    book.turn(at=time.shanghai(2018, 3, 19))
    book.turn(at=time.shanghai(2018, 5, 4))

    html = client.get(PAGE).content.decode()

    assert '<title id="chart-title">累计：2018年3月有 1 个，到2018年6月有 2 个。</title>' in html
    assert html.count('class="line"') == 1
    assert '<tr><td class="num">2018年5月</td><td class="n num">1</td><td class="n num">2</td></tr>' in html


def test_page_when_it_has_no_rows_then_says_so_kindly(book: Book, client: Client) -> None:
    text = words(client.get(PAGE))

    assert "这个范围里还没有记录" in text


def test_page_when_read_by_anybody_then_may_be_kept_for_everybody(book: Book, client: Client) -> None:
    for path in (PAGE, GUARDED_PAGE, f"{PAGE}?format=json"):
        name = path.split("/")[2]
        assert {"figures", f"figure:{name}"} <= set(client.get(path).headers[wire.CACHE_TAGS].split())
    assert "figures" in client.get("/figures/").headers[wire.CACHE_TAGS].split()


def test_page_when_read_by_someone_signed_in_then_is_kept_for_nobody(book: Book) -> None:
    auditor = factories.signed_in(factories.someone_with(Post.AUDITOR))

    for path in (PAGE, GUARDED_PAGE, f"{PAGE}rows.csv"):
        response = auditor.get(path)
        assert wire.CACHE_TAGS not in response.headers
        assert response.headers["Cache-Control"] == "no-store"


def test_page_when_it_holds_no_inline_script_or_style_then_suits_the_policy(
    book: Book, client: Client
) -> None:
    book.turn(at=time.shanghai(2018, 3, 19))
    html = client.get(PAGE).content.decode()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html) == []


def test_guarded_page_when_read_by_a_stranger_then_shows_no_row_and_no_small_number(
    book: Book, client: Client
) -> None:
    unit = book.branch(name="样例支部")
    book.turn(unit)
    canary = factories.a_unit(name="金丝雀支部")
    book.turn(canary)

    whole, narrow = client.get(GUARDED_PAGE), client.get(f"{GUARDED_PAGE}?unit={unit.pk}")

    assert "只有相应职务的人能看" in words(whole)
    assert '<p class="fig-big">少于5<span' in narrow.content.decode()
    for page in (whole, narrow):
        html = page.content.decode()
        assert ("<tbody" in html, "chart" in html) == (False, False)


@pytest.mark.parametrize("query", ["unit={unit}&since=2018-06-05", "since=2018-06-05", "until=2018-06-05"])
def test_guarded_number_when_narrowed_to_days_by_a_stranger_then_is_withheld(
    book: Book, client: Client, query: str
) -> None:
    unit = book.branch()
    for _ in range(7):
        book.turn()

    response = client.get(f"{GUARDED_PAGE}?{query.format(unit=unit.pk)}")

    assert '<p class="fig-big">未公布</p>' in response.content.decode()
    assert (response.context["reading"].disclosure.number, response.context["rows"].count) == (None, 0)


def test_rows_that_are_not_for_everybody_when_read_then_are_one_row_of_audit(
    book: Book, client: Client
) -> None:
    unit = book.branch()
    book.turn(unit)
    account = factories.someone_with(Post.SECRETARY, unit)
    secretary = factories.signed_in(account)

    client.get(GUARDED_PAGE)
    secretary.get(PAGE)
    assert not AuditEvent.objects.exists()
    secretary.get(f"{GUARDED_PAGE}?unit={unit.pk}")
    b"".join(secretary.get(f"{GUARDED_PAGE}rows.csv"))

    assert list(AuditEvent.objects.values_list("action", "actor", "object_kind", "object_id")) == [
        ("evidence:see", account.pk, "ledger.figure", GUARDED.name),
        ("evidence:export", account.pk, "ledger.figure", GUARDED.name),
    ]
    assert [json.loads(event.detail) for event in AuditEvent.objects.all()] == [
        {"rows": 1, "unit": unit.pk}, {"rows": 1},
    ]  # fmt: skip


def test_json_when_asked_for_then_says_the_same_as_the_page(book: Book, client: Client) -> None:
    fact = book.turn(book.branch(name="样例支部"))
    made = book.publish()

    answer = client.get(f"{PAGE}?format=json").json()

    assert answer == {
        "figure": TURNS.name,
        "version": 1,
        "label": "轮值的支部",
        "sentence": "这么多个支部轮流写公众号。",
        "measure": "个",
        "one_is": "一个支部",
        "method": {"counted": "每个支部算一个。", "not_counted": "划销的。", "unknown": "谁在写。"},
        "scope": {},
        "scope_label": "全部",
        "as_of": "2018-06-05T12:00:00+08:00",
        "value": 1,
        "shown": "1",
        "groups": [],
        "publications": [
            {"value": 1, "version": 1, "as_of": "2018-06-05T12:00:00+08:00", "digest": made.digest}
        ],
        "rows": [{"id": str(fact.pk), "branch": "样例支部", "since": "2018-06-05 12:00:00"}],
        "page": 1,
        "pages": 1,
    }


def test_json_of_a_guarded_number_when_asked_for_then_gives_no_more_than_the_page(
    book: Book, client: Client
) -> None:
    unit = book.branch()
    book.turn(unit)

    answer = client.get(f"{GUARDED_PAGE}?unit={unit.pk}&format=json").json()

    assert (answer["value"], answer["shown"], answer["rows"], answer["pages"]) == (None, "少于5", [], 1)


def test_use_when_noted_then_the_figure_page_links_to_it(book: Book, client: Client) -> None:
    ledger.note_use(TURNS.name, "全部数字", "reports:figures")

    assert '<a class="item" href="/figures/">全部数字</a>' in client.get(PAGE).content.decode()


def test_every_figure_of_the_site_when_opened_then_has_a_page_a_json_and_two_files(
    db: None, client: Client
) -> None:
    for figure in ledger.all_figures():
        for path in ("", "?format=json", "rows.csv", "rows.xlsx"):
            assert client.get(f"/figures/{figure.name}/{path}").status_code == 200


def test_kept_figure_when_published_then_shows_the_published_value(book: Book, client: Client) -> None:
    book.turn()
    page = f"/figures/{KEPT.name}/"
    assert "这个范围的数还没有公布" in words(client.get(page))

    book.publish(KEPT.name, Scope())
    book.turn()

    assert '<p class="fig-big">1<span' in client.get(page).content.decode()
    assert "这是公布值" in words(client.get(page))


@pytest.mark.parametrize("parts", [1, 3])
def test_figure_page_when_it_has_groups_then_they_cost_a_query_and_each_is_a_table_with_bars(
    book: Book, client: Client, parts: int, django_assert_num_queries: Any
) -> None:
    for number in range(parts):
        account = OfficialAccount.objects.create(name=f"样例{number}号", slug=f"n{number}")
        for _ in range(number + 1):
            book.turn(account=account)
    with registered(SPLIT):
        page = f"/figures/{SPLIT.name}/"
        client.get(page)
        with django_assert_num_queries(
            8
        ):  # count and chart, rows, published, units, groups; the frame has two
            html = client.get(page).content.decode()
        answer = client.get(f"{page}?format=json").json()["groups"]
        file = b"".join(client.get(f"{page}rows.csv")).decode()  # type: ignore[arg-type]

    names = [f"样例{number}号" for number in range(parts)]
    assert re.findall(r'<th scope="row">(样例.号)</th>', html) == names
    assert html.count('<rect width="1000" height="12"/>') == 1
    assert answer == [
        {
            "key": "account",
            "label": "公众号",
            "parts": [
                {"label": name, "value": place + 1, "shown": str(place + 1)}
                for place, name in enumerate(names)
            ],
        }
    ]
    assert [f"按公众号：{name},{place + 1} 个" in file for place, name in enumerate(names)] == [True] * parts


def test_guarded_page_when_a_part_is_small_then_says_why_there_are_none(book: Book, client: Client) -> None:
    book.turn()
    with registered(replace(SPLIT, name="wechat.test_split_guarded", rows_need=ROWS, small_numbers=True)):
        page = "/figures/wechat.test_split_guarded/"
        html = client.get(page).content.decode()
        assert ("所以不分开写" in html, "样例公众号" in html) == (True, False)
        assert client.get(f"{page}?format=json").json()["groups"] == []
        auditor = factories.signed_in(factories.someone_with(Post.AUDITOR))
        assert "样例公众号" in auditor.get(page).content.decode()
