"""Reading and being at home: shelves, the reading corner, the members' home, the badge."""

from __future__ import annotations

from sixianghui.project.replay.pictures import figures, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.registry import scene


@scene("bookshelf", "满满一架书", "整面都是书架，四层书挤得满满的，只有一本红书脊。")
def full_shelf(s: Sheet) -> None:
    with s.at(-20, -14):
        things.shelf(s, 1640, 1030, 4, 9, (1, 24))


@scene("bookshelf", "一摞书", "六本书摞在一起，最上面摊着一本，夹着红色书签，旁边一杯冒热气的茶。")
def stack(s: Sheet) -> None:
    s.disc(720, 420, 330, PAPER)
    things.floor(s, 850)
    y = 850
    for n, (w, h, x, ink) in enumerate(
        (
            (760, 84, 0, DARK),
            (680, 62, 30, PAPER),
            (720, 96, -20, INK),
            (620, 58, 40, MID),
            (660, 76, -6, GOLD),
        )
    ):
        y -= h
        s.rect(720 - w / 2 + x, y, w, h, ink, INK, r=8)
        s.rect(720 - w / 2 + x + 60, y + h * 0.3, 26, h * 0.4, LIGHT if ink != PAPER else MID)
        if n % 2:
            s.rect(720 + w / 2 + x - 34, y + 8, 30, h - 16, PAPER)
    s.path(
        f"M420 {y - 12} Q560 {y - 100} 716 {y - 30} Q880 {y - 110} 1030 {y - 12} L1010 {y} H440 Z", PAPER, INK
    )
    s.stroke(f"M716 {y - 30} V{y}", INK, 6)
    for k in (0, 1, 2):
        s.stroke(f"M500 {y - 30 - k * 12} Q590 {y - 66 - k * 6} 676 {y - 30 - k * 8}", MID, 5)
    s.path(f"M760 {y - 44} L800 {y - 62} V{y + 90} L780 {y + 66} L760 {y + 90} Z", RED, INK, 5)
    with s.at(1270, 850, 1.7):
        things.mug(s)
    for x in (1230, 1280):
        s.stroke(f"M{x} 690 C{x - 40} 640 {x + 40} 600 {x} 550", MID, 8)


@scene("reading-corner", "灯下", "沙发椅里坐着读书的人，头顶一盏红罩的落地灯，身后是矮书架。")
def under_the_lamp(s: Sheet) -> None:
    things.floor(s, 850)
    with s.at(110, 430):
        things.shelf(s, 540, 420, 2, 3)
    with s.at(200, 430, 0.8):
        things.plant(s, PAPER, DARK)
    s.rect(900, 120, 250, 180, PAPER, INK)
    s.path("M920 280 L990 190 L1040 240 L1080 170 L1130 280 Z", MID)
    s.disc(860, 900, 560, PAPER, ry=70)
    with s.at(930, 890, 1.35):
        s.rect(-130, -330, 110, 270, MID, INK, r=34)
        figures.figure(
            s,
            coat=INK,
            look=1,
            hair="long",
            hip=-150,
            feet=((96, 0), (126, -6)),
            knees=(-1, -1),
            hands=((92, -240), (116, -230)),
            bends=(-1, -1),
            lean=-6,
        )
        s.rect(-120, -130, 210, 90, MID, INK, r=30)
        s.line([(-90, -40), (-90, 0)], INK, 12)
        s.line([(60, -40), (60, 0)], INK, 12)
        s.path("M84 -236 L140 -300 L172 -276 L116 -210 Z", PAPER, INK, 5)
    with s.at(1330, 890, 1.25):
        things.lamp(s, RED, 440)


