"""An uploaded roster from the file to the tables: read, previewed, written as a whole or not at all, once."""

from __future__ import annotations

import datetime as dt
import io
import stat
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from sixianghui.access.public import Account, Post
from sixianghui.audit.public import AuditEvent
from sixianghui.common.errors import Conflict, Refused
from sixianghui.directory import commands, queries
from sixianghui.directory.commands import (
    discard_roster,
    forget_old_rosters,
    map_roster,
    read_roster,
    start_import,
    upload_roster,
    write_roster,
)
from sixianghui.directory.commands.roster_writing import write_plan
from sixianghui.directory.models import PersonNumbers, RosterImport
from sixianghui.directory.public import Affiliation, Line, Person, Standing, Status, Unit, UnitKind
from sixianghui.directory.roster import columns, staging, writing
from sixianghui.directory.roster.faults import Kind
from sixianghui.directory.roster.marking import mark
from sixianghui.tasks import clock, leases
from sixianghui.tasks.public import work_off
from sixianghui.vault.public import blind_index
from tests.factories import a_person, a_unit, an_account, an_enterprise, rosters, someone_with
from tests.unit.directory.roster.house import GOOD, a_book, a_row

pytestmark = pytest.mark.django_db
State = RosterImport.State


def a_home() -> tuple[Unit, Account]:
    """The committee of `rosters`, in an enterprise, with one branch and a secretary."""
    enterprise = an_enterprise()
    root = a_unit(
        kind=UnitKind.PARTY_COMMITTEE, name=rosters.ROOT, short_name="样例党委", enterprise=enterprise
    )
    a_unit(name="样例第一党支部", short_name="一支部", parent=root, enterprise=enterprise)
    return root, someone_with(Post.SECRETARY, root)


def uploaded(content: Any, by: Account) -> RosterImport:
    """Upload a roster and have it read."""
    content = content if isinstance(content, bytes) else rosters.saved(content)
    made = upload_roster(io.BytesIO(content), name="名册.xlsx", by=by)
    work_off()
    made.refresh_from_db()
    return made


def imported(content: Any, by: Account) -> RosterImport:
    """Upload a roster and import it."""
    one = uploaded(content, by)
    assert one.counts["faults"] == 0
    start_import(one, by=by)
    work_off()
    one.refresh_from_db()
    assert queries.wrong_counts() == {}
    return one


def exported(by: Account) -> bytes:
    out = queries.roster_out(by)
    with tempfile.TemporaryFile() as target:
        writing.write(target, people=out.people, units=out.units)
        target.seek(0)
        return target.read()


def kinds_of(one: RosterImport) -> list[Kind]:
    preview = staging.preview(one.ref)
    assert preview is not None
    return [fault.kind for fault in preview.faults]


@pytest.mark.parametrize("rows", [400, pytest.param(10_000, marks=pytest.mark.deep)])
def test_roster_when_fifty_faults_are_mended_then_imports_and_its_export_says_nothing_new(
    rows: int, imports: Path
) -> None:
    """The whole way: fifty planted faults, exactly those told, mended by the marked file's list, imported, exported."""
    _, secretary = a_home()
    roster = rosters.a_roster(rows)
    book, planted = rosters.plant_fifty(roster)
    first = uploaded(book, secretary)
    preview = staging.preview(first.ref)
    assert preview is not None
    assert sorted((one.kind, one.sheet, one.row, one.column) for one in preview.faults) == sorted(planted)
    marked = io.BytesIO()
    mark(staging.folder(first.ref) / staging.SAFE, marked, preview.faults)
    clean = rosters.mend(marked.getvalue(), roster)
    second = imported(clean, secretary)
    assert (second.state, kinds_of_counts(second)) == (State.DONE, (rows, 0, 0, len(roster.units)))
    out = exported(secretary)
    assert rosters.cells(out) == rosters.cells(clean)
    units = {unit.name: (unit.parent and unit.parent.name, unit.kind) for unit in Unit.objects.all()}
    assert {name: units[name][0] for name, *_ in roster.units} == {row[0]: row[3] for row in roster.units}
    again = uploaded(out, secretary)
    assert (kinds_of(again), kinds_of_counts(again)) == ([], (0, 0, rows, 0))


