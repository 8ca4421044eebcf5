"""Telling others: the podcast, the poster, the newspaper, the live backdrop."""

from __future__ import annotations

import math

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import figures, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.registry import scene


@scene("podcast", "话筒前", "一支很大的话筒立在正中，两边是高低起伏的声波，中间的一段是红色。")
def waveform(s: Sheet) -> None:
    for n in range(-15, 16):
        if abs(n) < 3:
            continue
        x = 800 + n * 48
        tall = 34 + 150 * abs(math.sin(n * 0.9)) * (0.45 + 0.55 * abs(math.cos(n * 0.23)))
        s.line([(x, 470 - tall), (x, 470 + tall)], RED if n in (4, 5, 6) else (MID, DARK)[n % 2], 20)
    with s.at(800, 450, 2.4):
        things.microphone(s, INK, PAPER)
    s.rect(600, 800, 400, 34, INK, r=16)
    s.rect(0, 834, 1600, 180, LIGHT)


@scene(
    "podcast", "两个人对谈", "录音间里两个人戴着耳机隔桌对谈，墙上贴着吸音棉，一盏红灯写着“录音中”。", LIGHT
)
def two_at_a_table(s: Sheet) -> None:
    for column in range(11):
        for row in range(5):
            x, y = column * 150 - 20, row * 140 - 10
            s.shape([(x, y), (x + 150, y), (x + 75, y + 70)], (MID, GROUND)[(column + row) % 2])
            s.shape([(x, y + 140), (x + 150, y + 140), (x + 75, y + 70)], (LIGHT, MID)[(column + row) % 2])
    s.rect(0, 690, 1600, 320, DARK)
    s.rect(660, 70, 280, 96, RED, INK, 8, r=14)
    s.words(800, 138, "录音中", 56, PAPER, anchor="ms")
    for side in (0, 1):
        with s.at(330 if not side else 1270, 960, 1.75, flip=bool(side)):
            things.stool(s, MID)
            figures.figure(
                s,
                coat=(INK, PAPER)[side],
                legs=INK,
                hip=-120,
                look=1,
                hair=("short", "long")[side],
                feet=((80, 0), (100, 0)),
                knees=(-1, -1),
                hands=((70, -196), (120, -200)),
                bends=(-1, -1),
                edge=INK if side else "",
            )
            s.arc(0, -292, 40, 200, 330, (MID, GOLD)[side], 9)
            s.rect(-16, -304, 26, 42, (MID, GOLD)[side], INK, 4, r=10)
    s.rect(420, 640, 760, 36, PAPER, INK, 8)
    s.path("M720 676 H880 L930 1010 H670 Z", PAPER, INK, 8)
    for side in (1, -1):
        s.line([(800 - side * 120, 640), (800 - side * 40, 480), (800 - side * 190, 450)], INK, 11)
        with s.at(800 - side * 210, 450, turn=side * 90):
            s.rect(-30, -44, 60, 84, INK, r=26)
            s.line([(-18, -20), (18, -20)], GROUND, 5)


@scene("poster", "爬上梯子贴海报", "一面墙前立着人字梯，有人站在上面把一张很大的红色海报的角按平。")
def on_a_ladder(s: Sheet) -> None:
    things.floor(s, 890)
    with s.at(330, 110, turn=-2):
        s.rect(0, 0, 480, 680, RED, INK, 8)
        s.disc(240, 230, 130, PAPER)
        s.path("M140 330 L210 190 L260 260 L310 160 L350 330 Z", RED)
        s.words(240, 500, "大讲堂", 110, PAPER, font=Font.SERIF, anchor="ms")
        things.lines(s, 110, 570, (260, 180), PAPER, 12, 46)
    s.rect(80, 240, 180, 250, PAPER, MID, 5)
    things.lines(s, 110, 290, (120, 100, 110), MID, 9, 44)
    s.rect(80, 520, 180, 250, LIGHT, MID, 5)
    for a, b in (((960, 330), (860, 890)), ((1000, 330), (1130, 890))):
        s.line([a, b], INK, 16)
    for n in range(4):
        y = 460 + n * 116
        s.line([(960 - (y - 330) * 0.178, y), (1000 + (y - 330) * 0.232, y)], INK, 12)
    s.rect(936, 314, 90, 24, INK)
    with s.at(966, 576, 1.1):
        figures.figure(
            s,
            coat=INK,
            legs=DARK,
            look=-1,
            hair="cap",
            hands=((-160, -330), (70, -210)),
            feet=((-24, 0), (22, 0)),
        )
    with s.at(1340, 890):
        s.path("M-70 -120 H70 L56 0 H-56 Z", PAPER, INK)
        s.line([(10, -118), (60, -260)], GOLD, 13)
        s.rect(30, -320, 76, 60, MID, INK, 5)


