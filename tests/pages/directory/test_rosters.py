"""The pages of a roster: upload, preview, import, export; what goes wrong is a sentence, never a fault of ours."""

from __future__ import annotations

import datetime as dt
import html
import io
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.directory.models import Appointment, PersonNumbers, RosterImport
from sixianghui.directory.public import Person, Unit, UnitKind, guide
from sixianghui.directory.roster import showing
from sixianghui.tasks.public import work_off
from tests.conftest import Lane
from tests.factories import a_person, a_unit, an_enterprise, rosters, signed_in, someone_with
from tests.unit.directory.roster.house import GOOD, a_book, a_row
from tests.unit.directory.roster.test_opening import mutated

pytestmark = pytest.mark.django_db
State = RosterImport.State


@pytest.fixture(autouse=True)
def imports(settings: Any, tmp_path: Path) -> Path:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    settings.DATA = tmp_path
    return tmp_path / "imports"


@pytest.fixture
def secretary() -> Account:
    enterprise = an_enterprise()
    root = a_unit(
        kind=UnitKind.PARTY_COMMITTEE, name=rosters.ROOT, short_name="样例党委", enterprise=enterprise
    )
    a_unit(name="样例第一党支部", short_name="一支部", parent=root, enterprise=enterprise)
    return someone_with(Post.SECRETARY, root)


def sent(client: Client, content: Any, name: str = "名册.xlsx") -> Any:
    """The answer to an upload."""
    content = content if isinstance(content, bytes) else rosters.saved(content)
    return client.post("/rosters/", {"file": SimpleUploadedFile(name, content)})


def uploaded(client: Client, content: Any) -> str:
    """The address of an uploaded roster that has been read."""
    answer = sent(client, content)
    assert answer.status_code == 302
    work_off()
    return str(answer.url)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]))


def test_roster_when_uploaded_previewed_and_imported_then_each_page_says_where_it_is(
    secretary: Account,
) -> None:
    client = signed_in(secretary)
    assert "样例党委" in text_of(client, "/rosters/")
    answer = sent(client, a_book([a_row(POST="书记")]))
    waiting = client.get(answer.url)
    assert "正在一行一行地读" in waiting.content.decode()
    assert client.get(f"{answer.url}progress/").json() == {
        "stage": "",
        "done": 0,
        "total": 0,
        "finished": False,
    }
    work_off()
    assert client.get(f"{answer.url}progress/").json() == {
        "stage": "reading",
        "done": 1,
        "total": 1,
        "finished": True,
    }
    preview = text_of(client, answer.url)
    assert [
        word
        for word in ("要新登记 1 人", "没有要改的地方", "张样例", "职务“书记”不导入")
        if word not in preview
    ] == []
    assert Person.objects.filter(name="张样例").count() == 0
    assert client.post(f"{answer.url}import/").url == answer.url
    assert client.post(f"{answer.url}import/").url == answer.url
    work_off()
    assert "新登记了 1 人" in text_of(client, answer.url)
    assert Person.objects.filter(name="张样例").count() == 1


def test_preview_when_there_are_faults_then_each_is_shown_with_its_remedy_and_nothing_can_be_imported(
    secretary: Account,
) -> None:
    client = signed_in(secretary)
    address = uploaded(
        client,
        a_book([a_row(UNIT="没有的支部"), a_row(NUMBER="A2", NAME="李 样例"), a_row(NUMBER="A3", NAME=None)]),
    )
    shown = text_of(client, address)
    assert [
        word
        for word in ("有 2 处要改", "“人员”表第 2 行，所在组织", "没有叫“没有的支部”的组织。", "姓名没有填。")
        if word not in shown
    ] == []
    assert "李␣样例" in text_of(client, f"{address}?show=mended")
    only = text_of(client, f"{address}?show=faults&kind=missing")
    assert ("姓名没有填。" in only, "没有的支部" in only) == (True, False)
    assert client.post(f"{address}import/").status_code == 409
    assert Person.objects.filter(name="李样例").count() == 0


@pytest.mark.parametrize(
    "asked",
    [
        "show=nothing",
        "kind=x",
        "page=x",
        "page=-1",
        "page=99999",
        "show=columns&page=7",
        "show=faults&kind=%00",
    ],
)
def test_preview_when_asked_for_what_is_not_there_then_shows_what_is(secretary: Account, asked: str) -> None:
    client = signed_in(secretary)
    assert "张样例" in text_of(client, f"{uploaded(client, a_book())}?{asked}") or "columns" in asked


