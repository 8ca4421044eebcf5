"""Mending, guarding, letters, questions, the counter, forms."""

from __future__ import annotations

import random

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import figures, outdoors, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.registry import scene


@scene(
    "phone-repair",
    "拆开的手机",
    "一部手机被拆成一层层排在工作垫上：屏幕、主板、红色的电池和后盖，旁边放着螺丝刀。",
)
def taken_apart(s: Sheet) -> None:
    s.rect(90, 90, 1420, 820, LIGHT, INK, 8, r=30)
    for n in range(1, 12):
        s.line([(90 + n * 118, 96), (90 + n * 118, 904)], GROUND, 3)
    for n in range(1, 7):
        s.line([(96, 90 + n * 118), (1504, 90 + n * 118)], GROUND, 3)
    with s.at(320, 440):
        things.phone(s, 250, 500, MID)
        s.line([(-70, 110), (40, -120)], PAPER, 8)
        s.line([(-30, 120), (70, -90)], PAPER, 8)
    s.rect(530, 190, 240, 500, DARK, INK, r=34)
    for x, y, w, h in (
        (560, 230, 90, 90),
        (670, 230, 70, 60),
        (560, 350, 180, 70),
        (560, 450, 70, 140),
        (660, 460, 80, 50),
        (660, 540, 80, 100),
    ):
        s.rect(x, y, w, h, (PAPER, GOLD, MID)[int(x + h) % 3], INK, 4, r=6)
    s.rect(850, 250, 190, 380, RED, INK, r=16)
    s.rect(910, 226, 70, 26, GOLD, INK, 4)
    s.words(945, 470, "＋", 80, PAPER, anchor="ms")
    s.rect(1110, 190, 240, 500, INK, r=34)
    s.rect(1136, 220, 66, 100, DARK, r=24)
    s.disc(1169, 250, 20, GROUND)
    s.disc(1169, 250, 9, INK)
    for n in range(7):
        s.disc(230 + n * 62, 800, 11, PAPER, INK, 5)
        s.line([(224 + n * 62, 800), (236 + n * 62, 800)], INK, 4)
    with s.at(1080, 800, turn=-8):
        s.line([(-220, 0), (20, 0)], DARK, 12)
        s.rect(10, -26, 250, 52, GOLD, INK, r=22)
        s.line([(60, -8), (220, -8)], INK, 4)
        s.line([(60, 10), (220, 10)], INK, 4)


@scene("phone-repair", "树下的修机摊", "红色遮阳伞下摆着一张桌子，一位老人把手机递给坐着的年轻人。")
def under_a_parasol(s: Sheet) -> None:
    outdoors.hills(s, 760, LIGHT, 31, 60)
    with s.at(200, 830):
        outdoors.tree(s, MID, 620, "cloud")
    things.floor(s, 830)
    with s.at(860, 850, 1.2):
        outdoors.parasol(s)
    with s.at(640, 850, 1.15):
        figures.figure(
            s,
            coat=INK,
            legs=DARK,
            hip=-140,
            look=1,
            hands=((90, -226), (150, -232)),
            bends=(-1, -1),
            feet=((60, 0), (90, 0)),
            knees=(-1, -1),
        )
        with s.at(-2, 0):
            things.stool(s)
    with s.at(880, 850):
        things.table(s, 400, 190)
        for x in (-130, -60):
            s.rect(x, -226, 44, 18, INK)
        s.rect(60, -250, 100, 42, GOLD, INK, 5)
    with s.at(1150, 850, 1.18):
        figures.figure(
            s,
            coat=DARK,
            legs=MID,
            look=-1,
            hair="grey",
            tint=DARK,
            lean=-8,
            hands=((-150, -262), (60, -180)),
            bends=(1, -1),
        )
    with s.at(984, 520, turn=30):
        things.phone(s, 40, 76)
    with s.at(1390, 850, 1.05):
        figures.figure(
            s, coat=MID, skirt=True, legs=INK, look=-1, hair="bun", hands=((-40, -240), (40, -236))
        )
        with s.at(0, -256):
            things.phone(s, 36, 66, GROUND)


