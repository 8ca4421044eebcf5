"""Teaching and trying: the village class, the shop on line, the study tour, the contest, the calendar."""

from __future__ import annotations

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import figures, outdoors, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.registry import scene


@scene(
    "village-class", "院子里的课堂", "农家院的大树下挂着黑板，乡亲们坐在小凳上听讲，屋檐下挂着一串红辣椒。"
)
def courtyard(s: Sheet) -> None:
    outdoors.hills(s, 520, LIGHT, 17, 150)
    with s.at(280, 800, 1.9):
        outdoors.house(s, 300, PAPER, DARK)
    for n in range(7):
        s.disc(470 + n % 2 * 16, 560 + n * 22, 14, RED, ry=20)
    s.line([(478, 530), (478, 560)], INK, 5)
    things.floor(s, 800, LIGHT)
    s.line([(1180, 810), (1180, 300)], INK, 34)
    s.line([(1180, 460), (1020, 300)], INK, 18)
    for x, y, r in ((1000, 210, 150), (1200, 140, 180), (1400, 210, 150), (1190, 260, 140)):
        s.disc(x, y, r, MID)
    s.line([(1180, 400), (1180, 300)], INK, 20)
    s.rect(730, 380, 380, 240, INK, DARK, 12)
    s.words(920, 476, "开一家网店", 54, PAPER, font=Font.SERIF, anchor="ms")
    things.lines(s, 790, 530, (230, 170), MID, 8, 40)
    with s.at(1330, 820, 0.95):
        figures.figure(s, coat=INK, look=-1, hands=((-124, -256), (60, -190)), hair="bun")
    for n, x in enumerate((640, 800, 960, 1120)):
        with s.at(x, 950, 0.95):
            things.stool(s)
            figures.figure(
                s,
                coat=(DARK, MID, INK, DARK)[n],
                legs=(INK, DARK, MID, INK)[n],
                look=2,
                hip=-112,
                hair=("cap", "long", "bun", "short")[n],
                feet=((-40, 0), (40, 0)),
                hands=((-48, -130), (48, -130)),
                tint=(INK, DARK, INK, MID)[n],
            )


@scene("village-class", "窗外是田", "教室的窗外是一垄垄的田，桌上一台电脑，旁边放着草帽和一只红苹果。", LIGHT)
def field_in_the_window(s: Sheet) -> None:
    s.rect(200, 80, 1200, 600, GROUND, INK, 12)
    s.disc(1180, 200, 62, PAPER)
    s.path("M206 380 C500 260 700 300 900 340 C1100 370 1250 320 1394 300 V674 H206 Z", MID)
    for n in range(9):
        top, low = 520 + n * 66, 60 + n * 190
        s.shape(
            [(top, 430), (top + 26, 430), (low + 90, 674), (low, 674)]
            if 206 < low < 1300
            else [
                (top, 430),
                (top + 26, 430),
                (min(max(low + 90, 206), 1394), 674),
                (min(max(low, 206), 1394), 674),
            ],
            DARK if n % 2 else LIGHT,
        )
    s.rect(200, 80, 1200, 600, None, INK, 12)
    s.line([(800, 80), (800, 680)], INK, 10)
    s.line([(170, 690), (1430, 690)], INK, 20)
    s.rect(0, 850, 1600, 160, PAPER, INK, 8)
    with s.at(560, 860, 2.3):
        things.laptop(s, MID)
    with s.at(1030, 846):
        s.disc(0, 0, 190, GOLD, INK, ry=36)
        s.path("M-100 -6 C-100 -150 100 -150 100 -6 Z", GOLD, INK)
        s.path("M-102 -30 H102 L100 0 H-100 Z", INK)
    with s.at(1330, 850):
        s.path(
            "M0 -110 C-50 -140 -90 -90 -76 -40 C-66 0 -20 10 0 -4 C20 10 66 0 76 -40 C90 -90 50 -140 0 -110 Z",
            RED,
            INK,
        )
        s.stroke("M0 -108 Q4 -140 26 -156", INK, 8)


