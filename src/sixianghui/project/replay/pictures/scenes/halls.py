"""Halls, lecterns, meetings, boards."""

from __future__ import annotations

import math

from sixianghui.project.replay.pictures import figures, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.registry import scene


@scene("hall", "台下坐满了人", "阶梯讲堂里听众坐成弧形的几排，前方屏幕亮着，讲课人站在屏幕旁。")
def arc_of_seats(s: Sheet) -> None:
    s.rect(0, 0, 1600, 470, LIGHT)
    with s.at(520, 90):
        things.screen(s, 560, 310)
    with s.at(1240, 470, 0.62):
        figures.figure(s, hands=((-130, -250), (52, -190)), look=-1)
    s.rect(0, 470, 1600, 14, GOLD)
    for row, (ink, many) in enumerate(((MID, 17), (DARK, 13), (INK, 9))):
        size = 0.62 + row * 0.42
        for number in range(many):
            t = (number + 0.5) / many * 2 - 1
            x, y = 800 + t * (860 + row * 70), 640 + row * 150 - t * t * 70 + row * 30
            red = row == 1 and number == 8
            with s.at(x, y, size):
                figures.bust(s, RED if red else ink, edge=GROUND, long=(number * 7 + row) % 3 == 0)
                s.rect(-70, -14, 140, 260, LIGHT if row == 0 else ink if row == 2 else MID, GROUND, 3, r=16)
    s.rect(0, 985, 1600, 20, INK)


@scene("hall", "一级一级往下", "从侧面看讲堂：座位一级一级往下，最下面有人站在台上讲，一束光照着他。")
def steps_from_the_side(s: Sheet) -> None:
    s.shape([(1290, 130), (1130, 880), (1500, 880)], PAPER)
    s.rect(1240, 90, 100, 46, INK, r=8)
    s.line([(1290, 0), (1290, 90)], INK, 8)
    for number in range(6):
        x, y = number * 172, 420 + number * 92
        s.rect(x - 10, y, 182, 700, (LIGHT, MID)[number % 2])
        s.line([(x - 10, y), (x + 172, y), (x + 172, y + 92)], INK, 6)
    for number in range(6):
        x, y = 44 + number * 172, 420 + number * 92
        with s.at(x + 8, y, 0.74):
            figures.figure(
                s, coat=RED if number == 3 else (INK, DARK)[number % 2], legs=(DARK, MID)[number % 2], hip=-112, look=1,
                hair=("short", "long", "bun")[number % 3], feet=((72, -4), (92, -4)), knees=(-1, -1),
                hands=((66, -150), (78, -158)), bends=(-1, -1),
            )  # fmt: skip
            s.line([(-54, -220), (-40, -92), (44, -92)], INK, 10)
    s.rect(-10, 880, 1700, 130, DARK)
    s.rect(1080, 836, 600, 60, INK)
    with s.at(1310, 836, 0.96):
        figures.figure(s, look=-1, hands=((-124, -252), (70, -206)), legs=INK, coat=DARK)


@scene("podium", "讲台上的一页纸", "讲台的近景：一支话筒弯着颈，一沓讲稿压在红色文件夹上，旁边一杯水。")
def lectern_close(s: Sheet) -> None:
    s.disc(800, 420, 350, PAPER)
    s.path("M180 1010 L240 720 H1360 L1420 1010 Z", PAPER, INK, 8)
    s.path("M120 720 L330 520 H1270 L1480 720 V764 H120 Z", DARK, INK, 8)
    s.path("M470 690 L580 540 H1010 L1070 690 Z", RED, INK)
    s.path("M520 672 L606 548 H972 L1020 672 Z", PAPER, INK)
    for n, (a, b) in enumerate(((622, 950), (606, 962), (590, 920), (572, 984))):
        s.line([(a, 572 + n * 26), (b, 572 + n * 26)], MID, 9)
    s.stroke("M1130 590 Q1240 330 960 250", INK, 16)
    s.rect(1090, 576, 84, 26, INK, r=12)
    with s.at(926, 236, turn=-68):
        s.rect(-34, -70, 68, 130, INK, r=34)
        s.rect(-22, -56, 44, 56, MID, r=22)
    s.path("M330 470 H430 L418 640 H342 Z", PAPER, INK)
    s.path("M336 530 H424 L418 640 H342 Z", LIGHT)
    s.rect(620, 830, 360, 18, LIGHT, r=9)
    s.rect(690, 872, 220, 18, LIGHT, r=9)


