"""The wall of the oath and the wall of pioneers. Every word on a wall is a sample."""

from __future__ import annotations

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import figures, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from tools.base.kit import (
    DEEP,
    WOOD,
    Room,
    bench,
    carpet,
    door,
    drawn,
    floorboards,
    plain_wall,
    plant,
    shell,
    skirting,
)
from tools.raycast import Box, Panel, Round, Scene


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
            "south": plain_wall(9, at_door=170),
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
