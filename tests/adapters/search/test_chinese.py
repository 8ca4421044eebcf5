"""One suite for both databases: by default SQLite, with SIXIANGHUI_TEST_DATABASE=pg PostgreSQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.search.backends import get_search_backend

pytestmark = pytest.mark.django_db

TITLES = ("党课开讲", "书记讲党课", "支部网络直播", "Sixianghui Live 2018", "扶贫课堂，党员同行")


@pytest.fixture
def pages() -> Any:
    """A root's pages with these titles, live and indexed."""
    import swapper

    model = swapper.load_model("wagtailcore", "Page")
    root = model.objects.get(depth=1)
    for title in TITLES:
        root.add_child(instance=model(title=title, slug=f"page-{TITLES.index(title)}"))
    return model.objects


def titles(found: Any) -> set[str]:
    return {page.title for page in found}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("党课", {"党课开讲", "书记讲党课"}),
        ("支部", {"支部网络直播"}),
        ("直播", {"支部网络直播"}),
        ("党", {"党课开讲", "书记讲党课", "扶贫课堂，党员同行"}),
        ("书记讲", {"书记讲党课"}),
        ("网络直播", {"支部网络直播"}),
        ("课党", set()),
        ("课堂党员", set()),  # a comma stands between
        ("党课 书记", {"书记讲党课"}),
        ("sixianghui", {"Sixianghui Live 2018"}),
        ("ＬＩＶＥ", {"Sixianghui Live 2018"}),
        ("2018", {"Sixianghui Live 2018"}),
        ("sixiang", set()),
        ("。，", set()),
    ],
)
def test_search_when_pages_are_indexed_then_finds_words_whole_and_in_order(
    pages: Any, query: str, expected: set[str]
) -> None:
    assert titles(pages.search(query)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("党", {"党课开讲", "书记讲党课", "扶贫课堂，党员同行"}),
        ("党课开", {"党课开讲"}),
        ("sixiang", {"Sixianghui Live 2018"}),
        ("sixianghui li", {"Sixianghui Live 2018"}),
    ],
)
def test_autocomplete_when_a_word_is_begun_then_finds_what_goes_on_so(
    pages: Any, typed: str, expected: set[str]
) -> None:
    assert titles(pages.autocomplete(typed)) == expected


def test_search_when_either_word_will_do_then_finds_both(pages: Any) -> None:
    assert titles(pages.search("直播 live", operator="or")) == {"支部网络直播", "Sixianghui Live 2018"}


def test_search_when_one_title_is_the_word_itself_then_it_comes_first(pages: Any) -> None:
    import swapper

    model = swapper.load_model("wagtailcore", "Page")
    long = model(title="一年来的工作安排与各支部参加党课学习的情况", slug="long")
    model.objects.get(depth=1).add_child(instance=long)
    assert [page.title for page in pages.search("党课")][-1] == long.title


@pytest.mark.parametrize(
    "query", ["党课", "", "\x00", "党" * 10_000, "%F0%28", '"', "\ud800".encode("utf-8", "replace").decode()]
)
def test_results_page_when_anything_is_asked_then_is_a_page(client: Client, pages: Any, query: str) -> None:
    for method in (client.get, client.head):
        assert method("/search/", {"q": query}).status_code == 200
    assert client.post("/search/", {"q": query}).status_code in {403, 405}


def test_index_when_rebuilt_then_finds_the_same(pages: Any) -> None:
    from django.core.management import call_command

    before = titles(pages.search("党课"))
    call_command("update_index", verbosity=0)
    assert titles(pages.search("党课")) == before == {"党课开讲", "书记讲党课"}


def test_long_text_when_indexed_then_is_no_error() -> None:
    import swapper

    model = swapper.load_model("wagtailcore", "Page")
    page = model.objects.get(depth=1).add_child(instance=model(title="长文", slug="long"))
    page.summary = "党建工作" * 20_000 + "从不入索引"
    get_search_backend().add(page)
    assert titles(model.objects.search("长文")) == titles(model.objects.search("建工")) == {"长文"}
    assert titles(model.objects.search("从不入")) == set()


def test_wagtails_screens_when_they_search_then_find_chinese(pages: Any) -> None:
    from sixianghui.access.public import Post
    from tests.factories import signed_in, someone_with

    assert titles(get_search_backend().autocomplete("党课", pages.all())) == {"党课开讲", "书记讲党课"}
    editor = someone_with(Post.CHIEF_EDITOR)
    editor.is_superuser = True
    editor.save()
    for screen in ("/cms/pages/search/results/", "/cms/choose-page/search/"):
        answer = signed_in(editor).get(screen, {"q": "党课"})
        assert answer.status_code == 200
        assert [title for title in TITLES if title in answer.content.decode()] == ["党课开讲", "书记讲党课"]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("secure", [True, False], ids=["as-migrated", "control-without-secure-delete"])
def test_erased_word_when_its_page_is_deleted_then_leaves_the_file(secure: bool) -> None:
    import swapper
    from django.contrib.contenttypes.models import ContentType
    from wagtail.search.models import IndexEntry

    kind = ContentType.objects.get_for_model(swapper.load_model("wagtailcore", "Page"))
    if not secure:
        with connection.cursor() as cursor:
            table = "wagtailsearch_indexentry_fts"
            cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES('secure-delete', 0)")
    secret = "erasedword"
    for number, word in enumerate((secret, "kept", "kept", "kept"), start=900):
        IndexEntry.objects.create(
            content_type=kind, object_id=str(number), title=word, body=word, autocomplete=word
        )
    IndexEntry.objects.filter(title=secret).delete()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = Path(connection.settings_dict["NAME"]).read_bytes()
    assert (secret.encode() in raw) == (not secure)


def test_sqlite_when_it_is_the_database_then_is_new_enough() -> None:
    assert connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= (3, 51, 3)
