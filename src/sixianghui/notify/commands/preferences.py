"""How a person wants to be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from sixianghui.access.public import Account
from sixianghui.notify import kinds, links, queries
from sixianghui.notify.models import Preference


def kept_preference(account: Account) -> Preference:
    """The person's preference as a row: the usual ones are written down when they are first needed."""
    return Preference.objects.get_or_create(account=account)[0]


def set_preference(
    account: Account,
    *,
    language: str,
    quiet_from: dt.time,
    quiet_until: dt.time,
    digest_at: dt.time,
    at_once: Collection[str],
    muted: Collection[str],
    mute_all: bool,
) -> Preference:
    """Keep how a person wants to be told. Security notices cannot be stopped, whatever is asked."""
    may_stop = {kind.name for kind in kinds.all_kinds() if kind.may_unsubscribe}
    with transaction.atomic():
        preference = kept_preference(account)
        preference.language = language
        preference.quiet_from, preference.quiet_until = quiet_from, quiet_until
        preference.digest_at = digest_at
        preference.muted = sorted(may_stop & set(muted))
        preference.at_once = sorted((may_stop & set(at_once)) - set(muted))
        preference.mute_all = mute_all
        preference.save(
            update_fields=[
                "language",
                "quiet_from",
                "quiet_until",
                "digest_at",
                "muted",
                "at_once",
                "mute_all",
            ]
        )
    return preference


def stop(token: str, *, again: bool = False) -> links.Stop:
    """Stop letters by a link from one of them, or have them `again`. Whoever holds the letter may.

    Raises `NotThere` for a link that this site did not make, or whose person has gone.
    """
    asked, found = queries.stop_asked(token)
    with transaction.atomic():
        preference = Preference.objects.select_for_update(no_key=True).get(pk=found.pk)
        if not asked.kind:
            preference.mute_all = not again
        else:
            others = set(preference.muted) - {asked.kind}
            preference.muted = sorted(others if again else others | {asked.kind})
        preference.save(update_fields=["mute_all", "muted"])
    return asked


def mark_read(account: Account, until: int) -> None:
    """Mark every message up to this one as read. Only the reader ever sees it."""
    with transaction.atomic():
        preference = kept_preference(account)
        Preference.objects.filter(pk=preference.pk, read_until__lt=until).update(read_until=until)
