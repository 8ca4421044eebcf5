"""One connection as a conversation: handshake, commands, then tags. Pure: `take` what came, send what is in `answers`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TypeAlias

from sixianghui.ingest.rtmp import Malformed, amf
from sixianghui.ingest.rtmp.chunks import SET_CHUNK_SIZE, Message, Reader, written
from sixianghui.ingest.rtmp.flv import PICTURE, SOUND, WORDS, is_frame

#: Where encoders send to, as it stands in the address: rtmp://host/live.
APP = "live"
#: So much is taken of whoever has not been let in; a command is not longer.
MOST_STRANGE_BYTES = _MOST_COMMAND = 64 * 1024
_VERSION, _HELLO = 3, 1536
_ACK, _CONTROL, _WINDOW, _BANDWIDTH, _COMMAND, _COMMAND_3, _DATA_3 = 3, 4, 5, 6, 20, 17, 15
_STREAM_BEGIN, _PING, _PONG = 0, 6, 7
_CHUNK, _WINDOW_BYTES = 4096, 2_500_000
#: The one stream that is made on a connection.
_STREAM = 1
_SET_DATA_FRAME = amf.encode("@setDataFrame")
_ENDINGS = {"FCUnpublish", "deleteStream", "closeStream"}


@dataclass(frozen=True, slots=True)
class Asked:
    """It wants to send and shows its key. Nothing more is read until `accept`."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tag:
    """Sound, picture, or words about them. at: milliseconds."""

    kind: int
    at: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """It says that it has sent all."""


Event: TypeAlias = Asked | Tag | Ended


