"""What the units planned, how the committee guided them, and what came to happen by 5 June.

Of a named unit only what the article states stands here: that 新浪河南 held a mobilisation meeting, made a plan and set
goals; that 今日头条 and 网易河南 studied the constitution and told of 入党光荣; that 德众 and 信大捷安 looked for new ways of working;
that 中原网 built its base, taught, went into the communities. No headcount, since it gives none; days are the demo's own. What
was returned and mended happened to the invented enterprise.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sixianghui.campaigns.public import Audience
from sixianghui.common.time import shanghai
from sixianghui.project.replay.campaigns import CONTEST, CORE, MEMBERS, YOUNG


@dataclass(frozen=True)
class Line:
    """A line: its name in the script, its words, which items of the notice it answers (from 1), kind and month of the activity."""

    key: str
    text: str
    answers: tuple[int, ...] = ()
    kind: str = ""
    month: int = 0
    audience: str = MEMBERS


@dataclass(frozen=True)
class Held:
    """What came of a line: when, what it was called, where, a few words. `present` where the invented told it."""

    line: str
    at: dt.datetime
    title: str
    place: str = ""
    told: str = ""
    present: int | None = None
    minutes: int = 90
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Script:
    """A unit's plan: who writes it, when it is handed in and settled, and what was held."""

    unit: str
    by: str
    lines: tuple[Line, ...]
    handed_in: dt.datetime
    settled: dt.datetime | None = None
    members: str = ""
    young: str = ""
    model: str = ""
    guided: bool = True
    held: tuple[Held, ...] = ()
    notice: str = CONTEST


def _contact(name: str) -> Line:
    return Line("contact", f"{name}联系。", (6,))


