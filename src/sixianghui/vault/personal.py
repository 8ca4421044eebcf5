"""What this room keeps about people: who looked at an encrypted value and why, and what people agreed to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.vault import purposes
from sixianghui.vault.consents import title_of
from sixianghui.vault.register import NOT_PERSONAL, Basis, Class, Entry, Sees, register_model

_LOOK = Entry(Class.INTERNAL, purposes.SAFETY, _("三年"), (Sees.SELF,))
_CONSENT = Entry(
    Class.INTERNAL,
    purposes.REQUESTS,
    _("撤回后再留三年，用来证明"),
    (Sees.SELF, Sees.HANDLER),
    basis=Basis.DUTY,
)


def register() -> None:
    """Called when the app is ready."""
    mine = {"account": "account"}
    register_model("vault.DataKey", {"id klass suite wrapped made_at retired_at removed_at": NOT_PERSONAL})
    register_model("vault.Reveal", {"at account kind object_id field reason": _LOOK}, about=mine)
    register_model(
        "vault.Consent",
        {"account purpose wording given_at withdrawn_at": _CONSENT},
        about=mine,
        shows={"purpose": title_of},
    )