@scene("online-shop", "开播卖苹果", "三脚架上的手机对着一筐苹果，主播举起一只红苹果，身后码着纸箱。")
def selling_apples(s: Sheet) -> None:
    s.rect(0, 0, 1600, 830, PAPER)
    things.floor(s, 830)
    for n, (x, y) in enumerate(
        ((1060, 830), (1250, 830), (1440, 830), (1150, 690), (1350, 690), (1250, 550))
    ):
        with s.at(x, y):
            things.box(s, 180, 136, (MID, LIGHT, MID)[n % 3])
    with s.at(780, 830, 1.3):
        figures.figure(s, coat=INK, hair="long", look=-1, hands=((-104, -290), (64, -180)))
    s.disc(640, 430, 40, RED, INK)
    s.line([(640, 394), (650, 370)], INK, 7)
    with s.at(480, 830):
        things.table(s, 320, 150)
        s.path("M-120 -176 H120 L96 -270 H-96 Z", GOLD, INK)
        for n, x in enumerate((-80, -28, 26, 78)):
            s.disc(x, -286 - (n % 2) * 10, 32, (MID, LIGHT, MID, DARK)[n], INK, 5)
        s.rect(-128, -250, 256, 74, GOLD, INK)
        s.line([(-120, -212), (120, -212)], INK, 5)
    for dx in (-80, 0, 80):
        s.line([(190, 560), (190 + dx, 860)], INK, 10)
    s.line([(190, 560), (190, 450)], INK, 10)
    with s.at(190, 380, turn=6):
        things.phone(s, 120, 220, LIGHT)
    s.disc(190, 380, 190, None, GOLD, 14)


