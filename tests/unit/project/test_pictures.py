"""The demo's pictures: all there, all different, all readable, the same every time."""

from __future__ import annotations

import datetime as dt
import io
from itertools import combinations

import pytest
from PIL import Image, ImageFont

from sixianghui.common.time import shanghai
from sixianghui.media.public import Font, font_path
from sixianghui.project.columns import COLUMNS
from sixianghui.project.replay import pictures
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft, GuideStep
from sixianghui.project.replay.content.themes import CHARTS, THEMES
from sixianghui.project.replay.pictures.charts import WRITTEN
from sixianghui.project.replay.pictures.numbers import length
from sixianghui.project.replay.pictures.panoramas import SIZE

SCENES = tuple(one.key for one in pictures.pictures() if one.theme in THEMES)


def _draft(number: int, column: str = "news", unit: str = "", steps: int = 0) -> Draft:
    return Draft(
        key=f"draft-{number}",
        column=column,
        title=f"第{number}件事怎么办",
        summary="一句话",
        at=shanghai(2018, 1 + number % 5, 8 + number % 5, 10),
        body=(
            Block(BlockKind.TEXT, "字" * (number * 37 % 1500)),
            Block(BlockKind.LIST, items=("甲", "乙丙")),
        ),
        unit=unit,
        steps=tuple(GuideStep("一步", "做", "本人") for _ in range(steps)),
    )


DRAFTS = tuple(
    _draft(
        number, COLUMNS[number % 7].slug, ("", "sample-tech-research", "sample-tech", "elsewhere")[number % 4]
    )
    for number in range(90)
) + tuple(_draft(200 + number, "guides", steps=3 + number % 5) for number in range(9))


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def _fingerprint(data: bytes) -> list[int]:
    """The picture in 24 by 15 colours."""
    return list(_opened(data).convert("RGB").resize((24, 15), Image.Resampling.BOX).tobytes())


def test_pictures_when_a_theme_is_named_then_two_or_more_show_it() -> None:
    shown = [one.theme for one in pictures.pictures()]
    assert {theme for theme in THEMES if shown.count(theme) < 2} == set()
    assert set(shown) == {*THEMES, *CHARTS}


def test_pictures_when_listed_then_each_has_its_own_title_and_a_sentence_for_who_cannot_see() -> None:
    found = pictures.pictures()
    assert len({one.title for one in found}) == len({one.alt for one in found}) == len(found)
    assert [one.key for one in found if not (12 <= len(one.alt) <= 80 and one.alt.endswith("。"))] == []


def test_pick_when_asked_again_then_gives_the_same_and_the_next_number_another() -> None:
    for theme in THEMES:
        assert pictures.pick(theme, 7) == pictures.pick(theme, 7) != pictures.pick(theme, 8)
    assert pictures.pick("chart-lengths", 3).key == "chart-lengths"
    with pytest.raises(LookupError):
        pictures.pick("nothing", 0)


@pytest.mark.parametrize("key", SCENES[::9])
def test_render_when_drawn_twice_then_is_the_same_bytes(key: str) -> None:
    assert pictures.render(key) == pictures.render(key)


@pytest.mark.deep
def test_render_when_all_are_drawn_then_each_is_small_bare_and_unlike_every_other() -> None:
    drawn = {key: pictures.render(key) for key in SCENES}
    for key, data in drawn.items():
        picture = _opened(data)
        assert (picture.format, picture.size) == ("JPEG", (1600, 1000)), key
        assert len(data) <= 250_000, key
        assert not picture.getexif() and not {"exif", "comment", "icc_profile"} & set(picture.info), key
    prints = {key: _fingerprint(data) for key, data in drawn.items()}

    def apart(one: str, other: str) -> float:
        return sum(abs(a - b) for a, b in zip(prints[one], prints[other], strict=True)) / len(prints[one])

    alike = [pair for pair in combinations(SCENES, 2) if apart(*pair) < 6]
    assert alike == []


