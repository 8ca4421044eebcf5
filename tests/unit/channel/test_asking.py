"""What may be asked of a column's page has one way of being written."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from sixianghui.channel.asking import Asked, read

ALL = frozenset({"kicker", "month", "order", "page"})


def test_question_when_written_and_read_then_is_the_same() -> None:
    asked = Asked("双比双争", "2018-05", oldest=True, page=3)
    assert read(dict(parse_qsl(asked.query())), ALL) == asked


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=50)))
def test_question_whatever_is_written_then_its_one_way_reads_as_itself(parameters: dict[str, str]) -> None:
    asked = read(parameters, ALL)
    if asked is not None:
        assert read(dict(parse_qsl(asked.query())), ALL) == asked


def test_link_to_another_month_then_begins_at_the_first_page() -> None:
    assert (
        Asked("课堂", "2018-05", page=3).link(month="2018-04") == "?kicker=%E8%AF%BE%E5%A0%82&month=2018-04"
    )


def test_link_to_the_plain_page_then_has_no_question_mark() -> None:
    assert Asked("课堂").link(kicker="") == "./"
