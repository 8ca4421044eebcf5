"""The units' plans played: written, handed in, guided, settled, and made true by what was held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sixianghui.activities.public import Activity, Record
from sixianghui.campaigns.public import (
    Plan,
    Written,
    advise,
    agree,
    announce_for_line,
    approve,
    begin_plan,
    hand_in,
    realise,
    record_for_line,
    return_plan,
    write_goal,
    write_line,
)
from sixianghui.common.time import shanghai
from sixianghui.project.replay import campaigns
from sixianghui.project.replay.campaigns import CLERK, CONTEST, CORE, MEMBERS, YOUNG
from sixianghui.project.replay.plan_scripts import (
    BEGUN,
    FIRST,
    LATER,
    MENDED,
    NAMED,
    RESEARCH,
    RESEARCH_HELD,
    SAMPLE,
    SECRETARY,
    Held,
    Line,
    Script,
)
from sixianghui.project.replay.steps import Stage, Step


def _plan(stage: Stage, script_unit: str, notice: str, by: str) -> Plan:
    return begin_plan(campaigns.notice(notice), stage.unit(script_unit), by=stage.person(by))


def _write(stage: Stage, plan: Plan, lines: tuple[Line, ...], by: str) -> None:
    items = list(plan.notice.items.order_by("position"))
    year = plan.notice.plan_due_on.year if plan.notice.plan_due_on else 2018
    known = dict(plan.lines.values_list("ref", "version"))
    for line in lines:
        covers = tuple(items[number - 1] for number in line.answers)
        carrier = next((item.carrier_id for item in covers if item.carrier_id), None)
        write_line(
            plan,
            line.key,
            Written(
                text=line.text,
                stance="covers" if covers else "own",
                carrier=carrier,
                kind=line.kind,
                month=dt.date(year, line.month, 1) if line.month else None,
                audience=line.audience,
                items=tuple(item.pk for item in covers),
            ),
            version=known.get(line.key, 0),
            by=stage.person(by),
        )


def _hand_in(script: Script) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        by = stage.person(script.by)
        plan = _plan(stage, script.unit, script.notice, script.by)
        _write(stage, plan, script.lines, script.by)
        for audience, text in ((MEMBERS, script.members), (YOUNG, script.young)):
            if text:
                write_goal(
                    plan,
                    f"goal-{audience}",
                    audience=audience,
                    text=text,
                    model=script.model,
                    version=0,
                    by=by,
                )
        return hand_in(plan, by=by)

    return run


def _settle(script: Script) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        plan = _plan(stage, script.unit, script.notice, script.by)
        settle = agree if script.guided else approve
        return settle(plan, by=stage.person(CLERK))

    return run


def _held(unit: str, by: str, held: Held, kind: str) -> Callable[[Stage], object]:
    def run(stage: Stage) -> object:
        plan = _plan(stage, unit, CONTEST, by)
        record = Record(
            kind=kind or "other",
            title=held.title,
            starts_at=held.at,
            ends_at=held.at + dt.timedelta(minutes=held.minutes),
            present=held.present,
            place=held.place,
            told=held.told,
            partners=tuple(stage.unit(slug) for slug in held.partners),
        )
        return record_for_line(plan, held.line, record, by=stage.person(by))

    return run


def _held_steps(unit: str, by: str, held: tuple[Held, ...], lines: tuple[Line, ...]) -> list[Step]:
    kinds = {line.key: line.kind for line in lines}
    return [
        Step(
            f"held:{unit}:{number}",
            "activities",
            one.at + dt.timedelta(minutes=one.minutes + 20),
            _held(unit, by, one, kinds.get(one.line, "")),
        )
        for number, one in enumerate(held, 1)
    ]


def _script_steps(script: Script) -> list[Step]:
    key = f"plan:{script.notice}:{script.unit}"
    found = [Step(key, "campaigns", script.handed_in, _hand_in(script))]
    if script.settled is not None:
        found.append(Step(f"{key}:settled", "campaigns", script.settled, _settle(script)))
    return found + _held_steps(script.unit, script.by, script.held, script.lines)


def _return(stage: Stage) -> object:
    """The invented branch asks its own people for essays: guided on the line, and returned with the reason."""
    clerk = stage.person(CLERK)
    plan = _plan(stage, RESEARCH, CONTEST, SECRETARY)
    advise(plan, "三篇心得太多了。会上聊透比写满纸管用，能不能改成学两次？", line="charter", by=clerk)
    advise(plan, "“参加就行”看不出目标，写一件他们做得到的事。", line="young", by=clerk)
    return return_plan(plan, "有两行请改一改，改好直接再交，别的都好。", by=clerk)


def _mend(stage: Stage) -> object:
    plan = _plan(stage, RESEARCH, CONTEST, SECRETARY)
    _write(stage, plan, MENDED, SECRETARY)
    return hand_in(plan, by=stage.person(SECRETARY))


def _approve(stage: Stage) -> object:
    return approve(_plan(stage, RESEARCH, CONTEST, SECRETARY), by=stage.person(CLERK), said="这样就好。")


def _share_meeting(stage: Stage) -> object:
    """The League branch held the meeting together with the research branch: it makes a line of its plan true, too."""
    plan = _plan(stage, "sample-tech-league", CONTEST, "linxiaoman")
    activity = Activity.objects.get(title="研发支部动员会")
    return realise(plan, "meeting", activity, by=stage.person("linxiaoman"))


def _announce(stage: Stage) -> object:
    """The League branch's next reading: it stands in the calendar, and makes the line true once it is held."""
    plan = _plan(stage, "sample-tech-league", CONTEST, "linxiaoman")
    at = shanghai(2018, 6, 26, 12, 20)
    return announce_for_line(
        plan,
        "reading",
        kind="reading",
        title="午间读书会（六月）",
        starts_at=at,
        ends_at=at + dt.timedelta(minutes=40),
        place="四楼茶水间",
        by=stage.person("linxiaoman"),
    )


def _begin(stage: Stage) -> object:
    plan = _plan(stage, "sample-tech-operations", CORE, "qinlang")
    _write(stage, plan, BEGUN, "qinlang")
    return plan


def research_steps() -> list[Step]:
    """A plan handed in, returned with two pieces of advice, mended, approved."""
    first = Script(RESEARCH, SECRETARY, FIRST, shanghai(2018, 4, 9, 21, 10), guided=False)
    key = f"plan:{CONTEST}:{RESEARCH}"
    return [
        Step(key, "campaigns", first.handed_in, _hand_in(first)),
        Step(f"{key}:returned", "campaigns", shanghai(2018, 4, 10, 11), _return),
        Step(f"{key}:mended", "campaigns", shanghai(2018, 4, 11, 12, 30), _mend),
        Step(f"{key}:settled", "campaigns", shanghai(2018, 4, 12, 9), _approve),
        *_held_steps(RESEARCH, SECRETARY, RESEARCH_HELD, (*FIRST, *MENDED)),
    ]


def steps() -> list[Step]:
    """All plans and what came of them, to the morning of 5 June."""
    found = [step for script in (*NAMED, *SAMPLE, *LATER) for step in _script_steps(script)]
    begun = Step(f"plan:{CORE}:sample-tech-operations", "campaigns", shanghai(2018, 6, 4, 12, 45), _begin)
    shared = Step(
        "held:sample-tech-league:shared", "campaigns", shanghai(2018, 4, 18, 12, 30), _share_meeting
    )
    coming = Step("coming:reading", "activities", shanghai(2018, 6, 1, 12), _announce)
    return [*found, *research_steps(), shared, coming, begun]
