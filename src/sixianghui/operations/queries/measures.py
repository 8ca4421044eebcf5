"""What a site says of itself in numbers, to be compared before and after a move: every figure, and the audit chain."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.ledger import public as ledger


def measure(at: dt.datetime) -> dict[str, Any]:
    """`figures`: name → value over the whole, as seen at that moment; `chain`: what its verification says."""
    with time.using(time.ManualClock(at)):
        figures = {str(row["name"]): row["value"] for row in ledger.table()}
        verdict = audit.verify()
    return {"figures": figures, "chain": str(verdict), "chain_holds": verdict.ok}
