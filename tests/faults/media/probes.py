"""Four hundred ways to ask for what has no address, below the addresses of a stream. The same ones every time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product

COUNT = 400
_SEED = 20180605

#: Ways to say "one folder up", as somebody has got through with somewhere.
CLIMBS = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "%2E%2E%2F", ".%2e/", "%252e%252e%252f", "..%252f", "%25252e%25252e%25252f",
    "%c0%ae%c0%ae/", "%c0%ae%c0%ae%c0%af", "..%c0%af", "%e0%80%ae%e0%80%ae%e0%80%af", "%f0%80%80%ae%f0%80%80%ae/",
    "..\\", "..%5c", "%2e%2e%5c", "..%255c", "....//", "....%2f%2f", "..;/", "..;v=1/", "./../", "..%00/", "..%2f%00",
    "%00../", "..%0d%0a/", "..%09/", "%20../", "..%20/", "．．／", "‥/", "..∕", "..⁄", "%ef%bc%8e%ef%bc%8e%ef%bc%8f",
    "..%e2%88%95", "%u002e%u002e%u2215", "..//", ".../", "../../../../../../../../", "..%2f..%2f..%2f..%2f..%2f",
    "~/", "%7e/", "./", "%2e/", "/", "%2f", "//", "\\\\", "%5c%5c", "file:///", "C:\\",
)  # fmt: skip

#: Where in an address it is tried. {ref}: the stream; {climb}, {goal}: as above and below; {piece}: a piece of it.
PLACES = (
    "/streams/{climb}{goal}",
    "/streams/{climb}{climb}{goal}",
    "/streams/{climb}live-{ref}/{goal}",
    "/streams/live-{ref}/{climb}{goal}",
    "/streams/live-{ref}/{goal}",
    "/streams/.{ref}/{goal}",
    "/streams/{ref}{climb}{goal}",
    "/streams/{ref}/{goal}",
    "/streams/{ref}/{climb}{goal}",
    "/streams/{ref}/{climb}{climb}{climb}{goal}",
    "/streams/{ref}/{climb}live-{ref}/{goal}",
    "/streams/{ref}/{climb}{goal}.m3u8",
    "/streams/{ref}/live-{climb}{goal}.m3u8",
    "/streams/{ref}/live-{goal}.m3u8",
    "/streams/{ref}/live-picture.m3u8/{climb}{goal}",
    "/streams/{ref}/{climb}{goal}.m4s",
    "/streams/{ref}/{goal}%00.m4s",
    "/streams/{ref}/{goal}%00{piece}",
    "/streams/{ref}/{piece}/{climb}{goal}",
    "/streams/{ref}/{piece}%00{climb}{goal}",
    "/streams/{ref}/{piece}%2f{climb}{goal}",
    "/streams/{ref}/film.mp4/{climb}{goal}",
    "/streams/{ref}/token.json/{climb}{goal}",
    "/media/{climb}streams/live-{ref}/{goal}",
    "/media/streams/live-{ref}/{goal}",
    "/en/streams/{ref}/{climb}{goal}",
)


def probes(ref: str, piece: str, *, other: tuple[str, str], goals: Sequence[str]) -> list[str]:
    """Targets of requests. `piece`: one that may be had; `other`: another stream and a piece of it; `goals`: files."""
    made = [
        # Another stream's names, and ours under another's.
        *(f"/streams/{ref}/{name}" for name in (other[1], f"../{other[0]}/{other[1]}", f"live-{other[0]}/{other[1]}")),
        *(f"/streams/{other[0]}/{name}" for name in (piece, other[1], "live-picture.m3u8", "live-master.m3u8")),
        # The right names, not quite.
        *(f"/streams/{ref}/{name}" for name in (piece.upper(), piece.title(), f"{piece}.", f"{piece}%20", f" {piece}")),
        *(f"/streams/{ref}/{name}" for name in (f"{piece}%0a", f"{piece}~", piece[:-1], piece[1:], f"a{piece}", "")),
        *(f"/streams/{name}/{piece}" for name in (ref.upper(), ref.title(), ref[:-1], f"{ref}a", f"{ref}%0a", "live")),
        *(f"{start}/{ref}/{piece}" for start in ("/STREAMS", "/Streams", "/streams/", "/streams/.", "/streams%00")),
        *(f"/streams/{ref}/{'a' * size}.m4s" for size in (21, 200, 5_000, 9_000)),
        *(f"/streams/{'../' * count}etc/passwd" for count in (3, 30, 1_000)),
        *(f"/streams/{ref}/{'%2e%2e%2f' * count}etc%2fpasswd" for count in (3, 30, 300)),
    ]  # fmt: skip
    every = [
        place.format(ref=ref, piece=piece, climb=climb, goal=goal)
        for place, climb, goal in product(PLACES, CLIMBS, goals)
    ]
    random.Random(_SEED).shuffle(every)
    made += every
    return list(dict.fromkeys(made))[:COUNT]
