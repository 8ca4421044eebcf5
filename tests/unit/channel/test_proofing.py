"""The rules of the proofs: what they find, and what they leave alone."""

from __future__ import annotations

import datetime as dt

import pytest

from sixianghui.channel.proofing import (
    QUESTIONS,
    Around,
    CheckFault,
    Fault,
    Finding,
    Kind,
    Link,
    ListFault,
    Part,
    Passage,
    Severity,
    accept,
    confirmed,
    paragraphs,
    proof,
    read_list,
)
from tests.faults.channel.hostile import strings

TODAY = dt.date(2018, 6, 5)
UNITS = ("样例科技党总支", "样例科技研发支部", "样例科技运营支部", "某市互联网行业党委")


def found(text: str, *, links: tuple[Link, ...] = (), **around: object) -> list[Finding]:
    """What is found in one paragraph."""
    return proof([Passage(Part.TEXT, text, 1, links)], Around(TODAY, **{"units": UNITS, **around}))  # type: ignore[arg-type]


def kinds(text: str, **more: object) -> list[tuple[str, str]]:
    return [(str(one.kind), one.excerpt) for one in found(text, **more)]  # type: ignore[arg-type]


#: What writers leave for later; the house's own check would take them for ours.
LATER = ("X" * 3, "TO" + "DO")
#: A citizen's number and a card's that pass their sums; nobody has them.
IDENTITY, CARD = "11010519491231002X", "6222020000001200005"

