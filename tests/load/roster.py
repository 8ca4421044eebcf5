"""How long a large roster takes, step by step, with the product's own settings on a database of its own.

bin/bench roster                 10,000 rows
bin/bench roster --rows 20000    the most that one file may hold
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Run as a file, so the checkout is not on the path by itself.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


class Steps:
    """Times one step after another and prints each."""

    def __init__(self) -> None:
        self.total = 0.0

    def time(self, name: str, act: Callable[[], Any]) -> Any:
        """Run a step."""
        wall, cpu = time.perf_counter(), time.process_time()
        made = act()
        took = time.perf_counter() - wall
        self.total += took
        print(f"{name:<34} {took:7.2f} s   {time.process_time() - cpu:7.2f} s CPU", flush=True)
        return made


def main() -> int:
    """Upload, read, import, export, read the export again."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000)
    rows = asked.parse_args().rows
    folder = Path(tempfile.mkdtemp(prefix="sixianghui-roster-"))
    os.environ |= {"SIXIANGHUI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings"}
    try:
        import django

        django.setup()
        from tests import databases

        shutil.copyfile(databases.sqlite_template(), folder / "sixianghui.sqlite3")
        _measure(rows)
    finally:
        shutil.rmtree(folder)
    return 0


def _measure(rows: int) -> None:
    from sixianghui.access.public import Post
    from sixianghui.directory import commands, queries
    from sixianghui.directory.models import RosterImport, Unit
    from sixianghui.directory.roster import marking, staging, writing
    from sixianghui.tasks.public import work_off
    from tests.factories import a_unit, an_enterprise, rosters, someone_with

    root: Unit = a_unit(kind="party_committee", name=rosters.ROOT, enterprise=an_enterprise())
    secretary = someone_with(Post.SECRETARY, root)
    book, _planted = rosters.plant_fifty(rosters.a_roster(rows))
    faulty, clean = rosters.saved(book), rosters.saved(rosters.a_roster(rows).book())
    steps = Steps()

    def read(content: bytes) -> RosterImport:
        made = commands.upload_roster(io.BytesIO(content), name="roster.xlsx", by=secretary)
        work_off()
        made.refresh_from_db()
        return made

    def write(one: RosterImport) -> None:
        commands.start_import(one, by=secretary)
        work_off()

    print(f"{rows:,} rows, {len(clean) / 1e6:.1f} MB")
    one = steps.time("read, fifty faults planted", lambda: read(faulty))
    preview = staging.preview(one.ref)
    assert preview is not None
    safe = staging.folder(one.ref) / staging.SAFE
    steps.time("mark the faults in the file", lambda: marking.mark(safe, io.BytesIO(), preview.faults))
    print(f"{len(preview.faults)} faults told")
    steps.total = 0.0
    one = steps.time("read, nothing wrong", lambda: read(clean))
    steps.time("import", lambda: write(one))
    one.refresh_from_db()
    print(f"upload to imported: {steps.total:.1f} s; {one.state}, {one.counts['new']:,} new people")
    target = io.BytesIO()

    def export() -> None:
        out = queries.roster_out(secretary)
        writing.write(target, people=out.people, units=out.units)

    steps.time("export", export)
    again = steps.time("read the export", lambda: read(target.getvalue()))
    print(
        f"{again.counts['new']} new, {again.counts['changed']} changed, {again.counts['unchanged']:,} unchanged"
    )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
