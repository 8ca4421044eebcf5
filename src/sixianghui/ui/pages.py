"""Pages for everybody: which answers `front` may keep, and how a change takes them back.

A view marks its answer with `keep`; a command that changes what a page shows calls `purge` inside its transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from sixianghui.common import wire
from sixianghui.front import public as front
from sixianghui.ui import registry

log = logging.getLogger(__name__)


def keep(request: HttpRequest, response: HttpResponse, *tags: str, seconds: int = 60) -> HttpResponse:
    """Let `front` keep this answer for everybody under `tags`, unless it was made for someone signed in.

    A page also gets the tags of what stands on every page. `seconds` is a backstop: purging by tag is what keeps
    pages true.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not response.cookies:
        around = registry.tags_everywhere() if response["Content-Type"].startswith("text/html") else ()
        shown: set[str] = getattr(request, _SHOWN, set())
        response.headers[wire.CACHE_TAGS] = " ".join(sorted({wire.EVERYTHING, *tags, *shown, *around}))
        response.headers[wire.CACHE_SECONDS] = str(seconds)
    return response


#: On a request: tags of what its page turned out to show.
_SHOWN = "shown_tags"


def shows(request: HttpRequest, *tags: str) -> None:
    """While a page is put together: it shows something that `tags` take back. For `keep`, which is called afterwards."""
    setattr(request, _SHOWN, getattr(request, _SHOWN, set()) | set(tags))


def keep_for_all(response: HttpResponse, *tags: str, seconds: int) -> HttpResponse:
    """Let `front` keep this answer under `tags` for everybody, whoever asks and whether they are signed in or not.

    Only for answers below `wire.STREAMS` that do not depend on the person: nothing else is kept for who is signed in.
    """
    response.headers[wire.CACHE_TAGS] = " ".join(sorted({wire.EVERYTHING, *tags}))
    response.headers[wire.CACHE_SECONDS] = str(seconds)
    return response


#: On a request: its page plays something.
PLAYS = "plays_something"


def plays(request: HttpRequest) -> None:
    """The answer to this request may play what a script of ours has loaded. Nothing else of its policy changes."""
    setattr(request, PLAYS, True)


#: On a request: its page films.
FILMS = "films"


def films(request: HttpRequest) -> None:
    """The answer to this request may use camera, microphone and screen, if the reader lets it. No other page may ask."""
    setattr(request, FILMS, True)


@dataclass
class _Purge:
    """What a transaction takes back once it is committed: one message to `front`, however many commands asked."""

    tags: set[str]

    def __call__(self) -> None:
        _purge_now(self.tags)


def purge(*tags: str) -> None:
    """Once the present transaction is committed, take back every kept page that carries one of `tags`."""
    for follow_up in (entry[1] for entry in connection.run_on_commit):
        if isinstance(follow_up, _Purge):
            follow_up.tags.update(tags)
            return
    transaction.on_commit(_Purge(set(tags)))


def _purge_now(tags: Iterable[str]) -> None:
    if settings.CONFIG.redis_url is None or not _purged_over_redis(settings.CONFIG.redis_url, tags):
        _purge_here(tags)


def _purged_over_redis(url: str, tags: Iterable[str]) -> bool:
    try:
        silent = front.bus(url).say("purge", " ".join(sorted(set(tags)))).silent
    except OSError:
        log.exception(
            "a purge of %s will be said when Redis is back; until then fronts without it serve no kept page",
            tags,
        )
        return False
    if silent:
        log.warning("fronts that did not acknowledge a purge and serve no kept page now: %s", sorted(silent))
    return True


def _purge_here(tags: Iterable[str]) -> None:
    folder: Path = settings.CONFIG.run
    result = front.purge(sorted(folder.glob("front-*.control")), tags)
    if not result.complete:
        log.error("page cache did not acknowledge a purge of %s: %s", list(tags), result.unanswered)


def purge_now(*tags: str) -> None:
    """Take the pages back at once; for the moment when a process starts and nothing is known of the one before."""
    _purge_now(tags or (wire.EVERYTHING,))
