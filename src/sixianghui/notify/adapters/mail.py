"""Mail by SMTP."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from time import monotonic

from django.conf import settings
from django.utils.translation import gettext as _

from sixianghui.notify import clock
from sixianghui.notify.senders import MAIL, Envelope, TryAgain, Undeliverable
from sixianghui.tasks import public as tasks


class _OneLine(UnstructuredHeader, BaseHeader):
    """A header that is never folded: an address in pieces is none."""

    def fold(self, *, policy: Policy) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _OneLine)
POLICY = SMTP.clone(header_factory=_headers)
#: Seconds that a server may take for one step.
PATIENCE = 20


class Mail:
    """Hands letters to the server of `SIXIANGHUI_MAIL_*`. Nothing travels unencrypted beyond this machine."""

    channel = MAIL

    def __init__(self) -> None:
        self._silence = tasks.Silence()

    def is_ready(self) -> bool:
        return bool(settings.CONFIG.mail_host)

    def send(self, envelope: Envelope) -> None:
        message = _message(envelope)
        if self._silence.lasts():
            raise TryAgain("smtp-away")
        began = monotonic()
        try:
            with _connected() as server:
                server.send_message(message, settings.CONFIG.mail_sender, [envelope.to])
        except smtplib.SMTPRecipientsRefused as error:
            raise _by_code(error.recipients[envelope.to][0]) from None
        except smtplib.SMTPAuthenticationError as error:  # the operator's matter; the letter is good
            raise TryAgain(f"smtp-login-{error.smtp_code}") from None
        except smtplib.SMTPResponseException as error:
            raise _by_code(error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise TryAgain("smtp-cannot") from None
        except ssl.SSLError:
            raise TryAgain("smtp-tls") from None
        except (OSError, smtplib.SMTPException):
            self._silence.note(began)
            raise TryAgain("smtp-away") from None


def _by_code(code: int) -> TryAgain | Undeliverable:
    """4xx: not now. 5xx: not at all."""
    return (Undeliverable if 500 <= code < 600 else TryAgain)(f"smtp-{code}")


@contextlib.contextmanager
def _connected() -> Iterator[smtplib.SMTP]:
    config = settings.CONFIG
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if config.mail_tls == "tls":
        server = smtplib.SMTP_SSL(config.mail_host, config.mail_port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(config.mail_host, config.mail_port, timeout=PATIENCE)
    try:
        if config.mail_tls == "starttls":
            server.starttls(context=context)
        if config.mail_user:
            server.login(config.mail_user, config.mail_password_file.read_text(encoding="utf-8").strip())
        yield server
    finally:
        # The letter is the server's once it has said so; how the talk ends changes nothing.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()


def _message(envelope: Envelope) -> EmailMessage:
    """The letter as mail. A line break in a header is an error here, so that nobody can add one of their own."""
    sender = settings.CONFIG.mail_sender
    message = EmailMessage(policy=POLICY)
    try:
        message["From"] = Address(_("思享汇"), addr_spec=sender)
        message["To"] = Address(addr_spec=envelope.to)
        message["Subject"] = envelope.subject
    except (ValueError, IndexError, MessageError):
        raise Undeliverable("not-a-header") from None
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{envelope.token}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if envelope.unsubscribe:
        message["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(envelope.text, cte="base64")
    if envelope.html:
        message.add_alternative(envelope.html, subtype="html", cte="base64")
    return message
