"""A file of the charter that does not hold together is refused, with its name and line."""

from pathlib import Path

import pytest

from kevread.charter.loader import load
from kevread.charter.ways import way_of
from kevread.common.reading import Misread
from kevread.ui.places import way_address

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

PHRASE = "« phrase » : les mots « Le conseil » ne sont pas dans le texte de l’article."
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


def test_where_all_that_is_held_is_ours_the_document_says_more(tmp_path):
    """Whatever screen shows the rest: what the document says itself is held against nothing."""
    ours = ARTICLE.replace("blocking", "warning").replace(
        "founding: 2", "addition: Le document ne compte pas les places."
    )
    ours = ours.replace("- check:", "- addition: Le document ne compte pas les places.\n      check:")
    screen = "    - capability: {screen: seats:bodies, because: La page montre qui siège.}\n"
    second = (
        "    - check: {fact: seats.people, with: {kind: board}, at_least: 1}\n      severity: warning\n      says: "
    )
    second += "{conforms: Oui., breaches: Non., unknown: Peut-être.}\n      mend: {seat: board/president}\n"

    def says_more(name: str, article: str) -> bool:
        return load(federation(tmp_path / name, article)).founding[0].says_more

    assert says_more("ours", ours + screen)
    assert not says_more("theirs", ARTICLE + screen)
    assert not says_more("both", ours + second)
    assert not says_more("shown", ARTICLE[: ARTICLE.index("    - check")] + screen)