@scene("poster", "画板上的草稿", "俯看的工作台：切割垫上放着海报草稿、三角尺、铅笔和一卷红纸。", DARK)
def draft_on_a_mat(s: Sheet) -> None:
    with s.at(180, 80, turn=2):
        s.rect(0, 0, 1120, 820, MID, INK, 6, r=16)
        for n in range(1, 14):
            s.line([(n * 80, 0), (n * 80, 820)], LIGHT, 3)
        for n in range(1, 10):
            s.line([(0, n * 82), (1120, n * 82)], LIGHT, 3)
    with s.at(300, 120, turn=-6):
        s.rect(0, 0, 500, 700, PAPER, INK)
        s.rect(50, 50, 400, 340, None, DARK, 5)
        s.line([(50, 50), (450, 390)], LIGHT, 5)
        s.line([(450, 50), (50, 390)], LIGHT, 5)
        s.disc(250, 220, 104, LIGHT, INK)
        s.rect(90, 450, 320, 60, None, DARK, 5)
        things.lines(s, 90, 560, (320, 290, 200), MID, 11, 44)
    with s.at(920, 760, turn=-14):
        s.path("M0 0 H420 L0 -420 Z", GOLD, INK)
        s.path("M80 -60 H250 L80 -230 Z", MID, INK, 5)
    with s.at(760, 770, turn=58):
        s.path("M-20 -50 V-420 H20 V-50 L0 0 Z", PAPER, INK)
        s.path("M-8 -20 L0 0 L8 -20 Z", INK, INK)
        s.rect(-20, -460, 40, 44, RED, INK)
    with s.at(1380, 140, turn=8):
        s.rect(-80, 0, 160, 700, RED, INK)
        s.disc(0, 0, 80, "#8E1A20", INK, ry=34)
        s.disc(0, 0, 40, INK, ry=16)


@scene(
    "newspaper",
    "摊开的报纸",
    "桌上摊开一份报纸，头条旁是一幅红色的小图，报纸上压着一副眼镜，旁边一杯茶。",
    MID,
)
def on_the_table(s: Sheet) -> None:
    with s.at(150, 90, turn=-3):
        s.rect(14, 18, 1040, 860, DARK)
        s.rect(0, 0, 1040, 860, PAPER, INK)
        s.words(520, 116, "思享汇", 104, INK, font=Font.SERIF, anchor="ms")
        s.line([(50, 156), (990, 156)], GOLD, 7)
        s.line([(520, 190), (520, 820)], LIGHT, 5)
        s.rect(60, 200, 420, 44, INK)
        s.rect(60, 262, 300, 44, INK)
        for column, x in enumerate((60, 280)):
            things.lines(
                s, x, 356, [190, 190, 180, 190, 170, 190, 190, 186, 190, 120][: 10 - column], MID, 9, 46
            )
        s.rect(560, 200, 420, 280, RED)
        s.path("M560 480 L680 320 L760 410 L850 290 L980 480 Z", PAPER)
        for x in (560, 780):
            things.lines(s, x, 530, (190, 180, 190, 190, 170, 190), MID, 9, 46)
    with s.at(760, 700, turn=16):
        for x in (-110, 110):
            s.disc(x, 0, 84, None, INK, 13)
        s.arc(0, -6, 30, 190, 350, INK, 12)
        s.line([(-190, -20), (-250, -150)], INK, 12)
        s.line([(190, -20), (250, -150)], INK, 12)
    s.disc(1390, 640, 150, PAPER, INK)
    s.disc(1390, 640, 104, GROUND, INK)
    s.disc(1390, 640, 84, GOLD)
    s.line([(1484, 570), (1540, 520)], INK, 26)


