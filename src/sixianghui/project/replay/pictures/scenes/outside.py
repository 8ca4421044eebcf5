"""Out of the house: the van, the city, spring, trees, volunteers."""

from __future__ import annotations

import random

from sixianghui.project.replay.pictures import figures, outdoors, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.registry import scene


@scene("caravan", "大篷车进了小区", "红色的大篷车停在居民楼下，车边支起条纹篷，居民围着一张桌子。")
def under_the_awning(s: Sheet) -> None:
    for x, w, h, seed in ((40, 240, 620, 1), (310, 200, 500, 2), (1270, 290, 680, 3)):
        with s.at(x, 860):
            outdoors.building(s, w, h, PAPER, LIGHT, seed, line=MID)
    with s.at(1180, 860):
        outdoors.tree(s, MID, 520, "cloud")
    things.floor(s, 860)
    with s.at(480, 880, 1.35):
        outdoors.van(s, RED, "送课上门")
    with s.at(770, 540):
        outdoors.awning(s, 430, 80)
        s.line([(428, 10), (428, 330)], INK, 9)
    with s.at(1010, 880):
        things.table(s, 300, 150)
    for x, coat, hair, look in (
        (900, INK, "cap", 1),
        (1120, DARK, "grey", -1),
        (1240, MID, "long", -1),
        (1350, INK, "short", -1),
    ):
        with s.at(x, 880, 0.8):
            figures.figure(
                s, coat=coat, hair=hair, look=look, hands=((-50 + look * 40, -210), (50 + look * 40, -200))
            )


@scene("caravan", "路还长", "起伏的山坡上一条弯弯的路，一辆小小的红色面包车正往上开。")
def winding_road(s: Sheet) -> None:
    s.disc(1240, 230, 90, PAPER)
    outdoors.hills(s, 470, LIGHT, 5, 210)
    outdoors.hills(s, 620, MID, 9, 170)
    outdoors.hills(s, 790, DARK, 2, 150)
    s.path(
        "M520 1010 C760 860 1180 880 1150 760 C1120 660 700 700 740 610 C770 550 960 560 1010 500 L1022 500 C1000 570 810 580 800 620 C790 680 1280 640 1290 770 C1290 900 1000 900 880 1010 Z",
        PAPER,
    )
    with s.at(860, 664, 0.3, turn=2):
        outdoors.van(s, RED)
    for x, y, h in (
        (190, 820, 190),
        (260, 850, 150),
        (1420, 800, 220),
        (1490, 840, 160),
        (420, 690, 110),
        (1330, 610, 100),
    ):
        with s.at(x, y):
            outdoors.tree(s, INK, h, "poplar")
    with s.at(500, 220):
        outdoors.bird(s)
    with s.at(580, 180, 0.7):
        outdoors.bird(s)


@scene("city", "河边的城", "河对岸高楼排成天际线，一座拱桥跨过河面，水里是楼的倒影。")
def skyline(s: Sheet) -> None:
    s.disc(430, 300, 110, PAPER)
    dice, x, number = random.Random(14), -30.0, 0
    while x < 1640:
        w, h = dice.uniform(90, 170), dice.uniform(170, 480)
        with s.at(x, 660):
            outdoors.building(
                s,
                w,
                h,
                (LIGHT, PAPER, MID)[number % 3],
                GROUND if number % 3 else PAPER,
                number,
                RED if number == 7 else "",
                line=DARK,
            )
        s.rect(x, 664, w, h * 0.34, (LIGHT, GROUND, LIGHT)[number % 3])
        x, number = x + w + dice.uniform(0, 24), number + 1
    s.line([(0, 660), (1600, 660)], INK, 8)
    s.rect(0, 690, 1600, 26, PAPER, INK)
    for n in range(4):
        s.arc(200 + n * 400, 860, 190, 180, 360, INK, 12)
        s.line([(200 + n * 400 - 200, 716), (200 + n * 400 - 200, 870)], INK, 22)
    for n, y in enumerate((880, 915, 950, 980)):
        for k in range(4):
            s.line([(100 + k * 420 + n * 60, y), (260 + k * 420 + n * 50, y)], MID, 6)


