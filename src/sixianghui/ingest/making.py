"""What ffmpeg is told to make of what comes in: the picture as it is, a smaller one, the sound alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: Pieces are so long; where the picture is copied, its key frames decide.
PIECE_SECONDS = 2.0
#: What comes by the ways in, as ffmpeg calls it. None of these demuxers opens another file or an address.
KINDS = {"flv": "flv", "mpegts": "mpegts", "webm": "matroska", "mp4": "mov"}
#: What browsers play without our making it anew.
COPIED = frozenset({"h264"})
SMALL_HEIGHT = 480

_ANEW = (
    "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-sc_threshold", "0",
    "-force_key_frames", f"expr:gte(t,n_forced*{PIECE_SECONDS:g})",
)  # fmt: skip
_FRAGMENTS = ("-f", "mp4", "-flush_packets", "1", "-movflags")
_BY_KEYS = "+frag_keyframe+delay_moov+default_base_moof+skip_trailer"
_BY_TIME = "+delay_moov+default_base_moof+skip_trailer"


@dataclass(frozen=True)
class Wanted:
    """What comes in and what is made of it. picture: its codec, empty without one."""

    kind: str
    picture: str
    sound: str
    small: bool = False

    @property
    def copied(self) -> bool:
        return self.picture in COPIED

    @property
    def renditions(self) -> tuple[str, ...]:
        return (
            *(("picture",) if self.picture else ()),
            *(("small",) if self.picture and self.small else ()),
            *(("sound",) if self.sound else ()),
        )


def words(wanted: Wanted, pipes: Mapping[str, int]) -> list[str]:
    """The words after the program's name. pipes: the descriptor of each rendition, and of `levels`."""
    made = [
        "-hide_banner", "-nostats", "-loglevel", "warning", "-protocol_whitelist", "pipe,fd,file",
        "-fflags", "+genpts+discardcorrupt", "-analyzeduration", "1000000", "-fpsprobesize", "0",
        "-f", KINDS[wanted.kind], "-i", "pipe:0",
    ]  # fmt: skip
    sound = ["-map", "0:a:0"] if wanted.sound else []
    if wanted.picture:
        made += ["-map", "0:v:0", *sound]
        made += (
            ["-c:v", "copy"]
            if wanted.copied
            else [*_ANEW, *_fitting(720), "-maxrate", "2500k", "-bufsize", "5000k"]
        )
        if wanted.sound:
            made += (
                ["-c:a", "copy", "-bsf:a", "aac_adtstoasc"]
                if wanted.sound == "aac"
                else ["-c:a", "aac", "-b:a", "128k", "-ac", "2"]
            )
        made += [*_FRAGMENTS, _BY_KEYS, f"pipe:{pipes['picture']}"]
    if wanted.picture and wanted.small:
        made += ["-map", "0:v:0", *sound, *_ANEW, *_fitting(SMALL_HEIGHT)]
        made += ["-b:v", "600k", "-maxrate", "700k", "-bufsize", "1400k"]
        if wanted.sound:
            made += ["-c:a", "aac", "-b:a", "48k", "-ac", "1"]
        made += [*_FRAGMENTS, _BY_KEYS, f"pipe:{pipes['small']}"]
    if wanted.sound:
        levels = (
            "aresample=44100,asetnsamples=n=22050,astats=metadata=1:reset=1,"
            "ametadata=print:key=lavfi.astats.Overall.RMS_level:"
            f"file=/dev/fd/{pipes['levels']}:direct=1"
        )
        made += ["-map", "0:a:0", "-af", levels, "-c:a", "aac", "-b:a", "48k", "-ac", "1", "-ar", "44100"]
        made += [*_FRAGMENTS, _BY_TIME, "-frag_duration", str(int(PIECE_SECONDS * 1_000_000))]
        made += [f"pipe:{pipes['sound']}"]
    return made


def _fitting(height: int) -> list[str]:
    wide = height * 16 // 9 // 2 * 2
    fit = (
        f"scale='min({wide},iw)':'min({height},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
    )
    return ["-vf", fit, "-fpsmax", "30"]


_LEVEL = re.compile(rb"RMS_level=(-?inf|-?\d+(?:\.\d+)?)")
#: Nothing is heard below this.
SILENT_DB = -60.0


def level_of(line: bytes) -> float | None:
    """How loud half a second was, in decibels below the loudest there can be; None for another line."""
    found = _LEVEL.search(line)
    if found is None:
        return None
    return -120.0 if found[1].endswith(b"inf") else max(-120.0, float(found[1]))
