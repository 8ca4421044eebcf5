"""A disk that fails, is full, or loses power: a yes is said only after the disk has said it, and a no is a sentence."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sixianghui.project import supervisor
from tests.factories import signed_in
from tests.factories.files import uploaded
from tests.faults.disks import a_small_disk, fill
from tests.faults.house import House
from tests.faults.media.doors import an_editor
from tests.faults.spending import ROOT, Book, Writer, compare, links, wait_for
from tests.faults.test_database_locked import APP as HASTY

pytestmark = [pytest.mark.sqlite, pytest.mark.deep]
TRUSTING = [sys.executable, "-m", "tests.faults.trusting_app"]


def traced(log: Path, *words: str, app: Sequence[str] = ()) -> list[str]:
    """The app under strace; skips where there is none."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    return [strace, "-f", "-o", str(log), *words, *(app or supervisor.python("app", "--index", "0"))]


class Load:
    """Writers at work while the block lasts."""

    def __init__(self, house: House, environ: dict[str, str], many: int = 3_000, writers: int = 4) -> None:
        self.book, self._stop = Book(), threading.Event()
        tokens = links(environ, many)
        self._writers = [Writer(house.port, tokens, self.book, self._stop) for _ in range(writers)]

    def __enter__(self) -> Book:
        for one in self._writers:
            one.start()
        return self.book

    def __exit__(self, *_failed: object) -> None:
        self._stop.set()
        for one in self._writers:
            one.join()


def ours(environ: dict[str, str]) -> dict[str, str]:
    return {**environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}


# --- T2: losing power ------------------------------------------------------------------------------------------------

_SYNCED = re.compile(
    r"f(?:data)?sync\(\d+<[^>]*sqlite3-wal>\)\s*=\s*0|<\.\.\. f(?:data)?sync resumed>\)\s*=\s*0"
)
_SAID_YES = re.compile(r'(?:sendto|sendmsg|write|writev)\(.*"HTTP/1\.[01] 302')


def yes_without_the_disk(log: Path) -> tuple[int, int]:
    """How often a yes was said, and how often no sync of the database stood between it and the yes before."""
    said = early = 0
    synced = False
    for line in log.read_text(errors="replace").splitlines():
        if _SYNCED.search(line):
            synced = True
        elif _SAID_YES.search(line):
            said, early, synced = said + 1, early + (not synced), False
    return said, early


def spend_one_by_one(environ: dict[str, str], tmp_path: Path, app: Sequence[str] = ()) -> tuple[int, int]:
    log = tmp_path / "calls"
    command = traced(
        log, "-y", "-s", "60", "-e", "trace=fdatasync,fsync,sendto,sendmsg,write,writev", app=app
    )
    with House(ours(environ), app=command) as house, Load(house, environ, many=60, writers=1) as book:
        wait_for(book, 60)
    return yes_without_the_disk(log)


