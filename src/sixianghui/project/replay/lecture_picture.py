"""The recording of the demo's lecture, drawn by us: a slide for each point of the agenda, a soft tone where one begins.

Nobody's face and nobody's voice is invented; each slide says that it is a sample. A slide stands still, so a few seconds
of it are made once and joined to themselves without being made again: two hours take a few seconds.
"""

from __future__ import annotations

import functools
import itertools
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from PIL import Image, ImageDraw, ImageFont

from sixianghui.access.public import Account
from sixianghui.lectures import public as lectures
from sixianghui.lectures.public import Lecture
from sixianghui.media import public as media
from sixianghui.media.public import Font, font_path

WIDTH, HEIGHT = 960, 540
#: One clip of a slide, in seconds: as long as a piece may be.
CLIP = 12
_PAPER, _INK, _SOFT, _RED, _GOLD = "#FBF9F6", "#1F1B18", "#5C544D", "#B4232A", "#B08A3E"
_TONE = "aevalsrc='0.05*sin(2*PI*262*t)*exp(-1.4*mod(t,60))':s=44100:d=60"


def bring_picture(
    lecture: Lecture, *, by: Account, minutes: int, agenda: Sequence[tuple[int, str]]
) -> media.Stream:
    """Draw the recording of a lecture that took `minutes`, and give it to it. agenda: (minute, title), the first at 0.

    A job makes it ready, like any other recording.
    """
    with tempfile.TemporaryDirectory(prefix="sixianghui-film-") as folder:
        film = draw(Path(folder), lecture.activity.title, lecture.lecturer, minutes=minutes, agenda=agenda)
        with film.open("rb") as handle:
            made = media.add_stream(
                File(handle, name="lecture.mp4"), title=lecture.activity.title, by=by, is_sample=True
            )
    lectures.set_stream(lecture, made, by=by)
    return made


def draw(folder: Path, title: str, lecturer: str, *, minutes: int, agenda: Sequence[tuple[int, str]]) -> Path:
    """The film, in `folder`."""
    run = functools.partial(_run, media.ffmpeg_program(settings.CONFIG.ffmpeg), folder)
    begins = [minute * 60 for minute, _title in agenda] + [minutes * 60]
    listed = []
    for number, (begin, end) in enumerate(itertools.pairwise(begins)):
        _slide(title, lecturer, agenda, number).save(folder / f"{number}.png")
        run("-loop", "1", "-framerate", "1", "-i", f"{number}.png", "-t", str(CLIP), *_STILL, f"{number}.mp4")
        listed += [f"file '{number}.mp4'"] * max(1, round((end - begin) / CLIP))
    (folder / "list.txt").write_text("\n".join(listed) + "\n", encoding="ascii")
    run("-f", "lavfi", "-i", _TONE, "-c:a", "aac", "-b:a", "32k", "-ac", "1", "tone.m4a")
    run(
        "-f", "concat", "-i", "list.txt", "-stream_loop", "-1", "-i", "tone.m4a", "-map", "0:v", "-map", "1:a",
        "-c", "copy", "-t", str(len(listed) * CLIP), "film.mp4",
    )  # fmt: skip
    return folder / "film.mp4"


_STILL = (
    "-c:v", "libx264", "-preset", "medium", "-tune", "stillimage", "-crf", "33", "-g", str(CLIP), "-bf", "0",
    "-pix_fmt", "yuv420p", "-threads", "1",
)  # fmt: skip


def _run(program: str, folder: Path, *words: str) -> None:
    subprocess.run(
        [program, "-v", "error", "-nostdin", "-y", *words], cwd=folder, check=True, stdin=subprocess.DEVNULL
    )


@functools.cache
def _font(font: Font, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path(font)), size, layout_engine=ImageFont.Layout.BASIC)


def _slide(title: str, lecturer: str, agenda: Sequence[tuple[int, str]], number: int) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 14, HEIGHT), fill=_RED)
    pen.text((72, 56), _fitting(title, Font.SANS, 24, WIDTH - 300), _SOFT, font=_font(Font.SANS, 24))
    pen.rectangle((WIDTH - 132, 50, WIDTH - 60, 90), outline=_RED, width=2)
    pen.text((WIDTH - 96, 70), "样例", _RED, font=_font(Font.SANS, 22), anchor="mm")
    pen.line((72, 104, WIDTH - 60, 104), fill=_GOLD, width=2)
    chapter = agenda[number][1]
    size = 64 if len(chapter) <= 11 else 46
    pen.text((72, 200), chapter, _INK, font=_font(Font.SERIF, size), anchor="lm")
    for line, (_minute, name) in enumerate(agenda[:8]):
        at = 290 + 26 * line
        now = line == number
        pen.text((72, at), "●" if now else "○", _RED if now else _SOFT, font=_font(Font.SANS, 16))
        pen.text((100, at), name, _INK if now else _SOFT, font=_font(Font.SANS, 18))
    pen.text((WIDTH - 60, HEIGHT - 46), f"主讲 {lecturer}", _SOFT, font=_font(Font.SANS, 20), anchor="rm")
    return image


def _fitting(words: str, font: Font, size: int, room: int) -> str:
    while words and _font(font, size).getlength(words) > room:
        words = words[:-1]
    return words
