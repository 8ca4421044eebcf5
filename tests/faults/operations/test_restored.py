"""A restore on an empty machine, from the off-site copy and the keys that were kept, and nothing else."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests import demo
from tests.faults.disks import a_small_disk
from tests.faults.operations.load import Node
from tests.postgres_server import PostgresServer


def told(environ: dict[str, str], *words: str, status: int = 0) -> str:
    environ = {name: value for name, value in environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "sixianghui.project.cli", *words]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def digests(folder: Path) -> dict[str, str]:
    """Each file below a folder and what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def fetched(port: int, path: str) -> bytes:
    """What a site answers. Raises for anything but 200."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read()


@pytest.mark.deep
@pytest.mark.sqlite
def test_the_demo_when_only_the_copy_elsewhere_is_left_then_comes_back_with_every_figure(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    data = demo.copy_to(tmp_path / "data")
    here = {**demo.environ_of(data), "SIXIANGHUI_OFFSITE_URL": f"file://{elsewhere}"}
    told(here, "prepare")
    told(here, "backup", "key")
    told(here, "backup")
    media = digests(data / "media")
    figures = [line.split()[:2] for line in told(here, "figures").splitlines()]
    shutil.copytree(data / "secrets", tmp_path / "kept")
    shutil.rmtree(data)
    began = time.monotonic()
    there = {**demo.environ_of(tmp_path / "new"), "SIXIANGHUI_OFFSITE_URL": f"file://{elsewhere}"}
    said = told(there, "restore", "--from-offsite", "--secrets", str(tmp_path / "kept"))
    took = time.monotonic() - began
    record_property(
        "counted", f"the demo restored from elsewhere: {len(figures)} figures equal, {took:.1f} s"
    )
    assert "审计链：ok" in said and "全部相同" in said and "读得出来" in said
    assert [line.split()[:2] for line in told(there, "figures").splitlines()] == figures
    assert told(there, "audit", "verify").startswith("ok")
    # Not by the product's own word: the files are what they were, and a page that shows them can be read.
    assert media
    assert digests(tmp_path / "new" / "media") == media
    with Node(there) as node:
        page = fetched(node.port, "/")
        assert "思享汇" in page.decode()
        for picture in re.findall(r'<img[^>]+src="(/[^"]+)"', page.decode()):
            assert fetched(node.port, picture)
    # The control: a byte changed elsewhere restores nothing and leaves nothing.
    copy = next(elsewhere.glob("*.sxhbackup"))
    raw = bytearray(copy.read_bytes())
    raw[len(raw) // 2] ^= 1
    copy.write_bytes(raw)
    bad = {**there, "SIXIANGHUI_DATA": str(tmp_path / "bad")}
    assert "没有恢复" in told(bad, "restore", "--from-offsite", "--secrets", str(tmp_path / "kept"), status=1)
    assert not [path for path in tmp_path.iterdir() if "bad" in path.name]


@pytest.mark.deep
@pytest.mark.sqlite
def test_restore_when_the_folder_is_a_mount_point_then_is_refused_before_anything_is_done(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    with a_small_disk(tmp_path, tmp_path / "nothing", megabytes=4) as empty:
        empty.rmdir()
        target, archive, key = empty.parent, tmp_path / "x.sxhbackup", tmp_path / "key"
        archive.write_bytes(b"none")
        key.write_text(f"b1 {'0' * 64}\n")
        there = {**product_environ, "SIXIANGHUI_DATA": str(target)}
        said = told(there, "restore", str(archive), status=2)
        assert "是挂载点" in said and str(target / "restored") in said
        # The control: a folder inside it is looked at no further than the archive, which is none.
        there["SIXIANGHUI_DATA"] = str(target / "restored")
        said = told(there, "restore", str(archive), "--key-file", str(key), status=1)
        assert "不是思享汇的备份" in said, said
        assert list(target.iterdir()) == []


#: Whoever writes into the chain has noted how long a statement of theirs may take.
_NOTING = """
CREATE TABLE limits (said text);
CREATE FUNCTION note_limit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO limits VALUES (current_setting('statement_timeout')); RETURN NEW; END $$;
CREATE TRIGGER note_limit AFTER INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION note_limit();
"""
_ACT = """
import django; django.setup()
from django.db import transaction
from sixianghui.audit.public import record
with transaction.atomic(): record("tests:act")
"""


@pytest.mark.deep
@pytest.mark.pg
@pytest.mark.sqlite
def test_settle_when_the_site_is_on_postgresql_then_the_limit_of_a_page_does_not_cut_it_off(
    product_environ: dict[str, str],
) -> None:
    with PostgresServer() as server, psycopg.connect(server.url, autocommit=True) as connection:

        def limits() -> set[str]:
            return {said for (said,) in connection.execute("SELECT said FROM limits")}

        connection.execute(_NOTING)
        environ = {**product_environ, "SIXIANGHUI_DATABASE_URL": server.url}
        told(environ, "settle")
        assert limits() == {"0"}
        # The control: whoever is not told otherwise keeps to it.
        subprocess.run([sys.executable, "-c", _ACT], env=environ, check=True)
        assert limits() == {"0", "15s"}
