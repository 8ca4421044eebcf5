"""What other rooms may use of privacy: keys changed from the command line, erasing again after a restore, the list for it."""

from sixianghui.privacy.commands import (
    clean_keys,
    drop_all_copies,
    erase_again,
    note_erased,
    renew_master_key,
    reseal,
    rotate_keys,
)
from sixianghui.privacy.erased import note as add_to_list
from sixianghui.privacy.erased import noted as listed

__all__ = [
    "add_to_list",
    "clean_keys",
    "drop_all_copies",
    "erase_again",
    "listed",
    "note_erased",
    "renew_master_key",
    "reseal",
    "rotate_keys",
]
