"""What other rooms may use of complaints: say who asked on a page, so that “this asks too much” goes past them; and keep
machines out of a form that needs no signing in."""

from sixianghui.complaints.askers import Asker, register_asker
from sixianghui.complaints.commands import Written, answer, pass_on, ref_of, write
from sixianghui.complaints.limits import Limit, has_to_wait
from sixianghui.complaints.limits import note as note_attempt
from sixianghui.complaints.models import Kind
from sixianghui.complaints.queries import Destination, destinations, letter_on_desk
from sixianghui.complaints.slips import BadSlip, TooQuick, new_slip, nonce_of

__all__ = [
    "Asker",
    "BadSlip",
    "Destination",
    "Kind",
    "Limit",
    "TooQuick",
    "Written",
    "answer",
    "destinations",
    "has_to_wait",
    "letter_on_desk",
    "new_slip",
    "nonce_of",
    "note_attempt",
    "pass_on",
    "ref_of",
    "register_asker",
    "write",
]