WRONG = [
    ("2018年6月31日开会。", "no_such_date", "2018年6月31日"),
    ("2018年2月29日开会。", "no_such_date", "2018年2月29日"),
    ("六月三十一日开会。", "no_such_date", "六月三十一日"),
    ("13月5日开会。", "no_such_date", "13月5日"),
    ("名单截至2018-02-30。", "no_such_date", "2018-02-30"),
    ("6月5日，星期三，大家都来。", "wrong_weekday", "6月5日，星期三"),
    ("2018年6月5日（周五）下午。", "wrong_weekday", "2018年6月5日（周五"),
    ("下午3点75分开会。", "no_such_time", "下午3点75分"),
    ("上午15:00开会。", "no_such_time", "上午15:00"),
    ("支部在6月20日召开了大会。", "not_yet", "6月20日"),
    ("6月9日至3日报到。", "backwards", "6月9日至3日"),
    ("苏晓明（示例）说好。后来苏小明又来了。", "name_two_ways", "苏小明"),
    ("样例科枝研发支部来了五个人。", "unit_name", "样例科枝研发支部"),
    ("用 WeChat 发，又用 Wechat 收，再用 WeChat 看。", "latin_two_ways", "Wechat"),
    (f"身份证号是{IDENTITY}。", "identity", IDENTITY),
    (f"卡号{CARD}。", "card", CARD),
    ("打13812345678找他。", "mobile", "13812345678"),
    ("打１３８１２３４５６７８找他。", "mobile", "１３８１２３４５６７８"),
    ("打138-1234-5678找他。", "mobile", "138-1234-5678"),
    ("打0371-67170000找他。", "landline", "0371-67170000"),
    ("我们的的支部。", "doubled", "的的"),
    ("他已经来了了。", "doubled", "了了"),
    ("加强党支部党支部建设。", "word_twice", "党支部党支部"),
    ("办理业务业务的窗口。", "word_twice", "业务业务"),
    ("今天大家都来得很早。又说了别的。今天大家都来得很早。", "sentence_twice", "今天大家都来得很早。"),
    ("支部开会,大家都来。", "half_width", "会,"),
    ("一共１２３人。那就用Ａ类。", "full_width", "Ａ"),
    ("支部开会，，大家都来。", "marks_together", "，，"),
    ("支部开会。。大家都来。", "marks_together", "。。"),
    ("大家都来，", "unfinished", "大家都来，"),
    ("他说：“大家都来。", "unbalanced", "“大家都来。"),
    ("大家都来）。", "unbalanced", "大家都来）"),
    ("读了《共产党宣言，有体会。", "unbalanced", "《共产党宣言，有"),
    (f"联系人{LATER[0]}。", "placeholder", LATER[0]),
    ("地点待补。", "placeholder", "待补"),
    ("定在X月X日开会。", "placeholder", "X月X日"),
    (f"{LATER[1]} 写结尾。", "placeholder", LATER[1]),
    ("联系人××。", "placeholder", "××"),
    ("支部\u200b开会。", "strange_letter", "\u200b"),
    ("二0一八年的事。", "strange_letter", "二0一"),
    ("支部 开会。", "space", "部 开"),
    ("看 http://localhost:8000/a 吧。", "bad_link", "http://localhost:8000/a"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"), WRONG, ids=[f"{index:02}-{one[1]}" for index, one in enumerate(WRONG)]
)
def test_proof_when_something_is_wrong_then_is_found(text: str, kind: str, excerpt: str) -> None:
    assert (kind, excerpt) in kinds(text)


FINE = [
    "2018年6月5日，星期二，下午3点，支部开会。",
    "2020年2月29日（星期六）再议。",
    "6月20日将召开大会，请大家提前报名。",
    "比分是4:70。比例1:99。版本2.13.45。",
    "以育人为目的的活动，他是是非非分得清，不甚了了。",
    "大家研究研究，讨论讨论，一个一个来，一步一步走，念着念着就笑了。",
    "天天见，慢慢来，高高兴兴，地地道道，实实在在。首都都市圈的事。",
    "这件事对对账就清楚，从从容容，和和气气。",
    "苏晓（示例）和秦朗（示例）都来了。苏晓说好。",
    "样例科技研发支部和样例科技运营支部，还有样例科技党总支。第一支部、第二支部。",
    "It’s 5,000 yuan at 10:30; OK? Visit https://example.com/a?b=c, please.",
    "热线400-810-1234，编号20180605123456789。订单号 2018060512345678901234。",
    "他说：“开会。”她说：“‘三会一课’要记。”",
    "（一）组织；（二）学习。1）先到；2）后走。",
    "等等……还有——很多。3×5＝15，4*4 的格子。",
    "用 AI 写，用AI读。GB/T 9704、Wi-Fi、App 都行。",
    "他问：“来不来？”“来！”一屋子人都笑了。",
    "待办的事、待人和气、等待补贴到账、期待。",
    "6号线开通了，3号楼在左边，5号门进。12月28日至1月3日放假。",
    "二〇一八年六月五日，星期二。一九四九年。",
]  # fmt: skip


@pytest.mark.parametrize("text", FINE, ids=[f"{index:02}" for index in range(len(FINE))])
def test_proof_when_it_is_good_chinese_then_says_nothing(text: str) -> None:
    assert kinds(text) == []


def test_proof_when_a_year_was_told_before_then_the_weekday_is_of_that_year() -> None:
    first = Passage(Part.TEXT, "事情发生在2017年。", 1)
    wrong, right = "6月5日，星期二，大家来了。", "6月5日，星期一，大家来了。"
    said = [
        [str(one.kind) for one in proof([first, Passage(Part.TEXT, text, 2)], Around(TODAY))]
        for text in (wrong, right)
    ]
    assert said == [["wrong_weekday"], []]


def test_proof_when_words_run_over_paragraphs_then_each_may_open_and_the_last_closes() -> None:
    texts = ("他写道：“第一段的话。", "“第二段的话。", "“第三段的话。”")
    assert proof([Passage(Part.TEXT, text, index) for index, text in enumerate(texts)], Around(TODAY)) == []


def test_proof_when_a_paragraph_stands_twice_then_is_found_once() -> None:
    passages = [Passage(Part.TEXT, "五个人轮值，连续十四天没有留过夜的工单。", number) for number in (1, 2)]
    assert [(one.kind, one.number) for one in proof(passages, Around(TODAY))] == [(Kind.PARAGRAPH_TWICE, 2)]


def test_proof_when_a_summary_or_a_quote_repeats_the_text_then_is_fine() -> None:
    words = "五个人轮值，连续十四天没有留过夜的工单。"
    parts = (Part.SUMMARY, Part.TEXT, Part.QUOTE)
    assert proof([Passage(part, words) for part in parts], Around(TODAY)) == []


LINKS = [
    (Link("通知全文", "https://example.com/a"), []),
    (Link("通知全文", "/news/"), []),
    (Link("通知全文", "mailto:a@example.com"), []),
    (Link("通知全文", "http://example.com/a"), ["plain_http"]),
    (Link("点这里", "https://example.com/a"), ["empty_link_words"]),
    (Link("请点击此处查看", "https://example.com/a"), ["empty_link_words"]),
    (Link("通知全文", "htps://example.com"), ["bad_link"]),
    (Link("通知全文", "javascript:alert(1)"), ["bad_link"]),
    (Link("通知全文", "https://192.168.1.2/a"), ["bad_link"]),
    (Link("通知全文", "https://exa mple.com/"), ["bad_link"]),
    (Link("通知全文", "https://[::1"), ["bad_link"]),
    (Link("https://example.com/a", "https://example.org/b"), ["other_link"]),
    (Link("通知全文", "/gone/"), ["dead_link"]),
    (Link("通知全文", page=7), ["dead_link"]),
    (Link("通知全文", page=8), []),
]  # fmt: skip


@pytest.mark.parametrize(("link", "expected"), LINKS, ids=[f"{index:02}" for index in range(len(LINKS))])
def test_link_when_it_leads_nowhere_or_its_words_say_nothing_then_is_found(
    link: Link, expected: list[str]
) -> None:
    said = found(link.words + "。", links=(link,), dead=frozenset({7, "/gone/"}))
    assert [str(one.kind) for one in said] == expected


def test_words_of_the_operator_when_in_the_text_then_are_found_with_what_to_write_instead() -> None:
    words = read_list("\ufeff# 说明\n登陆\t登录\n帐号\t账号\n帐号密码\n\n")
    assert [
        (one.excerpt, one.instead, one.severity) for one in found("登陆后改帐号密码，再登陆。", words=words)
    ] == [
        ("登陆", "登录", Severity.MUST),
        ("帐号密码", "", Severity.MUST),
    ]
    assert found("登陆后改帐号密码。") == []


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("字" * 41, 1, "long"),
        ("好\n登录\t登录", 2, "same"),
        ("\n".join(f"词{n}" for n in range(5001)), 5001, "many"),
    ],
    ids=["long", "same", "many"],
)
def test_word_list_when_it_cannot_be_used_then_says_which_line(text: str, line: int, why: str) -> None:
    with pytest.raises(ListFault) as caught:
        read_list(text)
    assert (caught.value.line, caught.value.why) == (line, why)


