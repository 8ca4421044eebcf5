"""The blocks of a report as controls of one form: `block` names each in its order, its fields begin with that name.

Buttons send `act`: what to do with the list (`up:b2`, `down:b2`, `drop:b2`, `add:text`), or what to do with all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sixianghui.common.errors import HouseError
from sixianghui.ledger import public as ledger
from sixianghui.reports import wording
from sixianghui.reports.rules import body
from sixianghui.reports.rules.body import BY_TIME, MOST_BLOCKS, Block, Form
from sixianghui.reports.wording import Names, Unknown, UnknownWords

KINDS = ("text", "heading", "figures", "breakdown", "listing")
_FIELDS = ("text", "level", "title", "figures", "figure", "by", "form")
_NAME = re.compile(r"[a-z0-9]{1,24}")


@dataclass
class Piece:
    """A block as somebody writes it: its fields as typed, and what is wrong with it."""

    name: str
    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def level(self) -> str:
        """The level of a heading."""
        return "2" if self.fields.get("level") == "2" else "1"

    @property
    def ways(self) -> list[tuple[str, str]]:
        """How its number may be broken down, as (key, words)."""
        return ways_of(self.fields.get("token", ""))

    @property
    def texts(self) -> list[str]:
        """Where numbers are named in it."""
        return [self.fields.get(name, "") for name in ("text", "figures", "figure")]


def ways_of(figure: str) -> list[tuple[str, str]]:
    """In which ways a number may be broken down."""
    found = ledger.registry.figures.get(figure)
    if found is None:
        return [(BY_TIME, _("时间"))]
    over_time = [(BY_TIME, _("时间"))] if found.goes_over_time else []
    return [*over_time, *((group.key, str(group.label)) for group in found.groups)]


def pieces_of(blocks: Iterable[Block], names: Names) -> list[Piece]:
    """Blocks as they are written."""
    return [
        Piece(f"b{place}", body.kind_of(block), _fields(block, names))
        for place, block in enumerate(blocks, start=1)
    ]


def _fields(block: Block, names: Names) -> dict[str, str]:
    match block:
        case body.Heading(text, level):
            return {"text": text, "level": str(level)}
        case body.Text(text):
            return {"text": wording.text_shown(text, names)}
        case body.Figures(title, picks):
            lines = "\n".join(wording.words_of(pick, names) for pick in picks)
            return {"title": title, "figures": lines}
        case body.Breakdown(title, pick, by, form):
            words = {"title": title, "figure": wording.words_of(pick, names), "token": pick.figure}
            return words | {"by": by, "form": form.value}
        case body.Listing(title, pick):
            return {"title": title, "figure": wording.words_of(pick, names)}


def typed(sent: QueryDict) -> list[Piece]:
    """What was sent. Raises `HouseError` for more blocks than a report has."""
    listed = list(dict.fromkeys(name for name in sent.getlist("block") if _NAME.fullmatch(name)))
    if len(listed) > MOST_BLOCKS:
        raise HouseError(_("一份报告最多 %(most)d 段，请合并几段。") % {"most": MOST_BLOCKS})
    pieces = []
    for name in listed:
        kind = sent.get(f"{name}-kind", "")
        if kind in KINDS:
            fields = {one: _kept(sent.get(f"{name}-{one}", "")) for one in _FIELDS}
            pieces.append(Piece(name, kind, fields))
    return pieces


def _kept(text: str) -> str:
    """With one kind of line end, and without what no database keeps inside JSON."""
    return text.replace("\r\n", "\n").replace("\0", " ")


def arranged(pieces: list[Piece], act: str) -> list[Piece]:
    """The list after a button: one moved, taken out, or another added (after `add:text:b2`, else at the end)."""
    verb, _colon, rest = act.partition(":")
    if verb == "add":
        kind, _colon, after = rest.partition(":")
        if kind not in KINDS or len(pieces) >= MOST_BLOCKS:
            return pieces
        at = next((place + 1 for place, one in enumerate(pieces) if one.name == after), len(pieces))
        return [*pieces[:at], Piece(_free(pieces), kind), *pieces[at:]]
    at = next((place for place, one in enumerate(pieces) if one.name == rest), -1)
    if at < 0:
        return pieces
    others = [*pieces[:at], *pieces[at + 1 :]]
    if verb == "drop":
        return others
    to = at + {"up": -1, "down": 1}.get(verb, 0)
    return [*others[: max(to, 0)], pieces[at], *others[max(to, 0) :]]


def _free(pieces: list[Piece]) -> str:
    taken = {one.name for one in pieces}
    return next(name for name in (f"b{number}" for number in range(1, 1000)) if name not in taken)


def plain(pieces: Iterable[Piece], names: Names) -> list[dict[str, Any]]:
    """The blocks as plain values for `rules.body.from_json`. What is wrong with one is said in its `errors`, and its
    place in the list is kept."""
    return [_plain(piece, names) for piece in pieces]


def _plain(piece: Piece, names: Names) -> dict[str, Any]:
    fields = piece.fields
    match piece.kind:
        case "heading":
            return {"kind": "heading", "text": fields.get("text", ""), "level": int(piece.level)}
        case "text":
            text, unknown = wording.text_kept(fields.get("text", ""), names)
            piece.errors += [sentence_of(one) for one in unknown]
            return {"kind": "text", "text": text}
        case "figures":
            tokens = list(_tokens(piece, fields.get("figures", "").split("\n"), names))
            return {"kind": "figures", "title": fields.get("title", ""), "figures": tokens}
        case kind:
            token = next(_tokens(piece, [fields.get("figure", "")], names), "")
            found = {"kind": kind, "title": fields.get("title", ""), "figure": token}
            if kind == "breakdown":
                found["by"], found["form"] = _way(piece, token), _form(fields)
            return found


def _way(piece: Piece, token: str) -> str:
    """The way that was chosen, or the first one where that is none of this number's."""
    piece.fields["token"] = body.Pick.of(token).figure if token else ""
    ways = [key for key, _words in piece.ways]
    by = piece.fields.get("by", "")
    if by not in ways:
        by = piece.fields["by"] = ways[0] if ways else BY_TIME
    return by


def _form(fields: Mapping[str, str]) -> str:
    return Form.TABLE.value if fields.get("form") == Form.TABLE.value else Form.CHART.value


def _tokens(piece: Piece, lines: Iterable[str], names: Names) -> Iterator[str]:
    for line in lines:
        if not line.strip():
            continue
        try:
            yield wording.pick_of(line, names).token()
        except UnknownWords as why:
            piece.errors.append(sentence_of(why.unknown))


def sentence_of(unknown: Unknown) -> str:
    """What is wrong with a name, and what may have been meant."""
    said = {"words": unknown.words, "near": _("、").join(f"“{one}”" for one in unknown.near)}
    if unknown.of_unit:
        if unknown.near:
            return _("没有叫“%(words)s”的组织。是不是%(near)s？") % said
        return _("没有叫“%(words)s”的组织。请写它的简称，或者写“全部”。") % said
    if unknown.near:
        return _("没有叫“%(words)s”的数。是不是%(near)s？") % said
    return _("没有叫“%(words)s”的数。请点“放一个数”找一找；不是数的话，请改用〔〕。") % said
