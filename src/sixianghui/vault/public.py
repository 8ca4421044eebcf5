"""What other rooms may use: encrypted fields, the blind index, the register of personal data, and its holders."""

from sixianghui.vault import purposes
from sixianghui.vault.commands import clean, renew_master, reseal, rotate
from sixianghui.vault.fields import HIDDEN, EncryptedTextField
from sixianghui.vault.holders import (
    Erasure,
    Holder,
    Item,
    Kept,
    Section,
    Subject,
    from_register,
    holders,
    nothing_to_erase,
    register_holder,
)
from sixianghui.vault.keyring import blind_index
from sixianghui.vault.masters import CannotOpen, Masters, install
from sixianghui.vault.queries import encrypted_fields, status
from sixianghui.vault.register import (
    NOT_PERSONAL,
    Basis,
    Class,
    Declared,
    Entry,
    Purpose,
    Registered,
    Sees,
    faults,
    register_model,
    register_models,
    registered,
    registered_for,
)

__all__ = [
    "HIDDEN",
    "NOT_PERSONAL",
    "Basis",
    "CannotOpen",
    "Class",
    "Declared",
    "EncryptedTextField",
    "Entry",
    "Erasure",
    "Holder",
    "Item",
    "Kept",
    "Masters",
    "Purpose",
    "Registered",
    "Section",
    "Sees",
    "Subject",
    "blind_index",
    "clean",
    "encrypted_fields",
    "faults",
    "from_register",
    "holders",
    "install",
    "nothing_to_erase",
    "purposes",
    "register_holder",
    "register_model",
    "register_models",
    "registered",
    "registered_for",
    "renew_master",
    "reseal",
    "rotate",
    "status",
]
