"""The walls of the base: the oath, the pioneers, the activities."""

from __future__ import annotations

from sixianghui.media.public import Font
from sixianghui.project.replay.pictures import figures, things
from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet
from sixianghui.project.replay.pictures.registry import scene


def _wall_picture(s: Sheet, w: float, h: float, kind: int) -> None:
    """A photograph on a wall, its corner at the origin: hills, heads, a screen, a tree, a table."""
    s.rect(0, 0, w, h, (LIGHT, GROUND, MID)[kind % 3])
    if kind % 5 == 0:
        s.shape([(0, h), (w * 0.3, h * 0.4), (w * 0.5, h * 0.7), (w * 0.72, h * 0.3), (w, h)], DARK)
    elif kind % 5 == 1:
        for n in range(3):
            with s.at(w * (0.22 + n * 0.28), h, w / 380):
                figures.bust(s, (INK, DARK, INK)[n], edge=GROUND)
    elif kind % 5 == 2:
        s.rect(w * 0.2, h * 0.18, w * 0.6, h * 0.42, PAPER, INK, 4)
        for n in range(4):
            s.disc(w * (0.2 + n * 0.2), h * 0.82, w * 0.06, INK)
    elif kind % 5 == 3:
        s.line([(w * 0.5, h), (w * 0.5, h * 0.4)], INK, 8)
        s.disc(w * 0.5, h * 0.4, w * 0.2, DARK)
    else:
        s.disc(w * 0.5, h * 0.55, w * 0.26, PAPER, INK, 4)
        for turn in range(0, 360, 60):
            with s.at(w * 0.5, h * 0.55, turn=turn):
                s.disc(0, -w * 0.34, w * 0.05, INK)
    s.rect(0, 0, w, h, None, INK, 5)


@scene("oath-wall", "举起右拳", "四个人的背影站成一排，面对一面素净的红墙举起右拳。")
def fists(s: Sheet) -> None:
    s.rect(0, 0, 1600, 790, RED)
    for n in range(1, 8):
        s.line([(n * 200, 0), (n * 200, 790)], "#9E1D24", 4)
    s.rect(0, 760, 1600, 30, "#8E1A20")
    things.floor(s, 790, LIGHT, "")
    for n in range(4):
        with s.at(250 + n * 350, 945, 1.6):
            figures.figure(
                s,
                coat=(INK, DARK, INK, INK, DARK)[n],
                legs=INK,
                look=2,
                hair=("short", "long", "bun", "short", "long")[n],
                hands=((-58, -170), (94, -352)),
                bends=(1, 1),
                edge=GROUND,
            )
            s.line([(62, -286), (112, -296), (94, -352)], (INK, DARK, INK, INK, DARK)[n], 29)
            s.disc(94, -356, 19, PAPER, INK, 4)


@scene("oath-wall", "空着的大厅", "安静的大厅里，尽头是一面素净的红墙，墙前一座讲台，顶上的灯带向远处收拢。")
def empty_hall(s: Sheet) -> None:
    s.shape([(0, 0), (520, 270), (520, 640), (0, 1000)], LIGHT, MID, 4)
    s.shape([(1600, 0), (1080, 270), (1080, 640), (1600, 1000)], LIGHT, MID, 4)
    s.shape([(0, 0), (1600, 0), (1080, 270), (520, 270)], PAPER, MID, 4)
    s.shape([(0, 1000), (1600, 1000), (1080, 640), (520, 640)], MID, MID, 4)
    s.rect(520, 270, 560, 370, RED)
    s.rect(520, 622, 560, 18, "#8E1A20")
    for a, b, c, d in ((430, 560, 620, 668), (1040, 1170, 932, 980)):
        s.shape([(a, 0), (b, 0), (d, 270), (c, 270)], GROUND)
    for n, t in enumerate((0.0, 0.34, 0.58, 0.76, 0.9)):
        y = 1000 - 360 * t
        s.line([(520 * t, y), (1600 - 520 * t, y)], LIGHT, 5 - n * 0.6)
    for x in range(-800, 2401, 400):
        s.line([(x, 1000), (800 + (x - 800) * 0.35, 640)], LIGHT, 3)
    for t in (0.3, 0.62):
        for side in (0, 1):

            def x_at(at: float, side: int = side) -> float:
                return 520 * at if not side else 1600 - 520 * at

            u = t + 0.16
            s.shape(
                [
                    (x_at(t), 270 * t + 170),
                    (x_at(u), 270 * u + 140),
                    (x_at(u), 700 - u * 130),
                    (x_at(t), 740 - t * 150),
                ],
                PAPER,
                INK,
                5,
            )
    with s.at(800, 668, 0.52):
        things.lectern(s)