@scene("city", "早高峰的路口", "路口的斑马线上，上班的人走着、推着车，路灯边一棵行道树。")
def crossing(s: Sheet) -> None:
    for x, w, h, seed, ink in (
        (60, 330, 560, 4, PAPER),
        (430, 260, 440, 5, LIGHT),
        (1150, 400, 600, 6, PAPER),
    ):
        with s.at(x, 640):
            outdoors.building(s, w, h, ink, GROUND if ink == LIGHT else LIGHT, seed, line=MID)
    s.rect(0, 640, 1600, 370, DARK)
    s.rect(0, 640, 1600, 34, MID)
    for n in range(9):
        s.shape(
            [(170 + n * 140, 740), (250 + n * 140, 740), (220 + n * 152, 990), (110 + n * 152, 990)], LIGHT
        )
    with s.at(1060, 660):
        outdoors.tree(s, MID, 470)
    with s.at(800, 660):
        outdoors.street_lamp(s, 440)
    for x, y, k, coat, hair, look in (
        (300, 880, 0.86, INK, "short", 1),
        (980, 840, 0.8, MID, "long", -1),
        (1380, 930, 0.98, INK, "cap", -1),
    ):
        with s.at(x, y, k):
            figures.figure(
                s,
                coat=coat,
                legs=INK if coat != INK else MID,
                hair=hair,
                look=look,
                feet=((-56, 0), (60, -6)),
                hands=((-60, -200), (66, -190)),
                edge="",
            )
    with s.at(650, 950, 1.05):
        outdoors.bicycle(s, PAPER)
        with s.at(-150, 6, 0.92):
            figures.figure(
                s,
                coat=RED,
                legs=INK,
                look=1,
                feet=((-40, 0), (50, 0)),
                hands=((110, -226), (190, -210)),
                bends=(-1, -1),
            )


@scene("spring", "一枝花", "一根斜枝从画面左边伸过来，枝上开着浅色的花，只有一朵是红的。")
def branch(s: Sheet) -> None:
    s.disc(1090, 420, 330, PAPER)
    s.stroke("M-20 860 C300 800 500 640 760 560 C980 500 1180 420 1440 180", INK, 26)
    s.stroke("M520 660 C620 500 640 400 620 250", INK, 15)
    s.stroke("M940 500 C1040 560 1180 600 1330 580", INK, 13)
    s.stroke("M250 790 C330 660 330 580 280 480", INK, 13)
    spots = (
        (620, 250),
        (640, 400),
        (1330, 580),
        (1150, 592),
        (280, 480),
        (318, 620),
        (780, 552),
        (1060, 468),
        (1290, 316),
        (1440, 180),
        (900, 516),
        (470, 690),
    )
    for number, (x, y) in enumerate(spots):
        ink = RED if number == 7 else (PAPER, LIGHT, PAPER, MID)[number % 4]
        size = (1.2, 0.8, 1, 0.7)[number % 4] * (1.35 if number == 7 else 1)
        for turn in range(5):
            with s.at(x, y, size, turn=turn * 72 + number * 23):
                s.disc(0, -34, 30, ink, INK, 5)
        s.disc(x, y, 15 * size, GOLD, INK, 4)


