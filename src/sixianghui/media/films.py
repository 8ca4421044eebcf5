"""What a film is made of, and what is to be done with it. Pure: it reads what ffmpeg says of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MIB = 1024 * 1024
#: The largest and the longest film that is taken.
MOST_BYTES = 16 * 1024 * MIB
MOST_SECONDS = 8 * 3600
#: How many films one person brings on one day.
MOST_A_DAY = 20
#: A piece is so long; where the picture is copied, its key frames decide, up to the second.
PIECE_SECONDS, LONGEST_PIECE = 4, 12
#: What is copied as it is: no larger and no faster than this. Anything else is made 720 lines high at most.
COPIED_WIDTH, COPIED_HEIGHT, COPIED_RATE = 1920, 1080, 6_000
MADE_WIDTH, MADE_HEIGHT = 1280, 720
#: Pictures a second of what is made even with others.
EVEN_RATE = 25
#: Sound of so few kbit/s is good to be had alone as it is.
SOUND_COPIED = 56
#: Demuxers that may read what came from outside: none of them opens another file or an address.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "mpegts", "mpeg", "flv", "avi", "asf", "mp3", "aac", "wav", "flac", "ogg",
)  # fmt: skip
#: The same by the endings that an upload may have.
ENDINGS = (
    "mp4", "m4v", "mov", "mkv", "webm", "ts", "mts", "mpg", "mpeg", "flv", "avi", "wmv", "mp3", "m4a", "aac", "wav",
    "flac", "ogg",
)  # fmt: skip


#: (where, what) of the first bytes of those files.
_MAGIC = (
    (4, b"ftyp"), (4, b"moov"), (4, b"mdat"), (4, b"wide"), (4, b"free"), (0, b"\x1aE\xdf\xa3"), (0, b"FLV"),
    (0, b"\x00\x00\x01\xba"), (0, b"\x00\x00\x01\xb3"), (8, b"AVI "), (8, b"WAVE"), (0, b"0&\xb2u"),
    (0, b"ID3"), (0, b"fLaC"), (0, b"OggS"),
)  # fmt: skip


def looks_like_one(head: bytes) -> bool:
    """Whether a file that begins like this may be a recording. MPEG in its naked forms has but a few bits to tell."""
    if any(head[at : at + len(magic)] == magic for at, magic in _MAGIC):
        return True
    transport = head[:1] == b"G" and head[188:189] == b"G"
    blue_ray = head[4:5] == b"G" and head[196:197] == b"G"
    frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return transport or blue_ray or frame


class Fault(StrEnum):
    """Why a film could not be made."""

    UNREADABLE = "unreadable"
    NOTHING_IN_IT = "nothing_in_it"
    TOO_LONG = "too_long"
    TOO_BIG = "too_big"
    BROKEN = "broken"
    SLOW = "slow"
    NO_ROOM = "no_room"
    NO_FFMPEG = "no_ffmpeg"
    GAVE_UP = "gave_up"
    NOTHING_CAME = "nothing_came"


class Unplayable(Exception):
    """It cannot be made."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault


@dataclass(frozen=True)
class Picture:
    """What is seen. rate: kbit/s, 0 where it is not known."""

    codec: str
    pixels: str
    width: int
    height: int
    rate: int


@dataclass(frozen=True)
class Sound:
    """What is heard."""

    codec: str
    rate: int


@dataclass(frozen=True)
class Film:
    """What is in a file. seconds: 0 where the file does not say."""

    seconds: float
    picture: Picture | None
    sound: Sound | None


_DURATION = re.compile(r"^\s+Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)", re.M)
_TRACK = re.compile(r"^\s+Stream #0:\d+\S*: (Video|Audio): (.+)$", re.M)
_SIZE = re.compile(r"\b(\d{1,5})x(\d{1,5})\b")
_RATE = re.compile(r"\b(\d+) kb/s")
_PIXELS = re.compile(r"\b(yuvj?\d{3}p\w*|rgb\w*|gbr\w*|gray\w*|nv12|pal8)\b")
_TURNED = re.compile(r"rotation of (-?\d+(?:\.\d+)?) degrees")


def film_of(said: str) -> Film:
    """What ffmpeg says of a file that it was given as its input. Raises `Unplayable`."""
    if "Input #0" not in said:
        raise Unplayable(Fault.UNREADABLE, said.strip().rpartition("\n")[2][:200])
    # What it says of the output, if there is one, is no property of the file.
    said = said.partition("\nOutput #0")[0]
    picture, sound = None, None
    for kind, about in _TRACK.findall(said):
        if kind == "Video" and picture is None and "(attached pic)" not in about:
            picture = _picture(about)
        elif kind == "Audio" and sound is None:
            sound = Sound(about.split()[0].rstrip(","), _number(_RATE, about))
    turned = _TURNED.search(said)
    if picture is not None and turned and round(abs(float(turned[1]))) % 180 == 90:
        picture = Picture(picture.codec, picture.pixels, picture.height, picture.width, picture.rate)
    long = _DURATION.search(said)
    seconds = int(long[1]) * 3600 + int(long[2]) * 60 + float(long[3]) if long else 0.0
    film = Film(seconds, picture, sound)
    if picture is None and sound is None:
        raise Unplayable(Fault.NOTHING_IN_IT)
    if seconds > MOST_SECONDS:
        raise Unplayable(Fault.TOO_LONG)
    return film


def _picture(about: str) -> Picture | None:
    size = _SIZE.search(about)
    if size is None or not int(size[1]) or not int(size[2]):
        return None
    pixels = _PIXELS.search(about)
    return Picture(
        about.split()[0].rstrip(","),
        pixels[1] if pixels else "",
        int(size[1]),
        int(size[2]),
        _number(_RATE, about),
    )


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else 0


