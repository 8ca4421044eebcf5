"""Things indoors. Each is drawn around its own origin: the middle of its foot, or its upper left corner."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sixianghui.project.replay.pictures.drawing import DARK, GOLD, GROUND, INK, LIGHT, MID, PAPER, RED, Sheet


def floor(s: Sheet, y: float, ink: str = LIGHT, line: str = INK) -> None:
    """The ground below a height, with its edge."""
    s.rect(-10, y, 1620, 1010 - y, ink)
    if line:
        s.line([(-10, y), (1610, y)], line)


def lines(
    s: Sheet, x: float, y: float, widths: Sequence[float], ink: str = MID, pen: float = 10, gap: float = 34
) -> None:
    """Lines that stand for text."""
    for number, width in enumerate(widths):
        s.line([(x, y + number * gap), (x + width, y + number * gap)], ink, pen)


def sheet(s: Sheet, w: float = 200, h: float = 270, rows: int = 5, ink: str = MID) -> None:
    """A sheet of paper with lines, its corner at the origin."""
    s.rect(0, 0, w, h, PAPER, INK)
    lines(
        s,
        w * 0.14,
        h * 0.16,
        [w * (0.72 if n % 3 != 2 else 0.46) for n in range(rows)],
        ink,
        h * 0.035,
        h * 0.72 / max(rows - 1, 1),
    )


def table(s: Sheet, w: float = 600, h: float = 200, ink: str = INK) -> None:
    """A table from the side."""
    s.line([(-w * 0.42, 0), (-w * 0.42, -h)], ink, 12)
    s.line([(w * 0.42, 0), (w * 0.42, -h)], ink, 12)
    s.rect(-w / 2, -h - 18, w, 22, PAPER, ink)


def desk(s: Sheet, w: float = 600, h: float = 210, fill: str = PAPER) -> None:
    """A desk with a closed front."""
    s.rect(-w / 2 + 20, -h, w - 40, h, fill, INK)
    s.rect(-w / 2, -h - 24, w, 26, PAPER, INK)


def chair(s: Sheet, ink: str = INK) -> None:
    """A chair from the side, its back to the left."""
    s.line([(-52, -270), (-44, -128), (52, -128), (60, 0)], ink, 11)
    s.line([(-44, -128), (-54, 0)], ink, 11)


def stool(s: Sheet, ink: str = INK) -> None:
    """A low stool."""
    s.line([(-34, -92), (-46, 0)], ink, 10)
    s.line([(34, -92), (46, 0)], ink, 10)
    s.line([(-52, -94), (52, -94)], ink, 18)


def laptop(s: Sheet, mark: str = MID) -> None:
    """An open laptop from behind, standing on the origin."""
    s.path("M-78 -6 L-70 -112 Q-70 -118 -62 -118 H62 Q70 -118 70 -112 L78 -6 Z", INK)
    s.disc(0, -62, 9, mark)
    s.line([(-92, -4), (92, -4)], INK, 9)


def monitor(s: Sheet, w: float = 300, h: float = 190, fill: str = PAPER) -> None:
    """A screen on a foot, standing on the origin."""
    s.path("M-24 -64 H24 L34 0 H-34 Z", INK)
    s.line([(-66, -4), (66, -4)], INK, 10)
    s.rect(-w / 2, -60 - h, w, h, fill, INK, 9, r=10)


def screen(s: Sheet, w: float = 700, h: float = 400, mark: str = RED) -> None:
    """A projection screen, its corner at the origin."""
    s.rect(0, 0, w, h, PAPER, INK)
    s.line([(w * 0.1, h * 0.2), (w * 0.1, h * 0.74)], mark, 14, round_=False)
    s.rect(w * 0.17, h * 0.2, w * 0.52, h * 0.08, INK)
    lines(s, w * 0.175, h * 0.42, [w * 0.6, w * 0.52, w * 0.4], MID, 14, h * 0.15)


def lectern(s: Sheet, mark: str = "") -> None:
    """A lectern, its foot at the origin."""
    s.path("M-92 -230 H92 L66 0 H-66 Z", PAPER, INK)
    s.path("M-112 -252 H112 L104 -226 H-104 Z", INK)
    if mark:
        s.disc(0, -130, 18, mark)
    s.stroke("M46 -252 Q52 -310 22 -326", INK, 6)
    s.disc(16, -330, 11, INK)


def plant(s: Sheet, pot: str = PAPER, leaf: str = DARK, tall: float = 1) -> None:
    """A plant in a pot."""
    for x, y, turn in ((-8, -80, -42), (8, -80, 40), (-4, -90, -16), (4, -90, 14)):
        with s.at(x, y, tall, turn=turn):
            s.path("M0 0 C-46 -60 -34 -140 0 -190 C34 -140 46 -60 0 0 Z", leaf)
            s.line([(0, -6), (0, -150)], GROUND, 4)
    s.path("M-62 -92 H62 L46 0 H-46 Z", pot, INK)


def window(s: Sheet, w: float = 300, h: float = 380, glass: str = PAPER, bars: int = 2) -> None:
    """A window, its corner at the origin."""
    s.rect(0, 0, w, h, glass, INK, 8)
    for number in range(1, bars):
        s.line([(w * number / bars, 0), (w * number / bars, h)], INK, 6)
    s.line([(0, h * 0.36), (w, h * 0.36)], INK, 6)
    s.line([(-18, h + 6), (w + 18, h + 6)], INK, 14)


def books(
    s: Sheet,
    w: float,
    h: float,
    seed: int,
    red: int = -1,
    inks: Sequence[str] = (MID, DARK, LIGHT, INK, PAPER),
) -> None:
    """A row of books on the origin's height, `w` wide, at most `h` high; the one numbered `red` is red."""
    dice, x, number = random.Random(seed), 0.0, 0
    while x < w - 50:
        thick, tall = dice.uniform(24, 52), h * dice.uniform(0.68, 1)
        ink = RED if number == red else dice.choice(inks)
        s.rect(x, -tall, thick, tall, ink, INK, 4)
        if thick > 34:
            s.line([(x + 9, -tall * 0.78), (x + thick - 9, -tall * 0.78)], GROUND if ink != PAPER else MID, 5)
        x += thick + (dice.uniform(14, 40) if dice.random() < 0.12 else 0)
        number += 1


