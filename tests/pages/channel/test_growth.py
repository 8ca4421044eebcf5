"""A page asks the same number of questions however many pieces there are. `bin/bench growth` says it of fifty thousand."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sixianghui.channel import queries
from sixianghui.channel.models import ArticlePage
from sixianghui.channel.public import ColumnFace, ColumnPage, open_column
from sixianghui.tasks.housekeeping import know_sizes
from tests.factories import a_unit, signed_in
from tests.factories.many import People, many_articles
from tests.pages.channel.pieces import a_picture
from tests.unit.channel.desk import DeskOfTests

pytestmark = pytest.mark.django_db


def world(desk: DeskOfTests, many: int) -> list[ColumnPage]:
    """So many articles in two columns, of three units, some with a picture."""
    other = open_column(
        desk.home, title="专题", short_title="专题", face=ColumnFace.COLLECTION, promise="。", slug="topic",
        by=desk.chief,
    )  # fmt: skip
    columns = [desk.column, other]
    grown(desk, columns, 0, many)
    return columns


def grown(desk: DeskOfTests, columns: list[ColumnPage], first: int, many: int) -> None:
    """Articles number `first` to `many`."""
    people = People(desk.writer, [desk.editor, desk.head, desk.chief])
    many_articles(
        columns, many, people, first=first, units=[a_unit() for _ in range(3)], pictures=[a_picture()]
    )


def counted(desk: DeskOfTests, columns: list[ColumnPage]) -> dict[str, int]:
    """Questions by page, of readers and at the desk."""
    at_desk = {"desk": "/cms/", "desk listing": f"/cms/pages/{desk.column.pk}/"}
    return questions(Client(), addresses(columns)) | questions(signed_in(desk.chief), at_desk)


def addresses(columns: list[ColumnPage]) -> dict[str, str]:
    """What is asked, by the name under which it is counted."""
    middle = ArticlePage.objects.child_of(columns[0]).exclude(kicker="").order_by("pk")[5]
    return {
        "home": "/",
        "article": middle.url,
        "column": "/news/",
        "filtered": f"/news/?kicker={quote(middle.kicker)}",
        "by day": "/topic/",
        "list": "/columns/news/list.csv",
        "feed": "/feed.xml",
        "column feed": "/feeds/news.xml",
        "sitemaps": "/sitemap.xml",
        "sitemap": "/sitemaps/1.xml",
    }


def questions(client: Client, asked: dict[str, str]) -> dict[str, int]:
    """How many questions each page asks of the database, once what is known of a process is known."""
    found = {}
    for name, path in asked.items():
        client.get(path, follow=True)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path, follow=True).status_code == 200, path
        found[name] = len(asked)
    return found


def test_pages_when_there_are_ten_times_as_many_pieces_then_ask_as_many_questions(
    desk: DeskOfTests, record_property: Callable[..., None]
) -> None:
    columns = world(desk, 20)
    few = counted(desk, columns)
    grown(desk, columns, 20, 200)
    many = counted(desk, columns)
    record_property("counted", f"questions with 20 and with 200 pieces: {many}")
    assert few == many


def test_control_when_a_page_asks_about_each_piece_then_it_is_seen(desk: DeskOfTests) -> None:
    columns = world(desk, 4)

    def ask_about_each() -> int:
        with CaptureQueriesContext(connection) as asked:
            for piece in ArticlePage.objects.child_of(columns[0]):
                assert queries.furniture_of(piece).at is not None
        return len(asked)

    few = ask_about_each()
    grown(desk, columns, 4, 8)
    assert ask_about_each() > few


@pytest.mark.sqlite
def test_columns_when_sqlite_knows_how_full_its_tables_are_then_it_does_not_walk_through_all_pages(
    desk: DeskOfTests,
) -> None:
    world(desk, 200)
    assert "SCAN channel_basepage" in queries.columns().explain(), "the control: without that it does"
    know_sizes()
    assert "SCAN channel_basepage" not in queries.columns().explain()
