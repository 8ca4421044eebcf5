"""What the five rooms of the invented base are built of: walls drawn with the demo's drawing kit, and furniture.

Metres; the eye stands at x = 0, y = 0. North is ahead.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import figures, outdoors
from sixianghui.project.replay.pictures.drawing import DARK, GROUND, INK, LIGHT, MID, PAPER, Sheet
from tools.raycast import Box, Panel, Round, Scene

WOOD, DEEP, WHITE, WALL = "#C9A77C", "#8A6A48", "#F7F4EF", "#EFE8DD"
#: Pixels of a texture for each metre.
FINE = 200
Solid = Box | Round
Spot = tuple[str, str, tuple[float, float, float]]


@dataclass
class Room:
    """A room: its words, what is in it, and places to look at (label, sentence, where)."""

    key: str
    title: str
    alt: str
    scene: Scene
    spots: tuple[Spot, ...]


def drawn(w: float, h: float, draw: Callable[[Sheet], None], ground: str = WALL) -> Image.Image:
    """A wall of so many metres; `draw` works in centimetres from the upper left corner."""
    s = Sheet(ground, (round(w * FINE), round(h * FINE)))
    with s.at(0, 0, FINE / 100):
        draw(s)
    return s.image()


def floorboards(w: float, d: float, ink: str = "#D8C3A2", dark: str = "#CDB593") -> Image.Image:
    """Boards along the room, each with its own shade."""
    dice = random.Random(4)

    def draw(s: Sheet) -> None:
        x = 0.0
        while x < w * 100:
            y = -dice.uniform(0, 160)
            while y < d * 100:
                long = dice.uniform(140, 240)
                s.rect(x, y, 18, long, (ink, dark, "#D3BC99")[dice.randrange(3)], "#BFA581", 0.5)
                y += long
            x += 18

    return drawn(w, d, draw, ink)


def carpet(w: float, d: float, ink: str, line: str) -> Image.Image:
    """Carpet tiles."""

    def draw(s: Sheet) -> None:
        for row in range(int(d * 2) + 1):
            for column in range(int(w * 2) + 1):
                s.rect(column * 50, row * 50, 50, 50, ink if (row + column) % 2 else line)

    return drawn(w, d, draw, ink)


def ceiling(w: float, d: float, lamps: list[tuple[float, float, float, float]]) -> Image.Image:
    """A plain ceiling with its grid; the lamps stand below it as solids."""
    del lamps

    def draw(s: Sheet) -> None:
        for n in range(int(w / 0.6) + 1):
            s.line([(n * 60, 0), (n * 60, d * 100)], "#E4DED4", 1)
        for n in range(int(d / 0.6) + 1):
            s.line([(0, n * 60), (w * 100, n * 60)], "#E4DED4", 1)

    return drawn(w, d, draw, WHITE)


def skirting(s: Sheet, w: float, h: float = 320, ink: str = DEEP) -> None:
    """The board along the foot of a wall."""
    s.rect(0, h - 10, w, 10, ink)


def door(s: Sheet, x: float, h: float = 320, words: str = "") -> None:
    """A door in a wall."""
    s.rect(x - 6, h - 218, 102, 218, INK)
    s.rect(x, h - 212, 90, 212, WOOD)
    s.rect(x + 54, h - 190, 18, 110, "#DDE3E4", INK, 1.5)
    s.line([(x + 78, h - 104), (x + 78, h - 84)], INK, 3)
    s.rect(x - 6, h - 250, 102, 22, "#2F6B4F")
    s.words(x + 45, h - 233, words or "安全出口", 15, PAPER, anchor="ms")


def switchboard(s: Sheet, x: float, h: float = 320) -> None:
    """A light switch and a socket."""
    s.rect(x, h - 130, 9, 9, PAPER, MID, 0.6)
    s.rect(x, h - 42, 9, 9, PAPER, MID, 0.6)


def shell(
    w: float, d: float, h: float, shift: tuple[float, float], floor: Image.Image, walls: dict[str, Image.Image | str],
    lamps: list[tuple[float, float, float, float]], power: float = 5.0,
) -> tuple[list[Solid], list[Panel]]:  # fmt: skip
    """The room itself, its lamps (x, y, width, depth) as shining plates, and their light."""
    x, y = shift
    solids: list[Solid] = [
        Box((x, y, h / 2), (w, d, h), WALL, inside=True, bottom=floor, top=ceiling(w, d, lamps), **walls)
    ]
    panels = []
    for lx, ly, lw, ld in lamps:
        solids.append(Box((lx, ly, h - 0.02), (lw, ld, 0.04), "#FFFFFF", shines=1.15))
        panels.append(Panel((lx, ly, h - 0.05), ((lw / 2, 0, 0), (0, ld / 2, 0)), power=power))
    return solids, panels


def table(
    x: float, y: float, w: float, d: float, h: float = 0.74, turn: float = 0, top: str = WOOD
) -> list[Solid]:
    """A table on four legs (or a pair of ends when it is turned)."""
    found: list[Solid] = [Box((x, y, h - 0.02), (w, d, 0.04), top, turn=turn)]
    if turn:
        found.append(Box((x, y, (h - 0.04) / 2), (w * 0.2, d * 0.6, h - 0.04), INK, turn=turn))
        return found
    for a in (-1, 1):
        for b in (-1, 1):
            found.append(
                Box(
                    (x + a * (w / 2 - 0.05), y + b * (d / 2 - 0.05), (h - 0.04) / 2),
                    (0.05, 0.05, h - 0.04),
                    INK,
                )
            )
    return found


def chair(x: float, y: float, turn: float = 0, seat: str = DARK) -> list[Solid]:
    """A chair; at 0 it faces ahead, with its back to the south."""
    import math

    a = math.radians(turn)

    def off(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * math.cos(a) + dy * math.sin(a), y - dx * math.sin(a) + dy * math.cos(a)

    bx, by = off(0, -0.2)
    found: list[Solid] = [
        Box((x, y, 0.45), (0.44, 0.44, 0.06), seat, turn=turn),
        Box((bx, by, 0.7), (0.42, 0.04, 0.4), seat, turn=turn),
    ]
    for dx in (-0.19, 0.19):
        for dy in (-0.19, 0.19):
            lx, ly = off(dx, dy)
            found.append(Box((lx, ly, 0.21), (0.03, 0.03, 0.42), INK, turn=turn))
    return found


def plant(x: float, y: float, tall: float = 1.3, seed: int = 1) -> list[Solid]:
    """A plant in a round pot."""
    dice = random.Random(seed)
    found: list[Solid] = [
        Round((x, y, 0.2), 0.2, 0.4, PAPER, tall=True),
        Round((x, y, tall * 0.45), 0.025, tall * 0.7, DEEP, tall=True),
    ]
    for n in range(9):
        found.append(
            Round(
                (x + dice.uniform(-0.22, 0.22), y + dice.uniform(-0.22, 0.22), 0.62 + (tall - 0.62) * n / 8),
                dice.uniform(0.13, 0.2), dice.uniform(0.18, 0.3), ("#5F7355", "#6F8362", "#526649")[n % 3],
            )
        )  # fmt: skip
    return found


def bench(x: float, y: float, w: float, d: float, ink: str = DARK) -> list[Solid]:
    """A low upholstered bench."""
    return [
        Box((x, y, 0.38), (w, d, 0.14), ink),
        Box((x - w / 2 + 0.12, y, 0.155), (0.06, d - 0.1, 0.31), INK),
        Box((x + w / 2 - 0.12, y, 0.155), (0.06, d - 0.1, 0.31), INK),
    ]


def photo(s: Sheet, x: float, y: float, w: float, h: float, kind: int) -> None:
    """A framed drawing on a wall, in centimetres."""
    s.rect(x - 2, y - 2, w + 4, h + 4, INK)
    s.rect(x, y, w, h, (LIGHT, GROUND, MID)[kind % 3])
    if kind % 5 == 0:
        s.shape(
            [
                (x, y + h),
                (x + w * 0.3, y + h * 0.4),
                (x + w * 0.5, y + h * 0.7),
                (x + w * 0.72, y + h * 0.3),
                (x + w, y + h),
            ],
            DARK,
        )
    elif kind % 5 == 1:
        for n in range(3):
            with s.at(x + w * (0.22 + n * 0.28), y + h, w / 380):
                figures.bust(s, (INK, DARK, INK)[n], edge=GROUND)
    elif kind % 5 == 2:
        s.rect(x + w * 0.2, y + h * 0.18, w * 0.6, h * 0.42, PAPER, INK, 1.2)
        for n in range(4):
            s.disc(x + w * (0.2 + n * 0.2), y + h * 0.82, w * 0.06, INK)
    elif kind % 5 == 3:
        with s.at(x + w / 2, y + h, h / 520):
            outdoors.tree(s, DARK, 420)
    else:
        s.disc(x + w * 0.5, y + h * 0.55, w * 0.22, PAPER, INK, 1.2)
        for turn in range(0, 360, 60):
            with s.at(x + w * 0.5, y + h * 0.55, turn=turn):
                s.disc(0, -w * 0.3, w * 0.05, INK)


def plain_wall(
    w: float, *, at_door: float = -1, words: str = "", more: Callable[[Sheet], None] | None = None
) -> Image.Image:
    def draw(s: Sheet) -> None:
        skirting(s, w * 100)
        if at_door >= 0:
            door(s, at_door)
            switchboard(s, at_door - 26)
        if words:
            s.words(w * 50, 120, words, 34, DARK, font=Font.SERIF, anchor="ms")
        if more:
            more(s)

    return drawn(w, 3.2, draw)
