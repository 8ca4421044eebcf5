"""What counts as one place when it is counted how often something comes from there."""

from __future__ import annotations

import pytest

from sixianghui.common.sources import source_of


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2::7", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
        ("2001:db8:1:3::7", "2001:db8:1:3::"),
        ("", ""),
        ("unix:", "unix:"),
        ("account 7", "account 7"),
    ],
)
def test_address_when_counted_then_a_network_of_a_customer_is_one(address: str, source: str) -> None:
    assert source_of(address) == source
