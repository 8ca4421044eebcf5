"""The digest of a number: what a publication is sealed with, and how anybody can compute it again.

1. A row becomes a JSON list of texts: its kind ("wechat.accountbranch"), its id, and its cells in the order
of the
   figure's columns, as a Chinese page shows them (`cell`).
2. A row's digest is the SHA-256, in hex, of that list as JSON in UTF-8 without spaces, characters not
escaped. Rows that are not for everybody are few enough to try them all: theirs is the HMAC-SHA-256 of it with a key
that does not leave the site. 3. The digest of the number is the SHA-256, in hex, of the JSON object of as_of, figure, rows, scope
and version,
   keys in that order, written likewise. `as_of` is UTC ("2018-06-05T02:00:00.000000Z"), `rows` are the rows'
   digests sorted, `scope` is the object of `Scope.to_json`.

The downloads hold everything this needs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from sixianghui.common import time
from sixianghui.ledger.figures import AT_ONCE, Figure
from sixianghui.ledger.scope import Scope
from sixianghui.vault import public as vault


def cell(value: Any) -> str:
    """A value as text: nothing is empty, moments and days are in Shanghai."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dt.datetime):
        return value.astimezone(time.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def cells(figure: Figure, row: Model) -> list[str]:
    """A row as a reader sees it, in the language of the page."""
    return [cell(column.value(row)) for column in figure.columns]


def row_digest(figure: Figure, row: Model) -> str:
    """The digest of one row."""
    with override("zh-hans"):
        plain = _sha256([row._meta.label_lower, str(row.pk), *cells(figure, row)])
    return plain if figure.rows_need is None else _keyed(figure.name, plain)


def digest(figure: Figure, scope: Scope, as_of: dt.datetime, rows: Iterable[str]) -> str:
    """The digest of a number from the digests of its rows."""
    moment = as_of.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return _sha256(
        {
            "as_of": moment,
            "figure": figure.name,
            "rows": sorted(rows),
            "scope": scope.to_json(),
            "version": figure.version,
        }
    )


def digests_of(figure: Figure, evidence: QuerySet) -> list[str]:
    """The digests of all rows, read in portions."""
    return [row_digest(figure, row) for row in evidence.iterator(chunk_size=AT_ONCE)]


def _keyed(name: str, plain: str) -> str:
    return hmac.new(_key(name), plain.encode(), hashlib.sha256).hexdigest()


@lru_cache
def _key(name: str) -> bytes:
    """A figure's key, from the one of the blind indexes, which stays as it is when keys are changed."""
    return vault.blind_index("ledger.seal", name).encode()


def _sha256(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