def picture_is_copied(film: Film) -> bool:
    """Whether browsers play the picture as it is."""
    one = film.picture
    return (
        one is not None
        and one.codec == "h264"
        and one.pixels in {"yuv420p", "yuvj420p"}
        and max(one.width, one.height) <= COPIED_WIDTH
        and min(one.width, one.height) <= COPIED_HEIGHT
        and one.rate <= COPIED_RATE
    )


def making(film: Film, *, copied: bool) -> list[str]:
    """What ffmpeg is told to make: the film and its sound, each to be downloaded and to be cut into pieces."""
    words: list[str] = []
    if film.picture is not None:
        words += ["-map", "0:v:0"]
        if film.sound is not None:
            words += ["-map", "0:a:0"]
        words += ["-c:v", "copy"] if copied else _made_anew()
        if film.sound is not None:
            plain = film.sound.codec == "aac" and 0 < film.sound.rate <= 192
            words += ["-c:a", "copy"] if plain and copied else ["-c:a", "aac", "-b:a", "128k", "-ac", "2"]
        words += [*_TIDY, "film.mp4"]
    if film.sound is not None:
        small = film.sound.codec == "aac" and 0 < film.sound.rate <= SOUND_COPIED
        alone = ["-c:a", "copy"] if small else ["-c:a", "aac", "-b:a", "48k", "-ac", "1", "-ar", "44100"]
        words += ["-map", "0:a:0", *alone, *_TIDY, "sound.m4a"]
    return words


_TIDY = (
    "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-avoid_negative_ts", "make_zero",
    "-movflags", "+faststart", "-t", str(MOST_SECONDS), "-f", "mp4",
)  # fmt: skip


def fitted(width: int, height: int) -> tuple[int, int]:
    """The size of a picture that is made anew; even numbers. 0: none."""
    if not width or not height:
        return 0, 0
    less = min(1.0, MADE_WIDTH / width, MADE_HEIGHT / height)
    return max(2, int(width * less) // 2 * 2), max(2, int(height * less) // 2 * 2)


def evened(film: Film, size: tuple[int, int], *, sound: bool, name: str, seconds: float) -> list[str]:
    """What ffmpeg is told to make of one film among others that are unlike it, so that they can stand in one: a picture
    of this size (0: none), black where it has none; with sound, silence where it has none.
    """
    width, height = size
    drawn, words = [], []
    if width:
        # Behind the last picture the last one stands: picture and sound are to be equally long.
        fit = f"scale={width}:{height}:force_original_aspect_ratio=decrease,pad={width}:{height}:-1:-1,setsar=1,tpad=stop=-1:stop_mode=clone"
        drawn.append(
            f"[0:v:0]{fit}[v]" if film.picture else f"color=black:s={width}x{height}:r={EVEN_RATE}[v]"
        )
        words += ["-map", "[v]", *_ENCODED, "-r", str(EVEN_RATE)]
    if sound:
        drawn.append(
            "[0:a:0]aresample=44100:async=1,apad[a]" if film.sound else "anullsrc=r=44100:cl=stereo[a]"
        )
        words += ["-map", "[a]", "-c:a", "aac", "-b:a", "128k", "-ac", "2"]
    return ["-filter_complex", ";".join(drawn), *words, *_TIDY, "-t", f"{seconds:.6f}", name]


def list_of(films: Sequence[tuple[str, float]]) -> str:
    """The list of films of ours, one after another: (name in its folder, seconds)."""
    lines = [f"file {name}\nduration {seconds:.6f}" for name, seconds in films]
    return "ffconcat version 1.0\n" + "\n".join(lines) + "\n"


def settings_of(head: bytes) -> tuple[bytes, ...]:
    """What a decoder is set up with, from the head of a rendition: films with the same stand in one without being made
    anew. Empty for what is no head of ours.
    """
    return tuple(_box(head, kind) for kind in (b"avcC", b"esds") if kind in head)


def _box(head: bytes, kind: bytes) -> bytes:
    at = head.find(kind)
    return head[at : at - 4 + int.from_bytes(head[at - 4 : at], "big")]


def _made_anew() -> list[str]:
    fit = f"scale='min({MADE_WIDTH},iw)':'min({MADE_HEIGHT},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
    return [*_ENCODED, "-vf", fit, "-fpsmax", "30"]


_ENCODED = (
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", "2000k", "-bufsize", "4000k",
    "-pix_fmt", "yuv420p", "-sc_threshold", "0", "-force_key_frames", f"expr:gte(t,n_forced*{PIECE_SECONDS})",
)  # fmt: skip


def cutting() -> list[str]:
    """How ffmpeg is told to cut a file into pieces, in the folder where it runs."""
    return [
        "-map", "0", "-c", "copy", "-f", "hls", "-hls_time", str(PIECE_SECONDS), "-hls_list_size", "0",
        "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "head.mp4",
        "-hls_segment_filename", "%06d.m4s", "list.m3u8",
    ]  # fmt: skip


_PIECE = re.compile(r"^#EXTINF:(\d+(?:\.\d+)?),[^\n]*\n(\d{6,}\.m4s)$", re.M)


def pieces_of(playlist: str) -> list[tuple[str, float]]:
    """The names of the pieces and how long each is, from the playlist that ffmpeg wrote."""
    return [(name, float(seconds)) for seconds, name in _PIECE.findall(playlist)]


def codecs_of(head: bytes, *, sound: bool) -> str:
    """What is in a piece, as a playlist says it, from the head of its rendition."""
    at, found = head.find(b"avcC"), []
    if at >= 0:
        found.append(f"avc1.{head[at + 5 : at + 8].hex()}")
    if sound:
        found.append("mp4a.40.2")
    return ",".join(found)
