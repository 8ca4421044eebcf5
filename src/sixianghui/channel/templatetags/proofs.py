"""The proofs in templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from sixianghui.channel import proof_words, queries
from sixianghui.channel.checklist import FINDING, QUESTION
from sixianghui.channel.models import Piece, Review
from sixianghui.channel.proofing import QUESTIONS

register = template.Library()


@dataclass(frozen=True)
class Row:
    """A finding and what has been said of it."""

    said: proof_words.Said
    name: str
    answer: str


@register.simple_tag
def proofs_of(piece: Piece, form: Any = None) -> list[Row]:
    """What the proofs find in the latest version of a piece, with what a form says of each."""
    data = form.data if form is not None else {}
    words = [proof_words.said(finding) for finding in queries.findings_of(piece.specific)]
    return [Row(one, FINDING + one.key, str(data.get(FINDING + one.key, ""))) for one in words]


@register.simple_tag
def questions_of(form: Any) -> list[tuple[str, Any, bool]]:
    """The five questions: the field's name, the words, and whether it is ticked."""
    return [
        (QUESTION + one, proof_words.QUESTIONS[one], bool(form.data.get(QUESTION + one))) for one in QUESTIONS
    ]


@register.simple_tag
def checks_kept(review: Review) -> list[str]:
    """What was confirmed with a review."""
    return proof_words.kept(review.checks)
