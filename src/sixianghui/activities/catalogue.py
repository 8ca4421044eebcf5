"""The kinds and rules that come with the house. The committee renames, adds and retires; what it has changed stays.

Articles: domain facts of the house's design notes; what nobody has read in the text itself is not confirmed and shows
待核实. The regulation on the work of branches has been in force since 28 October 2018.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

_BRANCH_WORK = _("《中国共产党支部工作条例（试行）》")
_SINCE = dt.date(2018, 10, 28)


@dataclass(frozen=True)
class SeedRule:
    """A rule as it comes with the house: `above` / `below` for a quorum, `months` for a rhythm."""

    code: str
    article: str
    text: str
    above: int | None = None
    below: int | None = None
    months: int | None = None
    confirmed: bool = False
    name: str = _BRANCH_WORK
    version: str = "2018"
    since: dt.date | None = _SINCE


@dataclass(frozen=True)
class SeedKind:
    """A kind as it comes with the house."""

    code: str
    name: str
    open_at_first: bool = True
    names_needed: bool = False
    quorum: str = ""
    rhythm: str = ""


RULES = (
    SeedRule(
        "member-meeting-quorum",
        _("第十一条"),
        _("有表决权的党员到会半数以上，才能表决；赞成的超过应到会的一半，才算通过。"),
        above=1,
        below=2,
        confirmed=True,
    ),
    SeedRule("member-meeting-rhythm", _("第十一条"), _("一般每季度开一次。"), months=3, confirmed=True),
    SeedRule(
        "committee-meeting-quorum",
        _("第十二条"),
        _("支委到会半数以上，会才能开。"),
        above=1,
        below=2,
        confirmed=True,
    ),
    SeedRule("committee-meeting-rhythm", _("第十二条"), _("一般每月开一次。"), months=1, confirmed=True),
    SeedRule("group-meeting-rhythm", _("第十三条"), _("一般每月开一次。"), months=1, confirmed=True),
    SeedRule("party-day-rhythm", _("第十六条"), _("每月相对固定一天。"), months=1),
    SeedRule("life-meeting-rhythm", _("第十七条"), _("每年至少一次，一般在第四季度。"), months=12),
)

KINDS = (
    SeedKind("party-day", _("主题党日"), rhythm="party-day-rhythm"),
    SeedKind("study", _("学习会")),
    SeedKind("activists-study", _("积极分子学习会")),
    SeedKind("probationary-study", _("预备党员学习会")),
    SeedKind("reading", _("读书会")),
    SeedKind("lecture", _("党课")),
    SeedKind("mobilisation", _("动员会")),
    SeedKind("study-tour", _("党建研学")),
    SeedKind("contest", _("技能比武")),
    SeedKind("poverty-class", _("扶贫课堂")),
    SeedKind("caravan", _("大篷车社区行")),
    SeedKind("oath", _("宣誓")),
    SeedKind("training", _("集中培训"), names_needed=True),
    SeedKind(
        "member-meeting",
        _("支部党员大会"),
        open_at_first=False,
        names_needed=True,
        quorum="member-meeting-quorum",
        rhythm="member-meeting-rhythm",
    ),
    SeedKind(
        "committee-meeting",
        _("支委会"),
        open_at_first=False,
        quorum="committee-meeting-quorum",
        rhythm="committee-meeting-rhythm",
    ),
    SeedKind("group-meeting", _("党小组会"), open_at_first=False, rhythm="group-meeting-rhythm"),
    SeedKind("life-meeting", _("组织生活会"), open_at_first=False, rhythm="life-meeting-rhythm"),
    SeedKind("other", _("别的活动")),
)
