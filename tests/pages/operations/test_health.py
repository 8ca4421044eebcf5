"""The page of health: what is wrong comes first, with what to do; one fault, one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from sixianghui.access.public import Post
from sixianghui.operations import checks
from sixianghui.operations.checks import DATABASE, MIGRATIONS, Check, Finding, Level, ask_all, register_check
from tests.factories import signed_in, someone_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Check]]:
    """No check but those of the test."""
    kept: dict[str, Check] = {}
    monkeypatch.setattr(checks, "_CHECKS", kept)
    yield kept


def finds(level: Level, text: str = "一句话。", **more: Any) -> Any:
    return lambda: iter([Finding(level, text, **more)])


def test_health_when_all_is_well_then_says_so(registry: dict[str, Check]) -> None:
    register_check(Check("a.a", "甲", finds(Level.OK)))
    html = signed_in(someone_with(Post.SYSTEM_ADMIN)).get("/operations/").content.decode()
    assert "都好" in html
    assert "要处理" not in html


def test_health_when_something_is_bad_then_it_comes_first_with_what_to_do(registry: dict[str, Check]) -> None:
    register_check(Check("a.good", "好的那个", finds(Level.OK)))
    register_check(Check("a.bad", "坏的那个", finds(Level.BAD, "坏了。", advice="这样修。")))
    client = signed_in(someone_with(Post.SYSTEM_ADMIN))
    html = client.get("/operations/").content.decode()
    assert html.index("坏的那个") < html.index("这样修。") < html.index("好的那个")
    assert "1 处要处理" in html
    told = client.get("/operations/?format=json").json()
    assert told["ok"] is False
    assert [one["check"] for one in told["found"]] == ["a.bad", "a.good"]
    assert all(one["seconds"] >= 0 for one in told["found"])


def test_checks_when_what_they_need_is_bad_then_are_not_asked(registry: dict[str, Check]) -> None:
    asked: list[str] = []
    register_check(Check("a.later", "后", lambda: asked.append("later") or iter([])))  # type: ignore[arg-type, return-value]
    register_check(Check(MIGRATIONS, "表", finds(Level.OK), needs=(DATABASE,)))
    register_check(Check(DATABASE, "库", finds(Level.BAD), needs=()))
    found = {result.check.name: result.level for result in ask_all()}
    assert found == {DATABASE: Level.BAD, MIGRATIONS: Level.UNASKED, "a.later": Level.UNASKED}
    assert asked == []


def test_checks_when_thorough_or_about_a_living_site_then_are_asked_where_they_belong(
    registry: dict[str, Check],
) -> None:
    register_check(Check("a.thorough", "细", finds(Level.OK), thorough=True))
    register_check(Check("a.living", "活", finds(Level.OK), living=True))
    assert [one.check.name for one in ask_all()] == ["a.living"]
    assert [one.check.name for one in ask_all(thorough=True, living=False)] == ["a.thorough"]


def test_check_when_it_fails_itself_then_is_a_finding_and_the_others_go_on(
    registry: dict[str, Check],
) -> None:
    def fails() -> Iterator[Finding]:
        raise ValueError("13812345678")

    register_check(Check("a.fails", "甲", fails))
    register_check(Check("a.good", "乙", finds(Level.OK)))
    assert [(one.level, one.findings[0].text) for one in ask_all()] == [
        (Level.BAD, "查不了：ValueError"), (Level.OK, "一句话。"),
    ]  # fmt: skip


def test_health_when_asked_on_a_real_registry_then_costs_few_queries(
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(someone_with(Post.SYSTEM_ADMIN))
    client.get("/operations/")
    # PostgreSQL is asked for its clock, for five of its settings, and thrice about its archive.
    with django_assert_max_num_queries(48 if connection.vendor == "postgresql" else 40):
        html = client.get("/operations/").content.decode()
    assert "查不了" not in html