def shelf(s: Sheet, w: float, h: float, rows: int, seed: int, red: tuple[int, int] = (-1, -1)) -> None:
    """Shelves full of books, the corner at the origin; `red`: the row and number of the red one."""
    s.rect(0, 0, w, h, LIGHT, INK, 10)
    each = h / rows
    for row in range(rows):
        with s.at(16, each * (row + 1) - 6):
            books(s, w - 20, each * 0.78, seed * 31 + row, red[1] if row == red[0] else -1)
        s.line([(0, each * (row + 1)), (w, each * (row + 1))], INK, 10)


def rack(s: Sheet, w: float = 230, h: float = 620, units: int = 12, seed: int = 1, red: int = -1) -> None:
    """A server rack, its corner at the origin."""
    dice = random.Random(seed)
    s.rect(0, 0, w, h, INK)
    each = (h - 40) / units
    for number in range(units):
        y = 20 + number * each
        ink = RED if number == red else dice.choice((DARK, DARK, MID))
        s.rect(16, y + 4, w - 32, each - 8, ink, r=4)
        for light in range(3):
            s.disc(w - 34 - light * 18, y + each / 2, 4.5, GOLD if dice.random() < 0.5 else PAPER)
        s.line([(34, y + each / 2), (34 + dice.uniform(30, w * 0.36), y + each / 2)], INK, 5)


def phone(s: Sheet, w: float = 150, h: float = 300, fill: str = PAPER) -> None:
    """A telephone seen from the front, its middle at the origin."""
    s.rect(-w / 2, -h / 2, w, h, INK, r=w * 0.14)
    s.rect(-w / 2 + 10, -h / 2 + w * 0.17, w - 20, h - w * 0.34, fill)
    s.disc(0, h / 2 - w * 0.085, w * 0.04, GROUND)
    s.line([(-w * 0.1, -h / 2 + w * 0.09), (w * 0.1, -h / 2 + w * 0.09)], MID, 5)


def camera(s: Sheet, light: str = RED) -> None:
    """A film camera on three legs looking to the right, 400 high."""
    for x in (-90, 0, 90):
        s.line([(0, -240), (x, 0)], INK, 9)
    s.rect(-84, -350, 150, 110, INK, r=12)
    s.path("M66 -320 L112 -344 V-246 L66 -270 Z", INK)
    s.disc(-52, -320, 12, light)


