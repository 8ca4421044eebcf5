"""Text messages by an HTTP gateway. `docs/guide/notices.md` says what it is sent and what it may answer."""

from __future__ import annotations

from time import monotonic

import httpx
from django.conf import settings

from sixianghui.notify.senders import SMS, Envelope, TryAgain, Undeliverable
from sixianghui.tasks import public as tasks

PATIENCE = 20.0
#: The gateway has it, now or from a try before.
TAKEN = {200, 201, 202, 204, 409}
#: The number or the text is at fault; the same again would be too.
AT_FAULT = {400, 404, 410, 413, 422}


class Sms:
    """Hands texts to the gateway of `SIXIANGHUI_SMS_URL`."""

    channel = SMS

    def __init__(self) -> None:
        self._silence = tasks.Silence()

    def is_ready(self) -> bool:
        return bool(settings.CONFIG.sms_url)

    def send(self, envelope: Envelope) -> None:
        body = {"id": envelope.token, "to": envelope.to, "text": envelope.text}
        headers = {}
        if settings.CONFIG.sms_token_file:
            token = settings.CONFIG.sms_token_file.read_text(encoding="utf-8").strip()
            headers["Authorization"] = f"Bearer {token}"
        if self._silence.lasts():
            raise TryAgain("sms-away")
        began = monotonic()
        try:
            with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
                answer = client.post(settings.CONFIG.sms_url, json=body, headers=headers)
        except httpx.HTTPError:
            self._silence.note(began)
            raise TryAgain("sms-away") from None
        if answer.status_code in TAKEN:
            return
        raise (Undeliverable if answer.status_code in AT_FAULT else TryAgain)(f"sms-{answer.status_code}")