@scene("security-desk", "盯着每一条线", "值班席前是一面拼成的大屏，画着曲线和方格，其中一格闪着红色。", INK)
def wall_of_screens(s: Sheet) -> None:
    dice = random.Random(12)
    for column in range(4):
        for row in range(2):
            x, y = 100 + column * 354, 80 + row * 244
            red = (column, row) == (2, 0)
            s.rect(x, y, 336, 226, RED if red else "#3A332D", MID, 4)
            ink = PAPER if red else LIGHT
            kind = (column + row * 2) % 4
            if red:
                s.path(f"M{x + 168} {y + 50} L{x + 246} {y + 176} H{x + 90} Z", None, PAPER, 10)
                s.line([(x + 168, y + 98), (x + 168, y + 132)], PAPER, 11)
                s.disc(x + 168, y + 154, 7, PAPER)
            elif kind == 0:
                s.line([(x + 30 + n * 28, y + dice.uniform(60, 180)) for n in range(11)], ink, 7)
            elif kind == 1:
                for n in range(8):
                    tall = dice.uniform(30, 140)
                    s.rect(x + 36 + n * 34, y + 196 - tall, 22, tall, MID)
            elif kind == 2:
                for n in range(28):
                    s.rect(
                        x + 36 + n % 7 * 38,
                        y + 34 + n // 7 * 42,
                        28,
                        30,
                        DARK if dice.random() < 0.6 else MID,
                    )
            else:
                things.lines(s, x + 40, y + 50, [dice.uniform(100, 250) for _ in range(5)], MID, 8, 34)
    s.rect(0, 730, 1600, 280, DARK)
    for x, ink in ((380, LIGHT), (800, MID), (1220, LIGHT)):
        with s.at(x, 890, 2.1):
            figures.bust(s, INK, edge=ink, long=x == 1220)
        s.rect(x - 150, 800, 300, 240, INK, MID, 5, r=40)


@scene("security-desk", "一把锁", "电路一样的细线从四面汇到一把大锁上，锁孔是红色的。")
def padlock(s: Sheet) -> None:
    for n in range(9):
        y = 120 + n * 95
        target = 440 + n * 40
        for side in (0, 1):

            def x(at: float, side: int = side) -> float:
                return at if side == 0 else 1600 - at

            s.line(
                [
                    (x(-10), y),
                    (x(240 + abs(4 - n) * 40), y),
                    (x(400 + abs(4 - n) * 24), target),
                    (x(600), target),
                ],
                MID,
                6,
            )
            s.disc(x(120 + n % 3 * 60), y, 13, GOLD if n % 2 else PAPER, INK, 4)
    s.stroke("M640 470 V330 C640 110 960 110 960 330 V470", INK, 84)
    s.stroke("M640 470 V330 C640 110 960 110 960 330 V470", PAPER, 60)
    s.rect(540, 430, 520, 420, DARK, INK, 10, r=46)
    s.rect(580, 470, 440, 340, None, MID, 6, r=26)
    s.disc(800, 600, 58, RED)
    s.path("M776 620 H824 L850 740 H750 Z", RED)


@scene("letter", "拆开的信", "一封拆开的信，信纸从红色封里的信封里露出一半，旁边是一支钢笔。", LIGHT)
def opened(s: Sheet) -> None:
    with s.at(760, 560, turn=-7):
        s.path("M-420 -160 L0 -420 L420 -160 Z", RED, INK, 8)
        s.rect(-350, -400, 700, 520, PAPER, INK)
        things.lines(s, -280, -320, (240,), INK, 13)
        things.lines(s, -280, -250, (560, 520, 550, 500), MID, 11, 52)
        s.path("M-420 -160 L0 120 L420 -160 V320 H-420 Z", PAPER, INK, 8)
        s.line([(-420, 320), (-60, 80)], INK, 6)
        s.line([(420, 320), (60, 80)], INK, 6)
    with s.at(1340, 520, turn=24):
        s.rect(-26, -330, 52, 430, INK, r=24)
        s.rect(-26, -60, 52, 16, GOLD)
        s.line([(20, -300), (20, -150)], GOLD, 8)
        s.path("M-24 100 H24 L0 210 Z", GOLD, INK, 5)
        s.line([(0, 130), (0, 196)], INK, 4)


