"""The other door of this room: what may be used before there is a data folder, and so before Django. Loads none of it.

`project` reads settings with it and restores an archive into an empty folder. Everybody else enters by `public`.
"""

from sixianghui.operations.archive import Content, header_of, unpack
from sixianghui.operations.arrangement import Arrangement, offsite_of
from sixianghui.operations.erased_list import opened as open_erased_list
from sixianghui.operations.keys import KeyFault
from sixianghui.operations.keys import names as backup_keys
from sixianghui.operations.rules import ERASED_LIST, latest
from sixianghui.operations.sealing import Damaged
from sixianghui.operations.stores import StoreFault, store_of

__all__ = [
    "ERASED_LIST",
    "Arrangement",
    "Content",
    "Damaged",
    "KeyFault",
    "StoreFault",
    "backup_keys",
    "header_of",
    "latest",
    "offsite_of",
    "open_erased_list",
    "store_of",
    "unpack",
]
