"""What stands twice: characters, words, sentences, paragraphs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sixianghui.channel.proofing.text import Around, Finding, Kind, Part, Passage, Severity, at, sentences

_DOUBLED = re.compile(r"([的地得了是在和与及就也把被对为从将又有很都于并而到])\1")
#: Before or behind these, or as these, the two are good Chinese.
_FINE = re.compile(
    r"目的的|标的的|有的的|是的的|是是非非|有有|不甚了了|了了[此心无分之一]|为了了[解却断结]|对对|一对对|和和[气美睦]|从从容容|就就|将将|"
    r"大地地|[各内本当外两实产园工绿空]地地|土地地|取得得|觉得得|值得得|实在在|存在在|现在在|[成首古]都都|在在|得得|为为|到到|"
    r"很很|也也|于于|实实在在|地地道道|都都|因为为|作为为|认为为|总和和|共和和|温和和"
)
_WORD = re.compile(r"([\u4e00-\u9fff]{3,8})\1")
_PAIR = re.compile(r"([\u4e00-\u9fff])(?!\1)([\u4e00-\u9fff])\1\2")
#: Verbs that good Chinese says twice, and anything counted.
_TWICE = frozenset(
    [
        "研究",
        "讨论",
        "商量",
        "学习",
        "锻炼",
        "了解",
        "休息",
        "考虑",
        "活动",
        "琢磨",
        "合计",
        "打听",
        "收拾",
        "打扫",
        "介绍",
        "检查",
        "整理",
        "认识",
        "熟悉",
        "比较",
        "参考",
        "教育",
        "表扬",
        "批评",
        "联系",
        "帮助",
        "体验",
        "体会",
        "放松",
        "热闹",
        "高兴",
        "感受",
        "准备",
        "回忆",
        "总结",
        "沟通",
        "交流",
        "尝试",
        "调整",
        "辛苦",
        "安静",
        "关心",
        "关照",
        "参观",
        "宣传",
        "支持",
        "清理",
        "试验",
        "来回",
        "嘀咕",
        "唠叨",
        "哆嗦",
        "滴答",
        "叮咚",
        "哗啦",
        "咕噜",
        "沙沙",
        "走走",
        "看看",
        "问问",
        "谢谢",
        "慢慢",
        "左右",
        "你好",
        "加油",
        "好的",
        "哈喽",
        "拜托",
        "凉快",
        "开导",
        "商议",
        "推敲",
        "打扮",
        "走动",
        "舒展",
        "活泛",
        "暖和",
        "掂量",
        "咨询",
        "复习",
        "修改",
        "打量",
        "消化",
        "演练",
        "展示",
        "练习",
        "核对",
        "议论",
        "念叨",
    ]
)
_PUNCTUATION = re.compile(r"[\s，。！？；：、“”‘’（）《》—…·,.!?;:()\"'-]+")
_SHORTEST = 8


def find(passages: Sequence[Passage], _around: Around) -> Iterator[Finding]:
    """Everything that stands twice."""
    for passage in passages:
        yield from _words(passage)
    yield from _sentences([one for one in passages if one.part is Part.TEXT])
    # Steps of a guide may end alike, each with where its rule stands; within one step nothing is said twice.
    steps = [one for one in passages if one.part is Part.STEP]
    for number in sorted({one.number for one in steps}):
        yield from _sentences([one for one in steps if one.number == number])


def _words(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    fine = [found.span() for found in _FINE.finditer(text)]
    for found in _DOUBLED.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in fine):
            yield at(passage, Kind.DOUBLED, Severity.MUST, *found.span(), instead=found[1])
    for found in _WORD.finditer(text):
        if len(set(found[1])) > 1 and found[1][0] not in "一两几":
            yield at(passage, Kind.WORD_TWICE, Severity.MUST, *found.span(), instead=found[1])
    for found in _PAIR.finditer(text):
        word = found[1] + found[2]
        if word not in _TWICE and word[0] not in "一两半几" and word[1] not in "一不着啊呀来去":
            yield at(passage, Kind.WORD_TWICE, Severity.HINT, *found.span(), instead=word)


def _sentences(passages: Sequence[Passage]) -> Iterator[Finding]:
    seen: dict[str, Passage] = {}
    whole: dict[str, Passage] = {}
    for passage in passages:
        bare = _PUNCTUATION.sub("", passage.text)
        if len(bare) >= _SHORTEST and bare in whole:
            yield at(passage, Kind.PARAGRAPH_TWICE, Severity.MUST, 0, min(40, len(passage.text)))
            continue
        whole[bare] = passage
        for sentence in sentences(passage.text):
            bare = _PUNCTUATION.sub("", sentence)
            if len(bare) < _SHORTEST:
                continue
            if bare in seen:
                start = passage.text.rfind(sentence)
                yield at(passage, Kind.SENTENCE_TWICE, Severity.MUST, start, start + len(sentence))
            seen[bare] = passage
