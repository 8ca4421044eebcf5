"""The slip in a form: signed, with the moment it was made and a random number that makes one letter of one form."""

from __future__ import annotations

from django.core import signing

from sixianghui.common import ids
from sixianghui.complaints import rules

_signer = signing.TimestampSigner(salt="complaints.slip")


class BadSlip(ValueError):
    """A slip that we did not make, or whose key is gone."""


class TooQuick(ValueError):
    """A form that came back faster than anybody writes."""


def new_slip() -> str:
    """A slip for a form that is about to be shown."""
    return _signer.sign(ids.new_token(16))


def nonce_of(slip: str) -> str:
    """The random number of a slip that somebody has sent back. Raises `BadSlip`, or `TooQuick`."""
    try:
        _signer.unsign(slip, max_age=rules.SECONDS_TO_WRITE)
    except signing.SignatureExpired:
        return _signer.unsign(slip)
    except signing.BadSignature as error:
        raise BadSlip from error
    raise TooQuick
