"""Pressing twice does it once: a form carries a random key made when it was opened, and a view marked `once` keeps it.

The key is written in the transaction of the act itself: both hold, or neither. The same key with the same content gets
the first answer again; with other content it is refused, because the first may have been done already.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sixianghui.common.errors import Conflict
from sixianghui.ui.models import Intent

FIELD = "intent"
KEPT = dt.timedelta(days=7)
View = TypeVar("View", bound=Callable[..., HttpResponse])


class _NotDone(Exception):
    """The view answered without a redirect: nothing was done, so its key is free again."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def once(view: View) -> View:
    """A view whose POST, sent again with the same key, is not done again but answered as the first time.

    A POST without a key is done as it is. The view runs inside one transaction; it answers a redirect when it did what
    was asked, and a page when it did not.
    """

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get(FIELD, "")[:40] if request.method == "POST" else ""
        account = request.user.pk
        if not key or account is None:
            return view(request, *args, **kwargs)
        try:
            return _first_time(request, account, key, lambda: view(request, *args, **kwargs))
        except _NotDone as not_done:
            return not_done.response
        except IntegrityError:
            return _again(request, account, key)

    return cast(View, wrapped)


def _first_time(
    request: HttpRequest, account: int, key: str, answer: Callable[[], HttpResponse]
) -> HttpResponse:
    with transaction.atomic():
        begin_once(account, key, body=_digest(request))
        response = answer()
        if not isinstance(response, HttpResponseRedirect):
            raise _NotDone(response)
        keep_once(account, key, response.url)
    return response


def begin_once(account: int, key: str, body: str = "") -> None:
    """Take the key of a form, in the transaction of what it asks for; IntegrityError when it was taken before."""
    Intent.objects.create(account=account, key=key, body=body, made_at=timezone.now())


def keep_once(account: int, key: str, led_to: str) -> None:
    """Keep beside the key what the form led to: an address, or whatever finds it again."""
    Intent.objects.filter(account=account, key=key).update(location=led_to[:400])


def led_to(account: int, key: str) -> str:
    """What the form with this key led to; empty when it has led to nothing yet."""
    return Intent.objects.filter(account=account, key=key).values_list("location", flat=True).first() or ""


def forget_once(account: int, key: str) -> None:
    """Give a key free again, because what it led to is gone."""
    Intent.objects.filter(account=account, key=key).delete()


def _again(request: HttpRequest, account: int, key: str) -> HttpResponse:
    known = Intent.objects.filter(account=account, key=key).first()
    if known is None:
        raise Conflict(_("没有存上，请再按一次。"))
    if known.body != _digest(request) or not known.location:
        raise Conflict(_("这张表刚才已经提交过了。请返回上一页刷新，看看是不是已经办好。"))
    return HttpResponseRedirect(known.location)


def _digest(request: HttpRequest) -> str:
    sent = sorted(
        (name, value)
        for name, values in request.POST.lists()
        if name not in {FIELD, "csrfmiddlewaretoken"}
        for value in values
    )
    return hashlib.sha256(repr((request.path, sent)).encode()).hexdigest()


def forget_intents(account: int | None = None) -> int:
    """Forget the keys of forms that were sent more than a week ago, or all of one account's; how many."""
    intents = Intent.objects.all()
    old = (
        intents.filter(made_at__lt=timezone.now() - KEPT)
        if account is None
        else intents.filter(account=account)
    )
    return old.delete()[0]