@pytest.mark.parametrize("key", CHARTS)
def test_chart_when_given_articles_then_is_a_small_picture_and_others_give_another(key: str) -> None:
    data = pictures.render(key, DRAFTS)
    assert _opened(data).size == (1600, 1000)
    assert 10_000 < len(data) <= 250_000
    assert data == pictures.render(key, DRAFTS)
    if key not in ("chart-turns", "chart-units"):
        assert pictures.render(key, ()) != data


def test_chart_when_given_no_articles_at_all_then_says_so_instead_of_drawing_zeros() -> None:
    with pytest.raises(ValueError, match="pass them"):
        pictures.render("chart-by-month")


def test_chart_when_articles_are_counted_then_every_article_is_in_one_bar() -> None:
    for key in ("chart-by-month", "chart-by-column", "chart-by-weekday", "chart-by-unit", "chart-lengths"):
        assert pictures.chart_data(key, DRAFTS).total == len(DRAFTS), key


def test_chart_of_months_when_one_is_empty_then_it_keeps_its_place() -> None:
    early, late = _draft(0), Draft("late", "news", "晚", "晚", shanghai(2018, 4, 2, 9))
    bars = pictures.chart_data("chart-by-month", (late, early)).bars
    assert [(bar.label, bar.value) for bar in bars] == [("1月", 1), ("2月", 0), ("3月", 0), ("4月", 1)]


def test_chart_of_lengths_when_counted_then_blocks_list_lines_and_steps_count() -> None:
    assert length(_draft(1)) == 37 + 3
    assert length(_draft(1, steps=2)) == 37 + 3 + 2 * 3


def test_chart_of_turns_when_drawn_then_the_days_are_those_of_the_account() -> None:
    bars = pictures.chart_data("chart-turns", ()).bars
    assert sum(bar.value for bar in bars) == (dt.date(2018, 6, 5) - dt.date(2018, 2, 16)).days + 1
    assert max(bar.value for bar in bars) - min(bar.value for bar in bars) <= 1


def _tofu(font: Font) -> bytes:
    return bytes(ImageFont.truetype(str(font_path(font)), 40).getmask("\U000f0000"))


def _without_a_glyph(font: Font, words: str) -> set[str]:
    face, tofu = ImageFont.truetype(str(font_path(font)), 40), _tofu(font)
    return {one for one in set(words) if not one.isspace() and bytes(face.getmask(one)) == tofu}


def test_font_when_a_character_is_missing_then_it_is_seen_to_be() -> None:
    assert _without_a_glyph(Font.SANS, "思享汇\U000f0001") == {"\U000f0001"}


@pytest.mark.parametrize("font", list(Font))
def test_font_when_charts_and_titles_are_written_then_no_character_is_a_box(font: Font) -> None:
    charts = "".join(pictures.chart_data(key, DRAFTS).words() for key in CHARTS)
    titles = "".join(one.title + one.alt for one in pictures.pictures())
    assert _without_a_glyph(font, charts + titles + WRITTEN) == set()


def test_font_when_it_ships_then_is_small_and_its_licence_is_beside_it() -> None:
    for font in Font:
        assert font_path(font).stat().st_size <= 3_200_000
    assert "SIL OPEN FONT LICENSE" in (font_path(Font.SANS).parent / "OFL.txt").read_text(encoding="utf-8")


def test_panoramas_when_listed_then_each_is_twice_as_wide_as_high_and_small() -> None:
    assert len(pictures.panoramas()) == 5
    for room in pictures.panoramas():
        with Image.open(room.path) as picture:
            assert (picture.size, picture.format) == (SIZE, "JPEG"), room.key
            assert not picture.getexif(), room.key
        assert len(room.read()) <= 700_000, room.key


def test_panoramas_when_listed_then_every_hotspot_can_be_turned_to_and_has_a_sentence() -> None:
    for room in pictures.panoramas():
        assert room.alt.endswith("。") and len(room.hotspots) >= 3, room.key
        assert len({spot.label for spot in room.hotspots}) == len(room.hotspots), room.key
        for spot in room.hotspots:
            assert -180 <= spot.yaw <= 180 and -60 <= spot.pitch <= 60 and spot.sentence.endswith("。"), spot