def kinds_of_counts(one: RosterImport) -> tuple[int, int, int, int]:
    """(new, changed, unchanged, new units)."""
    return one.counts["new"], one.counts["changed"], one.counts["unchanged"], one.counts["units_new"]


def test_import_then_people_have_relations_statuses_and_readings_and_one_row_in_the_chain() -> None:
    _, secretary = a_home()
    both = a_row(
        NUMBER="A2",
        NAME="单样例",
        STATUS="共青团员",
        STAGE="入党积极分子",
        LEAGUE="是",
        LEAGUE_SINCE=dt.date(2001, 5, 4),
    )
    one = imported(a_book([GOOD, both]), secretary)
    person = Person.objects.get(name="单样例")
    assert (set(person.initials.split()), person.number) == ({"dyl", "cyl", "syl"}, "A2")
    assert list(person.affiliations.order_by("line").values_list("line", "unit__name", "since")) == [
        (Line.LEAGUE, "样例第一党支部", dt.date(2001, 5, 4)),
        (Line.PARTY, "样例第一党支部", GOOD[8]),
    ]
    assert list(person.standings.order_by("line").values_list("line", "status", "since", "until")) == [
        (Line.LEAGUE, Status.LEAGUE_MEMBER, dt.date(2001, 5, 4), None),
        (Line.PARTY, Status.ACTIVIST, GOOD[8], None),
    ]
    actions = list(AuditEvent.objects.order_by("seq").values_list("action", "actor"))
    assert actions == [("roster:upload", secretary.pk), ("roster:import", secretary.pk)]
    assert not staging.folder(one.ref).exists() or connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_import_when_done_or_let_go_then_the_file_is_gone_and_while_kept_it_is_private(imports: Path) -> None:
    _, secretary = a_home()
    one = uploaded(a_book(), secretary)
    folder = staging.folder(one.ref)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(imports.stat().st_mode) == 0o700
    assert sorted(path.name for path in folder.iterdir()) == ["preview.json", "progress.json", "safe.xlsx"]
    start_import(one, by=secretary)
    work_off()
    assert list(imports.iterdir()) == []
    two = uploaded(a_book([a_row(NUMBER="A2", NAME="李样例")]), secretary)
    discard_roster(two, by=secretary)
    assert (list(imports.iterdir()), Person.objects.filter(name="李样例").count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_import_when_pressed_twice_or_its_job_runs_twice_then_is_done_once() -> None:
    _, secretary = a_home()
    one = uploaded(a_book(), secretary)
    stale = RosterImport.objects.get(pk=one.pk)
    start_import(one, by=secretary)
    start_import(stale, by=secretary)
    assert work_off() == 1
    write_roster.call(one.pk)
    read_roster.call(one.pk)
    start_import(stale, by=secretary)
    assert (
        work_off(),
        Person.objects.filter(name="张样例").count(),
        AuditEvent.objects.filter(action="roster:import").count(),
    ) == (0, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_import_when_the_database_fails_in_the_middle_then_nothing_is_written_and_it_can_be_pressed_again() -> (
    None
):
    _, secretary = a_home()
    people = [
        a_row(NUMBER=f"A{at}", NAME=name + "样例", BIRTH=dt.date(1980, 1, 1 + at))
        for at, name in enumerate("赵钱孙李周吴")
    ]
    people[4][rosters.SINCE - 1] = dt.date(2011, 11, 11)
    one = uploaded(a_book(people, [["样例第二党支部", None, "党支部", rosters.ROOT]]), secretary)
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER planted BEFORE INSERT ON directory_standing WHEN NEW.since = '2011-11-11'"
            " BEGIN SELECT RAISE(ABORT, 'planted'); END"
        )
    start_import(one, by=secretary)
    work_off()
    one.refresh_from_db()
    assert (one.state, one.failed, everything()) == (State.READY, True, before)
    # The control: the same writes without a transaction around them leave half of it behind.
    preview = staging.preview(one.ref)
    assert preview is not None
    from sixianghui.directory.commands import roster_writing

    units = roster_writing._Units()
    with transaction.atomic():
        units.register(preview.plan.new_units[0])
    with pytest.raises(Exception, match="planted"):
        roster_writing._enter(preview.plan.new_people, units)
    assert everything() != before
    Person.objects.filter(name__endswith="样例", account=None).delete()
    Unit.objects.filter(name="样例第二党支部").delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER planted")
    start_import(one, by=secretary)
    work_off()
    one.refresh_from_db()
    assert (one.state, one.failed, Person.objects.filter(account=None).count()) == (State.DONE, False, 6)


def everything() -> tuple[int, ...]:
    """How many rows there are of all that an import writes."""
    tables: tuple[Any, ...] = (
        Unit,
        Person,
        Affiliation,
        Standing,
        AuditEvent.objects.filter(action__in=("unit:register", "roster:import")),
    )
    return tuple(table.count() if hasattr(table, "count") else table.objects.count() for table in tables)


def test_import_when_the_roster_changed_since_the_preview_then_is_previewed_again() -> None:
    _, secretary = a_home()
    one = uploaded(a_book(), secretary)
    branch = Unit.objects.get(name="样例第一党支部")
    twin = a_person(branch, name="张样例", number="A1", birth_on=GOOD[2], employed_on=GOOD[3])
    start_import(one, by=secretary)
    work_off()
    one.refresh_from_db()
    assert (one.state, one.stale, kinds_of_counts(one)) == (State.READY, True, (0, 1, 0, 0))
    start_import(one, by=secretary)
    work_off()
    one.refresh_from_db()
    assert (one.state, Person.objects.filter(name="张样例").count()) == (State.DONE, 1)
    assert [row.since for row in twin.standings.all()] == [GOOD[8]]


def test_import_when_a_change_makes_a_fault_of_it_then_is_not_written() -> None:
    _, secretary = a_home()
    one = uploaded(a_book(), secretary)
    Unit.objects.filter(name="样例第一党支部").update(name="改了名的支部")
    start_import(one, by=secretary)
    work_off()
    one.refresh_from_db()
    assert (one.state, one.counts["faults"], kinds_of(one)) == (State.READY, 1, [Kind.UNKNOWN_UNIT])
    with pytest.raises(Conflict, match="还有要改的地方"):
        start_import(one, by=secretary)


def test_import_when_something_unrelated_changed_then_goes_on() -> None:
    _, secretary = a_home()
    one = uploaded(a_book(), secretary)
    a_person(Unit.objects.get(name=rosters.ROOT), name="别的人")
    start_import(one, by=secretary)
    work_off()
    one.refresh_from_db()
    assert one.state == State.DONE


def test_import_when_people_changed_then_history_is_kept() -> None:
    _, secretary = a_home()
    old = a_row(NUMBER="A1", STATUS="预备党员", SINCE=dt.date(2009, 7, 1), UNIT=rosters.ROOT)
    league = a_row(NUMBER="A2", NAME="李样例", STATUS="共青团员", SINCE=dt.date(2000, 5, 4))
    imported(a_book([old, league]), secretary)
    account = an_account(name="张样例")
    Person.objects.filter(number="A1").update(account=account)
    now = a_row(NUMBER="A1", NAME="张样立", SINCE=dt.date(2010, 7, 1))
    joined = a_row(
        NUMBER="A2",
        NAME="李样例",
        STATUS="预备党员",
        SINCE=dt.date(2018, 5, 1),
        LEAGUE="否",
        EMPLOYED=dt.date(2008, 1, 1),
    )
    one = imported(a_book([now, joined]), secretary)
    assert kinds_of_counts(one) == (0, 2, 0, 0)
    first, second = Person.objects.get(number="A1"), Person.objects.get(number="A2")
    account.refresh_from_db()
    assert (first.name, "zyl" in first.initials.split(), account.name) == ("张样立", True, "张样立")
    today = dt.date(2018, 6, 5)
    assert list(first.standings.order_by("since").values_list("status", "since", "until")) == [
        (Status.PROBATIONARY, dt.date(2009, 7, 1), dt.date(2010, 7, 1)), (Status.FULL, dt.date(2010, 7, 1), None),
    ]  # fmt: skip
    assert list(first.affiliations.order_by("pk").values_list("unit__name", "since", "until")) == [
        (rosters.ROOT, dt.date(2009, 7, 1), today), ("样例第一党支部", today, None),
    ]  # fmt: skip
    assert list(second.standings.order_by("since").values_list("status", "since", "until")) == [
        (Status.LEAGUE_MEMBER, dt.date(2000, 5, 4), today), (Status.PROBATIONARY, dt.date(2018, 5, 1), None),
    ]  # fmt: skip
    assert list(second.affiliations.filter(until=None).values_list("line", flat=True)) == [Line.PARTY]
    assert second.employed_on == dt.date(2008, 1, 1)


def test_import_when_a_day_is_corrected_then_the_status_before_it_ends_on_the_new_day() -> None:
    _, secretary = a_home()
    imported(a_book([a_row(STATUS="预备党员", SINCE=dt.date(2009, 7, 1))]), secretary)
    imported(a_book(), secretary)
    imported(a_book([a_row(SINCE=dt.date(2010, 8, 1))]), secretary)
    assert list(Standing.objects.order_by("since").values_list("status", "since", "until")) == [
        (Status.PROBATIONARY, dt.date(2009, 7, 1), dt.date(2010, 8, 1)), (Status.FULL, dt.date(2010, 8, 1), None),
    ]  # fmt: skip


def test_units_when_new_then_stand_below_their_superior_in_its_enterprise_with_addresses_of_their_own() -> (
    None
):
    root, secretary = a_home()
    rows = [
        ["样例第一支部", "一支部", "党支部", "样例总支"],
        ["样例总支", None, "党总支", rosters.ROOT],
        ["样例第一党支部", "第一", "党支部", None],
    ]
    one = imported(a_book([a_row(UNIT="样例第一支部")], rows), secretary)
    assert (one.counts["units_new"], one.counts["units_renamed"]) == (2, 1)
    made = Unit.objects.get(name="样例第一支部")
    assert (made.parent and made.parent.name, made.enterprise, made.slug) == (
        "样例总支",
        root.enterprise,
        "yi-zhi-bu",
    )
    assert Unit.objects.get(name="样例第一党支部").short_name == "第一"
    imported(
        a_book(
            [a_row(NUMBER="A9", NAME="王样例", UNIT="样例第二支部")],
            [["样例第二支部", "一支部", "党支部", "样例总支"]],
        ),
        secretary,
    )
    assert Unit.objects.get(name="样例第二支部").slug == "yi-zhi-bu-2"


def test_import_when_units_are_out_of_reach_then_those_rows_are_faults() -> None:
    root, _ = a_home()
    branch = Unit.objects.get(name="样例第一党支部")
    other = a_unit(name="别家党支部")
    one = uploaded(
        a_book(
            [
                GOOD,
                a_row(NUMBER="A2", NAME="李样例", UNIT=other.name),
                a_row(NUMBER="A3", NAME="王样例", UNIT=root.name),
            ]
        ),
        someone_with(Post.SECRETARY, branch),
    )
    assert kinds_of(one) == [Kind.OUT_OF_REACH, Kind.OUT_OF_REACH]
    with pytest.raises(Conflict):
        start_import(one, by=one.account)


def test_people_when_out_of_reach_then_neither_preview_nor_export_tells_of_them() -> None:
    a_home()
    branch, other = Unit.objects.get(name="样例第一党支部"), a_unit()
    a_person(other, name="别人家的", number="A1")
    mine = a_person(branch, name="自己家的")
    secretary = someone_with(Post.SECRETARY, branch)
    assert [row["name"] for row in queries.roster_out(secretary).people] == [mine.name]
    one = uploaded(a_book(), secretary)
    preview = staging.preview(one.ref)
    assert preview is not None
    assert (kinds_of(one), [name for _, name, _ in preview.plan.absent]) == ([], [mine.name])
    assert queries.own_import(someone_with(Post.SECRETARY, branch), one.ref) is None


def test_upload_when_one_may_not_import_then_is_refused() -> None:
    member = someone_with(Post.PUBLICITY_MEMBER)
    with pytest.raises(Refused):
        upload_roster(io.BytesIO(rosters.saved(a_book())), name="x.xlsx", by=member)
    with pytest.raises(Refused):
        commands.note_export(0, by=member)


def test_upload_when_it_is_no_workbook_then_nothing_is_kept(imports: Path) -> None:
    _, secretary = a_home()
    with pytest.raises(Conflict, match="文本文件"):
        upload_roster(io.BytesIO("姓名,组织\n".encode()), name="x.xlsx", by=secretary)
    assert (RosterImport.objects.count(), imports.exists()) == (0, False)


@pytest.mark.django_db(transaction=True)
def test_private_columns_when_off_then_the_file_is_refused_and_not_kept(imports: Path) -> None:
    _, secretary = a_home()
    book = a_book()
    book["人员"]["M1"], book["人员"]["M2"] = "手机号", "13800138000"
    one = uploaded(book, secretary)
    assert (one.state, one.refusal, one.refusal_words, list(imports.iterdir())) == (
        State.REFUSED,
        "private_columns",
        "手机号",
        [],
    )
    event = AuditEvent.objects.get(action="roster:refuse")
    assert (event.result, "13800138000" in event.detail) == ("refused", False)


def test_private_columns_when_on_then_are_stored_encrypted_and_found_again(settings: Any) -> None:
    settings.ROSTER_PRIVATE = ("phone", "id_number")
    _, secretary = a_home()
    book = a_book([a_row(NUMBER=None, BIRTH=dt.date(1949, 12, 31), EMPLOYED=None)])
    page = book["人员"]
    page["M1"], page["M2"], page["N1"], page["N2"] = "手机号", "13800138000", "身份证号", "11010519491231002X"
    content = rosters.saved(book)
    imported(content, secretary)
    row = PersonNumbers.objects.get()
    assert (row.phone, row.id_number) == ("13800138000", "11010519491231002X")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, id_number, phone_index FROM directory_personnumbers")
        assert not [text for text in cursor.fetchone() if "13800138000" in text or "19491231" in text]
    again = uploaded(content, secretary)
    assert kinds_of_counts(again) == (0, 0, 1, 0)
    page["M2"] = "13900139000"
    changed = uploaded(book, secretary)
    assert kinds_of_counts(changed) == (0, 1, 0, 0)
    assert "13900139000" not in (staging.folder(changed.ref) / staging.PREVIEW).read_text()


@pytest.mark.parametrize("blank", [False, True], ids=["no columns", "blank cells"])
def test_export_when_private_columns_are_on_then_holds_none_and_imported_again_changes_none(
    settings: Any, blank: bool
) -> None:
    settings.ROSTER_PRIVATE = ("phone", "id_number")
    _, secretary = a_home()
    person = a_person(
        Unit.objects.get(name="样例第一党支部"), name="张样例", number="A1", birth_on=dt.date(1949, 12, 31)
    )
    PersonNumbers.objects.create(
        person=person,
        phone="13800138000",
        phone_index=blind_index("phone", "13800138000"),
        id_number="11010519491231002X",
        id_number_index=blind_index("id_number", "11010519491231002X"),
    )
    assert [row.keys() & set(columns.PRIVATE) for row in queries.roster_out(secretary).people] == [set()]
    book = openpyxl.load_workbook(io.BytesIO(exported(secretary)))
    page = book["人员"]
    assert [cell.value for cell in page[1]] == list(rosters.TITLES)
    if blank:
        page["M1"], page["N1"] = "手机号", "身份证号"
    assert kinds_of_counts(uploaded(book, secretary)) == (0, 0, 1, 0)
    page["D2"] = dt.date(1970, 1, 1)
    imported(book, secretary)
    person.refresh_from_db()
    row = PersonNumbers.objects.get()
    assert (person.employed_on, row.phone, row.id_number) == (
        dt.date(1970, 1, 1),
        "13800138000",
        "11010519491231002X",
    )


def test_columns_when_mapped_by_hand_then_the_roster_is_read_anew() -> None:
    _, secretary = a_home()
    book = a_book()
    book["人员"].cell(1, rosters.UNIT).value = "哪里"
    one = uploaded(book, secretary)
    assert kinds_of(one) == [Kind.COLUMN_MISSING]
    map_roster(one, {"people": {rosters.UNIT - 1: "unit"}}, by=secretary)
    with pytest.raises(Conflict):
        map_roster(one, {}, by=secretary)
    work_off()
    one.refresh_from_db()
    assert (kinds_of(one), kinds_of_counts(one)) == ([], (1, 0, 0, 0))


def test_upload_when_there_is_an_earlier_one_then_that_is_let_go() -> None:
    _, secretary = a_home()
    first = uploaded(a_book(), secretary)
    second = uploaded(a_book(), secretary)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.DISCARDED, State.READY)
    with pytest.raises(Conflict):
        start_import(first, by=secretary)


