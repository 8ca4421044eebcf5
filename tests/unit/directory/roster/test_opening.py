"""Opening what a stranger wrote: wrong kinds of file, and files made to hurt."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sixianghui.directory.roster import opening
from sixianghui.directory.roster.judging import judge
from sixianghui.directory.roster.layout import survey
from sixianghui.directory.roster.opening import Refusal, Unreadable, defuse
from sixianghui.directory.roster.reading import read
from sixianghui.directory.roster.wording import refusal
from sixianghui.directory.roster.world import World
from tests.conftest import Lane
from tests.factories.rosters import a_roster, saved
from tests.unit.directory.roster.house import TODAY, UNITS, a_book, judged, kinds

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024)
SHEET = "xl/worksheets/sheet1.xml"


def changed(change: Callable[[str, bytes], bytes | None], *more: tuple[str, bytes]) -> bytes:
    """A good workbook with its parts changed; a part that becomes None is left out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(a_book()))) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = change(part.filename, old.read(part))
            if content is not None:
                new.writestr(part.filename, content)
        for name, content in more:
            new.writestr(name, content)
    return target.getvalue()


def in_sheet(old: str, new: str) -> bytes:
    """A good workbook with a piece of its first sheet replaced."""
    return changed(
        lambda name, content: content.replace(old.encode(), new.encode()) if name == SHEET else content
    )


def with_types(piece: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: (
        content.replace(b"</Types>", piece + b"</Types>") if "Types" in name else content
    )


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
    return target.getvalue()


def reason(content: bytes, folder: Path) -> Refusal | None:
    """Why a file is not read, or None if it is."""
    path = folder / "copy.xlsx"
    try:
        survey(path, defuse(io.BytesIO(content), path))
    except Unreadable as problem:
        assert refusal(problem)
        return problem.reason
    return None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Refusal.EMPTY),
        (OLE, Refusal.OLD_EXCEL),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Refusal.PASSWORD),
        ("姓名,所在组织\n张样例,样例党支部\n".encode(), Refusal.PLAIN_TEXT),
        ("姓名,所在组织\n张样例,样例党支部\n".encode("gb18030"), Refusal.PLAIN_TEXT),
        ("姓名\t组织".encode("utf-16"), Refusal.PLAIN_TEXT),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", Refusal.WEB_PAGE),
        (b"<?xml version='1.0'?><Workbook/>", Refusal.WEB_PAGE),
        (b"%PDF-1.7", Refusal.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", Refusal.PICTURE),
        (b"\x00\x01\x02\x03", Refusal.UNKNOWN),
        (b"PK\x03\x04 and then nothing", Refusal.BROKEN),
        (zipped("mimetype", "content.xml"), Refusal.OPEN_DOCUMENT),
        (zipped("[Content_Types].xml", "word/document.xml"), Refusal.WORD),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), Refusal.BINARY),
        (zipped("roster.xlsx"), Refusal.OTHER_ZIP),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), Refusal.NO_SHEET),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value.name,  # an archive holds the time it was made
)
def test_file_when_it_is_something_else_then_is_named_for_what_it_is(
    content: bytes, expected: Refusal, tmp_path: Path
) -> None:
    assert reason(content, tmp_path) is expected


def test_file_when_it_is_a_roster_then_is_read(tmp_path: Path) -> None:
    assert reason(saved(a_book()), tmp_path) is None


def test_file_when_it_holds_macros_then_is_refused(tmp_path: Path) -> None:
    piece = b'<Override PartName="/x" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
    assert reason(changed(with_types(piece)), tmp_path) is Refusal.MACROS
    assert (
        reason(changed(lambda _, content: content, ("xl/vbaProject.bin", b"x")), tmp_path) is Refusal.MACROS
    )


def test_file_when_locked_inside_the_archive_then_a_password_is_what_stands_in_the_way(
    tmp_path: Path,
) -> None:
    content = bytearray(saved(a_book()))
    for at in range(len(content) - 4):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1
    assert reason(bytes(content), tmp_path) is Refusal.PASSWORD


def test_file_when_saved_as_strict_then_is_told_how_to_save_it(tmp_path: Path) -> None:
    strict = changed(
        lambda _, content: content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
    )
    assert reason(strict, tmp_path) is Refusal.STRICT


