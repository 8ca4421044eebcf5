"""People who each do one kind of thing as fast as they are answered: answer a poll, write a comment, write at a plan.

Whoever gets no answer presses again, as a browser does: with the same key, the same words, or as the same person. What they
were told is kept by `told`; `look` holds it against the database. Run as a process, this makes what they need.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.house import post
from tests.faults.lectures.room import words_of

ROOT = Path(__file__).resolve().parents[2]
#: A person says something every two seconds at most.
_CROWD = 12
#: Seconds between one answer to the poll and the next.
_BREATH = 0.15


@dataclass(frozen=True)
class Found:
    """What the database says to what somebody was told: how many, and of these how many are not there or there twice."""

    kind: str
    told: int
    lost: int
    doubled: int


def make(environ: Mapping[str, str], voters: int) -> dict[str, Any]:
    """In the database of that environment: an open poll with so many who may answer, a thread, a plan in writing."""
    ours = {**environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    command = [sys.executable, "-m", "tests.faults.kinds", str(voters)]
    done = subprocess.run(command, env=ours, text=True, stdout=subprocess.PIPE, check=True)
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


class Kind(threading.Thread):
    """One who acts until `stop`. `kind`: what is done, for the report; `refused`: answers that should not have come."""

    kind = ""

    def __init__(self, port: int, made: Mapping[str, Any], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.made, self.stop = port, made, stop
        self.told = 0
        self.refused: list[str] = []

    def run(self) -> None:
        while not self.stop.is_set() and self._act():
            pass

    def _act(self) -> bool:
        """Do the next thing until it is answered. False when there is nothing left to do."""
        raise NotImplementedError

    def look(self, database: sqlite3.Connection) -> Found:
        """Hold what was told against what is there."""
        raise NotImplementedError

    def _post(self, path: str, session: str, **fields: str) -> tuple[int, bytes]:
        """Status and body; 0 when no answer came."""
        try:
            return post(self.port, path, session=session, **fields)
        except (OSError, http.client.HTTPException):
            return 0, b""

    def _until_answered(self, done: set[int], path: str, session: str, **fields: str) -> tuple[int, bytes]:
        """Press again while there is no answer or one that says to come back; (0, …) when told to stop meanwhile."""
        unsure = False
        while True:
            status, body = self._post(path, session, **fields)
            if status in done or (status == 409 and unsure):
                return status, body
            if status not in {0, 429, 502, 503, 504}:
                self.refused.append(f"{self.kind}: {status} {path}")
                return 0, body
            if self.stop.is_set():
                return 0, body
            unsure = unsure or status != 429
            time.sleep(0.3 if status == 429 else 0.02)


class Votes(Kind):
    """Each person answers the poll once; asked again it says that this has been done."""

    kind = "answers to a poll"

    def __init__(self, port: int, made: Mapping[str, Any], stop: threading.Event) -> None:
        super().__init__(port, made, stop)
        self._left = list(made["voters"])
        self._who: list[int] = []

    def _act(self) -> bool:
        if not self._left:
            return False
        account, session = self._left.pop()
        choice = str(account % 3 + 1)
        if self._until_answered({302}, f"/polls/{self.made['poll']}/answer/", session, choice=choice)[0]:
            self._who.append(account)
            self.told += 1
        # In no hurry: as many as there are have to last for all the kills.
        self.stop.wait(_BREATH)
        return True

    def look(self, database: sqlite3.Connection) -> Found:
        counted = Counter(
            int(row[0]) for row in database.execute("SELECT account_id FROM polls_participation")
        )
        (tallies,) = database.execute("SELECT sum(tally) FROM polls_option").fetchone()
        lost = sum(1 for one in self._who if not counted[one])
        return Found(self.kind, self.told, lost, abs(int(tallies or 0) - len(counted)))


class Comments(Kind):
    """A crowd writes in turn, each with the key of its form."""

    kind = "comments"

    def __init__(self, port: int, made: Mapping[str, Any], stop: threading.Event) -> None:
        super().__init__(port, made, stop)
        self._said: list[str] = []
        self._turn = 0

    def _act(self) -> bool:
        self._turn += 1
        number = self._turn % _CROWD
        text = words_of(number, self._turn)
        key = f"00000000-0000-4000-8000-{self._turn:012x}"
        path = f"/remarks/{self.made['thread']}/new/"
        if self._until_answered({302}, path, self.made["crowd"][number], text=text, intent=key)[0]:
            self._said.append(text)
            self.told += 1
        return True

    def look(self, database: sqlite3.Connection) -> Found:
        kept = Counter(str(row[0]) for row in database.execute("SELECT text FROM remarks_words"))
        lost = sum(1 for one in self._said if not kept[one])
        return Found(self.kind, self.told, lost, sum(1 for many in kept.values() if many > 1))


class Plan(Kind):
    """A line of a plan is written again and again: what stands there is what was kept last, or one try further."""

    kind = "a line of a plan"

    def __init__(self, port: int, made: Mapping[str, Any], stop: threading.Event) -> None:
        super().__init__(port, made, stop)
        self._version, self._turn, self._tried = 0, 0, ""

    def _act(self) -> bool:
        self._turn += 1
        text = f"第{self._turn}稿"
        fields = {"line-k-text": text, "line-k-version": str(self._version), "line-k-tried": self._tried}
        path = f"/plans/{self.made['plan']}/lines/line-k/"
        status, body = self._until_answered({200}, path, self.made["writer"], **fields)
        if status == 200:
            self._version, self._tried = json.loads(body)["version"], text
            self.told += 1
        elif status == 409:
            self.refused.append(f"{self.kind}: {body.decode()}")
        return not self.refused

    def look(self, database: sqlite3.Connection) -> Found:
        rows = database.execute(
            "SELECT text, version FROM campaigns_planline WHERE ref = 'line-k'"
        ).fetchall()
        said, version = rows[0] if rows else ("", 0)
        right = said in {f"第{self._turn}稿", self._tried} and version in {self._version, self._version + 1}
        return Found(self.kind, self.told, int(not right), max(0, len(rows) - 1))


KINDS: tuple[type[Kind], ...] = (Votes, Comments, Plan)


def look(data: Path, writers: list[Kind]) -> list[Found]:
    """What the database says to all of them."""
    with contextlib.closing(sqlite3.connect(data / "sixianghui.sqlite3")) as database:
        return [one.look(database) for one in writers]


def _main(voters: int) -> None:
    import datetime as dt

    import django

    django.setup()
    from django.db import transaction

    from sixianghui.access.public import Post
    from sixianghui.campaigns.models import Campaign
    from sixianghui.common import time as our_time
    from sixianghui.lectures.public import Wanted, begin, plan_lecture
    from sixianghui.polls import commands as polls
    from sixianghui.remarks.public import choose_name
    from tests.factories import an_account, an_appointment, signed_in, someone_with
    from tests.unit.campaigns import plan_house
    from tests.unit.polls.house import words

    house = plan_house.a_house()
    # The small organisation of the unit tests lives in 2018; these people write now.
    Campaign.objects.filter(pk=house.campaign.pk).update(ends_on=our_time.today() + dt.timedelta(days=30))
    house.notice.refresh_from_db()
    plan = house.plan()
    asker = someone_with(Post.SECRETARY, house.branch)
    poll = polls.draft(words(), unit=house.branch, by=asker)
    polls.publish(poll, by=asker)
    now = our_time.now()
    wanted = Wanted(
        title="把专业做到群众心里", seats=100, starts_at=now + dt.timedelta(minutes=1), ends_at=now + dt.timedelta(hours=20),
        lecturer="周明远（示例）", reviewed=False,
    )  # fmt: skip
    lecture = plan_lecture(wanted, unit=house.branch, by=asker)
    begin(lecture, by=asker)

    def session_of(account: Any) -> str:
        return str(signed_in(account).session.session_key)

    crowd = [an_account() for _ in range(_CROWD)]
    for number, one in enumerate(crowd):
        choose_name(one, f"过客{chr(0x4E00 + number * 7)}{chr(0x5E00 + number * 5)}")
    with transaction.atomic():
        answerers = [an_account(is_sample=True) for _ in range(voters)]
        for one in answerers:
            an_appointment(one, house.branch, Post.MEMBER)
        sessions = [(one.pk, session_of(one)) for one in answerers]
    print(
        json.dumps({
            "poll": poll.ref, "plan": plan.ref, "thread": lecture.comments.ref, "writer": session_of(house.secretary),
            "crowd": [session_of(one) for one in crowd], "voters": sessions,
        })
    )  # fmt: skip


if __name__ == "__main__":
    _main(int(sys.argv[1]))
