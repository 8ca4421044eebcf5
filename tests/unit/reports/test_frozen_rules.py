"""A published report as plain values and back, what of it is open, its digest, and what of its rows is printed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from sixianghui.reports.rules import frozen
from sixianghui.reports.rules.frozen import (
    Breakdown,
    Cell,
    Content,
    Entries,
    Entry,
    Figures,
    Heading,
    Listing,
    Text,
    worth_printing,
)

AT = dt.datetime(2018, 6, 5, 2, 3, 4, 5, tzinfo=dt.UTC)
HELD = Entry("activities.held", "办了活动", "一场算一个。", "场", 1, "{}", "全市", "126", 126, "ab" * 32)
FEW = Entry(
    "campaigns.promises", "写下承诺", "一条算一个。", "条", 2, '{"unit":3}', "样例支部", "少于5", guarded=True, exact=3
)  # fmt: skip
PARTS = Breakdown(
    "分", 1, "kind", "种类", "table", (Cell("甲", None, "少于5"),), (Cell("甲", 1, "1"), Cell("乙", 2, "2"))
)
#: One of each, and how it is kept once it was written as JSON.
KEPT: list[tuple[frozen.Block, dict[str, Any]]] = [
    (Heading("题", 2), {"kind": "heading", "text": "题", "level": 2}),
    (Text((("办了", 0, "场。"), (1,))), {"kind": "text", "paragraphs": [["办了", 0, "场。"], [1]]}),
    (Figures("数", (1, 0)), {"kind": "figures", "title": "数", "entries": [1, 0]}),
    (
        PARTS,
        {
            "kind": "breakdown",
            "title": "分",
            "entry": 1,
            "by": "kind",
            "by_label": "种类",
            "form": "table",
            "cells": [{"label": "甲", "number": None, "shown": "少于5"}],
            "exact_cells": [
                {"label": "甲", "number": 1, "shown": "1"},
                {"label": "乙", "number": 2, "shown": "2"},
            ],
        },
    ),
    (
        Listing("台账", 0, ("日期", "名称"), (("2018-06-01", "党课"), ("2018-06-02", "党日")), 98),
        {
            "kind": "listing",
            "title": "台账",
            "entry": 0,
            "columns": ["日期", "名称"],
            "rows": [["2018-06-01", "党课"], ["2018-06-02", "党日"]],
            "more": 98,
        },
    ),
]


def report(*blocks: frozen.Block, entries: tuple[Entry, ...] = (), **more: Any) -> Content:
    return Content("题", "样例党委", "全部", AT, blocks, entries, **more)


@pytest.mark.parametrize(("block", "plain"), KEPT)
def test_block_when_kept_as_json_then_comes_back_as_it_was(
    block: frozen.Block, plain: dict[str, Any]
) -> None:
    written = json.loads(json.dumps(report(block).to_json()))
    assert frozen.kind_of(block) == plain["kind"]
    assert written["blocks"] == [plain]
    assert Content.from_json(written) == report(block)


def test_report_when_kept_as_json_then_comes_back_as_it_was() -> None:
    whole = report(*(block for block, _plain in KEPT), entries=(HELD, FEW), sample=True)
    written = json.loads(json.dumps(whole.to_json()))
    assert written["as_of"] == "2018-06-05T02:03:04.000005+00:00"
    assert written["entries"][1] == {
        "figure": "campaigns.promises",
        "label": "写下承诺",
        "sentence": "一条算一个。",
        "measure": "条",
        "version": 2,
        "scope": '{"unit":3}',
        "scope_label": "样例支部",
        "shown": "少于5",
        "value": None,
        "digest": "",
        "guarded": True,
        "exact": 3,
    }
    assert Content.from_json(written) == whole


def test_report_when_its_moment_is_said_in_another_zone_then_is_kept_in_utc() -> None:
    shanghai = replace(report(), as_of=AT.astimezone(dt.timezone(dt.timedelta(hours=8))))
    assert shanghai.to_json()["as_of"] == "2018-06-05T02:03:04.000005+00:00"
    assert shanghai.digest() == report().digest()


def test_report_when_opened_then_nothing_is_left_that_only_some_may_see() -> None:
    whole = report(Heading("题"), PARTS, entries=(HELD, FEW))
    shut = whole.open()
    assert shut == report(
        Heading("题"),
        Breakdown("分", 1, "kind", "种类", "table", (Cell("甲", None, "少于5"),)),
        entries=(HELD, replace(FEW, exact=None)),
    )
    assert whole.digest() == shut.digest()
    assert whole.digest() != replace(whole, entries=(HELD, replace(FEW, shown="至少5"))).digest()


def test_digest_when_computed_by_hand_as_documented_then_is_the_same() -> None:
    text = (
        '{"as_of":"2018-06-05T02:03:04.000005+00:00","blocks":[{"kind":"heading","level":1,"text":"题"}],'
        '"entries":[{"digest":"","exact":null,"figure":"campaigns.promises","guarded":true,"label":"写下承诺",'
        '"measure":"条","scope":"{\\"unit\\":3}","scope_label":"样例支部","sentence":"一条算一个。","shown":"少于5",'
        '"value":null,"version":2}],"organ":"样例党委","sample":false,"scope_label":"全部","title":"题"}'
    )
    assert report(Heading("题"), entries=(FEW,)).digest() == hashlib.sha256(text.encode()).hexdigest()


def test_report_when_asked_for_a_number_then_gives_the_first_of_that_name() -> None:
    elsewhere = replace(FEW, scope="{}")
    whole = report(entries=(HELD, FEW, elsewhere))
    assert whole.entry("campaigns.promises") == FEW
    assert whole.entry("activities.held") == HELD
    assert whole.entry("channel.reads") is None


def test_number_when_placed_again_then_has_the_same_place_in_the_same_scope() -> None:
    entries = Entries()
    elsewhere, another = replace(HELD, scope='{"unit":3}'), replace(HELD, figure="channel.reads")
    placed = [entries.place(one) for one in (HELD, elsewhere, replace(HELD, shown="127"), another, elsewhere)]
    assert placed == [0, 1, 0, 2, 1]
    assert entries.found == [HELD, elsewhere, another]


@pytest.mark.parametrize(
    ("rows", "columns", "printed"),
    [
        ([], "甲乙丙", []),
        (["1 1 1"], "甲乙丙", ["1 1 1"]),
        (["1 2 3", "1 2 4"], "丙", ["3", "4"]),
        (["1 2 3", "4 2 5"], "甲丙", ["1 3", "4 5"]),
        (["1 2 3", "1 2 3"], "甲乙丙", ["1 2 3", "1 2 3"]),
        (["1 2 3", "1 2 3", "1 5 3"], "乙", ["2", "2", "5"]),
        (["1 1 1", "2 2 2", "1 3 1"], "甲乙丙", ["1 1 1", "2 2 2", "1 3 1"]),
    ],
)
def test_rows_when_printed_then_only_columns_that_tell_them_apart(
    rows: list[str], columns: str, printed: list[str]
) -> None:
    found = worth_printing(("甲", "乙", "丙"), tuple(tuple(row.split()) for row in rows))
    assert found == (tuple(columns), tuple(tuple(row.split()) for row in printed))


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("2018-06-05 10:20:30", "2018-06-05 10:20"),
        ("2018-06-05", "2018-06-05"),
        ("2018-06-05 10:20", "2018-06-05 10:20"),
        ("2018-06-05 10:20:30 ", "2018-06-05 10:20:30 "),
        ("样例支部", "样例支部"),
        ("", ""),
    ],
)
def test_moment_when_printed_then_is_said_to_the_minute(cell: str, printed: str) -> None:
    assert worth_printing(("甲",), ((cell,),)) == (("甲",), ((printed,),))
    assert worth_printing(("甲",), ((cell,), ("别的",))) == (("甲",), ((printed,), ("别的",)))


def test_block_and_number_when_nothing_more_is_said_then_are_the_usual() -> None:
    assert (Heading("题").level, Listing("台账", 0, (), ()).more, report().sample) == (1, 0, False)
    plain = Entry("a.b", "甲", "一句话。", "个", 1, "{}", "全市", "少于5")
    assert (plain.value, plain.digest, plain.guarded, plain.exact) == (None, "", False, None)
