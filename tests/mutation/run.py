"""T35: plant faults into the code of permissions and rules, one at a time, and see whether the tests notice.

`python -m tests.mutation.run --sample 300 --workers 2` takes so many by a seed and prints those that nobody noticed;
`--only polls` plants in one room; `--from 38` goes on with a sample whose first 38 were tried before. A fault is noticed
when a test fails. The tests named after the module are asked about all of its faults in one session (`quick`); what they do
not notice is planted again before anything is imported, and those tests, all of the room, and those of the whole table of
permissions are asked, in this order.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
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


def near(module: str) -> list[str]:
    """The unit tests named after a module, or that import it."""
    _package, room, *rest = module.split(".")
    word = rest[-1]
    return sorted(
        str(path) for path in (ROOT / "tests" / "unit" / room).rglob("test_*.py")
        if word in path.name or word.rstrip("s") in path.name or module in (text := path.read_text(encoding="utf-8"))
        or f"{room} import {word}" in text
    )  # fmt: skip


def steps(module: str) -> Iterator[tuple[str, list[str]]]:
    """Which tests are asked, the quickest first."""
    room = module.split(".")[1]
    unit = ROOT / "tests" / "unit" / room
    if tests := near(module):
        yield "near", tests
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


def try_module(faults: list[Fault]) -> list[Verdict]:
    """What became of the faults of one module."""
    began = time.monotonic()
    missed = _missed_quickly(faults)
    each = (time.monotonic() - began) / len(faults)
    return [try_one(fault) if fault.number in missed else Verdict(fault, "quick", each) for fault in faults]


def try_one(fault: Fault) -> Verdict:
    """Plant it before anything is imported and ask step by step."""
    began = time.monotonic()
    for name, tests in steps(fault.module):
        if why := _fails(fault, tests):
            return Verdict(fault, f"{name}{why}", time.monotonic() - began)
    return Verdict(fault, None, time.monotonic() - began)


def _missed_quickly(faults: list[Fault]) -> set[int]:
    """The numbers of those that a session with the near tests does not notice; all when it cannot tell."""
    module, numbers = faults[0].module, {fault.number for fault in faults}
    tests = near(module)
    if not tests:
        return numbers
    plants = ":".join([module, *map(str, sorted(numbers))])
    code, said = _run("tests.mutation.quick", tests, _LONGEST * (1 + len(numbers) // 5), QUICK=plants)
    if code is None or f"{len(numbers)} planted" not in said:
        return numbers
    return {
        int(line.rpartition("#")[2].rstrip(")")) for line in said.splitlines() if line.startswith("MISSED")
    }


def _fails(fault: Fault, tests: list[str]) -> str:
    """How they fail; nothing when they all pass."""
    code, _said = _run("tests.mutation.plugin", tests, MUTANT=f"{fault.module}:{fault.number}")
    if code is None:
        return ", never ended"  # that is noticed
    return "" if code in (0, 5) else ", failed"


def _run(plugin: str, tests: list[str], longest: int = _LONGEST, **environ: str) -> tuple[int | None, str]:
    """The code with which pytest ended, None when it did not, and what it said."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SIXIANGHUI_", "DJANGO_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of starts: what was compiled once stays
    kept.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir(), "sixianghui-pycache-mutation")))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        plugin,
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
                [*command, f"--basetemp={folder}/t"], cwd=ROOT, env=kept | environ | {"TESTS_LANE": "fast"},
                capture_output=True, text=True, timeout=longest, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None, ""
    return done.returncode, done.stdout


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
    groups = [list(group) for _module, group in itertools.groupby(faults, key=lambda fault: fault.module)]
    missed = 0
    with ThreadPoolExecutor(arguments.workers) as pool:
        verdicts = itertools.chain.from_iterable(pool.map(try_module, groups))
        for number, verdict in enumerate(verdicts, arguments.first + 1):
            fault = verdict.fault
            missed += verdict.noticed is None
            said = verdict.noticed or "MISSED"
            print(
                f"{number} {verdict.seconds:.0f} s {said}: {fault.module}:{fault.line} {fault.what} (#{fault.number})",
                flush=True,
            )
    share = 1 - missed / max(1, len(faults))
    print(f"{len(faults)} faults planted, {len(faults) - missed} noticed: {share:.1%}")
    return 0 if share >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