NAMED = (
    Script(
        "sina-henan",
        "hanjian",
        (
            Line("meeting", "召开“双比双争”动员大会，学习活动的通知和要求。", (2,), "mobilisation", 3),
            Line("plan", "结合本公司实际，制定活动实施方案。", (1,)),
            Line("identity", "党员挂牌亮身份。", (4,)),
            Line(
                "study",
                "党员之家对全体员工开放，非工作时间来学习、办活动。",
                (3,),
                "study",
                4,
                Audience.EVERYBODY,
            ),
            Line("five", "按五个维度，每季度公开评选优秀合格党员和有为青年。"),
            _contact("韩简（示例）"),
        ),
        shanghai(2018, 3, 26, 10),
        shanghai(2018, 3, 27, 15),
        members="对标定位，亮身份、亮承诺，把工作做在前面。（示例）",
        young="各自发挥才智，把手上的项目做好。（示例）",
        model="公司季度目标（示例）",
        held=(
            Held(
                "meeting",
                shanghai(2018, 3, 28, 15),
                "“双比双争”活动动员大会",
                told="学习了活动的文件、通知和要求，定了本公司的实施方案。",
            ),
            Held(
                "study",
                shanghai(2018, 4, 20, 18, 30),
                "党员之家开放日",
                "党员之家",
                "全体员工非工作时间都可以来。",
            ),
        ),
    ),
    Script(
        "toutiao",
        "yeqing",
        (
            Line("charter", "积极分子、预备党员和党员一起学习党章。", (1, 3), "study", 4),
            Line("honour", "“入党光荣”：讲讲自己为什么入党。", (2,), "other", 5),
            Line("post", "争做党员先锋模范岗。", (4,)),
            Line("young", "青年骨干跟着学、跟着做。", (5,), audience=YOUNG),
            _contact("叶青（示例）"),
        ),
        shanghai(2018, 4, 3, 11),
        shanghai(2018, 4, 4, 9, 30),
        members="学懂党章，岗位上看得见。（示例）",
        held=(
            Held("charter", shanghai(2018, 4, 18, 16), "学习党章"),
            Held("honour", shanghai(2018, 5, 16, 16), "入党光荣", told="大家讲自己为什么想入党。"),
        ),
    ),
    Script(
        "netease-henan",
        "linque",
        (
            Line("charter", "支部学习党章，积极分子一起来。", (1, 3), "activists-study", 4),
            Line("honour", "“入党光荣”宣传。", (2,), "other", 5),
            Line("post", "争做党员先锋模范岗。", (4,)),
            Line("young", "请愿意靠拢的青年一起学。", (5,), audience=YOUNG),
        ),
        shanghai(2018, 4, 8, 14),
        shanghai(2018, 4, 9, 10),
        members="先锋模范岗上做出样子。（示例）",
        held=(
            Held("charter", shanghai(2018, 4, 25, 18), "积极分子学习党章"),
            Held("honour", shanghai(2018, 5, 22, 18), "入党光荣"),
        ),
    ),
    Script(
        "dezhong",
        "fubai",
        (
            Line("ways", "研究党建和实际工作怎样结合，找新的思路和方法。", (1, 2), "study", 4),
            Line("charter", "支部学习党章。", (3,), "study", 5),
            Line("post", "给党员的岗位奉献、服务群众搭一个台子。", (4, 5)),
        ),
        shanghai(2018, 4, 9, 16),
        shanghai(2018, 4, 10, 9),
        held=(Held("ways", shanghai(2018, 4, 26, 15), "党建工作方法研讨"),),
    ),
    Script(
        "xindajiean",
        "qiyuan",
        (
            Line("ways", "探索党建工作的新思路，和研发工作放在一起想。", (1, 2), "study", 5),
            Line("charter", "支部学习党章。", (3,), "study", 4),
            Line("show", "让党员有地方展示、有机会服务。", (4, 5)),
        ),
        shanghai(2018, 4, 10, 10),
        shanghai(2018, 4, 10, 16),
        held=(Held("ways", shanghai(2018, 5, 9, 15), "党建与研发工作研讨"),),
    ),
    Script(
        "zhonggang",
        "songzhi",
        (
            Line("lecture", "党员到大讲堂现场听党课。", (1, 2, 3), "lecture", 5),
            Line("identity", "党员亮身份。", (4,)),
            Line("young", "请青年骨干一起来听。", (5,), audience=YOUNG),
            _contact("宋之（示例）"),
        ),
        shanghai(2018, 4, 11, 10),
        shanghai(2018, 4, 11, 17),
    ),
    Script(
        "zynews-news",
        "tangwei",
        (
            Line("class", "办扶贫课堂。", (1, 2), "poverty-class", 4),
            Line("charter", "在红谷的读书角学习党章。", (3,), "reading", 3),
            Line("identity", "先锋展示墙上亮身份。", (4, 5)),
        ),
        shanghai(2018, 3, 23, 9),
        shanghai(2018, 3, 23, 16),
        held=(
            Held("charter", shanghai(2018, 3, 30, 17), "读书角里学党章", "红谷读书角"),
            Held("class", shanghai(2018, 4, 12, 14), "扶贫课堂"),
        ),
    ),
    Script(
        "zynews-government",
        "shuning",
        (
            Line("caravan", "党建大篷车进社区。", (1, 2), "caravan", 5),
            Line("charter", "在红谷学习党章。", (3,), "study", 4),
            Line("oath", "在宣誓墙前重温誓词。", (4, 5), "oath", 4),
        ),
        shanghai(2018, 3, 23, 10),
        shanghai(2018, 3, 23, 16, 30),
        held=(
            Held("charter", shanghai(2018, 4, 13, 17), "红谷里学党章", "红谷"),
            Held("caravan", shanghai(2018, 5, 12, 9, 30), "党建大篷车社区行"),
        ),
    ),
    Script(
        "zynews-technology",
        "pengtu",
        (
            Line("contest", "比业务、比技能。", (1, 2), "contest", 4),
            Line("tour", "请各企业的党员来红谷研学。", (3,), "study-tour", 5, Audience.EVERYBODY),
            Line("identity", "岗位上亮身份。", (4, 5)),
        ),
        shanghai(2018, 3, 23, 11),
        shanghai(2018, 3, 23, 17),
        held=(
            Held("contest", shanghai(2018, 4, 27, 14), "业务技能比武"),
            Held("tour", shanghai(2018, 5, 18, 14), "党建研学", "红谷"),
        ),
    ),
)

