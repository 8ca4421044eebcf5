"""What lies on a writer's desk: the blocks as they are typed, what is wrong with them, and what can be counted already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from sixianghui.common.errors import HouseError
from sixianghui.ledger.public import Scope
from sixianghui.reports.commands.steps import body_sentence
from sixianghui.reports.forms import blocks as pieces_of_forms
from sixianghui.reports.forms.blocks import Piece
from sixianghui.reports.queries import composing, naming
from sixianghui.reports.rules import body
from sixianghui.reports.rules.body import Block, BodyError


@dataclass
class Sheet:
    """Pieces in their order, the blocks that they make where nothing is wrong, and the same as plain values."""

    pieces: list[Piece]
    blocks: tuple[Block, ...] = ()
    plain: list[dict[str, Any]] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[str]]:
        """What is wrong, by the name of the piece."""
        return {piece.name: piece.errors for piece in self.pieces if piece.errors}


def written(blocks: tuple[Block, ...]) -> Sheet:
    """A report's blocks on the desk. One query where a number is narrowed to a unit."""
    return Sheet(pieces_of_forms.pieces_of(blocks, naming.names_for(blocks)), blocks, body.to_json(blocks))


def typed(sent: QueryDict) -> list[Piece]:
    """What was sent, not judged yet. Raises `HouseError`."""
    return pieces_of_forms.typed(sent)


def judged(pieces: list[Piece], scope: Scope) -> Sheet:
    """The sheet that these pieces make. A piece in which nothing was typed yet is no block, and nothing is wrong with it."""
    names = naming.names_in(text for piece in pieces for text in piece.texts)
    sheet = Sheet(pieces)
    found: list[Block] = []
    for piece, plain in zip(pieces, pieces_of_forms.plain(pieces, names), strict=True):
        if is_blank(piece) or (piece.errors and piece.kind != "text"):
            continue
        faults = list(_faults(plain, scope))
        piece.errors += faults
        if not faults:  # a text with a name that is none is read as it was typed, but not saved
            sheet.plain.append(plain)
            found += body.from_json([plain])
    sheet.blocks = tuple(found)
    return sheet


def is_blank(piece: Piece) -> bool:
    """Whether nothing was typed into it."""
    return not any(piece.fields.get(name, "").strip() for name in ("text", "title", "figures", "figure"))


def _faults(plain: dict[str, Any], scope: Scope) -> Iterator[str]:
    if plain["kind"] in {"breakdown", "listing"} and not plain["figure"]:
        yield body_sentence(body.Fault.NO_NUMBER)
        return
    try:
        composing.check(body.from_json([plain]), scope)
    except BodyError as why:
        yield body_sentence(why.fault)
    except HouseError as why:
        yield str(why)
