"""Django's own list of what a site on the internet must have."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks


def warnings() -> list[str]:
    """What `check --deploy` says, without what is silenced with a reason in the settings."""
    return [
        str(message) for message in run_checks(include_deployment_checks=True) if not message.is_silenced()
    ]


@pytest.mark.django_db
def test_settings_when_checked_for_deployment_then_nothing_is_said() -> None:
    assert warnings() == []


@pytest.mark.django_db
def test_settings_when_one_is_unsafe_then_it_is_said(settings: Any) -> None:
    settings.SECURE_CONTENT_TYPE_NOSNIFF = False
    settings.DEBUG = True
    assert sorted(line.split("security.")[1][:4] for line in warnings()) == ["W006", "W018"]
