"""A page sends: it begins, lays down numbered pieces of what it records, and says when that was all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.ingest import public as ingest
from sixianghui.media import queries
from sixianghui.media.commands.live import admit
from sixianghui.media.intake import TurnedAway, Why
from sixianghui.media.models import Feed, Stream

_SENTENCES: Mapping[Why, Any] = {
    Why.BUSY: lambda: _("已经有一路画面进来了。先停掉那一路，再从这里推。"),
    Why.SHUT: lambda: _("接收还没有打开。请先点“打开接收”。"),
    Why.WRONG: lambda: _("密钥不对。请回“现场直播”，重新打开这一页。"),
    Why.EXPIRED: lambda: _("密钥过期了。请刷新这一页，再按“开始推”。"),
}


def begin_browser(one: Stream, *, by: Account, kind: str, picture: str, sound: str) -> Feed:
    """A page begins to send. Another feed of the same stream is in the way, unless it is this person's own page."""
    if kind not in ingest.KINDS or not (picture or sound):
        raise Conflict(_("这个浏览器录不成能播的画面。请换新版的 Chrome、Edge 或 Safari。"))
    about = {"kind": kind, "picture": picture[:16], "sound": sound[:16]}
    with transaction.atomic():
        Feed.objects.filter(stream=one, way=Feed.Way.BROWSER, by=by, ended_at__isnull=True).update(
            ended_at=time.now(), why="replaced"
        )
        try:
            admitted = admit(one, way=Feed.Way.BROWSER, house="", by=by, about=about)
        except TurnedAway as away:
            raise Conflict(_SENTENCES[away.why]()) from away
    return Feed.objects.get(ref=admitted.feed)


def lay_down(feed: Feed, number: int, data: bytes) -> int:
    """Keep a piece, on disk when this returns; again is as good. Returns which one is next.

    Raises `Gap` and `TooMany`, which say which one is wanted, and `OSError`. Whether the feed still runs is asked before.
    """
    return ingest.lay(queries.inbox_of(feed), number, data)


def end_browser(feed: Feed) -> Feed:
    """The page has sent all it had. What it has sent is still read to its end."""
    folder = queries.inbox_of(feed)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / ingest.LAST).touch(mode=0o600)
    return feed
