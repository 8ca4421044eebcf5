"""What other rooms may use of the directory."""

from sixianghui.directory.commands import (
    appoint,
    begin_term,
    found_committee,
    found_posts,
    guide,
    register_enterprise,
    register_unit,
)
from sixianghui.directory.models import Appointment, Enterprise, Guidance, Unit, UnitKind
from sixianghui.directory.queries import enterprises, open_units, tree
from sixianghui.directory.signals import appointment_changed

__all__ = [
    "Appointment",
    "Enterprise",
    "Guidance",
    "Unit",
    "UnitKind",
    "appoint",
    "appointment_changed",
    "begin_term",
    "enterprises",
    "found_committee",
    "found_posts",
    "guide",
    "open_units",
    "register_enterprise",
    "register_unit",
    "tree",
]
