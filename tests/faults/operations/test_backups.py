"""A backup while people write, proved, sent to an S3-type store and restored from there alone; on either database."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tests.faults.operations.load import Load, Node, Site
from tests.faults.operations.test_restored import told
from tests.s3_server import S3Server

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[S3Server]:
    (tmp_path / "store").mkdir()
    with S3Server(tmp_path / "store") as made:
        yield made


def backed_up(environ: dict[str, str]) -> str:
    """Make one now, as soon as the one that the site makes by itself at its start is done."""
    environ = {name: value for name, value in environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "sixianghui.project.cli", "backup"]
    while True:
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        if "另一份备份正在做" not in done.stderr:
            assert done.returncode == 0, done.stderr
            return done.stdout
        time.sleep(1)


def counted(environ: dict[str, str]) -> list[list[str]]:
    return [line.split()[:2] for line in told(environ, "figures").splitlines()]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def test_site_when_backed_up_under_load_then_comes_back_from_the_store_alone_with_all_that_was_written_before(
    kind: str,
    product_environ: dict[str, str],
    store: S3Server,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    with ExitStack() as stack:
        here = {**product_environ, **store.settings("OFFSITE", "copies/site")}
        there = {**here, "SIXIANGHUI_DATA": str(tmp_path / "new")}
        if kind == "postgresql":
            if why := databases.postgres_answers():
                pytest.skip(why)
            for environ, name, is_empty in ((here, "backed_up", False), (there, "restored", True)):
                copy = databases.PostgresCopy(name, is_empty=is_empty)
                stack.callback(copy.drop)
                environ["SIXIANGHUI_DATABASE_URL"] = databases.server_url(copy.name)
        site = Site(here, crowd=4)
        told(here, "backup", "key")
        with Node(here) as node:
            site.port = node.port
            with Load(site, viewers=1) as load:
                load.go_on(3)
                before, said = list(load.taken), backed_up(here)
                during = len(load.taken) - len(before)
                load.go_on(1)
            assert load.lost() == []
        assert "已经还原核对，全部相同" in said
        assert "异地的一份也送到了" in said
        assert before
        shutil.copytree(Path(here["SIXIANGHUI_DATA"]) / "secrets", tmp_path / "kept")
        shutil.rmtree(here["SIXIANGHUI_DATA"])

        said = told(there, "restore", "--from-offsite", "--secrets", str(tmp_path / "kept"))

        assert "全部相同" in said
        assert "审计链：ok" in said
        assert told(there, "audit", "verify").startswith("ok")
        assert set(before) <= words_in(there)
        assert counted(there)
    record_property(
        "counted",
        f"{kind}: {len(before)} written before a backup under load ({during} meanwhile), all restored from the store alone",
    )


def words_in(environ: dict[str, str]) -> set[str]:
    """The comments that are in a site's database."""
    url = environ.get("SIXIANGHUI_DATABASE_URL")
    ask = "SELECT text FROM remarks_words"
    if url is None:
        with sqlite3.connect(Path(environ["SIXIANGHUI_DATA"]) / "sixianghui.sqlite3") as database:
            return {row[0] for row in database.execute(ask)}
    with psycopg.connect(url) as connection:
        return {row[0] for row in connection.execute(ask)}
