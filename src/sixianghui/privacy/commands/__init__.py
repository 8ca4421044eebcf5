"""Writes of the room, by noun."""

from sixianghui.privacy.commands.breaches import TOLD, enter_breach, report_breach, tell_affected
from sixianghui.privacy.commands.consents import give_consent, withdraw_consent
from sixianghui.privacy.commands.copies import (
    READY,
    ask_for_copy,
    drop_all_copies,
    drop_copies,
    drop_old_copies,
    fetch_copy,
    make_copy,
)
from sixianghui.privacy.commands.erasing import (
    clear_residue,
    erase,
    erase_again,
    note_erased,
    preview_erasure,
)
from sixianghui.privacy.commands.keeping import forget_old
from sixianghui.privacy.commands.keys import (
    clean_keys,
    renew_master_key,
    reseal,
    reseal_what_is_left,
    rotate_keys,
)
from sixianghui.privacy.commands.records import discard_assessment, write_assessment
from sixianghui.privacy.commands.requests import (
    ANSWERED,
    answer_request,
    ask_correction,
    ask_erasure,
    withdraw_request,
)

__all__ = [
    "ANSWERED",
    "READY",
    "TOLD",
    "answer_request",
    "ask_correction",
    "ask_erasure",
    "ask_for_copy",
    "clean_keys",
    "clear_residue",
    "discard_assessment",
    "drop_all_copies",
    "drop_copies",
    "drop_old_copies",
    "enter_breach",
    "erase",
    "erase_again",
    "fetch_copy",
    "forget_old",
    "give_consent",
    "make_copy",
    "note_erased",
    "preview_erasure",
    "renew_master_key",
    "report_breach",
    "reseal",
    "reseal_what_is_left",
    "rotate_keys",
    "tell_affected",
    "withdraw_consent",
    "withdraw_request",
    "write_assessment",
]
