"""What CI leaves out on one day it runs on another, and it leaves out nothing of what changed."""

from __future__ import annotations

from tests import lanes
from tests.lanes import BROWSER_DAYS, DEEP_DAYS, ROOMS, ROOT, WALKS


def _files(folder: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("test_*.py")}


def _run(words: list[str]) -> set[str]:
    return {file for word in words for file in ([word] if word.endswith(".py") else _files(word))}


def test_walks_when_named_then_the_files_and_rooms_are_there() -> None:
    assert {name for name in WALKS if not (ROOT / "tests" / "browser" / name).exists()} == set()
    assert set().union(*WALKS.values()) <= ROOMS


def test_deep_tests_when_nothing_changed_then_each_has_its_day() -> None:
    days = [_run(lanes.deep(set(), day)) for day in range(DEEP_DAYS)]
    assert set().union(*days) == _files("tests")
    # And no day has much more than its share.
    assert max(map(len, days)) < 2 * len(_files("tests")) / DEEP_DAYS + len(_files("tests/contract"))


def test_browser_tests_when_nothing_changed_then_each_has_its_day() -> None:
    days = [set(lanes.left_out(set(), day)) for day in range(BROWSER_DAYS)]
    assert set.intersection(*days) == set()
    assert all(days)


def test_room_when_it_changed_then_nothing_of_it_is_left_out() -> None:
    rooms = lanes.rooms_of(
        ["src/sixianghui/media/taken.py", "docs/x.md", "tests/faults/polls/test_parallel.py"]
    )
    assert rooms == {"media", "polls"}
    for day in range(DEEP_DAYS):
        assert _files("tests/faults/media") | _files("tests/unit/polls") <= _run(lanes.deep(rooms, day))
        assert "tests/browser/test_player.py" in lanes.deep(rooms, day)
        assert "tests/browser/test_player.py" not in lanes.left_out(rooms, day)


def test_island_when_it_changed_then_the_rooms_whose_pages_use_it_did() -> None:
    assert "media" in lanes.rooms_of(["web/islands/lecture-player.ts"])


def test_order_when_the_days_go_by_then_each_file_is_among_the_first() -> None:
    files = sorted(_files("tests/faults"))
    first = {sorted(files, key=lambda path: lanes.turn_of(path, day))[0] for day in range(len(files) * 12)}
    assert first == set(files)