@scene("letter", "投进信箱", "一只手正把一封信投进墙上的红色信箱，砖墙的缝里长出一棵小草。")
def posting(s: Sheet) -> None:
    for row in range(11):
        for n in range(8):
            x = n * 230 - (row % 2) * 115
            if (n * 5 + row * 3) % 7 == 0:
                s.rect(x + 8, row * 94 + 8, 214, 78, LIGHT)
        s.line([(0, row * 94), (1600, row * 94)], LIGHT, 5)
    s.rect(380, 190, 560, 640, RED, INK, 10, r=30)
    s.path("M356 250 Q660 60 964 250 Z", RED, INK, 10)
    s.rect(470, 320, 380, 56, INK, r=10)
    s.rect(500, 470, 320, 200, PAPER, INK, r=8)
    s.words(660, 600, "来信", 92, INK, font=Font.SERIF, anchor="ms")
    s.disc(660, 756, 17, GOLD, INK, 5)
    s.path("M560 346 L820 300 L1010 396 L800 470 Z", PAPER, INK)
    s.line([(560, 346), (800, 384), (820, 300)], INK, 4)
    with s.at(950, 440, 1.35, turn=14):
        figures.hand(s, pinch=True)
    for bend in (-40, -8, 34):
        s.stroke(f"M200 1000 Q{200 + bend * 0.4:.0f} 900 {200 + bend} 850", DARK, 8)


@scene("question", "问号和回答", "大大小小的对话框叠在一起，一个红色对话框里是问号，另一个里写着几行回答。")
def bubbles(s: Sheet) -> None:
    for x, y, w, h, ink in (
        (110, 130, 340, 200, LIGHT),
        (1180, 90, 320, 180, MID),
        (1130, 640, 380, 190, LIGHT),
    ):
        with s.at(x, y):
            things.bubble(s, w, h, ink, ink)
    with s.at(300, 200):
        things.bubble(s, 500, 430, RED)
        s.words(250, 336, "？", 330, PAPER, font=Font.SERIF, anchor="ms")
    with s.at(730, 470):
        things.bubble(s, 560, 330, PAPER, tail=0.74)
        things.lines(s, 70, 90, (410, 380, 420, 210), INK, 15, 54)


@scene("question", "举起的手", "从下往上看，一片举起的手，其中一只袖子是红色的。", LIGHT)
def hands_up(s: Sheet) -> None:
    for x, y, ink, turn in (
        (160, 520, DARK, -8),
        (420, 400, INK, 5),
        (700, 470, MID, -4),
        (940, 250, RED, 3),
        (1190, 440, INK, -6),
        (1440, 520, DARK, 9),
    ):
        with s.at(x, y, 1.15, turn=turn):
            s.path("M-58 150 L-76 700 H76 L58 150 Z", ink, INK)
            s.rect(-66, 120, 132, 44, PAPER, INK)
            for fx, top in ((-44, -70), (-16, -106), (14, -110), (42, -82)):
                s.rect(fx - 15, top, 30, 150, PAPER, INK, 5, r=14)
            s.path("M-60 20 Q-60 0 -44 0 H40 Q58 0 58 20 V104 Q58 124 40 124 H-40 Q-60 124 -60 104 Z", PAPER)
            s.stroke("M-60 10 V104 Q-60 124 -40 124 H40 Q58 124 58 104 V10", INK, 5)
            s.stroke("M58 84 Q96 60 100 16 Q100 -4 82 0 Q74 30 56 44", INK, 5)
            s.path("M56 84 Q92 60 98 18 Q98 0 84 2 Q76 34 54 46 Z", PAPER)
            s.stroke("M-28 64 Q0 84 34 62", MID, 5)


@scene("guide-desk", "服务台", "服务台后的工作人员把一张表指给来办事的人看，台上立着“党务指南”的牌子。")
def counter(s: Sheet) -> None:
    s.rect(0, 0, 1600, 850, LIGHT)
    s.rect(190, 110, 860, 130, PAPER, INK)
    s.words(620, 200, "党务指南", 76, RED, font=Font.SERIF, anchor="ms")
    for n in range(4):
        s.rect(190 + n * 222, 290, 194, 200, PAPER, MID, 5)
        things.lines(s, 216 + n * 222, 336, (130, 140, 110, 70), MID, 8, 34)
    things.floor(s, 850, MID)
    with s.at(560, 850, 1.1):
        figures.figure(s, coat=INK, hair="bun", look=1, hands=((60, -270), (130, -262)), bends=(-1, -1))
    s.rect(280, 590, 720, 260, PAPER, INK, 8)
    s.rect(240, 560, 800, 40, INK)
    s.rect(330, 640, 620, 24, LIGHT, r=12)
    s.path("M640 556 L680 536 H800 L770 556 Z", PAPER, INK, 5)
    with s.at(1180, 850, 1.2):
        figures.figure(s, coat=DARK, look=-1, hands=((-140, -262), (60, -180)), bends=(1, -1))
    with s.at(1430, 850, 1.3):
        things.plant(s, PAPER, DARK, 1.2)
    s.rect(860, 486, 110, 74, RED, INK)
    things.lines(s, 880, 512, (70, 44), PAPER, 8, 24)