@scene("spring", "放风筝的下午", "缓坡上两个孩子放风筝，红色的菱形风筝飞得很高，远处一排白杨。")
def kite(s: Sheet) -> None:
    for x, y, k in ((300, 190, 1.1), (690, 130, 0.8), (1430, 380, 0.9)):
        with s.at(x, y, k):
            outdoors.cloud(s)
    for n in range(7):
        with s.at(70 + n * 76, 720 - n * 5):
            outdoors.tree(s, (MID, DARK)[n % 2], 250 + (n * 53) % 90, "poplar")
    outdoors.hills(s, 760, LIGHT, 11, 70)
    outdoors.hills(s, 880, MID, 4, 60)
    s.stroke("M760 640 C900 520 1060 420 1188 300", INK, 4)
    with s.at(1230, 240, turn=28):
        s.shape([(0, -130), (84, 0), (0, 150), (-84, 0)], RED, INK)
        s.line([(0, -130), (0, 150)], INK, 5)
        s.line([(-84, 0), (84, 0)], INK, 5)
        s.stroke("M0 150 Q50 200 0 240 Q-50 290 10 340", INK, 5)
    with s.at(700, 880, 0.66):
        figures.figure(s, coat=INK, look=1, hands=((40, -330), (92, -362)), feet=((-50, 0), (40, 0)), lean=-8)
    with s.at(880, 890, 0.52):
        figures.figure(
            s, coat=DARK, look=1, hair="bun", skirt=True, legs=GOLD, hands=((-80, -300), (90, -330))
        )


@scene("tree-planting", "扶正，培土", "一人扶着小树，一人往坑里培土，地上一只红色的水桶。")
def two_at_a_tree(s: Sheet) -> None:
    outdoors.hills(s, 640, LIGHT, 8, 130)
    for x, h in ((120, 170), (200, 210), (1460, 190)):
        with s.at(x, 620):
            outdoors.tree(s, MID, h, "poplar")
    things.floor(s, 830, MID)
    s.path("M640 832 Q800 730 960 832 Z", DARK, INK)
    with s.at(800, 790):
        outdoors.sapling(s, DARK, 470)
    with s.at(560, 836, 1.25):
        figures.figure(
            s, coat=INK, look=1, hair="bun", hands=((150, -250), (180, -190)), bends=(-1, -1), lean=6
        )
    with s.at(1130, 836, 1.25, flip=True):
        figures.figure(
            s,
            coat=DARK,
            look=1,
            hair="cap",
            hands=((70, -210), (130, -150)),
            bends=(-1, -1),
            lean=16,
            feet=((-50, 0), (40, 0)),
        )
        s.line([(40, -270), (200, -36)], GOLD, 12)
        s.path("M176 -46 L226 -70 L252 -4 L214 14 Z", INK)
    with s.at(1360, 850):
        s.path("M-74 -130 H74 L56 0 H-56 Z", RED, INK)
        s.arc(0, -130, 70, 180, 360, INK, 7)


@scene("tree-planting", "地下的根", "剖面图一样的画：地上是一棵小树，地下的根伸得很深，旁边插着一把铁锹。")
def roots(s: Sheet) -> None:
    s.rect(0, 540, 1600, 470, DARK)
    s.rect(0, 800, 1600, 210, INK)
    s.line([(0, 540), (1600, 540)], INK, 8)
    for corners, pen in (
        ("M640 540 C640 640 600 700 620 860", 17),
        ("M640 560 C560 640 470 640 400 740", 13),
        ("M640 580 C740 640 800 660 850 780", 13),
        ("M500 650 C450 700 470 780 440 830", 8),
        ("M780 660 C820 680 920 680 960 720", 8),
        ("M618 760 C660 800 700 820 710 900", 8),
        ("M430 710 C370 720 320 780 300 790", 7),
    ):
        s.stroke(corners, LIGHT, pen)
    with s.at(640, 542):
        outdoors.sapling(s, MID, 390)
        with s.at(0, -292, 0.62, turn=-58):
            s.path("M0 0 C-34 -40 -26 -92 0 -130 C26 -92 34 -40 0 0 Z", RED)
    dice = random.Random(6)
    for _ in range(26):
        s.disc(
            dice.uniform(20, 1580),
            dice.uniform(590, 960),
            dice.uniform(8, 24),
            MID if dice.random() < 0.5 else "#4A413A",
            ry=dice.uniform(7, 14),
        )
    with s.at(1210, 640, turn=12):
        s.line([(0, 0), (0, -430)], GOLD, 18)
        s.line([(-50, -434), (50, -434)], INK, 20)
        s.path("M-62 -40 H62 V60 Q40 140 0 160 Q-40 140 -62 60 Z", PAPER, INK)
    for x in (180, 300, 980, 1420):
        s.stroke(f"M{x} 540 Q{x - 6} 500 {x - 24} 480", INK, 6)
        s.stroke(f"M{x} 540 Q{x + 6} 490 {x + 20} 470", INK, 6)