def microphone(s: Sheet, ink: str = INK, grille: str = PAPER) -> None:
    """A microphone upright, its middle at the origin, 240 high."""
    s.arc(0, 0, 84, 0, 180, ink, 10)
    s.line([(0, 84), (0, 150)], ink, 10)
    s.rect(-56, -130, 112, 190, grille, ink, 8, r=55)
    for y in (-80, -50, -20):
        s.line([(-40, y), (40, y)], ink, 5)


def lamp(s: Sheet, shade: str = RED, h: float = 420) -> None:
    """A standing lamp."""
    s.line([(-54, -4), (54, -4)], INK, 12)
    s.line([(0, 0), (0, -h)], INK, 8)
    s.path(f"M-84 {-h + 20} L-46 {-h - 96} H46 L84 {-h + 20} Z", shade, INK)


def mug(s: Sheet, fill: str = PAPER) -> None:
    """A mug on the origin."""
    s.arc(34, -38, 24, -80, 80, INK, 9)
    s.path("M-36 -78 H36 V-10 Q36 0 26 0 H-26 Q-36 0 -36 -10 Z", fill, INK)


def clock(s: Sheet, r: float = 90, hour: float = 10, minute: float = 10) -> None:
    """A clock on a wall, its middle at the origin."""
    s.disc(0, 0, r, PAPER, INK, 9)
    for number in range(12):
        with s.at(0, 0, turn=number * 30):
            s.line([(0, -r * 0.84), (0, -r * 0.74)], MID, 5)
    with s.at(0, 0, turn=hour * 30 + minute / 2):
        s.line([(0, 6), (0, -r * 0.48)], INK, 9)
    with s.at(0, 0, turn=minute * 6):
        s.line([(0, 10), (0, -r * 0.68)], INK, 6)
    s.disc(0, 0, 8, RED)


def bubble(s: Sheet, w: float, h: float, fill: str = PAPER, line: str = INK, tail: float = 0.25) -> None:
    """A speech bubble, its corner at the origin, the tail below."""
    x = w * tail
    s.path(
        f"M{x - 30:.0f} {h - 10:.0f} L{x - 44:.0f} {h + 64:.0f} L{x + 40:.0f} {h - 10:.0f} Z", fill, line, 8
    )
    s.rect(0, 0, w, h, fill, line, r=34)
    s.path(
        f"M{x - 26:.0f} {h - 14:.0f} L{x - 22:.0f} {h + 2:.0f} L{x + 30:.0f} {h + 2:.0f} L{x + 36:.0f} {h - 14:.0f} Z",
        fill,
    )


def envelope(s: Sheet, w: float = 420, h: float = 260, fill: str = PAPER, seal: str = "") -> None:
    """A closed envelope, its corner at the origin."""
    s.rect(0, 0, w, h, fill, INK)
    s.line([(0, 0), (w / 2, h * 0.58), (w, 0)], INK)
    if seal:
        s.disc(w / 2, h * 0.56, 30, seal)


def box(s: Sheet, w: float = 200, h: float = 150, fill: str = MID, tape: str = PAPER) -> None:
    """A parcel, its foot's middle at the origin."""
    s.rect(-w / 2, -h, w, h, fill, INK)
    s.rect(-w * 0.08, -h, w * 0.16, h * 0.42, tape, INK, 4)


def frame(s: Sheet, w: float, h: float, fill: str = PAPER, pen: float = 7) -> None:
    """A picture frame with its mount, the corner at the origin."""
    s.rect(0, 0, w, h, PAPER, INK, pen)
    s.rect(w * 0.1, h * 0.1, w * 0.8, h * 0.8, fill)


def sofa(s: Sheet, w: float = 520, fill: str = MID) -> None:
    """A sofa from the front, its foot's middle at the origin."""
    s.line([(-w * 0.4, 0), (-w * 0.4, -30)], INK, 14)
    s.line([(w * 0.4, 0), (w * 0.4, -30)], INK, 14)
    s.rect(-w * 0.42, -230, w * 0.84, 160, fill, INK, r=26)
    s.rect(-w * 0.42, -120, w * 0.84, 92, fill, INK, r=16)
    for x in (-w / 2, w / 2 - 74):
        s.rect(x, -170, 74, 142, fill, INK, r=26)
