"""The live backdrop and the wall of activities. Every word on a wall is a sample."""

from __future__ import annotations

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, INK, MID, PAPER, RED, Sheet
from tools.base.kit import (
    WOOD,
    Room,
    bench,
    carpet,
    chair,
    door,
    drawn,
    floorboards,
    photo,
    plain_wall,
    plant,
    shell,
    skirting,
    table,
)
from tools.raycast import Box, Round, Scene


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
        {"north": drawn(9, 3.2, north), "west": plain_wall(8, more=panels), "east": plain_wall(8, at_door=60, more=lambda s: s.rect(0, 0, 0, 0)),
         "south": plain_wall(9, more=clock)}, lamps, 3.0)  # fmt: skip
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
            "west": plain_wall(
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
