"""The far ends of the channels, each real: a mail server, a text message gateway, the outbox, the page of messages."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import email.policy
import ipaddress
import json
import ssl
import threading
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sixianghui.access.public import Account
from tests.factories import signed_in

USER, PASSWORD = "sxh", "a long enough secret"


class FarEnd(Protocol):
    """What a channel ends in. `answer`: what it says to the next letters; 0 is the usual yes."""

    answer: int

    def arrived(self, account: Account) -> list[str]:
        """The texts that this person has got, as they read them."""
        ...

    def tokens(self) -> list[str]:
        """By what the far end tells letters apart, one for each that came."""
        ...


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return public, private


class _AnyPort(Controller):
    """A server on a port of the system's choice."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """An SMTP server. `answer` is its reply to a letter's body, `to_address` to its recipient.

    `hold`: it keeps the sender waiting `before` or `after` it has taken a letter over; `holding` says that it does.
    """

    def __init__(self, folder: Path, *, starttls: bool = True, login: bool = False) -> None:
        self.answer = self.to_address = 0
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.encrypted: list[bool] = []
        self.holding = threading.Event()
        self.hold = ""
        self.certificate, key = certificate(folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, key)
        more: dict[str, Any] = {"tls_context": context, "require_starttls": True} if starttls else {}
        if login:
            more |= {"authenticator": self._known, "auth_required": True}
        self.controller = _AnyPort(self, hostname="127.0.0.1", port=0, **more)

    def __enter__(self) -> MailServer:
        self.controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()

    @property
    def port(self) -> int:
        return int(self.controller.port)

    @staticmethod
    def _known(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, said: Any) -> AuthResult:
        return AuthResult(
            success=(said.login, said.password) == (USER.encode(), PASSWORD.encode()), handled=False
        )

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.to_address:
            return f"{self.to_address} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hold == "before":
            await self._hold()
            return "451 whoever sent this is dead"
        if self.answer:
            return f"{self.answer} no"
        assert isinstance(envelope.content, bytes)
        found = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        self.letters.append(found)
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        if self.hold == "after":
            await self._hold()
        return "250 OK"

    async def _hold(self) -> None:
        self.holding.set()
        while self.hold:
            await asyncio.sleep(0.02)

    def arrived(self, account: Account) -> list[str]:
        return [text_of(one) for one in self.letters]

    def tokens(self) -> list[str]:
        return [str(one["Message-ID"]) for one in self.letters]


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """A letter's subject and one of its bodies."""
    body = letter.get_body((kind,))
    assert body is not None
    return f"{letter['Subject']}\n{body.get_content()}"


class Gateway:
    """A text message gateway as `docs/guide/notices.md` describes it."""

    def __init__(self) -> None:
        self.answer = 0
        self.taken: list[dict[str, str]] = []
        self.authorized: list[str] = []
        ours = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                ours.authorized.append(self.headers.get("Authorization", ""))
                if not ours.answer:
                    ours.taken.append(body)
                self.send_response(ours.answer or 202)
                if ours.answer in {301, 302}:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Gateway:
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/send"

    def arrived(self, account: Account) -> list[str]:
        return [one["text"] for one in self.taken]

    def tokens(self) -> list[str]:
        return [one["id"] for one in self.taken]


class LocalOutbox:
    """The outbox of this machine."""

    answer = 0

    def arrived(self, account: Account) -> list[str]:
        from sixianghui.notify.models import OutboxLetter

        return [f"{one.subject}\n{one.text}" for one in OutboxLetter.objects.filter(account=account)]

    def tokens(self) -> list[str]:
        from sixianghui.notify.models import OutboxLetter

        return list(OutboxLetter.objects.values_list("ref", flat=True))


class Page:
    """The page of messages."""

    answer = 0

    def arrived(self, account: Account) -> list[str]:
        from sixianghui.notify.models import Message

        shown = signed_in(account).get("/messages/").content.decode()
        return [shown] if Message.objects.filter(account=account).exists() else []

    def tokens(self) -> list[str]:
        from sixianghui.notify.models import Message

        return list(Message.objects.values_list("ref", flat=True))