def test_finding_when_it_moves_to_another_paragraph_then_is_the_same() -> None:
    one, other = (
        proof([Passage(Part.TEXT, text, n)], Around(TODAY))[0]
        for n, text in ((1, "找13812345678。"), (5, "还是打13812345678。"))
    )
    assert (one.key == other.key, one.masked) == (True, "138…78")


def test_checks_when_a_must_or_a_question_is_left_then_are_refused() -> None:
    findings = found("我们的的支部,打13812345678。")
    everything = confirmed(findings)
    for question in QUESTIONS:
        with pytest.raises(CheckFault) as caught:
            accept(findings, {**everything, "questions": [one for one in QUESTIONS if one != question]})
        assert (caught.value.fault, caught.value.about) == (Fault.QUESTION, question)
    for finding in findings:
        if finding.severity is Severity.MUST:
            left = {key: answer for key, answer in everything["findings"].items() if key != finding.key}
            with pytest.raises(CheckFault) as caught:
                accept(findings, {**everything, "findings": left})
            assert (caught.value.fault, caught.value.about) == (Fault.NOT_LOOKED_AT, finding)


def test_checks_when_a_hint_is_left_then_pass_and_keep_no_number_of_anybody() -> None:
    findings = found("我们的的支部,打13812345678。")
    musts = {one.key: "fine" for one in findings if one.severity is Severity.MUST}
    kept = accept(findings, {"questions": list(QUESTIONS), "findings": musts})
    assert [(row["kind"], row["answer"]) for row in kept["findings"]] == [
        ("mobile", "fine"), ("doubled", "fine"), ("half_width", ""),
    ]  # fmt: skip
    assert "13812345678" not in str(kept)


def test_checks_when_something_mended_is_still_there_then_are_refused() -> None:
    findings = found("我们的的支部。")
    given = {"questions": list(QUESTIONS), "findings": {findings[0].key: "mended"}}
    with pytest.raises(CheckFault) as caught:
        accept(findings, given)
    assert caught.value.fault is Fault.STILL_THERE
    assert accept(found("我们的支部。"), given)["mended"] == [findings[0].key]


@pytest.mark.parametrize(
    "given",
    [{}, {"questions": None}, {"questions": list(QUESTIONS), "findings": "x"}, {"questions": list(QUESTIONS), "findings": [1, {"key": 2}]}],
    ids=["nothing", "none", "text", "list"],
)  # fmt: skip
def test_checks_when_nonsense_then_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(CheckFault):
        accept(found("我们的的支部。"), given)


def test_rich_text_when_read_then_is_paragraphs_with_their_links() -> None:
    html = '<p>见<a linktype="page" id="3">这一页</a>和<a href="https://example.com/">那一页</a>。</p><ul><li>一</li><li>二&amp;三</li></ul>'
    assert paragraphs(html) == [
        ("见这一页和那一页。", (Link("这一页", page=3), Link("那一页", "https://example.com/"))),
        ("一", ()),
        ("二&三", ()),
    ]


def test_latin_word_when_written_two_ways_inside_other_letters_then_is_found_where_it_stands() -> None:
    text = "用 _Wagtail_ 和 a_wagtail，看 https://wagtail.example/WAGTAIL 。"
    assert kinds(text) == [("latin_two_ways", "wagtail")]


def test_proof_when_the_text_is_hostile_then_ends() -> None:
    for one in strings(300):
        assert isinstance(found(one.text[:3000]), list), one.name
