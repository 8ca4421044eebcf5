"""Opening a workbook that a stranger wrote: what it is, whether it is safe, and a copy that holds nothing but cells.

`defuse` reads every part once with a parser that refuses document types and counts what is in it, so that whatever is
done with the copy afterwards is bounded; macros are refused, links to elsewhere, pictures and objects are left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
#: What a workbook may hold once unpacked. 20,000 rows of our columns are some fifteen megabytes.
LARGEST_INSIDE = 120 * MEGABYTE
MOST_PARTS = 400
MOST_CELLS = 600_000
MOST_ROWS = 20_000
WIDEST = 100
#: How much one part may be folded, and how long those may be that say what belongs to what.
MOST_FOLDED, LONGEST_LIST = 250, MEGABYTE
#: Elements that are neither cells nor texts, over all parts; those in one row or one text; those in all of them.
MOST_BESIDE, MOST_PIECES, MOST_IN_TEXTS = 200_000, 50_000, 2 * MOST_CELLS
MOST_ATTRIBUTES = 5 * MOST_CELLS
#: What a reader has to hold before it knows where a tag ends.
_LONGEST_TAG = MEGABYTE
#: Rows above a table (titles, notes) do not count against `MOST_ROWS`.
SPARE_ROWS = 50
_DEEPEST = 60
_CHUNK = 64 * 1024

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DROPPED_FOLDERS = {
    "media", "drawings", "charts", "chartsheets", "embeddings", "externallinks", "pivottables", "pivotcache",
    "activex", "ctrlprops", "printersettings", "querytables", "customxml", "docprops", "slicers", "slicercaches",
    "timelines", "timelinecaches", "model", "webextensions", "threadedcomments", "persons", "diagrams", "ink",
}  # fmt: skip
_DROPPED_RELATIONS = (
    "/drawing", "/image", "/pivotTable", "/pivotCacheDefinition", "/externalLink", "/oleObject", "/control",
    "/package", "/ctrlProp", "/queryTable", "/slicer", "/timeline", "/connections", "/threadedComment", "/person",
)  # fmt: skip


class Refusal(StrEnum):
    """Why a file as a whole is not read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OLD_EXCEL = "old_excel"
    PASSWORD = "password"  # noqa: S105  (a reason, not a secret)
    MACROS = "macros"
    BINARY = "binary"
    STRICT = "strict"
    WEB_PAGE = "web_page"
    PLAIN_TEXT = "plain_text"
    PDF = "pdf"
    PICTURE = "picture"
    OPEN_DOCUMENT = "open_document"
    WORD = "word"
    OTHER_ZIP = "other_zip"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    SWOLLEN = "swollen"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    NO_SHEET = "no_sheet"
    PRIVATE_COLUMNS = "private_columns"


