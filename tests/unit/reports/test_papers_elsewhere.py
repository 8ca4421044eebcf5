"""The files of a report opened by programs of other people, as far as they are on this machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from sixianghui.documents import public as documents
from sixianghui.reports.papers import official, page, workbook
from tests.unit.reports.papers import paper

pytestmark = pytest.mark.deep


def _missing(program: str) -> bool:
    """A machine may do without it; what could not be looked at is said, and is no failure."""
    if shutil.which(program) is None:
        print(f"not run: {program} is not installed")
        return True
    return False


def test_pdf_when_opened_by_poppler_then_its_fonts_are_embedded_and_its_text_is_as_written(
    tmp_path: Path,
) -> None:
    if _missing("pdffonts") or _missing("pdftotext"):
        return
    file = tmp_path / "report.pdf"
    file.write_bytes(documents.as_pdf(official.document(paper())))
    fonts = subprocess.run(
        ["pdffonts", file], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert {(line.split("+")[1].split()[0], *line.split()[-5:-2]) for line in fonts} == {
        ("NotoSansSC-Regular", "yes", "yes", "yes"),
        ("NotoSerifSC-Regular", "yes", "yes", "yes"),
        ("NotoSerifSC-SemiBold", "yes", "yes", "yes"),
    }
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    assert [
        word in text
        for word in ("双比双争：三个月里发生了什么", "通知发出1,234份，承诺少于5。", "数字怎么数的")
    ] == [True] * 3


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html"])
def test_file_when_opened_by_libreoffice_then_it_prints_the_same_text(tmp_path: Path, kind: str) -> None:
    if _missing("soffice"):
        return
    file = tmp_path / f"report.{kind}"
    made = {
        "docx": lambda: documents.as_docx(official.document(paper())),
        "xlsx": lambda: workbook.written(paper()),
        "html": lambda: page.written(paper()),
    }
    file.write_bytes(made[kind]())
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    printed = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    text = "".join(one.get_textpage().get_text_range() for one in printed).replace(" ", "")
    assert [
        word in text for word in ("双比双争：三个月里发生了什么", "1,234", "少于5", "2018-05-28", "样例")
    ] == [True] * 5
