"""What a camera sees from the middle of a panorama. Pure: directions in, places of the flat picture out.

A still is a rectilinear view: straight lines stay straight. Pillow draws it as a mesh of small quadrangles, so that no
library for numbers is needed while the site runs.
"""

from __future__ import annotations

import math

#: Pillow's mesh: (box in the target, the eight coordinates of a quadrangle in the source).
Mesh = list[tuple[tuple[int, int, int, int], tuple[float, float, float, float, float, float, float, float]]]

STILL = (960, 600)
FIELD_OF_VIEW = 80.0
_CELL = 20


def turned(yaw: float, pitch: float, x: float, y: float) -> tuple[float, float]:
    """The direction (yaw, pitch in degrees) of a point of the view plane, one unit away. `y` counts upwards."""
    up, round_about = math.radians(pitch), math.radians(yaw)
    forward = math.cos(up) - y * math.sin(up)
    height = math.sin(up) + y * math.cos(up)
    east = forward * math.sin(round_about) + x * math.cos(round_about)
    north = forward * math.cos(round_about) - x * math.sin(round_about)
    return math.degrees(math.atan2(east, north)), math.degrees(math.atan2(height, math.hypot(east, north)))


def view_mesh(
    yaw: float,
    pitch: float,
    *,
    source: tuple[int, int],
    pad: int,
    size: tuple[int, int] = STILL,
    field: float = FIELD_OF_VIEW,
) -> Mesh:
    """The mesh of a view into a flat panorama of `source` pixels that repeats itself for `pad` pixels on both sides."""
    width, height = size
    reach = math.tan(math.radians(field) / 2)

    def place(column: int, row: int, near: float) -> tuple[float, float]:
        x = (2 * column / width - 1) * reach
        y = (1 - 2 * row / height) * reach * height / width
        to, up = turned(yaw, pitch, x, y)
        to += 360 * round((near - to) / 360)
        return pad + (to + 180) / 360 * source[0], (90 - up) / 180 * source[1]

    mesh: Mesh = []
    for top in range(0, height, _CELL):
        bottom = min(top + _CELL, height)
        for left in range(0, width, _CELL):
            right = min(left + _CELL, width)
            x = ((left + right) / width - 1) * reach
            y = (1 - (top + bottom) / height) * reach * height / width
            near = turned(yaw, pitch, x, y)[0]
            corners = [
                place(*corner, near)
                for corner in ((left, top), (left, bottom), (right, bottom), (right, top))
            ]
            (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
            mesh.append(((left, top, right, bottom), (ax, ay, bx, by, cx, cy, dx, dy)))
    return mesh
