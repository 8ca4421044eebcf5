"""The ground that the tests stand on."""

from __future__ import annotations

import socket

import pytest

from sixianghui.project.models import Instance


@pytest.mark.django_db(transaction=True)
def test_database_when_a_test_commits_then_the_next_one_finds_it_as_migrated() -> None:
    assert Instance.objects.count() == 0
    Instance.objects.create(is_demo=True)


@pytest.mark.django_db(transaction=True)
def test_database_when_a_test_before_committed_then_is_as_migrated() -> None:
    from wagtail.models import Locale

    assert (Instance.objects.count(), Locale.objects.count()) == (0, 1)


def test_network_when_a_test_reaches_beyond_this_machine_then_fails() -> None:
    with socket.socket() as outside, pytest.raises(RuntimeError, match="no network"):
        outside.connect(("192.0.2.1", 80))
