"""Playlists of HLS: the whole of a recording, and as much of it as a live one would have by now. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from sixianghui.ingest.public import Piece as Taken

#: How many pieces a live playlist holds.
WINDOW = 6
#: A live playlist is ahead by so many seconds. A player keeps that far from its end, so what it shows is of now.
AHEAD = 8.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A few seconds of a stream, by the name of their file."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Rendition:
    """One way to have a stream: the picture with its sound, or the sound alone. bandwidth: bits a second, at most."""

    head: str
    pieces: tuple[Piece, ...]
    bandwidth: int
    codecs: str

    @property
    def seconds(self) -> float:
        return sum(piece.seconds for piece in self.pieces)


def whole(rendition: Rendition) -> str:
    """All of it, for watching again."""
    return _playlist(rendition, rendition.pieces, first=0, kind="VOD", over=True)


def there_by(pieces: Sequence[Piece], elapsed: float) -> int:
    """How many pieces a live playlist knows of, so many seconds after the beginning: what is complete, and one at least."""
    known = sum(end <= elapsed + AHEAD + 1e-6 for end in accumulate(piece.seconds for piece in pieces))
    return min(max(known, 1), len(pieces))


def live(
    rendition: Rendition, elapsed: float, *, began: dt.datetime | None = None, over: bool = False
) -> str:
    """What a live playlist says, `elapsed` seconds after the beginning. Over: nothing more comes."""
    known = there_by(rendition.pieces, elapsed)
    first = max(0, known - WINDOW)
    at = None
    if began is not None:
        at = began + dt.timedelta(seconds=sum(piece.seconds for piece in rendition.pieces[:first]))
    over = over or known == len(rendition.pieces)
    return _playlist(rendition, rendition.pieces[first:known], first=first, at=at, over=over)


def master(renditions: Sequence[tuple[str, Rendition]], size: tuple[int, int]) -> str:
    """The list of what there is: (address of its playlist, rendition), the best first. A size of nought: no picture."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for address, rendition in renditions:
        about = [f"BANDWIDTH={rendition.bandwidth}", f'CODECS="{rendition.codecs}"']
        if (all(size) and "," in rendition.codecs) or rendition.codecs.startswith("avc1"):
            about.append(f"RESOLUTION={size[0]}x{size[1]}")
        lines += [f"#EXT-X-STREAM-INF:{','.join(about)}", address]
    return "\n".join(lines) + "\n"


def _playlist(
    rendition: Rendition,
    pieces: Sequence[Piece],
    *,
    first: int,
    over: bool,
    kind: str = "",
    at: dt.datetime | None = None,
) -> str:
    # Of all pieces, not of these: it must not change while somebody watches.
    longest = max((math.ceil(piece.seconds - 1e-6) for piece in rendition.pieces), default=1)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, longest)}",
        f"#EXT-X-MEDIA-SEQUENCE:{first}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    if kind:
        lines.append(f"#EXT-X-PLAYLIST-TYPE:{kind}")
    lines.append(f'#EXT-X-MAP:URI="{rendition.head}"')
    if at is not None:
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{at.isoformat(timespec='milliseconds')}")
    for piece in pieces:
        lines += [f"#EXTINF:{piece.seconds:.6f},", piece.name]
    if over:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"


def taken(
    parts: Sequence[Taken], *, first: int = 0, breaks: int = 0, over: bool = False, whole: bool = False
) -> str:
    """What came in, as far as it is there: `parts` from number `first` on, behind so many `breaks` between encoders.

    over: nothing more comes. whole: to be watched again, from its beginning.
    """
    longest = max((math.ceil(part.seconds - 0.5) for part in parts), default=2)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(2, longest)}",
        f"#EXT-X-MEDIA-SEQUENCE:{first}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{breaks}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    if whole:
        lines.append("#EXT-X-PLAYLIST-TYPE:VOD")
    before: Taken | None = None
    for part in parts:
        if before is not None and part.turn != before.turn:
            lines.append("#EXT-X-DISCONTINUITY")
        if before is None or part.head != before.head:
            lines.append(f'#EXT-X-MAP:URI="{part.head}"')
        if before is None or part.turn != before.turn:
            at = dt.datetime.fromtimestamp(part.at, dt.UTC)
            lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{at.isoformat(timespec='milliseconds')}")
        lines += [f"#EXTINF:{part.seconds:.6f},", part.name]
        before = part
    if over:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Variant:
    """One rendition in the list of what there is. width, height: 0 without a picture."""

    address: str
    codecs: str
    bandwidth: int
    width: int = 0
    height: int = 0


def listed(variants: Sequence[Variant]) -> str:
    """The list of what there is, the best first."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for one in variants:
        about = [f"BANDWIDTH={one.bandwidth}", f'CODECS="{one.codecs}"']
        if one.width and one.height:
            about.append(f"RESOLUTION={one.width}x{one.height}")
        lines += [f"#EXT-X-STREAM-INF:{','.join(about)}", one.address]
    return "\n".join(lines) + "\n"
