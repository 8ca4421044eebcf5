"""`sixianghui figures`: every figure and its value now."""

from __future__ import annotations

import json

from sixianghui.ledger import public as ledger


def run(*, as_json: bool) -> int:
    """Print the table of figures, for people or as JSON."""
    rows = ledger.table()
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))  # noqa: T201
        return 0
    width = max((len(str(row["name"])) for row in rows), default=0)
    for row in rows:
        value = "—" if row["value"] is None else f"{row['value']:,}"  # a share of nothing, on a new site
        print(f"{row['name']!s:<{width}}  {value:>10} {row['measure']}  {row['label']}")  # noqa: T201
    return 0
