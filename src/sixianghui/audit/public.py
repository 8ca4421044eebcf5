"""What other rooms may use of the chain."""

from sixianghui.audit.anchors import Anchor
from sixianghui.audit.commands import private, record
from sixianghui.audit.guards import guard
from sixianghui.audit.models import AuditEvent
from sixianghui.audit.queries import (
    ChainBroken,
    anchor,
    export,
    newest_at,
    newest_holds,
    settle_anchors,
    verify,
)
from sixianghui.audit.verifier import Verdict

__all__ = [
    "Anchor",
    "AuditEvent",
    "ChainBroken",
    "Verdict",
    "anchor",
    "export",
    "guard",
    "newest_at",
    "newest_holds",
    "private",
    "record",
    "settle_anchors",
    "verify",
]
