"""What a restore must not bring back, and a backup that is made while people write, or is killed."""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sixianghui.operations import erased_list
from sixianghui.operations.rules import ENDING, ERASED_LIST
from tests.faults.house import House
from tests.faults.operations.test_restored import told
from tests.faults.spending import ROOT, wait_for
from tests.faults.test_disk import Load

pytestmark = [pytest.mark.deep, pytest.mark.sqlite]


def lives(environ: dict[str, str], what: str) -> dict[str, int]:
    """What there is of somebody; or make, or erase them."""
    ours = {**environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    command = [sys.executable, "-m", "tests.faults.operations.lives", what]
    done = subprocess.run(command, env=ours, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout)) if what == "state" else {}


@pytest.fixture
def site(product_environ: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A site whose backups lie in a folder of their own."""
    (tmp_path / "backups").mkdir()
    environ = {**product_environ, "SIXIANGHUI_BACKUP_DIR": str(tmp_path / "backups")}
    told(environ, "prepare", "--empty")
    told(environ, "backup", "key")
    return environ


def restored(site: dict[str, str], archive: Path, target: Path) -> dict[str, str]:
    """The site out of an archive, in a folder of its own."""
    environ = {**site, "SIXIANGHUI_DATA": str(target)}
    told(environ, "restore", str(archive), "--secrets", str(Path(site["SIXIANGHUI_DATA"]) / "secrets"))
    return environ


def test_restore_when_somebody_was_erased_since_then_they_stay_erased_and_no_way_in_is_open(
    site: dict[str, str], tmp_path: Path
) -> None:
    lives(site, "make")
    told(site, "backup")
    before = lives(site, "state")
    lives(site, "erase")
    archive = next((tmp_path / "backups").glob("*.sxhbackup"))

    after = lives(restored(site, archive, tmp_path / "new"), "state")

    assert before["named"] == 1 and before["sessions"] > 0 and before["keys"] == 1
    assert after == {"named": 0, "sessions": 0, "keys": 0}
    # The control: without the list that lies beside the archives they would be back.
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(archive, alone)
    assert lives(restored(site, alone / archive.name, tmp_path / "other"), "state")["named"] == 1


def test_settle_when_the_database_was_set_back_by_a_copy_of_its_own_then_what_was_taken_back_is_taken_back_again(
    site: dict[str, str], tmp_path: Path
) -> None:
    lives(site, "make")
    file, kept = Path(site["SIXIANGHUI_DATA"]) / "sixianghui.sqlite3", tmp_path / "snapshot"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(kept),))
    lives(site, "erase")
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    shutil.copy(kept, file)
    back = lives(site, "state")

    said = told(site, "settle")

    # The control: the copy brought them back.
    assert back["named"] == 1 and back["sessions"] > 0 and back["keys"] == 1
    assert "重新删除了 1 人" in said, said
    assert lives(site, "state") == {"named": 0, "sessions": 0, "keys": 0}
    assert told(site, "audit", "verify").startswith("ok")


_RECORD = """
import django; django.setup()
from django.db import transaction
from sixianghui.audit.public import record
with transaction.atomic(): record("tests:act")
"""


def anchored(environ: dict[str, str]) -> list[int]:
    """An act and an anchor of it; the rows that are vouched for."""
    subprocess.run([sys.executable, "-c", _RECORD], env=environ, check=True)
    told(environ, "audit", "anchor")
    lines = (Path(environ["SIXIANGHUI_DATA"]) / "audit" / "anchors.jsonl").read_text().splitlines()
    return [json.loads(line)["seq"] for line in lines]


def told_of_anchors(environ: dict[str, str]) -> list[int]:
    """How many the rows of restores say were laid beside."""
    with closing(sqlite3.connect(Path(environ["SIXIANGHUI_DATA"]) / "sixianghui.sqlite3")) as connection:
        rows = connection.execute("SELECT detail FROM audit_auditevent WHERE action = 'backup:restore'")
        return [json.loads(detail)["anchors"] for (detail,) in rows]


def test_restore_when_only_the_key_of_the_backups_was_kept_then_the_chain_is_whole_and_is_vouched_for_again(
    site: dict[str, str], tmp_path: Path
) -> None:
    before = anchored(site)
    told(site, "backup")
    archive = next((tmp_path / "backups").glob("*.sxhbackup"))
    there = {**site, "SIXIANGHUI_DATA": str(tmp_path / "new")}
    key = Path(site["SIXIANGHUI_DATA"]) / "secrets" / "backup_key"

    said = told(there, "restore", str(archive), "--key-file", str(key))

    assert told(there, "audit", "verify").startswith("ok")
    assert told_of_anchors(there) == [len(before)]
    assert "anchors-set-back.jsonl" in said
    assert anchored(there)[-1] > before[-1]
    # The control: with all keys every anchor stands.
    assert told_of_anchors(restored(site, archive, tmp_path / "other")) == [0]


def test_settle_when_an_anchor_is_ahead_of_the_database_then_the_chain_is_whole_and_is_vouched_for_again(
    site: dict[str, str], tmp_path: Path
) -> None:
    file, kept = Path(site["SIXIANGHUI_DATA"]) / "sixianghui.sqlite3", tmp_path / "snapshot"
    stays = anchored(site)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(kept),))
    assert len(anchored(site)) == 2
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    shutil.copy(kept, file)
    # The control: what was set back is called broken until it is settled.
    assert told(site, "audit", "verify", status=1).startswith("bad")

    told(site, "settle")

    assert told(site, "audit", "verify").startswith("ok")
    assert told_of_anchors(site) == [1]
    assert anchored(site)[:1] == stays


def test_backup_when_people_write_then_it_holds_one_moment_and_nobody_waits_for_nothing(
    site: dict[str, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with House(site) as house, Load(house, site) as book:
        wait_for(book, 20)
        said = told(site, "backup")
        meanwhile = len(book.told)
        wait_for(book, meanwhile + 20)
    archive = next((tmp_path / "backups").glob("*.sxhbackup"))

    there = restored(site, archive, tmp_path / "new")

    assert "核对" in said or "相同" in said, said
    assert told(there, "audit", "verify").startswith("ok")
    assert set(book.statuses) <= {302, 404}, book.statuses
    record_property("counted", f"backup under load: {meanwhile} acknowledged by its end, none refused")


def test_backup_when_it_is_killed_at_any_moment_then_nothing_looks_like_one_and_the_next_is_whole(
    site: dict[str, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    chance, kills = random.Random(20180605), 0
    command = [sys.executable, "-m", "sixianghui.project.cli", "backup"]
    environ = {name: value for name, value in site.items() if name != "DJANGO_SETTINGS_MODULE"}
    work = Path(site["SIXIANGHUI_DATA"]) / "backup-work"
    for turn in range(4):
        # What the last kill left goes: that it is there says that the next one is at work.
        shutil.rmtree(work, ignore_errors=True)
        process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        last = time.monotonic() + 300
        while process.poll() is None and not work.exists() and time.monotonic() < last:
            time.sleep(0.01)
        time.sleep(chance.random() * 1.0)
        if process.poll() is None:
            process.kill()
            kills += 1
        process.wait()
        for found in (tmp_path / "backups").glob("*.sxhbackup"):
            restored(
                site, found, tmp_path / f"of-{found.stem}-{turn}"
            )  # whatever bears the name is a whole one

    told(site, "backup")

    assert kills >= 1
    assert not work.exists()
    # What a kill left half written or not proved is gone as well: a whole one took its place.
    there = [one.name for one in (tmp_path / "backups").glob("sixianghui-*")]
    assert [name for name in there if not name.endswith(ENDING)] == []
    record_property("counted", f"backup: killed {kills} times, then whole")


_RUNNING = """
import django; django.setup()
from sixianghui.operations.models import Backup
from sixianghui.operations.queries import backups
print(backups.running() is not None, Backup.objects.filter(ended_at=None).count())
"""


def under_way(environ: dict[str, str]) -> tuple[bool, int]:
    """Whether a backup is taken to be under way, and how many rows have no end."""
    command = [sys.executable, "-c", _RUNNING]
    running, open_ = subprocess.run(
        command, env=environ, capture_output=True, text=True, check=True
    ).stdout.split()
    return running == "True", int(open_)


@pytest.mark.parametrize(
    ("number", "open_rows", "status"),
    [(signal.SIGTERM, 0, 143), (signal.SIGHUP, 0, 129), (signal.SIGKILL, 1, -9)],
)
def test_backup_when_the_command_is_ended_by_a_signal_then_it_does_not_hold_up_the_next(
    site: dict[str, str], number: signal.Signals, open_rows: int, status: int
) -> None:
    environ = {name: value for name, value in site.items() if name != "DJANGO_SETTINGS_MODULE"}
    work = Path(site["SIXIANGHUI_DATA"]) / "backup-work"
    with subprocess.Popen(
        [sys.executable, "-m", "sixianghui.project.cli", "backup"],
        env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        last = time.monotonic() + 300
        while process.poll() is None and not work.exists() and time.monotonic() < last:
            time.sleep(0.005)
        process.send_signal(signal.SIGSTOP)
        # The control: while it is at work, it is under way.
        assert under_way(site) == (True, 1)
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)
        assert process.wait(60) == status
    assert under_way(site) == (False, open_rows)
    told(site, "backup")
    assert under_way(site) == (False, 0)


_FRESHEN = """
import django; django.setup()
from sixianghui.operations.commands.offsite import keep_list_fresh; keep_list_fresh()
"""


def test_settle_when_the_whole_machine_was_set_back_and_went_on_then_the_lists_outside_it_still_know_whom_to_erase(
    site: dict[str, str], tmp_path: Path
) -> None:
    elsewhere, data = tmp_path / "elsewhere", Path(site["SIXIANGHUI_DATA"])
    elsewhere.mkdir()
    site = {**site, "SIXIANGHUI_OFFSITE_URL": f"file://{elsewhere}"}

    def outside() -> list[set[str]]:
        sealed = [(folder / ERASED_LIST).read_bytes() for folder in (tmp_path / "backups", elsewhere)]
        return [erased_list.opened(one, data / "secrets" / "backup_key") for one in sealed]

    lives(site, "make")
    told(site, "backup")
    file, kept = data / "sixianghui.sqlite3", tmp_path / "snapshot"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(kept),))
    assert not (data / "erased").exists()
    lives(site, "erase")
    known = outside()
    for path in (*(file.with_name(file.name + ending) for ending in ("-wal", "-shm")), data / "erased"):
        path.unlink(missing_ok=True)
    shutil.copy(kept, file)
    back = lives(site, "state")

    # Nobody knows that it was set back: it goes on as on any day.
    subprocess.run([sys.executable, "-c", _FRESHEN], env=site, check=True)
    told(site, "backup")
    still = outside()
    said = told(site, "settle")

    # The control: both lists named them before, and the copy brought them back.
    assert known[0] == known[1] != set() and back["named"] == 1
    assert still == known
    assert "重新删除了 1 人" in said, said
    assert lives(site, "state")["named"] == 0
