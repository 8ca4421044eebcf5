"""What an internet company's day looks like: code, machines, cables, chips, the night."""

from __future__ import annotations

import itertools
import math
import random

from sixianghui.project.replay.pictures import figures, outdoors, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.registry import scene


@scene("code", "红色的那一行", "一块大屏上是一行行缩进的代码，其中一行是红色，屏前放着键盘和杯子。")
def one_line(s: Sheet) -> None:
    things.floor(s, 830, LIGHT)
    s.rect(250, 90, 1100, 640, INK, r=18)
    s.rect(278, 118, 1044, 584, PAPER)
    s.rect(278, 118, 90, 584, LIGHT)
    dice = random.Random(8)
    for row, indent in enumerate((0, 1, 1, 2, 2, 3, 1, 1, 0, 0, 1, 2, 1)):
        y, x = 160 + row * 42, 400.0 + indent * 58
        s.line([(310, y), (336, y)], MID, 8)
        for part in range(1 + (row * 5) % 3):
            wide = dice.uniform(70, 210)
            red = row == 5
            s.line([(x, y), (x + wide, y)], RED if red else (INK, MID, DARK)[(part + row) % 3], 14)
            x += wide + 36
    s.path("M730 730 H870 L890 830 H710 Z", INK)
    s.rect(640, 822, 320, 18, INK, r=9)
    s.path("M520 900 H1040 L1080 966 H480 Z", PAPER, INK)
    for row in range(3):
        s.line([(526 - row * 10, 916 + row * 17), (1034 + row * 10, 916 + row * 17)], MID, 7)
    with s.at(1270, 940, 1.2):
        things.mug(s)


@scene("code", "两个人看一块屏", "两名同事背对着我们，一人敲键盘，一人指着屏幕上的同一处。")
def in_pairs(s: Sheet) -> None:
    s.rect(0, 0, 1600, 700, LIGHT)
    s.rect(300, 90, 1000, 480, PAPER, INK, 12, r=14)
    for row, (x, w) in enumerate(((360, 380), (420, 300), (480, 420), (480, 260), (420, 360), (360, 200))):
        s.line([(x, 160 + row * 62), (x + w, 160 + row * 62)], (INK, MID, DARK)[row % 3], 16)
    s.rect(960, 140, 270, 180, None, RED, 9, r=14)
    things.lines(s, 1000, 190, (180, 130, 160), RED, 13, 42)
    s.rect(0, 660, 1600, 44, PAPER, INK)
    s.rect(0, 704, 1600, 306, MID)
    for x, long in ((560, True), (1010, False)):
        with s.at(x, 1000, 3.1):
            if not long:
                s.line([(44, -40), (86, -92), (52, -186)], DARK, 24)
                s.disc(52, -192, 10, PAPER, INK, 2)
            figures.bust(s, INK if long else DARK, edge=GROUND, long=long)
        s.rect(x - 190, 880, 380, 200, INK, GROUND, 6, r=40)


@scene("server-room", "机柜之间", "两排机柜夹出一条走道，一名值守的人站在尽头，地上一道灯光。", INK)
def aisle(s: Sheet) -> None:
    s.shape([(0, 1000), (700, 520), (900, 520), (1600, 1000)], DARK)
    s.shape([(520, 1000), (770, 520), (830, 520), (1080, 1000)], MID)
    s.shape([(0, 0), (700, 340), (900, 340), (1600, 0)], "#3A332D")
    for t in (0.18, 0.42, 0.62):
        x, y = 800 * t, 340 * t
        s.shape(
            [
                (640 - 260 * (1 - t), y + 10),
                (960 + 260 * (1 - t), y + 10),
                (940 + 200 * (1 - t), y + 50),
                (660 - 200 * (1 - t), y + 50),
            ],
            PAPER,
        )
        del x
    s.rect(700, 340, 200, 180, LIGHT)
    dice = random.Random(3)
    edges = (0.0, 0.34, 0.57, 0.73, 0.85, 0.94)
    for side in (0, 1):
        for n, (near, far) in enumerate(itertools.pairwise(edges)):

            def at(t: float, v: float) -> tuple[float, float]:
                x = 700 * t if not side else 1600 - 700 * t  # noqa: B023
                return x, 340 * t + v * ((520 + 480 * (1 - t)) - 340 * t)

            gap = (far - near) * 0.06
            s.shape(
                [at(near + gap, 0.06), at(far - gap, 0.06), at(far - gap, 1), at(near + gap, 1)],
                "#3A332D",
                MID,
                4,
            )
            for unit in range(11):
                v = 0.1 + unit * 0.08
                red = side == 1 and n == 1 and unit == 4
                ink = RED if red else (DARK, MID, DARK)[dice.randrange(3)]
                a, b = near + (far - near) * 0.14, far - (far - near) * 0.14
                s.shape([at(a, v), at(b, v), at(b, v + 0.05), at(a, v + 0.05)], ink)
                for k in (0.72, 0.82):
                    t = a + (b - a) * k
                    s.disc(*at(t, v + 0.025), 7 * (1 - t) + 1.5, GOLD if dice.random() < 0.6 else PAPER)
    with s.at(800, 560, 0.5):
        figures.figure(s, coat=INK, hands=((-50, -200), (40, -240)), tint=INK)