class Unreadable(Exception):
    """A file is not read. `words` goes into the sentence: names of columns, a number of rows."""

    def __init__(self, reason: Refusal, words: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.words = words


@dataclass
class Outline:
    """What one sheet holds, before its cells are looked at: its extent, what is merged and what is hidden."""

    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    covered: int = 0


@dataclass
class Defused:
    """What was learnt while the safe copy was made: an outline by the name of each sheet's part."""

    outlines: dict[str, Outline] = field(default_factory=dict)
    had_links: bool = False


def look_at(file: IO[bytes]) -> None:
    """Refuse what by its first bytes is no workbook, before anything is kept. Leaves the file at its beginning."""
    head = file.read(4096)
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise Unreadable(Refusal.EMPTY)
    if size > LARGEST_FILE:
        raise Unreadable(Refusal.TOO_LARGE)
    if head.startswith(_OLE):
        content = file.read()
        file.seek(0)
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Unreadable(Refusal.PASSWORD if locked else Refusal.OLD_EXCEL)
    if not head.startswith(b"PK\x03\x04"):
        raise Unreadable(_by_first_bytes(head))
    try:
        with zipfile.ZipFile(file) as archive:
            _look_inside(archive)
    except Unreadable:
        raise
    except Exception as error:  # a mutated archive fails in many ways; all of them mean the same to its owner
        raise Unreadable(Refusal.BROKEN) from error
    finally:
        file.seek(0)


def defuse(source: IO[bytes], target: Path) -> Defused:
    """Write a copy of a workbook that holds only what is read; raise `Unreadable` for one that is not safe to read."""
    look_at(source)
    found, count = Defused(), _Count()
    try:
        with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for part in archive.infolist():
                if _is_kept(part.filename):
                    _copy(archive, part, copy, found, count)
                elif "externallinks" in part.filename.lower():
                    found.had_links = True
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(Refusal.BROKEN) from error
    if not found.outlines:
        raise Unreadable(Refusal.NO_SHEET)
    return found


def _by_first_bytes(head: bytes) -> Refusal:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<?xml", b"<")):
        return Refusal.WEB_PAGE
    if head.startswith(b"%PDF"):
        return Refusal.PDF
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")):
        return Refusal.PICTURE
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or not re.search(rb"[\x00-\x08\x0e-\x1f]", head):
        return Refusal.PLAIN_TEXT
    return Refusal.UNKNOWN


def _look_inside(archive: zipfile.ZipFile) -> None:
    """Refuse by the list of parts: another kind of file, macros, a password, far too much."""
    parts = archive.infolist()
    kept = [part for part in parts if _is_kept(part.filename)]
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(Refusal.PASSWORD)
    if "mimetype" in names or "content.xml" in names:
        raise Unreadable(Refusal.OPEN_DOCUMENT)
    if "word/document.xml" in names:
        raise Unreadable(Refusal.WORD)
    if "xl/workbook.bin" in names:
        raise Unreadable(Refusal.BINARY)
    if "[Content_Types].xml" not in names or not any(one.startswith("xl/") for one in names):
        raise Unreadable(Refusal.OTHER_ZIP)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_INSIDE:
        raise Unreadable(Refusal.SWOLLEN)
    if any(map(_is_swollen, kept)):
        raise Unreadable(Refusal.SWOLLEN)
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(one.lower().endswith("vbaproject.bin") for one in names):
        raise Unreadable(Refusal.MACROS)


def _is_swollen(part: zipfile.ZipInfo) -> bool:
    """Whether a part is far larger than it can be. Of one that claims to be smaller, no more than it claims is unpacked."""
    if part.filename == "[Content_Types].xml" or part.filename.lower().endswith(".rels"):
        return part.file_size > LONGEST_LIST
    return part.file_size > MEGABYTE and part.file_size > MOST_FOLDED * max(part.compress_size, 1)


def _is_kept(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in {".xml", ".rels"} and not _DROPPED_FOLDERS.intersection(
        part.lower() for part in path.parts[:-1]
    )


def _copy(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, copy: zipfile.ZipFile, found: Defused, count: _Count
) -> None:
    outline = Outline()
    reader = _Reader(outline, count, PurePosixPath(part.filename))
    if part.filename in copy.NameToInfo:
        raise Unreadable(Refusal.BROKEN)
    if part.filename.lower().endswith(".rels"):
        content = archive.read(part)
        reader.feed([content])
        copy.writestr(part.filename, _without_far_relations(content))
        return
    with archive.open(part) as source, copy.open(part.filename, "w") as target:
        reader.feed(_chunks(source, target.write))
    if reader.is_sheet:
        found.outlines[part.filename] = outline


def _chunks(source: IO[bytes], also: Callable[[bytes], Any]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        also(chunk)
        yield chunk


def _without_far_relations(content: bytes) -> bytes:
    root = ElementTree.fromstring(content)
    for one in list(root):
        if one.get("Type", "").endswith(_DROPPED_RELATIONS):
            root.remove(one)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


@dataclass
class _Count:
    """What there is in all parts together: whoever reads the copy makes something of each element and attribute."""

    cells: int = 0
    strings: int = 0
    in_texts: int = 0
    beside: int = 0
    attributes: int = 0

    def check(self) -> None:
        """Refuse what is more than any roster has."""
        if self.cells > MOST_CELLS:
            raise Unreadable(Refusal.TOO_MANY_CELLS)
        if (
            self.strings > MOST_CELLS
            or self.in_texts > MOST_IN_TEXTS
            or self.beside > MOST_BESIDE
            or self.attributes > MOST_ATTRIBUTES
        ):
            raise Unreadable(Refusal.SWOLLEN)


class _Reader:
    """Reads one part, refuses document types and depth, counts, and draws the outline of a sheet.

    `_whole`: what is read one at a time and let go, rows or shared strings; `_since`: the depth of the present one, 0
    outside; `_pieces`: how many elements it has.
    """

    def __init__(self, outline: Outline, count: _Count, path: PurePosixPath) -> None:
        self.outline, self.count, self.path = outline, count, path
        self.is_sheet = False
        self._whole = ""
        self._depth = self._row = self._column = self._since = self._pieces = self._fed = 0
        self._counted = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def feed(self, chunks: Any) -> None:
        """Read the part to its end."""
        for chunk in chunks:
            self._parser.Parse(chunk, False)
            self._fed += len(chunk)
            if self._fed - self._parser.CurrentByteIndex > _LONGEST_TAG:
                raise Unreadable(Refusal.SWOLLEN)
        self._parser.Parse(b"", True)

    def _refuse(self, *_: Any) -> None:
        raise Unreadable(Refusal.BROKEN)

    def _end(self, _: str) -> None:
        if self._depth == self._since:
            self._since = 0
        self._depth -= 1

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            if name.startswith(_STRICT):
                raise Unreadable(Refusal.STRICT)
            self.is_sheet = name == f"{_MAIN} worksheet"
            if self.is_sheet and "worksheets" in self.path.parts:
                self._whole = "row"
            elif name == f"{_MAIN} sst" and self.path.stem.lower() == "sharedstrings":
                self._whole = "si"
        if self._depth > _DEEPEST:
            raise Unreadable(Refusal.BROKEN)
        tag = name.rpartition(" ")[2]
        self._tally(tag, given)
        if self.is_sheet:
            self._sheet_element(tag, given)

    def _tally(self, tag: str, given: dict[str, str]) -> None:
        count, inside = self.count, self._since > 0
        if tag == self._whole and not inside:
            self._since, self._pieces = self._depth, 0
        self._pieces += 1
        if inside and self._pieces > MOST_PIECES:
            raise Unreadable(Refusal.TOO_MANY_CELLS if self.is_sheet else Refusal.SWOLLEN)
        count.attributes += len(given)
        if tag == "c" and self.is_sheet:
            count.cells += 1
        elif inside:
            count.in_texts += 1
        elif tag == self._whole == "si":
            count.strings += 1
        else:
            count.beside += 1
        count.check()

    def _sheet_element(self, tag: str, given: dict[str, str]) -> None:
        outline = self.outline
        if tag == "c":
            self._column = _column_of(given.get("r", "")) or self._column + 1
        elif tag in {"v", "is", "f"}:
            self._content()
        elif tag == "row":
            self._row = _whole(given.get("r")) or self._row + 1
            self._column, self._counted = 0, False
            if given.get("hidden") in {"1", "true"} or given.get("ht") == "0":
                outline.hidden_rows.add(self._row)
        elif tag == "col" and (given.get("hidden") in {"1", "true"} or given.get("width") == "0"):
            outline.hidden_columns.append((_whole(given.get("min")), _whole(given.get("max"))))
        elif tag == "mergeCell":
            outline.merged.append(_area(given.get("ref", "")))
            outline.covered += _covered(outline.merged[-1])
            if outline.covered > MOST_CELLS:
                raise Unreadable(Refusal.TOO_MANY_CELLS)

    def _content(self) -> None:
        outline = self.outline
        outline.last_row = max(outline.last_row, self._row)
        outline.last_column = max(outline.last_column, self._column)
        if not self._counted:
            outline.rows += 1
            self._counted = True
        if outline.rows > MOST_ROWS + SPARE_ROWS:
            raise Unreadable(Refusal.TOO_MANY_ROWS)
        if outline.last_column > WIDEST:
            raise Unreadable(Refusal.TOO_WIDE)


def _whole(text: str | None) -> int:
    number = int(text or 0)
    if not 0 <= number <= 1_048_576:
        raise Unreadable(Refusal.BROKEN)
    return number


def _column_of(reference: str) -> int:
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
        if number > 16_384:
            raise Unreadable(Refusal.BROKEN)
    return number


def _area(reference: str) -> tuple[int, int, int, int]:
    """The first row and column and the last row and column of a reference such as B3:D3."""
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?", reference.replace("$", ""))
    if found is None:
        raise Unreadable(Refusal.BROKEN)
    first, top, last, bottom = found.groups()
    return _whole(top), _column_of(first), _whole(bottom or top), _column_of(last or first)


def _covered(area: tuple[int, int, int, int]) -> int:
    top, first, bottom, last = area
    return (bottom - top + 1) * (last - first + 1)
