"""Figures at the size of a large city: 10,000 units, a million people, ten million reads, 100,000 activities.

On SQLite and on PostgreSQL, each a site of its own in a folder (and a database) of its own. Pages are made by the product's
Django in this process, each time anew: nothing kept helps.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

    from sixianghui.access.public import Account

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))

from tests.load.site_of_its_own import database_of_its_own, prepared  # noqa: E402

_ONE = "--one"
#: What the house wants.
REPORT_S, PAGE_MS = 2.0, 300
#: A digest over more rows than this is told apart: its rows are read one by one.
CAMPAIGNS = 2
PARTS = ("pages", "lists", "reports", "publications", "recount")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench figures", description=__doc__)
    parser.add_argument("--databases", default="sqlite,pg")
    parser.add_argument(
        "--size", type=float, default=1.0, help="a part of the full size, to try the bench itself"
    )
    parser.add_argument("--times", type=int, default=20, help="how often each page is made")
    parser.add_argument("--only", default="", help="figures whose names begin so")
    parser.add_argument(
        "--keep", default="", help="a folder in which what was built stays, and is used again"
    )
    parser.add_argument(
        "--parts", default=",".join(PARTS), help=f"what is measured: {', '.join(PARTS)}; all if not given"
    )
    parser.add_argument(_ONE, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        return one(given.size, given.times, given.only, set(given.parts.split(",")))
    codes = [run(database, given) for database in given.databases.split(",")]
    return max(codes)


def run(database: str, given: argparse.Namespace) -> int:
    """Build and measure on one database, from a process of its own."""
    print(f"\n## {database}\n", flush=True)
    with (
        _folder(given.keep, database) as data,
        database_of_its_own(
            database, f"bench_figures_{'kept' if given.keep else os.getpid()}", keep=bool(given.keep)
        ) as url,
    ):
        environ = prepared(data, url)
        command = [sys.executable, __file__, _ONE, "--size", str(given.size), "--times", str(given.times)]
        command += ["--only", given.only, "--parts", given.parts]
        return subprocess.run(command, env=environ, check=False).returncode


@contextlib.contextmanager
def _folder(kept: str, database: str) -> Iterator[Path]:
    if kept:
        folder = Path(kept, database)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="bench-figures-") as data:
        yield Path(data)


def one(part: float, times: int, only: str, parts: set[str]) -> int:
    """Build once, and measure: everything is printed as the tables of the measurement."""
    import django

    django.setup()
    from tests.factories.many_figures import Size

    full = Size()
    size = Size(*(int(number * part) for number in (full.units, full.people, full.articles, full.activities)))
    known = Path(os.environ["SIXIANGHUI_DATA"], "built")
    if not known.exists():
        build(size)
        known.touch()
    people = _people()
    faults = [*pages(people, times, only)] if "pages" in parts else []
    if not only:
        more = {
            "lists": lambda: lists(people, times),
            "reports": lambda: reports(people),
            "publications": lambda: publications(people),
            "recount": lambda: recounted(size),
        }
        faults += [fault for name, measure in more.items() if name in parts for fault in measure()]
    print(
        "\n"
        + ("\n".join(f"- over: {fault}" for fault in faults) if faults else "- Nothing is over its limit.")
    )
    return 1 if faults else 0


def build(size: Any) -> None:
    """Everything there is to count."""
    from tests.factories import many_figures as many
    from tests.factories.many import People, many_articles
    from tests.factories.many_campaigns import many_campaigns
    from tests.unit.channel.desk import open_desk

    with many.told("everything"):
        with many.told(f"{size.units:,} units, their plans, {size.activities:,} activities"):
            built = many_campaigns(size.units, CAMPAIGNS, size.activities)
        with many.told(f"{size.articles:,} articles"):
            desk = open_desk()
            columns = [desk.column, *_columns(desk)]
            writers = People(desk.writer, [desk.editor, desk.head, desk.chief])
            many_articles(columns, size.articles, writers, units=[built.unit])
        many.many_lines(built)
        many.many_people(built, size.people)
        many.many_facts(built)
        many.many_reads()
        many.know_all_sizes()


def _columns(desk: Any) -> list[Any]:
    from sixianghui.channel.public import ColumnFace, open_column

    faces = (ColumnFace.SHOWCASE, ColumnFace.DIALOGUE, ColumnFace.COLLECTION)
    return [
        open_column(
            desk.home,
            title=face.label,
            short_title=face.label,
            face=face,
            promise="。",
            slug=face,
            by=desk.chief,
        )
        for face in faces
    ]


class People:
    """Who looks, and what they look at."""

    def __init__(
        self, clerk: Account, everybody: Client, signed_in: Client, scopes: dict[str, dict[str, int]]
    ) -> None:
        self.clerk, self.everybody, self.signed_in, self.scopes = clerk, everybody, signed_in, scopes


def _people() -> People:
    from django.test import Client

    from sixianghui.access.public import Account
    from sixianghui.campaigns.models import Campaign
    from sixianghui.directory.models import Appointment, Unit

    clerk = Account.objects.get(
        pk=Appointment.objects.filter(post="committee_clerk").values_list("person__account", flat=True)[0]
    )
    signed_in = Client()
    signed_in.force_login(clerk)
    branches = Unit.objects.filter(slug__startswith="many-").order_by("pk")
    committee = Unit.objects.get(name="样例行业党委")
    scopes = {
        "whole": {},
        "a branch": {"unit": branches[branches.count() // 2 + 1].pk},
        "the committee": {"unit": committee.pk},
        "a campaign": {"campaign": Campaign.objects.order_by("pk")[0].pk},
    }
    return People(clerk, Client(), signed_in, scopes)


def pages(people: People, times: int, only: str) -> Iterator[str]:
    """Every figure's page, by scope; of a guarded figure also as the clerk sees it."""
    from sixianghui.ledger import public as ledger

    columns = [*people.scopes, "clerk, whole"]
    print("p50 / p95 in ms; in brackets the process's own work.\n")
    print("| figure | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns), sep="\n")
    for figure in ledger.all_figures():
        if not figure.name.startswith(only):
            continue
        cells = []
        for name in columns:
            scope = people.scopes.get(name, {})
            fits = not scope or ("unit" in scope and figure.unit_path) or bool(scope.keys() & figure.things)
            if not fits or (name not in people.scopes and not ledger.is_guarded(figure)):
                cells.append("—")
                continue
            client = people.everybody if name in people.scopes else people.signed_in
            query = "&".join(f"{key}={value}" for key, value in scope.items())
            middle, high, busy = timed(asked(client, f"/figures/{figure.name}/?{query}".rstrip("?")), times)
            cells.append(f"{middle:.0f} / {high:.0f} ({busy:.0f})")
            if high >= PAGE_MS:
                yield f"{figure.name}, {name}: {high:.0f} ms"
        print(f"| `{figure.name}` | " + " | ".join(cells) + " |", flush=True)


def timed(what: Callable[[], Any], times: int) -> tuple[float, float, float]:
    """Milliseconds: the median and the 95th percentile, and the median of this process's own work. With SQLite that is all
    of it, however busy the machine is with other things."""
    found, busy = [], []
    for _ in range(times):
        before, worked = time.perf_counter(), time.process_time()
        what()
        found.append((time.perf_counter() - before) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return statistics.median(found), sorted(found)[max(0, round(times * 0.95) - 1)], statistics.median(busy)


def asked(client: Client, path: str) -> Callable[[], Any]:
    """What asks for a page; it has to be there. Asked once beforehand."""

    def ask() -> Any:
        answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
        return answer

    ask()
    return ask


def lists(people: People, times: int) -> Iterator[str]:
    """The list of figures, and one of them as plain values."""
    print("\n| page | p50 / p95 ms |", "|---|---|", sep="\n")
    for name, path in (("all figures", "/figures/"), ("search for “党员”", "/figures/?q=党员")):
        middle, high, busy = timed(asked(people.everybody, path), times)
        print(f"| {name} | {middle:.0f} / {high:.0f} ({busy:.0f}) |", flush=True)
        if high >= PAGE_MS:
            yield f"{name}: {high:.0f} ms"


def reports(people: People) -> Iterator[str]:
    """Composing the templates that ship, for the city and where they say for a campaign: the slowest of three."""
    import datetime as dt

    from sixianghui.ledger.public import Scope
    from sixianghui.reports.outlines import OUTLINES
    from sixianghui.reports.queries.composing import Source, compose

    print("\n| report | scope | numbers | s |", "|---|---|---|---|", sep="\n")
    quarter = Scope(since=dt.date(2018, 4, 1), until=dt.date(2018, 6, 30))
    year = Scope(since=dt.date(2018, 1, 1), until=dt.date(2018, 12, 31))
    campaign = Scope(thing=("campaign", people.scopes["a campaign"]["campaign"]))
    branch = Scope(unit=people.scopes["a branch"]["unit"], since=quarter.since, until=quarter.until)
    scopes = {"quarter": quarter, "year": year, "campaign": campaign, "unit_ledger": branch}
    for outline in OUTLINES:
        source = Source(outline.name, "样例行业党委", scopes[outline.code], outline.blocks)
        (took, own), content = _slowest(lambda source=source: compose(source))
        print(
            f"| {outline.name} | {content.scope_label} | {len(content.entries)} | {took:.2f} ({own:.2f}) |",
            flush=True,
        )
        if took >= REPORT_S:
            yield f"{outline.name}: {took:.2f} s"


def _slowest(what: Callable[[], Any], times: int = 3) -> tuple[tuple[float, float], Any]:
    """Seconds by the clock and of own work, of the slowest."""
    longest, found = (0.0, 0.0), None
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        found = what()
        longest = max(longest, (time.perf_counter() - began, time.process_time() - worked))
    return longest, found


def publications(people: People) -> Iterator[str]:
    """Publishing figures: each of their rows is part of the digest."""
    from sixianghui.ledger import public as ledger

    print("\n| published | value | rows | s | checked again, s |", "|---|---|---|---|---|", sep="\n")
    for name in ("campaigns.plans", "activities.held", "channel.reads", "directory.members"):
        figure = ledger.get(name)
        rows = figure.rows(ledger.WHOLE).count()
        began, worked = time.perf_counter(), time.process_time()
        made = ledger.publish(name, ledger.WHOLE, by=people.clerk)
        took, own = time.perf_counter() - began, time.process_time() - worked
        began, worked = time.perf_counter(), time.process_time()
        holds = ledger.seal_holds(made)
        lasted, busy = time.perf_counter() - began, time.process_time() - worked
        again = f"{lasted:.1f} ({busy:.1f})" if holds is not None else "—"
        print(f"| `{name}` | {made.value:,} | {rows:,} | {took:.1f} ({own:.1f}) | {again} |", flush=True)
        if holds is False:
            yield f"{name}: the digest does not hold"
        if took >= REPORT_S:
            yield f"publishing {name}: {took:.1f} s"


def recounted(size: Any) -> Iterator[str]:
    """The sums by day against their rows, as the nightly routine does it."""
    from sixianghui.channel import queries
    from sixianghui.ledger.public import value_of

    began, worked = time.perf_counter(), time.process_time()
    found = queries.recount()
    took, own = time.perf_counter() - began, time.process_time() - worked
    print(
        f"\nRecounted {found.counted:,} reads in {took:.0f} s ({own:.0f}); {len(found.wrong)} sums differ; the figure says {value_of('channel.reads'):,}."
    )
    if found.wrong or not found.counted == found.reads == value_of("channel.reads") == size.reads:
        yield f"sums of reads: {found.wrong[:3]} {found.counted} {found.reads} {size.reads}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