def test_file_when_it_unpacks_to_far_too_much_then_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        with archive.open("xl/workbook.xml", "w") as part:
            for _ in range(opening.LARGEST_INSIDE // opening.MEGABYTE + 1):
                part.write(bytes(opening.MEGABYTE))
    assert len(target.getvalue()) < opening.MEGABYTE
    assert reason(target.getvalue(), tmp_path) is Refusal.SWOLLEN


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
    ],
)
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", SHEET, "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
def test_file_when_a_part_declares_entities_then_is_refused(
    part: str, declaration: str, tmp_path: Path
) -> None:
    def declare(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        body = content.partition(b"?>")[2] if content.startswith(b"<?xml") else content
        return declaration.encode() + body

    assert reason(changed(declare), tmp_path) is Refusal.BROKEN


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            Refusal.TOO_MANY_CELLS,
        ),
        (
            "<sheetData>",
            "<sheetData>" + "<row>" + "<c/>" * (opening.MOST_CELLS + 1) + "</row>",
            Refusal.TOO_MANY_CELLS,
        ),
        (
            "<sheetData>",
            "<sheetData>" + "<row><c><v>1</v></c></row>" * (opening.MOST_ROWS + 60),
            Refusal.TOO_MANY_ROWS,
        ),
        ("<sheetData>", '<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row>', Refusal.TOO_WIDE),
        ("<sheetData>", '<sheetData><row r="99999999999999999999"/>', Refusal.BROKEN),
        ("<sheetData>", '<sheetData><row r="1"><c r="AAAAAAA1"><v>1</v></c></row>', Refusal.BROKEN),
        ("<sheetData>", "<sheetData>" + "<a>" * 100 + "</a>" * 100, Refusal.BROKEN),
    ],
)
def test_sheet_when_made_to_fill_the_memory_then_is_refused(
    old: str, new: str, expected: Refusal, tmp_path: Path
) -> None:
    assert reason(in_sheet(old, new), tmp_path) is expected


