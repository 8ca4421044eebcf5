"""What has come in live of a stream, as `ingest` laid it down: which pieces are there, for whom, and its clock."""

from __future__ import annotations

import json
import shutil
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sixianghui.ingest import public as ingest
from sixianghui.ingest.public import Journal, Piece
from sixianghui.media import playlists, shelf
from sixianghui.media.playlists import Variant

#: How many pieces a live playlist holds, and for whoever looks at it before others.
WINDOW, LOOKED_AT = 8, 6
#: A player keeps so many seconds from the end of a live playlist: two pieces.
BEHIND = 4
_MOST_JOURNALS = 8
#: Seconds after which nothing more comes: of an encoder that is known to be over, and of one whose process may have fallen.
_QUIET, _SILENT = 3.0, 25.0
_lock = threading.Lock()
_journals: OrderedDict[str, Journal] = OrderedDict()


@dataclass(frozen=True)
class Span:
    """From when to when something was on the air, in seconds since 1970; `ended` is None while it is."""

    began: float
    ended: float | None

    def holds(self, piece: Piece) -> bool:
        """Whether a piece belongs to it: nothing of it was before the beginning, and at least half was before the end."""
        return self.began <= piece.at and (self.ended is None or piece.at + piece.seconds / 2 <= self.ended)


def folder_of(ref: str) -> Path:
    """Where it lies. Raises `ValueError` for what is no name of ours."""
    return shelf.folder_of(ref).with_name(f"live-{ref}")


def journal_of(ref: str) -> Journal | None:
    """What is written down of a stream so far; None when nothing has come."""
    folder = folder_of(ref)
    with _lock:
        known = _journals.pop(ref, None)
        if not folder.is_dir():
            return None  # also when another process has taken it away
        if known is None:
            known = Journal(folder)
        _journals[ref] = known
        while len(_journals) > _MOST_JOURNALS:
            _journals.popitem(last=False)
        return known.update()


def remove(ref: str) -> None:
    """Take away all that came in."""
    shutil.rmtree(folder_of(ref), ignore_errors=True)


def tidy(ref: str) -> None:
    """Take away what nobody needs any more once nothing comes: room laid aside, and what pages sent."""
    folder = folder_of(ref)
    (folder / ingest.RESERVE).unlink(missing_ok=True)
    for inbox in folder.glob("inbox-*"):
        shutil.rmtree(inbox, ignore_errors=True)


def has_settled(ref: str, feed: str, now: float) -> bool:
    """Whether what its last encoder sent is laid down to its end, or will never be.

    feed: the ref of that encoder's feed. now: by the real clock, as files have it.
    """
    folder, told = folder_of(ref), status_of(ref)
    quiet = now - max((_changed(folder / name) for name in (ingest.STATUS, ingest.JOURNAL)), default=0)
    over = told is not None and told.get("feed") == feed and bool(told.get("over"))
    return quiet > (_QUIET if over else _SILENT)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def parts_of(journal: Journal, rendition: str, span: Span | None) -> list[Piece]:
    """The pieces of a rendition that are there; of what was on the air only, where a span is given."""
    return [one for one in journal.there(rendition) if span is None or span.holds(one)]


def renditions_of(journal: Journal, span: Span | None, *, running: bool) -> list[str]:
    """Which renditions there are; while it runs, those that the encoder of now sends."""
    return [
        name
        for name in ingest.RENDITIONS
        if (not running or _is_sent(journal, name)) and any(parts_of(journal, name, span)[:1])
    ]


def _is_sent(journal: Journal, rendition: str) -> bool:
    """Whether the encoder of now sends it. One that has just come has said nothing yet, and takes nothing away."""
    return not journal.heads or rendition in journal.heads


def live_playlist(journal: Journal, rendition: str, span: Span | None) -> str | None:
    """The latest pieces. span: what was on the air; None for whoever looks at it before others. None: nothing is there."""
    parts = parts_of(journal, rendition, span)
    over = span is not None and span.ended is not None
    if not parts or (not over and not _is_sent(journal, rendition)):
        return None
    shown = parts[-(WINDOW if span is not None else LOOKED_AT) :]
    # Counted from the journal, where nothing is ever taken out: the same piece has the same number.
    every = journal.pieces[rendition]
    first = every.index(shown[0])
    breaks = shown[0].turn
    return playlists.taken(shown, first=first, breaks=breaks, over=over)


def whole_playlist(journal: Journal, rendition: str, span: Span) -> str | None:
    """All that was on the air, to be watched again."""
    parts = parts_of(journal, rendition, span)
    return playlists.taken(parts, over=True, whole=True) if parts else None


def master(journal: Journal, span: Span | None, prefix: str, *, running: bool) -> str:
    """The list of what there is."""
    variants = []
    for name in renditions_of(journal, span, running=running):
        heading = journal.headings[name]
        parts = parts_of(journal, name, span)[-30:]
        most = max(int(one.size * 8 / max(one.seconds, 0.5)) for one in parts)
        variants.append(Variant(f"{prefix}{name}.m3u8", heading.codecs, most, heading.width, heading.height))
    return playlists.listed(variants)


def is_there(journal: Journal, name: str, span: Span | None) -> bool:
    """Whether a file of this name is one of its pieces or heads, and belongs to the span."""
    for pieces in journal.pieces.values():
        for one in reversed(pieces):
            if (
                name in {one.name, one.head}
                and one.name not in journal.gone
                and (span is None or span.holds(one))
            ):
                return True
    return False


def turns_of(journal: Journal, span: Span) -> list[list[Piece]]:
    """What was on the air, by encoder: of each the best rendition it has."""
    found: dict[int, list[Piece]] = {}
    for rendition in (ingest.RENDITIONS[0], ingest.RENDITIONS[-1]):
        taken: dict[int, list[Piece]] = {}
        for one in parts_of(journal, rendition, span):
            taken.setdefault(one.turn, []).append(one)
        found = taken | found
    return [found[turn] for turn in sorted(found)]


def clock_of(parts: Sequence[Piece], began: float) -> list[list[float]]:
    """Where the recording has what: [seconds after the beginning, seconds in the recording, how long], without gaps in it."""
    spans: list[list[float]] = []
    at = 0.0
    for one in parts:
        since = one.at - began
        if spans and abs(spans[-1][0] + spans[-1][2] - since) < 1.0:
            spans[-1][2] += one.seconds
        else:
            spans.append([since, at, one.seconds])
        at += one.seconds
    return [[round(number, 3) for number in one] for one in spans]


def trimmed(clock: Sequence[Sequence[float]], begin: float, end: float, seconds: float) -> list[list[float]]:
    """The same for a recording of `seconds` of which only these are left."""
    spans = []
    for since, at, lasts in clock or [(0.0, 0.0, seconds)]:
        first, last = max(at, begin), min(at + lasts, end)
        if first < last:
            spans.append([round(number, 3) for number in (since + first - at, first - begin, last - first)])
    return spans


def moment(clock: Sequence[Sequence[float]], seconds: float) -> float:
    """Where in the recording that is, which happened so many seconds after the beginning. In a gap: where it goes on."""
    if not clock:
        return seconds
    for since, at, lasts in clock:
        if seconds < since + lasts:
            return at + max(0.0, seconds - since)
    _since, at, lasts = clock[-1]
    return at + lasts


def status_of(ref: str) -> dict[str, Any] | None:
    """What `ingest` last said of the encoder; None when it said nothing."""
    try:
        found: dict[str, Any] = json.loads((folder_of(ref) / ingest.STATUS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found
