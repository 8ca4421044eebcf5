"""Forgetting what was kept as proof, once its three years are over."""

from __future__ import annotations

from django.db import transaction

from sixianghui.audit import public as audit
from sixianghui.common import time
from sixianghui.privacy import rules
from sixianghui.privacy.models import Request
from sixianghui.vault import public as vault


def forget_old() -> int:
    """Delete requests that ended three years ago, and as old looks and withdrawn consents. Returns how many. May run twice.

    Of an erasure the list beside the database goes on knowing. The room below keeps looks and consents, and runs no
    routines of its own.
    """
    before = time.now() - rules.KEPT
    with transaction.atomic():
        requests = Request.objects.filter(answered_at__lt=before).delete()[0]
        looks, consents = vault.forget_before(before)
        if requests or looks or consents:
            audit.record(
                "privacy:forget", detail={"requests": requests, "looks": looks, "consents": consents}
            )
    return requests + looks + consents
