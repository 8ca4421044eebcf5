"""What a report may consist of before it is published: numbers in a text, blocks as plain values, and their limits."""

from __future__ import annotations

from typing import Any

import pytest

from sixianghui.reports.rules import body
from sixianghui.reports.rules.body import (
    BodyError,
    Breakdown,
    Fault,
    Figures,
    Form,
    Heading,
    Listing,
    Pick,
    Text,
)

HELD, READS = Pick("activities.held"), Pick("channel.reads")
#: One of each, and how it is kept.
KEPT: list[tuple[body.Block, dict[str, Any]]] = [
    (Heading("做了什么"), {"kind": "heading", "text": "做了什么", "level": 1}),
    (Heading("其中", 2), {"kind": "heading", "text": "其中", "level": 2}),
    (Text("办了[[activities.held]]场。"), {"kind": "text", "text": "办了[[activities.held]]场。"}),
    (
        Figures("几个数", (HELD, Pick("channel.reads", whole=True), Pick("channel.reads", 3))),
        {
            "kind": "figures",
            "title": "几个数",
            "figures": ["[[activities.held]]", "[[channel.reads:all]]", "[[channel.reads:unit=3]]"],
        },
    ),
    (
        Breakdown("每月", HELD, "time", Form.TABLE),
        {
            "kind": "breakdown",
            "title": "每月",
            "figure": "[[activities.held]]",
            "by": "time",
            "form": "table",
        },
    ),
    (Listing("台账", READS), {"kind": "listing", "title": "台账", "figure": "[[channel.reads]]"}),
]


@pytest.mark.parametrize(
    ("pick", "token"),
    [
        (Pick("channel.reads"), "[[channel.reads]]"),
        (Pick("channel.reads", whole=True), "[[channel.reads:all]]"),
        (Pick("channel.reads", 1), "[[channel.reads:unit=1]]"),
        (Pick("a_b.c_d", 999_999_999_999_999_999), "[[a_b.c_d:unit=999999999999999999]]"),
    ],
)
def test_number_when_it_stands_in_a_text_then_is_known_again_by_its_token(pick: Pick, token: str) -> None:
    assert pick.token() == token
    assert Pick.of(token) == pick
    assert (pick.unit is None, pick.whole) == ("unit=" not in token, ":all" in token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "channel.reads",
        "[[channel]]",
        "[[Channel.reads]]",
        "[[channel.reads:]]",
        "[[channel.reads:every]]",
        "[[channel.reads:unit=0]]",
        "[[channel.reads:unit=-1]]",
        "[[channel.reads:unit=1000000000000000000]]",
        "[[channel.reads]] ",
        "[[channel.reads]][[channel.reads]]",
    ],
)
def test_token_when_it_names_no_number_then_is_unreadable(token: str) -> None:
    with pytest.raises(BodyError) as caught:
        Pick.of(token)
    assert (caught.value.fault, caught.value.place) == (Fault.UNREADABLE, 0)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", []),
        ("没有数", ["没有数"]),
        ("办了[[activities.held]]场", ["办了", HELD, "场"]),
        ("[[activities.held]]场", [HELD, "场"]),
        ("办了[[activities.held]]", ["办了", HELD]),
        ("[[activities.held]][[channel.reads]]", [HELD, READS]),
        ("一[[activities.held]]二[[channel.reads]]三", ["一", HELD, "二", READS, "三"]),
        ("[[activities.held:some]]场", ["[[activities.held:some]]场"]),
    ],
)
def test_line_when_taken_apart_then_is_a_run_of_words_and_numbers_without_empty_ones(
    line: str, parts: list[str | Pick]
) -> None:
    assert list(body.parts_of(line)) == parts


def test_text_when_taken_apart_then_is_its_lines_without_blank_ones() -> None:
    assert list(Text(" 一[[activities.held]] \n\n　\n二").parts()) == [("一", HELD), ("二",)]


def test_blocks_when_asked_for_their_numbers_then_give_each_in_its_order() -> None:
    listing, parts = Pick("tasks.done", 3), Pick("polls.votes", whole=True)
    blocks: list[body.Block] = [
        Heading("[[channel.articles]]"),
        Text("没有数\n[[channel.reads]]和[[activities.held]]"),
        Figures("数", (READS, HELD)),
        Breakdown("分", parts, "kind"),
        Listing("台账", listing),
    ]
    assert list(body.picks_of(blocks)) == [READS, HELD, READS, HELD, parts, listing]


@pytest.mark.parametrize(("block", "plain"), KEPT)
def test_block_when_kept_as_plain_values_then_comes_back_as_it_was(
    block: body.Block, plain: dict[str, Any]
) -> None:
    assert body.kind_of(block) == plain["kind"]
    assert body.to_json([block]) == [plain]
    assert body.from_json([plain]) == (block,)


def test_blocks_when_kept_as_plain_values_then_keep_their_order() -> None:
    assert body.from_json([plain for _block, plain in KEPT]) == tuple(block for block, _plain in KEPT)
    assert body.to_json([]) == []
    assert body.from_json([]) == ()


