"""What everybody finds: by default on SQLite, with SIXIANGHUI_TEST_DATABASE=pg on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from sixianghui.common.time import shanghai
from sixianghui.search import commands, queries, sources
from sixianghui.search.models import Asked, Document, Popular
from sixianghui.search.public import Doc, DocumentSource, put, remove, search
from sixianghui.search.queries import finding

pytestmark = pytest.mark.django_db

#: What a page of results may ask the database, however much there is.
QUESTIONS = 16


@pytest.fixture(autouse=True)
def _columns() -> Iterator[None]:
    kept = dict(sources.documents)
    sources.documents.clear()
    sources.register_documents(DocumentSource("pages", list, lambda: {"news": "新闻", "guide": "指南"}))
    yield
    sources.documents.clear()
    sources.documents.update(kept)


def a_doc(key: str, title: str, lead: str = "", body: str = "", **more: object) -> None:
    values: dict[str, object] = {"column": "news", "at": shanghai(2018, 5, 1, 9), **more}
    put(Doc("pages", key, title, f"/{key}/", lead, body, **values))  # type: ignore[arg-type]


def keys(query: str, **more: object) -> list[str]:
    return [hit.key for hit in search(query, **more).hits]  # type: ignore[arg-type]


def test_words_when_in_the_title_then_come_before_the_summary_and_that_before_the_text() -> None:
    a_doc("body", "一次学习", "讲了一个下午", "书记来讲党课。" + "大家都来听。" * 5)
    a_doc("lead", "一次学习", "书记来讲党课")
    a_doc("title", "听党课的人这么多，坐满了三间屋子", "讲了一个下午", "从早到晚。" * 60)
    assert keys("党课") == ["title", "lead", "body"]


def test_words_when_equally_good_then_the_later_comes_first() -> None:
    for month in (3, 5, 4):
        a_doc(str(month), "党课开讲", at=shanghai(2018, month, 1))
    assert keys("党课") == ["5", "4", "3"]


def test_words_when_all_must_be_there_then_those_with_some_are_said_to_be_partial() -> None:
    a_doc("both", "党课直播", "今天")
    a_doc("one", "党课开讲", "明天")
    found = search("党课 直播")
    assert [hit.key for hit in found.hits] == ["both"]
    assert [hit.key for hit in found.partial] == ["one"]


def test_sentence_when_nothing_has_it_whole_then_what_has_its_words_is_shown() -> None:
    a_doc("dues", "党费怎么算", "一张纸")
    a_doc("other", "植树", "四十棵")
    found = search("这个月的党费应该交多少")
    assert (found.total, [hit.key for hit in found.partial]) == (0, ["dues"])
    found = search("党费怎么交")
    assert (found.total, [hit.key for hit in found.partial]) == (0, ["dues"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dangke", "党课"),
        ("dang ke", "党课"),
        ("DangKe", "党课"),
        ("dk", "党课"),
        ("党克", "党课"),
        ("课党", "党课"),
        ("dangyuanzhijia", "党员之家"),
        ("dyzj", "党员之家"),
        ("党元之家", "党员之家"),
        ("党员家", "党员之家"),
        ("两学一作", "两学一做"),
        ("lxyz", "两学一做"),
        ("怎么讲党克", "怎么讲党课"),
    ],
)
def test_words_when_nothing_has_them_then_what_was_meant_is_looked_for_and_there_is_a_way_back(
    typed: str, meant: str
) -> None:
    a_doc("lesson", "怎么讲党课")
    a_doc("home", "党员之家开门了", "", "读了“两学一做”的篇目")
    found = search(typed)
    assert (found.asked, found.corrected, len(found.hits)) == (meant, True, 1)
    back = search(typed, exact=True)
    assert (back.asked, back.total) == (typed if typed != "DangKe" else "DangKe", 0)


def test_words_when_something_has_them_then_nothing_else_is_meant() -> None:
    a_doc("lesson", "党课")
    a_doc("typed", "党克")
    assert search("党克").corrected is False
    assert keys("党克") == ["typed"]


def test_word_of_two_when_only_something_like_its_sound_is_here_then_nothing_is_meant() -> None:
    a_doc("one", "这一次没有人来")
    assert search("魑魅").number == 0


def test_results_when_narrowed_then_counts_stand_beside_each_way() -> None:
    a_doc("old", "党课一", at=shanghai(2017, 5, 1))
    a_doc("new", "党课二")
    a_doc("guide", "党课三", column="guide")
    found = search("党课", year=2018)
    assert [(one.label, one.count, one.chosen) for one in found.columns] == [
        ("新闻", 1, False),
        ("指南", 1, False),
    ]
    assert [(one.label, one.count, one.chosen) for one in found.years] == [
        ("2018", 2, True),
        ("2017", 1, False),
    ]
    assert keys("党课", column="guide", year=2018) == ["guide"]
    assert keys("党课", column="nothing") == []


def test_results_when_there_are_many_then_are_turned_and_each_stands_once() -> None:
    for number in range(23):
        a_doc(str(number), f"党课第{number}讲")
    pages = [keys("党课", page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({key for page in pages for key in page}) == 23
    assert keys("党课", page=99) == pages[2]


def test_results_when_there_are_more_than_are_weighed_then_are_turned_and_each_stands_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "_MANY", 20)
    monkeypatch.setattr(finding, "_ORDERED", 20)
    for number in range(30):
        a_doc(str(number), f"第{number}讲", "党课", "党课" * (30 - number))
    pages = [keys("党课", page=page) for page in (1, 2, 3)]
    assert len({key for page in pages for key in page}) == 30


def test_address_when_it_only_begins_like_english_then_stays() -> None:
    put(Doc("pages", "one", "党课", "/enterprise/one/"))
    put(Doc("pages", "two", "党课", "/en/news/two/"))
    assert set(Document.objects.values_list("url", flat=True)) == {"/enterprise/one/", "/news/two/"}


def test_page_of_results_when_there_is_more_then_asks_no_more_questions(
    client: Client, django_assert_max_num_queries: object
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(QUESTIONS) as made:  # type: ignore[operator]
            assert client.get("/search/", {"q": "党课 直播"}).status_code == 200
        return len(made)

    a_doc("0", "党课直播")
    client.get("/search/", {"q": "党课"})
    before = asked()
    for number in range(1, 40):
        a_doc(str(number), f"党课直播{number}", "党课")
    assert asked() <= before


HOSTILE = (
    '"', "'", "*", "党*", '"党课', "NEAR(党 课)", "党:课", "-党", "\\", "a AND", "(", "党\x00课", "{title}:党", "党" * 999,
    "' OR 1=1 --", "a" * 40, "a b c d e f", "%", "_", "<script>", "党 & ! 课", "zhuang" * 10, "𠀀𠀁", "\u202e党",
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_page_of_results_when_the_query_is_hostile_then_is_a_page(client: Client, query: str) -> None:
    a_doc("one", "党课开讲")
    for more in (
        {},
        {"page": "-1", "year": "x", "column": "'"},
        {"page": "99999", "year": "99999", "exact": "1"},
    ):
        answer = client.get("/search/", {"q": query, **more})
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode().split("<main", 1)[1]
    assert client.get("/search/suggestions/", {"q": query}).status_code == 200


def test_document_when_changed_or_removed_then_is_found_as_it_is_now() -> None:
    a_doc("one", "党课开讲")
    a_doc("one", "直播开讲")
    assert (keys("党课", exact=True), keys("直播")) == ([], ["one"])
    remove("pages", ["one"])
    assert (keys("直播", exact=True), Document.objects.count()) == ([], 0)
    assert queries.suggestions("直播") == []


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("secure", [True, False], ids=["as-migrated", "control-without-secure-delete"])
def test_document_when_removed_then_its_words_leave_the_file(secure: bool) -> None:
    with connection.cursor() as cursor:
        if not secure:
            cursor.execute("INSERT INTO search_index(search_index, rank) VALUES('secure-delete', 0)")
        for key in ("kept", "kept2", "kept3"):
            a_doc(key, "keptword", "keptword", "keptword")
        a_doc("gone", "erasedword 抹去的词", "erasedword", "erasedword")
        remove("pages", ["gone"])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = Path(connection.settings_dict["NAME"]).read_bytes()
    assert (b"erasedword" in raw) == (not secure)
    assert ("抹去的词".encode() in raw) is False
    assert b"keptword" in raw


def ask(query: str, readers: int, *, page: Client | None = None) -> None:
    for number in range(readers):
        (page or Client()).get("/search/", {"q": query}, REMOTE_ADDR=f"192.0.2.{number}")


def test_queries_when_five_people_asked_then_are_shown_and_never_of_fewer() -> None:
    a_doc("one", "党课直播", "党课讲义")
    ask("党课直播", 5)
    ask("党课讲义", 4)
    for _ in range(9):
        ask("党课讲义", 1)
    assert queries.popular_queries() == ["党课直播"]
    assert search("党课").related == ("党课直播",)
    assert search("植树").related == ()


def test_queries_when_one_person_asks_on_five_days_then_are_no_five_people(clock: object) -> None:
    a_doc("one", "党课直播")
    for _ in range(5):
        ask("党课直播", 1)
        clock.set(clock.now() + dt.timedelta(days=1))  # type: ignore[attr-defined]
    assert len(set(Asked.objects.values_list("reader", flat=True))) == 5
    assert queries.popular_queries() == []


def test_queries_when_fewer_ask_on_a_later_day_then_the_most_on_any_day_stay(clock: object) -> None:
    a_doc("one", "党课直播")
    ask("党课直播", 7)
    clock.set(clock.now() + dt.timedelta(days=1))  # type: ignore[attr-defined]
    ask("党课直播", 5)
    found = Popular.objects.get()
    assert (found.people, found.day) == (7, dt.date(2018, 6, 6))


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_query_when_somebody_else_writes_just_then_then_it_is_answered_at_once_and_not_kept(
    client: Client,
) -> None:
    a_doc("one", "党课直播")
    other = connection.copy()
    other.ensure_connection()
    other.connection.execute("BEGIN IMMEDIATE")
    try:
        answer = client.get("/search/", {"q": "党课直播"})
    finally:
        other.connection.rollback()
        other.close()
    assert ("党课直播" in answer.content.decode(), Asked.objects.count()) == (True, 0)


def test_queries_when_what_they_found_is_gone_then_are_shown_no_more() -> None:
    a_doc("one", "党课直播")
    a_doc("two", "党课")
    ask("党课直播", 5)
    remove("pages", ["one"])
    assert search("党课").related == ()


def test_queries_when_they_find_nothing_or_may_name_somebody_then_are_not_written_down() -> None:
    a_doc("one", "13800138000 党课")
    ask("不在这里", 5)
    ask("13800138000", 5)
    assert Asked.objects.count() == 0


def test_queries_when_thirty_days_have_passed_then_are_forgotten(clock: object) -> None:
    a_doc("one", "党课")
    ask("党课", 5)
    clock.set(clock.now() + dt.timedelta(days=29))  # type: ignore[attr-defined]
    assert commands.forget_queries() == 0
    clock.set(clock.now() + dt.timedelta(days=1))  # type: ignore[attr-defined]
    assert (commands.forget_queries(), Asked.objects.count()) == (5, 0)


def test_suggestions_when_typed_in_words_or_letters_then_are_names_of_what_is_here(client: Client) -> None:
    a_doc("one", "怎样讲好一堂党课", "支部工作", names=("支部工作",))
    for typed, first in (("党课", "怎样讲好一堂党课"), ("dangke", "党课"), ("支部", "支部工作")):
        answer = client.get("/search/suggestions/", {"q": typed})
        assert answer.json()["offered"][0] == first
        assert "search" in answer.headers["X-Sixianghui-Cache"].split()
    assert client.get("/search/suggestions/").json() == {"offered": []}


def test_index_when_rebuilt_then_holds_what_the_rooms_have() -> None:
    a_doc("gone", "党课")
    source = DocumentSource("more", lambda: [Doc("more", "1", "直播", "/1/")], dict)
    sources.register_documents(source)
    assert commands.rebuild() == 1
    assert (keys("党课", exact=True), keys("直播")) == ([], ["1"])
