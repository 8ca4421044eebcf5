"""What the charts show, counted from the articles that are passed in and from the script of the replay."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sixianghui.project.columns import COLUMNS
from sixianghui.project.replay.content.drafts import Draft

FIRST, LAST = dt.date(2018, 2, 16), dt.date(2018, 6, 5)
#: Longer lists are cut here, and the chart says so.
MOST = 12


@dataclass(frozen=True)
class Bar:
    """One thing that is shown. marked: the one in red."""

    label: str
    value: int
    marked: bool = False


@dataclass(frozen=True)
class ChartData:
    """A chart without its drawing: what it says, what one is, how it was counted, its bars.

    across: bars lie on their side, for long labels. rounds: not bars but turns taken one after another.
    """

    title: str
    measure: str
    method: str
    bars: tuple[Bar, ...]
    across: bool = False
    rounds: bool = False

    @property
    def total(self) -> int:
        """All bars together."""
        return sum(bar.value for bar in self.bars)

    def words(self) -> str:
        """Every character that the drawing will write."""
        return (
            self.title + self.measure + self.method + "".join(bar.label for bar in self.bars) + "0123456789，"
        )


def length(draft: Draft) -> int:
    """How many characters an article's text has; a guide's text is what it needs and its steps."""
    blocks = sum(len(block.words) + sum(map(len, block.items)) for block in draft.body)
    guide = sum(map(len, draft.needs)) + sum(len(step.title) + len(step.text) for step in draft.steps)
    return blocks + guide + len(draft.quote)


def _top(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """The same bars, the largest marked: more than one where they are equal."""
    most = max((bar.value for bar in bars), default=0)
    return tuple(Bar(bar.label, bar.value, bool(most) and bar.value == most) for bar in bars)


def by_month(drafts: Sequence[Draft]) -> ChartData:
    """Articles by month, from the first month with one to the last."""
    counts = Counter((one.at.year, one.at.month) for one in drafts)
    bars = []
    if counts:
        (year, month), last = min(counts), max(counts)
        while (year, month) <= last:
            bars.append(Bar(f"{month}月", counts[year, month]))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return ChartData("每个月的来稿", "篇", "按交稿日期算；六月只到五日上午。红色的最多。", _top(bars))


def by_column(drafts: Sequence[Draft]) -> ChartData:
    """Articles by column, in the columns' own order; a column without any keeps its place."""
    counts = Counter(one.column for one in drafts)
    bars = tuple(Bar(column.short_title, counts[column.slug]) for column in COLUMNS)
    return ChartData("七个栏目各有多少篇", "篇", "按栏目原来的先后排，不分高下。", bars, across=True)


def by_weekday(drafts: Sequence[Draft]) -> ChartData:
    """Articles by the day of the week."""
    counts = Counter(one.at.isoweekday() for one in drafts)
    bars = [Bar(f"周{day}", counts[number]) for number, day in enumerate("一二三四五六日", 1)]
    if not counts[6] and not counts[7]:
        bars = bars[:5]
    return ChartData("稿子都在周几交来", "篇", "按交稿日期算。红色的最多。", _top(bars))


def _unit_names() -> dict[str, str]:
    """The short names of the units in the script, in the script's order."""
    from sixianghui.project.replay import directory

    return {
        unit.slug: unit.short_name for firm in (*directory.FIRMS, directory.SAMPLE) for unit in firm.units
    }


def by_unit(drafts: Sequence[Draft]) -> ChartData:
    """Articles by the unit that sent them, in the directory's order."""
    names, counts = _unit_names(), Counter(one.unit for one in drafts)
    known = [slug for slug in names if counts[slug]]
    others = sum(count for slug, count in counts.items() if slug and slug not in names)
    bars = [Bar(names[slug], counts[slug]) for slug in known[: MOST - 2]]
    others += sum(counts[slug] for slug in known[MOST - 2 :])
    bars += [Bar("其他组织", others)] if others else []
    bars += [Bar("频道自己写的", counts[""])] if counts[""] else []
    return ChartData(
        "稿子从哪里来", "篇", "按名录的先后排，不分高下；样例各支部是虚构的。", tuple(bars), across=True
    )


def lengths(drafts: Sequence[Draft]) -> ChartData:
    """How long the articles are, in steps of 200 characters; the step with the middle article is marked."""
    found = sorted(map(length, drafts))
    if not found:
        return ChartData("文章有多长", "篇", "按正文字数算，每两百字一档。", ())
    step, middle = 200, found[len(found) // 2]
    counts = Counter(min(one // step, 9) for one in found)
    bars = tuple(
        Bar(f"{at * step}字起" if at else f"{step}字内", counts[at], at == min(middle // step, 9))
        for at in range(max(counts) + 1)
    )
    return ChartData(
        "文章有多长", "篇", f"按正文字数算，每两百字一档。红色一档里有最中间的那篇，{middle}字。", bars
    )


def turns(_drafts: Sequence[Draft]) -> ChartData:
    """The three branches that run the official account one day after another."""
    from sixianghui.project.replay.wechat import BRANCHES

    names, days = _unit_names(), (LAST - FIRST).days + 1
    bars = tuple(
        Bar(names[slug], len(range(at, days, len(BRANCHES))), at == (days - 1) % len(BRANCHES))
        for at, slug in enumerate(BRANCHES)
    )
    return ChartData(
        "三个支部轮着来", "天",
        f"公众号“红谷中原”从2月16日到6月5日共{days}天，一天一个支部，按轮值的顺序排。红点是最后一天。",
        bars, rounds=True,
    )  # fmt: skip


def units(_drafts: Sequence[Draft]) -> ChartData:
    """The units in the directory, by kind."""
    from sixianghui.directory.public import UnitKind
    from sixianghui.project.replay import directory

    words = {
        UnitKind.INDUSTRY_COMMITTEE: "行业党委", UnitKind.PARTY_COMMITTEE: "党委",
        UnitKind.GENERAL_BRANCH: "党总支", UnitKind.BRANCH: "党支部", UnitKind.GROUP: "党小组",
        UnitKind.LEAGUE_BRANCH: "团支部", UnitKind.ENTERPRISE: "直接联系的企业",
    }  # fmt: skip
    counts = Counter(unit.kind for firm in (*directory.FIRMS, directory.SAMPLE) for unit in firm.units)
    counts[UnitKind.INDUSTRY_COMMITTEE] += 1
    bars = tuple(Bar(word, counts[kind]) for kind, word in words.items() if counts[kind])
    return ChartData("名录里有哪些组织", "个", "按组织的类型算，含虚构的样例科技。", bars, across=True)


def steps(drafts: Sequence[Draft]) -> ChartData:
    """How many steps each guide has, in the order of the guides."""
    guides = [one for one in drafts if one.steps]
    bars = tuple(Bar(one.title, len(one.steps)) for one in guides[:MOST])
    said = f"一共{len(guides)}篇指南，这里是前{MOST}篇。" if len(guides) > MOST else "按指南的先后排。"
    return ChartData("一件事要走几步", "步", f"数的是每篇指南写明的步骤。{said}", bars, across=True)


_COUNTS: dict[str, Callable[[Sequence[Draft]], ChartData]] = {
    "chart-by-month": by_month, "chart-by-column": by_column, "chart-by-weekday": by_weekday,
    "chart-by-unit": by_unit, "chart-lengths": lengths, "chart-turns": turns, "chart-units": units,
    "chart-steps": steps,
}  # fmt: skip


def chart_data(key: str, drafts: Sequence[Draft]) -> ChartData:
    """What the chart of this name shows of these articles."""
    return _COUNTS[key](drafts)
