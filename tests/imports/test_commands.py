"""`export` and `import`, from a command: what they answer, and how they end."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from kevread.directory.models import Person
from kevread.imports.models import Import

HEADER = "nom;prénom;adresse électronique\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    code = 0
    try:
        call_command(*map(str, arguments), stdout=StringIO())
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    return code, json.loads(err if code == 2 else out)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "personnes.csv"
    file.write_text(HEADER + "Martin;Anne;anne@exemple.fr\nLe Goff;Yann;\n", encoding="utf-8")
    return file


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    file = tmp_path / "correspondance.json"
    file.write_text(json.dumps({"sheets": {"": {"into": "Personnes"}}}), encoding="utf-8")
    return file


def test_a_dry_run_then_a_commit_then_once_more(empty, capsys, people, mapping):
    code, said = run(capsys, "import", people, "--mapping", mapping, "--dry-run", "--format", "json")
    expected = {"rows": 2, "new": 2, "changed": 0, "unchanged": 0, "duplicates": [], "errors": [], "refused": []}
    assert (code, said) == (0, {**expected, "committed": False, "import": None})
    assert not Person.objects.exists()
    code, said = run(capsys, "import", people, "--mapping", mapping, "--commit")
    made = str(Import.objects.get().pk)
    assert (code, said) == (0, {**expected, "committed": True, "import": made})
    code, said = run(capsys, "import", people, "--mapping", mapping, "--commit")
    assert (code, said["import"], said["new"], said["unchanged"]) == (0, made, 0, 2)
    assert Person.objects.count() == 2


def test_a_row_that_is_wrong_ends_with_1_and_writes_nothing_but_the_valid_rows_on_demand(
    empty, capsys, people, mapping
):
    people.write_text(HEADER + "Martin;Anne;anne@exemple.fr\n;Yann;\n", encoding="utf-8")
    code, said = run(capsys, "import", people, "--mapping", mapping, "--commit")
    wrong = {"row": 3, "column": "nom", "value": "", "message": "« nom » manque."}
    assert code == 1 and not said["committed"] and said["import"] is None
    assert [{key: one[key] for key in wrong} for one in said["errors"]] == [
        wrong | {"message": said["errors"][0]["message"]}
    ]
    assert "manque" in said["errors"][0]["message"] and not Person.objects.exists()
    code, said = run(capsys, "import", people, "--mapping", mapping, "--commit", "--valid-rows")
    assert code == 1 and said["committed"] and Person.objects.get().family_name == "Martin"


def test_what_cannot_be_read_ends_with_2_and_says_where(empty, capsys, tmp_path, people, mapping):
    image = tmp_path / "image.xlsx"
    image.write_bytes(b"\x89PNG rien")
    code, said = run(capsys, "import", image, "--dry-run")
    assert (code, said["error"]["code"], said["error"]["at"]) == (2, "unreadable", str(image))
    code, said = run(capsys, "import", tmp_path / "nulle-part.csv", "--dry-run")
    assert (code, said["error"]["code"]) == (2, "unreadable")
    assert "n’existe pas" in said["error"]["message"]
    image.write_bytes(bytes(range(256)) * 20)  # neither a workbook nor a text
    code, said = run(capsys, "import", image, "--dry-run")
    assert (code, said["error"]["code"]) == (2, "unreadable")
    mapping.write_text('{"sheets": {"": {"into": "Personnes", "colonnes": {}}}}', encoding="utf-8")
    code, said = run(capsys, "import", people, "--mapping", mapping, "--dry-run")
    assert code == 2 and said["error"]["at"].startswith("sheets")
    mapping.write_text('{"sheets": {"": {"into": "Gens"}}}', encoding="utf-8")
    code, said = run(capsys, "import", people, "--mapping", mapping, "--dry-run")
    assert code == 2 and "Personnes" in said["error"]["message"]
    code, said = run(capsys, "import", people)
    assert (code, said["error"]["at"]) == (2, "dry-run")
    code, said = run(capsys, "export", tmp_path / "tout.xlsx", "--only", "Gens")
    assert (code, said["error"]["code"]) == (2, "unknown_sheet")


def test_an_export_of_one_sheet_comes_back(empty, capsys, tmp_path):
    file = tmp_path / "registres.xlsx"
    code, said = run(capsys, "export", file, "--only", "organisations", "--on", "2026-11-24")
    assert (code, said) == (0, {"written": str(file), "on": "2026-11-24", "bytes": file.stat().st_size})
    code, said = run(capsys, "import", file, "--dry-run")
    assert code == 0 and said["new"] == said["changed"] == 0 and said["unchanged"] == said["rows"] == 1


def test_an_empty_workbook_says_nothing_and_explains_each_column(empty, capsys, tmp_path):
    from kevread.common.sheets import SHEETS
    from kevread.imports.reading.book import read

    file = tmp_path / "vide.xlsx"
    assert run(capsys, "export", file, "--empty")[0] == 0
    first, *others = read(file.read_bytes(), file.name).grids
    assert [len(grid.rows) for grid in others] == [1] * len(SHEETS)
    explained = {row[1] for row in first.rows if len(row) > 1}
    assert {column.name for sheet in SHEETS.values() for column in sheet.columns} <= explained
    assert run(capsys, "import", file, "--dry-run")[1]["rows"] == 0