SAMPLE = (
    Script(
        "sample-tech-operations",
        "qinlang",
        (
            Line("meeting", "支部动员会，放在周会后面，不另占时间。", (1, 2), "mobilisation", 3),
            Line("charter", "分两次学党章，线上线下都行。", (3,), "study", 4),
            Line("identity", "工位牌上写清楚谁是党员。", (4,)),
            Line("young", "青年骨干每人带一个新人。", (5,), audience=YOUNG),
            Line("help", "党员值班帮大家修一天电脑。", (), "party-day", 5, Audience.EVERYBODY),
        ),
        shanghai(2018, 3, 29, 12, 40),
        shanghai(2018, 3, 30, 10),
        members="每人认一件难事，季度末说结果。（示例）",
        young="每人带出一个能独立值班的新人。（示例）",
        guided=False,
        held=(
            Held(
                "meeting",
                shanghai(2018, 3, 30, 18),
                "运营支部动员会",
                "三楼会议室",
                "周会后讲了半小时。",
                9,
                30,
            ),
            Held(
                "charter",
                shanghai(2018, 4, 19, 18),
                "学党章（上）",
                "三楼会议室",
                "读了前两章，讨论了半小时。",
                8,
                60,
            ),
            Held(
                "charter",
                shanghai(2018, 4, 26, 18),
                "学党章（下）",
                "三楼会议室",
                "读完了，各说一条用得上的。",
                8,
                60,
            ),
            Held(
                "help",
                shanghai(2018, 5, 24, 13),
                "修一天电脑",
                "一楼大厅",
                "修好十七台，三台要换件。",
                12,
                240,
            ),
        ),
    ),
    Script(
        "sample-tech-league",
        "linxiaoman",
        (
            Line("meeting", "团支部动员会，和研发支部一起开。", (1, 2), "mobilisation", 4, Audience.LEAGUE),
            Line("reading", "每月一次午间读书会。", (3,), "reading", 4, Audience.LEAGUE),
            Line("young", "新人讲一次自己修过的最难的错。", (5,), "other", 5, Audience.LEAGUE),
        ),
        shanghai(2018, 4, 11, 12, 50),
        shanghai(2018, 4, 12, 9, 20),
        young="每人讲一次，听的人提一个问题。（示例）",
        guided=False,
        held=(
            Held(
                "reading",
                shanghai(2018, 4, 24, 12, 20),
                "午间读书会",
                "四楼茶水间",
                "读一章，聊二十分钟。",
                11,
                40,
            ),
            Held(
                "reading", shanghai(2018, 5, 29, 12, 20), "午间读书会", "四楼茶水间", "这次换了小说。", 14, 40
            ),
            Held(
                "young",
                shanghai(2018, 5, 17, 17),
                "我修过的最难的错",
                "四楼会议室",
                "四个人讲，提了九个问题。",
                16,
                70,
            ),
        ),
    ),
)

RESEARCH, SECRETARY = "sample-tech-research", "liyiming"
FIRST = (
    Line("meeting", "支部动员会。", (1, 2), "mobilisation", 4),
    Line("charter", "党章学习，每人交三篇心得。", (3,), "study", 4),
    Line("identity", "亮身份、亮承诺。", (4,)),
    Line("young", "青年骨干参加就行。", (5,), audience=YOUNG),
)
MENDED = (
    Line("charter", "党章学习两次，会上聊，不写心得。", (3,), "study", 4),
    Line("young", "青年骨干每人认一个技术难点，季度末讲一次。", (5,), "other", 6, YOUNG),
    Line("night", "“灯下课”：党员轮流讲一个刚解决的问题。", (), "study", 5, Audience.EVERYBODY),
)
RESEARCH_HELD = (
    Held(
        "meeting",
        shanghai(2018, 4, 17, 18),
        "研发支部动员会",
        "五楼会议室",
        "和团支部一起开的。",
        21,
        40,
        ("sample-tech-league",),
    ),
    Held(
        "charter", shanghai(2018, 4, 25, 18), "学党章（一）", "五楼会议室", "读第一章，聊了四十分钟。", 12, 60
    ),
    Held("charter", shanghai(2018, 5, 9, 18), "学党章（二）", "五楼会议室", "读第三章。", 11, 60),
    Held(
        "night",
        shanghai(2018, 5, 23, 19),
        "灯下课：一次丢包是怎么查出来的",
        "五楼会议室",
        "程墨讲的，录了音给没来的人。",
        18,
        50,
    ),
)

#: Plans for the second campaign: two wait for the committee when the replay stops, one is being written.
LATER = (
    Script(
        RESEARCH,
        SECRETARY,
        (
            Line("core", "把国密算法的自测跑通，写成一篇说明。", (1,), "other", 6),
            Line("learn", "党的生日前学一次入党誓词的来历。", (2,), "party-day", 6),
            Line("front", "党员带头值周末的班。", (3,), month=7),
        ),
        shanghai(2018, 6, 4, 20, 15),
        guided=False,
        notice=CORE,
    ),
    Script(
        "sample-tech-league",
        "linxiaoman",
        (
            Line("learn", "和研发支部一起学入党誓词的来历。", (2,), "party-day", 6, Audience.LEAGUE),
            Line("front", "新人提一个安全隐患，党员帮着改。", (1, 3), "other", 7, Audience.LEAGUE),
        ),
        shanghai(2018, 6, 5, 9, 5),
        guided=False,
        notice=CORE,
    ),
)
BEGUN = (Line("core", "把线上告警的误报压下去一半。", (1,), "other", 6),)
