"""The committee, the seven enterprises the article names with their units, and one invented enterprise.

Real names carry only what the article states: that the unit is there. Dates of entry into the directory are the
demo's own. Where the article does not say what organisation an enterprise has, it is entered as an enterprise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.common.time import shanghai
from sixianghui.directory.public import (
    Enterprise,
    UnitKind,
    begin_term,
    found_committee,
    guide,
    register_enterprise,
    register_unit,
)
from sixianghui.project.replay.steps import Stage, Step

COMMITTEE = "zhengzhou-internet-committee"
CLERK = "chenshuyan"


@dataclass(frozen=True)
class Entry:
    """A unit to be entered: below `superior` if it has one, guided by the committee if `guided`."""

    slug: str
    kind: UnitKind
    name: str
    short_name: str
    superior: str = ""
    guided: bool = False
    summary: str = ""


@dataclass(frozen=True)
class Firm:
    """An enterprise and its units."""

    key: str
    name: str
    short_name: str
    units: tuple[Entry, ...]
    is_sample: bool = False


BRANCH, ENTERPRISE = UnitKind.BRANCH, UnitKind.ENTERPRISE

FIRMS = (
    Firm(
        "zynews",
        "中原网",
        "中原网",
        (
            Entry(
                "zynews-news",
                BRANCH,
                "中原网新闻党支部",
                "新闻支部",
                guided=True,
                summary="轮流运营公众号“红谷中原”的三个支部之一。",
            ),
            Entry(
                "zynews-government",
                BRANCH,
                "中原网政务党支部",
                "政务支部",
                guided=True,
                summary="轮流运营公众号“红谷中原”的三个支部之一。",
            ),
            Entry(
                "zynews-technology",
                BRANCH,
                "中原网技术经营党支部",
                "技术经营支部",
                guided=True,
                summary="轮流运营公众号“红谷中原”的三个支部之一。",
            ),
        ),
    ),
    Firm(
        "sina-henan",
        "新浪河南",
        "新浪河南",
        (Entry("sina-henan", ENTERPRISE, "新浪河南", "新浪河南", guided=True),),
    ),
    Firm(
        "netease-henan",
        "网易河南",
        "网易河南",
        (Entry("netease-henan", BRANCH, "网易河南党支部", "网易河南支部", guided=True),),
    ),
    Firm(
        "toutiao",
        "今日头条分公司",
        "今日头条",
        (Entry("toutiao", ENTERPRISE, "今日头条分公司", "今日头条", guided=True),),
    ),
    Firm("zhonggang", "中钢网", "中钢网", (Entry("zhonggang", ENTERPRISE, "中钢网", "中钢网", guided=True),)),
    Firm(
        "dezhong",
        "郑州德众网络科技有限公司",
        "德众网络",
        (Entry("dezhong", BRANCH, "郑州德众网络科技有限公司党支部", "德众支部", guided=True),),
    ),
    Firm(
        "xindajiean",
        "郑州信大捷安信息技术股份有限公司",
        "信大捷安",
        (Entry("xindajiean", BRANCH, "郑州信大捷安信息技术股份有限公司党支部", "信大捷安支部", guided=True),),
    ),
)

SAMPLE = Firm(
    "sample-tech",
    "样例科技",
    "样例科技",
    (
        Entry(
            "sample-tech",
            UnitKind.GENERAL_BRANCH,
            "样例科技党总支",
            "样例总支",
            superior=COMMITTEE,
            summary="虚构的企业，用来演示各类组织和流程。",
        ),
        Entry("sample-tech-research", BRANCH, "样例科技研发党支部", "样例研发支部", superior="sample-tech"),
        Entry("sample-tech-operations", BRANCH, "样例科技运营党支部", "样例运营支部", superior="sample-tech"),
        Entry(
            "sample-tech-group-1",
            UnitKind.GROUP,
            "样例科技研发党支部第一党小组",
            "第一小组",
            superior="sample-tech-research",
        ),
        Entry(
            "sample-tech-group-2",
            UnitKind.GROUP,
            "样例科技研发党支部第二党小组",
            "第二小组",
            superior="sample-tech-research",
        ),
        Entry(
            "sample-tech-league",
            UnitKind.LEAGUE_BRANCH,
            "样例科技团支部",
            "样例团支部",
            superior="sample-tech",
        ),
    ),
    is_sample=True,
)


def _found(_stage: Stage) -> object:
    return found_committee(
        name="郑州市互联网行业党委",
        short_name="行业党委",
        slug=COMMITTEE,
        summary="指导属地互联网企业的党建工作。",
    )


def _enterprise(firm: Firm) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        return register_enterprise(
            name=firm.name, short_name=firm.short_name, is_sample=firm.is_sample, by=stage.person(CLERK)
        )

    return run


def _unit(firm: Firm, entry: Entry) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        clerk = stage.person(CLERK)
        unit = register_unit(
            kind=entry.kind,
            name=entry.name,
            short_name=entry.short_name,
            slug=entry.slug,
            superior=stage.unit(entry.superior) if entry.superior else None,
            enterprise=Enterprise.objects.get(name=firm.name),
            summary=entry.summary,
            by=clerk,
        )
        return guide(stage.unit(COMMITTEE), unit, by=clerk) if entry.guided else unit

    return run


def _term(slug: str, began: dt.date) -> Callable[[Stage], object]:
    return lambda stage: begin_term(stage.unit(slug), began_on=began, by=stage.person(CLERK))


def founding_steps() -> list[Step]:
    """The committee itself."""
    return [Step("unit:committee", "directory", shanghai(2018, 1, 2, 8, 30), _found)]


def steps() -> list[Step]:
    """The enterprises and their units, on the working days from 3 to 8 January."""
    found: list[Step] = []
    hours = ((3, 9), (3, 10), (4, 9), (4, 10), (5, 9), (5, 10), (5, 11), (8, 9))
    for firm, (day, hour) in zip((*FIRMS, SAMPLE), hours, strict=True):
        at = shanghai(2018, 1, day, hour)
        found.append(Step(f"enterprise:{firm.key}", "directory", at, _enterprise(firm)))
        found += [Step(f"unit:{entry.slug}", "directory", at, _unit(firm, entry)) for entry in firm.units]
    at = shanghai(2018, 1, 8, 14)
    found.append(Step("term:sample-tech", "directory", at, _term("sample-tech", dt.date(2016, 3, 15))))
    found.append(
        Step(
            "term:sample-tech-research", "directory", at, _term("sample-tech-research", dt.date(2015, 12, 20))
        )
    )
    return found
