from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sixianghui.common import sheets

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "　=", "\x00=", "\x1b+"]


@pytest.mark.parametrize("start", STARTS)
def test_cell_when_it_begins_like_a_formula_then_gets_an_apostrophe(start: str) -> None:
    assert sheets.safe(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("content", ["", "样例支部", "1-2", "2018-06-05", "a=b", "'", "’=1"])
def test_cell_when_it_is_no_formula_then_stays(content: str) -> None:
    assert sheets.safe(content) == content


@given(st.text() | st.builds(lambda start, rest: start + rest, st.sampled_from(STARTS), st.text()))
def test_any_cell_when_read_back_from_csv_then_is_one_cell_and_no_formula(content: str) -> None:
    line = csv.writer(sheets.Echo()).writerow([sheets.safe(content), "end"])
    read = list(csv.reader(io.StringIO(line, newline="")))

    assert [len(row) for row in read] == [2]
    assert not read[0][0].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not read[0][0].startswith(("\t", "\r", "\n"))
