"""What the committee reports when the replay stops, and what of it still waits.

Every number in the texts comes out of evidence; the words around them are the demo's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from sixianghui.common.time import shanghai
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import Scope
from sixianghui.project.replay.campaigns import CLERK, COMMITTEE, CONTEST, campaign
from sixianghui.project.replay.steps import Stage, Step
from sixianghui.reports.public import (
    Audience,
    Edition,
    Report,
    Template,
    Words,
    approve,
    begin,
    body,
    publish_report,
    submit,
)

#: Whoever wrote it, somebody else checks it.
CHECKER = "wenqiao"
RESEARCH, SECRETARY = "sample-tech-research", "liyiming"
RESULTS, QUARTER, LEDGER = (
    "双比双争：两个多月里发生了什么",
    "2018年第二季度台账",
    "2018年第一季度支部台账（示例）",
)
Pick = body.Pick

RESULTS_BLOCKS: tuple[body.Block, ...] = (
    body.Heading("从通知到计划"),
    body.Text(
        "活动三月十九日开始。行业党委发出通知[[campaigns.notices]]份，请各企业结合自己的实际定计划。"
        "到今天，定下来的计划有[[campaigns.plans]]份。\n"
        "通知要各组织花多少时间，发出去以前先算过：合计估计[[campaigns.minutes_asked]]分钟。平台已经有的，没有再要。"
    ),
    body.Heading("办了什么"),
    body.Text(
        "记在活动名下的活动有[[campaigns.activities]]场，各组织写下来交流的做法有[[campaigns.practices]]个。"
        "下面逐场列出，几个组织一起办的，每个组织各有一行。"
    ),
    body.Listing("活动台账", Pick("campaigns.unit_activities")),
    body.Heading("一堂党课，两处听众"),
    body.Text(
        "五月二十九日的党课在红谷基地讲，也在网上直播，讲了[[lectures.minutes:all]]分钟。"
        "直播被看了[[lectures.viewings:all]]人次，同时在看的最多有[[lectures.peak:all]]人；现场到了[[lectures.on_site:all]]人。\n"
        "大家写了[[lectures.comments:all]]条评论，提了[[lectures.questions:all]]个问题，当场答了[[lectures.answered:all]]个，"
        "没答到的书面答。回放另算，到今天被看了[[lectures.replays:all]]人次，和直播不相加。"
    ),
    body.Heading("频道和公众号"),
    body.Text(
        "频道《思享汇》有[[channel.columns:all]]个栏目，开办以来发稿[[channel.articles:all]]篇，"
        "被阅读[[channel.reads:all]]人次。公众号“红谷中原”由[[wechat.branches:all]]个党支部轮流写。"
    ),
    body.Breakdown("频道阅读，逐月", Pick("channel.reads", whole=True), body.BY_TIME),
    body.Heading("几个数放在一起"),
    body.Figures(
        "",
        (
            Pick("directory.enterprises", whole=True),
            Pick("campaigns.notices"),
            Pick("campaigns.plans"),
            Pick("campaigns.activities"),
            Pick("campaigns.carriers", whole=True),
            Pick("channel.articles", whole=True),
            Pick("channel.reads", whole=True),
        ),
    ),
    body.Heading("没做到的"),
    body.Text(
        "活动到十二月底才结束，计划里的事多数还没到日子。到了日子没办成的，下一版照实写。\n"
        "活动办了没有记下来的有多少，我们不知道，也没有估。"
    ),
)


def _template(code: str) -> Template:
    return Template.objects.get(code=code)


def _report(title: str) -> Report:
    return Report.objects.get(title=title)


def _begin(
    title: str,
    code: str,
    scope: Callable[[], Scope],
    *,
    unit: str = COMMITTEE,
    by: str = CLERK,
    blocks: Sequence[body.Block] = (),
    audience: str = Audience.EVERYBODY,
) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        words = Words(title=title, scope=scope(), audience=audience, body=body.to_json(blocks))
        return begin(words, unit=stage.unit(unit), by=stage.person(by), template=_template(code))

    return run


def _submit(title: str) -> Callable[[Stage], object]:
    return lambda stage: submit(_report(title), by=stage.person(CLERK))


def _approve(title: str) -> Callable[[Stage], object]:
    return lambda stage: approve(
        _report(title), by=stage.person(CHECKER), said="几个数点开看过，对得上。（示例）"
    )


def _publish(title: str, by: str = CLERK) -> Callable[[Stage], object]:
    return lambda stage: publish_report(_report(title), by=stage.person(by))


def _in_the_campaign() -> Scope:
    return Scope(thing=("campaign", campaign(CONTEST).pk))


def _quarter(first: dt.date, last: dt.date) -> Callable[[], Scope]:
    return lambda: Scope(since=first, until=last)


def _own_quarter() -> Scope:
    unit = Unit.objects.get(slug=RESEARCH)
    return Scope(unit=unit.pk, since=dt.date(2018, 1, 1), until=dt.date(2018, 3, 31))


def results() -> Edition | None:
    """The campaign's results as they were published; None where the replay has not come so far."""
    return Edition.objects.standing().filter(title=RESULTS).order_by("-number").first()


def steps() -> list[Step]:
    """The results of the campaign, checked and published; a branch's own ledger; a quarter that waits to be checked."""
    second = _quarter(dt.date(2018, 4, 1), dt.date(2018, 6, 30))
    return [
        Step(
            "report:ledger:begin",
            "reports",
            shanghai(2018, 4, 3, 17, 10),
            _begin(LEDGER, "unit_ledger", _own_quarter, unit=RESEARCH, by=SECRETARY, audience=Audience.UNIT),
        ),
        Step("report:ledger", "reports", shanghai(2018, 4, 3, 17, 12), _publish(LEDGER, SECRETARY)),
        Step(
            "report:results:begin",
            "reports",
            shanghai(2018, 6, 4, 15),
            _begin(RESULTS, "campaign", _in_the_campaign, blocks=RESULTS_BLOCKS),
        ),
        Step("report:results:submit", "reports", shanghai(2018, 6, 4, 17, 30), _submit(RESULTS)),
        Step("report:results:approve", "reports", shanghai(2018, 6, 5, 9, 40), _approve(RESULTS)),
        Step(
            "report:quarter:begin",
            "reports",
            shanghai(2018, 6, 5, 10, 10),
            _begin(QUARTER, "quarter", second),
        ),
        Step("report:quarter:submit", "reports", shanghai(2018, 6, 5, 10, 40), _submit(QUARTER)),
        Step("report:results", "reports", shanghai(2018, 6, 5, 11, 25), _publish(RESULTS)),
    ]
