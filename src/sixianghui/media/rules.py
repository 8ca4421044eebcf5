"""What may be uploaded, and what may be shown. Pure: no Django, no table, no file but the bytes that are given.

Every limit stands here once; the sentences for each reason are in `wording.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

MIB = 1024 * 1024
#: The largest file, of any kind.
MAX_BYTES = 20 * MIB
#: The most pixels of a picture, by how it is decoded: a plain JPEG shrinks while it is read; others are held whole, four
#: bytes each and more for the shrinking; a WebP is held five times over. Each stays below 200 MB (measured).
MAX_PIXELS, MAX_PIXELS_HELD, MAX_PIXELS_WEBP = 60_000_000, 18_000_000, 8_500_000
#: A panorama is kept as it is, so nothing is needed for shrinking.
MAX_PIXELS_PANORAMA = 34_000_000
#: No side is longer: a strip of one row by ten million is no picture.
MAX_SIDE = 20_000
#: Longer sides are shrunk to this when a picture is kept; no page shows more.
KEPT_SIDE = 4096
#: A panorama is twice as wide as high, between these.
PANORAMA_LEAST, PANORAMA_MOST = (2048, 1024), (8192, 4096)
#: How much one person uploads on one day.
DAILY_PIECES, DAILY_BYTES = 300, 1024 * MIB


class Why(StrEnum):
    """Why something is not taken."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LONG = "too_long"
    SVG = "svg"
    HEIC = "heic"
    NOT_A_PICTURE = "not_a_picture"
    NAME_LIES = "name_lies"
    BROKEN = "broken"
    NOT_TWO_TO_ONE = "not_two_to_one"
    PANORAMA_SMALL = "panorama_small"
    PANORAMA_LARGE = "panorama_large"
    ARCHIVE = "archive"
    OLD_OFFICE = "old_office"
    MACRO = "macro"
    NOT_A_FILE_WE_TAKE = "not_a_file_we_take"
    ODD_INSIDE = "odd_inside"
    BOMB = "bomb"
    LOCKED = "locked"
    ACTIVE_PDF = "active_pdf"
    TWO_IN_ONE = "two_in_one"
    NOT_TEXT = "not_text"
    MANY_TODAY = "many_today"
    MUCH_TODAY = "much_today"
    NOT_A_FILM = "not_a_film"
    FILM_TOO_BIG = "film_too_big"
    MANY_FILMS = "many_films"
    NO_ALT = "no_alt"
    NO_TITLE = "no_title"
    TITLE_LONG = "title_long"
    ALT_LONG = "alt_long"


class Unfit(Exception):
    """It is not taken; `why` says why, `words` what the sentence needs."""

    def __init__(self, why: Why, **words: object) -> None:
        super().__init__(why)
        self.why, self.words = why, words


