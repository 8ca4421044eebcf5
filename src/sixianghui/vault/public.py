"""What other rooms may use: encrypted fields, the blind index, the register of personal data, and its holders."""

from sixianghui.vault import purposes
from sixianghui.vault.commands import clean, note_look, renew_master, reseal, rotate
from sixianghui.vault.consents import (
    Asked,
    all_asked,
    consented,
    give_consent,
    register_consent,
    standing,
    withdraw_consent,
)
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
from sixianghui.vault.models import Consent
from sixianghui.vault.queries import consents_of, encrypted_fields, left_to_reseal, looks_at, status
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
from sixianghui.vault.signals import consent_changed

__all__ = [
    "HIDDEN",
    "NOT_PERSONAL",
    "Asked",
    "Basis",
    "CannotOpen",
    "Class",
    "Consent",
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
    "all_asked",
    "blind_index",
    "clean",
    "consent_changed",
    "consented",
    "consents_of",
    "encrypted_fields",
    "faults",
    "from_register",
    "give_consent",
    "holders",
    "install",
    "left_to_reseal",
    "looks_at",
    "note_look",
    "nothing_to_erase",
    "purposes",
    "register_consent",
    "register_holder",
    "register_model",
    "register_models",
    "registered",
    "registered_for",
    "renew_master",
    "reseal",
    "rotate",
    "standing",
    "status",
    "withdraw_consent",
]