def test_import_when_there_is_nothing_to_write_then_says_so() -> None:
    _, secretary = a_home()
    imported(a_book(), secretary)
    with pytest.raises(Conflict, match="和登记的一样"):
        start_import(uploaded(a_book(), secretary), by=secretary)


@pytest.mark.django_db(transaction=True)
def test_upload_when_discarded_while_it_is_read_then_stays_gone(imports: Path) -> None:
    _, secretary = a_home()
    one = upload_roster(io.BytesIO(rosters.saved(a_book())), name="x.xlsx", by=secretary)
    discard_roster(one, by=secretary)
    work_off()
    one.refresh_from_db()
    assert (one.state, list(imports.iterdir())) == (State.DISCARDED, [])


@pytest.mark.django_db(transaction=True)
def test_upload_when_a_week_old_then_is_forgotten_and_not_a_minute_earlier(imports: Path, clock: Any) -> None:
    _, secretary = a_home()
    one = uploaded(a_book(), secretary)
    (imports / "left-behind").mkdir()
    clock.set(clock.at + dt.timedelta(days=7))
    forget_old_rosters()
    one.refresh_from_db()
    assert (one.state, [path.name for path in imports.iterdir()]) == (State.READY, [one.ref])
    clock.set(clock.at + dt.timedelta(minutes=1))
    forget_old_rosters()
    one.refresh_from_db()
    assert (one.state, list(imports.iterdir())) == (State.DISCARDED, [])


