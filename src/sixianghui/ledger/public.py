"""What other rooms may use of the ledger."""

from sixianghui.ledger.commands import freeze, one_after_another, publish
from sixianghui.ledger.contracts import fact_models, facts_without_uniqueness
from sixianghui.ledger.days import DayInShanghai
from sixianghui.ledger.figures import (
    Column,
    Figure,
    Group,
    Method,
    Subtotals,
    UnknownFigure,
    Use,
    all_figures,
    get,
    note_use,
    register,
    registry,
)
from sixianghui.ledger.gate import settled
from sixianghui.ledger.models import Fact, FactQuerySet, Publication
from sixianghui.ledger.personal import FACT
from sixianghui.ledger.queries import (
    Grouped,
    Part,
    Reading,
    Sees,
    Since,
    grouped,
    in_every_way,
    is_guarded,
    keeps_past,
    publications,
    read,
    seal_holds,
    since,
    table,
    value_of,
)
from sixianghui.ledger.rules import Showing
from sixianghui.ledger.scope import WHOLE, Scope, ScopeError, register_kind, units_by_name
from sixianghui.ledger.seal import cells, digest, digests_of, row_digest

__all__ = [
    "FACT",
    "WHOLE",
    "Column",
    "DayInShanghai",
    "Fact",
    "FactQuerySet",
    "Figure",
    "Group",
    "Grouped",
    "Method",
    "Part",
    "Publication",
    "Reading",
    "Scope",
    "ScopeError",
    "Sees",
    "Showing",
    "Since",
    "Subtotals",
    "UnknownFigure",
    "Use",
    "all_figures",
    "cells",
    "digest",
    "digests_of",
    "fact_models",
    "facts_without_uniqueness",
    "freeze",
    "get",
    "grouped",
    "in_every_way",
    "is_guarded",
    "keeps_past",
    "note_use",
    "one_after_another",
    "publications",
    "publish",
    "read",
    "register",
    "register_kind",
    "registry",
    "row_digest",
    "seal_holds",
    "settled",
    "since",
    "table",
    "units_by_name",
    "value_of",
]
