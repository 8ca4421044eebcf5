"""Scanning for malware: what waits, what passes, what is set apart, and what happens while the scanner is away."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sixianghui.access.public import Post
from sixianghui.media import commands, scanning
from sixianghui.media.adapters.clamd import Clamd
from sixianghui.media.models import File, Picture, Scan
from sixianghui.media.public import save_file, save_picture
from sixianghui.tasks import silence
from sixianghui.tasks.public import work_off
from tests.adapters.media.clamd_twin import Twin, a_clamd
from tests.factories import signed_in, someone_with
from tests.factories.files import a_paper, a_picture, named
from tests.faults.media.corpus import EICAR


@pytest.fixture
def place() -> Iterator[Path]:
    """A short path: a socket's may have a hundred characters."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "clamd"


@pytest.fixture
def twin(place: Path) -> Iterator[Twin]:
    with a_clamd(place) as server:
        scanning.register(Clamd(str(place)))
        yield server
    scanning.register(None)


@pytest.fixture
def away(place: Path) -> Iterator[None]:
    scanning.register(Clamd(str(place), seconds=1))
    yield
    scanning.register(None)


def test_clamd_when_asked_then_its_verdict_is_told(twin: Twin, place: Path) -> None:
    scanner = Clamd(str(place))
    assert scanner.scan(io.BytesIO(b"fine" * 100_000)).is_clean
    assert scanner.scan(io.BytesIO(b"x" + EICAR)).found == "Eicar-Test-Signature"
    assert scanner.scan(io.BytesIO(b"")).is_clean
    assert twin.seen == [400_000, 1 + len(EICAR), 0]


def test_clamd_when_it_says_anything_else_then_counts_as_away(twin: Twin, place: Path) -> None:
    twin.longest = 10
    with pytest.raises(scanning.ScannerAway):
        Clamd(str(place)).scan(io.BytesIO(b"more than that"))


def test_clamd_when_nobody_listens_then_is_away(place: Path) -> None:
    with pytest.raises(scanning.ScannerAway):
        Clamd(str(place)).scan(io.BytesIO(b"x"))


@pytest.mark.django_db
def test_file_when_clean_then_can_be_downloaded(twin: Twin) -> None:
    kept = File.objects.get(pk=save_file(named(a_paper(), "a.docx"), title="甲", by=None).pk)
    assert kept.scan == Scan.CLEAN
    assert Client().get(kept.url).status_code == 200


@pytest.mark.django_db
def test_file_when_infected_then_is_set_apart_and_nobody_gets_it(
    twin: Twin, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    kept = File.objects.get(pk=save_file(named(EICAR, "notes.txt"), title="甲", by=None).pk)
    assert kept.scan == Scan.REFUSED
    assert not kept.file.storage.exists(kept.file.name)
    assert [path.read_bytes() for path in (tmp_path / "quarantine").iterdir()] == [EICAR]
    for client in (Client(), signed_in(someone_with(Post.CHIEF_EDITOR))):
        assert client.get(kept.url).status_code == 404


@pytest.mark.django_db
def test_file_when_the_scanner_is_away_then_waits_and_passes_once_it_is_back(away: None, place: Path) -> None:
    kept = save_file(named(a_paper(), "a.docx"), title="甲", by=None)
    picture = save_picture(named(a_picture(), "a.jpg"), title="甲", alt="样例图", by=None, consent="nobody")
    rendition = picture.get_rendition("max-50x50")
    for client in (Client(), signed_in(someone_with(Post.CHIEF_EDITOR))):
        assert client.get(kept.url).status_code == 404
        assert client.get(rendition.url).status_code == 404
    assert File.objects.get(pk=kept.pk).get_scan_display() == "正在查病毒，查完才能用"
    with a_clamd(place):
        commands.scan_piece.func("file", kept.pk)
        commands.scan_piece.func("picture", picture.pk)
    assert Client().get(kept.url).status_code == 200
    assert Client().get(rendition.url).status_code == 200


@pytest.mark.django_db
def test_files_when_the_scanner_stays_away_then_one_job_at_most_asks_about_each_and_none_fails(
    away: None, place: Path, settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    for name in ("a.docx", "b.docx"):
        save_file(named(a_paper(), name), title=name, by=None)
    File.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))
    asks = DBTaskResult.objects.filter(task_path=commands.scan_piece.module_path)
    waiting = asks.filter(status="READY")
    for _ in range(10):  # nobody is at work: what waits is not asked for again
        assert commands.scan_what_waits() == 0
    assert waiting.count() == 2
    for _ in range(10):
        waiting.update(run_after=timezone.now())
        work_off()
        commands.scan_what_waits()
        assert waiting.count() == 2
        assert not asks.filter(status="FAILED").exists()
    waiting.update(run_after=timezone.now())
    with a_clamd(place):
        work_off()
    assert set(File.objects.values_list("scan", flat=True)) == {Scan.CLEAN}