def test_preview_when_long_then_has_pages(secretary: Account) -> None:
    client = signed_in(secretary)
    many = [
        a_row(NUMBER=f"A{at}", NAME=name + second, BIRTH=dt.date(1980, 1, 1) + dt.timedelta(days=at))
        for at, (name, second) in enumerate((a, b) for a in "赵钱孙李周吴郑王" for b in "安邦昌达恩风光")
    ]
    address = uploaded(client, a_book(many))
    first, second = text_of(client, address), text_of(client, f"{address}?show=new&page=2")
    assert ("第 1 页，共 2 页" in first, "第 2 页，共 2 页" in second, len(many) > showing.LINES) == (
        True,
        True,
        True,
    )


def test_preview_when_something_changes_then_shows_before_and_after(secretary: Account) -> None:
    client = signed_in(secretary)
    a_person(Unit.objects.get(name=rosters.ROOT), name="张样例", number="A1", birth_on=GOOD[2])
    shown = text_of(client, uploaded(client, a_book()))
    assert [
        word
        for word in (
            "要更新 1 人",
            "参加工作日期 2007-07-01",
            f"{rosters.ROOT} → 样例第一党支部",
            "2018-01-01 → 2010-07-01",
        )
        if word not in shown
    ] == []


def test_people_when_not_mentioned_then_are_named(secretary: Account) -> None:
    client = signed_in(secretary)
    a_person(Unit.objects.get(name="样例第一党支部"), name="没写进来的人")
    assert "没写进来的人" in text_of(client, f"{uploaded(client, a_book())}?show=absent")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "这个文件是空的"),
        ("姓名,组织".encode("gb18030"), "文本文件"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "旧格式"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04rubbish", "文件坏了"),
    ],
)
def test_upload_when_it_is_no_roster_then_the_form_says_why_beside_the_field(
    secretary: Account, content: bytes, sentence: str, imports: Path
) -> None:
    answer = sent(signed_in(secretary), content)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, "field bad" in page, imports.exists()) == (
        400,
        True,
        True,
        False,
    )


def test_upload_when_no_file_is_chosen_then_asks_for_one(secretary: Account) -> None:
    answer = signed_in(secretary).post("/rosters/", {})
    assert (answer.status_code, "请选一个 .xlsx 文件。" in answer.content.decode()) == (400, True)


def test_roster_when_it_holds_private_columns_then_the_page_says_to_delete_them(secretary: Account) -> None:
    client = signed_in(secretary)
    book = a_book()
    book["人员"]["M1"] = "手机号"
    shown = text_of(client, uploaded(client, book))
    assert "文件里有“手机号”，平台现在不收这些，文件没有留下。请删掉这些列，再传一次。" in shown


def test_columns_when_said_by_hand_then_the_roster_is_read_anew(secretary: Account) -> None:
    client = signed_in(secretary)
    book = a_book()
    book["人员"].cell(1, rosters.UNIT).value = "哪里"
    address = uploaded(client, book)
    assert "没找到“所在组织”这一列。" in text_of(client, address)
    form = client.get(f"{address}?show=columns").content.decode()
    names = re.findall(r'<select name="([a-z]+-\d+)"', form)
    chosen = {name: re.search(rf'name="{name}".*?value="(\w*)" selected', form, re.S) for name in names}
    given = {name: found[1] if found else "" for name, found in chosen.items()} | {
        f"people-{rosters.UNIT - 1}": "unit"
    }
    assert client.post(f"{address}columns/", given).url == address
    work_off()
    assert "没有要改的地方" in text_of(client, address)
    assert client.post(f"{address}columns/", {**given, "people-0": "no such column"}).status_code == 302


def test_marked_file_when_asked_for_then_comes_with_the_name_of_the_upload(secretary: Account) -> None:
    client = signed_in(secretary)
    address = uploaded(client, a_book([a_row(UNIT="没有的支部")]))
    for _ in range(2):
        answer = client.get(f"{address}marked/")
        assert (
            "%E5%90%8D%E5%86%8C_%E6%A0%87%E5%A5%BD%E9%97%AE%E9%A2%98.xlsx"
            in answer.headers["Content-Disposition"]
        )
        assert "no-store" in answer.headers["Cache-Control"]
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert book["问题清单"]["G2"].value == "没有叫“没有的支部”的组织。"
    client.post(f"{address}discard/")
    assert client.get(f"{address}marked/").status_code == 404