@pytest.mark.parametrize(
    ("wrong", "right", "at", "said"),
    [
        ("seats.people", "seats.nothing", 10, "le fait « seats.nothing » n’existe pas"),
        ("at_most: places", "at_most: seats_there", 10, "la modalité « seats_there » n’existe pas"),
        ("at_most: places", "at_most: R9.9.limit", 10, "la modalité « R9.9.limit » n’existe pas"),
        ("at_most: places", "between: [1, seats_there]", 10, "la modalité « seats_there » n’existe pas"),
        ("at_most: places", "at_most: 2, at_least: 1", 10, "un seul prédicat"),
        ("  text: Chaque conseil a {places} places.\n", "", 1, "« text » manque"),
        ('  source: {document: essai, part: "1"}\n', "", 1, "« source » manque"),
        ("{document: essai,", "{book: essai,", 4, "« book » n’est pas une entrée connue, mais : document, law"),
        ("{document: essai, ", "{", 4, "la source doit nommer le document"),
        ("{places} places", "{seats} places", 1, "le texte cite la modalité « seats »"),
        ("{places} places", "{places places", 3, "« text » : une accolade, { ou }, est écrite sans l’autre"),
        ("binds: local", "binds: region", 5, "l’échelle « region » est inconnue"),
        ("binds: local", "binds: []", 5, "« binds » : une échelle est attendue"),
        ("modality: firm", "modality: strict", 6, "evolving, proposal, conditional, work_stream, et non « strict »"),
        ("founding: 2", "founding: 12", 8, "sort des bornes"),
        ("decided_by: head", "decided_by: nobody", 8, "parmi : head, own, law, doctrine, grouping, local, et non « nobody »"),
        ("severity: blocking", "severity: awful", 11, "blocking, major, warning, information, et non « awful »"),
        ("      severity: blocking\n", "", 10, "la gravité manque"),
        ("      says: {conforms: Oui., breaches: Non., unknown: Peut-être.}\n", "", 10, "les phrases manquent"),
        ("breaches: Non.", "breaches: '{who}'", 12, "la phrase cite « who »"),
        ("breaches: Non.", "breaches: 'Il manque {value:un cas}.'", 12, "« un cas » ne se dit que de « value »"),
        ("breaches: Non.", "breaches: 'Il manque {value:un cas|}.'", 12, "« un cas| » ne se dit que de « value »"),
        ("breaches: Non.", "breaches: 'Il manque {items:un|deux}.'", 12, "« un|deux » ne se dit que de « value »"),
        ("unknown: Peut-être.", "maybe: Peut-être.", 12, "« unknown » manque"),
        ("  title: Un titre", "  title: Un titre\n  title: Deux", 3, "« title » est écrit deux fois"),
        ("  title: Un titre", "  title:", 2, "« title » manque : rien n’y est écrit"),
        ("  title: Un titre", "  title: 12", 2, "un texte est attendu, et non 12 : mettez-le entre guillemets"),
        ("  title: Un titre", "  title: ' '", 2, "« title » : un texte est attendu, et celui-ci est vide"),
        ("  binds: local", "  binds: local\n  colour: red", 6, "« colour » n’est pas une entrée connue, mais : title, text"),
        ("      severity: blocking", "      phrase: 13\n      severity: blocking", 11, "un texte est attendu, et non 13"),
        ("      severity: blocking", "      phrase: Le conseil\n      severity: blocking", 11, PHRASE),
        ("      severity: blocking", "      phrase: '{places'\n      severity: blocking", 11, "une accolade, { ou }"),
        ("      severity: blocking", "      phrase: a\n      severity: blocking", 11, "y sont 4 fois : citez-en assez"),
        ("      mend: {seat: board/president}\n", "", 10, "dites où cela se règle"),
        ("{seat: board/president}", "seats:board", 13, "un écran qui n’existe pas, « seats:board »"),
        ("{seat: board/president}", "seats:body", 13, "un écran qui n’existe pas, « seats:body »"),
        ("{seat: board/president}", "{seat: board}", 13, "ou un siège (seat: board/president)"),
        ("{seat: board/president}", "{body: board/president}", 13, "ou un siège (seat: board/president)"),
        ("{seat: board/president}", "{seat: board/chief}", 13, "un siège qui n’existe pas, « chief »"),
        ("{seat: board/president}", "{body: bureau}", 13, "une instance qui n’existe pas, « bureau »"),
        ("{seat: board/president}", "{seat: cercle/member, for: all}", 13, "« mend » nomme un écran, {body: …}"),
        ("{seat: board/president}", "{screen: directory:affiliate, at: voix}", 13, "« mend » nomme un écran, {body: …}"),
        ("{seat: board/president}", "{screen: seats:levitate, body: board}", 13, "un écran qui n’existe pas"),
        ("{seat: board/president}", "{screen: directory:affiliate, at: item}", 13, "ici, ce n’est pas une organisation"),
        ("{seat: board/president}", "{screen: seats:designation, seat: board/president, for: item}", 13, "« item » mène à"),
        ("{seat: board/president}", "{seat: board/president, for: item}", 13, "« mend » nomme un écran, {body: …}"),
        ("{seat: board/president}", "[directory:organisations, board]", 13, "un écran qui n’existe pas, « board »"),
        ("{seat: board/president}", "{setting: R1.1.nothing}", 13, "une modalité qui n’existe pas, « R1.1.nothing »"),
        ("{seat: board/president}", "{setting: }", 13, "« mend » nomme une modalité qui n’existe pas"),
        ("{seat: board/president}", "[]", 10, "dites où cela se règle"),
        ("at_most: places", "at_most: places, once: nowhere", 10, "dites ce qui se lit tant que rien n’est décidé"),
        ("R1.1:", "R1.1: [", 3, "n’est pas un YAML lisible"),
        ("  binds: local", "  binds: local\n  until: R1.1.nothing", 6, "la modalité « R1.1.nothing » n’existe pas"),
        # What nobody decided refuses nothing.
        ("modality: firm", "modality: proposal", 1, "ce qui est proposé, possible, annoncé"),
        ("modality: firm", "modality: conditional", 1, "jamais plus grave qu’un avertissement (severity : warning"),
        ("modality: firm", "modality: indicative", 1, "jamais plus grave qu’un avertissement (severity : warning"),
        ("modality: firm", "modality: work_stream", 1, "jamais plus grave qu’un avertissement (severity : warning"),
        # What we add is nobody's decision.
        ("    - check:", "    - addition: bref\n      check:", 10, "un ajout dit ce que le document ne dit pas"),
        ("    - check:", "    - addition: Ces mots n’y sont pas.\n      check:", 10, "jamais plus grave qu’un avertissement"),
        # What a hand may well write, and no reader may stumble on.
        ("check: {fact: seats.people, with: {kind: board}, at_most: places}", "capability: texte", 10, "des entrées « nom"),
        ("says: {conforms: Oui., breaches: Non., unknown: Peut-être.}", "says: non", 12, "des entrées « nom: … »"),
        ("between: [1, 9]", "between: [1]", 8, "« between » : il manque une valeur à cette liste"),
        ("between: [1, 9]", "between: [1, 5, 9]", 8, "« between » : 2 valeurs sont attendues"),
        ("between: [1, 9]", "between: 9", 8, "« between » : une liste est attendue"),
        ("between: [1, 9]", "between: [1, neuf]", 8, "un nombre entier est attendu, et non « neuf »"),
        ("{unit: people, between: [1, 9], decided_by: head, founding: 2}", "3", 8, "« places » : des entrées"),
        ("founding: 2}", "founding: yes}", 8, "« founding » : un nombre entier ou un texte est attendu"),
        ("unit: people", "unit: choice", 8, "« places » : une modalité à choisir (unit: choice) énumère ses valeurs"),
        (", at_most: places", "", 10, "un seul prédicat est attendu, avec sa limite, parmi at_least, at_most"),
        ("at_most: places", "at_most: null", 10, "un seul prédicat est attendu, avec sa limite"),
        ("at_most: places", "at_most: [places]", 10, "« at_most » : un nombre entier est attendu, ou le nom d’une modalité"),
        ("at_most: places", "at_most: true", 10, "« at_most » : un nombre entier est attendu, ou le nom d’une modalité"),
        ("at_most: places", "within: []", 10, "« within » : une liste est attendue, ou le nom d’une modalité"),
        ("at_most: places", "within: nowhere", 10, "la modalité « nowhere » n’existe pas"),
        ("founding: 2", "founding: 2, proposed: trois", 8, "n’est pas ce qu’il décide (founding)"),
        ("at_most: places", "present: false", 10, "seul « present: true » a un sens"),
        ("fact: seats.people, ", "", 10, "dites quel fait est tenu : fact, ou each"),
        ("  clauses:", "  clauses: []\n  x:", 9, "« clauses » : une clause au moins est attendue"),
        ("  clauses:\n    - check:", "  clauses:\n    - oui\n    - check:", 10, "« clauses » : des entrées « nom: … »"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(tmp_path, wrong, right, at, said):
    assert wrong in ARTICLE
    with pytest.raises(Misread) as told:
        load(federation(tmp_path, ARTICLE.replace(wrong, right, 1)))
    assert said in told.value.message
    assert told.value.at == f"1.yaml:{at}"


def test_a_gravity_that_is_none_is_told_where_none_is_asked_for(tmp_path):
    awaits = (
        ARTICLE[: ARTICLE.index("    - check")] + "    - awaits: {app: staff, because: Non.}\n      severity: grave\n"
    )
    with pytest.raises(Misread) as told:
        load(federation(tmp_path, awaits))
    assert (told.value.at, len(told.value.faults)) == ("1.yaml:11", 1)
    assert "et non « grave »" in told.value.message


def test_an_addition_has_no_founding_value(tmp_path):
    """A limit that the text of the document does not give is nobody's decision: it waits for one."""
    ours = ARTICLE.replace("Chaque conseil a {places} places.", "Chaque conseil a des places.").replace(
        "    - check:", "    - addition: Le document ne dit pas combien.\n      check:"
    )
    ours = ours.replace("severity: blocking", "severity: warning")
    with pytest.raises(Misread) as told:
        load(federation(tmp_path, ours))
    assert told.value.at == "1.yaml:8"
    assert "un ajout n’a pas de valeur fondatrice" in told.value.message
    (article,) = load(federation(tmp_path / "other", ours.replace(", founding: 2", ""))).founding
    assert article.clauses[0].addition == "Le document ne dit pas combien."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (", founding: 2, addition: Le document n’en parle pas.", "ne propose ni ne décide"),
        (", proposed: deux, addition: Le document n’en parle pas.", "ne propose ni ne décide"),
        (", addition: bref", "dites pourquoi cette modalité est demandée"),
    ],
)
def test_a_setting_of_ours_says_why_and_has_no_value(tmp_path, given, said):
    with pytest.raises(Misread, match=said):
        load(federation(tmp_path, ARTICLE.replace(", founding: 2", given)))
    ours = ARTICLE.replace(", founding: 2", ", addition: Le document n’en parle pas.")
    (article,) = load(federation(tmp_path / "other", ours)).founding
    assert article.settings[0].addition == "Le document n’en parle pas."


def law_of(folder: Path, source: str, beside: str = "") -> Path:
    (folder / "charter").mkdir(parents=True)
    (folder / "charter" / "1.yaml").write_text(
        ARTICLE.replace("R1.1", "L1.1").replace('{document: essai, part: "1"}', source)
    )
    (folder / "law.yaml").write_text(beside or "absent: {}\n")
    return folder


def test_what_stands_beside_the_document_is_law_agreement_doctrine_or_usage(tmp_path):
    for kind in ("law", "agreement", "doctrine", "usage"):
        book = load(federation(tmp_path / kind, ARTICLE), law_of(tmp_path / f"{kind}-law", f"{{{kind}: Quelque part}}"))
        (article,) = book.beside
        assert (article.kind, article.is_law, article.source) == (kind, kind == "law", "Quelque part")
        assert article.is_derogable is (kind in ("doctrine", "usage"))
    for wrong in ("{law: Un, usage: Deux}", "{document: essai}", "{part: '1'}"):
        with pytest.raises(
            Misread, match="la source doit nommer la loi, une convention collective, une doctrine ou un usage"
        ):
            load(federation(tmp_path / wrong, ARTICLE), law_of(tmp_path / f"{wrong}-law", wrong))


def test_a_rule_of_law_without_article_says_what_it_waits_for(tmp_path):
    beside = "absent:\n  L9.1: {title: Un titre, awaits: {app: staff, because: Plus tard.}}\n"
    book = load(federation(tmp_path / "a", ARTICLE), law_of(tmp_path / "law", "{law: Un}", beside))
    assert [(rule, one.because) for rule, one in book.absent.items()] == [("L9.1", "Plus tard.")]
    for wrong, said in (
        ("absent:\n  L9.1: {title: Un titre}\n", "dites ce que cette règle attend"),
        ("absent:\n  L1.1: {title: Un titre, not_checked: {because: Non.}}\n", "la règle L1.1 a son article"),
    ):
        with pytest.raises(Misread, match=said):
            load(federation(tmp_path / said, ARTICLE), law_of(tmp_path / f"{said}-law", "{law: Un}", wrong))


def test_all_that_is_wrong_is_told_at_once_in_every_file(tmp_path):
    folder = federation(tmp_path, ARTICLE.replace("firm", "strict").replace("blocking", "awful"))
    (folder / "charter" / "2.yaml").write_text("\t- R2")
    (folder / "charter" / "3.yaml").write_text(ARTICLE.replace("R1.1", "R3.1").replace("  title: Un titre\n", ""))
    with pytest.raises(Misread) as told:
        load(folder)
    assert [fault.at for fault in told.value.faults] == ["1.yaml:6", "1.yaml:11", "2.yaml:1", "3.yaml:1"]
    assert told.value.sentence.count("\n") == 3
    assert told.value.sentence.startswith("1.yaml:6 : « modality » : une valeur est attendue parmi")


def test_where_what_is_not_known_is_said_is_read_as_where_a_breach_is_mended(tmp_path):
    told = ARTICLE.replace("{seat: board/president}\n", "{seat: board/president}\n      tell: directory:reaches\n")
    (article,) = load(federation(tmp_path, told)).founding
    assert (article.clauses[0].tell.screen, article.clauses[0].mend.screen) == ("directory:reaches", "seats:fill")


@pytest.mark.parametrize(
    ("mend", "address"),
    [
        ("directory:organisations", "/voix/organisations"),
        ("{body: board}", "/voix/instances/voix-board"),
        ("{seat: board/president}", "/voix/instances/voix-board/president/confier"),
        ("{body: cercle}", "/tete/instances/cercle"),
        ("{screen: rhythm:propose, body: board}", "/voix/rythme/dates?instance=voix-board"),
        ("{screen: rhythm:record_held, body: cercle}", "/tete/rythme/tenue?instance=cercle"),
        ("{screen: directory:affiliate, at: head}", "/tete/organisations/adhesion"),
        ("directory:rename", "/voix/organisations/voix/renommer"),
        ("{seat: cercle/member, for: organisation}", "/tete/instances/cercle/member/confier?pour=voix"),
        ("{setting: R1.1.places}", "/voix/texte/modalites/R1.1.places"),
        ("{seat: tete-bureau/vice-president}", "/tete/instances/tete-bureau/vice-president/confier"),
    ],
)
def test_a_mending_leads_to_a_screen_a_body_a_seat_or_a_setting(tmp_path, mend, address):
    (article,) = load(federation(tmp_path, ARTICLE.replace("{seat: board/president}", mend))).founding
    assert way_address(way_of(article.clauses[0].mend, "R1.1/1", "voix", "tete")) == address


def test_what_is_attested_leads_where_it_is_attested(tmp_path):
    attested = ARTICLE.replace(
        "check: {fact: seats.people, with: {kind: board}, at_most: places}", "attested: {piece: Un registre}"
    )
    (article,) = load(federation(tmp_path, attested.replace("      mend: {seat: board/president}\n", ""))).founding
    found = way_of(article.clauses[0].mend, "R1.1/1", "voix", "tete")
    assert found and way_address(found) == "/voix/texte/R1.1/1/attester"


def test_an_attestation_has_a_term(tmp_path):
    attested = ARTICLE.replace(
        "check: {fact: seats.people, with: {kind: board}, at_most: places}", "attested: {piece: Un registre}"
    ).replace("      mend: {seat: board/president}\n", "")
    (article,) = load(federation(tmp_path / "a", attested)).founding
    assert article.clauses[0].months == 12
    for months, is_read in ((0, False), (1, True), (120, True), (121, False)):
        written = federation(tmp_path / str(months), attested.replace("Un registre", f"Un registre, months: {months}"))
        if is_read:
            assert load(written).founding[0].clauses[0].months == months
        else:
            with pytest.raises(Misread, match="vaut de 1 à 120 mois"):
                load(written)


def test_an_article_written_in_two_files_is_refused(tmp_path):
    folder = federation(tmp_path, ARTICLE)
    (folder / "charter" / "2.yaml").write_text(ARTICLE)
    with pytest.raises(Misread, match="existe déjà"):
        load(folder)


def test_a_missing_federation_file_is_told(tmp_path):
    with pytest.raises(Misread, match="ce fichier manque"):
        load(tmp_path)
