"""What a camera sees from the middle of a panorama: directions in, places of the flat picture out."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sixianghui.media import sphere
from tests.factories.files import a_panorama_picture

SOURCE, PAD = (2048, 1024), 1024


def angle_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    import math

    def vector(yaw: float, pitch: float) -> tuple[float, float, float]:
        a, b = math.radians(yaw), math.radians(pitch)
        return math.cos(b) * math.sin(a), math.cos(b) * math.cos(a), math.sin(b)

    dot = sum(x * y for x, y in zip(vector(*one), vector(*other), strict=True))
    return math.degrees(math.acos(max(-1.0, min(1.0, dot))))


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_direction_when_in_the_middle_of_the_view_then_is_the_one_asked_for(yaw: float, pitch: float) -> None:
    assert angle_between(sphere.turned(yaw, pitch, 0, 0), (yaw, pitch)) < 0.01


@given(st.floats(-180, 180), st.floats(-60, 60), st.floats(-1, 1), st.floats(-0.6, 0.6))
def test_direction_when_off_the_middle_then_is_as_far_off_as_the_plane_says(
    yaw: float, pitch: float, x: float, y: float
) -> None:
    import math

    expected = math.degrees(math.atan(math.hypot(x, y)))
    assert angle_between(sphere.turned(yaw, pitch, x, y), (yaw, pitch)) == pytest.approx(expected, abs=0.02)


def corners() -> Iterator[tuple[float, float]]:
    for yaw in (-180.0, -90.0, 0.0, 179.9):
        for pitch in (-60.0, 0.0, 60.0):
            yield yaw, pitch


@pytest.mark.parametrize(("yaw", "pitch"), list(corners()))
def test_mesh_when_made_then_covers_the_still_and_stays_in_the_source(yaw: float, pitch: float) -> None:
    mesh = sphere.view_mesh(yaw, pitch, source=SOURCE, pad=PAD)
    area = sum((right - left) * (bottom - top) for (left, top, right, bottom), _quad in mesh)
    assert area == sphere.STILL[0] * sphere.STILL[1]
    for _box, quad in mesh:
        assert all(-1 <= x <= SOURCE[0] + 2 * PAD + 1 for x in quad[::2])
        assert all(-1 <= y <= SOURCE[1] + 1 for y in quad[1::2])


@pytest.mark.parametrize(
    ("yaw", "colour"),
    [pytest.param(0, (180, 35, 42), id="red-cross"), pytest.param(90, (36, 82, 122), id="blue-square")],
)
def test_still_when_drawn_then_shows_what_is_in_that_direction(
    yaw: int, colour: tuple[int, int, int]
) -> None:
    from sixianghui.media.commands.making import _still, _wrapped
    from sixianghui.media.models import Hotspot

    flat = Image.open(io.BytesIO(a_panorama_picture())).convert("RGB")
    still = _still(_wrapped(flat), flat.size, Hotspot(yaw=yaw, pitch=0))
    found = still.getpixel((sphere.STILL[0] // 2, sphere.STILL[1] // 2))
    assert isinstance(found, tuple)
    assert max(abs(a - b) for a, b in zip(found, colour, strict=True)) < 30
    assert still.size == (960, 600)


def test_still_when_it_looks_across_the_seam_then_has_no_gap() -> None:
    """At 180 degrees the left and the right end of the flat picture meet: no black, no jump."""
    from sixianghui.media.commands.making import _still, _wrapped
    from sixianghui.media.models import Hotspot

    flat = Image.open(io.BytesIO(a_panorama_picture())).convert("RGB")
    still = _still(_wrapped(flat), flat.size, Hotspot(yaw=180, pitch=0))
    darkest = still.crop((0, 200, 960, 400)).convert("L").getextrema()[0]
    assert darkest == pytest.approx(90, abs=45), "the lines of the grid are the darkest, not a black gap"
