"""The bucket of uploads, where one is set: does it take and give, is it closed to strangers, does it keep what was there before."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.common.s3 import S3Place
from sixianghui.operations.checks import Check, Finding, Level, register_check

_PROBE = b"sixianghui doctor"


def register() -> None:
    """Called when the app is ready."""
    if settings.CONFIG.media_url is not None:
        register_check(
            Check("media.bucket", gettext_lazy("存图片和文件的桶"), bucket, needs=(), thorough=True)
        )


def bucket() -> Iterator[Finding]:
    """Put something there, fetch it with and without a key, take it away."""
    from botocore.exceptions import BotoCoreError, ClientError

    stores: dict[str, Any] = settings.STORAGES
    try:
        yield from look(S3Place.at(**stores["default"]["OPTIONS"]))
    except ClientError as error:
        yield Finding(
            Level.BAD,
            _("桶没有答应（%(code)s），图片和文件存不进去。")
            % {"code": error.response.get("Error", {}).get("Code", "?")},
            _("看 SIXIANGHUI_MEDIA_URL 的桶在不在，密钥能不能读、写、删。"),
        )
    except (BotoCoreError, OSError, ValueError) as error:
        yield Finding(
            Level.BAD,
            _("桶连不上（%(fault)s），图片和文件存不进去。") % {"fault": type(error).__name__},
            _("看 SIXIANGHUI_MEDIA_ENDPOINT 和 SIXIANGHUI_MEDIA_KEY_FILE，防火墙放不放行。"),
        )


def look(place: S3Place) -> Iterator[Finding]:
    """What is found at a place. Raises what the client raises when it does not take, give or let go."""
    client = place.client(attempts=2, connect_seconds=3, read_seconds=10)
    probe = {"Bucket": place.bucket, "Key": place.key(f"doctor/{secrets.token_hex(12)}")}
    client.put_object(**probe, Body=_PROBE)
    try:
        client.get_object(**probe)["Body"].read()
        is_open = _is_given_to_strangers(place, probe)
    finally:
        client.delete_object(**probe)
    if is_open:
        yield Finding(
            Level.BAD,
            _("桶是公开的：不用登录，知道地址就拿得到里面的东西。"),
            _("在对象存储那边关掉公开读；图片和文件都由思享汇看过权限再给。"),
        )
    if _keeps_no_versions(client, place):
        yield Finding(
            Level.WARN,
            _("桶没有开版本：删错、写坏的找不回来，备份里也没有它们。"),
            _("在对象存储那边打开版本，再开异地复制。"),
        )
    yield Finding(Level.OK, _("存得进，取得出，删得掉。"))


def _is_given_to_strangers(place: S3Place, probe: dict[str, str]) -> bool:
    from botocore.exceptions import BotoCoreError, ClientError

    with contextlib.suppress(BotoCoreError, ClientError):
        place.client(attempts=1, connect_seconds=3, read_seconds=10, signed=False).get_object(**probe)
        return True
    return False


def _keeps_no_versions(client: Any, place: S3Place) -> bool:
    """False as well where our key may not ask: it needs no such right."""
    from botocore.exceptions import ClientError

    try:
        return bool(client.get_bucket_versioning(Bucket=place.bucket).get("Status") != "Enabled")
    except ClientError:
        return False
