"""`sixianghui audit`: verify the chain, export it, leave an anchor."""

from __future__ import annotations

import sys
from pathlib import Path

from sixianghui.audit import public as audit
from sixianghui.common.errors import HouseError


def run(what: str, *, file: Path | None) -> int:
    """0 the chain holds (or was exported); 1 it does not, and the first bad link is named."""
    try:
        if what == "export":
            audit.export(file or Path("/dev/stdout"))
            return 0
        if what == "anchor":
            audit.anchor()
            return 0
        found = audit.verify()
    except HouseError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    print(found, file=sys.stdout if found.ok else sys.stderr)
    return 0 if found.ok else 1
