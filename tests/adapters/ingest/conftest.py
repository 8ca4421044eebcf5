"""A studio, encoders at its ways in, and what is seen of them from outside."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import psutil
import pytest

from sixianghui.media import ffmpeg
from tests.faults.lectures.studio import Studio


@pytest.fixture(scope="session")
def program() -> str:
    """The ffmpeg that encoders are."""
    return ffmpeg.find()


@pytest.fixture
def studio(product_environ: dict[str, str]) -> Iterator[Studio]:
    """A house with an armed lecture; no other beside it."""
    with Studio(product_environ) as one:
        yield one


def is_open(port: int) -> bool:
    """Whether anybody listens there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


def feeds(studio: Studio) -> list[str]:
    """The ways of all feeds that the journal of the stream tells of: one for each ffmpeg that was begun."""
    journal = studio.folder / "journal"
    if not journal.exists():
        return []
    rows = [json.loads(line) for line in journal.read_text().splitlines()]
    return [row["way"] for row in rows if row["is"] == "feed"]


def laid_down(studio: Studio) -> int:
    """How many pieces lie there."""
    return len(list(studio.folder.glob("*.m4s"))) if studio.folder.exists() else 0


def said(studio: Studio) -> dict[str, object]:
    """What is written down of the feed, for the desk."""
    path = studio.folder / "status.json"
    return json.loads(path.read_text()) if path.exists() else {}


def flows(studio: Studio) -> bool:
    """Whether a feed runs of which something is there."""
    told = said(studio)
    return bool(told.get("pieces")) and not told.get("over")


def kill_makers(studio: Studio) -> None:
    """End every program that the ingest has started."""
    for one in psutil.Process(studio.process_id("ingest")).children(recursive=True):
        one.kill()