def test_template_and_export_then_have_the_same_columns_and_the_export_leaves_a_row_in_the_chain(
    secretary: Account,
) -> None:
    client = signed_in(secretary)
    a_person(Unit.objects.get(name="样例第一党支部"), name="在册的人")
    template = openpyxl.load_workbook(
        io.BytesIO(b"".join(client.get("/rosters/template/").streaming_content))
    )
    answer = client.post("/rosters/exports/")
    export = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [cell.value for cell in template["人员"][1]] == [cell.value for cell in export["人员"][1]]
    assert [row[0] for row in template["组织"].iter_rows(min_row=2, values_only=True)] == [
        rosters.ROOT,
        "样例第一党支部",
    ]
    assert (template["人员"].max_row, export["人员"]["B2"].value) == (1, "在册的人")
    assert [(one.actor, one.detail) for one in AuditEvent.objects.filter(action="roster:export")] == [
        (secretary.pk, '{"people":1}')
    ]
    assert client.get("/rosters/exports/").status_code == 405


@pytest.mark.parametrize("post", [Post.SECRETARY, Post.ORGANISATION_MEMBER, Post.COMMITTEE_CLERK])
def test_export_when_numbers_are_kept_then_gives_out_none_of_them(
    secretary: Account, post: Post, settings: Any
) -> None:
    settings.ROSTER_PRIVATE = ("phone", "id_number")
    root = Unit.objects.get(name=rosters.ROOT)
    person = a_person(root, name="在册的人")
    PersonNumbers.objects.create(person=person, phone="13800138000", id_number="11010519491231002X")
    if post is Post.COMMITTEE_CLERK:
        asker = someone_with(post, a_unit(kind=UnitKind.INDUSTRY_COMMITTEE))
        guide(Appointment.objects.get(person__account=asker).unit, root, by=asker)
    else:
        asker = someone_with(post, root)
    client = signed_in(asker)
    page = "".join(client.get("/rosters/").content.decode().split())
    assert "手机号和身份证号不导出" in page
    content = b"".join(client.post("/rosters/exports/").streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        everything = html.unescape(b"".join(map(book.read, book.namelist())).decode())
    found = [
        word
        for word in ("在册的人", "13800138000", "11010519491231002X", "手机号", "身份证号")
        if word in everything
    ]
    assert found == ["在册的人"]


def test_roster_when_it_is_somebody_elses_then_there_is_nothing(secretary: Account) -> None:
    address = uploaded(signed_in(secretary), a_book())
    twin = signed_in(someone_with(Post.SECRETARY, Unit.objects.get(name=rosters.ROOT)))
    nowhere = twin.get("/rosters/22222222222222222222/")
    answers = [twin.get(address + more) for more in ("", "progress/", "marked/")]
    answers += [twin.post(address + more) for more in ("import/", "discard/", "columns/")]
    own = re.compile(r'rosters/\w+/(?:\w+/)?|name="csrfmiddlewaretoken" value="\w+"')
    bodies = {own.sub("", one.content.decode()) for one in (nowhere, *answers)}
    assert ({one.status_code for one in answers}, len(bodies)) == ({404}, 1)
    assert RosterImport.objects.get().state == State.READY


@pytest.mark.parametrize("post", [Post.PUBLICITY_MEMBER, Post.EDITOR, Post.SYSTEM_ADMIN, Post.AUDITOR])
def test_rosters_when_one_holds_no_such_post_then_are_closed(post: Post) -> None:
    client = signed_in(someone_with(post))
    assert [
        client.get("/rosters/").status_code,
        client.get("/rosters/template/").status_code,
        client.post("/rosters/exports/").status_code,
    ] == [403] * 3


def test_pages_when_english_then_speak_english_and_keep_the_titles(secretary: Account) -> None:
    client = signed_in(secretary)
    address = uploaded(client, a_book([a_row(UNIT="没有的支部")]))
    shown = text_of(client, f"/en{address}")
    assert [
        word
        for word in (
            "1 thing to fix",
            "There is no unit called “没有的支部”.",
            "Sheet “人员”, row 2, 所在组织",
        )
        if word not in shown
    ] == []


def test_upload_when_damaged_at_random_then_never_breaks_a_page(secretary: Account, lane: Lane) -> None:
    client, chance = signed_in(secretary), random.Random(606)
    good = rosters.saved(a_book([GOOD, a_row(NUMBER="A2", NAME="李 样例", UNIT="没有")]))
    seen: set[int] = set()
    for _ in range(lane.pick(25, 400, 5_000)):
        answer = sent(client, mutated(good, chance))
        seen.add(answer.status_code)
        if answer.status_code == 302:
            work_off()
            pages = [client.get(answer.url), client.get(f"{answer.url}?show=columns")]
            assert [one.status_code for one in pages] == [200, 200]
            assert client.get(f"{answer.url}marked/").status_code in {200, 404, 409}
    assert seen == {302, 400}
