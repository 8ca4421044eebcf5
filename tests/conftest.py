"""What every test stands on: a migrated database in ten milliseconds, a clock that stands still, no network."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests import databases
from tests.lanes import turn_of

IN_CI = os.environ.get("CI") == "true"
LANES = ("fast", "deep", "long")

# What grows with the long lane says so itself, by `lane`: these are for whoever writes `@given` and no more.
for _lane, _examples in (("fast", 60), ("deep", 300), ("long", 300)):
    hypothesis_settings.register_profile(
        _lane,
        derandomize=_lane != "long",
        deadline=None,
        database=None,
        max_examples=_examples,
        print_blob=True,
    )


@dataclass(frozen=True)
class Lane:
    """Which lane is running, for tests whose size depends on it."""

    name: str

    def pick(self, fast: int, deep: int, long: int) -> int:
        """The size for this lane."""
        return {"fast": fast, "deep": deep, "long": long}[self.name]


def _lane_name() -> str:
    return os.environ.get("TESTS_LANE", "fast")


hypothesis_settings.load_profile(_lane_name())


@pytest.fixture(scope="session")
def lane() -> Lane:
    return Lane(_lane_name())


# --- the database ----------------------------------------------------------------------------------------------------


def _worker(config: pytest.Config) -> str:
    return str(getattr(config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Give this worker a copy of the migrated template, and bring the template back after each transactional test."""
    from django.db import connection, connections
    from django.test import TransactionTestCase

    copy: databases.SqliteCopy | databases.PostgresCopy
    if connection.vendor == "sqlite":
        copy = databases.SqliteCopy(tmp_path_factory.mktemp("database"))
    else:
        copy = databases.PostgresCopy(_worker(request.config))
    connection.settings_dict["NAME"] = copy.name

    def restore(case: TransactionTestCase) -> None:
        with django_db_blocker.unblock():
            connections.close_all()
            copy.restore()

    before = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = before  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        connections.close_all()
        copy.drop()


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A data folder with a migrated SQLite database, for tests that start the product's own processes."""
    return databases.a_data_folder(tmp_path)


@pytest.fixture
def product_environ(data_folder: Path) -> dict[str, str]:
    """The environment of such a process: the product's settings, that data folder, a port of the system's choice."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("SIXIANGHUI_", "DJANGO_", "TESTS_"))
    }
    return {
        **kept,
        "SIXIANGHUI_DATA": str(data_folder),
        "SIXIANGHUI_PORT": "0",
        "DJANGO_SETTINGS_MODULE": "sixianghui.project.settings",
    }


# --- sameness --------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """The domain's clock stands at noon of 5 June 2018 in Shanghai, in every thread of this process."""
    from sixianghui.common import time
    from sixianghui.project import clock as installed

    manual = time.ManualClock(time.shanghai(2018, 6, 5, 12))
    installed.pin(manual)
    with time.using(manual):
        yield manual


@pytest.fixture(autouse=True)
def _same_every_time() -> None:
    random.seed(20180605)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))
    yield
    patch.undo()


def _only_here(original: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not (
            address[0] in {"localhost", "::1"} or str(address[0]).startswith("127.")
        ):
            raise RuntimeError(f"tests reach no network: {address!r}")
        return original(self, address)

    return connect


# --- only so much time -----------------------------------------------------------------------------------------------

#: Seconds within which heavy tests begin, and all others but contracts; what has not begun by then has its turn on another
#: day. `TURN`: which day it is.
BUDGET = float(os.environ.get("TESTS_BUDGET") or "inf")
BUDGET_OF_ALL = float(os.environ.get("TESTS_BUDGET_OF_ALL") or "inf")
TURN = os.environ.get("TESTS_TURN", "")
LEFT = "left for another day"
_BEGAN = time.monotonic()


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _heavy(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(mark) for mark in ("deep", "browser"))


def _contract(item: pytest.Item) -> bool:
    return _file(item).startswith("tests/contract/")


def _budget(item: pytest.Item) -> float:
    if _heavy(item):
        return min(BUDGET, BUDGET_OF_ALL)
    return float("inf") if _contract(item) else BUDGET_OF_ALL


def _turn(item: pytest.Item) -> int:
    """Contracts first, then by the day: another order each."""
    return 0 if _contract(item) and not _heavy(item) else turn_of(_file(item), int(TURN))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if time.monotonic() - _BEGAN > _budget(item):
        pytest.skip(LEFT)


# --- once is enough --------------------------------------------------------------------------------------------------

_DATABASE = frozenset({"db", "transactional_db", "django_db_setup"})


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the long lane, those tests that grow with the lane. On PostgreSQL, tests of units and adapters that touch no database are left out: they ran with SQLite, and nothing
    differs."""
    if TURN:
        items.sort(key=_turn)
    if _lane_name() == "long":
        small = [item for item in items if not _grows(item)]
        config.hook.pytest_deselected(items=small)
        items[:] = [item for item in items if _grows(item)]
    if not databases.is_postgres():
        return
    left_out = [item for item in items if not _asks_the_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _asks_the_database(item)]


def _grows(item: pytest.Item) -> bool:
    return item.get_closest_marker("long") is not None or "lane" in getattr(item, "fixturenames", ())


def _asks_the_database(item: pytest.Item) -> bool:
    path = item.path.as_posix()
    if ("/unit/" not in path and "/adapters/" not in path) or item.get_closest_marker(
        "django_db"
    ) is not None:
        return True
    return not _DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


# --- what could not run ----------------------------------------------------------------------------------------------


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Iterator[None]:
    """A skipped test reads "not run: why"; in CI it is a failure."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
        report.not_run = why
        if IN_CI and why != LEFT:
            report.outcome = "failed"
            report.longrepr = f"not run: {why}"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """With TESTS_RECORD, one line for each test as soon as it is over: what ran for hours is not lost with its last minute."""
    path = os.environ.get("TESTS_RECORD")
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the one that leads the workers writes
    if path and (report.when == "call" or report.failed):
        counted = [text for name, text in report.user_properties if name == "counted"]
        line = {
            "test": report.nodeid,
            "outcome": report.outcome,
            "seconds": round(report.duration),
            "counted": counted,
        }
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({**_THIS, **line}, ensure_ascii=False) + "\n")


def _run_of() -> dict[str, str]:
    """Which code runs, and since when."""
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {"commit": told.stdout.strip(), "began": dt.datetime.now(dt.UTC).isoformat(timespec="minutes")}


_THIS = _run_of() if os.environ.get("TESTS_RECORD") else {}


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests promise in numbers (`record_property("counted", …)`), and one line for each that could not run."""
    for report in terminalreporter.stats.get("passed", []):
        for name, text in report.user_properties:
            if name == "counted":
                terminalreporter.write_line(text)
    left: set[str] = set()
    for report in terminalreporter.stats.get("skipped", []):
        if getattr(report, "not_run", "") == LEFT:
            left.add(report.nodeid.partition("::")[0])
            continue
        why = (
            report.longrepr[2].removeprefix("Skipped: ")
            if isinstance(report.longrepr, tuple)
            else report.longrepr
        )
        terminalreporter.write_line(f"not run: {report.nodeid}: {why}")
    if left:
        terminalreporter.write_line(f"{LEFT}: {len(left)} files: {' '.join(sorted(left))}")
