"""A lecture on the air that was rehearsed before, and what others got of the rehearsal while it ran."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sixianghui.media import ffmpeg
from tests import databases, demo
from tests.faults.lectures.studio import Page, Studio
from tests.faults.media.hosting import Hosted
from tests.faults.media.viewing import logs_in

_TOKEN = re.compile(r"\?t=([0-9a-f]+-[0-9a-f]{32})")
_ASKED = ("live-master.m3u8", "live-picture.m3u8", "live-sound.m3u8", "master.m3u8", "film.mp4", "token.json")


@dataclass
class Air:
    """rehearsed: names of the rehearsal; to_others, to_host: statuses of the answers meanwhile; logs: what was said."""

    studio: Studio
    logs: Path
    rehearsed: list[str]
    to_others: dict[str, int] = field(default_factory=dict)
    to_host: int = 0
    began: float = 0.0

    def told(self) -> list[str]:
        """The pieces of the picture that belong to the time since it began: what others may be told of."""
        pieces = self.studio.journal().there("picture")
        return [one.name for one in pieces if one.at + one.seconds / 2 >= self.began]

    def newest(self) -> str:
        """The latest of them."""
        return self.told()[-1]

    def token(self) -> str:
        """The one that the host's playlist names just now."""
        _status, text = self.studio.ask("live-picture.m3u8", self.studio.made["host"])
        return _TOKEN.findall(text)[0]


@contextlib.contextmanager
def on_the_air(folder: Path, *, closed: bool) -> Iterator[Air]:
    """A page sends all the while."""
    logs = folder / "logs"
    with contextlib.ExitStack() as stack:
        with logs_in(logs):
            studio = Hosted(demo.environ_of(databases.a_data_folder(folder)), closed=closed)
            stack.enter_context(studio)
        stack.enter_context(Page(studio, ffmpeg.find()))
        air = _rehearsed(studio, logs)
        studio.host("begin")
        air.began = studio.host("times")["began"]
        studio.wait_for(lambda: len(air.told()) > 1)
        yield air


def _rehearsed(studio: Studio, logs: Path) -> Air:
    host = studio.made["host"]
    names = studio.wait_for(lambda: (found := studio.pieces(session=host))[1:] and found)
    air = Air(studio, logs, names)
    token = air.token()
    for who, session in (("nobody", ""), ("stranger", studio.made["stranger"])):
        for name in (*_ASKED, *names, *(f"{one}?t={token}" for one in names)):
            air.to_others[f"{name} to {who}"] = studio.ask(name, session)[0]
    air.to_host = studio.ask(names[0], host)[0]
    return air


class Watching:
    """Asks for these again and again until the block ends; `last`: when something was sent last, in seconds since 1970."""

    def __init__(self, studio: Studio, names: list[str], session: str = "") -> None:
        self.last = 0.0
        self.sent = 0
        self._studio, self._names, self._session = studio, names, session
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watching:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            for name in self._names:
                if self._studio.ask(name, self._session)[0] == 200:
                    self.last = time.time()
                    self.sent += 1
