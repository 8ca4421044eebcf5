"""What an encoder has sent of a lecture, laid down as `ingest` does it, without one."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from sixianghui.common import time
from sixianghui.ingest.boxes import Head
from sixianghui.ingest.feed import STATUS, Told
from sixianghui.ingest.store import Store
from sixianghui.lectures.models import Lecture
from sixianghui.media import commands, queries, taken
from sixianghui.media.models import Feed, Stream

HOUSE = "node-one"


def camera_of(lecture: Lecture) -> Stream:
    """Its stream."""
    lecture.refresh_from_db()
    assert lecture.stream is not None
    return Stream.objects.get(pk=lecture.stream.pk)


def comes(lecture: Lecture, key: str) -> Feed:
    """An encoder shows its key and is let in."""
    admitted = commands.admit_by_key(key, way=Feed.Way.RTMP, house=HOUSE)
    assert admitted.stream == camera_of(lecture).ref
    return Feed.objects.get(ref=admitted.feed)


def begins(feed: Feed) -> None:
    """`ingest` has begun to read what it sends."""
    store = Store(taken.folder_of(feed.stream.ref), floor=0, reserve=0)
    store.begin(feed.ref, feed.way, feed.began_at.timestamp())
    store.close()


def sends(feed: Feed, *, seconds: float = 2.0, full: bool = False, **told: Any) -> None:
    """It has sent a piece just now; `told`: what is known of it."""
    stream = feed.stream
    now = time.now().timestamp()
    store = Store(taken.folder_of(stream.ref), floor=0, reserve=0)
    store.on_air(queries.on_air_since(stream))
    store.begin(feed.ref, feed.way, feed.began_at.timestamp())
    store.head("picture", Head(b"head", "avc1.64001f,mp4a.40.2", 1280, 720))
    store.piece("picture", b"piece", at=now - seconds, seconds=seconds)
    if full:
        store._note("full", at=now)
    store.close()
    known = Told(
        feed.way, feed.began_at.timestamp(), at=now, took=500_000, rate=2100, width=1280, height=720, picture="h264",
        sound="aac", keys=2.0, level=-21.0, loudest=-18.0, pieces=1, small="no_core", full=full,
    )  # fmt: skip
    values = {**dataclasses.asdict(known), **told}
    text = json.dumps({"feed": feed.ref, **values})
    (taken.folder_of(stream.ref) / STATUS).write_text(text, encoding="utf-8")
    commands.record_round(HOUSE, [feed.ref], {}, flowing=[feed.ref])
