"""People: a jointed figure whose hands and feet go where they are put, and those seen only in part."""

from __future__ import annotations

import math

from sixianghui.project.replay.pictures.drawing import DARK, INK, PAPER, Point, Sheet

_ARM, _LEG = 62.0, 98.0


def joint(start: Point, end: Point, length: float, bend: float) -> list[Point]:
    """Start, the joint between two equal bones, and the end as far as they reach; `bend` says to which side."""
    x, y = end[0] - start[0], end[1] - start[1]
    far = math.hypot(x, y) or 1
    if far > 2 * length:
        x, y, far = x * 2 * length / far, y * 2 * length / far, 2 * length
    off = math.sqrt(max(length * length - far * far / 4, 0)) * bend
    return [
        start,
        (start[0] + x / 2 - y / far * off, start[1] + y / 2 + x / far * off),
        (start[0] + x, start[1] + y),
    ]


def head(
    s: Sheet, *, hair: str = "short", look: float = 0, tint: str = INK, skin: str = PAPER, line: str = INK
) -> None:
    """A head of radius 35 around the origin. look: -1 to the left, 1 to the right, 2 away from us."""
    if hair == "long":
        s.path("M-42 -6 C-44 -60 44 -60 42 -6 L44 52 Q0 66 -44 52 Z", tint)
    if hair == "bun":
        s.disc(-30 * (look or 0) if look != 2 else 0, -40, 17, tint)
    if look == 2:
        s.disc(0, 0, 35, tint)
        return
    s.disc(0, 0, 34, skin, line, 4)
    if hair == "none":
        return
    if hair == "cap":
        s.path("M-36 -8 C-36 -48 36 -48 36 -8 Z", tint)
        s.line([(0, -9), (52 * (look or 1), -9)], tint, 9)
    elif look == 0:
        s.path("M-36 4 C-46 -54 46 -54 36 4 Q28 -16 6 -18 Q-24 -18 -36 4 Z", tint)
    else:
        with s.at(0, 0, flip=look < 0):
            s.path("M-10 36 C-48 30 -50 -42 -4 -44 C26 -46 40 -30 34 -12 C18 -20 0 -16 -2 4 L-10 8 Z", tint)
    if hair == "grey":
        s.arc(0, 0, 36, 190, 350, PAPER, 4)


def figure(
    s: Sheet, *, coat: str = INK, legs: str = DARK, hair: str = "short", look: float = 0, lean: float = 0,
    hip: float = -190, hands: tuple[Point, Point] = ((-62, -178), (62, -178)),
    feet: tuple[Point, Point] = ((-24, 0), (24, 0)), bends: tuple[float, float] = (1, -1),
    knees: tuple[float, float] = (0.0, 0.0), skirt: bool = False, tint: str = INK, edge: str = "",
    vest: str = "",
) -> None:  # fmt: skip
    """A person of about 400, the feet at the origin. `hands` and `feet` are corners around it."""
    sin, cos = math.sin(math.radians(lean)), math.cos(math.radians(lean))

    def on_torso(x: float, y: float) -> Point:
        return x * cos - y * sin, hip + x * sin + y * cos

    for foot, side, knee in zip(feet, (-1, 1), knees, strict=True):
        bones = joint((side * 19.0, hip - 6), foot, _LEG, knee)
        s.line(bones, legs, 35 if not skirt else 20)
        toe = 16 * (look if look in (-1, 1) else side)
        s.line([bones[2], (bones[2][0] + toe, bones[2][1])], tint, 18)
    if skirt:
        s.path(f"M-42 {hip - 16} H42 L62 {hip + 104} Q0 {hip + 116} -62 {hip + 104} Z", legs)
    shoulders = on_torso(-44, -106), on_torso(44, -106)
    arms = [
        joint(shoulder, hand, _ARM, bend)
        for shoulder, hand, bend in zip(shoulders, hands, bends, strict=True)
    ]
    with s.at(0, hip, turn=lean):
        s.line([(0, -110), (0, -150)], PAPER if look != 2 else tint, 22)
        s.path("M-60 -96 Q-58 -126 -26 -130 Q0 -118 26 -130 Q58 -126 60 -96 L50 8 Q0 18 -50 8 Z", coat)
        if vest:
            s.path("M-48 -124 L-20 -130 Q0 -118 20 -130 L48 -124 L46 8 Q0 14 -46 8 Z", vest)
        with s.at(0, -172):
            head(s, hair=hair, look=look, tint=tint)
    for arm in arms:
        if edge:
            s.line(arm, edge, 38)
    for arm in arms:
        s.line(arm, coat, 29)
        s.disc(*arm[2], 15, PAPER, tint, 4)


