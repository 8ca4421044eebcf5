"""The form of a plan as one page: its lines, what is proposed, what somebody else wrote meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sixianghui.campaigns.forms.plans import Choices, GoalForm, LineForm
from sixianghui.campaigns.models import Ask, Audience, Goal, Plan, PlanLine, Point, Stance
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.proposals import proposals
from sixianghui.campaigns.rules.contents import Line, Proposal
from sixianghui.common import ids

#: For whom a plan states goals, in the order of the form.
GOALS = (Audience.MEMBERS, Audience.CORE_YOUNG)


@dataclass
class Clashes:
    """What somebody else wrote meanwhile, by the ref of a line or goal; and what could not be kept, with the reason.

    `refused`: why the plan takes nothing more, whatever the line says.
    """

    theirs: dict[str, PlanLine | Goal] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    posted: dict[str, LineForm | GoalForm] = field(default_factory=dict)
    refused: str = ""

    def __bool__(self) -> bool:
        return bool(self.theirs or self.faults or self.refused)

    @property
    def status(self) -> int:
        """How the page answers that shows them."""
        return 409 if self.theirs or self.refused else 422


@dataclass(frozen=True)
class Editable:
    """A line or goal as the page offers it for writing, with what somebody else wrote meanwhile."""

    form: LineForm | GoalForm
    theirs: PlanLine | Goal | None = None
    fault: str = ""
    label: str = ""


@dataclass(frozen=True)
class Proposed:
    """A proposal with the form that takes it."""

    proposal: Proposal
    form: LineForm

    @property
    def line(self) -> Line:
        return self.proposal.line


@dataclass(frozen=True)
class Sheet:
    """Everything that the page offers for writing. `spare` is the pattern after which a browser makes more lines."""

    due: dt.date | None
    lines: list[Editable]
    asked: list[Editable]
    proposals: list[Proposed]
    own: LineForm
    not_for_us: LineForm
    spare: LineForm
    goals: list[Editable]
    items: list[Point]
    handed_in_before: bool


def sheet(plan: Plan, clashes: Clashes) -> Sheet:
    """The page as it is now. A fixed number of queries."""
    lines = queries.lines_of(plan)
    choices = Choices.of(plan, [line.month for line in lines if line.month])
    return Sheet(
        due=queries.due_on(plan.notice),
        lines=[_editable(line, choices, clashes) for line in lines] + _unkept(lines, clashes),
        asked=_asked(lines, choices),
        proposals=[_proposed(one, choices) for one in proposals(plan)],
        own=LineForm(prefix=ids.new_ref(), choices=choices, initial=_blank(choices)),
        not_for_us=LineForm(
            prefix=ids.new_ref(), choices=choices, initial={"stance": Stance.NOT_APPLICABLE, "version": 0}
        ),
        spare=LineForm(prefix="new", choices=choices, initial=_blank(choices)),
        goals=_goals(plan, clashes),
        items=choices.items,
        handed_in_before=queries.was_handed_in(plan),
    )


def _blank(choices: Choices) -> dict[str, Any]:
    return {
        "stance": Stance.OWN,
        "version": 0,
        "month": choices.usual.isoformat(),
        "audience": Audience.MEMBERS,
    }


def initial_of(line: PlanLine) -> dict[str, Any]:
    """A line as its form shows it."""
    return {
        "stance": line.stance,
        "text": line.text,
        "reason": line.reason,
        "month": line.month.isoformat() if line.month else "",
        "audience": line.audience,
        "kind": line.kind,
        "carrier": str(line.carrier_id or ""),
        "items": [str(cover.point_id) for cover in line.covers.all()],
        "version": line.version,
    }


def _editable(line: PlanLine, choices: Choices, clashes: Clashes) -> Editable:
    posted = clashes.posted.get(line.ref)
    if posted is None:
        return Editable(LineForm(prefix=line.ref, choices=choices, initial=initial_of(line)))
    return Editable(
        _at_version(posted, line.version), clashes.theirs.get(line.ref), clashes.faults.get(line.ref, "")
    )


def _at_version(form: LineForm | GoalForm, version: int) -> LineForm | GoalForm:
    """The form as it was sent, now standing on the version that is there: sent again, it is the one that counts."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[f"{form.prefix}-version"] = str(version)
    form.data = data
    return form


def _unkept(lines: list[PlanLine], clashes: Clashes) -> list[Editable]:
    """What was written and is no line yet: new ones with a fault, and lines that somebody else took out meanwhile."""
    there = {line.ref for line in lines}
    return [
        Editable(
            _at_version(form, clashes.theirs[ref].version) if ref in clashes.theirs else form,
            clashes.theirs.get(ref),
            clashes.faults.get(ref, ""),
        )
        for ref, form in clashes.posted.items()
        if ref not in there and isinstance(form, LineForm)
    ]


def _asked(lines: list[PlanLine], choices: Choices) -> list[Editable]:
    """For each point that wants a sentence for an answer and has none yet: a line to write it in."""
    covered = {cover.point_id for line in lines for cover in line.covers.all()}
    return [
        Editable(
            LineForm(
                prefix=f"answer-{point.pk}",
                choices=choices,
                initial={
                    "stance": Stance.COVERS,
                    "version": 0,
                    "audience": point.audience,
                    "items": [str(point.pk)],
                },
            ),
            label=point.title,
        )
        for point in choices.items
        if point.ask == Ask.ANSWER and point.pk not in covered
    ]


def _proposed(proposal: Proposal, choices: Choices) -> Proposed:
    line = proposal.line
    initial = {
        "stance": line.stance,
        "text": line.text,
        "month": line.month,
        "audience": line.audience,
        "kind": line.kind if line.kind in dict(choices.kinds) else "",
        "carrier": str(line.carrier or ""),
        "items": [str(point) for point in line.items],
        "version": 0,
    }
    return Proposed(proposal, LineForm(prefix=proposal.ref, choices=choices, initial=initial))


def _goals(plan: Plan, clashes: Clashes) -> list[Editable]:
    there = {goal.ref: goal for goal in queries.all_goals_of(plan)}
    found = []
    for ref in dict.fromkeys([*map(str, GOALS), *there]):
        goal = there.get(ref)
        if ref in clashes.posted:
            form: LineForm | GoalForm = _at_version(clashes.posted[ref], goal.version if goal else 0)
        else:
            initial = (
                {"audience": goal.audience, "text": goal.text, "model": goal.model, "version": goal.version}
                if goal
                else {"audience": ref, "version": 0}
            )
            form = GoalForm(prefix=ref, initial=initial)
        found.append(Editable(form, clashes.theirs.get(ref), clashes.faults.get(ref, "")))
    return found