def test_export_then_names_units_so_that_an_import_finds_them_again() -> None:
    root, _ = a_home()
    other = a_unit(kind=UnitKind.PARTY_COMMITTEE, name="乙科技党委", enterprise=an_enterprise())
    a_unit(name="样例第一党支部", parent=other, enterprise=other.enterprise)
    person = a_person(Unit.objects.get(parent=root), birth_on=dt.date(1985, 1, 1))
    row = queries.roster_out(someone_with(Post.SECRETARY, root)).people[0]
    assert (row["name"], row["unit"], row["post"]) == (person.name, f"{rosters.ROOT}/样例第一党支部", "")


def test_plan_when_empty_then_writes_nothing() -> None:
    from sixianghui.directory.roster.plan import Plan

    _, secretary = a_home()
    before = everything()
    write_plan(Plan(), by=secretary, tell=lambda done, total: None)
    assert everything() == before


def test_unit_when_a_closed_one_of_the_enterprise_has_its_name_then_the_preview_says_so() -> None:
    root, secretary = a_home()
    closed: dict[str, Any] = {"name": "样例旧党支部", "parent": root, "enterprise": root.enterprise}
    a_unit(**closed, closed_on=dt.date(2018, 6, 5))
    row = ["样例旧党支部", None, "党支部", rosters.ROOT]
    assert kinds_of(uploaded(a_book([GOOD], [row]), secretary)) == [Kind.CLOSED_UNIT]
    other = ["样例新党支部", None, "党支部", rosters.ROOT]
    assert imported(a_book([GOOD], [other]), secretary).state == State.DONE