def bust(s: Sheet, ink: str = INK, *, edge: str = "", long: bool = False) -> None:
    """Somebody seen from behind or as a shadow: head and shoulders, 100 wide, the shoulders' foot at the origin."""
    pen = 5.0 if edge else 0.0
    if long:
        s.path("M-26 -84 C-28 -126 28 -126 26 -84 L28 -50 H-28 Z", ink, edge or None, pen)
    s.path("M-54 0 C-54 -46 -38 -62 0 -62 C38 -62 54 -46 54 0 Z", ink, edge or None, pen)
    s.disc(0, -88, 26, ink, edge or None, pen)


def from_above(s: Sheet, coat: str = INK, tint: str = INK) -> None:
    """Somebody seated, seen from the ceiling, facing up the sheet: shoulders, arms on the table, hair."""
    s.line([(-52, 8), (-44, -54)], coat, 24)
    s.line([(52, 8), (44, -54)], coat, 24)
    s.disc(0, 10, 64, coat, ry=32)
    s.disc(-42, -62, 12, PAPER, tint, 4)
    s.disc(42, -62, 12, PAPER, tint, 4)
    s.disc(0, 4, 30, tint)
    s.path("M-12 -22 Q0 -32 12 -22 Q0 -16 -12 -22 Z", PAPER)


def portrait(s: Sheet, coat: str = INK, hair: str = "short", tint: str = INK) -> None:
    """A portrait without features, 240 wide and 300 high, its corner at the origin."""
    if hair == "long":
        s.path("M64 120 C64 40 176 40 176 120 L182 214 H58 Z", tint)
    s.path("M20 300 C20 236 56 212 120 212 C184 212 220 236 220 300 Z", coat)
    s.path("M100 176 V222 C100 236 140 236 140 222 V176 Z", PAPER, tint, 4)
    s.path("M96 214 L120 246 L144 214 L158 224 L120 272 L82 224 Z", PAPER, tint, 4)
    s.path(
        "M80 122 C80 86 96 70 120 70 C144 70 160 86 160 122 C160 162 142 188 120 188 C98 188 80 162 80 122 Z",
        PAPER,
        tint,
        4,
    )
    if hair == "short":
        s.path(
            "M74 122 C66 62 110 46 134 54 C164 58 172 90 166 122 C160 100 150 92 130 96 C106 100 88 96 82 104 Z",
            tint,
        )
    elif hair == "long":
        s.path("M76 128 C70 60 170 60 164 128 C156 96 132 88 118 90 C100 96 84 104 76 128 Z", tint)
    elif hair == "bun":
        s.disc(120, 50, 22, tint)
        s.path("M76 118 C72 58 168 58 164 118 C150 88 90 88 76 118 Z", tint)
    else:
        s.path("M74 112 C74 50 166 50 166 112 Z", tint)
        s.line([(70, 112), (184, 112)], tint, 10)
    if coat == INK:
        return
    s.line([(168, 262), (192, 262)], tint, 5)


def hand(s: Sheet, coat: str = INK, *, pinch: bool = False, tint: str = INK) -> None:
    """A large hand reaching from the right to the origin: index finger out, or thumb and finger together."""
    s.path("M150 -46 H420 V66 H150 Z", coat)
    s.path("M126 -54 H168 V74 H126 Z", PAPER, tint)
    if pinch:
        s.path(
            "M126 -44 C90 -62 40 -46 4 -12 Q-8 2 8 10 Q40 -10 70 -8 C50 6 30 16 6 20 Q-4 34 14 40 C60 44 100 70 126 62 Z",
            PAPER,
            tint,
        )
        return
    s.path(
        "M126 -40 C100 -52 70 -34 6 -16 Q-10 -8 2 6 L66 2 Q50 10 52 22 Q46 34 56 44 Q60 62 84 62 Q110 66 126 62 Z",
        PAPER,
        tint,
    )
