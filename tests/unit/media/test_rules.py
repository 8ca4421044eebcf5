"""The pure rules of what may be uploaded and shown, at their edges."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sixianghui.media import rules
from sixianghui.media.rules import Consent, Scan, Unfit, Why

JPEG, PNG = b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"
WEBP, HEIC = b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x18ftypheic\0\0\0\0mif1"
SVG = b'<?xml version="1.0"?><SVG>'

#: Why it was refused, with what its sentence needs; None: it was taken.
Refused = tuple[Why, dict[str, object]] | None


def refusal(check: Callable[[], object]) -> Refused:
    try:
        check()
    except Unfit as unfit:
        return unfit.why, unfit.words
    return None


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.JPG", "jpg"), ("a.b.pdf", "pdf"), ("a.pdf. .", "pdf"), ("folder.x/name", ""), ("C:\\folder.x\\a.Png", "png"), ("name", ""), ("", ""),
        (".htaccess", "htaccess"), ("a.abcdefghijkl", "abcdefghijkl"), ("a.abcdefghijklm", "abcdefghijkl"),
    ],
)  # fmt: skip
def test_file_name_when_it_has_endings_then_the_last_counts_in_small_letters(name: str, ending: str) -> None:
    assert rules.ending_of(name) == ending


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (JPEG, "jpeg"), (PNG, "png"), (b"GIF87a..", "gif"), (b"GIF89a..", "gif"), (b"GIF88a..", ""), (WEBP, "webp"), (HEIC, "heic"),
        (b"\0\0\0\x18ftypmsf1\0\0\0\0", "heic"), (b"\0\0\0\x18ftypisom\0\0\0\0heic", ""), (b"\0\0\0\x18freeheic", ""), (b"RIFX\0\0\0\0WEBPVP8 ", ""),
        (b"RIFF\0\0\0\0WAVEfmt ", ""), (SVG, "svg"), (b"<html>", ""), (b"", ""),
        # The magic of one format in the place of another.
        (b"." + JPEG, ""), (b"." + PNG, ""), (b".GIF87a", ""), (b".GIF89a", ""), (b"RIFF\0\0\0\0.WEBP", ""),
    ],
)  # fmt: skip
def test_picture_when_its_first_bytes_are_known_then_its_format_is(head: bytes, found: str) -> None:
    assert rules.picture_format(head) == found


@pytest.mark.parametrize(
    ("size", "refused"),
    [
        (-1, (Why.EMPTY, {})),
        (0, (Why.EMPTY, {})),
        (1, None),
        (20_971_520, None),
        (20_971_521, (Why.TOO_BIG, {"limit": 20})),
    ],
)
def test_file_when_empty_or_larger_than_twenty_mib_then_not_taken(size: int, refused: Refused) -> None:
    assert refusal(lambda: rules.check_size(size)) == refused


@pytest.mark.parametrize(
    ("name", "head", "found"),
    [
        ("a.jpg", JPEG, "jpeg"),
        ("a.jpeg", JPEG, "jpeg"),
        ("a.png", PNG, "png"),
        ("a.heif", HEIC, "heic"),
    ],
)
def test_picture_when_name_and_bytes_agree_then_taken(name: str, head: bytes, found: str) -> None:
    assert rules.check_picture_name(name, head, heic=True) == found


@pytest.mark.parametrize(
    ("name", "head", "why"),
    [
        ("a.svg", SVG, Why.SVG),
        ("a.png", SVG, Why.SVG),
        ("a.svg", PNG, Why.SVG),
        ("a.svgz", b"\x1f\x8b", Why.SVG),
        ("a.heic", HEIC, Why.HEIC),
        ("a.jpg", b"MZ", Why.NAME_LIES),
        ("a.webp", b"MZ", Why.NAME_LIES),
        ("a.exe", b"MZ", Why.NOT_A_PICTURE),
        ("picture", b"MZ", Why.NOT_A_PICTURE),
        ("a.png", JPEG, Why.NAME_LIES),
        ("a.exe", JPEG, Why.NAME_LIES),
    ],
)
def test_picture_when_name_and_bytes_disagree_or_it_cannot_be_read_then_not_taken(
    name: str, head: bytes, why: Why
) -> None:
    assert refusal(lambda: rules.check_picture_name(name, head, heic=False)) == (why, {})


@pytest.mark.parametrize(
    ("found", "in_steps", "panorama", "most"),
    [
        ("jpeg", False, False, 60_000_000),
        ("jpeg", False, True, 34_000_000),
        ("jpeg", True, False, 18_000_000),
        ("jpeg", True, True, 18_000_000),
        ("png", False, False, 18_000_000),
        ("png", False, True, 34_000_000),
        ("gif", False, True, 18_000_000),
        ("heic", False, True, 18_000_000),
        ("webp", False, False, 8_500_000),
        ("webp", True, True, 8_500_000),
    ],
)
def test_pixels_when_decoding_needs_more_memory_then_fewer_are_taken(
    found: str, in_steps: bool, panorama: bool, most: int
) -> None:
    assert rules.most_pixels(found, in_steps=in_steps, panorama=panorama) == most


@pytest.mark.parametrize(
    ("width", "height", "refused"),
    [
        (0, 1, (Why.BROKEN, {})),
        (1, 0, (Why.BROKEN, {})),
        (1, 1, None),
        (1000, 100, None),
        (1000, 101, (Why.TOO_MANY_PIXELS, {"limit": 10})),
        (20_000, 1, None),
        (1, 20_000, None),
        (20_001, 1, (Why.TOO_LONG, {"limit": 20_000})),
        (1, 20_001, (Why.TOO_LONG, {"limit": 20_000})),
    ],
)
def test_picture_when_its_header_promises_nothing_or_too_much_then_not_taken(
    width: int, height: int, refused: Refused
) -> None:
    assert refusal(lambda: rules.check_pixels(width, height, 100_000)) == refused


@pytest.mark.parametrize(
    ("width", "height", "why"),
    [
        # A five-hundredth of the width may be amiss, and two pixels always.
        (4000, 2000, None),
        (4000, 1996, None),
        (4001, 1996, Why.NOT_TWO_TO_ONE),
        (4000, 2004, None),
        (4000, 2005, Why.NOT_TWO_TO_ONE),
        (1000, 499, Why.PANORAMA_SMALL),
        (1001, 499, Why.NOT_TWO_TO_ONE),
        (2048, 1024, None),
        (2047, 1024, Why.PANORAMA_SMALL),
        (8192, 4096, None),
        (8193, 4096, Why.PANORAMA_LARGE),
        (8192, 4097, Why.PANORAMA_LARGE),
    ],
)
def test_panorama_when_not_twice_as_wide_as_high_or_small_or_large_then_not_taken(
    width: int, height: int, why: Why | None
) -> None:
    refused = None if why is None else (why, {"width": width, "height": height})

    assert refusal(lambda: rules.check_panorama(width, height)) == refused


@pytest.mark.parametrize(
    ("pieces", "size", "more", "refused"),
    [
        (0, 0, 1, None),
        (299, 0, 1, None),
        (300, 0, 1, (Why.MANY_TODAY, {"limit": 300})),
        (301, 0, 1, (Why.MANY_TODAY, {"limit": 300})),
        (0, 1_073_741_823, 1, None),
        (0, 1_073_741_823, 2, (Why.MUCH_TODAY, {"limit": 1024})),
    ],
)
def test_day_when_full_of_pieces_or_bytes_then_one_more_is_not_taken(
    pieces: int, size: int, more: int, refused: Refused
) -> None:
    assert refusal(lambda: rules.check_day(pieces, size, more=more)) == refused


@pytest.mark.parametrize(
    ("title", "alt", "why"),
    [
        ("题", None, None),
        ("", None, Why.NO_TITLE),
        (" \n", "图上是会场", Why.NO_TITLE),
        (" " + "题" * 255 + " ", None, None),
        ("题" * 256, None, Why.TITLE_LONG),
        ("题", "", Why.NO_ALT),
        ("题", " 图 ", Why.NO_ALT),
        ("题", "会场", None),
        ("题", "会 场", None),
        ("题", " " + "图" * 255 + " ", None),
        ("题", "图" * 256, Why.ALT_LONG),
    ],
)
def test_words_when_missing_or_too_long_then_not_taken(title: str, alt: str | None, why: Why | None) -> None:
    assert refusal(lambda: rules.check_words(title, alt)) == (None if why is None else (why, {}))


@pytest.mark.parametrize(
    ("scan", "scanned", "file", "sent"),
    [
        (Scan.CLEAN, "a", "a", True),
        (Scan.UNCHECKED, "a", "a", True),
        (Scan.WAITING, "a", "a", False),
        (Scan.REFUSED, "a", "a", False),
        (Scan.CLEAN, "a", "b", False),
        (Scan.CLEAN, "", "b", False),
        (Scan.CLEAN, "", "", False),
    ],
)
def test_bytes_when_the_scanner_did_not_pass_this_very_file_then_do_not_leave(
    scan: Scan, scanned: str, file: str, sent: bool
) -> None:
    assert rules.may_be_sent(scan, scanned=scanned, file=file) is sent


@pytest.mark.parametrize(
    ("consent", "may"),
    [
        (Consent.NOBODY, True),
        (Consent.AGREED, True),
        (Consent.DRAWING, True),
        (Consent.NOT_ASKED, False),
        ("", False),
    ],
)
def test_picture_when_those_in_it_were_not_asked_then_not_published(consent: str, may: bool) -> None:
    assert rules.may_be_published(consent) is may


@pytest.mark.parametrize(
    ("link", "plain"),
    [
        ("https://example.org/a?b#c", True), ("http://example.org", True), ("HTTPS://example.org", True), ("/lectures/1/", True), ("/", True),
        ("/a//b", True), ("", False), ("lectures/1/", False), ("#top", False), ("//example.org", False), ("/\\example.org", False),
        ("\\\\example.org", False), ("https:", False), ("https:/example.org", False), ("https:///example.org", False),
        ("javascript:alert(1)", False), ("data:text/html,x", False), ("ftp://example.org", False), ("mailto:a@example.org", False),
        ("https://[example.org", False), ("/a b", False), ("/a\tb", False), ("/a\nb", False), ("/a\x7fb", False), (" https://example.org", False),
    ],
)  # fmt: skip
def test_link_when_it_runs_something_or_seems_another_site_then_is_not_plain(link: str, plain: bool) -> None:
    assert rules.is_plain_link(link) is plain


@pytest.mark.parametrize(
    ("yaw", "pitch", "in_place"),
    [
        (0, 0, True), (-180, -90, True), (180, 90, True), (-180.5, 0, False), (180.5, 0, False), (0, -90.5, False), (0, 90.5, False),
        (-179.5, 89.5, True),
    ],
)  # fmt: skip
def test_spot_when_beyond_all_around_or_zenith_and_nadir_then_is_not_in_place(
    yaw: float, pitch: float, in_place: bool
) -> None:
    assert rules.spot_is_in_place(yaw, pitch) is in_place


def test_sizes_and_counts_when_changed_then_somebody_meant_it() -> None:
    """What is measured and told to those who upload, written down a second time."""
    assert (rules.MIB, rules.MAX_BYTES, rules.MAX_SIDE, rules.KEPT_SIDE) == (
        1_048_576,
        20_971_520,
        20_000,
        4096,
    )
    assert (rules.MAX_PIXELS, rules.MAX_PIXELS_HELD, rules.MAX_PIXELS_WEBP) == (
        60_000_000,
        18_000_000,
        8_500_000,
    )
    assert rules.MAX_PIXELS_PANORAMA == 34_000_000
    assert (rules.PANORAMA_LEAST, rules.PANORAMA_MOST) == ((2048, 1024), (8192, 4096))
    assert (rules.DAILY_PIECES, rules.DAILY_BYTES) == (300, 1_073_741_824)
