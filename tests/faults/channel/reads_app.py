"""An app that dies right after it has written a batch of reads, before it says so: once for each time it is asked to.

With `careless` it is the control: it knows no batch again, and no reader.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from sixianghui.project import app, wsgi  # which readies Django


def main(words: list[str]) -> int:
    """Be the product's app, with that one fault. The file `die` in the data folder asks for it."""
    from sixianghui.channel import commands, counting
    from sixianghui.channel.commands import reads

    assert wsgi.application
    asked, record = Path(os.environ["SIXIANGHUI_DATA"], "die"), commands.record_reads

    def dying(batch: Any) -> int:
        written = record(batch)
        if asked.exists():
            asked.unlink()
            os._exit(9)
        return written

    commands.record_reads = dying
    if words == ["careless"]:
        reads._is_new = lambda batch: True
        counting.counted = lambda visits, known: sorted(visits, key=lambda one: one.at)
    return app.run(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
