"""A running house with a lecture on air; people who write in its room, and viewers who come back by themselves."""

from __future__ import annotations

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.adapters.front.listener import END, GAP, MESSAGE, Listener, Refused
from tests.faults.house import House, post

ROOT = Path(__file__).resolve().parents[3]
_SAID = re.compile(r'data-ref="([\w-]+)">(?:(?!data-ref).)*?data-text[^>]*>([^<]*)<', re.S)
_CURSOR = re.compile(r'cursor="(\d+)"')


def words_of(number: int, turn: int) -> str:
    """What somebody says in that turn: like nothing else that is said, or it would be held back as a repetition."""
    chance = random.Random(f"{number} {turn}")
    return f"第{number}位第{turn}句：" + "".join(chr(chance.randrange(0x4E00, 0x8000)) for _ in range(30))


class Room(House):
    """`say` writes as a browser does. `crowd`: how many may write."""

    def __init__(self, environ: Mapping[str, str], *, crowd: int, front: Sequence[str] = ()) -> None:
        ours = {**environ, "PYTHONPATH": str(ROOT)}
        self.made: dict[str, Any] = json.loads(self._run(ours, str(crowd)).splitlines()[-1])
        self.thread = f"/remarks/{self.made['comments']}/"
        self.topics = (
            f"watch:{self.made['lecture']}",
            f"lecture:{self.made['lecture']}",
            f"remarks:{self.made['comments']}",
        )
        super().__init__(ours, front=front)

    def _run(self, environ: Mapping[str, str], *words: str) -> str:
        command = [sys.executable, "-m", "tests.faults.lectures.lecturing", *words]
        done = subprocess.run(command, env=dict(environ), text=True, stdout=subprocess.PIPE, check=True)
        return done.stdout

    def end(self) -> None:
        """The host ends the lecture, in another process."""
        self._run(self.environ, "end")

    def note_heads(self, heads: int) -> None:
        """The desk notes how many came into the hall, in another process."""
        self._run(self.environ, f"heads={heads}")

    def say(self, session: str, text: str, key: str) -> int:
        """The status of the answer; raises when there is none."""
        return post(self.port, f"{self.thread}new/", session=session, text=text, intent=key)[0]

    def page(self) -> tuple[int, dict[str, str]]:
        """The thread as everybody reads it: from where to listen, and what was said by its ref. Asks until answered."""
        while True:
            try:
                status, body = self.get(self.thread)
            except (OSError, http.client.HTTPException):
                status, body = 0, b""
            if status == 200:
                text = body.decode()
                found = _CURSOR.search(text)
                assert found is not None
                return int(found[1]), dict(_SAID.findall(text))
            time.sleep(0.05)

    def value(self, figure: str) -> int:
        """A number as its own page says it."""
        status, body = self.get(f"/figures/{figure}/?format=json")
        assert status == 200, body
        return int(json.loads(body)["value"])


class Writer(threading.Thread):
    """Somebody writes until told to stop, each text again until it is taken: what was answered with yes is kept."""

    def __init__(self, room: Room, number: int) -> None:
        super().__init__(daemon=True)
        self.room, self.number = room, number
        self.taken: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        turn = 0
        while not self.over.is_set():
            text = words_of(self.number, turn)
            key = f"00000000-0000-4000-8000-{self.number:04x}{turn:08x}"
            try:
                status = self.room.say(self.room.made["crowd"][self.number], text, key)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if status == 302:
                self.taken.append(text)
                turn += 1
            time.sleep(2.1 if status in {302, 429} else 0.1)

    def stop(self) -> list[str]:
        self.over.set()
        self.join()
        return self.taken


class Viewer(threading.Thread):
    """Reads the page, listens from there, and comes back by the last number; after a gap the page is read anew.

    `forgetful`: comes back without a number, as nobody should, and not before something was said meanwhile. `seen`: what is on the screen, by ref. `twice`: refs
    of what was told more than once since the page was read; that the page shows what is told a moment later is no fault, it knows the ref.
    """

    def __init__(self, room: Room, *, forgetful: bool = False, watch: str = "") -> None:
        super().__init__(daemon=True)
        self.room, self.forgetful, self.watch = room, forgetful, watch
        self.seen: dict[str, str] = {}
        self.twice: list[str] = []
        self._told: set[str] = set()
        self.came_back = self.gaps = 0
        self.ready = threading.Event()
        self.over = threading.Event()

    def run(self) -> None:
        cursor: int | None = self._read()
        while not self.over.is_set():
            try:
                with Listener(self.room.port, *self.room.topics, last=cursor, watch=self.watch) as listener:
                    cursor = self._listen(listener, cursor)
            except (OSError, http.client.HTTPException, Refused, ConnectionError):
                pass
            self.came_back += 1
            if self.forgetful:
                cursor = None
                self._miss_something()
            time.sleep(0.05)

    def _miss_something(self) -> None:
        _cursor, known = self.room.page()
        while not self.over.is_set() and self.room.page()[1].keys() <= known.keys():
            time.sleep(0.1)

    def _listen(self, listener: Listener, cursor: int | None) -> int | None:
        listener.client.socket.settimeout(1)
        while not self.over.is_set():
            try:
                one = listener.next()
            except TimeoutError:
                continue
            if one.kind == END:
                break
            self.ready.set()
            cursor = max(one.number, cursor or 0)
            if one.kind == GAP and not self.forgetful:
                self.gaps += 1
                return self._read()
            if one.kind == MESSAGE and one.data["event"].get("what") == "shown":
                self._take(one.data["event"])
        return cursor

    def _read(self) -> int:
        cursor, self.seen = self.room.page()
        self._told.clear()
        return cursor

    def _take(self, event: dict[str, Any]) -> None:
        if event["ref"] in self._told:
            self.twice.append(event["ref"])
        self._told.add(event["ref"])
        self.seen[event["ref"]] = event["text"]

    def stop(self) -> None:
        self.over.set()
        self.join()


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something; fails when it does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)
