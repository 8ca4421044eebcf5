"""What is wrong with what an encoder sends: said when it is, and not when it is well."""

from __future__ import annotations

from typing import Any

import pytest

from sixianghui.media.advice import Loud, Trouble, loud, troubles

WELL: dict[str, Any] = {
    "lasted": 60.0, "quiet": 0.3, "picture": "h264", "sound": "aac", "size": (1280, 720), "rate": 2200, "keys": 2.0,
    "pieces": 30, "loudest": -18.0,
}  # fmt: skip


def test_troubles_when_the_settings_are_right_then_there_are_none() -> None:
    assert troubles(**WELL) == ()
    assert troubles(**WELL | {"size": (1920, 1080), "rate": 6000, "keys": 4.0}) == ()
    assert troubles(**WELL | {"size": (1080, 1920)}) == ()  # a telephone upright
    # At the beginning nothing is known yet, and nothing is wrong.
    fresh = {"lasted": 2.0, "size": (0, 0), "keys": 0.0, "pieces": 0, "loudest": None}
    assert troubles(**WELL | fresh) == ()


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        ({"keys": 4.1}, Trouble.KEYS),
        ({"lasted": 13.0, "keys": 0.0, "pieces": 0}, Trouble.KEYS),
        ({"size": (1920, 1200)}, Trouble.LINES),
        ({"rate": 6001}, Trouble.RATE),
        ({"sound": "", "loudest": None}, Trouble.NO_SOUND),
        ({"picture": "", "size": (0, 0)}, Trouble.NO_PICTURE),
        ({"loudest": -60.0, "lasted": 10.0}, Trouble.SILENT),
        ({"picture": "vp8"}, Trouble.CODEC),
        ({"quiet": 5.1}, Trouble.LOST),
        ({"said": frozenset({"busy"})}, Trouble.BUSY),
        ({"said": frozenset({"disk"})}, Trouble.DISK),
    ],
)
def test_troubles_when_one_thing_is_wrong_then_only_that_is_said(
    wrong: dict[str, Any], trouble: Trouble
) -> None:
    assert troubles(**WELL | wrong) == (trouble,)


def test_troubles_when_a_page_sends_then_nothing_is_said_that_nobody_can_set() -> None:
    found = troubles(**WELL | {"picture": "vp8", "keys": 9.0, "rate": 9000, "sound": ""}, page=True)
    assert found == (Trouble.NO_SOUND,)


def test_loud_when_measured_then_is_a_word() -> None:
    levels = (None, -120.0, -60.0, -50.0, -42.0, -41.0, -20.0, -9.0, -3.0)
    words = [loud(one, sound=True) for one in levels]
    assert words == [
        Loud.NONE, Loud.SILENT, Loud.SILENT, Loud.QUIET, Loud.QUIET, Loud.RIGHT, Loud.RIGHT, Loud.RIGHT, Loud.LOUD,
    ]  # fmt: skip
    assert loud(-20.0, sound=False) is Loud.NONE
