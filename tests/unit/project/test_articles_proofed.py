"""The demo's own articles under its own proofs: good Chinese gives a reviewer nothing that must be looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sixianghui.channel.proofing import Around, Part, Passage, Severity, proof
from sixianghui.project.replay.content import drafts
from sixianghui.project.replay.content.drafts import Block, BlockKind, Draft
from sixianghui.project.replay.directory import FIRMS

_PARTS = {BlockKind.HEADING: Part.HEADING, BlockKind.QUOTE: Part.QUOTE, BlockKind.PICTURE: Part.CAPTION}
UNITS = tuple(entry.name for firm in FIRMS for entry in firm.units) + tuple(firm.name for firm in FIRMS)


def passages(draft: Draft) -> Iterator[Passage]:
    """All that readers will read of an article."""
    yield Passage(Part.TITLE, draft.title)
    yield Passage(Part.SUMMARY, draft.summary)
    for number, block in enumerate(draft.body, start=1):
        yield from (Passage(_part(block), text, number) for text in (block.words, *block.items) if text)
    yield from (Passage(Part.STEP, step.text, number) for number, step in enumerate(draft.steps, start=1))


def _part(block: Block) -> Part:
    return _PARTS.get(block.kind, Part.TEXT)


def told(draft: Draft) -> list[tuple[str, str, str]]:
    """What is found in an article."""
    found = proof(list(passages(draft)), Around(draft.at.date(), UNITS))
    return [
        (str(one.severity), str(one.kind), f"{one.before}[{one.excerpt}]{one.after}→{one.instead}")
        for one in found
    ]


def test_articles_of_the_demo_when_proofed_then_few_ask_for_a_look() -> None:
    """A story about a date that does not exist names one; more than a handful would be the rules' own fault."""
    found = [(draft.key, one) for draft in drafts() for one in told(draft)]
    musts = [one for one in found if one[1][0] == Severity.MUST]
    assert len(drafts()) > 40
    assert len(musts) <= len(drafts()) / 100, musts
    assert len(found) <= len(drafts()) / 20, found


@pytest.mark.parametrize(
    ("right", "wrong", "kind"),
    [("。", "，。", "marks_together"), ("的", "的的", "doubled"), ("（示例）", "（示例", "unbalanced")],
    ids=["marks", "doubled", "unbalanced"],
)
def test_articles_of_the_demo_when_spoiled_then_each_is_found(right: str, wrong: str, kind: str) -> None:
    spoiled = missed = 0
    for draft in drafts():
        whole = list(passages(draft))
        place = next((n for n, one in enumerate(whole) if one.part is Part.TEXT and right in one.text), None)
        if place is None:
            continue
        text = whole[place].text.replace(right, wrong, 1)
        whole[place] = Passage(Part.TEXT, text, whole[place].number)
        spoiled += 1
        missed += kind not in {str(one.kind) for one in proof(whole, Around(draft.at.date(), UNITS))}
    # One in a hundred is read as somebody meant it: “目的的” is no slip.
    assert (spoiled > 20, missed * 100 <= spoiled) == (True, True)
