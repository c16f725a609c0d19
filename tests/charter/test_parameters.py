"""What an article gives to a fact is held against the fact and the federation's own files: what is unknown is refused, with
its file and line."""

import pytest

from kevread.charter.loader import load
from kevread.common.facts import REGISTRY, SCALES
from kevread.common.parameters import BEHALF, KINDS, LEVELS, parameters_of
from kevread.common.reading import Misread
from kevread.directory.models import Scale
from kevread.seats.models import Body
from tests.charter.test_loader import ARTICLE, federation

HERE = "fact: seats.people, with: {kind: board}"
DECISIONS = "organs: {}\ntypes: {repertoire: {label: Répertoire}}\n"


def folder_with(tmp_path, asked, *, binds="local", name="R1.1"):
    article = ARTICLE.replace(HERE, asked).replace("binds: local", f"binds: {binds}").replace("R1.1:", f"{name}:")
    assert asked in article
    folder = federation(tmp_path, article.replace("seat: board/president", "body: cercle"))
    (folder / "decisions.yaml").write_text(DECISIONS)
    return folder


def check_of(folder, law=None):
    (article,) = load(folder, law).articles.values()
    return article.clauses[0].check


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("fact: seats.people, with: {kind: board, colour: red}", "n’a pas de paramètre « colour » (kind, title,"),
        ("fact: sittings.unsigned_minutes, with: {kind: board}", "n’a pas de paramètre « kind » (aucun)"),
        ("fact: seats.people", "le fait « seats.people » demande le paramètre « kind »"),
        ("fact: seats.people, with: {kind: bord}", "« bord » n’est pas une nature d’instance (assembly, board,"),
        ("fact: seats.people, with: {kind: [board, bord]}", "« bord » n’est pas une nature d’instance"),
        ("fact: seats.people, with: {kind: []}", "« kind » : un mot, ou plusieurs entre crochets, est attendu"),
        ("fact: seats.people, with: {kind: 3}", "« kind » : un mot, ou plusieurs entre crochets, est attendu"),
        ("fact: seats.people, with: {kind: {board: 1}}", "« kind » : un mot, ou plusieurs entre crochets, est attendu"),
        ("fact: seats.people, with: [board]", "« with » énumère des paramètres"),
        ("fact: seats.people, with: {kind: board, title: chief}", "« chief » n’est pas un siège de cette instance"),
        # A title of another body, and a title that the software knows but this federation does not have.
        ("fact: seats.people, with: {kind: board, title: vice-president}", "n’est pas un siège de cette instance"),
        ("fact: seats.people, with: {kind: team, title: direction}", "n’est pas un siège de cette instance"),
        ("fact: seats.people, with: {kind: board, scale: [region]}", "« region » n’est pas une échelle (head, grouping,"),
        ("fact: seats.people, with: {kind: board, represents: all}", "« all » n’est pas quelqu’un au nom de qui siéger"),
        ("fact: seats.people, with: {kind: board, also: council}", "« council » n’est pas un siège de cette nature"),
        ("fact: seats.people, with: {kind: board, also: board/chief}", "« board/chief » n’est pas un siège"),
        ("fact: seats.people, with: {kind: board, also: board/}", "« board/ » n’est pas un siège"),
        ("fact: seats.people, with: {kind: board, also: team/direction}", "« team/direction » n’est pas un siège"),
        ("fact: seats.people, with: {kind: board, alternates: oui}", "« alternates » : true ou false est attendu"),
        ("fact: seats.people, with: {kind: board, alternates: 1}", "« alternates » : true ou false est attendu"),
        ("fact: seats.representatives, with: {space: cercl}", "« cercl » n’est pas une instance de la tête de réseau"),
        ("fact: seats.representatives, with: {space: [cercle]}", "« space » : un mot est attendu"),
        ("fact: seats.representatives, with: {space: cercle, title: president}", "n’est pas un siège de cette instance"),
        ("fact: seats.referents, with: {space: cercle, post: member}", "« member » n’est pas un poste d’une équipe"),
        ("fact: seats.referents, with: {space: cercle, post: direction}", "« direction » n’est pas un poste d’une équipe"),
        ("fact: directory.member_of_head, with: {college: basses}", "« basses » n’est pas un collège"),
        ("fact: directory.identity, with: {what: colour}", "n’est pas l’un de ces mots : legal_form, rna,"),
        ("fact: rhythm.attainable_meetings", "demande un seul de ces paramètres : space, kind"),
        ("fact: rhythm.attainable_meetings, with: {space: cercle, kind: board}", "un seul de ces paramètres"),
        ("fact: rhythm.attainable_meetings, with: {kind: board, parts: un}", "« parts » : un nombre entier est attendu"),
        ("fact: rhythm.attainable_meetings, with: {kind: board, parts: true}", "« parts » : un nombre entier est attendu"),
        ("fact: rhythm.attainable_meetings, with: {kind: board, year: next}", "n’est pas l’un de ces mots : this, last"),
        ("fact: seats.space_exists, with: {space: cercle}", "ne se demande pas à cette échelle (local)"),
    ],
)  # fmt: skip
def test_what_a_fact_does_not_know_is_refused_with_its_line(tmp_path, asked, said):
    with pytest.raises(Misread) as told:
        load(folder_with(tmp_path, asked))
    assert told.value.at == "1.yaml:10"
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("fact: seats.spaces_of_level, with: {level: high, spaces: [cercle]}", "« high » n’est pas un niveau"),
        ("fact: decisions.decisions_elsewhere, with: {type: budget}", "« budget » n’est pas un type de décision"),
        ("fact: decisions.decisions_elsewhere, with: {type: comptes}", "« comptes » n’est pas un type de décision"),
        ("fact: decisions.groups_met_unformed, with: {level: political, but: [ailleurs]}", "n’est pas une instance"),
        ("fact: rhythm.held_by_month, with: {space: cercle, months_off: mois}", "n’est pas le nom entier d’une modalité"),
    ],
)  # fmt: skip
def test_a_word_of_the_head_is_refused_too(tmp_path, asked, said):
    with pytest.raises(Misread, match=said):
        load(folder_with(tmp_path, asked, binds="head"))