@scene(
    "online-shop",
    "手机里的货架",
    "一部立着的大手机，屏幕像货架一样分成格子，格子里是水果和纸盒，一只手点着红色的按钮。",
)
def shelf_in_a_phone(s: Sheet) -> None:
    s.disc(700, 500, 440, LIGHT)
    with s.at(700, 500):
        things.phone(s, 500, 900, PAPER)
    for n in range(6):
        x, y = 488 + n % 2 * 220, 170 + n // 2 * 190
        s.rect(x, y, 200, 166, (GROUND, LIGHT)[(n + n // 2) % 2])
        with s.at(x + 100, y + 134):
            if n in (0, 3):
                s.disc(0, -50, 50, MID if n else DARK, INK)
                s.line([(0, -98), (10, -116)], INK, 7)
            elif n in (1, 5):
                things.box(s, 110, 84)
            elif n == 2:
                s.path("M-34 0 V-70 L-16 -94 V-116 H16 V-94 L34 -70 V0 Z", GOLD, INK)
            else:
                s.path("M-50 0 L-60 -76 H60 L50 0 Z", PAPER, INK)
                s.arc(0, -76, 38, 180, 360, INK, 6)
    s.rect(490, 756, 420, 74, RED, r=37)
    s.words(700, 808, "下单", 42, PAPER, anchor="ms")
    with s.at(850, 800, 1.5, turn=20):
        figures.hand(s, DARK)


@scene("study-tour", "站在大厅里", "高高的拱形展厅里，一小群人跟着讲解员抬头看墙上的展板，显得很小。")
def under_the_arch(s: Sheet) -> None:
    s.rect(0, 0, 1600, 1000, LIGHT)
    s.path("M170 860 V480 C170 -60 1430 -60 1430 480 V860 Z", PAPER, INK, 10)
    s.path("M320 860 V500 C320 120 1280 120 1280 500 V860 Z", GROUND, MID, 6)
    s.path("M480 860 V520 C480 280 1120 280 1120 520 V860 Z", LIGHT, MID, 6)
    s.rect(620, 430, 360, 260, RED, INK)
    things.lines(s, 670, 500, (260, 220, 250, 150), PAPER, 13, 46)
    for x in (370, 1150):
        s.rect(x, 520, 84, 200, PAPER, INK, 5)
        things.lines(s, x + 16, 560, (50, 40, 52), MID, 7, 30)
    things.floor(s, 860, MID)
    with s.at(1010, 880, 0.56):
        figures.figure(s, coat=INK, look=-1, hair="bun", hands=((-110, -320), (60, -200)))
    for n, x in enumerate((560, 630, 700, 766, 836)):
        with s.at(x, 900 + n % 2 * 16, 0.56):
            figures.figure(
                s,
                coat=(DARK, INK, MID, DARK, INK)[n],
                legs=(INK, DARK, INK, DARK, DARK)[n],
                look=2,
                hair=("short", "long", "short", "bun", "long")[n],
                hands=((-60, -190), (60, -190)),
                edge="",
            )


@scene(
    "study-tour", "车上的一课", "一辆大客车驶过开阔的田野，车窗里坐着人，最后一扇窗里有人举着红色的小本子。"
)
def on_the_coach(s: Sheet) -> None:
    s.disc(300, 240, 90, PAPER)
    outdoors.hills(s, 560, LIGHT, 23, 180)
    for n in range(6):
        with s.at(1130 + n * 80, 640):
            outdoors.tree(s, MID, 200 + n * 37 % 90, "poplar")
    outdoors.hills(s, 690, MID, 6, 70)
    s.rect(0, 820, 1600, 190, DARK)
    for n in range(6):
        s.rect(60 + n * 290, 910, 150, 16, LIGHT)
    with s.at(760, 880, 1.28):
        outdoors.bus(s, PAPER, INK)
        for n in range(6):
            with s.at(-364 + n * 130, -178, 0.72):
                figures.bust(s, (INK, DARK, INK, DARK, INK, DARK)[n], long=n % 3 == 1)
        s.rect(-336, -236, 26, 34, RED, INK, 3)


@scene("contest", "抢答", "两队人分坐两边，中间一盏红色的抢答灯亮着，有人已经把手按下去。")
def buzzer(s: Sheet) -> None:
    s.rect(0, 0, 1600, 330, LIGHT)
    s.rect(520, 70, 560, 200, PAPER, INK)
    things.lines(s, 580, 130, (440, 400, 240), INK, 15, 46)
    things.floor(s, 880)
    for side in (0, 1):
        for n in range(3):
            x = (140 + n * 170) if not side else (1460 - n * 170)
            with s.at(x, 880, 1.05, flip=bool(side)):
                press = side == 1 and n == 2
                figures.figure(
                    s,
                    coat=(INK, MID)[side] if n != 1 else DARK,
                    look=1,
                    hair=("short", "long", "bun")[(n + side) % 3],
                    hands=((40, -222), (116 if press else 60, -226)),
                    bends=(-1, -1),
                )
        x = 310 if not side else 1290
        s.rect(x - 270, 660, 540, 220, PAPER, INK, 8)
        s.rect(x - 290, 630, 580, 36, INK)
        s.words(x, 800, "甲队" if not side else "乙队", 70, DARK, font=Font.SERIF, anchor="ms")
    s.path("M720 880 L750 640 H850 L880 880 Z", PAPER, INK)
    s.rect(710, 600, 180, 40, INK, r=8)
    s.path("M734 600 C734 470 866 470 866 600 Z", RED, INK)
    for turn in (-60, -30, 0, 30, 60):
        with s.at(800, 580, turn=turn):
            s.line([(0, -130), (0, -176)], GOLD, 9)


@scene("contest", "秒表旁的键盘", "桌面的近景：一块键盘占了大半，右边是一只秒表，回车键是红色的。", LIGHT)
def keyboard(s: Sheet) -> None:
    with s.at(70, 220, turn=-4):
        s.rect(0, 0, 1010, 560, PAPER, INK, 10, r=30)
        for row in range(5):
            for n in range(11):
                x, y = 40 + n * 86, 44 + row * 96
                if row == 4 and 3 <= n <= 6:
                    if n == 3:
                        s.rect(x, y, 330, 78, LIGHT, INK, 4, r=10)
                    continue
                if n == 10 and row == 3:
                    continue
                if n == 10 and row == 2:
                    s.rect(x, y, 74, 174, RED, INK, 4, r=10)
                    continue
                s.rect(x, y, 74, 78, (GROUND, LIGHT, MID)[0 if (n * 3 + row) % 7 else 2], INK, 4, r=10)
    with s.at(1330, 540):
        s.rect(-26, -310, 52, 70, INK)
        s.rect(-50, -330, 100, 36, DARK, INK)
        s.disc(0, 0, 250, DARK, INK, 10)
        s.disc(0, 0, 200, PAPER, INK)
        for n in range(24):
            with s.at(0, 0, turn=n * 15):
                s.line([(0, -182), (0, -150 if n % 2 == 0 else -166)], INK, 7 if n % 2 == 0 else 4)
        s.pie(0, 0, 140, -90, -6, MID)
        with s.at(0, 0, turn=84):
            s.line([(0, 30), (0, -150)], INK, 10)
        s.disc(0, 0, 16, INK)


@scene("calendar", "圈出来的那天", "墙上的月历挂在钉子上，月中有一天被红笔圈了出来。")
def circled(s: Sheet) -> None:
    s.rect(0, 0, 1600, 1010, LIGHT)
    s.line([(800, 60), (640, 170)], INK, 5)
    s.line([(800, 60), (960, 170)], INK, 5)
    s.disc(800, 56, 13, INK)
    s.rect(374, 176, 880, 760, DARK)
    s.rect(360, 160, 880, 760, PAPER, INK, 8)
    s.rect(360, 160, 880, 130, INK)
    s.words(410, 252, "六月", 76, PAPER, font=Font.SERIF)
    for n, word in enumerate("一二三四五六日"):
        s.words(440 + n * 120, 360, word, 38, DARK, anchor="ms")
    for day in range(1, 31):
        cell = day + 3
        x, y = 440 + cell % 7 * 120, 440 + cell // 7 * 96
        s.words(x, y, str(day), 44, INK if cell % 7 < 5 else MID, anchor="ms")
    s.stroke("M622 556 C590 494 640 456 690 464 C760 476 760 566 690 578 C640 586 606 556 616 520", RED, 10)


@scene("calendar", "一天排到晚", "一条横着的时间轴上挂着大小不同的卡片，正中一张红色卡片，轴下是钟面。")
def time_line(s: Sheet) -> None:
    s.line([(80, 560), (1520, 560)], INK, 10)
    for n in range(13):
        x = 140 + n * 110
        s.line([(x, 560), (x, 590 if n % 3 else 610)], INK, 7)
    for x, y, w, h, ink in (
        (140, 250, 220, 190, PAPER),
        (430, 120, 200, 150, LIGHT),
        (690, 220, 260, 230, RED),
        (1020, 130, 230, 180, MID),
        (1300, 290, 200, 160, PAPER),
    ):
        s.line([(x + w / 2, y + h), (x + w / 2, 560)], INK, 6)
        s.disc(x + w / 2, 560, 18, ink, INK)
        s.rect(x, y, w, h, ink, INK, r=14)
        things.lines(
            s,
            x + 34,
            y + 52,
            [w * 0.6, w * 0.46, w * 0.54][: 2 + (h > 200)],
            PAPER if ink == RED else DARK,
            11,
            44,
        )
    for n, x in enumerate((250, 530, 820, 1135, 1400)):
        with s.at(x, 780):
            things.clock(s, 92, (9, 11, 14, 16, 19)[n], (0, 30, 0, 20, 30)[n])
    s.rect(0, 950, 1600, 60, GROUND)
    s.line([(80, 940), (1520, 940)], GOLD, 5)
