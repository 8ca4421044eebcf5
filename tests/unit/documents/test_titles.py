"""Where a title breaks."""

import pytest

from sixianghui.documents.titles import LONGEST, lines


@pytest.mark.parametrize(
    ("title", "broken"),
    [
        ("关于开展“双比双争”活动的通知", ["关于开展“双比双争”活动的通知"]),
        (
            "中共样例市互联网行业委员会关于开展红“芯”向党主题活动的通知",
            ["中共样例市互联网行业委员会", "关于开展红“芯”向党主题活动的通知"],
        ),
        (
            "关于做好2018年第二季度主题党日活动有关工作安排的通知",
            ["关于做好2018年第二季度", "主题党日活动有关工作安排的通知"],
        ),
        (
            "样例市互联网行业党委关于印发《2018年度党员教育培训计划》的通知",
            ["样例市互联网行业党委关于印发", "《2018年度党员教育培训计划》的通知"],
        ),
    ],
)
def test_title_when_it_breaks_then_no_word_is_cut(title: str, broken: list[str]) -> None:
    assert lines(title) == broken


def test_title_when_an_editor_marks_the_lines_then_they_are_kept() -> None:
    assert lines("关于召开|座谈会的通知") == ["关于召开", "座谈会的通知"]


def test_title_when_marked_lines_are_too_long_then_it_breaks_by_sense() -> None:
    marked = "关于在全市互联网企业党组织中深入开展主题活动|的通知"
    assert all(len(one) <= LONGEST for one in lines(marked))
    assert "".join(lines(marked)) == marked.replace("|", "")


@pytest.mark.parametrize("title", ["", "|", "字" * 500, "的" * 60, "a" * 90, "“" * 45])
def test_title_when_strange_then_nothing_is_lost(title: str) -> None:
    assert "".join(lines(title)) == title.replace("|", "")