@pytest.mark.django_db
def test_file_when_there_is_no_scanner_then_is_unchecked_and_says_so() -> None:
    kept = File.objects.get(pk=save_file(named(EICAR, "notes.txt"), title="甲", by=None).pk)
    assert (kept.scan, kept.get_scan_display()) == (Scan.UNCHECKED, "没有查过病毒")


@pytest.mark.django_db
def test_file_when_replaced_then_the_verdict_of_the_old_one_does_not_hold() -> None:
    """What was said holds for one file name."""
    kept = save_picture(named(a_picture(), "a.jpg"), title="甲", alt="样例图", by=None, consent="nobody")
    Picture.objects.filter(pk=kept.pk).update(file="original_images/other.jpg")
    assert not Picture.objects.get(pk=kept.pk).may_be_sent


@pytest.mark.django_db
def test_file_when_infected_and_it_cannot_be_set_apart_then_that_is_tried_again_until_it_is(
    twin: Twin, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    kept = save_file(named(EICAR, "notes.txt"), title="甲", by=None)
    with monkeypatch.context() as full:
        full.setattr(shutil, "copyfileobj", _no_room)
        work_off()
    kept.refresh_from_db()
    assert (kept.scan, kept.file.storage.exists(kept.file.name)) == (Scan.REFUSED, True)
    assert list((tmp_path / "quarantine").iterdir()) == []  # no half of it either

    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work_off()
    assert not kept.file.storage.exists(kept.file.name)
    assert [path.read_bytes() for path in (tmp_path / "quarantine").iterdir()] == [EICAR]
    assert len(twin.seen) == 1  # what it is was known


@pytest.mark.django_db
def test_file_when_infected_and_its_job_has_given_up_then_is_set_apart_within_a_day(
    twin: Twin, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    kept = save_file(named(EICAR, "notes.txt"), title="甲", by=None)
    File.objects.filter(pk=kept.pk).update(scan=Scan.REFUSED)
    DBTaskResult.objects.all().delete()
    commands.sweep()
    commands.sweep()
    assert work_off() == 1
    assert not kept.file.storage.exists(kept.file.name)
    commands.sweep()
    assert work_off() == 0


def _no_room(*_files: object) -> None:
    raise OSError(28, "No space left on device")


def test_clamd_when_it_kept_silent_then_is_not_waited_for_again_for_half_a_minute(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "LONG", 0.2)
    with socket.socket(socket.AF_UNIX) as listens:
        listens.bind(str(place))
        listens.listen()
        scanner = Clamd(str(place), seconds=0.3)
        with pytest.raises(scanning.ScannerAway, match="TimeoutError"):
            scanner.scan(io.BytesIO(b"x"))
        with pytest.raises(scanning.ScannerAway, match="silent"):
            scanner.scan(io.BytesIO(b"x"))
    place.unlink()
    monkeypatch.setattr(silence, "monotonic", lambda: time.monotonic() + silence.REST)
    with a_clamd(place):
        assert scanner.scan(io.BytesIO(b"x")).is_clean