@scene("reading-corner", "窗台上", "一个人盘腿坐在宽窗台上看书，窗外是树梢，身边卧着一只猫。", LIGHT)
def window_seat(s: Sheet) -> None:
    s.rect(180, 60, 1240, 640, PAPER, INK, 14)
    for x, y, r, ink in (
        (340, 560, 170, MID),
        (560, 640, 140, LIGHT),
        (1180, 600, 190, LIGHT),
        (1330, 480, 120, MID),
    ):
        s.disc(x, y, r, ink)
    s.rect(180, 690, 1240, 40, LIGHT)
    s.line([(800, 60), (800, 690)], INK, 10)
    s.rect(180, 60, 1240, 640, None, INK, 14)
    s.rect(120, 690, 1360, 60, GROUND, INK, 8)
    s.rect(180, 750, 1240, 260, MID, INK, 8)
    for n in range(3):
        s.rect(220 + n * 400, 790, 360, 180, LIGHT, INK, 5)
        s.disc(400 + n * 400, 880, 11, INK)
    with s.at(640, 690, 1.6):
        s.line([(-20, -40), (-120, -20), (30, -14)], DARK, 40)
        s.line([(20, -40), (120, -20), (-30, -14)], DARK, 40)
        with s.at(0, 0):
            figures.figure(
                s,
                coat=GOLD,
                hip=-44,
                look=0,
                hair="bun",
                feet=((-20, -40), (20, -40)),
                legs=DARK,
                hands=((-34, -90), (34, -90)),
                edge=INK,
            )
        s.line([(-90, -18), (90, -18)], DARK, 34)
        s.path("M-64 -124 L0 -104 L64 -124 V-62 L0 -44 L-64 -62 Z", RED, INK)
        s.line([(0, -104), (0, -44)], INK, 5)
    with s.at(1130, 690, 1.3):
        s.path(
            "M-120 0 C-130 -90 -20 -110 40 -80 C60 -120 60 -130 70 -150 L88 -122 H112 L130 -150 C140 -110 140 -70 110 -60 C120 -30 110 0 90 0 Z",
            INK,
        )
        s.stroke("M-116 -10 C-170 -20 -170 -70 -140 -90", INK, 16)
        s.disc(88, -100, 5, GROUND)
        s.disc(114, -100, 5, GROUND)


@scene(
    "members-home", "党员之家", "会客的一角：长沙发上坐着两个人说话，茶几上有茶杯，墙上是钟和一幅红色的画。"
)
def lounge(s: Sheet) -> None:
    things.floor(s, 840)
    with s.at(560, 130):
        things.frame(s, 340, 240, RED)
    s.path("M600 340 L680 240 L740 300 L800 220 L862 340 Z", PAPER)
    with s.at(1150, 240):
        things.clock(s, 94, 16, 50)
    with s.at(740, 860, 1.6):
        things.sofa(s, 540, MID)
        for x, look, coat, hair in ((-100, 1, INK, "short"), (110, -1, DARK, "bun")):
            with s.at(x, -6, 0.78):
                figures.figure(
                    s,
                    coat=coat,
                    legs=INK if coat == DARK else DARK,
                    hip=-150,
                    look=look,
                    hair=hair,
                    feet=((-20 + look * 20, 0), (30 + look * 20, 0)),
                    hands=((look * 70 - 30, -220), (look * 80, -200)),
                )
    with s.at(740, 950):
        things.table(s, 520, 90, INK)
        for x in (-120, 90):
            with s.at(x, -108, 0.6):
                things.mug(s)
    with s.at(1400, 870, 1.35):
        things.plant(s, PAPER, DARK, 1.25)
    with s.at(140, 870):
        things.lamp(s, GOLD, 480)