class Session:
    """The side of the server. `answers` is to be sent and emptied by the caller."""

    def __init__(self) -> None:
        self.answers = bytearray()
        self._reader = Reader()
        self._hello = bytearray()
        self._greeted = False
        self._left = 1 + _HELLO + _HELLO
        self._chunk = 128
        self._took = self._told = 0
        self._window = _WINDOW_BYTES
        self._connected = self._asked = self._accepted = False

    def take(self, data: bytes) -> list[Event]:
        """What comes of more bytes. Raises `Malformed`."""
        self._took += len(data)
        if not self._accepted and self._took > MOST_STRANGE_BYTES:
            raise Malformed("too much before it was let in")
        self._reader.add(self._greet(data) if self._left else data)
        events: list[Event] = []
        if not (self._asked and not self._accepted):
            for message in self._reader.messages():
                event = self._heard(message)
                if event is not None:
                    events.append(event)
                if isinstance(event, Asked):
                    break
        if self._took - self._told >= self._window // 2:
            self._told = self._took
            self._send(_ACK, (self._took & 0xFFFFFFFF).to_bytes(4))
        return events

    def accept(self) -> list[Event]:
        """It may send; what had come already."""
        self._accepted = True
        self._send(_CONTROL, _STREAM_BEGIN.to_bytes(2) + _STREAM.to_bytes(4))
        self._status("status", "NetStream.Publish.Start", "Go ahead.")
        return self.take(b"")

    def refuse(self, why: str) -> None:
        """It may not. why: a sentence for who looks after the encoder."""
        self._status("error", "NetStream.Publish.BadName", why)

    # ---- handshake

    def _greet(self, data: bytes) -> bytes:
        """Both sides send a version and a block, and send the other's back. Returned is what comes behind."""
        self._hello += data
        if bytes(self._hello[:1]) not in {b"", bytes([_VERSION])}:
            raise Malformed("not RTMP")
        if not self._greeted and len(self._hello) >= 1 + _HELLO:
            self._greeted = True
            self.answers += bytes([_VERSION]) + bytes(8) + secrets.token_bytes(_HELLO - 8)
            self.answers += self._hello[1 : 1 + _HELLO]
        if len(self._hello) < self._left:
            return b""
        behind = bytes(self._hello[self._left :])
        self._left, self._hello = 0, bytearray()
        return behind

    # ---- messages

    def _heard(self, message: Message) -> Event | None:
        kind, body = message.kind, message.body
        if kind in {SOUND, PICTURE, WORDS, _DATA_3}:
            return self._tag(message)
        if kind in {_COMMAND, _COMMAND_3}:
            if len(body) > _MOST_COMMAND:
                raise Malformed("a command is too long")
            return self._command(amf.decode(body[1:] if kind == _COMMAND_3 else body))
        if kind == _CONTROL and len(body) >= 6 and int.from_bytes(body[:2]) == _PING:
            self._send(_CONTROL, _PONG.to_bytes(2) + body[2:6])
        elif kind == _WINDOW and len(body) >= 4:
            self._window = max(4096, int.from_bytes(body[:4]))
        return None

    def _tag(self, message: Message) -> Tag | None:
        if not self._accepted:
            raise Malformed("sound or picture before it was let in")
        kind, body = message.kind, message.body
        if kind in {WORDS, _DATA_3}:
            if kind == _DATA_3:
                body = body[1:]
            kind, body = WORDS, body.removeprefix(_SET_DATA_FRAME)
            if len(body) > _MOST_COMMAND:
                raise Malformed("words are too long")
        return Tag(kind, message.at, body) if is_frame(kind, body) else None

    def _command(self, values: list[amf.Value]) -> Event | None:
        if len(values) < 2:
            raise Malformed("not a command")
        name, number, *said = values
        if not isinstance(name, str) or not isinstance(number, float):
            raise Malformed("not a command")
        if name == "connect":
            self._connect(number, said)
        elif not self._connected:
            raise Malformed("a command before connect")
        elif name == "createStream":
            self._answer(number, None, float(_STREAM))
        elif name in {"releaseStream", "FCPublish"}:
            self._answer(number, None, None)
        elif name == "publish":
            return self._publish(said)
        elif name in _ENDINGS:
            return Ended()
        return None

    def _connect(self, number: float, said: list[amf.Value]) -> None:
        about = said[0] if said else None
        app = about.get("app") if isinstance(about, dict) else None
        if not isinstance(app, str) or app.strip("/") != APP:
            sentence = f"The address ends in /{APP}, and the key goes into its own field."
            why: amf.Value = {
                "level": "error", "code": "NetConnection.Connect.Rejected", "description": sentence
            }  # fmt: skip
            self._send(_COMMAND, amf.encode("_error", number, None, why))
            raise Malformed("another application was asked for")
        self._connected = True
        self._send(_WINDOW, _WINDOW_BYTES.to_bytes(4))
        self._send(_BANDWIDTH, _WINDOW_BYTES.to_bytes(4) + b"\x02")
        self._send(SET_CHUNK_SIZE, _CHUNK.to_bytes(4))
        self._chunk = _CHUNK
        found: amf.Value = {
            "level": "status",
            "code": "NetConnection.Connect.Success",
            "description": "Connected.",
            "objectEncoding": 0.0,
        }
        self._answer(number, {"fmsVer": "FMS/3,0,1,123", "capabilities": 31.0}, found)

    def _publish(self, said: list[amf.Value]) -> Asked:
        key = said[1] if len(said) > 1 else None
        if self._asked or not isinstance(key, str):
            raise Malformed("publish makes no sense here")
        self._asked = True
        return Asked(key.partition("?")[0])

    # ---- answers

    def _answer(self, number: float, about: amf.Value, found: amf.Value) -> None:
        self._send(_COMMAND, amf.encode("_result", number, about, found))

    def _status(self, level: str, code: str, sentence: str) -> None:
        about: amf.Value = {"level": level, "code": code, "description": sentence}
        self._send(_COMMAND, amf.encode("onStatus", 0.0, None, about), stream=_STREAM)

    def _send(self, kind: int, body: bytes, *, stream: int = 0) -> None:
        number = 3 if kind == _COMMAND else 2
        self.answers += written(Message(kind, 0, stream, body), number=number, chunk=self._chunk)
