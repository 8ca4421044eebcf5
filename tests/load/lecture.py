"""The lecture of 2018 for real: 17,693 viewings, more than a hundred comments over HTTP, two hours in eight minutes.

`bin/bench lecture` (and `bin/bench live --source`) starts the product on a folder of its own with a lecture on air. An
audience in a process of its own watches as people do; people who are signed in write; the desk notes the heads in the
hall; the host ends it. Then the product's own pages are asked for the numbers, which have to agree.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

# Run as a file; what it measures with lies in the tests.
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "src")]

from tests import databases, demo  # noqa: E402
from tests.faults.lectures.room import Room  # noqa: E402

#: How long after the last viewer has gone until the front has told of everybody's end.
SETTLES = 45
HEADS = 97


class Talk(threading.Thread):
    """People write, spread over the time, each from a session of their own; how long each answer took."""

    def __init__(self, room: Room, comments: int, seconds: float) -> None:
        super().__init__(daemon=True)
        self.room, self.comments, self.seconds = room, comments, seconds
        self.taken = 0
        self.waits: list[float] = []
        self.refused: list[int] = []

    def run(self) -> None:
        began = time.monotonic()
        for number in range(self.comments):
            due = began + 15 + (self.seconds - 30) * number / self.comments
            time.sleep(max(0.0, due - time.monotonic()))
            session = self.room.made["crowd"][number % len(self.room.made["crowd"])]
            text = f"第{number}条：{chr(0x4E00 + number * 53)}{chr(0x5E00 + number * 29)}讲到的这一段记下了"
            asked = time.monotonic()
            status = self.room.say(session, text, f"00000000-0000-4000-8000-{number:012x}")
            self.waits.append(time.monotonic() - asked)
            if status == 302:
                self.taken += 1
            else:
                self.refused.append(status)


def run(given: argparse.Namespace) -> dict[str, Any]:
    """Hold the lecture; everything that was seen from outside, and what the product says of it."""
    folder = Path(tempfile.mkdtemp(prefix="bench-lecture-"))
    shutil.copyfile(databases.sqlite_template(), folder / "sixianghui.sqlite3")
    try:
        with Room(demo.environ_of(folder), crowd=40) as room:
            talk = Talk(room, given.comments, given.seconds)
            command = [
                sys.executable, "-m", "tests.load.audience", str(room.port), ",".join(room.topics),
                "--viewers", str(given.viewers), "--seconds", str(given.seconds),
            ]  # fmt: skip
            root = Path(__file__).resolve().parents[2]
            audience = subprocess.Popen(
                command, cwd=root, env={**os.environ, "PYTHONPATH": f"{root}:{root / 'src'}"}, stdout=subprocess.PIPE, text=True
            )  # fmt: skip
            talk.start()
            room.note_heads(HEADS)
            said, _ = audience.communicate(timeout=given.seconds + 120)
            talk.join()
            time.sleep(SETTLES)
            room.end()
            names = ("viewings", "viewers", "peak", "watched", "comments", "on_site", "minutes")
            pages = {name: room.value(f"lectures.{name}") for name in names}
            waits = sorted(talk.waits)
            return {
                "audience": json.loads(said),
                "pages": pages,
                "acknowledged": talk.taken,
                "refused": talk.refused,
                "post_p50_ms": round(1000 * waits[len(waits) // 2]),
                "post_p99_ms": round(1000 * waits[int(len(waits) * 0.99)]),
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def verdicts(found: dict[str, Any], given: argparse.Namespace) -> list[tuple[str, bool]]:
    """What has to hold, in words."""
    seen, pages = found["audience"], found["pages"]
    return [
        (f"viewings {pages['viewings']:,} = {given.viewers:,} who watched", pages["viewings"] == given.viewers),
        (f"viewers {pages['viewers']:,} = {given.viewers:,}", pages["viewers"] == given.viewers),
        (f"comments {pages['comments']} = {found['acknowledged']} acknowledged", pages["comments"] == found["acknowledged"]),
        (f"on site {pages['on_site']} = {HEADS} noted at the desk", pages["on_site"] == HEADS),
        (f"lost {seen['lost']}, doubled {seen['doubled']}, refused {seen['refused']}", not (seen["lost"] or seen["doubled"] or seen["refused"])),
    ]  # fmt: skip


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench lecture", description=__doc__)
    parser.add_argument("--viewers", type=int, default=17_693)
    parser.add_argument("--comments", type=int, default=128)
    parser.add_argument("--seconds", type=float, default=480)
    given = parser.parse_args(arguments)
    found = run(given)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    done = verdicts(found, given)
    for words, holds in done:
        print("ok  " if holds else "off ", words)
    return 0 if all(holds for _words, holds in done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
