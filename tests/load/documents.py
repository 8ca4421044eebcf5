"""How long a document takes and how much memory it holds, as PDF and as DOCX, from three pages to the longest one.

Each line is a process of its own, so that its memory is its own; every document differs, so that nothing is remembered.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_PAPERS = {"a notice of 3 pages": 0, "a text of 10 pages": 5_000, "100,000 characters": 100_000}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench documents", description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        _one(given.one[0], given.one[1], given.times)
        return 0
    print("| | first ms | median ms | slowest ms | kB | memory MB |\n|---|---:|---:|---:|---:|---:|")
    for name in (*_PAPERS, "500 notices in a row"):
        for kind in ("pdf", "docx"):
            times = "500" if name.startswith("500") else "6" if "100,000" in name else str(given.times)
            subprocess.run(
                [sys.executable, __file__, "--one", name, kind, "--times", times],
                check=True, cwd=_ROOT, env={"PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}"},
            )  # fmt: skip
    return 0


def _one(name: str, kind: str, times: int) -> None:
    from sixianghui.documents.public import as_docx, as_pdf
    from tests.unit.documents.papers import TEXT, paper, plain

    make: Callable[..., bytes] = as_pdf if kind == "pdf" else as_docx
    letters = _PAPERS.get(name, 0)
    took, waits, size, done = [], [], 0, threading.Event()

    def another() -> None:
        """Another request's thread: how long it is kept from running."""
        while not done.wait(0.001):
            before = time.perf_counter()
            time.sleep(0)
            waits.append(time.perf_counter() - before)

    thread = threading.Thread(target=another)
    thread.start()
    for at in range(times):
        title = f"关于第{at}件事的通知"
        document = plain(TEXT * (letters // len(TEXT)), title=title) if letters else paper(title=title)
        before = time.perf_counter()
        size = len(make(document))
        took.append((time.perf_counter() - before) * 1000)
    done.set()
    thread.join()
    later = took[1:]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"| {name}, {kind.upper()} | {took[0]:.0f} | {statistics.median(later):.0f} | {max(later):.0f} | "
        f"{size // 1000} | {peak} |",
        flush=True,
    )
    print(f"another thread waited at most {max(waits) * 1000:.0f} ms ({name}, {kind})", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
