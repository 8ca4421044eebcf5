"""What other rooms may use of complaints: say who asked on a page, so that “this asks too much” goes past them."""

from sixianghui.complaints.askers import Asker, register_asker
from sixianghui.complaints.commands import Written, answer, pass_on, ref_of, write
from sixianghui.complaints.models import Kind
from sixianghui.complaints.queries import Destination, destinations, letter_on_desk

__all__ = [
    "Asker",
    "Destination",
    "Kind",
    "Written",
    "answer",
    "destinations",
    "letter_on_desk",
    "pass_on",
    "ref_of",
    "register_asker",
    "write",
]
