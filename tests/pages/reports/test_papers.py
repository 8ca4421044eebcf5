"""Downloads of published reports, and files that are made by a job."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
from django.conf import LazySettings
from django.test import Client

from sixianghui.reports import commands, papers
from sixianghui.reports.models import Audience, Export
from sixianghui.reports.rules import exports as rules
from tests.factories import an_account, signed_in
from tests.unit.ledger.book import TURNS, Book
from tests.unit.reports.house import House, a_house


@pytest.fixture
def house(db: None) -> House:
    return a_house()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Two rows are many."""
    from sixianghui.reports.views import exports

    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", 1)
    yield


def _bytes(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_report_when_downloaded_by_anybody_then_is_each_of_the_formats_with_a_chinese_name(
    house: House, client: Client
) -> None:
    edition = house.published()
    for kind in papers.KINDS:
        answer = client.get(f"/reports/{edition.ref}/report.{kind}")
        assert (answer.status_code, answer["Content-Type"]) == (200, papers.TYPES[kind])
        assert answer["Content-Disposition"] == (
            f"attachment; filename=\"report.{kind}\"; filename*=UTF-8''"
            + quote(f"红“芯”向党：两个月里做了什么（第1版）.{kind}", safe="")
        )
    plain = json.loads(client.get(f"/reports/{edition.ref}/report.json").content)
    assert (plain["digest"], plain["url"]) == (edition.digest, f"http://testserver/reports/{edition.ref}/")


def test_report_of_a_unit_when_downloaded_by_others_then_is_the_same_nothing(
    house: House, client: Client
) -> None:
    report = commands.begin(house.words(audience=Audience.UNIT), unit=house.branch, by=house.secretary)
    edition = commands.publish_report(report, by=house.secretary)
    path = f"/reports/{edition.ref}/report.pdf"
    stranger = signed_in(an_account())
    assert (stranger.get(path).status_code, stranger.get("/reports/none/report.pdf").status_code) == (
        404,
        404,
    )
    assert client.get(path).status_code == client.get("/reports/none/report.pdf").status_code
    assert signed_in(house.secretary).get(path).content.startswith(b"%PDF")
    assert signed_in(house.secretary).get(f"/reports/{edition.ref}/report.exe").status_code == 404


def test_report_when_withdrawn_then_its_paper_says_so_in_the_head(house: House, client: Client) -> None:
    edition = house.published()
    commands.withdraw(edition, "一个数算重了", by=house.clerk)
    paper = pypdfium2.PdfDocument(io.BytesIO(client.get(f"/reports/{edition.ref}/report.pdf").content))
    text = paper[0].get_textpage().get_text_range()
    assert ["已撤回" in text, "一个数算重了" in text] == [True, True]


@pytest.mark.usefixtures("few")
def test_rows_when_very_many_then_a_stranger_signs_in_and_few_are_sent_at_once(
    book: Book, client: Client
) -> None:
    book.turn()
    assert client.get(f"/figures/{TURNS.name}/rows.csv").status_code == 200
    book.turn()
    away = client.get(f"/figures/{TURNS.name}/rows.csv", follow=True)
    assert [one[0].split("?")[0] for one in away.redirect_chain] == [
        f"/figures/{TURNS.name}/exports/csv/",
        "/sign-in/",
    ]


@pytest.mark.usefixtures("few")
def test_rows_when_very_many_then_are_asked_for_made_and_fetched(book: Book) -> None:
    book.turn(), book.turn()
    browser = signed_in(an_account())
    asked = browser.get(f"/figures/{TURNS.name}/rows.xlsx", follow=True)
    assert "做一份 XLSX" in asked.content.decode()
    listed = browser.post(asked.redirect_chain[-1][0], follow=True)
    (made,) = Export.objects.all()
    assert f'href="/exports/{made.ref}/"' in listed.content.decode()
    assert browser.get(f"/exports/{made.ref}/progress/").json() == {
        "done": 2,
        "total": 2,
        "stage": "",
        "finished": True,
    }
    assert _bytes(browser.get(f"/exports/{made.ref}/")).startswith(b"PK")
    other = signed_in(an_account())
    assert [other.get(f"/exports/{made.ref}/{more}").status_code for more in ("", "progress/")] == [404, 404]


def test_export_when_it_is_being_made_then_the_page_shows_how_far_and_gives_no_file(
    book: Book, django_assert_num_queries: Any
) -> None:
    somebody = an_account()
    making = Export.objects.create(
        account=somebody,
        figure=TURNS.name,
        scope="{}",
        as_of=book.turn().at,
        kind="csv",
        language="zh-hans",
        done=2000,
        total=30000,
    )
    browser = signed_in(somebody)
    page = browser.get("/exports/").content.decode()
    assert [word in page for word in ("2,000 / 30,000", f'topic="export:{making.ref}"', 'max="30000"')] == [
        True
    ] * 3
    assert browser.get(f"/exports/{making.ref}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_exports_when_listed_then_cost_the_same_number_of_queries(
    book: Book, django_assert_num_queries: Any, number: int
) -> None:
    somebody = an_account()
    for _one in range(number):
        Export.objects.create(
            account=somebody,
            figure=TURNS.name,
            scope="{}",
            as_of=book.turn().at,
            kind="csv",
            language="zh-hans",
            ready_at=book.turn().at,
        )
    browser = signed_in(somebody)
    browser.get("/exports/")
    with django_assert_num_queries(7):
        browser.get("/exports/")


@pytest.mark.parametrize("kind", papers.KINDS)
def test_report_when_downloaded_then_costs_as_many_queries_as_its_page(
    house: House, client: Client, django_assert_num_queries: Any, kind: str
) -> None:
    edition = house.published()
    client.get(f"/reports/{edition.ref}/report.{kind}")
    with django_assert_num_queries(2):
        client.get(f"/reports/{edition.ref}/report.{kind}")


def test_limits_when_read_then_a_sheet_has_room_for_them() -> None:
    assert rules.ROWS_AT_ONCE < rules.LONGEST_SHEET < 1_048_576
