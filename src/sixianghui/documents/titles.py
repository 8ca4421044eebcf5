"""Where a title breaks: “回行时，要做到词意完整，排列对称，长短适宜，间距恰当” (GB/T 9704-2012, 7.3.1). Pure.

There is no dictionary in the house; the words that titles of notices are made of are few, and an editor who knows better
writes `|` where a line may end.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

#: A line of 二号 holds 20 characters; two are left free so that it stays in the middle.
LONGEST = 19
#: Longer than that is one paragraph with lines as they come.
_TOO_LONG = 200
_LEXICON = """
委员会 办公室 组织部 宣传部 党支部 党总支 党小组 团支部 互联网 企业 行业 党员 党委 党建 党组织 基层 流动 青年 骨干 预备 积极分子 正式
主题 活动 主题党日 党课 学习 教育 培训 实施 方案 意见 通知 通报 决定 报告 请示 批复 计划 总结 会议 纪要 工作 建设 管理 服务 发展 开展
进一步 加强 做好 印发 转发 征求 召开 举办 关于 有关 全面 深入 推进 落实 贯彻 年度 季度 上半年 下半年 第一 第二 第三 第四 情况 事项 安排
评选 推荐 先进 优秀 示范 创建 志愿 社区 扶贫 参观 竞赛 动员 大会 讲座 集中 组织 生活会 民主 评议 换届 选举 公示 若干 办法 规定 制度 条例
"""
_WORDS = re.compile("|".join(sorted(_LEXICON.split(), key=len, reverse=True)))
#: One piece: what stands in quotes or brackets, Latin words, numbers with their measure.
_WHOLE = re.compile(r"“[^”]{1,12}”|《[^》]{1,16}》|〔[^〕]{1,8}〕|[A-Za-z0-9.+/-]+[年月日号届次个]?")
_NOT_FIRST = set("，。、；：！？”’）》〕】·—…的地得和与及之等了")
_NOT_LAST = set("“‘（《〔【和与及在对把被为第")
#: Good to begin a line with, and good to end one with.
_BEGIN = re.compile(r"关于|印发|转发|开展|的(?=通知|意见)")
_END = re.compile(r"[，、；：》”）]$|(?:委员会|党委|部|办公室|的)$")


def lines(title: str) -> list[str]:
    """The lines of a title. Lines that an editor set with `|` are kept when they fit."""
    pieces = [one for piece in title.split("|") if (one := piece.strip())]
    plain = "".join(pieces)
    if not plain:
        return []
    if len(pieces) > 1 and max(map(_wide, pieces)) <= LONGEST:
        return pieces
    if _wide(plain) <= LONGEST or len(plain) > _TOO_LONG:
        return [plain]
    return list(_best(plain))


def _wide(text: str) -> float:
    return sum(1.0 if ord(one) > 0x2000 else 0.55 for one in text)


@lru_cache(maxsize=256)
def _best(title: str) -> tuple[str, ...]:
    costs = _costs(title)
    best: tuple[float, tuple[str, ...]] = (float("inf"), (title,))
    fewest = -(-int(_wide(title)) // LONGEST)
    for number in range(max(2, fewest), fewest + 2):
        found = _cut(title, costs, number)
        if found is not None and found[0] + 6 * (number - fewest) < best[0]:
            best = (found[0] + 6 * (number - fewest), found[1])
    return best[1]


def _costs(title: str) -> list[float]:
    """What it costs to break before each character; words and whole pieces cost most."""
    costs = [2.0] * (len(title) + 1)
    for pattern, cost in ((_WORDS, 14.0), (_WHOLE, 60.0)):
        for found in pattern.finditer(title):
            for at in range(found.start() + 1, found.end()):
                costs[at] = max(costs[at], cost)
    for at in range(1, len(title)):
        if title[at] in _NOT_FIRST:
            costs[at] += 40.0
        if title[at - 1] in _NOT_LAST:
            costs[at] += 40.0
        if _BEGIN.match(title, at):
            costs[at] -= 4.0
        if _END.search(title[:at]):
            costs[at] -= 3.0
    return costs


def _cut(title: str, costs: list[float], number: int) -> tuple[float, tuple[str, ...]] | None:
    """The best way to make `number` lines, or None when there is none that fits."""
    mean = _wide(title) / number
    widths = [0.0]
    for one in title:
        widths.append(widths[-1] + _wide(one))
    # table[at] = (cost, breaks) of the best cut of title[:at] into the lines so far.
    table: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for line in range(number):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        ends = range(1, len(title) + 1) if line < number - 1 else (len(title),)
        for end in ends:
            for start, (cost, breaks) in table.items():
                length = widths[end] - widths[start]
                if start >= end or length > LONGEST + 1:
                    continue
                worth = cost + 0.35 * (length - mean) ** 2 + (costs[end] if end < len(title) else 0.0)
                if end not in following or worth < following[end][0]:
                    following[end] = (worth, (*breaks, end))
        table = following
    if len(title) not in table:
        return None
    cost, breaks = table[len(title)]
    return cost, tuple(title[start:end] for start, end in pairwise(breaks))
