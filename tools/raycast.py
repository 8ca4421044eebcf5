"""A small ray caster for rooms: boxes, columns and ellipsoids, light from panels, one bounce, equirectangular.

Metres. x to the right, y ahead, z up. A yaw of 0 looks along y and grows to the right. Light is worked out once on a
coarse grid of every face (`bake`), then every pixel looks up texture and light.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PIL import Image

Array = np.ndarray
F = np.float32
_FAR = F(1e9)


def linear(ink: str) -> Array:
    """A colour written #RRGGBB as linear light."""
    return to_linear(np.array([int(ink[at : at + 2], 16) for at in (1, 3, 5)], F) / 255)


def to_linear(values: Array) -> Array:
    """sRGB values from 0 to 1 as linear light."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4).astype(F)


def to_srgb(values: Array) -> Array:
    """Linear light as sRGB values from 0 to 1."""
    values = np.clip(values, 0, 1)
    return np.where(values <= 0.0031308, values * 12.92, 1.055 * values ** (1 / 2.4) - 0.055)


@dataclass
class Face:
    """One side of a solid: its picture or colour, whether it shines, and the light that falls on it."""

    texture: Array
    shines: float = 0.0
    light: Array = field(default_factory=lambda: np.ones((1, 1, 3), F))

    @property
    def mean(self) -> Array:
        """Its colour seen from far away."""
        return self.texture.reshape(-1, 3).mean(0)


def _sample(grid: Array, u: Array, v: Array) -> Array:
    """Values of a grid between its points."""
    rows, columns = grid.shape[:2]
    x, y = np.clip(u * columns - 0.5, 0, columns - 1), np.clip(v * rows - 0.5, 0, rows - 1)
    x0, y0 = x.astype(np.int32), y.astype(np.int32)
    x1, y1 = np.minimum(x0 + 1, columns - 1), np.minimum(y0 + 1, rows - 1)
    fx, fy = (x - x0)[:, None].astype(F), (y - y0)[:, None].astype(F)
    upper = grid[y0, x0] * (1 - fx) + grid[y0, x1] * fx
    return upper * (1 - fy) + (grid[y1, x0] * (1 - fx) + grid[y1, x1] * fx) * fy


def face(skin: str | Image.Image, shines: float = 0.0) -> Face:
    """A face of one colour, or with a picture on it."""
    if isinstance(skin, str):
        return Face(linear(skin).reshape(1, 1, 3), shines)
    return Face(to_linear(np.asarray(skin.convert("RGB"), F) / 255), shines)


#: Which way a picture runs on a face seen from outside: axis, side → the horizontal axis and its sign.
_RUNS = {(0, 1): (1, 1), (0, -1): (1, -1), (1, 1): (0, -1), (1, -1): (0, 1)}
_SIDES = {
    "east": (0, 1),
    "west": (0, -1),
    "north": (1, 1),
    "south": (1, -1),
    "top": (2, 1),
    "bottom": (2, -1),
}


class Box:
    """A box: its middle, its size, turned to the right by degrees; `inside` for a room seen from within."""

    def __init__(
        self, middle: tuple[float, float, float], size: tuple[float, float, float], skin: str = "#FFFFFF", *,
        turn: float = 0, inside: bool = False, shines: float = 0.0, **sides: str | Image.Image,
    ) -> None:  # fmt: skip
        self.middle, self.half = np.array(middle, F), np.array(size, F) / 2
        angle = np.radians(turn)
        # rows: the box's own axes in the room
        self.axes = np.array(
            [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]], F
        )
        self.inside, self.shines = inside, shines
        self.reach = float(np.linalg.norm(self.half))
        self.faces = [face(sides.get(name, skin), shines) for name in _SIDES]

    def distance(self, start: Array, way: Array) -> Array:
        """How far along each ray it begins; very far where it is missed."""
        o, d = (start - self.middle) @ self.axes.T, way @ self.axes.T
        with np.errstate(divide="ignore", invalid="ignore"):
            inverse = 1 / np.where(np.abs(d) < 1e-9, F(1e-9), d)
            a, b = (-self.half - o) * inverse, (self.half - o) * inverse
        near, far = np.minimum(a, b).max(-1), np.maximum(a, b).min(-1)
        if self.inside:
            return far
        return np.where((near <= far) & (near > 1e-4), near, _FAR)

    def locate(self, points: Array) -> tuple[Array, Array, Array]:
        """Face, u and v of points on its surface."""
        p = (points - self.middle) @ self.axes.T
        axis = np.abs(np.abs(p) - self.half).argmin(-1)
        positive = np.take_along_axis(p, axis[:, None], 1)[:, 0] > 0
        which = axis * 2 + np.where(positive, 0, 1)
        u, v = np.zeros(len(p), F), np.zeros(len(p), F)
        q = p / (2 * self.half) + F(0.5)
        for number, (a, side) in enumerate(_SIDES.values()):
            on = which == number
            if a == 2:
                u[on], v[on] = q[on, 0], 1 - q[on, 1]
                continue
            along, sign = _RUNS[a, side]
            right = sign > 0 if not self.inside else sign < 0
            u[on] = q[on, along] if right else 1 - q[on, along]
            v[on] = 1 - q[on, 2]
        return which, u, v

    def grid(self, number: int, step: float) -> tuple[Array, Array, tuple[int, int]]:
        """Points just off a face, its normal there, and how many rows and columns."""
        a, side = list(_SIDES.values())[number]
        along = 0 if a == 2 else _RUNS[a, side][0]
        down = 1 if a == 2 else 2
        columns = int(np.clip(round(2 * self.half[along] / step), 1, 160))
        rows = int(np.clip(round(2 * self.half[down] / step), 1, 160))
        u, v = np.meshgrid((np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows)
        p = np.zeros((rows * columns, 3), F)
        right = a == 2 or (_RUNS[a, side][1] > 0) != self.inside
        p[:, along] = ((u if right else 1 - u).ravel() * 2 - 1) * self.half[along]
        p[:, down] = (1 - v.ravel() * 2) * self.half[down]
        p[:, a] = side * self.half[a]
        normal = np.zeros(3, F)
        normal[a] = -side if self.inside else side
        p += normal * F(0.004)
        return p @ self.axes + self.middle, np.tile(normal @ self.axes, (len(p), 1)), (rows, columns)


class Round:
    """An ellipsoid (`tall` False) or an upright column with a flat top, around its middle."""

    def __init__(
        self, middle: tuple[float, float, float], radius: float, height: float, skin: str, *,
        tall: bool = False, shines: float = 0.0,
    ) -> None:  # fmt: skip
        self.middle, self.scale = np.array(middle, F), np.array((radius, radius, height / 2), F)
        self.tall, self.shines = tall, shines
        self.reach = float(np.hypot(radius, height / 2)) if tall else max(radius, height / 2)
        self.faces = [face(skin, shines), face(skin, shines)] if tall else [face(skin, shines)]

    def distance(self, start: Array, way: Array) -> Array:
        """How far along each ray it begins; very far where it is missed."""
        o, d = (start - self.middle) / self.scale, way / self.scale
        if not self.tall:
            a, b, c = (d * d).sum(-1), (o * d).sum(-1), (o * o).sum(-1) - 1
            root = b * b - a * c
            t = (-b - np.sqrt(np.maximum(root, 0))) / a
            return np.where((root > 0) & (t > 1e-4), t, _FAR)
        a, b = (d[:, :2] ** 2).sum(-1) + F(1e-12), (o[..., :2] * d[:, :2]).sum(-1)
        root = b * b - a * ((o[..., :2] ** 2).sum(-1) - 1)
        t = (-b - np.sqrt(np.maximum(root, 0))) / a
        side = np.where((root > 0) & (t > 1e-4) & (np.abs(o[..., 2] + t * d[:, 2]) <= 1), t, _FAR)
        down = np.where(np.abs(d[:, 2]) < 1e-9, F(1e-9), d[:, 2])
        best = side
        for level in (1, -1):
            t = (level - o[..., 2]) / down
            hit = o[..., :2] + t[:, None] * d[:, :2]
            best = np.minimum(best, np.where(((hit**2).sum(-1) <= 1) & (t > 1e-4), t, _FAR))
        return best

    def locate(self, points: Array) -> tuple[Array, Array, Array]:
        """Face, u and v of points on its surface."""
        p = (points - self.middle) / self.scale
        u = (np.arctan2(p[:, 1], p[:, 0]) / (2 * np.pi) + 0.5).astype(F)
        v = ((1 - p[:, 2]) / 2).astype(F)
        flat = np.abs(p[:, 2]) > 0.999 if self.tall else np.zeros(len(p), bool)
        return (
            flat.astype(np.int64),
            np.where(flat, (p[:, 0] + 1) / 2, u),
            np.where(flat, (1 - p[:, 1]) / 2, v),
        )

    def grid(self, number: int, step: float) -> tuple[Array, Array, tuple[int, int]]:
        """Points just off its surface, the normals there, and how many rows and columns."""
        rows, columns = 10, 20
        u, v = np.meshgrid((np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows)
        u, v = u.ravel(), v.ravel()
        if number == 1:
            p = np.stack([u * 2 - 1, 1 - v * 2, np.ones_like(u)], -1)
            normal = np.tile(np.array([0, 0, 1], F), (len(p), 1))
        else:
            z, angle = 1 - 2 * v, (u - 0.5) * 2 * np.pi
            r = np.ones_like(z) if self.tall else np.sqrt(np.maximum(1 - z * z, 0))
            p = np.stack([np.cos(angle) * r, np.sin(angle) * r, z], -1)
            normal = p * (1, 1, 0) if self.tall else p / self.scale
            normal = normal / np.linalg.norm(normal, axis=-1, keepdims=True)
        return (p * self.scale + self.middle + normal * 0.006).astype(F), normal.astype(F), (rows, columns)


@dataclass
class Panel:
    """A rectangle that gives light: its middle, its two half edges, where it shines to, how strongly."""

    middle: tuple[float, float, float]
    edges: tuple[tuple[float, float, float], tuple[float, float, float]]
    normal: tuple[float, float, float] = (0, 0, -1)
    power: float = 1.0

    def points(self, many: int) -> Array:
        """Points spread evenly over it."""
        at = (np.arange(many) + 0.5) / many * 2 - 1
        a, b = np.meshgrid(at, at)
        one, other = np.array(self.edges[0], F), np.array(self.edges[1], F)
        return (np.array(self.middle, F) + a.ravel()[:, None] * one + b.ravel()[:, None] * other).astype(F)


@dataclass
class Scene:
    """A room (the first solid), what stands in it, and its lights."""

    solids: list[Box | Round]
    panels: list[Panel]
    ambient: float = 0.08
    exposure: float = 1.06

    def nearest(self, start: Array, way: Array, among: list[int] | None = None) -> tuple[Array, Array]:
        """How far each ray goes and which solid it meets."""
        best, owner = np.full(len(way), _FAR, F), np.zeros(len(way), np.int16)
        for number in range(len(self.solids)) if among is None else among:
            t = self.solids[number].distance(start, way)
            closer = t < best
            best[closer], owner[closer] = t[closer], number
        return best, owner

    def bake(self, step: float = 0.14, spread: int = 3, rays: int = 40) -> None:
        """Work out the light on every face: straight from the panels, then what the faces send each other."""
        grids = [
            (solid, number, *solid.grid(number, step))
            for solid in self.solids
            for number in range(len(solid.faces))
            if not solid.shines
        ]
        points = np.concatenate([one[2] for one in grids]).astype(F)
        normals = np.concatenate([one[3] for one in grids]).astype(F)
        ends = np.cumsum([len(one[2]) for one in grids])[:-1]
        blocking = [n for n, solid in enumerate(self.solids) if n and not solid.shines]
        light = np.zeros((len(points), 3), F)
        for panel in self.panels:
            spots = panel.points(spread)
            for spot in spots:
                way = spot - points
                far = np.sqrt((way**2).sum(-1))
                way /= far[:, None]
                falls = np.maximum((way * normals).sum(-1), 0)
                lit = np.flatnonzero(
                    falls * np.maximum(-(way @ np.array(panel.normal, F)), 0) / far**2 > 2e-4
                )
                sends = -(way[lit] @ np.array(panel.normal, F))
                free = ~self.blocked(points[lit], way[lit], far[lit] - F(0.02), blocking)
                light[lit] += (free * falls[lit] * sends / far[lit] ** 2 * (panel.power / len(spots)))[
                    :, None
                ]
        self._hang(grids, np.split(light, ends))
        table = np.zeros((len(self.solids), 6, 3), F)
        for n, solid in enumerate(self.solids):
            for k, one in enumerate(solid.faces):
                table[n, k] = one.mean * (
                    one.light.reshape(-1, 3).mean(0) if not one.shines else F(one.shines)
                )
        dice = np.random.default_rng(7)
        gathered = np.zeros((len(points), 3), F)
        for _ in range(rays):
            way = dice.normal(size=3)
            bent = normals + (way / np.linalg.norm(way) * 0.985).astype(F)
            bent /= np.linalg.norm(bent, axis=-1, keepdims=True)
            met, owner = self.nearest(points, bent)
            where = points + bent * met[:, None]
            for n in np.unique(owner):
                mine = owner == n
                which, _, _ = self.solids[n].locate(where[mine])
                gathered[mine] += table[n, which]
        self._hang(grids, np.split(light + gathered / rays * F(1.25) + F(self.ambient), ends))

    @staticmethod
    def _hang(grids: list, parts: list[Array]) -> None:
        """Give every face its part of the light."""
        for (solid, number, _, _, shape), part in zip(grids, parts, strict=True):
            solid.faces[number].light = part.reshape(*shape, 3)

    def blocked(self, start: Array, way: Array, far: Array, among: list[int]) -> Array:
        """Whether something stands in the way of each ray before it has gone so far."""
        found = np.zeros(len(way), bool)
        for number in among:
            middle, reach = self.solids[number].middle, self.solids[number].reach
            gap = middle - start
            along = (gap * way).sum(-1)
            near = ((gap * gap).sum(-1) - along * along < reach * reach) & (along > -reach) & ~found
            some = np.flatnonzero(near)
            if len(some):
                found[some] = self.solids[number].distance(start[some], way[some]) < far[some]
        return found

    def windows(self, eye: Array, width: int, height: int) -> list[tuple[int, float, float, float, float]]:
        """Where in the picture each solid can be: its number, its rows, its middle column and half width."""
        found = []
        for number, solid in enumerate(self.solids[1:], 1):
            gap = solid.middle - eye
            far = float(np.linalg.norm(gap))
            if far <= solid.reach * 1.01:
                found.append((number, 0.0, float(height), width / 2, float(width)))
                continue
            angle, pitch = np.arcsin(solid.reach / far), np.arcsin(gap[2] / far)
            top, low = (0.5 - (pitch + angle) / np.pi) * height, (0.5 - (pitch - angle) / np.pi) * height
            if abs(pitch) + angle >= np.pi / 2 - 0.01:
                half = float(width)
            else:
                half = float(np.arcsin(min(np.sin(angle) / np.cos(pitch), 1)) / (2 * np.pi) * width) + 2
            column = (np.arctan2(gap[0], gap[1]) / (2 * np.pi) + 0.5) * width
            found.append((number, float(top) - 1, float(low) + 1, float(column), half))
        return found

    def seen(self, eye: Array, x: Array, y: Array, width: int, height: int) -> Array:
        """The colours in places of an equirectangular picture, as linear light."""
        way = ways(x, y, width, height)
        met, owner = self.solids[0].distance(eye, way), np.zeros(len(way), np.int16)
        low, high = y.min(), y.max()
        for number, top, bottom, column, half in self.windows(eye, width, height):
            if bottom < low or top > high:
                continue
            aside = np.abs(x - column)
            some = np.flatnonzero((y >= top) & (y <= bottom) & (np.minimum(aside, width - aside) <= half))
            t = self.solids[number].distance(eye, way[some])
            closer = t < met[some]
            met[some[closer]], owner[some[closer]] = t[closer], number
        found = np.zeros((len(way), 3), F)
        for n in np.unique(owner):
            mine = np.flatnonzero(owner == n)
            solid = self.solids[n]
            which, u, v = solid.locate(eye + way[mine] * met[mine, None])
            for k in np.unique(which):
                on = which == k
                one = solid.faces[k]
                colour = _sample(one.texture, u[on], v[on])
                light = F(one.shines) if one.shines else _sample(one.light, u[on], v[on])
                found[mine[on]] = colour * light
        return found * F(self.exposure)


def ways(x: Array, y: Array, width: int, height: int) -> Array:
    """Where the pixels of an equirectangular picture look."""
    yaw, pitch = (x / width - 0.5) * 2 * np.pi, (0.5 - y / height) * np.pi
    return np.stack([np.cos(pitch) * np.sin(yaw), np.cos(pitch) * np.cos(yaw), np.sin(pitch)], -1).astype(F)


def developed(light: Array) -> Array:
    """Linear light as sRGB with a soft shoulder, so that lamps do not burn out at once."""
    knee = F(0.72)
    soft = knee + (1 - knee) * (1 - np.exp(-(light - knee) / (1 - knee)))
    return to_srgb(np.where(light > knee, soft, light))


def panorama(
    scene: Scene, eye: tuple[float, float, float], width: int, height: int, fine: int = 3
) -> Image.Image:
    """The whole sphere around an eye; pixels that differ from their neighbours are looked at `fine`² times."""
    start = np.array(eye, F)
    picture = np.zeros((height, width, 3), F)
    xs = np.arange(width) + 0.5
    for top in range(0, height, 128):
        x, y = np.meshgrid(xs, np.arange(top, min(top + 128, height)) + 0.5)
        picture[top : top + 128] = developed(scene.seen(start, x.ravel(), y.ravel(), width, height)).reshape(
            -1, width, 3
        )
    rough = np.zeros((height, width), bool)
    for shift, axis in ((1, 1), (-1, 1), (1, 0), (-1, 0)):
        rough |= np.abs(picture - np.roll(picture, shift, axis)).max(-1) > 0.03
    y, x = np.nonzero(rough)
    for begin in range(0, len(x), 400_000):
        part = slice(begin, begin + 400_000)
        total = np.zeros((len(x[part]), 3), F)
        for a in range(fine):
            for b in range(fine):
                at_x, at_y = x[part] + (a + 0.5) / fine, y[part] + (b + 0.5) / fine
                total += developed(scene.seen(start, at_x, at_y, width, height))
        picture[y[part], x[part]] = total / fine**2
    return Image.fromarray((picture * 255 + 0.5).astype(np.uint8))


def perspective(
    whole: Image.Image, yaw: float, pitch: float = 0, field_: float = 90, size: int = 900
) -> Image.Image:
    """What a viewer shows of an equirectangular picture: flat, so that straight edges must be straight."""
    source = np.asarray(whole)
    height, width = source.shape[:2]
    half = np.tan(np.radians(field_ / 2))
    a, b = np.meshgrid(np.linspace(-half, half, size), np.linspace(half, -half, size))
    p, w = np.radians(pitch), np.radians(yaw)
    ahead, up = np.cos(p) - b * np.sin(p), np.sin(p) + b * np.cos(p)
    x, y = a * np.cos(w) + ahead * np.sin(w), ahead * np.cos(w) - a * np.sin(w)
    column = ((np.arctan2(x, y) / (2 * np.pi) + 0.5) * width).astype(int) % width
    row = ((0.5 - np.arctan2(up, np.hypot(x, y)) / np.pi) * height).astype(int).clip(0, height - 1)
    return Image.fromarray(source[row, column])
