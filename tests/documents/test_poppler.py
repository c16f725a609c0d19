"""What somebody else's reader says of our signed files: `pdfsig`, of poppler, which knows nothing of Kevread."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from kevread.documents.contracts import as_data
from kevread.documents.rendering import render
from tests.documents.papers import EXAMPLES, MADE_AT
from tests.documents.test_sealing import ROOT, signed

VALID, BROKEN = "Signature Validation: Signature is Valid.", "Signature Validation: Digest Mismatch."
TRUSTED = "Certificate Validation: Certificate is Trusted."
TOTAL, NOT_TOTAL, EMPTY = (
    "Total document signed",
    "Not total document signed",
    "The signature form field is not signed.",
)


@pytest.fixture(scope="module")
def paper():
    return render("minutes", as_data(EXAMPLES["minutes"]), made_at=MADE_AT, number=1, is_signed=True)


@pytest.fixture(scope="module")
def four(paper):
    """Four people signed the same file, one after the other."""
    return signed(paper, times=4)


@pytest.fixture
def pdfsig(tmp_path):
    """What it says of a file, one list of lines for each signature. Believing nobody, unless told a folder of authorities."""
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not on this machine: install poppler-utils, nothing else confirms a seal from outside")

    def said(content: bytes, *believing: str) -> list[list[str]]:
        file = tmp_path / "file.pdf"
        file.write_bytes(content)
        asked = ["pdfsig", *(("-nssdir", *believing) if believing else ("-nocert",)), str(file)]
        own = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        answer = subprocess.run(asked, capture_output=True, text=True, check=False, env=own).stdout
        return [
            [line.strip().removeprefix("- ") for line in each.splitlines()] for each in answer.split("Signature #")[1:]
        ]

    return said


def test_each_signature_is_valid_and_only_the_last_is_of_the_whole_file(pdfsig, four):
    told = pdfsig(four)
    assert [VALID in one for one in told] == [True] * 4
    assert [TOTAL in one for one in told] == [False, False, False, True]
    assert [NOT_TOTAL in one for one in told] == [True, True, True, False]
    assert all("Signature Type: ETSI.CAdES.detached" in one for one in told)


def test_a_place_that_waits_is_said_to_wait(pdfsig, paper):
    first, *others = pdfsig(signed(paper, times=1, of=3))
    assert VALID in first
    assert TOTAL in first
    assert [EMPTY in one for one in others] == [True, True]


def test_one_byte_of_the_text_breaks_every_signature(pdfsig, four):
    told = pdfsig(four[:3000] + bytes([four[3000] ^ 1]) + four[3001:])
    assert [BROKEN in one for one in told] == [True] * 4


def test_what_is_added_afterwards_leaves_no_signature_of_the_whole_file(pdfsig, four):
    writer = IncrementalPdfFileWriter(BytesIO(four))
    writer.root["/Changed"] = writer.add_object(writer.root["/Pages"].get_object())
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    told = pdfsig(out.getvalue())
    assert [VALID in one for one in told] == [True] * 4  # of what each of them held
    assert not any(TOTAL in one for one in told)


def test_a_file_cut_short_lost_its_last_signature(pdfsig, paper):
    told = pdfsig(signed(paper)[:-2000])
    assert not any(TOTAL in one for one in told)


@pytest.fixture
def believed(tmp_path):
    """A folder that believes our authority, for poppler."""
    if shutil.which("certutil") is None:
        pytest.skip(
            "certutil is not on this machine: install libnss3-tools, nothing else says that our authority is believed"
        )
    folder, authority = tmp_path / "believed", tmp_path / "authority.pem"
    folder.mkdir()
    authority.write_text(ROOT.pem)
    where = ["-d", f"sql:{folder}"]
    subprocess.run(["certutil", "-N", *where, "--empty-password"], check=True)
    subprocess.run(["certutil", "-A", *where, "-n", "kevread", "-t", "CT,C,C", "-i", str(authority)], check=True)
    return str(folder)


def test_whoever_keeps_our_authority_is_told_that_it_is_trusted(pdfsig, four, believed, tmp_path):
    nobody = tmp_path / "nobody"
    nobody.mkdir()
    subprocess.run(["certutil", "-N", "-d", f"sql:{nobody}", "--empty-password"], check=True)
    assert not any(TRUSTED in one for one in pdfsig(four, str(nobody)))
    assert all(TRUSTED in one for one in pdfsig(four, believed))


def test_what_was_signed_years_ago_is_still_trusted(pdfsig, paper, believed):
    """Poppler judges a certificate on the day when it reads, whatever the day that the signature says (decision 291)."""
    told = pdfsig(signed(paper, now=datetime(2021, 5, 24, 18, tzinfo=UTC)), believed)
    assert [(VALID in one, TRUSTED in one) for one in told] == [(True, True)] * 2
