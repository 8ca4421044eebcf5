"""Run as a process: the host of a studio's lecture, who does one word after the other; says a line of JSON for each.

Words: those of `tests.faults.lectures.filming`, and `remove` (the recording is taken
away), `secrets` (what nobody may ever be sent), `tokens` (good ones and others), `second` (another stream, shown nowhere),
`times` (of the beginning and of the cut).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import django

from tests.faults.lectures import filming
from tests.faults.lectures.studio import Studio


class Hosted(Studio):
    """A studio whose host is one process all the time, which is quicker than one for each word."""

    _host: subprocess.Popen[str] | None = None

    def host(self, word: str) -> dict[str, Any]:
        if self._host is None:
            self._host = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.media.hosting"],
                env=self.environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert self._host.stdin is not None
        assert self._host.stdout is not None
        self._host.stdin.write(f"{word}\n")
        self._host.stdin.flush()
        told: dict[str, Any] = json.loads(self._host.stdout.readline())
        return told

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        if self._host is not None:
            self._host.kill()
            self._host.communicate()


def remove(lecture: Any, host: Any) -> dict[str, Any]:
    """The recording is taken away."""
    from sixianghui.lectures.commands.picture import set_stream

    set_stream(lecture, None, by=host)
    return {}


def secrets(lecture: Any, _host: Any) -> dict[str, Any]:
    """The hash of the key and the passphrase that goes with it."""
    from sixianghui.media.intake import passphrase

    door = lecture.stream.intake
    return {"hash": door.key_hash, "passphrase": passphrase(lecture.stream.ref, door.generation)}


def tokens(lecture: Any, _host: Any) -> dict[str, Any]:
    """A token for its pieces, one of an hour ago, one of another stream."""
    import time_machine

    from sixianghui.media.tokens import token_for

    ref = lecture.stream.ref
    with time_machine.travel(time.time() - 3600):
        over = token_for(ref)
    return {"good": token_for(ref), "over": over, "other": token_for("a" * 20)}


def second(_lecture: Any, host: Any) -> dict[str, Any]:
    """Another stream of the same host."""
    from sixianghui.media.public import open_live

    return {"stream": open_live(title="另一路", by=host).ref}


def times(lecture: Any, _host: Any) -> dict[str, Any]:
    """Seconds since 1970; None for what did not happen."""
    from sixianghui.lectures import queries

    began, cut = queries.standing(lecture).began, lecture.stream.cut_at
    return {name: at and at.timestamp() for name, at in (("began", began), ("cut", cut))}


_MORE = {one.__name__: one for one in (remove, secrets, tokens, second, times)}


def _do(word: str) -> dict[str, Any]:
    if word.startswith("make"):
        return filming.make(is_open=word == "make")
    if word not in _MORE:
        return filming.act(word)
    from sixianghui.lectures.models import Lecture

    lecture = Lecture.objects.get()
    return _MORE[word](lecture, lecture.activity.made_by)


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        print(json.dumps(_do(line.strip())), flush=True)
