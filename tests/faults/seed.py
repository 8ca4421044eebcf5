"""Run as a process: make N sample accounts with one one-time link each; print the tokens, one a line."""

from __future__ import annotations

import sys

import django


def main(number: int) -> None:
    """Write them in one transaction; the product's own command would hash ten thousand unusable passwords."""
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from sixianghui.access.models import Account, SignInLink
    from sixianghui.access.rules import LINK_LIFE
    from sixianghui.common import ids

    made = timezone.now()
    tokens = [ids.new_token() for _ in range(number)]
    with transaction.atomic():
        accounts = Account.objects.bulk_create(
            Account(username=f"sample-{index}", name="示例", password="!", is_sample=True)
            for index in range(number)
        )
        SignInLink.objects.bulk_create(
            SignInLink(digest=ids.digest_of(token), account=account, made_at=made, ends_at=made + LINK_LIFE)
            for token, account in zip(tokens, accounts, strict=True)
        )
    print("\n".join(tokens))


if __name__ == "__main__":
    main(int(sys.argv[1]))