@scene(
    "podium", "从讲课人的身后看", "讲课人的背影占了画面左边，台下是一片模糊的面孔，远处一扇亮着的门。", DARK
)
def behind_the_speaker(s: Sheet) -> None:
    s.rect(0, 0, 1600, 330, INK)
    s.rect(1130, 120, 130, 210, PAPER)
    s.shape([(1130, 330), (1260, 330), (1390, 470), (1060, 470)], MID)
    for row in range(5):
        y, size = 400 + row * 118, 0.5 + row * 0.19
        many = 15 - row * 2
        for number in range(many):
            x = 1600 * (number + (0.2 if row % 2 else 0.6)) / many
            red = row == 2 and number == 8
            with s.at(x, y, size):
                s.path(
                    "M-54 60 C-54 -26 -38 -42 0 -42 C38 -42 54 -26 54 60 Z",
                    RED if red else (MID, LIGHT)[(number + row) % 2],
                    DARK,
                    5,
                )
                s.disc(0, -68, 27, PAPER, DARK, 5)
                s.path("M-28 -66 C-32 -106 32 -106 28 -66 Q14 -84 -28 -66 Z", INK)
    s.path("M-60 1010 C-50 640 120 560 330 556 C560 560 720 650 740 1010 Z", INK, GROUND, 5)
    s.disc(336, 380, 168, INK, GROUND, 5)
    s.path("M640 760 C760 700 840 600 884 520 L944 560 C900 690 830 820 720 900 Z", INK)
    s.stroke("M650 748 C760 690 840 600 884 520 L944 560 C900 690 830 800 738 880", GROUND, 5)
    s.disc(920, 520, 46, PAPER, INK)
    s.path("M930 820 H1600 V1010 H880 Z", PAPER, INK)
    s.rect(1060, 852, 360, 18, MID, r=9)
    s.rect(1060, 900, 280, 18, MID, r=9)


@scene("meeting", "一张圆桌", "从上往下看：八个人围着圆桌开会，桌上摊着纸和电脑，中间一本红色的本子。")
def round_table(s: Sheet) -> None:
    s.disc(800, 500, 474, LIGHT)
    s.disc(800, 500, 300, PAPER, INK, 8)
    for number in range(8):
        angle = number * 45 + 22
        with s.at(800, 500, turn=angle), s.at(0, 356, 1.08):
            s.rect(-64, 26, 128, 70, MID, r=28)
            figures.from_above(s, (INK, DARK, INK, MID, DARK, INK, MID, DARK)[number])
            if number % 3 == 0:
                s.rect(-46, -140, 92, 62, INK, r=6)
                s.rect(-40, -134, 80, 40, LIGHT)
            else:
                with s.at(-34, -146, turn=(number % 2) * 8 - 4):
                    things.sheet(s, 62, 82, 4)
    with s.at(760, 450, turn=-14):
        s.rect(0, 0, 96, 120, RED, INK)
        s.line([(18, 0), (18, 120)], INK, 5)
    with s.at(1420, 860):
        for turn in range(0, 360, 45):
            with s.at(0, 0, turn=turn):
                s.path("M0 0 C-40 -50 -30 -110 0 -140 C30 -110 40 -50 0 0 Z", DARK)
        s.disc(0, 0, 30, MID)