def packed(part: str, content: bytes, target: Path) -> bytes:
    """A good workbook, folded as usual, in which one part is what is given."""
    with (
        zipfile.ZipFile(io.BytesIO(saved(a_book()))) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {part, *old.namelist()}:
            new.writestr(name, content if name == part else old.read(name))
    return target.read_bytes()


def filled(root: str, piece: str, size: int, around: str = "") -> bytes:
    """A part of a workbook that holds a piece over and over up to a size in bytes, or once."""
    head, tail = (f"<{around}>", f"</{around}>") if around else ("", "")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<{root} xmlns="{main}">{head}{piece * max(size // len(piece), 1)}{tail}</{root}>'.encode()


def varied(piece: str, count: int) -> str:
    """Elements that do not fold away, since a number stands in each."""
    chance = random.Random(5)
    return "".join(piece % chance.randrange(10**9) for _ in range(count))


STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
RELATIONS, TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"


@pytest.mark.parametrize(
    ("part", "root", "piece", "size", "around"),
    [
        (STYLES, "styleSheet", "<xf/>", 50, "cellXfs"),
        (RELATIONS, "Relationships", "<Relationship/>", 50, ""),
        (RELATIONS, "Relationships", "<Relationship/>", 2, ""),
        (TYPES, "Types", "<Default/>", 50, ""),
        (TYPES, "Types", "<Default/>", 2, ""),
    ],
)
def test_file_when_small_and_made_to_fill_the_memory_then_is_refused_at_the_first_look(
    part: str, root: str, piece: str, size: int, around: str, tmp_path: Path
) -> None:
    content = filled(root, piece, size * opening.MEGABYTE, around)
    folded = packed(part, content, tmp_path / "small.xlsx")
    assert len(folded) < 250_000
    source = io.BytesIO(folded)
    with pytest.raises(Unreadable) as problem:
        opening.look_at(source)
    assert problem.value.reason is Refusal.SWOLLEN
    assert "大得不正常" in refusal(problem.value)


@pytest.mark.parametrize(
    ("part", "root", "piece", "many", "around", "expected"),
    [
        (STYLES, "styleSheet", '<xf n="%d"/>', 210_000, "cellXfs", Refusal.SWOLLEN),
        ("xl/workbook.xml", "workbook", "<a>%d</a>", 210_000, "", Refusal.SWOLLEN),
        ("xl/theme/theme1.xml", "theme", "<a>%d</a>", 210_000, "", Refusal.SWOLLEN),
        (STRINGS, "sst", "<si><t>%d</t></si>", opening.MOST_CELLS + 1, "", Refusal.SWOLLEN),
        (STRINGS, "sst", "<r><t>%d</t></r>", 30_000, "si", Refusal.SWOLLEN),
        (STYLES, "sst", "<si><t>%d</t></si>", 110_000, "", Refusal.SWOLLEN),
        (SHEET, "worksheet", '<row n="%d"/>', 210_000, "sheetData", Refusal.SWOLLEN),
        (SHEET, "worksheet", '<col n="%d"/>', 210_000, "cols", Refusal.SWOLLEN),
        (SHEET, "worksheet", '<c n="%d"/>', 60_000, "row", Refusal.TOO_MANY_CELLS),
    ],
)
def test_file_when_its_parts_hold_more_than_any_roster_then_is_refused_while_it_is_read(
    part: str, root: str, piece: str, many: int, around: str, expected: Refusal, tmp_path: Path
) -> None:
    folded = packed(part, filled(root, varied(piece, many), 1, around), tmp_path / "large.xlsx")
    opening.look_at(io.BytesIO(folded))
    found = reason(folded, tmp_path)
    assert found is expected


def test_tag_when_longer_than_a_megabyte_then_is_refused_before_it_is_whole(tmp_path: Path) -> None:
    tag = b"<x " + b"".join(b'a%d="" ' % at for at in range(200_000)) + b"/>"
    found = reason(packed(STYLES, tag, tmp_path / "tag.xlsx"), tmp_path)
    assert found is Refusal.SWOLLEN


def test_cells_when_spread_over_many_sheets_then_are_counted_together(tmp_path: Path) -> None:
    row = "<row>" + "<c/>" * 10_000 + "</row>"
    sheet = filled("worksheet", row, len(row) * 40, "sheetData")
    two = changed(lambda name, content: sheet if "worksheets/" in name else content)
    assert reason(two, tmp_path) is Refusal.TOO_MANY_CELLS


def test_file_when_a_roster_of_two_thousand_people_then_is_read(tmp_path: Path) -> None:
    content = saved(a_roster(2_000).book())
    opening.look_at(io.BytesIO(content))
    assert reason(content, tmp_path) is None


def test_sheet_when_it_claims_a_million_rows_then_only_its_cells_are_read(tmp_path: Path) -> None:
    claiming = in_sheet('<dimension ref="A1:L2"', '<dimension ref="A1:XFD1048576"')
    assert kinds(judged(claiming, tmp_path)) == []


def test_links_when_a_workbook_has_some_then_they_are_left_behind_and_told(tmp_path: Path) -> None:
    content = changed(
        lambda _, content: content, ("xl/externalLinks/externalLink1.xml", b"<x/>"), ("xl/media/a.png", b"x")
    )
    path = tmp_path / "copy.xlsx"
    found = defuse(io.BytesIO(content), path)
    with zipfile.ZipFile(path) as copy:
        assert [name for name in copy.namelist() if "media" in name or "external" in name] == []
    assert [one.kind for one in survey(path, found).faults] == ["far_links"]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A workbook damaged at random, on the outside or inside its parts."""
    if chance.random() < 0.3:
        return _bitten(content, chance)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        parts = old.namelist()
        victim = chance.choice(parts)
        for name in parts:
            part = old.read(name)
            if name == victim:
                if chance.random() < 0.1:
                    continue
                part = _bitten(part, chance)
            new.writestr(name, part)
    return target.getvalue()


def _bitten(content: bytes, chance: random.Random) -> bytes:
    piece = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(piece))
        how = chance.random()
        if how < 0.4:
            piece[at] = chance.randrange(256)
        elif how < 0.6:
            del piece[at : at + chance.randint(1, 40)]
        elif how < 0.8:
            piece[at:at] = piece[at : at + chance.randint(1, 40)] * chance.randint(1, 3)
        else:
            piece[at : at + 1] = chance.choice(
                [b'"', b"<", b">", b"&", b"-1", b"1e999", b"9" * 20, b"NaN", b"\x00"]
            )
        if not piece:
            return b"x"
    return bytes(piece)


def test_file_when_damaged_at_random_then_is_read_or_refused_in_words(
    lane: Lane, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(20180605)
    good = saved(a_book())
    outcomes: dict[str, int] = {}
    for _ in range(lane.pick(150, 2_000, 50_000)):
        content = mutated(good, chance) if chance.random() < 0.9 else chance.randbytes(chance.randint(1, 300))
        path = tmp_path / "copy.xlsx"
        try:
            found = survey(path, defuse(io.BytesIO(content), path))
            judge(read(found, today=TODAY), World(UNITS))
            outcome = "read"
        except Unreadable as problem:
            assert refusal(problem)
            outcome = problem.reason
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert {"read", Refusal.BROKEN} <= outcomes.keys()
    record_property("counted", f"damaged rosters: {outcomes}")
