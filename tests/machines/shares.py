"""Sequences of the machines in shares: of a hundred thousand, each thousand ends by itself and is noted by itself."""

from __future__ import annotations

import os

import pytest

#: Sequences of one share in the long lane.
SHARE = 1_000


def shares(many: int) -> pytest.MarkDecorator:
    """For a machine that plays so many thousand sequences in the long lane; in the others there is one share."""
    is_long = os.environ.get("TESTS_LANE") == "long"
    return pytest.mark.parametrize("share", range(many if is_long else 1))
