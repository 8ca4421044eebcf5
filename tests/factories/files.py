"""Files that tests upload: small honest ones, and how a dishonest one is put together."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def a_picture(
    kind: str = "jpeg", size: tuple[int, int] = (64, 48), *, colour: object = (180, 35, 42), **more: Any
) -> bytes:
    """The bytes of a picture in two colours, so that turning it is seen."""
    image = Image.new("RGB", size, colour)  # type: ignore[arg-type]
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill=(36, 82, 122))
    target = io.BytesIO()
    image.save(target, format=kind.upper(), **more)
    return target.getvalue()


def a_panorama_picture(width: int = 2048, *, kind: str = "jpeg") -> bytes:
    """A flat panorama with a grid: a line every thirty degrees, a red cross at (0, 0), a blue square at (90, 0)."""
    height = width // 2
    image = Image.new("RGB", (width, height), (241, 235, 226))
    draw = ImageDraw.Draw(image)
    for degree in range(0, 360, 30):
        x = degree * width // 360
        draw.line((x, 0, x, height), fill=(107, 96, 87), width=3)
    for degree in range(0, 180, 30):
        y = degree * height // 180
        draw.line((0, y, width, y), fill=(107, 96, 87), width=3)
    arm = width // 60
    middle = (width // 2, height // 2)
    draw.line((middle[0] - arm, middle[1], middle[0] + arm, middle[1]), fill=(180, 35, 42), width=12)
    draw.line((middle[0], middle[1] - arm, middle[0], middle[1] + arm), fill=(180, 35, 42), width=12)
    right = width * 3 // 4
    draw.rectangle((right - arm, middle[1] - arm, right + arm, middle[1] + arm), fill=(36, 82, 122))
    target = io.BytesIO()
    image.save(target, format=kind.upper(), quality=85)
    return target.getvalue()


def a_paper(ending: str = "docx", parts: dict[str, bytes] | None = None, **more: Any) -> bytes:
    """The bytes of an office document with these parts besides the usual ones. `more` goes to each extra part."""
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}[ending]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(part("[Content_Types].xml"), b'<?xml version="1.0"?><Types/>')
        book.writestr(part("_rels/.rels"), b'<?xml version="1.0"?><Relationships/>')
        book.writestr(part(main), b'<?xml version="1.0"?><w/>')
        for name, data in (parts or {}).items():
            info = part(name)
            for key, value in more.items():
                setattr(info, key, value)
            book.writestr(info, data)
    return target.getvalue()


def part(name: str) -> zipfile.ZipInfo:
    """A part with that name and no time of its own, so that the same document has the same bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def a_pdf(extra: bytes = b"", *, tail: bytes = b"") -> bytes:
    """The bytes of a small PDF."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + extra + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n" + tail
    )


def a_png_that_promises(width: int, height: int, *, rows: bool = False) -> bytes:
    """A PNG of one bit a pixel whose header says so much; with `rows`, the pixels are there, all alike."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\0" * ((width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height if rows else 1)) + packer.flush()
    head = struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    )


def named(data: bytes, name: str) -> ContentFile[bytes]:
    """Bytes with a name, as a command takes them."""
    return ContentFile(data, name=name)


def uploaded(data: bytes, name: str, kind: str = "application/octet-stream") -> SimpleUploadedFile:
    """The same as a browser sends it."""
    return SimpleUploadedFile(name, data, content_type=kind)