@scene(
    "server-room",
    "拔下一块盘",
    "一排机柜前，值守员蹲着检修最下面的设备，身边是打开的工具箱和一根红色的网线。",
)
def at_the_rack(s: Sheet) -> None:
    things.floor(s, 880)
    for number in range(4):
        with s.at(90 + number * 262, 130):
            things.rack(s, 240, 750, 14, number + 4)
    s.stroke("M1030 560 C1160 520 1130 720 1240 690 C1400 650 1360 850 1500 840", RED, 13)
    s.rect(1016, 546, 34, 28, RED, INK, 4)
    with s.at(1290, 880, 1.15, flip=True):
        figures.figure(
            s,
            coat=DARK,
            legs=MID,
            look=1,
            hip=-96,
            lean=16,
            feet=((20, 0), (70, 0)),
            knees=(-1, -1),
            hands=((120, -190), (150, -150)),
            bends=(-1, -1),
            hair="cap",
        )
    with s.at(1450, 880):
        s.rect(-90, -80, 180, 80, GOLD, INK)
        s.path("M-90 -80 L-70 -140 H110 L90 -80 Z", PAPER, INK)
        s.line([(-30, -60), (30, -60)], INK, 10)


@scene("network", "一张看得见的网", "大大小小的圆点由细线连成网，一个红点居中，连着四面八方。")
def graph(s: Sheet) -> None:
    dice = random.Random(21)
    nodes: list[tuple[float, float, float]] = [(790, 500, 78)]
    while len(nodes) < 30:
        x, y, r = dice.uniform(110, 1490), dice.uniform(100, 900), dice.choice((20.0, 26.0, 34.0, 46.0))
        if all(math.hypot(x - a, y - b) > r + c + 78 for a, b, c in nodes):
            nodes.append((x, y, r))
    for number, (x, y, _) in enumerate(nodes):
        near = sorted(nodes, key=lambda one: math.hypot(one[0] - x, one[1] - y))[1 : 4 if number else 9]
        for a, b, _ in near:
            s.line([(x, y), (a, b)], MID, 5)
    for number, (x, y, r) in enumerate(nodes):
        if number == 0:
            s.disc(x, y, r, RED, INK)
            s.disc(x, y, r * 0.4, PAPER)
        else:
            s.disc(x, y, r, (PAPER, DARK, LIGHT, PAPER, INK)[number % 5], INK)


@scene(
    "network",
    "接上最后一根线",
    "交换机的近景，两排插口插着深浅不同的网线，一只手正把红色的一根插进去。",
    LIGHT,
)
def patching(s: Sheet) -> None:
    s.rect(-20, 170, 1640, 360, INK)
    s.rect(-20, 190, 1640, 320, DARK)
    for row in range(2):
        for n in range(11):
            x, y = 90 + n * 132, 232 + row * 144
            s.rect(x, y, 96, 92, PAPER, INK, r=8)
            s.rect(x + 18, y + 26, 60, 66, INK)
            s.rect(x + 32, y + 14, 32, 14, INK)
            s.disc(x + 14, y - 12, 6, GOLD if (n * 5 + row * 3) % 4 else MID)
    for n, ink in ((0, INK), (1, MID), (2, DARK), (3, INK), (5, MID), (6, INK), (9, DARK), (10, INK)):
        x = 138 + n * 132
        bend = (n * 37) % 90 - 45
        s.stroke(f"M{x} 440 C{x} 640 {x + bend} 700 {x + bend} 1020", ink, 26)
        s.rect(x - 32, 408, 64, 96, PAPER if ink != MID else LIGHT, INK)
    s.stroke("M930 640 C930 780 1000 900 1260 1010", RED, 28)
    s.rect(896, 560, 66, 104, RED, INK)
    s.line([(929, 572), (929, 610)], PAPER, 8)
    with s.at(944, 676, 1.5, turn=8):
        figures.hand(s, pinch=True)


@scene("chip", "一枚芯片", "斜看的电路板上立着一枚芯片，红色的方块在正中，走线向四边散开。")
def isometric(s: Sheet) -> None:
    def at(x: float, y: float, z: float = 0) -> tuple[float, float]:
        return 800 + (x - y) * 0.866, 500 + (x + y) * 0.5 - z

    s.shape([at(-440, -440, -34), at(440, -440, -34), at(440, 440, -34), at(-440, 440, -34)], DARK)
    s.shape([at(-440, 440), at(440, 440), at(440, 440, -40), at(-440, 440, -40)], DARK, INK)
    s.shape([at(440, -440), at(440, 440), at(440, 440, -40), at(440, -440, -40)], MID, INK)
    s.shape([at(-440, -440), at(440, -440), at(440, 440), at(-440, 440)], PAPER, INK)
    for n in range(7):
        v = -132 + n * 44
        far = v * 2.3
        for side in (1, -1):
            s.line([at(side * 190, v), at(side * 260, v), at(side * 330, far), at(side * 410, far)], DARK, 5)
            s.line([at(v, side * 190), at(v, side * 260), at(far, side * 330), at(far, side * 410)], DARK, 5)
            for a in (at(side * 410, far), at(far, side * 410)):
                s.disc(*a, 11, GOLD, ry=7)
    for low, high, top, left, right in ((190, 0, LIGHT, MID, DARK), (110, 60, RED, "#8E1A20", INK)):
        base, z = high, high + 60 if high == 0 else high + 34
        s.shape([at(-low, low, z), at(low, low, z), at(low, low, base), at(-low, low, base)], left, INK)
        s.shape([at(low, -low, z), at(low, low, z), at(low, low, base), at(low, -low, base)], right, INK)
        s.shape([at(-low, -low, z), at(low, -low, z), at(low, low, z), at(-low, low, z)], top, INK)
    for n in (-40, 0, 40):
        s.line([at(-60, n, 94), at(60 if n else 20, n, 94)], PAPER, 9)


