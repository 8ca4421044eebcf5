"""Other rooms enter by the door: `<room>.public`, or before Django is there by `<room>.early`, where a room has one."""

from __future__ import annotations

import subprocess
import sys

from tests.contract.house import ROOT, Code, all_code, imports, rooms

#: `common` is for everybody and has no door. An abstract base is a parent, not a guest.
OPEN_ROOMS = {"common"}
#: What may be used before Django is there; `public` loads it.
EARLY = {("operations", "early")}
BASES = {"sixianghui.ledger.models.Fact", "sixianghui.ledger.models.FactQuerySet"}


def entries_past_the_door(code: Code) -> list[str]:
    """Imports of another room's inside."""
    found = []
    for line, name in imports(code):
        parts = name.split(".")
        if parts[0] != "sixianghui" or len(parts) < 3 or parts[1] in {code.room, *OPEN_ROOMS}:
            continue
        if (
            parts[1] in rooms()
            and parts[2] != "public"
            and name not in BASES
            and (parts[1], parts[2]) not in EARLY
        ):
            found.append(f"{code.path}:{line} {name}")
    return found


def test_rooms_when_they_import_each_other_then_by_the_door() -> None:
    assert [entry for code in all_code() for entry in entries_past_the_door(code)] == []


def test_doors_when_someone_enters_past_one_then_is_found() -> None:
    sneaking = Code(
        "channel/views.py", "from sixianghui.directory.models import Unit\nimport sixianghui.access.queries\n"
    )
    assert entries_past_the_door(sneaking) == [
        "channel/views.py:1 sixianghui.directory.models.Unit",
        "channel/views.py:2 sixianghui.access.queries",
    ]
    at_home = Code(
        "channel/views.py",
        "from sixianghui.channel.models import HomePage\nfrom sixianghui.ui import public\n",
    )
    assert entries_past_the_door(at_home) == []


def test_floors_when_import_linter_looks_then_every_contract_is_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]


def test_doors_when_entered_before_django_then_load_none_of_it() -> None:
    for room, door in EARLY:
        look = f"import sys, sixianghui.{room}.{door}; sys.exit('django' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", look], cwd=ROOT / "src", check=False).returncode == 0
