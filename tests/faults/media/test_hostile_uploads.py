"""T14: files that want to do harm, through every door. Nothing of them is kept, nothing runs, each gets a sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import Client

from tests.conftest import Lane
from tests.contract.house import ROOT
from tests.factories.files import a_picture, named
from tests.faults.media import corpus as made
from tests.faults.media.corpus import Hostile
from tests.faults.media.doors import doors, faults_of, is_ours, kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_media_folder(tmp_path: Path, settings: object) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    yield
    shutil.rmtree(tmp_path / "media", ignore_errors=True)


def harmful() -> set[bytes]:
    return {one.data for one in made.corpus()}


def test_corpus_when_counted_then_has_more_than_two_hundred_files() -> None:
    found = made.corpus()
    assert len(found) >= 200
    assert {one.fate for one in found} == {"refused", "remade"}


def test_files_when_sent_through_every_door_then_none_is_kept_as_it_came_and_each_gets_a_sentence(
    lane: Lane, record_property: Callable[..., None]
) -> None:
    files, ways = made.corpus(), doors()
    wrong: list[str] = []
    calls = refused = remade = 0
    for name, door in ways.items():
        by_hand = name in {"save_picture", "save_file", "picture row", "file row"}
        for one in files if by_hand else files[:: lane.pick(6, 1, 1)]:
            answer = door(one)
            calls += 1
            where = f"{one.name[:40]!r} by {name}"
            if answer.status >= 500:
                wrong.append(f"{where}: a crash ({answer.status})")
            elif answer.sentence:
                refused += 1
            elif (
                one.fate == "remade"
                and name.startswith(("save_picture", "picture"))
                and name != "picture row"
            ):
                remade += 1
            else:
                wrong.append(f"{where}: neither refused with a sentence nor remade ({answer.status})")
    wrong += faults_of(kept(), harmful())
    record_property(
        "counted",
        f"uploads: {len(files)} hostile files, {calls} sent through {len(ways)} doors, {refused} refused with a sentence, "
        f"{remade} remade from pixels, {len(list(kept()))} files kept, {len(wrong)} wrong",
    )
    assert wrong == []


@pytest.mark.parametrize("one", [pytest.param(one, id=f"{at}") for at, one in enumerate(made.corpus())])
def test_file_when_taken_by_the_command_for_its_kind_then_meets_its_fate(one: Hostile) -> None:
    ways = _commands()
    answers = [way(one) for way in ways]
    taken = [answer for answer in answers if not answer.sentence]
    assert len(taken) == (1 if one.fate == "remade" else 0), one.name[:60]
    assert all(is_ours(answer.sentence) for answer in answers if answer.sentence)


def _commands() -> list[Callable[[Hostile], object]]:
    from sixianghui.media.public import save_file, save_picture
    from tests.faults.media.doors import by_command

    return [
        by_command(lambda file: save_picture(file, title="x", alt="样例说明", by=None, consent="drawing")),
        by_command(lambda file: save_file(file, title="x", by=None)),
    ]  # type: ignore[return-value]


def test_pieces_when_anybody_asks_then_come_as_pictures_in_a_sandbox_and_nothing_else_comes(
    record_property: Callable[..., None],
) -> None:
    ways = _commands()
    for one in made.corpus():
        for way in ways:
            way(one)
    from sixianghui.media.models import Picture

    for picture in Picture.objects.all():
        picture.get_rendition("max-100x100")
    client, sent, refused, wrong = Client(), 0, 0, []
    for name, _data in kept():
        answer = client.get(f"/media/{name}")
        if answer.status_code == 404:
            refused += 1
            continue
        sent += 1
        if not name.startswith("images/"):
            wrong.append(f"{name} is no size of a picture and is sent")
        if answer["Content-Type"] not in {"image/jpeg", "image/png", "image/webp"}:
            wrong.append(f"{name} comes as {answer['Content-Type']}")
        if (
            "sandbox" not in answer["Content-Security-Policy"]
            or "script" in answer["Content-Security-Policy"]
        ):
            wrong.append(f"{name} comes without a sandbox")
        if answer["X-Content-Type-Options"] != "nosniff":
            wrong.append(f"{name} may be taken for something else")
    record_property(
        "counted", f"pieces: {sent} sent to anybody, {refused} stored files refused, {len(wrong)} wrong"
    )
    assert (wrong, sent > 20, refused > 20) == ([], True, True)


def test_files_when_a_door_keeps_them_as_they_come_then_it_is_found() -> None:
    """The control: Django's own storage."""
    careless = FileSystemStorage(location=settings.MEDIA_ROOT)
    hostile = [one for one in made.corpus() if one.data and len(one.name) < 60 and "/" not in one.name][:40]
    for one in hostile:
        careless.save(f"original_images/{one.name}".replace("\0", ""), named(one.data, "x"))
    found = faults_of(kept(), harmful())
    assert len([line for line in found if line.endswith("as it came")]) == len(hostile)


_MEMORY = """
import sys
from sixianghui.media import pixels, papers
from sixianghui.media.rules import Unfit
def peak():
    lines = open("/proc/self/status").read().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) // 1024
pixels.remake("a.jpg", open(sys.argv[1], "rb"), 1000)
before = peak()
for name in sys.argv[1:]:
    data = open(name, "rb")
    size = data.seek(0, 2)
    for take in (lambda: pixels.remake(name, data, size), lambda: papers.check(name, data)):
        data.seek(0)
        try:
            take()
        except Unfit:
            pass
print(before, peak())
"""


def test_memory_when_bombs_come_then_grows_within_bounds(
    tmp_path: Path, record_property: Callable[..., None]
) -> None:
    """In a process of its own, with the largest picture that is taken among them."""
    first = tmp_path / "a.jpg"
    first.write_bytes(a_picture())
    paths = [str(first)]
    for at, one in enumerate(made.corpus()):
        ending = one.name.rpartition(".")[2]
        if len(one.data) < 100_000 and not one.name.startswith(("two", "sixty", "promises", "one-")):
            continue
        if not ending.isalnum():
            continue
        path = tmp_path / f"{at}.{ending}"
        path.write_bytes(one.data)
        paths.append(str(path))
    for name, size, options in (
        ("most.jpg", "9000, 6600", ""),
        ("held.png", "5000, 3600", ", compress_level=1"),
        ("steps.jpg", "5000, 3600", ", progressive=True"),
        ("held.webp", "3400, 2500", ""),
    ):
        path = tmp_path / name
        script = (
            f"from PIL import Image; Image.new('RGB', ({size}), (9, 90, 180)).save({str(path)!r}{options})"
        )
        subprocess.run([sys.executable, "-c", script], check=True)
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, *paths], cwd=ROOT, capture_output=True, text=True, check=True
    )
    before, after = map(int, done.stdout.split())
    record_property("counted", f"memory: {before} MB before, {after} MB at the peak over {len(paths)} files")
    assert after - before < 200
