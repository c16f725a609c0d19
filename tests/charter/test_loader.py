"""A file of the charter that does not hold together is refused, with its name and line."""

from pathlib import Path

import pytest

from kevread.charter.loader import CharterError, load
from kevread.charter.ways import way_of

ABOUT = "name: Essai\nwords: {}\ndocument: {slug: essai, adopted: 2024-01-01}\n"
ARTICLE = """R1.1:
  title: Un titre
  text: Chaque conseil a {places} places.
  source: {document: essai, part: "1"}
  binds: local
  modality: firm
  settings:
    places: {unit: people, between: [1, 9], decided_by: head, founding: 2}
  clauses:
    - check: {fact: seats.people, with: {kind: board}, at_most: places}
      severity: blocking
      says: {conforms: Oui., breaches: Non., unknown: Peut-être.}
      mend: {seat: board/president}
"""

BODIES = """each:
  local: [{slug: board, kind: board, seats: [{title: president}]}]
  head: [{slug: bureau, kind: bureau, seats: [{title: vice-president}]}]
spaces: [{slug: cercle, seats: [{title: member}]}]
colleges: {voix: Voix}
"""


def federation(folder: Path, article: str, about: str = ABOUT) -> Path:
    (folder / "charter").mkdir(parents=True)
    (folder / "federation.yaml").write_text(about)
    (folder / "charter" / "1.yaml").write_text(article)
    (folder / "bodies.yaml").write_text(BODIES)
    (folder / "organisations.yaml").write_text("organisations: [{slug: tete, scale: head}]\n")
    return folder


def test_an_article_is_read(tmp_path):
    book = load(federation(tmp_path, ARTICLE))
    (article,) = book.founding
    assert article.settings[0].name == "R1.1.places"
    assert article.clauses[0].check.upper == "R1.1.places"


@pytest.mark.parametrize(
    ("wrong", "right", "at", "said"),
    [
        ("seats.people", "seats.nothing", "1.yaml:10", "le fait « seats.nothing » n’existe pas"),
        ("at_most: places", "at_most: seats_there", "1.yaml:10", "la modalité « seats_there » n’existe pas"),
        ("at_most: places", "at_most: R9.9.limit", "1.yaml:1", "la modalité « R9.9.limit » n’existe pas"),
        ("at_most: places", "at_most: 2, at_least: 1", "1.yaml:10", "un seul prédicat"),
        ("  text: Chaque conseil a {places} places.\n", "", "1.yaml:1", "« text » manque"),
        ('  source: {document: essai, part: "1"}\n', "", "1.yaml:1", "« source » manque"),
        ("{document: essai,", "{book: essai,", "1.yaml:1", "la source doit nommer le document"),
        ("{places} places", "{seats} places", "1.yaml:1", "le texte cite la modalité « seats »"),
        ("binds: local", "binds: region", "1.yaml:1", "l’échelle « region » est inconnue"),
        ("modality: firm", "modality: strict", "1.yaml:1", "la modalité « strict » est inconnue"),
        ("founding: 2", "founding: 12", "1.yaml:8", "sort des bornes"),
        ("decided_by: head", "decided_by: nobody", "1.yaml:8", "dites qui décide"),
        ("severity: blocking", "severity: awful", "1.yaml:10", "la gravité manque"),
        ("breaches: Non.", "breaches: '{who}'", "1.yaml:10", "la phrase cite « who »"),
        ("unknown: Peut-être.", "maybe: Peut-être.", "1.yaml:10", "la phrase « unknown » manque"),
        ("  title: Un titre", "  title: Un titre\n  title: Deux", "1.yaml:3", "« title » est écrit deux fois"),
        ("  binds: local", "  binds: local\n  colour: red", "1.yaml:1", "« colour » n’est pas une entrée connue"),
        ("      mend: {seat: board/president}\n", "", "1.yaml:10", "dites où cela se règle"),
        ("{seat: board/president}", "seats:board", "1.yaml:10", "un écran qui n’existe pas, « seats:board »"),
        ("{seat: board/president}", "seats:body", "1.yaml:10", "un écran qui n’existe pas, « seats:body »"),
        ("{seat: board/president}", "{seat: board}", "1.yaml:10", "ou un siège (seat: board/president)"),
        ("{seat: board/president}", "{body: board/president}", "1.yaml:10", "ou un siège (seat: board/president)"),
        ("{seat: board/president}", "{seat: board/chief}", "1.yaml:10", "un siège qui n’existe pas, « chief »"),
        ("{seat: board/president}", "{body: bureau}", "1.yaml:10", "une instance qui n’existe pas, « bureau »"),
        ("{seat: board/president}", "{seat: cercle/member, for: all}", "1.yaml:10", "« mend » nomme un écran, {body: …}"),
        ("R1.1:", "R1.1: [", "1.yaml:", "n’est pas un YAML lisible"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(tmp_path, wrong, right, at, said):
    assert wrong in ARTICLE
    with pytest.raises(CharterError) as told:
        load(federation(tmp_path, ARTICLE.replace(wrong, right, 1)))
    assert told.value.at.startswith(at)
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("mend", "address"),
    [
        ("directory:organisations", "/voix/organisations"),
        ("{body: board}", "/voix/instances/voix-board"),
        ("{seat: board/president}", "/voix/instances/voix-board/president/confier"),
        ("{body: cercle}", "/tete/instances/cercle"),
        ("{seat: cercle/member, for: organisation}", "/tete/instances/cercle/member/confier?pour=voix"),
        ("{seat: tete-bureau/vice-president}", "/tete/instances/tete-bureau/vice-president/confier"),
    ],
)
def test_a_mending_leads_to_a_screen_a_body_or_a_seat(tmp_path, mend, address):
    (article,) = load(federation(tmp_path, ARTICLE.replace("{seat: board/president}", mend))).founding
    assert way_of(article.clauses[0].mend, "R1.1/1", "voix", "tete") == address


def test_what_is_attested_leads_where_it_is_attested(tmp_path):
    attested = ARTICLE.replace(
        "check: {fact: seats.people, with: {kind: board}, at_most: places}", "attested: {piece: Un registre}"
    )
    (article,) = load(federation(tmp_path, attested.replace("      mend: {seat: board/president}\n", ""))).founding
    assert way_of(article.clauses[0].mend, "R1.1/1", "voix", "tete") == "/voix/texte/R1.1/1/attester"


def test_an_article_written_in_two_files_is_refused(tmp_path):
    folder = federation(tmp_path, ARTICLE)
    (folder / "charter" / "2.yaml").write_text(ARTICLE)
    with pytest.raises(CharterError, match="existe déjà"):
        load(folder)


def test_a_missing_federation_file_is_told(tmp_path):
    with pytest.raises(CharterError, match="ce fichier manque"):
        load(tmp_path)
