"""How many acts a second the audit chain takes: each in a transaction of its own, on the disk when it is told.

Every act of an installation is a line of one chain, written one after the other: this is the bound of one installation,
whatever else an act writes. `bin/bench acts --databases sqlite,postgresql --seconds 20`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_ROOT))

from tests.load.site_of_its_own import database_of_its_own, prepared  # noqa: E402

_WRITERS = (1, 2, 4)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench acts", description=__doc__)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--one", nargs=2, type=float, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        return _write(*given.one)
    print(
        "| database | writers | acts a second | median ms | 99 of 100 within ms |\n|---|---:|---:|---:|---:|"
    )
    for database in given.databases.split(","):
        _measure(database, given.seconds)
    return 0


def _measure(database: str, seconds: float) -> None:
    name = f"bench_acts_{os.getpid()}"
    with (
        tempfile.TemporaryDirectory(prefix="bench-acts-") as data,
        database_of_its_own(database, name) as url,
    ):
        environ = prepared(Path(data), url)
        for writers in _WRITERS:
            begin = time.time() + 6 + writers  # when all have started
            command = [sys.executable, __file__, "--one", str(begin), str(seconds)]
            running = [
                subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
                for _ in range(writers)
            ]
            took = sorted(float(line) for one in running for line in one.communicate()[0].split())
            if any(one.returncode for one in running) or not took:
                raise SystemExit(f"a writer failed on {database}")
            median, late = took[len(took) // 2], took[int(len(took) * 0.99)]
            print(
                f"| {database} | {writers} | {len(took) / seconds:.0f} | {median:.1f} | {late:.1f} |",
                flush=True,
            )


def _write(begin: float, seconds: float) -> int:
    """Act until the time is over; say how many milliseconds each took."""
    import django

    django.setup()
    from django.db import connection, transaction

    from sixianghui.audit import public as audit

    connection.ensure_connection()
    took = []
    time.sleep(max(0.0, begin - time.time()))
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        before = time.perf_counter()
        with transaction.atomic():
            audit.record("bench:act", detail={"process": os.getpid()})
        took.append((time.perf_counter() - before) * 1000)
    print("\n".join(f"{one:.3f}" for one in took))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
