"""Numbers as writers type them and as they are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.reports import wording
from sixianghui.reports.rules.body import Pick
from sixianghui.reports.wording import Names, Unknown, UnknownWords

NAMES = Names(
    {"channel.articles": "频道发稿", "channel.reads": "频道阅读", "activities.held": "办过的活动"},
    {"Articles": "channel.articles"},
    {3: "样例科技党支部", 4: "样例二支部"},
    {"样例科技党支部": 3, "样例二支部": 4, "样例科技有限公司党支部": 3},
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("发稿【频道发稿】篇", "发稿[[channel.articles]]篇"),
        ("【频道发稿·全部】【频道阅读】", "[[channel.articles:all]][[channel.reads]]"),
        ("【 办过的活动 ・ 样例科技党支部 】场", "[[activities.held:unit=3]]场"),
        ("【办过的活动·样例科技有限公司党支部】", "[[activities.held:unit=3]]"),
        ("【Articles】【channel.reads】", "[[channel.articles]][[channel.reads]]"),
        ("两行\r\n【频道发稿】", "两行\n[[channel.articles]]"),
        ("没有数", "没有数"),
    ],
)
def test_text_when_typed_then_is_kept_by_names_that_do_not_change(typed: str, kept: str) -> None:
    assert wording.text_kept(typed, NAMES) == (kept, [])


def test_text_when_it_names_what_there_is_not_then_nothing_typed_is_lost_and_near_names_are_offered() -> None:
    assert wording.text_kept("【频道发搞】和【频道发稿】", NAMES) == (
        "【频道发搞】和[[channel.articles]]",
        [Unknown("频道发搞", ("频道发稿", "频道阅读"))],
    )
    assert wording.text_kept("【办过的活动·样例三支部】", NAMES)[1] == [
        Unknown("样例三支部", ("样例二支部", "样例科技党支部"), of_unit=True)
    ]


def test_line_when_it_names_nothing_then_says_so() -> None:
    with pytest.raises(UnknownWords) as caught:
        wording.pick_of("活动", NAMES)
    assert caught.value.unknown.near == ("办过的活动",)


_picks = st.builds(
    Pick, st.sampled_from(sorted(NAMES.figures)), st.sampled_from([None, 3, 4]), st.just(False)
) | st.builds(Pick, st.sampled_from(sorted(NAMES.figures)), st.none(), st.just(True))
_words = st.text(st.characters(exclude_characters="【】[]\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=8)


@given(st.lists(st.tuples(_words, _picks), max_size=5), _words)
def test_text_when_shown_and_typed_back_then_is_the_same(parts: list[tuple[str, Pick]], end: str) -> None:
    kept = "".join(words + pick.token() for words, pick in parts) + end
    assert wording.text_kept(wording.text_shown(kept, NAMES), NAMES) == (kept, [])


@given(_picks)
def test_number_when_shown_and_named_again_then_is_the_same(pick: Pick) -> None:
    assert wording.pick_of(wording.words_of(pick, NAMES), NAMES) == pick