@scene("newspaper", "长椅上的早晨", "公园长椅上有人展开报纸，只露出头顶和两只手，脚边一只红色的布袋。")
def on_a_bench(s: Sheet) -> None:
    s.disc(1230, 260, 130, PAPER)
    for x, h in ((200, 520), (1420, 420)):
        s.line([(x, 850), (x, 850 - h * 0.7)], INK, 18)
        s.disc(x, 850 - h * 0.9, h * 0.36, LIGHT, ry=h * 0.42)
        s.line([(x, 850 - h * 0.6), (x, 850 - h * 0.94)], INK, 10)
    things.floor(s, 850, LIGHT)
    for y in (520, 580):
        s.rect(420, y, 760, 36, GOLD, INK)
    for x in (480, 1120):
        s.line([(x, 500), (x, 860)], INK, 18)
    with s.at(800, 870, 1.5):
        figures.figure(
            s,
            coat=INK,
            hip=-140,
            look=0,
            feet=((-40, 0), (44, 0)),
            hands=((-130, -236), (130, -236)),
            bends=(1, -1),
        )
    s.rect(430, 670, 740, 40, GOLD, INK)
    with s.at(800, 870, 1.5):
        for side in (-1, 1):
            s.line([(side * 26, -128), (side * 42, -8)], DARK, 38)
            s.line([(side * 42, -2), (side * 56, -2)], INK, 20)
    s.path("M580 380 L800 404 L1020 380 V660 L800 684 L580 660 Z", PAPER, INK)
    s.line([(800, 404), (800, 684)], INK, 5)
    s.rect(610, 424, 160, 30, INK)
    things.lines(s, 614, 486, (150, 140, 150, 120), MID, 9, 38)
    things.lines(s, 836, 440, (150, 150, 130, 150, 140), MID, 9, 38)
    for x in (580, 1020):
        s.disc(x, 520, 24, PAPER, INK)
    with s.at(1260, 868):
        s.path("M-74 -140 H74 L90 0 H-90 Z", RED, INK)
        s.arc(0, -140, 44, 180, 360, INK, 9)


@scene("backdrop", "直播背景墙", "直播间里一面带横线的背景墙，一把高凳空着，两盏柔光灯和一台摄像机对着它。")
def studio(s: Sheet) -> None:
    things.floor(s, 820, MID)
    s.rect(330, 110, 940, 710, PAPER, INK, 10)
    for n in range(11):
        s.line([(336, 160 + n * 60), (1264, 160 + n * 60)], LIGHT, 5)
    s.words(800, 330, "大讲堂", 150, RED, font=Font.SERIF, anchor="ms")
    s.path("M330 820 H1270 L1400 900 H200 Z", LIGHT, INK)
    with s.at(800, 870):
        s.line([(-50, -230), (-70, 0)], INK, 12)
        s.line([(50, -230), (70, 0)], INK, 12)
        s.line([(-58, -90), (58, -90)], INK, 9)
        s.rect(-80, -256, 160, 34, DARK, INK, r=14)
    for side in (0, 1):
        with s.at(190 if not side else 1440, 880, flip=bool(side)):
            for x in (-80, 70):
                s.line([(0, -160), (x, 0)], INK, 9)
            s.line([(0, -40), (0, -560)], INK, 9)
            s.path("M-40 -700 L140 -660 L100 -470 L-70 -520 Z", PAPER, INK, 8)
            s.path("M-40 -700 L-70 -520 L-120 -580 Z", INK)
    with s.at(560, 980, 0.86):
        things.camera(s)


@scene(
    "backdrop",
    "取景框里",
    "从摄像机的取景框看出去：一个人坐在桌后说话，四角是取景的框线，左上一个红点。",
    INK,
)
def viewfinder(s: Sheet) -> None:
    s.rect(110, 90, 1380, 820, GROUND)
    s.rect(110, 90, 520, 820, LIGHT)
    with s.at(690, 170):
        things.shelf(s, 740, 360, 2, 5)
    with s.at(300, 740, 1.15):
        things.plant(s, PAPER, DARK, 1.25)
    with s.at(470, 260, 1.75):
        figures.portrait(s, DARK, "bun")
    s.rect(110, 740, 1380, 170, PAPER, INK, 8)
    with s.at(930, 748, 1.3):
        things.mug(s)
    for x, dx in ((170, 1), (1430, -1)):
        for y, dy in ((150, 1), (850, -1)):
            s.line([(x + dx * 100, y), (x, y), (x, y + dy * 80)], INK, 10)
    s.line([(770, 500), (830, 500)], PAPER, 6)
    s.line([(800, 470), (800, 530)], PAPER, 6)
    s.disc(240, 206, 21, RED)
    s.words(276, 224, "00:18", 52, INK)
