"""Reads of the room, by noun."""

from sixianghui.privacy.queries.breaches import (
    Affected,
    affected,
    breach_of,
    breaches_of,
    rooms_with_people,
    units_to_choose,
)
from sixianghui.privacy.queries.copies import copies_of, copy_file, copy_of, may_follow
from sixianghui.privacy.queries.mine import Told, consents_now, everything_about, subject_of
from sixianghui.privacy.queries.records import assessment_of, assessments_of, office_of
from sixianghui.privacy.queries.register import PurposePage, register_by_purpose
from sixianghui.privacy.queries.requests import (
    EDIT_PERSON,
    own_requests,
    person_to_correct,
    request_of,
    requests_to_answer,
    topic_words,
    topics,
    unit_of,
    waiting_for,
)

__all__ = [
    "EDIT_PERSON",
    "Affected",
    "PurposePage",
    "Told",
    "affected",
    "assessment_of",
    "assessments_of",
    "breach_of",
    "breaches_of",
    "consents_now",
    "copies_of",
    "copy_file",
    "copy_of",
    "everything_about",
    "may_follow",
    "office_of",
    "own_requests",
    "person_to_correct",
    "register_by_purpose",
    "request_of",
    "requests_to_answer",
    "rooms_with_people",
    "subject_of",
    "topic_words",
    "topics",
    "unit_of",
    "units_to_choose",
    "waiting_for",
]