#: Picture formats by their first bytes: (where, what).
_PICTURES: tuple[tuple[str, int, bytes], ...] = (
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("gif", 0, b"GIF87a"),
    ("gif", 0, b"GIF89a"),
    ("webp", 8, b"WEBP"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis")
#: The endings of each picture format.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "jpeg": ("jpg", "jpeg"),
    "png": ("png",),
    "gif": ("gif",),
    "webp": ("webp",),
    "heic": ("heic", "heif"),
}
#: What a picture is kept as: pictures that move are kept standing still.
KEPT_AS: Mapping[str, str] = {"jpeg": "jpeg", "png": "png", "gif": "png", "webp": "webp", "heic": "jpeg"}
ARCHIVES = frozenset({"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "jar", "iso", "cab"})
OLD_OFFICE = frozenset({"doc", "xls", "ppt", "wps", "et", "dps", "rtf"})
MACRO_OFFICE = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam"})
#: Files that may be offered for download.
PAPERS = ("pdf", "docx", "xlsx", "pptx", "txt", "csv")


def ending_of(name: str) -> str:
    """The ending of a file name in small letters, or nothing. Only the last one counts."""
    base = name.replace("\\", "/").rpartition("/")[2].rstrip(". ")
    return base.rpartition(".")[2].lower()[:12] if "." in base else ""


def picture_format(head: bytes) -> str:
    """Which picture begins with these bytes, or nothing. An SVG is known by its tag."""
    for name, at, magic in _PICTURES:
        if head[at : at + len(magic)] == magic and (name != "webp" or head[:4] == b"RIFF"):
            return name
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "heic"
    return "svg" if b"<svg" in head.lower() else ""


def check_size(size: int) -> None:
    """Nothing, and too much, are refused. Raises `Unfit`."""
    if size <= 0:
        raise Unfit(Why.EMPTY)
    if size > MAX_BYTES:
        raise Unfit(Why.TOO_BIG, limit=MAX_BYTES // MIB)


def check_picture_name(name: str, head: bytes, *, heic: bool) -> str:
    """The format, when name and first bytes agree. `heic`: whether this machine can read it. Raises `Unfit`."""
    ending, found = ending_of(name), picture_format(head)
    if found == "svg" or ending in {"svg", "svgz"}:
        raise Unfit(Why.SVG)
    if found == "heic" and not heic:
        raise Unfit(Why.HEIC)
    if not found:
        raise Unfit(
            Why.NOT_A_PICTURE if all(ending not in one for one in ENDINGS.values()) else Why.NAME_LIES
        )
    if ending not in ENDINGS[found]:
        raise Unfit(Why.NAME_LIES)
    return found


def most_pixels(found: str, *, in_steps: bool, panorama: bool) -> int:
    """How many pixels a picture of this format may have. `in_steps`: a JPEG that has to be held whole (progressive)."""
    if found == "webp":
        return MAX_PIXELS_WEBP
    if in_steps:
        return MAX_PIXELS_HELD
    if panorama and found in {"jpeg", "png"}:
        return MAX_PIXELS_PANORAMA
    return MAX_PIXELS if found == "jpeg" else MAX_PIXELS_HELD


def check_pixels(width: int, height: int, most: int) -> None:
    """A header that promises too much is believed, and refused before anything is decoded. Raises `Unfit`."""
    if width < 1 or height < 1:
        raise Unfit(Why.BROKEN)
    if width * height > most:
        raise Unfit(Why.TOO_MANY_PIXELS, limit=most // 10_000)
    if max(width, height) > MAX_SIDE:
        raise Unfit(Why.TOO_LONG, limit=MAX_SIDE)


def check_panorama(width: int, height: int) -> None:
    """All around and from top to bottom: twice as wide as high. Raises `Unfit`."""
    if abs(width - 2 * height) > max(2, width // 500):
        raise Unfit(Why.NOT_TWO_TO_ONE, width=width, height=height)
    if width < PANORAMA_LEAST[0]:
        raise Unfit(Why.PANORAMA_SMALL, width=width, height=height)
    if width > PANORAMA_MOST[0] or height > PANORAMA_MOST[1]:
        raise Unfit(Why.PANORAMA_LARGE, width=width, height=height)


def check_day(pieces: int, size: int, *, more: int) -> None:
    """One more piece of `more` bytes on top of what somebody uploaded today. Raises `Unfit`."""
    if pieces >= DAILY_PIECES:
        raise Unfit(Why.MANY_TODAY, limit=DAILY_PIECES)
    if size + more > DAILY_BYTES:
        raise Unfit(Why.MUCH_TODAY, limit=DAILY_BYTES // MIB)


def describes(alt: str) -> bool:
    """Whether a description says anything: one sign says nothing."""
    return len("".join(alt.split())) >= 2


def check_words(title: str, alt: str | None) -> None:
    """A title, and for what is seen a description for whoever cannot see it. Raises `Unfit`."""
    if not title.strip():
        raise Unfit(Why.NO_TITLE)
    if len(title.strip()) > 255:
        raise Unfit(Why.TITLE_LONG)
    if alt is not None and not describes(alt):
        raise Unfit(Why.NO_ALT)
    if alt is not None and len(alt.strip()) > 255:
        raise Unfit(Why.ALT_LONG)


class Consent(StrEnum):
    """Whether those in a picture agree to be seen."""

    NOBODY = "nobody"
    AGREED = "agreed"
    DRAWING = "drawing"
    NOT_ASKED = "not_asked"


class Scan(StrEnum):
    """What the scanner for malware said of a file."""

    UNCHECKED = "unchecked"
    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"


def may_be_sent(scan: str, *, scanned: str, file: str) -> bool:
    """Whether bytes may leave: the scanner let this very file pass, or there is no scanner and that is said."""
    return bool(file) and scanned == file and scan in {Scan.CLEAN, Scan.UNCHECKED}


def may_be_published(consent: str) -> bool:
    """Whether those in it agree, or nobody is in it. Source: 个人信息保护法 25."""
    return consent in {Consent.NOBODY, Consent.AGREED, Consent.DRAWING}


def is_plain_link(link: str) -> bool:
    """An address of the web or of this site; nothing that runs, nothing that a browser reads as another site."""
    if any(char <= " " or char == "\x7f" for char in link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in {"http", "https"} and bool(parts.netloc)
    return link.startswith("/") and not link.replace("\\", "/").startswith("//")


def spot_is_in_place(yaw: float, pitch: float) -> bool:
    """Whether a direction is one: all around, and from nadir to zenith."""
    return -180 <= yaw <= 180 and -90 <= pitch <= 90