def test_a_setting_that_a_parameter_names_must_exist(tmp_path):
    asked = "fact: rhythm.held_by_month, with: {space: cercle, months_off: R9.9.months_off}"
    with pytest.raises(Misread, match=r"la modalité « R9\.9\.months_off » n’existe pas"):
        load(folder_with(tmp_path, asked, binds="head"))


@pytest.mark.parametrize(
    ("asked", "parameters"),
    [
        ("fact: seats.people, with: {title: president, kind: board}", {"kind": ("board",), "title": ("president",)}),
        ("fact: seats.people, with: {kind: board, also: board/president}", {"kind": ("board",), "also": "board/president"}),
        ("fact: seats.representatives, with: {space: tete-bureau, title: vice-president}",
         {"space": "tete-bureau", "title": ("vice-president",)}),
        ("fact: directory.member_of_head, with: {college: voix}", {"college": "voix"}),
        # What is the same as saying nothing is not written: the question is asked once.
        ("fact: seats.people, with: {kind: board, alternates: false}", {"kind": ("board",)}),
        ("fact: rhythm.attainable_meetings, with: {year: this, kind: board}", {"kind": "board"}),
    ],
)  # fmt: skip
def test_parameters_are_read_in_the_order_of_the_fact(tmp_path, asked, parameters):
    check = check_of(folder_with(tmp_path, asked))
    assert check.parameters == tuple(parameters.items())


def test_a_type_of_decision_is_one_of_the_matrix(tmp_path):
    asked = "fact: decisions.decisions_elsewhere, with: {type: repertoire}"
    assert check_of(folder_with(tmp_path, asked, binds="head")).parameters == (("type", "repertoire"),)


@pytest.mark.parametrize("asked", ["kind: team, title: direction", "kind: board, also: team/direction"])
def test_the_law_names_a_title_that_the_software_knows_where_a_federation_has_none(tmp_path, asked):
    law = tmp_path / "law"
    (law / "charter").mkdir(parents=True)
    article = ARTICLE.replace(HERE, f"fact: seats.people, with: {{{asked}}}").replace("R1.1", "L1.1")
    article = article.replace('{document: essai, part: "1"}', "{law: code}").replace("president}", "president}\n")
    (law / "charter" / "1.yaml").write_text(article)
    folder = federation(tmp_path / "essai", "")
    (folder / "charter" / "1.yaml").unlink()
    assert check_of(folder, law).fact == "seats.people"
    (law / "charter" / "2.yaml").write_text(article.replace("direction", "chief").replace("L1.1", "L1.2"))
    load.cache_clear()
    with pytest.raises(Misread, match=r"« (team/)?chief » n’est pas un siège"):
        load(folder, law)


def test_an_article_says_what_it_asks(tmp_path):
    asked = "fact: seats.people, with: {kind: [board, bureau], title: president}"
    assert str(check_of(folder_with(tmp_path, asked))) == "seats.people (kind: board, bureau, title: president)"
    load.cache_clear()
    assert (
        str(check_of(folder_with(tmp_path / "two", "fact: seats.spaces_led_by", binds="head"))) == "seats.spaces_led_by"
    )


def test_common_words_are_those_of_the_models():
    assert tuple(Body.Kind.values) == KINDS
    assert tuple(Body.Level.values) == LEVELS
    assert tuple(Scale.values) == SCALES
    assert set(BEHALF) > set(SCALES)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_fact_takes_what_an_article_can_write(name):
    assert all(one.word or one.choices or one.plain for one in parameters_of(REGISTRY[name].ask).values())


def test_a_parameter_that_no_article_can_write_is_caught():
    def ask(on, among, who: str): ...

    with pytest.raises(TypeError, match="who"):
        parameters_of(ask)
