"""What grows with the channel: questions asked and time taken with 500 and with 50,000 articles, cold and cached.

Each size is a site of its own in a folder of its own, with `tests/factories/many.py` in place of a replay. Cold: the page is made
by the product's Django in this process, each time. Cached: the product's front before it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

_ROOT = Path(__file__).resolve().parents[2]
#: One measured process builds one site and prints its table; the program itself compares.
_ONE = "--one"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench growth", description=__doc__)
    parser.add_argument("--sizes", default="500,50000", help="numbers of articles, with commas between")
    parser.add_argument("--times", type=int, default=20, help="how often each page is made")
    parser.add_argument(_ONE, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--reads", type=int, default=200, help="rows of reads for each article")
    given = parser.parse_args(arguments)
    if given.one is not None:
        one_size(given.one, given.times, given.reads)
        return 0
    rows: dict[str, list[list[str]]] = {}
    for size in given.sizes.split(","):
        for line in measured(size, given.times, given.reads):
            name, *cells = line.split("\t")
            rows.setdefault(name, []).append(cells)
    print("\n| page | questions | cold p50 / p95 ms | cached p95 ms |", "|---|---|---|---|", sep="\n")
    same = True
    for name, cells in rows.items():
        print(f"| {name} | " + " | ".join(" → ".join(column) for column in zip(*cells, strict=True)) + " |")
        same = same and len({one[0] for one in cells}) == 1
    print("\nEvery page asks as many questions." if same else "\nSome pages ask more questions.")
    return 0 if same else 1


def measured(size: str, times: int, reads: int) -> list[str]:
    """The lines of one size, from a process and a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-growth-") as data:
        environ = {key: value for key, value in os.environ.items() if not key.startswith("SIXIANGHUI_")}
        environ |= {
            "SIXIANGHUI_DATA": data,
            "SIXIANGHUI_ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
            "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
        }
        command = [sys.executable, "-m", "sixianghui.project.cli", "prepare", "--empty"]
        subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, __file__, _ONE, size, "--times", str(times), "--reads", str(reads)]
        done = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.splitlines()


def one_size(many: int, times: int, reads: int) -> None:
    """Build a site of so many articles and print a line for each page."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from sixianghui.tasks.housekeeping import know_sizes
    from tests.factories.many import many_reads

    began = time.perf_counter()
    addresses, chief = build(many)
    rows = many_reads(reads)
    know_sizes()  # as the routine does four times a day
    size = Path(connection.settings_dict["NAME"]).stat().st_size / 1e6
    print(
        f"{many:,} articles and {rows:,} reads in {time.perf_counter() - began:.0f} s, {size:,.0f} MB",
        file=sys.stderr,
    )
    desk = Client()
    desk.force_login(chief)
    found = {}
    for name, path in addresses.items():
        client = desk if path.startswith("/cms/") else Client()
        client.get(path)
        counts = []
        for _ in range(3):  # what is known of a process for a minute may have to be asked anew in one of them
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            counts.append(len(asked))
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
        found[name] = min(counts), timed(lambda client=client, path=path: client.get(path), times)
    connection.close()
    with kept() as cached:
        for name, (questions, cold) in found.items():
            path = addresses[name]
            warm = "—"
            if not path.startswith("/cms/"):
                warm = f"{timed(lambda path=path: cached(path), times * 5)[1]:.2f}"
            print(f"{name}\t{questions}\t{cold[0]:.1f} / {cold[1]:.1f}\t{warm}", flush=True)


def timed(what: Callable[[], Any], times: int) -> tuple[float, float]:
    """Milliseconds: the median and the 95th percentile."""
    found = []
    for _ in range(times):
        before = time.perf_counter()
        what()
        found.append((time.perf_counter() - before) * 1000)
    return statistics.median(found), sorted(found)[int(len(found) * 0.95) - 1]


def build(many: int) -> tuple[dict[str, str], Any]:
    """A channel of seven columns; the addresses to ask, and somebody at its desk."""
    from sixianghui.channel.models import ArticlePage
    from sixianghui.channel.public import ColumnFace, open_column
    from tests.factories import a_unit
    from tests.factories.many import People, many_articles
    from tests.pages.channel.pieces import a_picture
    from tests.unit.channel.desk import open_desk

    desk = open_desk()
    columns = [desk.column]
    for face in ColumnFace:
        if face not in (ColumnFace.NEWS, ColumnFace.GUIDE):
            columns.append(
                open_column(
                    desk.home,
                    title=face.label,
                    short_title=face.label,
                    face=face,
                    promise="。",
                    slug=face,
                    by=desk.chief,
                )
            )
    people = People(desk.writer, [desk.editor, desk.head, desk.chief])
    units, pictures = [a_unit() for _ in range(10)], [a_picture(f"图{number}") for number in range(10)]
    many_articles(columns, many, people, units=units, pictures=pictures)
    middle = ArticlePage.objects.child_of(desk.column).exclude(kicker="").order_by("pk")[many // 30]
    pages = many // len(columns) // 20
    return {
        "article": middle.get_url(),
        "column, first page": "/news/",
        "column, deep page": f"/news/?page={pages}",
        "column, one kicker": f"/news/?kicker={quote(middle.kicker)}",
        "column, one month": "/news/?month=2013-05",
        "column by day": "/collection/",
        "home": "/",
        "feed": "/feed.xml",
        "feed of a column": "/feeds/news.xml",
        "sitemaps": "/sitemap.xml",
        "sitemap, first part": "/sitemaps/1.xml",
        "figures": "/figures/",
        "the figure of reads": "/figures/channel.reads/",
        "desk": "/cms/",
        "desk, a column": f"/cms/pages/{desk.column.pk}/",
        "desk, its last page": f"/cms/pages/{desk.column.pk}/?p={max(1, many // len(columns) // 50)}",
    }, desk.chief


@contextmanager
def kept() -> Iterator[Callable[[str], bytes]]:
    """The product's front and app on this data folder; asks for a page on one connection."""
    import http.client

    command = [sys.executable, "-m", "sixianghui.project.cli", "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        address = Path(os.environ["SIXIANGHUI_DATA"], "run", "address")
        for _ in range(600):
            if address.exists():
                break
            time.sleep(0.1)
        link = http.client.HTTPConnection(address.read_text().split("//")[1].rstrip("/"))

        def ask(path: str) -> bytes:
            link.request("GET", path)
            return link.getresponse().read()

        yield ask
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