@scene("volunteer", "风雨里搭把手", "雨里，穿红马甲的志愿者给提着菜的老人撑伞。")
def umbrella(s: Sheet) -> None:
    s.rect(0, 0, 1600, 1000, LIGHT)
    dice = random.Random(5)
    for _ in range(120):
        x, y = dice.uniform(-40, 1600), dice.uniform(-20, 860)
        s.line([(x, y), (x - 16, y + 54)], MID, 4)
    s.rect(0, 860, 1600, 150, MID)
    s.line([(0, 860), (1600, 860)], INK)
    for x, w in ((260, 200), (1230, 260)):
        s.disc(x, 930, w / 2, LIGHT, ry=18)
    with s.at(720, 880, 1.35):
        figures.figure(
            s, coat=INK, vest=RED, look=1, hands=((-62, -180), (96, -250)), feet=((-40, 0), (36, 0))
        )
    with s.at(960, 880, 1.2):
        figures.figure(
            s,
            coat=DARK,
            look=1,
            hair="grey",
            lean=8,
            hands=((-30, -200), (90, -150)),
            feet=((-30, 0), (50, 0)),
            tint=DARK,
        )
        s.path("M60 -140 H124 L132 -50 H52 Z", PAPER, INK)
        s.stroke("M80 -140 Q70 -190 64 -206", DARK, 9)
    s.line([(856, 560), (850, 236)], INK, 11)
    s.path(
        "M520 330 Q560 150 850 140 Q1140 150 1180 330 Q1125 284 1070 330 Q1015 284 960 330 Q905 284 850 330 Q795 284 740 330 Q685 284 630 330 Q575 284 520 330 Z",
        PAPER,
        INK,
        8,
    )
    s.line([(850, 140), (850, 104)], INK, 11)


@scene("volunteer", "手递手", "五名志愿者排成一列，把纸箱一个接一个传到门口的车上。")
def passing_boxes(s: Sheet) -> None:
    things.floor(s, 830)
    s.rect(1250, 250, 360, 500, PAPER, INK, 8)
    s.rect(1290, 300, 330, 400, DARK)
    s.disc(1420, 770, 74, INK)
    s.disc(1420, 770, 28, LIGHT)
    for x, y in ((1360, 700), (1520, 700), (1430, 570)):
        with s.at(x, y):
            things.box(s, 150, 120)
    for number in range(5):
        x = 190 + number * 224
        with s.at(x, 840, 1.05):
            figures.figure(
                s,
                coat=(INK, DARK, INK, MID, INK)[number],
                vest=(GROUND, LIGHT, PAPER, DARK, MID)[number],
                hair=("short", "bun", "cap", "long", "grey")[number],
                look=(0, 1, -1, 1, 1)[number],
                hands=((-96, -210 - number % 2 * 40), (98, -230 + number % 2 * 30)),
            )
    for n, x in enumerate((300, 526, 748, 972)):
        with s.at(x, 640 + (n % 2) * 24, turn=(n % 2) * 8 - 4):
            things.box(s, 118, 96, RED if n == 2 else MID)
    with s.at(70, 830):
        things.box(s, 190, 130)
    with s.at(60, 700):
        things.box(s, 140, 100, LIGHT)
