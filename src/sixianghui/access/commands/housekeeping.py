"""What is thrown away when nobody needs it any more."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from sixianghui.access import rules
from sixianghui.access.models import FailedSignIn, OpenSession, SignInLink, SpentCode


def forget_old(*, now: dt.datetime | None = None) -> None:
    """Failed sign-ins that no longer make anyone wait, links and codes that have ended, sessions that are over."""
    moment = now or timezone.now()
    FailedSignIn.objects.filter(at__lt=moment - rules.WINDOW).delete()
    SignInLink.objects.filter(ends_at__lt=moment).delete()
    SpentCode.objects.filter(ends_at__lt=moment).delete()
    OpenSession.objects.filter(began_at__lt=moment - rules.MEMBER_STAY.whole).delete()
    OpenSession.objects.filter(seen_at__lt=moment - rules.MEMBER_STAY.idle).delete()
