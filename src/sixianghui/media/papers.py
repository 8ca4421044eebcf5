"""Files for download: whether the bytes are what the name says, and hold nothing that runs. Pure.

A file is kept byte for byte, so what cannot be told apart is refused: macros, archives, two formats in one file.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from typing import IO

from sixianghui.media.rules import ARCHIVES, MACRO_OFFICE, OLD_OFFICE, Unfit, Why, ending_of

#: What a compressed document may unfold to, how many parts it may have, how much one part may be folded.
MOST_UNFOLDED, MOST_PARTS, MOST_FOLDED = 200 * 1024 * 1024, 4000, 250
_SMALL = 1024 * 1024
_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_MACRO = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|/embeddings/[^/]*\.(?:bin|docm|xlsm|pptm|xlsb)$|\.(?:exe|dll|js|vbs|bat|cmd|ps1|lnk)$", re.I)  # fmt: skip
_FETCHED = re.compile(rb"/(?:attachedtemplate|oleobject|frame|subdocument)[\"']")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|GoToE|ImportData|SubmitForm)(?=[\s/<(\[\d]|$)")  # fmt: skip
_HTML = re.compile(rb"<\s*(?:script|html|svg|iframe|body|!doctype)", re.I)
_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<html|<svg|<script|<body|<head|<\?php|#!)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd\ufffe\uffff]")


def check(name: str, file: IO[bytes]) -> str:
    """The ending under which the file is kept. Raises `Unfit`."""
    ending = ending_of(name)
    if ending in ARCHIVES:
        raise Unfit(Why.ARCHIVE)
    if ending in OLD_OFFICE:
        raise Unfit(Why.OLD_OFFICE)
    if ending in MACRO_OFFICE:
        raise Unfit(Why.MACRO)
    if ending == "pdf":
        _pdf(file)
    elif ending in _MAIN:
        _office(ending, file)
    elif ending in {"txt", "csv"}:
        _text(file)
    else:
        raise Unfit(Why.NOT_A_FILE_WE_TAKE)
    file.seek(0)
    return ending


def _pdf(file: IO[bytes]) -> None:
    file.seek(0)
    data = file.read()
    if not data.startswith(b"%PDF-"):
        raise Unfit(Why.NAME_LIES)
    if b"%%EOF" not in data[-2048:]:
        raise Unfit(Why.BROKEN)
    if b"PK\x05\x06" in data[-66_000:]:
        raise Unfit(Why.TWO_IN_ONE)
    plain, streams = _parted(data)
    if _HTML.search(plain):
        raise Unfit(Why.TWO_IN_ONE)
    if _ACTIVE.search(_unescaped(plain)):
        raise Unfit(Why.ACTIVE_PDF)
    if b"/Encrypt" in plain:
        raise Unfit(Why.LOCKED)
    budget = 16 * _SMALL
    for start, end in streams:
        if b"/ObjStm" not in data[max(0, start - 600) : start]:
            continue
        inside = _unfolded(data[start:end], min(4 * _SMALL, budget))
        budget -= len(inside)
        if _ACTIVE.search(_unescaped(inside)):
            raise Unfit(Why.ACTIVE_PDF)
        if budget <= 0:
            raise Unfit(Why.BOMB)


def _parted(data: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """What stands outside the streams, and where each stream begins and ends. One pass, whatever the file says."""
    plain, streams, at = [], [], 0
    while (word := data.find(b"stream", at)) >= 0:
        start = word + 6
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        end = data.find(b"endstream", start)
        if end < 0:
            break
        plain.append(data[at:word])
        streams.append((start, end))
        at = end + 9
    plain.append(data[at:])
    return b" ".join(plain), streams


def _unescaped(data: bytes) -> bytes:
    """Names of a PDF with their #xx written out, so that /J#61vaScript is seen."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), data)


def _unfolded(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, max(most, 1))
    except zlib.error:
        return b""


def _office(ending: str, file: IO[bytes]) -> None:
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unfit(Why.LOCKED)  # an encrypted document, or an old one with a new name
    if not head.startswith(b"PK\x03\x04"):
        raise Unfit(Why.NAME_LIES)
    try:
        with zipfile.ZipFile(file) as book:
            _parts(book)
            names = set(book.namelist())
            if _MAIN[ending] not in names or "[Content_Types].xml" not in names:
                raise Unfit(Why.NAME_LIES)
            _read_few(book)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:  # fmt: skip
        raise Unfit(Why.BROKEN) from error


def _parts(book: zipfile.ZipFile) -> None:
    """Everything that the central directory tells, without unfolding anything."""
    parts = book.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNFOLDED:
        raise Unfit(Why.BOMB)
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if part.file_size > _SMALL and part.file_size > MOST_FOLDED * max(part.compress_size, 1):
            raise Unfit(Why.BOMB)
        if part.flag_bits & 0x1:
            raise Unfit(Why.LOCKED)
        if _is_odd(name) or name.lower() in seen or stat.S_ISLNK(part.external_attr >> 16):
            raise Unfit(Why.ODD_INSIDE)
        if _MACRO.search(f"/{name}"):
            raise Unfit(Why.MACRO)
        seen.add(name.lower())


def _is_odd(name: str) -> bool:
    plain = name.replace("\\", "/")
    return (
        not name
        or len(name) > 240
        or plain.startswith("/")
        or ":" in plain
        or "\\" in name
        or ".." in plain.split("/")
        or any(ord(letter) < 32 for letter in name)
    )


def _read_few(book: zipfile.ZipFile) -> None:
    """The parts that say what runs and what is fetched from elsewhere; each unfolded to a limit."""
    for part in book.infolist():
        kind = part.filename == "[Content_Types].xml"
        if not kind and not part.filename.endswith(".rels"):
            continue
        with book.open(part) as opened:
            text = opened.read(_SMALL + 1)
        if len(text) > _SMALL:
            raise Unfit(Why.BOMB)
        if kind and b"macroenabled" in text.lower():
            raise Unfit(Why.MACRO)
        if b"<!DOCTYPE" in text or any(_is_fetched(tag) for tag in text.lower().split(b">")):
            raise Unfit(Why.ODD_INSIDE)


def _is_fetched(tag: bytes) -> bool:
    """Whether a relationship has a template or an object fetched from elsewhere. Links that a reader presses may stay."""
    return b"external" in tag and _FETCHED.search(tag) is not None


def _text(file: IO[bytes]) -> None:
    file.seek(0)
    data = file.read()
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        if _MARKUP.match(text):
            raise Unfit(Why.NAME_LIES)
        return
    raise Unfit(Why.NOT_TEXT)
