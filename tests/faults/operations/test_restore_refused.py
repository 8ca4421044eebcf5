"""A restore that cannot succeed says so before anything is fetched or unpacked, and leaves the empty folder empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.operations.targets import a_database, ask
from tests.faults.operations.test_restored import told

KEY = f"b1 {'0' * 64}\n"
PASSWORD = "plum-and-bamboo"


@pytest.fixture
def there(product_environ: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """Where a site is to be restored; what lies off-site bears the name of an archive and is none."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "backup_key").write_text(KEY)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "sixianghui-20180605T120000Z-abcdef.sxhbackup").write_bytes(b"none")
    return {
        **product_environ,
        "SIXIANGHUI_DATA": str(tmp_path / "new"),
        "SIXIANGHUI_OFFSITE_URL": f"file://{tmp_path / 'elsewhere'}",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "没有备份密钥。用 --secrets"),
        (["--secrets", "{}/kept-elsewhere"], "kept-elsewhere 这个目录"),
        (["--secrets", "{}/kept/backup_key"], "backup_key 这个目录"),
        (["--secrets", "{}/elsewhere"], "elsewhere 里没有 backup_key"),
        (["--key-file", "{}/kept/backup-key"], "backup-key 这个文件"),
        (["--key-file", "{}/cut"], "不完整"),
    ],
)
def test_restore_when_the_kept_keys_are_not_where_it_is_told_then_says_so_first_and_may_be_tried_again(
    there: dict[str, str], tmp_path: Path, words: list[str], said: str
) -> None:
    (tmp_path / "cut").write_text(KEY[:20])
    given = [word.format(tmp_path) for word in words]
    answer = told(there, "restore", "--from-offsite", *given, status=2)
    assert said in answer, answer
    # A new key opens nothing, and would fill the folder that has to be empty.
    assert "sixianghui backup key" not in answer
    assert not (tmp_path / "new").exists()
    # The control: with the keys it goes on to the archive. A provider's secret lies with them, not in the folder to come.
    there |= {"SIXIANGHUI_WECOM_CORP_ID": "corp", "SIXIANGHUI_WECOM_AGENT_ID": "1"}
    again = told(there, "restore", "--from-offsite", "--secrets", str(tmp_path / "kept"), status=1)
    assert "不是思享汇的备份" in again, again


@pytest.mark.deep
@pytest.mark.pg
@pytest.mark.sqlite
def test_restore_when_postgresql_is_away_or_not_empty_then_says_so_before_the_archive_is_looked_at(
    there: dict[str, str], tmp_path: Path
) -> None:
    def answer(url: str) -> str:
        there["SIXIANGHUI_DATABASE_URL"] = url
        return told(there, "restore", "--from-offsite", "--secrets", str(tmp_path / "kept"), status=1)

    away = answer(f"postgresql://somebody:{PASSWORD}@127.0.0.1:1/site")
    assert away.startswith("没有恢复：连不上数据库：") and "Connection refused" in away, away
    assert PASSWORD not in away and "Traceback" not in away
    with a_database("restore") as url:
        # The control: an empty one that answers is no reason, and the archive is looked at.
        assert "不是思享汇的备份" in answer(url)
        ask("CREATE TABLE something ()", url)
        assert "不是空的" in answer(url)
    assert not (tmp_path / "new").exists()
