"""What this room keeps about people: the rosters, statuses with their history, and posts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sixianghui.ledger import public as ledger
from sixianghui.vault.public import NOT_PERSONAL, Class, Entry, Sees, purposes, register_model

_STAFF = (Sees.SELF, Sees.UNIT, Sees.ABOVE)
_ROSTER = Entry(Class.INTERNAL, purposes.ROSTER, purposes.ON_ROSTER, _STAFF)
#: Not named among sensitive data by law; the house treats it as such. It is counted, so it is not encrypted.
_STANDING = Entry(Class.RESTRICTED, purposes.ROSTER, purposes.ON_ROSTER, _STAFF)
_STATE = Entry(Class.INTERNAL, purposes.ROSTER, purposes.WITH_RECORD, _STAFF)
_FINDING = Entry(
    Class.INTERNAL,
    purposes.ROSTER,
    purposes.ON_ROSTER,
    _STAFF,
    unexported=_("由姓名算出的拼音，或随机的编号，不含别的内容。"),
)


#: Of somebody who agreed, and only as long as they do.
_SHOWN = Entry(Class.PUBLIC, purposes.CARD, purposes.UNTIL_TAKEN_BACK, (Sees.EVERYBODY,))


def register() -> None:
    """Called when the app is ready."""
    register_model("directory.Enterprise", {"name short_name is_sample registered_at": NOT_PERSONAL})
    register_model(
        "directory.Unit",
        {
            "parent position kind name short_name slug enterprise summary": NOT_PERSONAL,
            "is_sample founded_on closed_on": NOT_PERSONAL,
        },
    )
    register_model("directory.Guidance", {**ledger.FACT, "committee ended_at": NOT_PERSONAL})
    register_model("directory.Term", {"unit began_on ends_on years rule": NOT_PERSONAL})
    _people()


def _people() -> None:
    """The roster."""
    own = {"person": "person_id"}
    register_model(
        "directory.Person",
        {
            "account name birth_on employed_on number left_on": _ROSTER,
            "ref pinyin initials": _FINDING,
            "is_sample entered_at changed_at erased_at": _STATE,
        },
        about={"person": "pk"},
    )
    register_model("directory.Affiliation", {"person unit line since until": _ROSTER}, about=own)
    register_model("directory.Standing", {"person line status since until": _STANDING}, about=own)
    register_model(
        "directory.Appointment", {"person unit post since until": _ROSTER, "ref": _FINDING}, about=own
    )
    register_model(
        "directory.AppointmentRequest",
        {
            "person unit post since reason asked_at outcome decided_at answer": _ROSTER,
            "asked_by decided_by": purposes.DONE_BY,
            "ref": _FINDING,
        },
        about=own,
    )
    register_model(
        "directory.Card",
        {"person line": _SHOWN, "ref": _FINDING},
        about=own,
    )
    register_model(
        "directory.Handover",
        {
            "appointment successor note offered_at outcome ended_at moved": _ROSTER,
            "ref": _FINDING,
        },
        about={"person": "successor_id appointment__person_id"},
    )
