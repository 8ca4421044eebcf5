"""What is said of PostgreSQL's programs that stopped: why, and nothing of what stood in a row."""

from __future__ import annotations

import pytest

from sixianghui.operations.databases import why_it_failed

COMMAND = "Command was: CREATE TABLE public.people (\n    id integer,\n    name text\n);\n\n"


@pytest.mark.parametrize(
    ("stderr", "reason"),
    [
        (
            f'pg_restore: error: could not execute query: ERROR:  relation "people" already exists\n{COMMAND}',
            "could not execute query: ERROR: relation people already exists",
        ),
        (
            "pg_restore: while PROCESSING TOC:\npg_restore: from TOC entry 3; 1259 16386 TABLE people postgres\n"
            'pg_restore: error: could not execute query: ERROR:  could not extend file "base/5/16386": '
            "No space left on device\nHINT:  Check free disk space.\n" + COMMAND,
            "could not execute query: ERROR: could not extend file …: No space left on device",
        ),
        (
            'pg_dump: error: Dumping the contents of table "people" failed: PQgetResult() failed.\n'
            "pg_dump: detail: Error message from server: ERROR:  permission denied for table people\n"
            "pg_dump: detail: Command was: COPY public.people (id, name) TO stdout;\n",
            "ERROR: permission denied for table people",
        ),
        (
            'pg_dump: error: connection to server at "db.example", port 5432 failed: Connection refused\n'
            "\tIs the server running on that host and accepting TCP/IP connections?\n",
            "connection to server at …, port 5432 failed: Connection refused",
        ),
        ("FATAL:  the database system is shutting down\n", "the database system is shutting down"),
    ],
)
def test_program_when_it_stops_then_the_sentence_is_its_reason_and_not_its_last_line(
    stderr: str, reason: str
) -> None:
    assert why_it_failed("pg_restore", 1, stderr) == f"pg_restore 没有成：{reason}"


@pytest.mark.parametrize(
    "stderr",
    [
        'pg_restore: error: COPY failed for table "people": ERROR:  invalid input syntax for type integer: "{}"\n'
        'CONTEXT:  COPY people, line 1, column name: "{}"\n',
        'pg_restore: error: COPY failed for table "people": ERROR:  duplicate key value violates unique constraint '
        '"people_name_key"\nDETAIL:  Key (name)=({}) already exists.\nCONTEXT:  COPY people, line 2\n',
        'CONTEXT:  COPY people, line 1: "{}"\n',
        "DETAIL:  error: {}\n",
    ],
)
@pytest.mark.parametrize(
    "value", ["张三丰", "Zhang Sanfeng", 'says "Zhang" often', 'column "Zhang" of', "first\nerror of Zhang"]
)
def test_program_when_its_words_quote_a_row_then_nothing_of_the_row_is_said(stderr: str, value: str) -> None:
    said = why_it_failed("pg_restore", 1, stderr.replace("{}", value))
    assert said.startswith("pg_restore 没有成")
    assert not any(word in said for word in ("张", "Zhang", "often", "first"))


@pytest.mark.parametrize(
    "stderr",
    [
        "pg_dump: error: aborting because of server version mismatch\n"
        "pg_dump: detail: server version: 17.6; pg_dump version: 16.10\n",
        "pg_restore: error: could not execute query: ERROR:  unrecognized configuration parameter "
        '"transaction_timeout"\nCommand was: SET transaction_timeout = 0;\n',
        "pg_restore: error: unsupported version (1.16) in file header\n",
    ],
)
def test_program_when_it_does_not_go_with_the_server_then_says_which_to_install(stderr: str) -> None:
    said = why_it_failed(stderr.partition(":")[0], 1, stderr)
    assert said.endswith("要和数据库服务器是同一个大版本的")
    assert "transaction_timeout" in said or "transaction_timeout" not in stderr


def test_program_when_it_says_nothing_that_is_known_then_a_plain_sentence_says_that_much() -> None:
    assert why_it_failed("pg_dump", -9, "") == "pg_dump 没有成，也没有说为什么（-9）。"
    assert why_it_failed("pg_dump", 1, "Zhang\n") == "pg_dump 没有成，也没有说为什么（1）。"
