"""Texts are Chinese in the code and complete in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from sixianghui.project import catalogue

CHINESE = re.compile("[\u3400-\u9fff]")
#: Marked for translation, and the same in both languages.
BOTH = {"English", "。", "、", "：", "；", "，", "%(label)s（%(many)s）"}

CHINESE_DATE = re.compile(
    r"^from sixianghui\.common\.text import .*\blong_date\b|\b(?:text|chinese)\.long_date\(", re.M
)
#: Papers and articles, which are Chinese whatever the page; and where the English date stands beside the Chinese one.
CHINESE_ALONE = {
    "activities/commands/stories.py", "campaigns/official.py", "documents/rules.py", "notify/letters.py",
    "reports/papers/paper.py", "ui/templatetags/ui.py",
}  # fmt: skip


def test_messages_when_marked_then_are_chinese() -> None:
    ids = {message if isinstance(message, str) else message[0] for _, message in catalogue.extracted()}
    assert sorted(one for one in ids if not CHINESE.search(one) and one not in BOTH) == []


def test_catalogue_when_compared_then_is_current_complete_and_sound() -> None:
    assert catalogue.check() == catalogue.Report(current=True)


def test_catalogue_when_written_then_has_no_dates_places_or_leftovers() -> None:
    text = catalogue.ENGLISH.read_text(encoding="utf-8")
    assert re.findall(r"^(?:#:|#~|#, fuzzy|\"PO|\"POT).*$", text, re.M) == []


def test_english_when_written_then_is_not_chinese() -> None:
    """It may quote a Chinese word: two characters will do, e.g. 党课."""
    left = [
        text
        for message in catalogue.on_disk()
        if message.id
        for text in _forms(message.string)
        if 3 * len(CHINESE.findall(text)) > len(text)
    ]
    assert left == []


def test_dates_when_told_then_are_in_the_language_of_the_page() -> None:
    """`common.text` knows Chinese alone; pages, refusals and letters go by `ui.public.long_date`."""
    found = {
        path.relative_to(catalogue.PACKAGE).as_posix()
        for path in catalogue.PACKAGE.rglob("*.py")
        if CHINESE_DATE.search(path.read_text(encoding="utf-8"))
    }
    assert found == CHINESE_ALONE


def _forms(string: str | tuple[str, ...] | list[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def test_catalogue_when_something_is_missing_fuzzy_or_broken_then_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Catalog(locale="en", domain="django")
    old.add("有%(count)s条", string="there are some")
    old.add("好", string="good")
    old.add("模糊", string="vague", flags=["fuzzy"])
    old.add("没人用了", string="nobody uses this")
    keys: list[catalogue.Key] = [(None, "有%(count)s条"), (None, "好"), (None, "模糊"), (None, "新的")]
    monkeypatch.setattr(catalogue, "extracted", lambda: iter(keys))
    monkeypatch.setattr(catalogue, "ENGLISH", tmp_path / "django.po")
    monkeypatch.setattr(catalogue, "on_disk", lambda: old)
    report = catalogue.check()
    assert (report.current, sorted(report.missing, reverse=True), report.broken) == (
        False,
        ["模糊", "新的"],
        ["有%(count)s条"],
    )
    catalogue.update()
    assert "没人用了" not in (tmp_path / "django.po").read_text(encoding="utf-8")
