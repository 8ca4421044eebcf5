"""What is about the same as a text, and what holds what was asked, within one column."""

from __future__ import annotations

import pytest

from sixianghui.search.public import Doc, keys_found, like, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _documents() -> None:
    for key, title, lead in (
        ("lamp", "楼道的灯什么时候修好", "楼下的灯坏了两天，晚上看不清路。"),
        ("books", "读书角周末开不开门", "想带孩子去读书角坐坐。"),
        ("fees", "党费能不能按季度交", "每个月交一次党费容易忘。"),
    ):
        put(Doc("letters", key, title, f"/letters/{key}/", lead=lead, column="letters"))
    put(Doc("pages", "lamp", "楼道的灯修好了", "/news/1/", lead="楼下的灯换过了，晚上亮了。", column="news"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("楼道灯坏了，晚上看不清路，什么时候修好？", ["lamp"]),
        ("读书角周末几点开门？想带孩子去", ["books"]),
        ("党费按季度交行不行", ["fees"]),
        ("食堂的饭菜太咸", []),
        ("", []),
        ("的了吗", []),
    ],
)
def test_text_when_compared_then_only_what_is_about_the_same_in_that_column_is_found(
    text: str, found: list[str]
) -> None:
    assert like(text, column="letters") == found


def test_query_when_asked_within_a_column_then_finds_what_holds_all_of_it() -> None:
    assert keys_found("读书角", column="letters") == ["books"]
    assert keys_found("灯 看不清", column="letters") == ["lamp"]
    assert keys_found("灯 读书角", column="letters") == []
    assert keys_found("", column="letters") == []


def test_text_when_very_long_then_is_compared_all_the_same() -> None:
    assert like("楼道的灯坏了看不清路。" * 300, column="letters") == ["lamp"]