def test_import_when_written_then_holds_itself_and_nobodys_account() -> None:
    if connection.vendor == "sqlite":
        return  # one writer: no row is held
    _, secretary = a_home()
    one = uploaded(a_book(), secretary)
    start_import(one, by=secretary)
    with CaptureQueriesContext(connection) as asked:
        work_off()
    table = connection.ops.quote_name(RosterImport._meta.db_table)
    joined = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"] and " JOIN " in one["sql"]]
    held = [sql for sql in joined if f"FROM {table}" in sql]
    assert held
    assert [sql for sql in held if f"FOR NO KEY UPDATE OF {table}" not in sql] == []


def test_import_when_no_worker_could_write_it_then_says_so_and_may_be_pressed_again() -> None:
    _, secretary = a_home()
    one = uploaded(a_book(), secretary)
    start_import(one, by=secretary)
    job = DBTaskResult.objects.get(task_path=write_roster.module_path, status="READY")
    for _worker in range(3):
        now = clock.now()
        leases.take("dies", now)
        leases.reap(now + leases.HOLD)
    job.refresh_from_db()
    one.refresh_from_db()
    assert (job.status, one.state, one.failed) == ("FAILED", State.READY, True)
    start_import(one, by=secretary)
    work_off()
    one.refresh_from_db()
    assert one.state == State.DONE
