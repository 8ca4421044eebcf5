"""How well search finds, by the judged queries in `judged.txt`, and how fast in a large site. On a database of its own.

bin/bench search                    recall and precision on the demo's texts, then 50,000 pieces
bin/bench search --pieces 5000      a smaller site
bin/bench search --each             every judged query with what it lacks
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Run as a file, so the checkout is not on the path by itself.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

JUDGED = Path(__file__).with_name("judged.txt")
#: What is looked at: the first ten, and of them the first three.
FIRST, TOP = 10, 3


@dataclass(frozen=True)
class Judged:
    """A query, of which kind it is, and the titles of what answers it."""

    kind: str
    query: str
    titles: frozenset[str]


@dataclass(frozen=True)
class Score:
    """How well one query was answered."""

    judged: Judged
    recall: float
    precision: float
    missing: tuple[str, ...]


def judged() -> list[Judged]:
    """The queries of the file."""
    found: list[tuple[str, str, list[str]]] = []
    for line in JUDGED.read_text(encoding="utf-8").splitlines():
        if line.startswith("? "):
            kind, _, query = line[2:].partition(" | ")
            found.append((kind, query, []))
        elif line and not line.startswith("#"):
            found[-1][2].append(line)
    return [Judged(kind, query, frozenset(titles)) for kind, query, titles in found]


def score(one: Judged, shown: list[str]) -> Score:
    """recall@10 over what could stand there: where more than ten answer, ten. precision@3 over what could stand there
    likewise: where two answer, two."""
    hits = [title for title in shown[:FIRST] if title in one.titles]
    top = min(TOP, len(one.titles))
    return Score(
        one,
        len(hits) / min(FIRST, len(one.titles)),
        sum(title in one.titles for title in shown[:top]) / top,
        tuple(sorted(one.titles - set(hits))),
    )


def put_demo() -> int:
    """The demo's texts in the index, as the channel puts them. Returns how many."""
    from sixianghui.search.public import put

    docs = list(demo_docs())
    for doc in docs:
        put(doc)
    return len(docs)


def demo_docs() -> Iterator[Any]:
    """The texts of the demo as documents."""
    from sixianghui.project.replay.content.composed import composed
    from sixianghui.project.replay.content.drafts import BlockKind
    from sixianghui.project.replay.content.handwritten import handwritten
    from sixianghui.search.public import Doc

    for draft in (*handwritten(), *composed()):
        parts = [text for block in draft.body for text in (block.words, *block.items) if text]
        names = [block.words for block in draft.body if block.kind is BlockKind.HEADING]
        for step in draft.steps:
            parts += [step.title, step.text, step.who, step.rule]
            names.append(step.title)
        parts += [*draft.needs, draft.person, draft.role, draft.quote, draft.source]
        yield Doc(
            "pages",
            draft.key,
            draft.title,
            f"/{draft.column}/{draft.key}/",
            "　".join(part for part in (draft.kicker, draft.summary) if part),
            "\n".join(part for part in parts if part),
            draft.at,
            draft.column,
            tuple(name for name in (draft.kicker, *names) if name),
        )


def scores() -> list[Score]:
    """Every judged query asked: whole matches first, then what has some of the words, as they stand on the page."""
    from sixianghui.search.public import search

    found = []
    for one in judged():
        results = search(one.query)
        found.append(score(one, [hit.title for hit in (*results.hits, *results.partial)]))
    return found


def grow(pieces: int) -> None:
    """Fill the index up to so many pieces, each made of sentences of several of the demo's."""
    from django.db import transaction

    from sixianghui.search.models import Document
    from sixianghui.search.public import Doc, put

    chance, docs = random.Random(20180605), list(demo_docs())
    sentences = [line for doc in docs for line in doc.body.split("\n") if line]
    number = Document.objects.count()
    while number < pieces:
        with transaction.atomic():
            for _ in range(min(1000, pieces - number)):
                number += 1
                one, other = chance.choice(docs), chance.choice(docs)
                put(
                    Doc(
                        "pages",
                        f"grown-{number}",
                        f"{one.title[: len(one.title) // 2]}{other.title[len(other.title) // 2 :]}",
                        f"/{one.column}/grown-{number}/",
                        other.lead,
                        "\n".join(chance.sample(sentences, 8)),
                        one.at.replace(year=2008 + number % 11, day=min(one.at.day, 28)),
                        one.column,
                        one.names,
                    )
                )
        print(f"  {number} pieces", flush=True)


def measure() -> None:
    """Every judged query in a large site: plain, narrowed, turned; and what is offered while typing."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sixianghui.search import queries

    def plain(query: str) -> Any:
        return queries.search(query)

    def narrowed(query: str) -> Any:
        return queries.search(query, column="news", year=2015)

    def turned(query: str) -> Any:
        return queries.search(query, page=20)

    ways: dict[str, Callable[[str], Any]] = {
        "results": plain,
        "narrowed": narrowed,
        "page 20": turned,
        "suggestions": queries.suggestions,
    }
    asked = [one.query for one in judged()]
    plain("dangke")  # the readings of characters are loaded once in a process
    for name, way in ways.items():
        times: dict[str, float] = {}
        most = 0
        for query in asked:
            with CaptureQueriesContext(connection) as made:
                begun = time.perf_counter()
                way(query)
                times[query] = (time.perf_counter() - begun) * 1000
            most = max(most, len(made))
        ranked = sorted(times.values())
        slow = max(times, key=lambda query: times[query])
        print(
            f"{name:<12} p50 {statistics.median(ranked):6.1f} ms   p95 {ranked[int(len(ranked) * 0.95)]:6.1f} ms"
            f"   slowest {times[slow]:6.1f} ms ({slow})   most questions to the database {most}"
        )


def main() -> int:
    """Print how well, then how fast."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pieces", type=int, default=50_000)
    asked.add_argument("--each", action="store_true")
    options = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sixianghui-search-"))
    os.environ |= {"SIXIANGHUI_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings"}
    try:
        import django

        django.setup()
        from tests import databases

        shutil.copyfile(databases.sqlite_template(), folder / "sixianghui.sqlite3")
        print(f"{put_demo()} pieces of the demo, {len(judged())} judged queries")
        tell(scores(), each=options.each)
        grow(options.pieces)
        measure()
    finally:
        shutil.rmtree(folder)
    return 0


def tell(found: list[Score], *, each: bool) -> None:
    """Recall and precision, by kind and together."""
    if each:
        for one in found:
            if one.recall < 1 or one.precision < 1:
                print(
                    f"  {one.judged.query}: recall {one.recall:.2f} precision {one.precision:.2f}, lacks {one.missing[:6]}"
                )
    for kind in (*dict.fromkeys(one.judged.kind for one in found), "all"):
        some = [one for one in found if kind in ("all", one.judged.kind)]
        recall, precision = (
            statistics.mean(one.recall for one in some),
            statistics.mean(one.precision for one in some),
        )
        print(f"{kind:<8} {len(some):3} queries   recall@10 {recall:.3f}   precision@3 {precision:.3f}")


if __name__ == "__main__":
    sys.exit(main())
