"""What other rooms may use of complaints: say who asked on a page, so that “this asks too much” goes past them; keep
machines out of a form that needs no signing in; and show the questions that everybody may read."""

from sixianghui.complaints.askers import Asker, register_asker
from sixianghui.complaints.commands import (
    Written,
    add_outcome,
    answer,
    pass_on,
    prepare,
    ref_of,
    release,
    write,
)
from sixianghui.complaints.limits import Limit, has_to_wait
from sixianghui.complaints.limits import note as note_attempt
from sixianghui.complaints.models import Kind
from sixianghui.complaints.queries import (
    Change,
    Destination,
    PublicLetter,
    destinations,
    letter_on_desk,
    newest_preparation,
    public_letter,
    released_letters,
)
from sixianghui.complaints.rules import Asking, Told
from sixianghui.complaints.search import KIND as LETTERS
from sixianghui.complaints.search import LIST as LETTERS_TAG
from sixianghui.complaints.slips import BadSlip, TooQuick, new_slip, nonce_of

__all__ = [
    "LETTERS",
    "LETTERS_TAG",
    "Asker",
    "Asking",
    "BadSlip",
    "Change",
    "Destination",
    "Kind",
    "Limit",
    "PublicLetter",
    "Told",
    "TooQuick",
    "Written",
    "add_outcome",
    "answer",
    "destinations",
    "has_to_wait",
    "letter_on_desk",
    "new_slip",
    "newest_preparation",
    "nonce_of",
    "note_attempt",
    "pass_on",
    "prepare",
    "public_letter",
    "ref_of",
    "register_asker",
    "release",
    "released_letters",
    "write",
]
