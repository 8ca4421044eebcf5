"""A preview as a page shows it: one part at a time, faults by kind, fifty lines to a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from sixianghui.directory.roster import columns, wording
from sixianghui.directory.roster.faults import Fault, Kind, Level
from sixianghui.directory.roster.plan import Change, Entry
from sixianghui.directory.roster.staging import Preview

LINES = 50


@dataclass(frozen=True)
class Part:
    """A part of the preview that one may look at."""

    key: str
    label: str
    count: int | None


@dataclass(frozen=True)
class KindShown:
    """A kind of fault and how many there are."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class FaultShown:
    """A fault in words."""

    words: wording.Words
    found: str
    blocks: bool


@dataclass(frozen=True)
class ChangeShown:
    """A changed column of a person, by its title."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class EntryShown:
    """A person of the roster: what they are, and what would change."""

    entry: Entry
    status: str
    changes: list[ChangeShown]


@dataclass(frozen=True)
class Shown:
    """What a page shows of a preview."""

    parts: list[Part]
    part: str
    kinds: list[KindShown]
    kind: str
    page: Page[Any]
    kept: str


def show(preview: Preview, asked: Mapping[str, str]) -> Shown:
    """The part that was asked for, or the first that has something in it. What makes no sense is passed over."""
    faults = {level: [one for one in preview.faults if one.level is level] for level in Level}
    plan = preview.plan
    rows: dict[str, tuple[str, Sequence[Any]]] = {
        "faults": (_("要改"), faults[Level.FAULT]),
        "changed": (_("要更新"), plan.changed_people),
        "new": (_("新登记"), plan.new_people),
        "units": (_("组织"), [*plan.new_units, *plan.renamed_units]),
        "absent": (_("没提到"), plan.absent),
        "unchanged": (_("没有变"), plan.unchanged_people),
        "mended": (_("已处理"), faults[Level.MENDED]),
    }
    parts = [Part(key, label, len(found)) for key, (label, found) in rows.items() if found]
    parts.append(Part("columns", _("哪一列是什么"), None))
    part = asked.get("show", "") if asked.get("show") in {one.key for one in parts} else parts[0].key
    found = list(rows[part][1]) if part in rows else []
    kinds = _kinds(found) if part in {"faults", "mended"} else []
    kind = asked.get("kind", "") if asked.get("kind") in {one.kind for one in kinds} else ""
    if kind:
        found = [one for one in found if one.kind == kind]
    page = Paginator(found, LINES).get_page(asked.get("page"))
    page.object_list = [_line(one) for one in page.object_list]
    kept = urlencode({"show": part, **({"kind": kind} if kind else {})})
    return Shown(parts, part, kinds, kind, page, kept)


def _kinds(faults: Sequence[Fault]) -> list[KindShown]:
    counted = Counter(one.kind for one in faults)
    return [KindShown(kind, str(wording.LABELS[Kind(kind)]), count) for kind, count in counted.most_common()]


def _line(one: Any) -> Any:
    if isinstance(one, Fault):
        return FaultShown(wording.say(one), one.found, one.level is Level.FAULT)
    if isinstance(one, Entry):
        return EntryShown(one, _status(one), [_change(change) for change in one.changes])
    return one


def _status(entry: Entry) -> str:
    words = [columns.PARTY[entry.party][0]] if entry.party else []
    return "　".join([*words, *([columns.LEAGUE[0]] if entry.league else [])])


def _change(change: Change) -> ChangeShown:
    title = columns.PEOPLE_SHEET.column(change.column).title
    if change.column in columns.PRIVATE:
        return ChangeShown(title, "", _("有变化，号码不在这里显示"))
    return ChangeShown(title, change.before, change.after)
