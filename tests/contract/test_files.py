"""The same names in every room, and a door sign on each."""

from __future__ import annotations

import re

from tests.contract.house import SOURCES, Code, all_code, rooms

#: House names (HOUSE.md, section 3).
SHARED = {
    "__init__", "apps", "urls", "wagtail_hooks", "middleware", "signals", "receivers",
    "management", "templatetags", "blocks", "adapters",
    "views", "forms", "tasks", "public", "figures", "commands", "queries", "models", "actions", "rules",
    "personal", "erasing",
}  # fmt: skip
#: Rooms of plain Python with a plan of their own.
FREE = {"common", "front", "ingest", "project"}
LONGEST = 400


def unexplained_files(code: Code, readme: str) -> list[str]:
    """A file with a name of its own that the room's README does not name."""
    if (
        code.room in FREE
        or not code.file
        or code.file in SHARED
        or f"`{code.file}.py`" in readme
        or f"`{code.file}/`" in readme
    ):
        return []
    return [f"{code.path}: say in the README what {code.file}.py holds"]


def _readme(room: str) -> str:
    path = SOURCES / room / "README.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_rooms_when_entered_then_have_a_sign_of_ten_to_thirty_lines() -> None:
    assert [room for room in rooms() if not 5 <= len(_readme(room).splitlines()) <= 40] == []


def test_files_when_named_then_by_the_house_or_explained_at_the_door() -> None:
    assert [line for code in all_code() for line in unexplained_files(code, _readme(code.room))] == []


def test_files_when_long_then_are_split() -> None:
    long = [f"{code.path}: {len(code.text.splitlines())} lines" for code in all_code()]
    assert [line for line in long if int(re.findall(r"(\d+) lines", line)[0]) > LONGEST] == []


def test_models_when_saved_then_by_django_alone() -> None:
    """No `save()` that does things, no signals in models: what must happen, a command does. A guard may refuse."""
    odd = re.compile(
        r"def save\((?!.*\n\s+if not self\._state\.adding:\n\s+raise )|post_save|pre_save|@receiver"
    )
    assert [code.path for code in all_code() if code.file == "models" and odd.search(code.text)] == []
    assert odd.search("def save(self):\n        self.slug = 1") is not None


def test_files_when_one_has_an_odd_name_then_is_found() -> None:
    assert unexplained_files(Code("wechat/helpers.py", ""), "# wechat") == [
        "wechat/helpers.py: say in the README what helpers.py holds"
    ]
    assert unexplained_files(Code("wechat/rota.py", ""), "`rota.py`: who is next") == []
    assert unexplained_files(Code("wechat/commands/post.py", ""), "") == []
