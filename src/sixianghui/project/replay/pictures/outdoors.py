"""Things outdoors: houses, trees, hills, cars."""

from __future__ import annotations

import random

from sixianghui.project.replay.pictures.drawing import DARK, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet


def tree(s: Sheet, leaf: str = MID, h: float = 420, kind: str = "round") -> None:
    """A tree, its foot at the origin."""
    s.line([(0, 0), (0, -h * 0.6)], INK, 14)
    s.line([(0, -h * 0.36), (h * 0.12, -h * 0.52)], INK, 9)
    s.line([(0, -h * 0.44), (-h * 0.12, -h * 0.58)], INK, 9)
    if kind == "round":
        s.disc(0, -h * 0.72, h * 0.27, leaf, ry=h * 0.3)
        s.line([(0, -h * 0.5), (0, -h * 0.74)], INK, 8)
    elif kind == "poplar":
        s.path(
            f"M0 {-h} C{h * 0.2:.0f} {-h * 0.7:.0f} {h * 0.16:.0f} {-h * 0.3:.0f} 0 {-h * 0.26:.0f} C{-h * 0.16:.0f} {-h * 0.3:.0f} {-h * 0.2:.0f} {-h * 0.7:.0f} 0 {-h} Z",
            leaf,
        )
        s.line([(0, -h * 0.3), (0, -h * 0.66)], INK, 7)
    else:
        for x, y, r in ((-0.24, -0.66, 0.2), (0.24, -0.66, 0.2), (0, -0.8, 0.24), (0, -0.6, 0.2)):
            s.disc(h * x, h * y, h * r, leaf)
        s.line([(0, -h * 0.4), (0, -h * 0.72)], INK, 9)


def sapling(s: Sheet, leaf: str = DARK, h: float = 240) -> None:
    """A young tree with few leaves."""
    s.line([(0, 0), (0, -h)], INK, 9)
    for y, side in ((-0.45, 1), (-0.6, -1), (-0.75, 1), (-0.9, -1), (-1.0, 1)):
        with s.at(0, h * y, 0.5, turn=side * 58 if y > -1 else 0):
            s.path("M0 0 C-34 -40 -26 -92 0 -130 C26 -92 34 -40 0 0 Z", leaf)


