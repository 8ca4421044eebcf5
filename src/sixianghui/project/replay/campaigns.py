"""Two campaigns and what the committee asked in them: 双比双争 since March, 红“芯”向党 since the first of June.

What the article states: who called for the first, its four aims, that the committee carried it out and asked for plans;
the name and the three carriers of the second. Days, minutes and wording are the demo's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sixianghui.campaigns.public import (
    Ask,
    Audience,
    Campaign,
    Carrier,
    Head,
    Item,
    Notice,
    To,
    Way,
    Words,
    add_item,
    address_notice,
    draft_notice,
    make_campaign,
    open_campaign,
    send_notice,
    set_budget,
    set_letterhead,
)
from sixianghui.common.time import shanghai
from sixianghui.project.replay.steps import Stage, Step

CLERK, COMMITTEE = "chenshuyan", "zhengzhou-internet-committee"
CONTEST, CORE = "double-contest", "red-core"
SAMPLES = ("sample-tech-research", "sample-tech-operations", "sample-tech-league")
MEMBERS, YOUNG = Audience.MEMBERS, Audience.CORE_YOUNG

CONTEST_WORDS = Words(
    title="双比双争",
    full_title="比学习、比贡献、争做合格党员、争做有为青年",
    summary="党员和青年员工一起，比学习、比贡献，各企业自己定怎么做。",
    begins_on=dt.date(2018, 3, 19),
    ends_on=dt.date(2018, 12, 31),
    audiences=(Audience.MEMBERS, Audience.CORE_YOUNG, Audience.LEAGUE),
    issuers=("省委组织部", "省委宣传部", "省委网信办"),
    aims=("比学习", "比贡献", "争做合格党员", "争做有为青年"),
)
CORE_WORDS = Words(
    title="红“芯”向党",
    full_title="红“芯”向党，迎接党的生日",
    summary="迎接党的九十七岁生日，三个载体，各企业党组织自己选怎么办。",
    begins_on=dt.date(2018, 6, 1),
    ends_on=dt.date(2018, 7, 31),
    audiences=(Audience.MEMBERS, Audience.CORE_YOUNG),
    issuers=("郑州市互联网行业党委",),
    aims=("迎接党的生日",),
    carriers=(
        ("红“芯”引擎", "研发核心技术，守住信息安全。"),
        ("红领行动", "主题教育和舆论阵地。"),
        ("红色堡垒", "带好队伍，党员走在前面。"),
    ),
)


@dataclass(frozen=True)
class Asked:
    """An item of a notice, with the name of its carrier."""

    title: str
    why: str
    minutes: int
    text: str = ""
    audience: str = MEMBERS
    ask: str = Ask.PLAN
    carrier: str = ""
    holding: str = ""


CONTEST_ITEMS = (
    Asked(
        "定一份自己的活动方案",
        "行业党委照着方案指导，不再另外要表。",
        15,
        "结合本单位实际，写打算办的活动，几行就行。",
    ),
    Asked("开一次动员会", "让每个人知道为什么办、怎么办。", 5, "时间、形式自己定。"),
    Asked("学习党章", "学习是“双比”的头一条。", 5, "党员、预备党员、积极分子可以分开学。"),
    Asked("党员亮身份、亮承诺", "让身边的人知道谁是党员、承诺了什么。", 5),
    Asked("给核心青年骨干定一个目标", "青年也是活动的一半。", 5, audience=YOUNG),
    Asked(
        "活动上的事和谁联系",
        "有事直接打给这个人，不用层层转。",
        1,
        ask=Ask.ANSWER,
        holding="directory.secretary",
    ),
)
CORE_ITEMS = (
    Asked(
        "围绕核心技术和信息安全办一件事",
        "各家技术不同，做什么由你们定。",
        5,
        carrier="红“芯”引擎",
    ),
    Asked("办一次主题教育", "党的生日前后，大家一起学一次。", 5, carrier="红领行动"),
    Asked("让党员在队伍里走在前面", "支部怎么带队伍，写一件事就好。", 5, carrier="红色堡垒"),
)


def campaign(slug: str) -> Campaign:
    """The campaign at this address."""
    return Campaign.objects.get(slug=slug)


def notice(slug: str) -> Notice:
    """The first notice of a campaign."""
    return Notice.objects.filter(campaign__slug=slug).order_by("pk").first()  # type: ignore[return-value]


def _open(slug: str, words: Words) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        clerk = stage.person(CLERK)
        made = make_campaign(words, unit=stage.unit(COMMITTEE), slug=slug, by=clerk)
        return open_campaign(made, by=clerk)

    return run


def _send(slug: str, head: Head, items: tuple[Asked, ...]) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        clerk, committee, found = stage.person(CLERK), stage.unit(COMMITTEE), campaign(slug)
        carriers = {one.name: one for one in Carrier.objects.filter(campaign=found)}
        draft = draft_notice(
            Head(head.title, found, head.opening, head.closing, head.plan_due_on, head.public),
            unit=committee,
            by=clerk,
        )
        for asked in items:
            add_item(
                draft,
                Item(
                    asked.title,
                    asked.why,
                    asked.minutes,
                    ask=asked.ask,
                    text=asked.text,
                    audience=asked.audience,
                    carrier=carriers.get(asked.carrier),
                    holding=asked.holding,
                ),
                by=clerk,
            )
        to = [To(way=Way.GUIDANCE), *(To(unit=stage.unit(slug)) for slug in SAMPLES)]
        address_notice(draft, to, by=clerk)
        return send_notice(draft, by=clerk)

    return run


def _draft(stage: Stage) -> object:
    """A notice that the clerk has begun: it waits until the replay stops, and after."""
    clerk = stage.person(CLERK)
    draft = draft_notice(
        Head("关于七月大讲堂到场名额的通知", opening="大讲堂座位有限，请各组织估一个数。（示例）"),
        unit=stage.unit(COMMITTEE),
        by=clerk,
    )
    return add_item(draft, Item("七月大讲堂想来几个人", "按人数排座位。", 3, ask=Ask.ANSWER), by=clerk)


def _budget(stage: Stage) -> object:
    clerk, committee = stage.person(CLERK), stage.unit(COMMITTEE)
    set_letterhead(committee, organ="郑州市互联网行业党委", code="样例", by=clerk)
    return set_budget(committee, 60, by=clerk)


def steps() -> list[Step]:
    """Two campaigns opened, two notices sent, one begun."""
    contest = Head(
        "关于开展“双比双争”活动的通知",
        opening="“双比双争”活动已经启动。请各互联网企业结合实际，定自己的活动方案。（示例）",
        closing="方案交来后，行业党委逐条看、逐条回。（示例）",
        plan_due_on=dt.date(2018, 4, 13),
        public=True,
    )
    core = Head(
        "关于开展“红‘芯’向党，迎接党的生日”主题活动的通知",
        opening="党的九十七岁生日快到了。请以三个载体为抓手，想几件自己做得到的事。（示例）",
        closing="已经在做的事，写上就算，不用另起。（示例）",
        plan_due_on=dt.date(2018, 6, 15),
        public=True,
    )
    return [
        Step("campaigns:budget", "campaigns", shanghai(2018, 1, 10, 10), _budget),
        Step("campaign:contest", "campaigns", shanghai(2018, 3, 19, 9), _open(CONTEST, CONTEST_WORDS)),
        Step(
            "notice:contest", "campaigns", shanghai(2018, 3, 21, 10), _send(CONTEST, contest, CONTEST_ITEMS)
        ),
        Step("campaign:core", "campaigns", shanghai(2018, 6, 1, 9), _open(CORE, CORE_WORDS)),
        Step("notice:core", "campaigns", shanghai(2018, 6, 1, 9, 30), _send(CORE, core, CORE_ITEMS)),
        Step("notice:seats", "campaigns", shanghai(2018, 6, 4, 17), _draft),
    ]