@pytest.mark.parametrize(
    ("plain", "block"),
    [
        ({"kind": "heading", "text": " 标题\n"}, Heading("标题", 1)),
        ({"kind": "heading", "text": "标题", "level": "2"}, Heading("标题", 2)),
        ({"kind": "text", "text": " 一\n二 "}, Text("一\n二")),
        ({"kind": "figures", "figures": ["[[activities.held]]"]}, Figures("", (HELD,))),
        (
            {"kind": "breakdown", "title": " 每月 ", "figure": "[[activities.held]]", "by": "kind"},
            Breakdown("每月", HELD, "kind", Form.CHART),
        ),
        ({"kind": "listing", "figure": "[[activities.held]]"}, Listing("", HELD)),
    ],
)
def test_block_when_something_is_left_out_or_set_off_by_spaces_then_is_read_all_the_same(
    plain: dict[str, Any], block: body.Block
) -> None:
    assert body.from_json([plain]) == (block,)


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        "text",
        {},
        {"kind": "picture"},
        {"kind": []},
        {"kind": "text"},
        {"kind": "heading", "text": "标题", "level": "一"},
        {"kind": "heading", "text": "标题", "level": None},
        {"kind": "figures", "title": "数"},
        {"kind": "figures", "title": "数", "figures": None},
        {"kind": "figures", "title": "数", "figures": ["activities.held"]},
        {"kind": "figures", "title": "数", "figures": [3]},
        {"kind": "breakdown", "title": "分", "figure": "[[activities.held]]"},
        {"kind": "breakdown", "title": "分", "figure": "[[activities.held]]", "by": "time", "form": "pie"},
        {"kind": "listing", "title": "台账"},
        {"kind": "listing", "title": "台账", "figure": "[[activities]]"},
    ],
)
def test_block_when_it_cannot_be_read_then_its_place_is_told(plain: Any) -> None:
    with pytest.raises(BodyError) as caught:
        body.from_json([KEPT[0][1], KEPT[1][1], plain])
    assert (caught.value.fault, caught.value.place) == (Fault.UNREADABLE, 2)
    assert str(caught.value) == "block 2: unreadable"


@pytest.mark.parametrize("plain", [None, {}, "[]", 3, ({"kind": "text", "text": "字"},)])
def test_body_when_it_is_no_list_then_is_unreadable(plain: Any) -> None:
    with pytest.raises(BodyError) as caught:
        body.from_json(plain)
    assert (caught.value.fault, caught.value.place) == (Fault.UNREADABLE, 0)


def test_body_when_it_has_more_than_eighty_blocks_then_is_too_much() -> None:
    one = {"kind": "text", "text": "字"}
    assert body.from_json([one] * 80) == (Text("字"),) * 80
    with pytest.raises(BodyError) as caught:
        body.from_json([one] * 81)
    assert (caught.value.fault, caught.value.place) == (Fault.TOO_MANY, 0)


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        (Heading(""), Fault.EMPTY),
        (Heading("", 3), Fault.EMPTY),
        (Heading("字"), None),
        (Heading("字" * 60, 2), None),
        (Heading("字" * 61), Fault.TOO_LONG),
        (Heading("字", 0), Fault.TOO_LONG),
        (Heading("字", 1), None),
        (Heading("字", 2), None),
        (Heading("字", 3), Fault.TOO_LONG),
        (Text(""), Fault.EMPTY),
        (Text("字"), None),
        (Text("字" * 4000), None),
        (Text("字" * 4001), Fault.TOO_LONG),
        (Figures("", ()), Fault.NO_NUMBER),
        (Figures("", (HELD,)), None),
        (Figures("字" * 60, (HELD,) * 40), None),
        (Figures("字", (HELD,) * 41), Fault.TOO_LONG),
        (Figures("字" * 61, (HELD,)), Fault.TOO_LONG),
        (Breakdown("", HELD, "time"), None),
        (Breakdown("字" * 60, HELD, "time"), None),
        (Breakdown("字" * 61, HELD, "time"), Fault.TOO_LONG),
        (Listing("字" * 60, HELD), None),
        (Listing("字" * 61, HELD), Fault.TOO_LONG),
    ],
)
def test_block_when_it_is_empty_or_too_long_then_says_so(block: body.Block, fault: Fault | None) -> None:
    assert body.fault_of(block) is fault
    if fault is None:
        assert body.from_json(body.to_json([block])) == (block,)
        return
    with pytest.raises(BodyError) as caught:
        body.from_json([KEPT[0][1], *body.to_json([block])])
    assert (caught.value.fault, caught.value.place) == (fault, 1)


def test_block_and_number_when_nothing_more_is_said_then_are_the_usual() -> None:
    assert Heading("题").level == 1
    assert Pick("activities.held") == Pick("activities.held", unit=None, whole=False)
    assert Breakdown("分", HELD, "time").form == "chart"


def test_lengths_and_counts_when_changed_then_somebody_meant_it() -> None:
    assert (body.MOST_BLOCKS, body.TITLE_LENGTH, body.HEADING_LENGTH, body.TEXT_LENGTH) == (80, 60, 60, 4000)
    assert (body.MOST_PICKS, body.MOST_ROWS) == (40, 200)