@scene("meeting", "窗边的支部会", "长桌边坐着四个人，一人站着念纸上的话，身后是傍晚的窗和一把空椅子。")
def long_table(s: Sheet) -> None:
    for x in (150, 620, 1090):
        with s.at(x, 90):
            things.window(s, 360, 400, LIGHT, 3)
    s.disc(1200, 380, 52, GOLD)
    things.floor(s, 850)
    for number, x in enumerate((330, 560, 1010)):
        with s.at(x, 850):
            figures.figure(
                s,
                coat=(INK, DARK, MID)[number],
                hip=-170,
                look=(1, 1, -1)[number],
                hair=("bun", "short", "long")[number],
                feet=((-20, 0), (24, 0)),
                hands=((-58, -226), (66, -226)),
            )
    with s.at(800, 850, 1.12):
        figures.figure(s, coat=RED, look=0, hands=((-46, -262), (52, -262)))
    with s.at(778, 506, turn=4):
        things.sheet(s, 74, 92, 4)
    with s.at(1420, 850, flip=True):
        things.chair(s)
    with s.at(1216, 850):
        figures.figure(
            s,
            coat=INK,
            hip=-150,
            look=-1,
            hands=((-110, -232), (-64, -228)),
            feet=((-60, 0), (-30, 0)),
            knees=(1, 1),
        )
    s.rect(220, 664, 1040, 150, MID, INK, 8)
    s.rect(180, 636, 1120, 34, PAPER, INK, 8)
    for x in (300, 520, 980):
        s.path(f"M{x} 632 L{x + 24} 612 H{x + 124} L{x + 104} 632 Z", PAPER, INK, 5)
    with s.at(700, 634, 0.62):
        things.mug(s)


@scene("whiteboard", "把流程画出来", "一个人在白板上画流程图，方框用箭头连着，最后一个框涂成红色。")
def flow(s: Sheet) -> None:
    things.floor(s, 880)
    s.rect(120, 110, 1130, 620, PAPER, INK, 10)
    s.rect(420, 730, 520, 22, MID, INK, 5)
    for x, y, red in ((200, 190, ""), (560, 190, ""), (560, 400, ""), (200, 400, ""), (900, 400, RED)):
        s.rect(x, y, 220, 120, red or PAPER, INK, r=12)
        things.lines(s, x + 40, y + 46, (140, 90), PAPER if red else MID)
    for corners in ([(424, 250), (546, 250)], [(670, 314), (670, 386)], [(556, 460), (434, 460)]):
        s.line(corners, INK, 7)
        (x0, y0), (x, y) = corners
        angle = math.degrees(math.atan2(y - y0, x - x0))
        with s.at(x, y, turn=angle):
            s.shape([(10, 0), (-18, -14), (-18, 14)], INK)
    s.stroke("M310 524 Q310 640 600 640 Q840 640 886 500", GOLD, 7)
    with s.at(1290, 880, 1.42):
        figures.figure(s, coat=INK, look=-1, hair="bun", hands=((-118, -296), (68, -190)), lean=-3)
    s.line([(1108, 470), (1130, 450)], RED, 12)


@scene("whiteboard", "一墙便签", "墙上贴着几排便签，一只手正把一张红色的便签按上去。", LIGHT)
def notes(s: Sheet) -> None:
    s.rect(70, 60, 1180, 880, PAPER, INK, 10)
    for column in range(5):
        s.rect(130 + column * 216, 112, 150, 22, (INK, DARK, MID, MID, DARK)[column], r=11)
        for row in range((4, 3, 4, 2, 3)[column]):
            turn = ((column * 3 + row * 5) % 7 - 3) * 1.6
            if (column, row) == (3, 2):
                continue
            with s.at(120 + column * 216, 186 + row * 184, turn=turn):
                s.rect(0, 0, 172, 150, (LIGHT, GROUND, MID, LIGHT)[(column + row) % 4], INK, 4)
                things.lines(s, 26, 44, (110, 90, 60)[: 2 + (row + column) % 2], DARK, 8, 30)
    with s.at(780, 560, turn=-6):
        s.rect(0, 0, 190, 170, RED, INK)
        things.lines(s, 30, 50, (120, 80), PAPER, 9, 36)
    with s.at(930, 690, 1.5, turn=22):
        figures.hand(s)
