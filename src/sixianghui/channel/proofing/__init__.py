"""The proofs (三校): what a machine can see in the text of a piece before three people read it. Pure.

It finds and never changes. What is certainly wrong or may hurt somebody must be looked at by every reviewer; the rest
is a hint. Better to miss a fault than to cry at good Chinese: people stop reading lists that cry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sixianghui.channel.proofing import dates, holes, links, marks, names, numbers, repeats, words
from sixianghui.channel.proofing.checks import QUESTIONS, Answer, CheckFault, Fault, accept, confirmed
from sixianghui.channel.proofing.rich import paragraphs
from sixianghui.channel.proofing.text import Around, Finding, Kind, Link, Part, Passage, Severity
from sixianghui.common.wordlist import LONGEST_FILE, ListFault, read_list

__all__ = [
    "LONGEST_FILE",
    "QUESTIONS",
    "Answer",
    "Around",
    "CheckFault",
    "Fault",
    "Finding",
    "Kind",
    "Link",
    "ListFault",
    "Part",
    "Passage",
    "Severity",
    "accept",
    "confirmed",
    "links",
    "paragraphs",
    "proof",
    "read_list",
]

_RULES = (dates.find, names.find, links.find, numbers.find, repeats.find, marks.find, holes.find, words.find)


def proof(passages: Sequence[Passage], around: Around) -> list[Finding]:
    """Everything found, what must be looked at first; the same thing found twice is one finding."""
    found: dict[str, Finding] = {}
    for rule in _RULES:
        for one in rule(passages, around):
            known = found.get(one.key)
            found[one.key] = one if known is None else replace(known, times=known.times + 1)
    order = {(passage.part, passage.number): index for index, passage in reversed(list(enumerate(passages)))}
    return sorted(
        found.values(),
        key=lambda one: (one.severity is not Severity.MUST, order.get((one.part, one.number), 0)),
    )
