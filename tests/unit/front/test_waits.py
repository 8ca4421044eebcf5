"""How long answers took, as monitors read it."""

from __future__ import annotations

import re

from sixianghui.front.metrics import Waits


def test_waits_when_told_then_each_bucket_counts_the_shorter_ones_too() -> None:
    waits = Waits()
    for seconds in (0.004, 0.01, 0.2, 3.0, 60.0):
        waits.add(seconds)
    lines = waits.lines("app_seconds", "Text.")
    buckets = dict(
        re.findall(r'^sixianghui_front_app_seconds_bucket\{le="(.+)"\} (\d+)$', "\n".join(lines), re.M)
    )
    assert lines[:2] == [
        "# HELP sixianghui_front_app_seconds Text.",
        "# TYPE sixianghui_front_app_seconds histogram",
    ]
    assert buckets == {
        "0.01": "2", "0.025": "2", "0.05": "2", "0.1": "2", "0.25": "3", "0.5": "3", "1.0": "3", "2.5": "3", "5.0": "4",
        "10.0": "4", "+Inf": "5",
    }  # fmt: skip
    assert lines[-2:] == ["sixianghui_front_app_seconds_sum 63.214", "sixianghui_front_app_seconds_count 5"]
