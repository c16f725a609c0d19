"""A country of three communes, two EPCI, one island in none and two strategic territories."""

import json
from pathlib import Path

import pytest

FILES = {
    "sources": [
        "about\tyear\tvalid_from\tsource",
        "population\t2023\t\tRecensement",
        "area\t2024\t\tContours",
        "zone\t\t2026-01-01\tCode géographique",
        "strategic\t\t2024-09-26\tDécision",
        "attachment\t\t2026-01-01\tCarte absente",
    ],
    "territories": ["slug\tname", "nord\tESS Nord", "sud\tESS Sud"],
    "departements": ["code\tname", "99\tLes Îles"],
    "epci": [
        "code\tname\tshort_name\tregion_communes\ttotal_communes\ttotal_population\tpopulation_year",
        "900000001\tCommunauté de communes du Haut\tHaut\t2\t2\t300\t2023",
        "900000002\tCommunauté de communes du Bas\tBas\t1\t3\t900\t2023",
    ],
    "communes": [
        "code\tname\tdepartement\tpopulation\tpopulation_year\tarea_km2",
        "99001\tÉtel-sur-Mer\t99\t100\t2023\t10.50",
        "99002\tSaint-Brieuc-le-Haut\t99\t200\t2023\t20.00",
        "99003\tCœur-d’Îlot\t99\t400\t2023\t5.25",
        "99004\tOuessan\t99\t50\t2023\t1.00",
    ],
    "memberships": [
        "commune_code\tepci_code\tvalid_from\tsource",
        "99001\t900000001\t2026-01-01\tPérimètres",
        "99002\t900000001\t2026-01-01\tPérimètres",
        "99003\t900000002\t2026-01-01\tPérimètres",
    ],
    "coverage": [
        "epci_code\tlocal_slug\tgrouping_slug\tlocal_source\tgrouping_source\tnote",
        "900000001\tpole-haut\tnord\tdocumented\tsupposed\t",
        "900000002\tpole-bas\tsud\tdeduced\tsupposed\tAutre groupement possible",
    ],
    "islands": [
        "commune_code\tlocal_slug\tgrouping_slug\tlocal_source\tgrouping_source\tnote",
        "99004\tpole-haut\tnord\tsupposed\tsupposed\tÎle",
    ],
}
SQUARE = {"label": [50, 50], "box": [0, 0, 100, 100], "path": "M0 0l100 0 0 100-100 0z", "icon": "M0 0l9 0 0 9z"}
OUTLINES = {
    "view_box": [0, 0, 100, 100],
    "strategic": {"nord": SQUARE, "sud": SQUARE},
    "departements": {"99": SQUARE},
    "epci": {"900000001": SQUARE, "900000002": SQUARE},
}


def write_geography(folder: Path, **changed: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    files = FILES | changed
    for name, lines in files.items():
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    communes = {line.split("\t")[0]: SQUARE for line in files["communes"][1:]}
    (folder / "outlines.json").write_text(json.dumps(OUTLINES | {"communes": communes}), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    return write_geography(tmp_path / "geography")