def building(
    s: Sheet,
    w: float,
    h: float,
    fill: str = PAPER,
    pane: str = LIGHT,
    seed: int = 0,
    lit: str = "",
    line: str = INK,
) -> None:
    """A block of flats or offices, its foot's left end at the origin; one window may be lit."""
    s.rect(0, -h, w, h, fill, line)
    columns, rows = max(2, int(w // 52)), max(2, int(h // 64))
    dice = random.Random(seed)
    one = (dice.randrange(columns), dice.randrange(rows))
    gap_x, gap_y = w / columns, h / rows
    for column in range(columns):
        for row in range(rows):
            ink = lit if lit and (column, row) == one else pane
            s.rect(gap_x * (column + 0.26), -h + gap_y * (row + 0.24), gap_x * 0.48, gap_y * 0.5, ink)


def house(s: Sheet, w: float = 300, fill: str = PAPER, roof: str = DARK) -> None:
    """A village house, its foot's middle at the origin."""
    s.rect(-w / 2, -w * 0.46, w, w * 0.46, fill, INK)
    s.path(
        f"M{-w * 0.6:.0f} {-w * 0.44:.0f} L{-w * 0.42:.0f} {-w * 0.72:.0f} H{w * 0.42:.0f} L{w * 0.6:.0f} {-w * 0.44:.0f} Z",
        roof,
        INK,
    )
    s.rect(-w * 0.08, -w * 0.28, w * 0.17, w * 0.28, MID, INK)
    for x in (-0.36, 0.2):
        s.rect(w * x, -w * 0.3, w * 0.16, w * 0.14, LIGHT, INK, 5)


def hills(s: Sheet, y: float, ink: str, seed: int, height: float = 120) -> None:
    """A line of hills from edge to edge."""
    dice = random.Random(seed)
    path, x = f"M-60 {y:.0f}", -60.0
    while x < 1660:
        step = dice.uniform(260, 480)
        top = y - dice.uniform(0.5, 1) * height
        path += f" C{x + step * 0.3:.0f} {top:.0f} {x + step * 0.7:.0f} {top:.0f} {x + step:.0f} {y - dice.uniform(0, 0.3) * height:.0f}"
        x += step
    s.path(f"{path} L1700 1010 L-60 1010 Z", ink)


def van(s: Sheet, body: str = RED, words: str = "", ink: str = PAPER) -> None:
    """A van looking to the right, 520 long, its wheels on the origin's height."""
    s.path(
        "M-260 -50 V-236 Q-260 -256 -240 -256 H120 Q136 -256 146 -244 L222 -152 L252 -140 Q262 -136 262 -124 V-50 Z",
        body,
        INK,
    )
    s.path("M112 -228 L198 -148 H112 Z", PAPER, INK, 5)
    s.rect(-230, -226, 120, 78, PAPER, INK, 5)
    s.rect(-90, -226, 120, 78, PAPER, INK, 5)
    s.line([(-250, -118), (70, -118)], ink, 7)
    s.line([(72, -250), (72, -56)], INK, 5)
    for x in (-150, 150):
        s.disc(x, -48, 50, INK)
        s.disc(x, -48, 20, LIGHT)
    if words:
        s.words(0, -72, words, 36, ink, anchor="ms")


def bus(s: Sheet, body: str = PAPER, stripe: str = RED) -> None:
    """A coach looking to the right, 900 long."""
    s.rect(-450, -330, 900, 280, body, INK, r=36)
    s.rect(-447, -150, 894, 40, stripe)
    for number in range(6):
        s.rect(-420 + number * 130, -296, 112, 116, LIGHT, INK, 5, r=10)
    s.rect(364, -296, 70, 130, MID, INK, 5, r=10)
    for x in (-290, 270):
        s.disc(x, -54, 60, INK)
        s.disc(x, -54, 24, GROUND)


def bicycle(s: Sheet, ink: str = INK) -> None:
    """A bicycle looking to the right."""
    for x in (-100, 100):
        s.disc(x, -72, 70, None, ink, 8)
    s.line([(-100, -72), (-34, -150), (66, -150), (0, -72), (-100, -72)], ink, 8)
    s.line([(0, -72), (-42, -172)], ink, 8)
    s.line([(100, -72), (58, -188), (92, -200)], ink, 8)
    s.line([(-66, -176), (-20, -176)], ink, 12)


def street_lamp(s: Sheet, h: float = 520) -> None:
    """A lamp beside a road."""
    s.line([(0, 0), (0, -h)], INK, 9)
    s.stroke(f"M0 {-h} Q0 {-h - 60} 70 {-h - 60}", INK, 9)
    s.path(f"M56 {-h - 66} H116 L126 {-h - 44} H50 Z", INK)


def awning(s: Sheet, w: float = 400, h: float = 90, first: str = RED, second: str = PAPER) -> None:
    """A striped awning hanging from the origin, its left end."""
    each = w / 8
    for number in range(8):
        x = number * each
        s.path(
            f"M{x:.0f} 0 H{x + each:.0f} V{h - 20:.0f} Q{x + each / 2:.0f} {h + 18:.0f} {x:.0f} {h - 20:.0f} Z",
            first if number % 2 == 0 else second,
            INK,
            5,
        )


def parasol(s: Sheet, first: str = RED, second: str = PAPER) -> None:
    """A large parasol, its foot at the origin, 560 high."""
    s.line([(0, 0), (0, -540)], INK, 10)
    s.path("M-340 -430 Q-220 -560 0 -560 Q220 -560 340 -430 Z", first, INK)
    s.path("M-120 -430 Q-80 -540 0 -560 Q80 -540 120 -430 Z", second, INK)


def cloud(s: Sheet, ink: str = PAPER) -> None:
    """A flat cloud, 300 wide."""
    s.rect(-150, -34, 300, 60, ink, r=30)
    s.disc(-40, -36, 52, ink)
    s.disc(46, -30, 40, ink)


def bird(s: Sheet, ink: str = INK) -> None:
    """A bird far off."""
    s.stroke("M-34 -10 Q-16 -26 0 0 Q16 -26 34 -10", ink, 6)
