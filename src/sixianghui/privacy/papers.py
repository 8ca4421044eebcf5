"""What a copy of "my data" is made of: one file for machines, one to read, both of the same content."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.privacy.queries import Told
from sixianghui.ui.public import long_date
from sixianghui.vault.public import Entry, Item, Text

MACHINE, READER = "my-data.json", "my-data.html"


def packed(account: Account, rooms: list[Told]) -> bytes:
    """The zip."""
    made = time.now().astimezone(time.SHANGHAI)
    context = {
        "account": account,
        "rooms": [(told.label, tables(told), whys(told)) for told in rooms],
        "made": made,
    }
    page = render_to_string("privacy/copy.html", context)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MACHINE, json.dumps(as_json(account, rooms, made), ensure_ascii=False, indent=1))
        archive.writestr(READER, page)
    return out.getvalue()


def as_json(account: Account, rooms: list[Told], made: dt.datetime) -> dict[str, Any]:
    """Everything, with what each thing is kept for."""
    return {
        "made_at": made.isoformat(timespec="seconds"),
        "account": account.username,
        "rooms": [
            {
                "name": told.name,
                "label": str(told.label),
                "tables": [
                    {
                        "table": section.model,
                        "title": str(section.title),
                        "counted_only": section.counts,
                        "rows": [[_item(item) for item in row] for row in section.rows],
                    }
                    for section in told.sections
                ],
            }
            for told in rooms
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    entry = item.entry
    return {
        "field": item.field,
        "label": str(item.label),
        "value": plain(item.value),
        **({"reads": str(item.reads)} if item.reads else {}),
        "class": str(entry.klass.label),
        "purpose": str(entry.purpose.title),
        "basis": str(entry.why.label),
        "retention": str(entry.retention),
        "seen_by": [str(who.label) for who in entry.sees],
    }


def plain(value: Any) -> Any:
    """A value as JSON carries it."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(time.SHANGHAI).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "" or value == [] or value == {}:
        return _("没有")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        return f"{long_date(value)} {value.astimezone(time.SHANGHAI):%H:%M}"
    if isinstance(value, dt.date):
        return long_date(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, list):
        return "、".join(shown(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


@dataclass(frozen=True)
class Table:
    """What one table knows, ready to be read: rows of (word, value); `more`: how many rows are left out."""

    title: Text
    rows: list[list[tuple[Text, str]]]
    many: int
    more: int
    counts: bool


@dataclass(frozen=True)
class Why:
    """What something is kept for, how long, and who sees it."""

    what: str
    entry: Entry


#: Fields that only say that a row is the reader's own.
_ONESELF = {"account", "user", "person"}


def tables(told: Told, *, most: int | None = None, all_of_it: bool = True) -> list[Table]:
    """A room's tables, each with `most` rows at most; without `all_of_it`, what says nothing is left out."""
    found = []
    for section in told.sections:
        rows = [_row(row, section.counts, all_of_it) for row in section.rows[:most]]
        many = len(section.rows)
        found.append(Table(section.title, rows, many, many - len(rows), section.counts))
    return found


def _row(row: tuple[Item, ...], counts: bool, all_of_it: bool) -> list[tuple[Text, str]]:
    return [
        (item.label, str(item.reads) or shown(item.value))
        for item in row
        if (counts or item.field not in _ONESELF)
        and (all_of_it or item.value not in (None, "", False, [], {}))
    ]


def whys(told: Told) -> list[Why]:
    """Why a room keeps what it tells; said once for all that is kept alike."""
    kept: dict[Entry, dict[str, list[str]]] = {}
    alike: dict[str, set[Entry]] = {}
    for section in told.sections:
        for item in (item for row in section.rows for item in row):
            words = kept.setdefault(item.entry, {}).setdefault(str(section.title), [])
            alike.setdefault(str(section.title), set()).add(item.entry)
            if str(item.label) not in words:
                words.append(str(item.label))
    found = []
    for entry, titles in kept.items():
        parts = [
            title
            if len(alike[title]) == 1
            else _("%(title)s里的%(fields)s") % {"title": title, "fields": "、".join(words)}
            for title, words in titles.items()
        ]
        found.append(Why("；".join(parts), entry))
    return found