@scene("members-home", "门开着", "走廊里一扇门开着，暖光铺到地上，门边的挂钩上挂着一件红马甲和两只包。", DARK)
def open_door(s: Sheet) -> None:
    s.rect(0, 860, 1600, 150, INK)
    s.rect(560, 150, 440, 710, PAPER, INK, 12)
    s.rect(610, 480, 340, 380, GROUND)
    with s.at(800, 860, 1.0):
        things.plant(s, LIGHT, MID, 1.1)
    s.rect(640, 240, 130, 160, LIGHT, INK, 5)
    s.rect(800, 240, 110, 100, MID, INK, 5)
    s.path("M1000 150 L1230 90 V950 L1000 860 Z", MID, INK, 10)
    s.disc(1198, 540, 15, GOLD, INK)
    s.shape([(560, 866), (1000, 866), (1130, 1010), (430, 1010)], GOLD)
    s.shape([(600, 866), (960, 866), (1060, 1010), (500, 1010)], LIGHT)
    s.line([(90, 300), (470, 300)], INK, 26)
    for x in (150, 280, 410):
        s.line([(x, 300), (x, 350)], LIGHT, 9)
    s.path("M96 352 L130 340 Q150 372 170 340 L204 352 L214 620 H86 Z", RED, INK)
    s.line([(150, 372), (150, 620)], INK, 5)
    s.arc(280, 420, 50, 180, 360, INK, 9)
    s.rect(216, 420, 128, 150, LIGHT, INK, r=14)
    s.arc(410, 430, 40, 180, 360, INK, 9)
    s.path("M356 430 H464 L476 560 H344 Z", PAPER, INK)
    s.rect(1300, 240, 210, 90, PAPER, INK)
    s.words(1405, 302, "党员之家", 44, RED, anchor="ms")


@scene("badge", "胸前的小红点", "一件深色西装的胸口别着一枚没有图案的红色圆徽章，白衬衫领口敞着。", LIGHT)
def lapel(s: Sheet) -> None:
    s.path("M-20 1010 C0 480 160 260 520 190 L1080 190 C1440 260 1600 480 1620 1010 Z", INK)
    s.path("M560 190 L800 760 L1040 190 L960 60 H640 Z", PAPER, INK, 8)
    s.path("M640 60 L560 190 L640 360 L800 210 Z", PAPER, INK, 8)
    s.path("M960 60 L1040 190 L960 360 L800 210 Z", PAPER, INK, 8)
    for y in (380, 480, 580):
        s.disc(800, y, 11, MID, INK, 4)
    s.path("M560 190 L420 240 L380 480 L470 500 L420 570 L800 1010 V760 Z", DARK, PAPER, 5)
    s.path("M1040 190 L1180 240 L1220 480 L1130 500 L1180 570 L800 1010 V760 Z", DARK, PAPER, 5)
    s.disc(1100, 420, 48, RED, GOLD, 10)
    s.arc(1100, 420, 30, 200, 260, PAPER, 6)
    s.line([(1180, 720), (1440, 690)], PAPER, 6)


@scene("badge", "一排工牌", "墙钩上挂着五块工牌，挂绳有深有浅，其中一根是红色的，牌上是没有五官的头像。")
def lanyards(s: Sheet) -> None:
    s.rect(0, 120, 1600, 60, DARK)
    for n, (x, drop, ink) in enumerate(
        ((230, 380, INK), (520, 440, MID), (800, 360, RED), (1090, 470, DARK), (1370, 400, INK))
    ):
        s.disc(x, 176, 22, GOLD, INK)
        with s.at(x, 180, turn=(-3, 2, 0, 3, -2)[n]):
            s.line([(-8, 0), (-70, drop - 90), (0, drop), (70, drop - 90), (8, 0)], ink, 22)
            s.rect(-18, drop - 14, 36, 44, LIGHT, INK, 5)
            s.rect(-104, drop + 26, 208, 276, PAPER, INK, r=18)
            s.rect(-104, drop + 26, 208, 52, ink if ink != PAPER else MID, r=18)
            with s.at(-54, drop + 92, 0.45):
                s.rect(0, 0, 240, 300, LIGHT)
                figures.portrait(
                    s, (DARK, INK, DARK, MID, DARK)[n], ("short", "long", "bun", "cap", "short")[n]
                )
            things.lines(s, -66, drop + 252, (132, 84), MID, 9, 26)
    s.rect(0, 960, 1600, 50, LIGHT)
    s.line([(0, 960), (1600, 960)], GROUND, 4)