@scene("pioneer-wall", "先锋的面孔", "展示墙上三排肖像，没有五官，只有一幅的衣服是红色的，下面各有一行名牌。")
def faces(s: Sheet) -> None:
    s.rect(0, 0, 1600, 1000, MID)
    for n in range(15):
        column, row = n % 5, n // 5
        with s.at(130 + column * 276, 46 + row * 312):
            s.rect(0, 0, 236, 276, (GROUND, LIGHT)[(column + row) % 2], INK)
            with s.at(40, 8, 0.68):
                figures.portrait(
                    s,
                    RED if n == 7 else (DARK, INK, MID)[(n * 5) % 3],
                    ("short", "long", "bun", "cap")[(n * 7 + row) % 4],
                )
            s.rect(0, 212, 236, 64, PAPER, INK)
            things.lines(s, 40, 238, (156, 90), DARK, 8, 20)


@scene("pioneer-wall", "挂正它", "一个人踮脚把一幅画框挂正，墙上其余的框已经挂好，地上放着一把水平尺。")
def hanging(s: Sheet) -> None:
    things.floor(s, 870)
    for x, y, w, h, n in (
        (120, 130, 220, 280, 0),
        (120, 470, 220, 220, 2),
        (400, 130, 300, 220, 4),
        (1210, 160, 280, 350, 1),
    ):
        with s.at(x, y):
            s.rect(0, 0, w, h, PAPER, INK, 8)
            with s.at(w * 0.5 - 84, h * 0.5 - 105, 0.7):
                figures.portrait(s, (DARK, INK, MID)[n % 3], ("short", "long", "bun", "cap")[n % 4])
            s.rect(0, 0, w, h, None, INK, 8)
    with s.at(770, 66, turn=-4):
        s.line([(40, 0), (160, -60), (280, 0)], INK, 5)
        s.rect(0, 0, 320, 370, RED, INK, 8)
        s.rect(36, 36, 248, 298, GROUND)
        with s.at(52, 34, 0.9):
            figures.portrait(s, INK, "bun")
        s.rect(0, 334, 320, 36, RED)
        s.rect(0, 0, 320, 370, None, INK, 8)
    with s.at(942, 905, 1.16):
        figures.figure(
            s, coat=DARK, look=2, hair="short", hands=((-86, -392), (86, -404)), bends=(-1, 1), edge=GROUND
        )
    with s.at(470, 900, turn=-6):
        s.rect(-170, -40, 340, 44, GOLD, INK)
        s.disc(0, -18, 15, PAPER, INK, 4)


@scene(
    "activity-wall",
    "一面活动墙",
    "大墙上拼着大小不一的活动照片，正中一块红板写着“活动”，一位参观的人背手看着。",
)
def collage(s: Sheet) -> None:
    s.rect(70, 50, 1460, 720, PAPER, INK, 8)
    places = (
        (100, 80, 300, 210),
        (430, 80, 220, 300),
        (1130, 80, 370, 260),
        (100, 320, 300, 420),
        (430, 410, 220, 330),
        (680, 430, 420, 310),
        (1130, 370, 170, 370),
        (1330, 370, 170, 175),
        (1330, 570, 170, 170),
    )
    for n, (x, y, w, h) in enumerate(places):
        with s.at(x, y):
            _wall_picture(s, w, h, n * 3 + 1)
    s.rect(680, 80, 420, 320, RED, INK)
    s.words(890, 290, "活动", 150, PAPER, font=Font.SERIF, anchor="ms")
    things.floor(s, 890)
    for x, k, coat, hair in ((330, 1.05, INK, "long"), (1270, 1.15, DARK, "short")):
        with s.at(x, 940, k):
            figures.figure(
                s,
                coat=coat,
                legs=INK,
                look=2,
                hair=hair,
                hands=((10, -190), (-10, -186)),
                bends=(1, -1),
                edge=GROUND,
            )


@scene("activity-wall", "夹在绳上的照片", "两根绳子上夹着一张张照片，微微晃着，其中一个夹子是红色的。", LIGHT)
def on_a_line(s: Sheet) -> None:
    for row, (y, sag) in enumerate(((150, 90), (560, 80))):
        s.stroke(f"M-20 {y} Q800 {y + sag * 2} 1620 {y - 10}", INK, 6)
        for n in range(5):
            x = 130 + n * 330 - row * 70
            t = x / 1600
            drop = y + 4 * sag * t * (1 - t)
            with s.at(x + 60, drop, turn=((n * 3 + row * 2) % 5 - 2) * 2.4):
                tall = (250, 220, 270)[(n + row) % 3]
                s.rect(-120, 14, 240, tall, PAPER, INK)
                with s.at(-100, 34):
                    _wall_picture(s, 200, tall - 80, n * 2 + row * 3)
                s.rect(-13, -26, 26, 66, RED if (n, row) == (3, 0) else GOLD, INK, 4)
