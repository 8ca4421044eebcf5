"""The reading corner. Every word on a wall is a sample."""

from __future__ import annotations

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import outdoors, things
from sixianghui.project.replay.pictures.drawing import DARK, INK, LIGHT, MID, PAPER, RED, Sheet
from tools.base.kit import (
    WALL,
    WOOD,
    Room,
    chair,
    door,
    drawn,
    floorboards,
    photo,
    plant,
    shell,
    skirting,
    table,
)
from tools.raycast import Box, Panel, Round, Scene


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
