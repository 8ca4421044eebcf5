"""Every way by which a file gets in, and what may be said of it afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission

from sixianghui.access.public import Account, Post
from sixianghui.common.errors import HouseError
from sixianghui.media import commands, wording
from sixianghui.media.models import File, Picture
from sixianghui.media.public import Consent, save_file, save_picture
from tests.factories import signed_in, someone_with
from tests.factories.files import a_paper, a_picture, named, uploaded
from tests.faults.media.corpus import MARK, Hostile


@dataclass(frozen=True)
class Answer:
    """What a door said: a status where there is one, and a sentence if it did not take the file."""

    status: int
    sentence: str = ""


Door = Callable[[Hostile], Answer]


def an_editor() -> Account:
    """A chief editor who may use Wagtail's screens of pictures and files."""
    account = someone_with(Post.CHIEF_EDITOR)
    group = account.groups.first()
    assert group is not None
    root = Collection.get_first_root_node()
    for label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for verb in ("add", "change", "choose"):
            permission = Permission.objects.get(content_type__app_label=label, codename=f"{verb}_{model}")
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )
    return account


def by_command(act: Callable[[ContentFile[bytes]], object]) -> Door:
    def door(one: Hostile) -> Answer:
        try:
            act(named(one.data, one.name))
        except HouseError as error:
            return Answer(409, str(error))
        return Answer(200)

    return door


def by_form(client: Client, path: str, field: str, more: dict[str, str]) -> Door:
    """A screen that answers with a page, or with JSON that holds an error."""

    def door(one: Hostile) -> Answer:
        answer = client.post(path, {**more, field: uploaded(one.data, one.name.rstrip("/"))})
        if answer.status_code == 302:
            return Answer(302)
        text = answer.content.decode("utf-8", "replace")
        if "json" in answer["Content-Type"]:
            told = json.loads(text)
            if told.get("success") or told.get("step") in {"chosen", "duplicate_found"}:
                return Answer(answer.status_code)
            text = "\n".join(str(told.get(name, "")) for name in ("error_message", "html", "htmlFragment"))
        found = [said for said in re.findall('[\u4e00-\u9fff][^<>"\\\\]*', text) if is_ours(said)]
        return Answer(answer.status_code, found[0] if found else "")

    return door


def is_ours(sentence: str) -> bool:
    """Whether it is a sentence that says why something is not taken, whatever numbers and marks stand in it."""
    known = [*map(str, wording.SENTENCES.values()), "请选一张全景图。", "文件没有传上来，请再传一次。"]
    return _bare(sentence) in {_bare(re.sub(r"%\(\w+\)s", "", one)) for one in known}


def _bare(sentence: str) -> str:
    return re.sub(r"&#?\w+;|[^\u4e00-\u9fff]", "", sentence)


def doors() -> dict[str, Door]:
    """Every door by name. Those of Wagtail's screens are asked as an editor."""
    account = an_editor()
    client = signed_in(account)
    client.raise_request_exception = False
    picture = save_picture(
        named(a_picture(), "a.jpg"), title="甲", alt="一块红色", by=account, consent="drawing"
    )
    paper = save_file(named(a_paper(parts={"docProps/app.xml": b"<x/>"}), "a.docx"), title="甲", by=account)
    words = {"title": "样例", "description": "样例图的说明", "consent": "drawing", "collection": "1"}
    pano = {"title": "样例", "alt": "样例全景的说明", "consent": "drawing", "heading": "0"}

    def prefixed(prefix: str) -> dict[str, str]:
        return {f"{prefix}-{name}": value for name, value in words.items()}

    def raw(model: type[Picture] | type[File]) -> Door:
        """A row saved past the commands: whoever wrote that gets an error, if not a sentence."""
        door = by_command(lambda file: model(title="x", file=file).save())

        def guarded(one: Hostile) -> Answer:
            try:
                return door(one)
            except Exception as error:  # Wagtail reads the sides of a picture before it is kept
                return Answer(409, type(error).__name__)

        return guarded

    return {
        "save_picture": by_command(
            lambda file: save_picture(file, title="x", alt="样例说明", by=account, consent=Consent.DRAWING)
        ),
        "save_file": by_command(lambda file: save_file(file, title="x", by=account)),
        "add_panorama": by_command(
            lambda file: commands.add_panorama(file, title="x", alt="样例说明", by=account, consent="drawing")
        ),
        "panorama form": by_form(client, "/panoramas/", "file", pano),
        "picture multiple": by_form(client, "/cms/images/multiple/add/", "files[]", {"collection": "1"}),
        "picture add": by_form(client, "/cms/images/add/", "file", words),
        "picture edit": by_form(client, f"/cms/images/{picture.pk}/", "file", words),
        "picture chooser": by_form(
            client, "/cms/images/chooser/create/", "image-chooser-upload-file", prefixed("image-chooser-upload")
        ),
        "file multiple": by_form(client, "/cms/documents/multiple/add/", "files[]", {"collection": "1"}),
        "file add": by_form(client, "/cms/documents/add/", "file", words),
        "file edit": by_form(client, f"/cms/documents/edit/{paper.pk}/", "file", words),
        "file chooser": by_form(
            client, "/cms/documents/chooser/create/", "document-chooser-upload-file", prefixed("document-chooser-upload")
        ),
        "picture row": raw(Picture),
        "file row": raw(File),
    }  # fmt: skip


def kept() -> Iterator[tuple[str, bytes]]:
    """Everything in the media folder."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(root)), path.read_bytes()


#: What may stand in the media folder, by the first bytes.
_HEADS = {".jpg": b"\xff\xd8\xff", ".png": b"\x89PNG", ".webp": b"RIFF", ".docx": b"PK", ".xlsx": b"PK", ".pptx": b"PK", ".pdf": b"%PDF-"}  # fmt: skip


def faults_of(files: Iterator[tuple[str, bytes]], hostile: set[bytes]) -> list[str]:
    """What was kept that should not be: an input as it came, a mark, an odd name, a name that lies."""
    found = []
    for name, data in files:
        path = Path(name)
        if data in hostile:
            found.append(f"{name} is an input as it came")
        if MARK in data or b"evil.example" in data:
            found.append(f"{name} holds what was hidden")
        if not re.fullmatch(r"[a-z2-9]{20}\.[a-z0-9]{1,5}", path.name):
            found.append(f"{name} has a name that is not ours")
        head = _HEADS.get(path.suffix)
        if head is None or not data.startswith(head):
            found.append(f"{name} is not what its name says")
    return found
