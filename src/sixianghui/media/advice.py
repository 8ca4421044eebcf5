"""What is wrong with what an encoder sends, and what may be done about it. Pure."""

from __future__ import annotations

from enum import StrEnum

#: Key frames further apart make viewers wait, and live later. Seconds.
KEYS_APART = 4.0
#: So long nothing came out of what came in: no key frame has come at all.
NO_KEYS_AFTER = 12.0
#: More lines, or more kbit/s, are too much for a telephone on the move.
MOST_LINES, MOST_RATE = 1080, 6000
#: Nothing is heard below this, in dB below the loudest there can be; below the second it is hard to hear, above the third
#: it hurts. Speech into a good microphone is between −30 and −15.
SILENT_DB, QUIET_DB, LOUD_DB = -60.0, -42.0, -9.0
LEVELS = (SILENT_DB, QUIET_DB, LOUD_DB)
#: So long in silence is no pause; so long without a byte is no hiccup. Seconds.
SILENT_AFTER, LOST_AFTER = 10.0, 5.0
_COPIED = "h264"


class Loud(StrEnum):
    """How loud it is."""

    NONE = "none"
    SILENT = "silent"
    QUIET = "quiet"
    RIGHT = "right"
    LOUD = "loud"


class Trouble(StrEnum):
    """What is wrong, the worst first."""

    LOST = "lost"
    NO_PICTURE = "no_picture"
    NO_SOUND = "no_sound"
    SILENT = "silent"
    KEYS = "keys"
    BUSY = "busy"
    DISK = "disk"
    LINES = "lines"
    RATE = "rate"
    CODEC = "codec"


#: What only the settings of an encoder change: a page has none.
_SETTINGS = frozenset({Trouble.KEYS, Trouble.LINES, Trouble.RATE, Trouble.CODEC})


def loud(level: float | None, *, sound: bool) -> Loud:
    """How loud that is: the loudest of the last seconds."""
    if not sound or level is None:
        return Loud.NONE
    if level <= SILENT_DB:
        return Loud.SILENT
    if level <= QUIET_DB:
        return Loud.QUIET
    return Loud.RIGHT if level <= LOUD_DB else Loud.LOUD


def troubles(
    *,
    lasted: float,
    quiet: float,
    picture: str,
    sound: str,
    size: tuple[int, int],
    rate: int,
    keys: float,
    pieces: int,
    loudest: float | None,
    said: frozenset[str] = frozenset(),
    page: bool = False,
) -> tuple[Trouble, ...]:
    """What is wrong with a feed that has lasted so many seconds and been without a byte for `quiet` of them.

    picture, sound: codecs, empty without one; size: width and height; rate: kbit/s; keys: seconds between key frames;
    pieces: how many came out; loudest: dB, of the last seconds; said: what `ingest` says itself; page: a
    browser sends, which nobody can set.
    """
    found = {
        Trouble.LOST: quiet > LOST_AFTER,
        Trouble.NO_PICTURE: not picture,
        Trouble.NO_SOUND: not sound,
        Trouble.SILENT: bool(sound)
        and lasted >= SILENT_AFTER
        and loud(loudest, sound=True) in {Loud.SILENT, Loud.NONE},
        Trouble.KEYS: keys > KEYS_APART or (bool(picture) and not pieces and lasted > NO_KEYS_AFTER),
        Trouble.BUSY: "busy" in said,
        Trouble.DISK: "disk" in said,
        Trouble.LINES: min(size) > MOST_LINES,
        Trouble.RATE: rate > MOST_RATE,
        Trouble.CODEC: picture not in {"", _COPIED},
    }
    return tuple(one for one in Trouble if found[one] and not (page and one in _SETTINGS))
