"""The five rooms of the invented base: their walls, drawn with the demo's drawing kit, and what stands in them.

Metres; the eye stands at x = 0, y = 0. North is ahead. Every word on a wall is a sample.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import figures, outdoors, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from tools.raycast import Box, Panel, Round, Scene

WOOD, DEEP, WHITE, WALL = "#C9A77C", "#8A6A48", "#F7F4EF", "#EFE8DD"
#: Pixels of a texture for each metre.
_FINE = 200
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
    s = Sheet(ground, (round(w * _FINE), round(h * _FINE)))
    with s.at(0, 0, _FINE / 100):
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


def _plain(
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


def live() -> Room:
    """The room where lectures are held and sent out."""

    def north(s: Sheet) -> None:
        s.rect(0, 0, 900, 320, "#D9CFC2")
        s.rect(130, 26, 640, 274, PAPER, INK, 2)
        for n in range(13):
            s.line([(132, 44 + n * 20), (768, 44 + n * 20)], "#F1EBE2", 1)
        s.rect(130, 26, 640, 7, RED)
        s.words(450, 150, "大讲堂", 92, RED, font=Font.SERIF, anchor="ms")
        s.words(450, 196, "红谷基地 · 直播背景墙（样例）", 24, INK, anchor="ms")
        skirting(s, 900)

    def panels(s: Sheet) -> None:
        for column in range(7):
            for row in range(2):
                s.rect(
                    40 + column * 92, 40 + row * 106, 84, 98, (MID, "#C4B8AA", DARK)[(column * 2 + row) % 3]
                )

    def clock(s: Sheet) -> None:
        with s.at(520, 80, 0.32):
            things.clock(s, 90, 10, 10)
        s.rect(120, 84, 220, 120, INK)
        s.rect(124, 88, 212, 112, "#3A4A55")
        s.words(230, 156, "正在直播（样例）", 22, PAPER, anchor="ms")

    lamps = [
        (-2.2, 1.2, 1.2, 0.3),
        (0, 1.2, 1.2, 0.3),
        (2.2, 1.2, 1.2, 0.3),
        (-2.2, -1.6, 1.2, 0.3),
        (0, -1.6, 1.2, 0.3),
        (2.2, -1.6, 1.2, 0.3),
        (-1.6, 3.2, 0.9, 0.2),
        (1.6, 3.2, 0.9, 0.2),
    ]
    solids, lights = shell(9, 8, 3.2, (0, 0.4), carpet(9, 8, "#8F877E", "#877F76"),
        {"north": drawn(9, 3.2, north), "west": _plain(8, more=panels), "east": _plain(8, at_door=60, more=lambda s: s.rect(0, 0, 0, 0)),
         "south": _plain(9, more=clock)}, lamps, 3.0)  # fmt: skip
    solids += [
        Box((0, 3.35, 0.12), (5.6, 1.9, 0.24), WOOD, top=floorboards(5.6, 1.9)),
        Box((0, 2.3, 0.06), (2.0, 0.3, 0.12), WOOD),
    ]
    for x in (-0.9, 0.9):
        solids += [
            Box((x, 3.4, 0.62), (0.5, 0.5, 0.12), RED if x < 0 else DARK),
            Box((x, 3.64, 0.86), (0.5, 0.08, 0.5), RED if x < 0 else DARK),
            Round((x, 3.4, 0.4), 0.05, 0.32, INK, tall=True),
        ]
    solids += [
        Round((0, 3.3, 0.72), 0.32, 0.04, PAPER, tall=True),
        Round((0, 3.3, 0.47), 0.03, 0.46, INK, tall=True),
        Round((0.1, 3.3, 0.79), 0.035, 0.1, PAPER, tall=True),
    ]
    solids += [
        Box((2.2, 3.1, 0.79), (0.62, 0.46, 1.1), PAPER),
        Box((2.2, 3.06, 1.36), (0.72, 0.54, 0.05), INK),
        Round((2.2, 2.9, 1.5), 0.012, 0.26, INK, tall=True),
    ]
    # the camera, to the left of the way ahead
    solids += [
        Round((-1.35, 1.05, 0.03), 0.34, 0.06, INK, tall=True),
        Round((-1.35, 1.05, 0.6), 0.045, 1.2, INK, tall=True),
        Box((-1.35, 1.05, 1.34), (0.2, 0.42, 0.24), "#3A3430", turn=20),
        Box((-1.26, 1.32, 1.34), (0.13, 0.16, 0.13), INK, turn=20),
        Box((-1.4, 0.9, 1.52), (0.16, 0.04, 0.12), "#4A6070", turn=20),
        Round((-1.3, 1.16, 1.49), 0.03, 0.05, RED),
    ]
    for x in (-2.9, 3.1):
        solids += [
            Round((x, 1.7, 0.9), 0.025, 1.8, INK, tall=True),
            Round((x, 1.7, 0.02), 0.25, 0.04, INK, tall=True),
            Box((x, 1.8, 2.05), (0.62, 0.2, 0.5), INK, turn=28 if x < 0 else -28),
            Box(
                (x * 0.985, 1.92, 2.05), (0.56, 0.02, 0.44), "#FFF6E6", turn=28 if x < 0 else -28, shines=1.2
            ),
        ]
    for row in range(2):
        for n in range(6):
            if not (row == 0 and n in (2, 3)):
                solids += chair(-2.5 + n * 1.0, -1.2 - row * 1.0, 0, DARK if (n + row) % 4 else "#7A4A44")
    solids += table(-3.4, -2.9, 1.6, 0.7)
    for x in (-3.8, -3.1):
        solids += [
            Box((x, -3.05, 1.02), (0.6, 0.04, 0.36), INK, north="#4A6070"),
            Box((x, -3.05, 0.79), (0.08, 0.08, 0.12), INK),
        ]
    solids += plant(3.9, 3.9, 1.5, 2) + plant(-4.0, 3.9, 1.4, 3)
    return Room("live-backdrop", "直播背景墙",
        "一间铺地毯的直播厅，前方是写着“大讲堂”的背景墙和木台，台上两把椅子和讲台，近处一台摄像机，身后是两排椅子。",
        Scene(solids, lights), (
            ("背景墙", "每堂公开课都在这面墙前讲，墙上的字可以换。", (0, 4.4, 2.0)),
            ("讲台", "讲课人站在这里，讲稿和话筒都在手边。", (2.2, 3.1, 1.2)),
            ("摄像机", "红灯亮着就是在直播，不在现场的人看到的就是它拍的。", (-1.35, 1.05, 1.34)),
            ("听课席", "现场的座位，听完可以当面提问。", (0, -1.8, 0.7)),
            ("导播台", "两块屏，一块看画面，一块看观众的提问。", (-3.4, -3.0, 1.0)),
        ))  # fmt: skip


def activities() -> Room:
    """The wall of what the units did."""

    def north(s: Sheet) -> None:
        s.rect(0, 0, 1000, 320, "#E7DDD0")
        places = (
            (40, 40, 150, 105),
            (40, 165, 150, 115),
            (210, 40, 110, 150),
            (210, 210, 110, 70),
            (340, 190, 90, 90),
            (590, 40, 120, 120),
            (590, 180, 120, 100),
            (730, 40, 180, 130),
            (730, 190, 85, 90),
            (830, 190, 80, 90),
            (450, 190, 120, 90),
        )
        for n, (x, y, w, h) in enumerate(places):
            photo(s, x, y, w, h, n * 3 + 1)
        s.rect(340, 40, 230, 130, RED)
        s.words(455, 120, "活动", 72, PAPER, font=Font.SERIF, anchor="ms")
        s.words(455, 152, "二〇一八年上半年（样例）", 15, PAPER, anchor="ms")
        skirting(s, 1000)

    def east(s: Sheet) -> None:
        s.line([(50, 170), (650, 170)], INK, 2)
        s.words(60, 80, "一月到六月（样例）", 30, INK, font=Font.SERIF)
        for n, (month, what) in enumerate(
            (
                ("一月", "读书班"),
                ("二月", "开公众号"),
                ("三月", "发通知"),
                ("四月", "下社区"),
                ("五月", "直播课"),
                ("六月", "看展"),
            )
        ):
            x = 90 + n * 100
            s.disc(x, 170, 9, RED if n == 4 else PAPER, INK, 2)
            s.words(x, 140, month, 22, INK, font=Font.SERIF, anchor="ms")
            s.words(x, 214, what, 19, DARK, anchor="ms")
        skirting(s, 700)

    def south(s: Sheet) -> None:
        skirting(s, 1000)
        door(s, 130)
        for n in range(5):
            x = 330 + n * 120
            s.rect(x, 70, 92, 130, (PAPER, RED, PAPER, "#D9CFC2", PAPER)[n], INK, 1.5)
            s.words(
                x + 46,
                120,
                ("双比双争", "大讲堂", "读书角", "大篷车", "征稿")[n],
                19,
                PAPER if n == 1 else INK,
                font=Font.SERIF,
                anchor="ms",
            )
            things.lines(s, x + 18, 145, (56, 48, 30), PAPER if n == 1 else MID, 2, 12)

    lamps = [(x, y, 0.25, 1.5) for x in (-3.2, 0, 3.2) for y in (-1.8, 1.6)]
    solids, lights = shell(
        10,
        7,
        3.2,
        (0, 0),
        floorboards(10, 7),
        {
            "north": drawn(10, 3.2, north),
            "east": drawn(7, 3.2, east),
            "south": drawn(10, 3.2, south),
            "west": _plain(
                7, more=lambda s: [photo(s, 90 + n * 180, 70, 140, 170, n * 2 + 3) for n in range(3)] and None
            ),
        },
        lamps,
        4.2,
    )
    solids += bench(-1.2, 1.5, 1.9, 0.5, "#7A4A44") + bench(1.4, -1.5, 1.9, 0.5)
    solids += [
        Box((3.6, 1.7, 0.5), (0.5, 0.36, 1.0), INK),
        Box((3.6, 1.66, 1.12), (0.64, 0.06, 0.42), INK, south="#3E5260", north="#3E5260"),
    ]
    solids += plant(-4.5, 3.0, 1.6, 5) + plant(4.5, -3.0, 1.3, 6)
    solids += [
        Box((-4.0, -2.6, 0.45), (1.1, 0.5, 0.9), WOOD),
        *[
            Box(
                (-4.3 + n * 0.22, -2.6, 0.97 + n % 2 * 0.02),
                (0.15, 0.22, 0.12 + n % 2 * 0.04),
                (RED, PAPER, MID, PAPER)[n],
            )
            for n in range(4)
        ],
    ]
    for x in (-0.9, 3.4):
        solids.append(Box((x, 3.0, 0.5), (0.05, 0.05, 1.0), GOLD))
    solids.append(Box((1.25, 3.0, 0.96), (4.3, 0.02, 0.03), RED))
    return Room("activity-wall", "活动展示墙",
        "一间铺木地板的展厅，前方整面墙拼着大小不一的活动图片，中间红板写着“活动”，厅里有长凳、触摸屏和绿植。",
        Scene(solids, lights), (
            ("活动展示墙", "各支部自己选图、自己写说明，每月换一次。", (-0.5, 3.5, 1.9)),
            ("时间轴", "从一月到六月，每个月挑一件事。", (5.0, 0.0, 1.6)),
            ("触摸屏", "在这里能翻到墙上放不下的活动。", (3.6, 1.7, 1.1)),
            ("海报", "五张海报，想参加就扫上面的码。", (0.0, -3.5, 1.9)),
        ))  # fmt: skip


def oath() -> Room:
    """A plain red wall before which people stand in a row."""

    def north(s: Sheet) -> None:
        s.rect(0, 0, 900, 360, "#A9252B")
        for n in range(1, 9):
            s.line([(n * 100, 0), (n * 100, 360)], "#9A2026", 1.2)
        s.rect(0, 340, 900, 20, "#7C1A1F")

    def side(s: Sheet) -> None:
        s.rect(0, 350, 900, 10, DEEP)
        for n in range(3):
            x = 110 + n * 230
            s.rect(x, 90, 170, 170, PAPER, GOLD, 2)
            s.words(
                x + 85, 150, ("写一份申请", "谈一次话", "站成一排")[n], 24, INK, font=Font.SERIF, anchor="ms"
            )
            things.lines(s, x + 30, 180, (110, 96, 60), MID, 3, 20)

    def south(s: Sheet) -> None:
        s.rect(0, 350, 900, 10, DEEP)
        door(s, 405, 360)
        s.words(200, 150, "宣誓前，请把手机调成静音", 22, DARK, font=Font.SERIF, anchor="ms")
        s.words(200, 184, "（样例）", 18, DARK, anchor="ms")

    lamps = [
        (-1.5, 2.6, 2.0, 0.22),
        (1.5, 2.6, 2.0, 0.22),
        (-2.6, -0.6, 0.25, 2.2),
        (2.6, -0.6, 0.25, 2.2),
        (0, -2.6, 2.0, 0.22),
    ]
    tall = 3.6
    solids, lights = shell(
        9,
        8,
        tall,
        (0, 0.2),
        carpet(9, 8, "#B9AC9C", "#B1A494"),
        {
            "north": drawn(9, tall, north),
            "east": drawn(8, tall, side),
            "west": drawn(8, tall, side),
            "south": drawn(9, tall, south),
        },
        lamps,
        4.4,
    )
    solids += [Box((0, 3.6, 0.08), (7.4, 1.2, 0.16), "#8E3338")]
    solids += [
        Box((2.3, 3.2, 0.68), (0.6, 0.42, 1.1), WOOD),
        Box((2.3, 3.15, 1.26), (0.72, 0.52, 0.05), DEEP),
        Round((2.3, 3.0, 1.4), 0.012, 0.26, INK, tall=True),
    ]
    for n in range(7):
        solids.append(Round((-2.4 + n * 0.7, 1.4, 0.005), 0.13, 0.01, GOLD if n != 3 else RED, tall=True))
    solids += bench(-2.2, -2.5, 2.2, 0.5, "#7A4A44") + bench(2.2, -2.5, 2.2, 0.5, "#7A4A44")
    solids += plant(-3.9, 3.4, 1.7, 8) + plant(3.9, 3.4, 1.7, 9)
    for x in (-3.6, -1.2, 1.2, 3.6):
        solids.append(Box((x, 4.12, 3.3), (0.16, 0.12, 0.1), "#FFF1DA", shines=1.1))
        lights.append(Panel((x, 4.0, 3.24), ((0.06, 0, 0), (0, 0.04, 0)), power=0.55))
    return Room("oath-wall", "宣誓墙",
        "一间安静的厅，前方是一面素净的红墙，墙前一级红台阶和一座木讲台，地上有一排站位的圆点，两侧墙上各三块展板。",
        Scene(solids, lights), (
            ("红墙", "一面素净的墙，入党宣誓和重温誓词都在这里。", (0, 4.2, 1.9)),
            ("领誓台", "领誓人站在这里，话筒可以调高低。", (2.3, 3.2, 1.2)),
            ("站位", "地上的圆点，一人一个，红点是正中。", (-0.3, 1.4, 0.0)),
            ("三块展板", "从写申请到站在这里，要走的几步。", (4.5, 0.2, 1.9)),
        ))  # fmt: skip


def pioneers() -> Room:
    """Portraits without features, with sample names."""
    names = ("何静", "周明远", "许亦安", "林舟", "沈禾", "程野", "陆青", "白榆")

    def grid(s: Sheet, columns: int, start: int, left: float) -> None:
        for n in range(columns * 2):
            column, row = n % columns, n // columns
            x, y = left + column * 98, 40 + row * 130
            s.rect(x, y, 82, 116, PAPER, INK, 1.5)
            s.rect(x + 6, y + 6, 70, 76, (GROUND, LIGHT)[(column + row) % 2])
            with s.at(x + 11, y + 10, 0.24):
                figures.portrait(
                    s,
                    RED if (n + start) % 9 == 4 else (DARK, INK, MID)[(n + start) % 3],
                    ("short", "long", "bun", "cap")[(n * 3 + start + row) % 4],
                )
            s.words(
                x + 41, y + 97, f"{names[(n + start) % 8]}（示例）", 10.5, INK, font=Font.SERIF, anchor="ms"
            )
            things.lines(s, x + 16, y + 106, (50,), MID, 1.4)

    def north(s: Sheet) -> None:
        s.rect(0, 0, 900, 320, "#D5CABC")
        s.rect(0, 0, 190, 320, RED)
        s.words(95, 130, "先锋", 70, PAPER, font=Font.SERIF, anchor="ms")
        s.words(95, 172, "都是虚构的人（样例）", 15, PAPER, anchor="ms")
        grid(s, 7, 0, 212)
        skirting(s, 900)

    def east(s: Sheet) -> None:
        grid(s, 6, 5, 60)
        skirting(s, 700)

    def west(s: Sheet) -> None:
        s.rect(80, 60, 540, 190, PAPER, INK, 2)
        s.words(350, 130, "“先把手里这件事做好。”", 38, INK, font=Font.SERIF, anchor="ms")
        s.words(350, 180, "何静（示例） 产品经理", 20, DARK, anchor="ms")
        s.rect(320, 205, 60, 4, RED)
        skirting(s, 700)

    lamps = [(x, y, 1.6, 0.18) for x in (-2.4, 0.2, 2.8) for y in (2.2, -0.6)] + [(0.2, -2.6, 1.6, 0.18)]
    solids, lights = shell(
        9,
        7,
        3.2,
        (0, 0),
        floorboards(9, 7, "#C4B39B", "#BBA98F"),
        {
            "north": drawn(9, 3.2, north),
            "east": drawn(7, 3.2, east),
            "west": drawn(7, 3.2, west),
            "south": _plain(9, at_door=170),
        },
        lamps,
        3.6,
    )
    solids += bench(0, 0.9, 2.2, 0.55, DARK)
    solids += [
        Box((-3.0, 1.9, 0.48), (0.5, 0.5, 0.96), PAPER),
        Box((-3.0, 1.9, 1.02), (0.4, 0.3, 0.12), GOLD),
        Box((3.2, -1.6, 0.55), (0.44, 0.3, 1.1), INK),
        Box((3.2, -1.6, 1.24), (0.6, 0.06, 0.4), INK, north="#4A6070", south="#4A6070"),
    ]
    solids += plant(-4.0, 3.0, 1.5, 12) + plant(4.0, 3.0, 1.2, 13)
    solids += [
        Box((-2.4, -3.2, 0.4), (2.2, 0.5, 0.8), WOOD),
        Box((-2.4, -3.42, 1.7), (1.9, 0.04, 1.06), INK, north="#51483F"),
    ]
    return Room("pioneer-wall", "先锋展示墙",
        "一间木地板展厅，前方和右侧墙上挂着两排没有五官的肖像，下面写着虚构的名字，左墙是一句话，中间一条长凳。",
        Scene(solids, lights), (
            ("先锋展示墙", "墙上的人都是虚构的；真的用起来，展示要本人同意，随时可以撤下。", (0.9, 3.5, 1.7)),
            ("一句话", "每人留一句话，每周换一句。", (-4.5, 0, 1.7)),
            ("第二面墙", "放得下的都在这里，先后按姓名排，不分名次。", (4.5, 0, 1.8)),
            ("查阅屏", "点一下名字，看这个人做过的事。", (3.2, -1.6, 1.2)),
        ))  # fmt: skip


def reading() -> Room:
    """Shelves, tables, a lamp, a window."""

    def shelves(s: Sheet, w: float) -> None:
        with s.at(0, 20, 0.5):
            things.shelf(s, w * 2, 560, 5, 21, (1, 9))
        skirting(s, w)

    def north(s: Sheet) -> None:
        s.rect(0, 0, 800, 320, WALL)
        skirting(s, 800)
        s.words(120, 120, "读书角", 50, RED, font=Font.SERIF, anchor="ms")
        s.words(120, 152, "借书还书，自己登记（样例）", 15, DARK, anchor="ms")
        with s.at(690, 110, 0.4):
            things.clock(s, 90, 3, 30)

    def view(s: Sheet) -> None:
        s.rect(0, 0, 400, 180, "#DCE6E8")
        s.disc(300, 50, 20, PAPER)
        for x, w, h, seed in ((10, 70, 110, 1), (90, 60, 80, 2), (310, 80, 130, 3)):
            with s.at(x, 190, 1):
                outdoors.building(s, w, h, "#C9D2D3", "#E9EFF0", seed, line="#B4BFC1")
        for x, r in ((60, 60), (190, 80), (260, 56), (380, 60)):
            s.disc(x, 190, r, "#8FA287")
        s.rect(0, 0, 400, 180, None, INK, 5)
        for x in (133, 266):
            s.line([(x, 0), (x, 180)], INK, 4)

    def south(s: Sheet) -> None:
        skirting(s, 800)
        door(s, 620)
        for n in range(3):
            photo(s, 100 + n * 150, 80, 110, 130, n * 2 + 3)

    books = drawn(7, 2.8, lambda s: shelves(s, 700), LIGHT)
    lamps = [(-1.7, 1.2, 0.6, 0.6), (1.7, 1.2, 0.6, 0.6), (-1.7, -1.6, 0.6, 0.6), (1.7, -1.6, 0.6, 0.6)]
    solids, lights = shell(
        8,
        7,
        3.2,
        (0, 0),
        floorboards(8, 7),
        {"north": drawn(8, 3.2, north), "south": drawn(8, 3.2, south)},
        lamps,
        3.2,
    )
    solids += [
        Box((-3.82, 0, 1.4), (0.36, 6.9, 2.8), WOOD, east=books),
        Box((0.6, 3.46, 1.75), (4.0, 0.06, 1.8), INK, south=drawn(4, 1.8, view)),
        Box((0.6, 3.36, 0.82), (4.2, 0.24, 0.05), WOOD),
    ]
    window = solids[-2]
    assert isinstance(window, Box)
    window.faces[3].shines = 1.05
    lights.append(Panel((0.6, 3.38, 1.75), ((1.9, 0, 0), (0, 0, 0.85)), (0, -1, 0), 7.0))
    low = drawn(3, 1.0, lambda s: _low(s), LIGHT)
    solids += [Box((3.82, -1.4, 0.5), (0.34, 3.0, 1.0), WOOD, west=low)]
    solids += [Box((0.3, 1.75, 0.006), (2.9, 2.4, 0.012), "#C7B2A2", top=drawn(2.9, 2.4, _rug))]
    solids += table(0.3, 1.7, 1.8, 0.9)
    for x in (-0.2, 0.8):
        solids += chair(x, 1.0, 0, DARK) + chair(x, 2.4, 180, DARK)
    solids += [
        Box((0.0, 1.7, 0.76), (0.3, 0.22, 0.03), RED, turn=12),
        Box((0.7, 1.8, 0.775), (0.26, 0.2, 0.06), MID, turn=-20),
        Box((0.7, 1.8, 0.825), (0.24, 0.18, 0.04), PAPER, turn=-8),
        Round((0.35, 1.5, 0.79), 0.04, 0.1, PAPER, tall=True),
    ]
    solids += [*table(-1.4, -1.8, 0.7, 0.7, 0.45), Box((-1.4, -1.8, 0.47), (0.28, 0.2, 0.04), PAPER, turn=30)]
    # an armchair, and a lamp beside it
    solids += [
        Box((-2.5, -2.2, 0.32), (0.8, 0.8, 0.3), "#9A8A78", turn=-30),
        Box((-2.72, -2.52, 0.66), (0.8, 0.2, 0.62), "#9A8A78", turn=-30),
        Box((-2.85, -2.0, 0.46), (0.16, 0.76, 0.28), "#8A7B6A", turn=-30),
        Box((-2.2, -2.42, 0.46), (0.16, 0.76, 0.28), "#8A7B6A", turn=-30),
    ]
    solids += [
        Round((-3.1, -3.0, 0.02), 0.16, 0.04, INK, tall=True),
        Round((-3.1, -3.0, 0.8), 0.018, 1.6, INK, tall=True),
        Round((-3.1, -3.0, 1.65), 0.22, 0.3, "#E9B9A6", tall=True, shines=0.95),
    ]
    lights.append(Panel((-3.1, -3.0, 1.5), ((0.1, 0, 0), (0, 0.1, 0)), power=0.7))
    solids += plant(3.5, 2.9, 1.7, 21) + plant(-3.3, 3.1, 1.2, 22)
    return Room("reading-corner", "读书角",
        "一间明亮的读书室，左墙整面是书架，前方一扇大窗，窗前长桌上放着书，身后是一把沙发椅和一盏落地灯。",
        Scene(solids, lights), (
            ("书架", "五层书架，书是大家捐的，自己登记就能借走。", (-3.64, 0.4, 1.5)),
            ("长桌", "四个座位，青年读书会就围着它坐。", (0.3, 1.7, 0.8)),
            ("窗", "朝北的大窗，白天不用开灯。", (0.6, 3.4, 1.8)),
            ("灯下", "一把沙发椅，一盏灯，适合一个人读完一章。", (-2.5, -2.2, 0.8)),
        ))  # fmt: skip


def _low(s: Sheet) -> None:
    with s.at(0, 0, 0.5):
        things.shelf(s, 600, 200, 2, 33)


def _rug(s: Sheet) -> None:
    s.rect(0, 0, 290, 240, "#C7B2A2")
    s.rect(12, 12, 266, 216, None, PAPER, 3)
    s.rect(22, 22, 246, 196, None, RED, 2)


ROOMS: tuple[Callable[[], Room], ...] = (live, activities, oath, pioneers, reading)