@scene("chip", "镊子夹着", "一把镊子夹起一枚小小的红色芯片，圆形放大镜里看得见它的针脚。")
def tweezers(s: Sheet) -> None:
    s.rect(0, 720, 1600, 290, LIGHT)
    for n in range(9):
        s.rect(120 + n * 160, 800 + (n % 2) * 70, 90, 50, (MID, DARK, PAPER)[n % 3], INK)
    s.line([(1000, 720), (1240, 960)], INK, 54)
    s.line([(1000, 720), (1240, 960)], DARK, 34)
    s.disc(740, 470, 350, PAPER, INK, 26)
    s.disc(740, 470, 330, None, MID, 5)
    s.rect(600, 400, 260, 200, RED, INK, 9)
    for n in range(6):
        s.rect(614 + n * 41, 364, 22, 36, GOLD, INK, 4)
        s.rect(614 + n * 41, 600, 22, 36, GOLD, INK, 4)
    s.disc(634, 434, 12, PAPER)
    things.lines(s, 680, 490, (120, 80), PAPER, 10, 40)
    s.path("M862 470 L1560 60 L1600 120 L880 510 Z", MID, INK)
    s.path("M862 540 L880 500 L1610 210 L1610 290 Z", LIGHT, INK)


@scene("night-shift", "还亮着的一扇窗", "夜里的写字楼都黑了，只有一扇窗亮着灯，月亮挂在楼角。", INK)
def lit_window(s: Sheet) -> None:
    s.disc(1310, 190, 74, LIGHT)
    s.disc(1344, 170, 66, INK)
    for x, y in ((120, 90), (340, 160), (1130, 80), (1500, 330), (980, 210), (520, 60)):
        s.disc(x, y, 4, MID)
    for x, w, h, seed in ((-20, 300, 420, 1), (1180, 230, 470, 2), (1380, 260, 360, 3)):
        with s.at(x, 1010):
            outdoors.building(s, w, h, "#3A332D", DARK, seed, line=INK)
    s.rect(310, 120, 840, 900, DARK)
    for column in range(8):
        for row in range(8):
            lit = (column, row) == (5, 3)
            s.rect(346 + column * 98, 166 + row * 104, 74, 70, GOLD if lit else INK)
    s.rect(836, 478, 74, 70, PAPER)
    s.disc(872, 514, 12, INK)
    s.path("M846 548 C848 524 896 524 898 548 Z", RED)


@scene("night-shift", "凌晨两点", "夜班工程师坐在灯下看三块屏幕，墙上的钟指着两点，窗外是月亮。", DARK)
def two_o_clock(s: Sheet) -> None:
    s.rect(0, 850, 1600, 160, INK)
    with s.at(1190, 110):
        things.window(s, 300, 380, INK, 2)
    s.disc(1380, 210, 40, LIGHT)
    with s.at(240, 210):
        things.clock(s, 92, 2, 0)
    s.shape([(610, 330), (430, 640), (1010, 640), (760, 330)], "#8C7F73")
    s.line([(690, 0), (690, 262)], INK, 7)
    s.path("M590 334 L640 256 H740 L790 334 Z", RED, INK)
    for x in (300, 560, 820):
        with s.at(x, 640):
            things.monitor(s, 236, 150, LIGHT)
            things.lines(s, -84, -180, (120, 80, 140), DARK, 9, 34)
    s.rect(120, 640, 1000, 26, PAPER, INK)
    s.line([(190, 666), (190, 850)], INK, 12)
    s.line([(1050, 666), (1050, 850)], INK, 12)
    with s.at(1070, 850, 1.12, flip=True):
        figures.figure(
            s,
            coat=INK,
            legs=MID,
            look=1,
            hip=-140,
            lean=6,
            feet=((80, 0), (112, 0)),
            knees=(-1, -1),
            hands=((130, -204), (150, -204)),
            bends=(-1, -1),
            hair="short",
            edge=GROUND,
        )
        s.line([(-60, -280), (-46, -112), (50, -112)], INK, 14)
        s.line([(0, -112), (0, -20)], INK, 12)
        s.line([(-50, -10), (50, -10)], INK, 12)
    with s.at(210, 640, 0.8):
        things.mug(s)