@scene(
    "guide-desk",
    "一步一步走",
    "五级台阶从左往右升，几级上放着材料，一个人正往上走，最高处插着一面指路的红牌。",
)
def steps(s: Sheet) -> None:
    s.disc(1320, 270, 190, PAPER)
    for n in range(5):
        x, y = 120 + n * 270, 830 - n * 116
        s.rect(x, y, 1700, 700, (PAPER, LIGHT)[n % 2], INK)
        s.words(x + 44, y + 84, "一二三四五"[n], 60, DARK, font=Font.SERIF)
        if n in (0, 2, 3):
            with s.at(x + 118, y - 176, turn=(n % 2) * 6 - 3):
                things.sheet(s, 116, 158, 5)
    with s.at(1400, 366):
        s.line([(0, 0), (0, -250)], INK, 14)
        s.path("M-130 -240 H120 L170 -190 L120 -140 H-130 Z", RED, INK)
        things.lines(s, -90, -208, (170, 110), PAPER, 10, 36)
    with s.at(524, 712, 0.66):
        figures.figure(
            s,
            coat=INK,
            look=1,
            hair="long",
            feet=((-40, 0), (50, -6)),
            hands=((-50, -190), (84, -220)),
            bends=(1, -1),
        )


@scene("form", "填一张表", "桌上平放着一张表格，前几行已经写好，一支红色的笔正停在下一行。", MID)
def filling_in(s: Sheet) -> None:
    with s.at(330, 60, turn=3):
        s.rect(14, 16, 780, 960, DARK)
        s.rect(0, 0, 780, 960, PAPER, INK)
        s.words(390, 104, "登记表（样例）", 54, INK, font=Font.SERIF, anchor="ms")
        for row in range(7):
            y = 160 + row * 104
            s.rect(60, y, 660, 104, PAPER, INK, 4)
            s.rect(60, y, 170, 104, LIGHT, INK, 4)
            things.lines(s, 92, y + 52, (100,), DARK, 11)
            if row < 4:
                s.stroke(
                    f"M270 {y + 60} Q300 {y + 20} 320 {y + 58} Q350 {y + 80} 370 {y + 46} Q400 {y + 30} 420 {y + 62} Q460 {y + 76} {500 + row * 30} {y + 48}",
                    INK,
                    7,
                )
        s.rect(540, 160, 180, 208, GROUND, INK, 4)
        s.disc(630, 236, 34, MID)
        s.path("M574 340 C576 270 684 270 686 340 Z", MID)
    with s.at(700, 640, turn=42):
        s.path("M0 0 L-24 -60 V-470 Q-24 -494 0 -494 Q24 -494 24 -470 V-60 Z", RED, INK)
        s.path("M0 0 L-24 -60 H24 Z", PAPER, INK, 5)
        s.line([(0, 0), (0, -16)], INK, 10)


@scene("form", "盖个章", "一沓材料夹在夹子上，旁边立着木柄印章，纸上留下“样例”两个红字的方印。")
def stamped(s: Sheet) -> None:
    s.rect(0, 740, 1600, 270, LIGHT)
    s.line([(0, 740), (1600, 740)], INK)
    s.rect(250, 120, 640, 800, DARK, INK, 8, r=20)
    s.rect(290, 190, 560, 700, PAPER, INK)
    s.path(
        "M440 190 V130 Q440 110 460 110 H520 Q524 70 570 70 Q616 70 620 110 H680 Q700 110 700 130 V190 Z",
        GOLD,
        INK,
    )
    things.lines(s, 350, 290, (300,), INK, 18)
    things.lines(s, 350, 360, (430, 400, 440, 420, 380, 430), MID, 12, 54)
    with s.at(590, 680, turn=-6):
        s.rect(0, 0, 190, 150, None, RED, 9)
        s.words(95, 100, "样例", 66, RED, font=Font.SERIF, anchor="ms")
    with s.at(1190, 830):
        s.rect(-150, -60, 300, 60, INK, r=10)
        s.rect(-130, -130, 260, 72, DARK, INK)
        s.path(
            "M-60 -130 C-40 -240 -40 -260 -70 -330 C-90 -420 90 -420 70 -330 C40 -260 40 -240 60 -130 Z",
            MID,
            INK,
        )
        s.line([(-30, -300), (-20, -200)], PAPER, 8)
    s.disc(1400, 850, 90, INK, ry=34)
    s.disc(1400, 840, 74, RED, ry=25)
