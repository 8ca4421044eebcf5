"""What a reviewer confirms before passing: every finding that must be looked at, and five questions. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sixianghui.channel.proofing.text import Finding, Severity

#: What a person looks at that a machine cannot.
QUESTIONS = ("dates", "names", "links", "numbers", "repeats")


class Answer(StrEnum):
    """What a reviewer says of a finding."""

    FINE = "fine"
    MENDED = "mended"


class Fault(StrEnum):
    """Why a review cannot be passed yet."""

    NOT_LOOKED_AT = "not_looked_at"
    STILL_THERE = "still_there"
    QUESTION = "question"


@dataclass(frozen=True)
class CheckFault(Exception):
    """A review that cannot be passed yet: why, and about what."""

    fault: Fault
    about: Finding | str


def accept(findings: Sequence[Finding], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept with the review, from the findings of its text and what the reviewer said.

    given: `questions`, those answered; `findings`, key → answer. Raises `CheckFault` for the first thing not confirmed.
    """
    answered = {str(one) for one in given.get("questions") or ()}
    for question in QUESTIONS:
        if question not in answered:
            raise CheckFault(Fault.QUESTION, question)
    said = given.get("findings") or {}
    if not isinstance(said, Mapping):
        said = {str(one.get("key")): one.get("answer") for one in said if isinstance(one, Mapping)}
    kept = []
    for finding in findings:
        answer = said.get(finding.key)
        if answer == Answer.MENDED:
            raise CheckFault(Fault.STILL_THERE, finding)
        if finding.severity is Severity.MUST and answer != Answer.FINE:
            raise CheckFault(Fault.NOT_LOOKED_AT, finding)
        kept.append(_row(finding, answer))
    there = {finding.key for finding in findings}
    mended = sorted(
        str(key)[:12] for key, answer in said.items() if answer == Answer.MENDED and key not in there
    )
    return {"version": 1, "questions": list(QUESTIONS), "findings": kept, "mended": mended[:200]}


def confirmed(findings: Sequence[Finding]) -> dict[str, Any]:
    """What somebody says who has looked at everything and found it in order."""
    return {
        "questions": list(QUESTIONS),
        "findings": {finding.key: Answer.FINE.value for finding in findings},
    }


def _row(finding: Finding, answer: object) -> dict[str, Any]:
    return {
        "key": finding.key,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "part": finding.part.value,
        "number": finding.number,
        "excerpt": finding.masked,
        "answer": Answer.FINE.value if answer == Answer.FINE else "",
    }