def test_yes_when_it_is_said_then_the_disk_has_said_it_before(
    product_environ: dict[str, str], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    said, early = spend_one_by_one(product_environ, tmp_path)
    record_property("counted", f"power: {said} answers of yes, {early} before the disk had it")
    assert (said >= 60, early) == (True, 0)


def test_control_when_the_disk_is_not_waited_for_then_it_is_found(
    product_environ: dict[str, str], tmp_path: Path
) -> None:
    said, early = spend_one_by_one(product_environ, tmp_path, app=TRUSTING)
    assert said >= 60
    assert early > 30


# --- T3: a disk that fails -------------------------------------------------------------------------------------------


#: Which calls fail, the first and then every so many: a commit writes some fifty pages and syncs once or twice.
FAILS = {"EIO": ("fsync,fdatasync", "60+23"), "ENOSPC": ("pwrite64", "1500+1009")}


@pytest.mark.parametrize("error", FAILS)
def test_writes_when_the_disk_fails_now_and_then_then_each_is_done_or_refused_with_503(
    error: str,
    product_environ: dict[str, str],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    calls, when = FAILS[error]
    inject = f"inject={calls}:error={error}:when={when}"
    command = traced(tmp_path / "calls", "-e", f"trace={calls}", "-e", inject, "-e", "signal=none")
    with House(product_environ, app=command) as house:
        with Load(house, product_environ) as book:
            wait_for(book, 120)
        fallen = [line for line in house.fallen if "app-0" in line]
    found = compare(Path(product_environ["SIXIANGHUI_DATA"]), book, [])
    statuses = dict(book.statuses)
    record_property("counted", f"{error}: {found.told} acknowledged, {statuses.get(503, 0)} refused with 503")
    assert (found.lost, found.doubled, found.integrity, found.chain.ok) == (0, 0, "ok", True)
    assert set(statuses) <= {302, 404, 503}
    assert statuses[503] > 0
    assert fallen == []


# --- T4: a full disk -------------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path, data_folder: Path, product_environ: dict[str, str]) -> Iterator[dict[str, str]]:
    with a_small_disk(tmp_path, data_folder, megabytes=120) as data:
        yield {**product_environ, "SIXIANGHUI_DATA": str(data)}


def test_disk_when_full_then_reading_goes_on_and_writing_is_refused_until_there_is_room(
    small: dict[str, str], record_property: Callable[[str, object], None]
) -> None:
    data = Path(small["SIXIANGHUI_DATA"])
    with House(small) as house:
        before = house.process_id("app-0")
        with Load(house, small) as book:
            wait_for(book, 20)
            hog = fill(data)
            _until_refused(book)
            reads = [house.get(path)[0] for path in ("/", "/en/", "/figures/", "/healthz", "/servingz")]
            hog.unlink()
            wait_for(book, len(book.told) + 20, limit=30)
        assert house.process_id("app-0") == before
    found = compare(data, book, [])
    record_property(
        "counted",
        f"full: {found.told} acknowledged, {found.lost} lost, {book.statuses[503]} refused with 503",
    )
    assert reads == [200] * 5
    assert (found.lost, found.doubled, found.integrity, found.chain.ok) == (0, 0, "ok", True)
    assert set(book.statuses) <= {302, 404, 503}


def test_control_when_nobody_answers_for_a_full_disk_then_500(small: dict[str, str]) -> None:
    with House(ours(small), app=[*HASTY, "--bare"]) as house, Load(house, small) as book:
        wait_for(book, 10)
        fill(Path(small["SIXIANGHUI_DATA"]))
        _until_refused(book, 500)


def _until_refused(book: Book, status: int = 503) -> None:
    """Until four were answered so."""
    import time

    last = time.monotonic() + 60
    while book.statuses[status] < 4:
        assert time.monotonic() < last, dict(book.statuses)
        time.sleep(0.02)


@contextmanager
def full(data: Path) -> Iterator[None]:
    """Room for the first part of a picture only."""
    hog = fill(data, leave=64 * 1024)
    try:
        yield
    finally:
        hog.unlink()


@contextmanager
def failing(_data: Path) -> Iterator[None]:
    """All of it can be written, and then the disk does not take it."""

    def refuse(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        yield


def a_rough_picture() -> bytes:
    """A megabyte, however well it is packed."""
    target = io.BytesIO()
    Image.effect_noise((1600, 1000), 90).convert("RGB").save(target, format="JPEG", quality=92)
    return target.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("how", [full, failing])
def test_picture_when_the_disk_of_the_uploads_takes_nothing_then_503_and_no_half_stays_and_later_it_is_taken(
    tmp_path: Path, settings: Any, how: Callable[[Path], AbstractContextManager[None]]
) -> None:
    (tmp_path / "site" / "media").mkdir(parents=True)
    client = signed_in(an_editor())
    client.raise_request_exception = False
    words = {"title": "样例", "description": "样例图的说明", "consent": "drawing", "collection": "1"}
    picture = a_rough_picture()
    with a_small_disk(tmp_path, tmp_path / "site", megabytes=16) as data:
        settings.MEDIA_ROOT = data / "media"

        def send() -> tuple[int, int]:
            """The status, and how many files lie there afterwards."""
            answer = client.post("/cms/images/add/", {**words, "file": uploaded(picture, "a.jpg")})
            return answer.status_code, sum(path.is_file() for path in (data / "media").rglob("*"))

        with how(data):
            assert send() == (503, 0)
        status, kept = send()
        assert (status, kept > 0) == (302, True)  # the control: it was the disk's fault
