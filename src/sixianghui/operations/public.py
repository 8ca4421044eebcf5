"""What other rooms may use of operations: say what is to be checked; `project` moves a site with it, backs it up, restores it."""

from sixianghui.operations.archive import Content
from sixianghui.operations.arrangement import Arrangement
from sixianghui.operations.checks import Check, Finding, Level, Result, ask_all, register_check
from sixianghui.operations.commands.backups import back_up, forget_work
from sixianghui.operations.commands.indexes import make_indexes
from sixianghui.operations.commands.moving import (
    OPTIONS,
    CannotMove,
    Target,
    copy,
    differences,
    same_tables,
)
from sixianghui.operations.commands.restoring import Settled, settle
from sixianghui.operations.databases import DatabaseFault, put_into_postgres
from sixianghui.operations.erased_list import listed_beside
from sixianghui.operations.gauges import register_gauge
from sixianghui.operations.inspecting import differences as unequal
from sixianghui.operations.inspecting import look_into_here, look_into_sqlite
from sixianghui.operations.keys import KeyFault
from sixianghui.operations.keys import make as make_backup_key
from sixianghui.operations.queries.backups import names_made
from sixianghui.operations.queries.measures import measure
from sixianghui.operations.queries.tables import open_sqlite
from sixianghui.operations.rules import moment_of
from sixianghui.operations.stores import StoreFault, store_of

__all__ = [
    "OPTIONS",
    "Arrangement",
    "CannotMove",
    "Check",
    "Content",
    "DatabaseFault",
    "Finding",
    "KeyFault",
    "Level",
    "Result",
    "Settled",
    "StoreFault",
    "Target",
    "ask_all",
    "back_up",
    "copy",
    "differences",
    "forget_work",
    "listed_beside",
    "look_into_here",
    "look_into_sqlite",
    "make_backup_key",
    "make_indexes",
    "measure",
    "moment_of",
    "names_made",
    "open_sqlite",
    "put_into_postgres",
    "register_check",
    "register_gauge",
    "same_tables",
    "settle",
    "store_of",
    "unequal",
]
