"""What this room keeps about people: the rosters, statuses with their history, and posts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import post_label, post_words
from sixianghui.directory.models import Appointment
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
    unexported=gettext_lazy("由姓名算出的拼音，或随机的编号，不含别的内容。"),
)
_UPLOAD = Entry(Class.INTERNAL, purposes.WORK, purposes.WITH_ACCOUNT, (Sees.SELF, Sees.AUDITOR))
#: Kept only where the installation switched the columns on; encrypted.
_NUMBERS = Entry(Class.RESTRICTED, purposes.ROSTER, purposes.ON_ROSTER, (Sees.SELF, Sees.REVEAL))
_NUMBERS_FOUND = Entry(
    Class.RESTRICTED,
    purposes.ROSTER,
    purposes.ON_ROSTER,
    (Sees.NOBODY,),
    unexported=gettext_lazy("由号码算出的密文，或随机的代号，只给机器核对用。"),
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
    register_model("directory.Guidance", {**ledger.FACT, "committee ended_at end_recorded_at": NOT_PERSONAL})
    register_model("directory.Term", {"unit began_on ends_on years rule": NOT_PERSONAL})
    _people()
    _imports()


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
    register_model("directory.RollCount", {"unit line status people": NOT_PERSONAL})
    register_model("directory.Standing", {"person line status since until": _STANDING}, about=own)
    register_model(
        "directory.Appointment",
        {"person unit post since until": _ROSTER, "ref": _FINDING},
        about=own,
        shows={"post": post_label},
    )
    register_model(
        "directory.AppointmentRequest",
        {
            "person unit post since reason asked_at outcome decided_at answer": _ROSTER,
            "asked_by decided_by": purposes.DONE_BY,
            "ref": _FINDING,
        },
        about=own,
        shows={"post": post_label},
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
        shows={"appointment": _post_of, "moved": _how_many},
    )


def _post_of(appointment: Appointment) -> str:
    return f"{appointment.unit.short_name} {post_words(appointment.post)}"


def _how_many(moved: list[object]) -> str:
    return _("%(many)s 件") % {"many": len(moved)}


def _imports() -> None:
    """Rosters on their way in: numbers only; the file lies in a folder and goes after a week."""
    register_model(
        "directory.RosterImport",
        {
            "account": purposes.DONE_BY,
            "file_name": _UPLOAD,
            "ref state uploaded_at finished_at mapping refusal refusal_words": NOT_PERSONAL,
            "counts digest stale failed": NOT_PERSONAL,
        },
        about={"account": "account_id"},
    )
    register_model(
        "directory.PersonNumbers",
        {
            "person phone id_number": _NUMBERS,
            "ref phone_index id_number_index": _NUMBERS_FOUND,
        },
        about={"person": "person_id"},
    )
