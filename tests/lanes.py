"""What of the tests a change has to pass: run as a program by `.ci/run`, prints words for pytest, one a line.

`deep` prints the folders and files whose deep tests run, `fast` the browser tests that do not, `rooms` what changed. The rest
of both has its turn on one day in so many, and all of it runs in `bin/test --deep`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import zlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = frozenset(path.parent.name for path in (ROOT / "src" / "sixianghui").glob("*/__init__.py"))
#: What of the deep tests of rooms that have not changed runs each day, and of their browser tests: one in so many.
DEEP_DAYS, BROWSER_DAYS = 8, 4
#: Changes of so many hours before the commit count: what several people land in an afternoon is tried together.
HOURS = 4
#: Which rooms a file of browser tests walks through. One that is not named here runs every time.
WALKS: dict[str, set[str]] = {
    "test_activities.py": {"activities"},
    "test_articles.py": {"channel"},
    "test_desk_drafts.py": {"channel"},
    "test_desk_in_chinese.py": {"channel"},
    "test_editors_day.py": {"channel"},
    "test_handing_over.py": {"directory"},
    "test_lecture_hall.py": {"lectures"},
    "test_lecture_killed.py": {"lectures", "realtime", "front"},
    "test_lecture_room.py": {"lectures", "remarks"},
    "test_letters.py": {"complaints"},
    "test_live.py": {"realtime"},
    "test_live_line.py": {"lectures", "media", "ingest", "front"},
    "test_panoramas.py": {"media"},
    "test_plans.py": {"campaigns"},
    "test_player.py": {"lectures", "media"},
    "test_polls.py": {"polls"},
    "test_reads.py": {"channel"},
    "test_remarks.py": {"remarks"},
    "test_remarks_desk.py": {"remarks"},
    "test_reports.py": {"reports", "ledger"},
    "test_rosters.py": {"directory"},
    "test_second_step.py": {"access"},
    "test_signing_in_by_provider.py": {"access"},
}
_ROOM = re.compile(r"(?:src/sixianghui|tests/(?:unit|pages|adapters|machines|faults))/([a-z]+)/")
_ISLAND = re.compile(r"web/islands/([a-z-]+)\.ts")


def changed(base: str) -> list[str]:
    """The files that differ since a commit."""
    told = subprocess.run(
        ["git", "diff", "--name-only", base, "HEAD"], cwd=ROOT, text=True, capture_output=True, check=True
    )
    return told.stdout.splitlines()


def base() -> str:
    """The last commit before those hours; empty where nothing is older."""
    moment = _git("show", "-s", "--format=%ct", "HEAD")
    return _git("rev-list", "-1", f"--before=@{int(moment) - HOURS * 3600}", "HEAD")


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, text=True, capture_output=True, check=True
    ).stdout.strip()


def rooms_of(paths: Iterable[str]) -> set[str]:
    """The rooms that these files belong to; an island belongs to the rooms whose pages use it."""
    found: set[str] = set()
    for path in paths:
        if (room := _ROOM.match(path)) and room[1] in ROOMS:
            found.add(room[1])
        elif island := _ISLAND.match(path):
            found |= _users_of(island[1])
    return found


def _users_of(island: str) -> set[str]:
    pages = (ROOT / "src" / "sixianghui").glob("*/templates/**/*.html")
    return {
        page.relative_to(ROOT).parts[2] for page in pages if f"<{island}" in page.read_text(encoding="utf-8")
    }


def has_its_turn(path: str, days: int, today: int) -> bool:
    """Whether a file that nobody touched runs today: each does on one day in so many."""
    return zlib.crc32(path.encode()) % days == today % days


def turn_of(path: str, today: int) -> int:
    """When a file's turn comes within a day: each day another order, so that none is always last."""
    return 1 + zlib.crc32(f"{today} {path}".encode())


def deep(rooms: set[str], today: int) -> list[str]:
    """Where deep tests are looked for."""
    found = ["tests/contract"]
    for room in sorted(rooms):
        folders = (f"tests/{kind}/{room}" for kind in ("unit", "pages", "adapters", "machines", "faults"))
        found += [folder for folder in folders if (ROOT / folder).is_dir()]
    within = tuple(f"{one}/" for one in found)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        path = file.relative_to(ROOT).as_posix()
        walked = WALKS.get(file.name, set()) & rooms if path.startswith("tests/browser/") else set()
        if not path.startswith(within) and (walked or has_its_turn(path, DEEP_DAYS, today)):
            found.append(path)
    return found


def left_out(rooms: set[str], today: int) -> list[str]:
    """The browser tests that do not run in the fast lane."""
    files = {path.name for path in (ROOT / "tests" / "browser").glob("test_*.py")}
    return [
        f"tests/browser/{name}"
        for name, walks in WALKS.items()
        if name in files and not walks & rooms and not has_its_turn(name, BROWSER_DAYS, today)
    ]


def main(words: list[str]) -> int:
    start, today = base(), int(time.time() // 86_400)
    rooms = rooms_of(changed(start)) if start else set(ROOMS)
    if words == ["rooms"]:
        lines = sorted(rooms)
    elif words == ["deep"]:
        lines = deep(rooms, today) if start else ["tests"]
    else:
        lines = [f"--ignore={path}" for path in left_out(rooms, today)] if start else []
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
