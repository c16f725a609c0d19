"""A file that people write is read strictly; all that is wrong in it is told in French, each thing where it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

import pytest

from kevread.common.errors import Invalid
from kevread.common.reading import Checked, Day, Misread, ReadBy, called, plain, read_yaml, required
from kevread.common.wrong import Unfit


@dataclass(frozen=True, slots=True)
class Choir:
    name: Annotated[str, Checked(required)]
    voices: int = 4
    open_air: bool = field(default=False, metadata=called("open"))
    since: Day | None = None
    scale: Literal["local", "head"] = "local"
    tags: tuple[str, ...] = ()
    weight: Annotated[int, ReadBy(lambda value: {"one": 1, "two": 2}[value])] = 1

    def __post_init__(self) -> None:
        if self.voices < 1:
            raise Unfit(Invalid("voices", "Un chœur a une voix au moins."))


@dataclass(frozen=True, slots=True)
class Choirs:
    choirs: Mapping[str, Choir] = field(default_factory=dict)
    first: Choir | None = None


def read(tmp_path, content: str | bytes) -> Choirs:
    path = tmp_path / "choirs.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_yaml(path).read(Choirs)


def test_what_is_written_is_read(tmp_path):
    text = "choirs:\n  a: &a {name: ' Les  Voix ', open: true, since: 2025-03-14, tags: [x, y], weight: two}\n  b: *a\n"
    found = read(tmp_path, "\ufeff" + text).choirs
    assert found["a"] == Choir("Les Voix", 4, True, date(2025, 3, 14), tags=("x", "y"), weight=2) == found["b"]
    written = {
        "name": "Les Voix",
        "voices": 4,
        "open": True,
        "since": "2025-03-14",
        "scale": "local",
        "tags": ["x", "y"],
    }
    assert plain(found["a"]) == written | {"weight": 2}


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "ce fichier est vide"),
        ("# rien\n", 1, "ce fichier est vide"),
        ("- a\n- b\n", 1, "des entrées « nom: … » sont attendues, et non une liste"),
        ("bonjour\n", 1, "des entrées « nom: … » sont attendues, et non « bonjour »"),
        ("choirs: []\n", 1, "« choirs » : des entrées « nom: … » sont attendues, et non une liste"),
        ("choirs:\n\ta: {name: A}\n", 2, "une ligne par une tabulation"),
        ("choirs:\n  a: {name: A\n  b: 1\n", 3, "n’est pas un YAML lisible"),
        (b"choirs:\n  a: {name: \xe9t\xe9}\n", 2, "n’est pas un texte en UTF-8"),
        ("choirs:\n  a: {name: A}\n  b: {name: B\0}\n", 3, "un caractère qui ne s’écrit pas (U+0000)"),
        ("choirs:\n  a: {name: A}\n  a: {name: B}\n", 3, "« a » est écrit deux fois"),
        ("choirs:\n  1: {name: A}\n", 2, "« 1 » nomme une entrée : mettez-le entre guillemets"),
        ("choirs:\n  no: {name: A}\n", 2, "« no » nomme une entrée : mettez-le entre guillemets"),
        ("choirs:\n  [a]: {name: A}\n", 2, "« … » nomme une entrée"),
        ("choirs:\n  a: &a\n    name: *a\n", 2, "trop profond"),
        ("choirs: " + "[" * 200 + "]" * 200, 1, "trop profond"),
        ("choirs: " + "[" * 100_000, 1, "n’est pas un YAML lisible"),
        ("choirs:\n  a: {name: A, since: 2025-02-30}\n", 2, "« 2025-02-30 » n’existe pas"),
        ("choirs:\n  a: {name: A, voices: " + "9" * 5000 + "}\n", 2, "n’existe pas"),
        ("choirs:\n  a: !!python/name:os.system\n", 2, "n’est pas un YAML lisible"),
        ("choirs: {}\n---\nchoirs: {}\n", 2, "n’est pas un YAML lisible"),
        ("choirs:\n  a: {name: A}\nsecond: 1\n", 3, "« second » n’est pas une entrée connue, mais : choirs, first"),
        ("first: {name: A, open_air: true}\n", 1, "mais : name, voices, open, since, scale, tags, weight"),
        ("choirs:\n  a: {name: A}\n  b:\n    voices: 3\n", 3, "« name » manque."),
        ("choirs:\n  a: {name: A}\n  b:\n    name:\n", 4, "« name » manque : rien n’y est écrit"),
        ("choirs:\n  a:\n    name: 12\n", 3, "et non 12 : mettez-le entre guillemets"),
        ("choirs:\n  a:\n    name: yes\n", 3, "et non true : mettez-le entre guillemets"),
        ("choirs:\n  a:\n    name: [A]\n", 3, "« name » : un texte est attendu, et non une liste."),
        ("choirs:\n  a:\n    name: ' '\n", 3, "« name » : un texte est attendu, et celui-ci est vide."),
        ("choirs:\n  a: {name: A, voices: '3'}\n", 2, "« voices » : un nombre entier est attendu, et non « 3 »."),
        ("choirs:\n  a: {name: A, voices: 3.0}\n", 2, "« voices » : un nombre entier est attendu, et non 3.0."),
        ("choirs:\n  a: {name: A, voices: true}\n", 2, "« voices » : un nombre entier est attendu, et non true."),
        ("choirs:\n  a: {name: A, voices: 0}\n", 2, "Un chœur a une voix au moins."),
        ("choirs:\n  a: {name: A, open: oui}\n", 2, "« open » : true ou false est attendu, et non « oui »."),
        ("choirs:\n  a: {name: A, since: hier}\n", 2, "« since » : une date est attendue, écrite par exemple 2026"),
        ("choirs:\n  a: {name: A, since: 20250314}\n", 2, "« since » : une date est attendue, écrite par exemple 2026"),
        ("choirs:\n  a: {name: A, since: '86400'}\n", 2, "« since » : une date est attendue"),
        ("choirs:\n  a: {name: A, since: '20250314'}\n", 2, "« since » : une date est attendue, écrite par exemple 2026"),
        ("choirs:\n  a: {name: A, since: 2025-03-14 10:00:00}\n", 2, "« since » : une date est attendue"),
        ("choirs:\n  a: {name: A, scale: canton}\n", 2, "« scale » : une valeur est attendue parmi : local, head, et non"),
        ("choirs:\n  a: {name: A, tags: x}\n", 2, "« tags » : une liste est attendue"),
        ("choirs:\n  a: {name: A, tags: [x, 2]}\n", 2, "« tags » : un texte est attendu, et non 2"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path, content, line, said):
    with pytest.raises(Misread) as told:
        read(tmp_path, content)
    assert said in told.value.message
    assert told.value.at == told.value.field == f"choirs.yaml:{line}"
    assert told.value.sentence == f"choirs.yaml:{line} : {told.value.message}"
    assert told.value.message.endswith(".")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Misread, match=r"choirs\.yaml : ce fichier manque"):
        read_yaml(tmp_path / "choirs.yaml")


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    with pytest.raises(Misread) as told:
        read(tmp_path, "choirs:\n  a:\n    name: 1\n    voices: deux\n  b: {}\nthird: 3\n")
    assert [fault.at for fault in told.value.faults] == [f"choirs.yaml:{line}" for line in (3, 4, 5, 6)]
    assert [fault.code for fault in told.value.faults] == ["bad_value", "bad_value", "missing", "unknown_key"]
    assert told.value.sentence.splitlines()[3].startswith("choirs.yaml:6 : « third »")


def test_no_other_key_is_looked_at_by_who_needs_some_alone(tmp_path):
    path = tmp_path / "choirs.yaml"
    path.write_text("choirs: {a: {name: A, colour: red}}\nsecond: 1\n", encoding="utf-8")
    assert read_yaml(path).read(Choirs, strangers=True).choirs == {"a": Choir("A")}
