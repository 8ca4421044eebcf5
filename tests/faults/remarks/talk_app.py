"""The product's app as it is (`sound`), without limits on writing (`free`), or with a reading of threads that forgets in
which state a remark is (`careless`)."""

from __future__ import annotations

import sys
from typing import Any

from sixianghui.project import app, wsgi  # which readies Django


def main(fault: str) -> int:
    """Be the app."""
    from sixianghui.remarks import limits
    from sixianghui.remarks.queries import reading
    from sixianghui.remarks.queries.remarks import as_shown, remarks

    def everything(thread: Any, *, most: int, before: str = "") -> Any:
        rows = remarks().filter(thread=thread, text__isnull=False).order_by("-at", "-pk")
        return [as_shown(row) for row in rows[:most]], False

    assert wsgi.application
    if fault == "free":
        limits.take = lambda account, *asked: None
    if fault == "careless":
        reading.standing_in = everything
    return app.run(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
