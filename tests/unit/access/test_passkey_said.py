"""What a device says of a passkey is anything that somebody sends."""

from __future__ import annotations

import pytest
from django import forms

from sixianghui.access.forms import PasskeyEntry, PasskeyProof
from tests.factories import an_account, signed_in

pytestmark = pytest.mark.django_db
#: JSON of which Python makes nothing, and what is none.
WRONG = {"long number": "1" * 5000, "deep": "[" * 100_000, "none": "{", "nothing": ""}


@pytest.mark.parametrize("said", WRONG.values(), ids=WRONG)
def test_passkey_when_the_device_says_nonsense_then_the_form_refuses_it(said: str) -> None:
    for form in (
        PasskeyEntry(data={"credential": said}),
        PasskeyProof(data={"credential": said}, user=an_account()),
    ):
        assert list(form.errors) == ["credential"]
        assert str(form["credential"])


def test_number_of_thousands_of_digits_when_read_by_a_plain_field_then_it_is_a_crash() -> None:
    """The control."""
    with pytest.raises(ValueError, match="digits"):
        forms.JSONField().clean("1" * 5000)


@pytest.mark.parametrize("said", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("address", ["/sign-in/passkey/", "/account/passkeys/", "/account/proof/passkey/"])
def test_passkey_when_nonsense_is_sent_then_it_is_no_crash(address: str, said: str) -> None:
    client = signed_in(an_account())
    assert client.post(address, {"credential": said}).status_code < 500
