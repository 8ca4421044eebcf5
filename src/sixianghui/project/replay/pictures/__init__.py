"""The demo's pictures, drawn by our own hand while the replay runs: scenes, charts, and rooms to look around in.

`pick(theme, number)` chooses a picture, `render(key, drafts)` draws it. A chart needs the articles it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sixianghui.project.replay.content.drafts import Draft
from sixianghui.project.replay.content.themes import CHARTS
from sixianghui.project.replay.pictures import scenes as _scenes
from sixianghui.project.replay.pictures.charts import draw_chart
from sixianghui.project.replay.pictures.drawing import Sheet
from sixianghui.project.replay.pictures.numbers import ChartData, chart_data
from sixianghui.project.replay.pictures.panoramas import Hotspot, Panorama, panoramas
from sixianghui.project.replay.pictures.registry import SCENES, Picture

__all__ = [
    "ChartData", "Hotspot", "Panorama", "Picture", "chart_data", "draw_chart", "panoramas", "pick", "pictures",
    "render",
]  # fmt: skip
assert _scenes

_CHART_ALTS = {
    "chart-by-month": "柱形图：每个月交来多少篇稿子，柱顶写着数。",
    "chart-by-column": "横条图：七个栏目各有多少篇文章，条尾写着数。",
    "chart-by-weekday": "柱形图：稿子在周几交来，柱顶写着数。",
    "chart-by-unit": "横条图：稿子从哪些组织来，条尾写着数。",
    "chart-lengths": "柱形图：文章按字数分档，各有多少篇。",
    "chart-turns": "点阵图：三个支部一天一个地轮着，一个点是一天。",
    "chart-units": "横条图：名录里各类组织有多少个，条尾写着数。",
    "chart-steps": "横条图：每篇指南写明几步，条尾写着数。",
}


@cache
def pictures() -> tuple[Picture, ...]:
    """Every picture: the scenes theme by theme, then the charts."""
    charts = (Picture(key, key, chart_data(key, ()).title, _CHART_ALTS[key]) for key in CHARTS)
    return (*(one.picture for one in SCENES.values()), *charts)


def pick(theme: str, number: int) -> Picture:
    """A picture of a theme, always the same for the same number; numbers beside each other differ."""
    found = [one for one in pictures() if one.theme == theme]
    if not found:
        raise LookupError(f"no picture shows {theme}")
    return found[number % len(found)]


def render(key: str, drafts: Sequence[Draft] | None = None) -> bytes:
    """A picture as a JPEG, 1600 by 1000. A chart counts the articles that are passed."""
    if key in CHARTS:
        if drafts is None:
            raise ValueError(f"{key} counts articles; pass them")
        return draw_chart(chart_data(key, drafts))
    scene = SCENES[key]
    sheet = Sheet(scene.ground)
    scene.drawn(sheet)
    return sheet.jpeg()
