"""Words by their sound: every reading counts, and what many do not tell apart is found too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.search import sounds


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("dangke", ("dang", "ke")),
        ("liangxueyizuo", ("liang", "xue", "yi", "zuo")),
        ("xian", ("xian",)),
        ("zhuangbei", ("zhuang", "bei")),
    ],
)
def test_letters_when_they_are_syllables_then_are_cut_into_few(letters: str, first: tuple[str, ...]) -> None:
    assert sounds.cuts(letters)[0] == first


def test_letters_when_they_can_be_cut_in_two_ways_then_both_are_tried() -> None:
    assert ("xi", "an") in sounds.cuts("xian")


@pytest.mark.parametrize("letters", ["dk", "lxyz", "", "党课", "dang ke", "a1", "a" * 100])
def test_letters_when_they_are_no_syllables_then_nothing_is_cut(letters: str) -> None:
    assert sounds.cuts(letters) == []


@pytest.mark.parametrize(
    ("word", "spoken"),
    [("单雄信", ("shan", "xiong", "xin")), ("单雄信", ("dan", "xiong", "xin")), ("银行", ("yin", "hang"))],
)
def test_word_when_a_character_has_several_readings_then_is_found_by_each(
    word: str, spoken: tuple[str, ...]
) -> None:
    assert sounds.spoken_as(word, spoken) == 2
    assert set(sounds.sound_tokens(spoken)) <= set(sounds.index_sounds([word]).split())


def test_sound_when_many_do_not_tell_it_apart_then_counts_for_less() -> None:
    assert sounds.spoken_as("支部", ("zi", "bu")) == 1
    assert sounds.spoken_as("支部", ("zhi", "bu")) == 2
    assert sounds.spoken_as("支部", ("ji", "bu")) == 0
    assert sounds.spoken_as("支部", ("zhi",)) == 0


def test_initials_when_they_begin_the_characters_then_fit() -> None:
    assert [sounds.begun_by("党课", letters) for letters in ("dk", "dd", "d", "dkx")] == [2, 0, 0, 0]
    assert sounds.begun_by("大会", "dk") == 1


@given(st.text(alphabet="党课单行重乐长支部两学一做", min_size=2, max_size=8), st.data())
def test_any_part_of_a_name_when_said_in_any_reading_then_its_tokens_stand_in_the_index(
    name: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))
    spoken = tuple(data.draw(st.sampled_from(sounds.readings(one))) for one in name[start:end])
    held = set(sounds.index_sounds([name]).split())
    assert set(sounds.sound_tokens(spoken)) <= held
    assert set(sounds.initial_tokens("".join(one[0] for one in spoken))) <= held
