"""Which of the three encodings a client prefers, and how bytes get into them."""

from __future__ import annotations

import gzip

import brotli

#: Preferences that can differ in what is sent; an index into this is a "taste". Identity ends each of them:
#: whoever refuses even that gets it rather than an error.
TASTES: tuple[tuple[str, ...], ...] = (
    ("identity",),
    ("gzip", "identity"),
    ("br", "identity"),
    ("br", "gzip", "identity"),
    ("gzip", "br", "identity"),
)
IDENTITY = 0

#: Shorter bodies gain nothing.
WORTH_COMPRESSING = 512

_COMPRESSIBLE = (
    b"text/",
    b"application/json",
    b"application/javascript",
    b"application/manifest+json",
    b"application/ld+json",
    b"application/xml",
    b"application/atom+xml",
    b"application/rss+xml",
    b"image/svg+xml",
)

_known_tastes: dict[bytes, int] = {}


def compressible(content_type: bytes) -> bool:
    """Does text lie behind this content type?"""
    return content_type.lower().startswith(_COMPRESSIBLE)


def taste_of(accept_encoding: bytes) -> int:
    """The taste that an `Accept-Encoding` value states; weights, `q=0` and `*` count."""
    taste = _known_tastes.get(accept_encoding)
    if taste is None:
        taste = _read_taste(accept_encoding)
        if len(_known_tastes) >= 256:
            _known_tastes.clear()
        _known_tastes[accept_encoding] = taste
    return taste


def _read_taste(value: bytes) -> int:
    weights: dict[str, float] = {}
    for part in value.decode("latin-1").lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name:
            weights["gzip" if name == "x-gzip" else name] = _weight(parameters)
    rest = weights.get("*", 0.0)
    floor = weights.get("identity", 0.0)
    wanted = [(weights.get(name, rest), name) for name in ("br", "gzip")]
    # sort() is stable: at equal weight brotli stays first.
    wanted.sort(key=lambda pair: -pair[0])
    order = tuple(name for weight, name in wanted if weight > 0 and weight >= floor)
    return TASTES.index((*order, "identity"))


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, number = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(number)))
            except ValueError:
                return 0.0
    return 1.0


def encode(body: bytes, *, thoroughly: bool = False) -> dict[str, bytes]:
    """`body` in every encoding that makes it smaller; `identity` is always there."""
    encoded = {"identity": body}
    if len(body) >= WORTH_COMPRESSING:
        smaller = {
            "gzip": gzip.compress(body, 9 if thoroughly else 6, mtime=0),
            "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=9 if thoroughly else 5),
        }
        encoded.update((name, data) for name, data in smaller.items() if len(data) < len(body))
    return encoded
