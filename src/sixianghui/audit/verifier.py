"""Check an audit chain without the site: `python verifier.py DATABASE_FILE|EXPORT.jsonl [--anchors FILE]`.

Needs Python alone. Prints "ok", the count and the last digest, or the first bad row and what is wrong with
it; exit code 0: the chain holds, 1: it does not, 2: the file cannot be read.

A row's digest is the SHA-256, in hex, of this JSON in UTF-8: an object of the FIELDS but `digest`, keys
sorted, no spaces, characters not escaped; all text, but for `seq` (a whole number) and `actor` (a whole
number or null). The first row is 1 and has sixty-four zeros for `previous`. Anchors, kept elsewhere, are
lines with `seq` and `digest`: a chain alone cannot show that its tail was cut off or that all of it was
written anew.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

NAMES = "seq at actor action object_kind object_id result address detail previous digest"
FIELDS = tuple(NAMES.split())
START = "0" * 64
FAULTS = {
    "gap": "这一行缺失或次序不对 / the row is missing or out of order",
    "link": "这一行没有接在上一行后面 / the row does not follow the one before",
    "content": "这一行的内容被改过 / the row was changed",
    "anchor": "这一行和留存的锚不一致 / the row differs from the anchor that was kept",
    "cut": "从这一行起被截掉了 / the chain was cut off from this row on",
}


class Verdict(NamedTuple):
    """`total` rows hold, `head` is the digest of the last of them; `bad` is the first that does not."""

    total: int
    head: str
    bad: int | None = None
    fault: str = ""

    @property
    def ok(self) -> bool:
        """Whether the whole chain holds."""
        return self.bad is None

    def __str__(self) -> str:
        return f"ok {self.total} {self.head}" if self.ok else f"bad {self.bad}: {FAULTS[self.fault]}"


def digest(row: Mapping[str, Any]) -> str:
    """What the `digest` of this row has to be."""
    content = {name: row[name] for name in FIELDS if name != "digest"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check(rows: Iterable[Mapping[str, Any]], anchors: Iterable[Mapping[str, Any]] = ()) -> Verdict:
    """Walk the chain in the order of `seq`."""
    kept = {anchor["seq"]: anchor["digest"] for anchor in anchors}
    count, head = 0, START
    for row in rows:
        seq = count + 1
        fault = "gap" if row["seq"] != seq else "link" if row["previous"] != head else ""
        fault = fault or ("content" if row["digest"] != digest(row) else "")
        fault = fault or ("anchor" if kept.get(seq, row["digest"]) != row["digest"] else "")
        if fault:
            return Verdict(count, head, seq, fault)
        count, head = seq, row["digest"]
    return Verdict(count, head, count + 1, "cut") if max(kept, default=0) > count else Verdict(count, head)


def rows_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a SQLite database (opened read-only), or the objects of a file with one to a line."""
    if path.open("rb").read(16) == b"SQLite format 3\0":
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        query = f"SELECT {','.join(FIELDS)} FROM audit_auditevent ORDER BY seq"
        yield from (dict(zip(FIELDS, values, strict=True)) for values in connection.execute(query))
        return
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.endswith("\n"))  # an unfinished line is none


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Check an audit chain.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--anchors", type=Path)
    options = parser.parse_args(arguments)
    try:
        verdict = check(rows_of(options.file), rows_of(options.anchors) if options.anchors else ())
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        print(f"读不出来 / cannot be read: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(verdict)  # noqa: T201
    return 0 if verdict.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
