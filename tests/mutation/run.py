"""T35: plant faults into the code of permissions and rules, one at a time, and see whether the tests notice.

`python -m tests.mutation.run --sample 300 --workers 2` takes so many by a seed and prints those that nobody noticed;
`--only polls` plants in one room; `--from 38` goes on with a sample whose first 38 were tried before. A fault is noticed when a test fails, in three
steps: the tests named after the module, those of its room, those of the whole table of permissions.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.faults import Fault, faults_in, targets

ROOT = Path(__file__).resolve().parents[2]
#: Whoever needs longer never ends: the longest step takes a fifth of it on a busy machine.
_LONGEST = 1200


@dataclass(frozen=True)
class Verdict:
    """What became of a fault: the step that noticed it, or None; the seconds it took."""

    fault: Fault
    noticed: str | None
    seconds: float


def steps(fault: Fault) -> Iterator[tuple[str, list[str]]]:
    """Which tests are asked, the quickest first."""
    _package, room, *rest = fault.module.split(".")
    word = rest[-1]
    unit = ROOT / "tests" / "unit" / room
    near = sorted(
        path for path in unit.rglob("test_*.py")
        if word in path.name or word.rstrip("s") in path.name or fault.module in path.read_text(encoding="utf-8")
        or f"{room} import {word}" in path.read_text(encoding="utf-8")
    )  # fmt: skip
    if near:
        yield "near", [str(path) for path in near]
    if room in {"access", "common"}:
        yield (
            "table",
            [
                "tests/contract/test_roles.py",
                "tests/contract/test_reference.py",
                "tests/contract/test_urls.py",
            ],
        )
    if unit.is_dir():
        yield "room", [str(unit)]
    further = [f"tests/{kind}/{room}" for kind in ("machines", "pages")]
    if any((ROOT / one).is_dir() for one in further):
        yield "further", [one for one in further if (ROOT / one).is_dir()]
    if room in {"access", "common"}:
        yield "twins", ["tests/contract/twins", "tests/unit/directory"]


def try_one(fault: Fault) -> Verdict:
    """Plant it and ask step by step."""
    began = time.monotonic()
    for name, tests in steps(fault):
        if why := _fails(fault, tests):
            return Verdict(fault, f"{name}{why}", time.monotonic() - began)
    return Verdict(fault, None, time.monotonic() - began)


def _fails(fault: Fault | None, tests: list[str]) -> str:
    """How they fail; nothing when they all pass."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SIXIANGHUI_", "DJANGO_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of starts: what was compiled once stays
    kept.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir(), "sixianghui-pycache-mutation")))
    if fault is not None:
        kept["MUTANT"] = f"{fault.module}:{fault.number}"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.mutation.plugin",
        "-p",
        "no:cacheprovider",
        "-x",
        "-q",
        "-m",
        "not deep and not long",
        *tests,
    ]
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [*command, f"--basetemp={folder}/t"], cwd=ROOT, env=kept | {"TESTS_LANE": "fast"},
                capture_output=True, timeout=_LONGEST, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return ", never ended"  # that is noticed
    return "" if done.returncode in (0, 5) else ", failed"


def _lot(seed: int, fault: Fault) -> bytes:
    return hashlib.sha256(f"{seed}:{fault.module}:{fault.number}".encode()).digest()


def chosen(arguments: argparse.Namespace) -> list[Fault]:
    """The faults of this run."""
    found = [fault for path in targets() for fault in faults_in(path)]
    if arguments.only:
        found = [
            fault for fault in found if any(f"sixianghui.{one}" in fault.module for one in arguments.only)
        ]
    if arguments.sample and arguments.sample < len(found):
        # By a digest of each: what changes in one module does not change what is taken of the others.
        found = sorted(found, key=lambda fault: _lot(arguments.seed, fault))[: arguments.sample]
    return sorted(found, key=lambda fault: (fault.module, fault.number))


def main() -> int:
    """0 when at least 95 of a hundred were noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20180605)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument(
        "--from", type=int, default=0, dest="first", help="how many of the sample are left out"
    )
    arguments = parser.parse_args()
    faults = chosen(arguments)[arguments.first :]
    print(f"{len(faults)} faults", flush=True)
    missed: list[Verdict] = []
    with ThreadPoolExecutor(arguments.workers) as pool:
        for number, verdict in enumerate(pool.map(try_one, faults), arguments.first + 1):
            fault = verdict.fault
            if verdict.noticed is None:
                missed.append(verdict)
            said = verdict.noticed or "MISSED"
            print(
                f"{number} {verdict.seconds:.0f} s {said}: {fault.module}:{fault.line} {fault.what} (#{fault.number})",
                flush=True,
            )
    share = 1 - len(missed) / max(1, len(faults))
    print(f"{len(faults)} faults planted, {len(faults) - len(missed)} noticed: {share:.1%}")
    return 0 if share >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
