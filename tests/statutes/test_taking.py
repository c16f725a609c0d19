"""A text that left in Akoma Ntoso comes back the same in a draft; another program’s gives free articles; all, or nothing."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from kevread.common.errors import Invalid, Refused
from kevread.journal.models import Act
from kevread.statutes.models import Statutes
from kevread.statutes.operations import begin_statutes, take_file, write_article, write_values
from kevread.statutes.queries.akn import MOST_LEFT, OTHERWISE, whole_of
from kevread.statutes.queries.articles import mark_of_draft, sheet
from kevread.statutes.rules.akn import written
from tests.adopted import adopt_the_model
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.statutes.akn_files import faults, strange

pytestmark = pytest.mark.django_db
ONE = "<article><heading>Chez nous</heading><content><p>Le texte\n  d’ailleurs.</p></content></article>"


def left_of(text: Statutes) -> bytes:
    return written(whole_of(text), TODAY)


def said(text: Statutes) -> tuple[object, ...]:
    rows = text.articles.order_by("rank").values_list("rank", "slug", "title", "stands", "blanks", "text")
    return Statutes.objects.get(pk=text.pk).values, list(rows)


def drafted(organisation, origin="paper", **values) -> Statutes:
    with arranging():
        return Statutes.objects.create(
            organisation=organisation, model="groupement", origin=origin, begun_on=TODAY, values=values
        )


def take(scene, draft, content, seen=None, actor=None):
    return take_file(actor=actor or scene.direction, statutes=draft, content=content, now=NOW, seen=seen)


def varied(text: Statutes, number: int) -> None:
    """The articles that a grouping adopted, each in its own way."""
    if number == 1:
        text.articles.filter(slug="siege").update(
            blanks={"commune": "Redon"}, text="Le siège est à Redon.", stands="other"
        )
    if number == 2:
        text.articles.filter(slug="duree").update(stands="absent", text="")
        text.articles.filter(slug="objet").update(stands="untold", text="")
    if number == 3:
        text.articles.filter(slug="propre").update(stands="other", text="Un.\n\nDeux :\n- a ;\n- b & <c>.")
        text.articles.create(slug="libre-1", rank=18, title="De plus", stands="other", text="Encore.")
    if number == 4:
        text.articles.filter(slug="admission").update(stands="absent")
        text.values |= {"L1.11.weights": "a : 1/3 ; b : 2"}


@pytest.mark.parametrize("number", range(5))
def test_each_of_five_groupings_takes_its_text_away_and_back(scene, number):
    with arranging():
        others = [OrganisationFactory(scale="grouping", slug=f"groupement-{one}") for one in range(4)]
        adopt_the_model(others)
        here = [scene.grouping, *others][number]
        text = Statutes.objects.get(organisation=here)
        known = {"adopted_on": text.adopted_on, "since": text.since}
        Statutes.objects.filter(pk=text.pk).update(adopted_on=None, since=None)
        varied(text, number)
        Statutes.objects.filter(pk=text.pk).update(values=text.values, **known)
    text = Statutes.objects.get(pk=text.pk)
    content = left_of(text)
    assert faults(content) == []
    back, told = take(scene, drafted(scene.grouping), content)
    assert said(back) == said(text) and told.left == ()
    assert left_of(Statutes.objects.get(pk=text.pk)) == content


def test_a_draft_whose_blanks_are_filled_comes_back_the_same(scene):
    draft = begin_statutes(actor=scene.direction, organisation=scene.grouping, origin="here", now=NOW)
    row = next(one for one in draft.articles.select_related("statutes__organisation") if one.slug == "siege")
    write_article(actor=scene.direction, article=row, stands="same", blanks={"commune": "Redon"}, now=NOW)
    before, content = said(draft), left_of(draft)
    row = next(one for one in draft.articles.select_related("statutes__organisation") if one.slug == "siege")
    write_article(actor=scene.direction, article=row, stands="same", blanks={"commune": "Rennes"}, now=NOW)
    write_values(actor=scene.direction, statutes=draft, values={"L1.10.notice_days": "20"}, now=NOW)
    assert said(draft) != before
    take(scene, draft, content)
    assert said(draft) == before
    keys = set(draft.articles.values_list("pk", flat=True))
    take(scene, draft, content)
    assert set(draft.articles.values_list("pk", flat=True)) == keys, (
        "a page that is open on an article still leads to it"
    )


def test_words_that_are_no_longer_those_of_the_model_are_another_wording(scene):
    content = left_of(Statutes.objects.get(organisation=scene.grouping))
    assert "illimitée".encode() in content
    draft, told = take(scene, drafted(scene.grouping), content.replace("illimitée".encode(), b"de dix ans"))
    row = draft.articles.get(slug="duree")
    assert (row.stands, row.text) == ("other", "La durée de l’association est de dix ans.")
    assert [one.said for one in told.left] == [OTHERWISE.format("Durée")]


def test_another_program_gives_free_articles_and_what_the_draft_fixes_stays(scene):
    draft, _ = take(scene, drafted(scene.grouping, **{"L1.13.remote": "hybrid"}), strange(ONE * 2))
    lines = sheet(draft)
    assert [(one.row.slug, one.row.title, one.row.text) for one in lines[:2]] == [
        ("libre-1", "Chez nous", "Le texte d’ailleurs."),
        ("libre-2", "Chez nous", "Le texte d’ailleurs."),
    ]
    assert draft.values == {"L1.13.remote": "hybrid"}
    assert {one.row.stands for one in lines[2:]} == {"untold"}, "nobody compared what the model asks"
    take(scene, draft, strange(ONE))
    assert not draft.articles.filter(slug="libre-2").exists()


def changed(scene, before: bytes, after: bytes) -> bytes:
    content = left_of(Statutes.objects.get(organisation=scene.grouping))
    assert before in content
    return content.replace(before, after, 1)


WRONG = {
    "a value out of its bounds": (b'notice_days">15<', b'notice_days">900<', "Délai de convocation de l’assemblée"),
    "a word that is no choice": (b'remote">"', b'remote">"x', "Choisissez une des valeurs"),
    "a share of too many digits": (b'L1.11.quorum">"0"', b'L1.11.quorum">"1e-9999999"', "Une part de 0 à 1"),
    "an empty wording": ("La durée de l’association est illimitée.".encode(), b"", "« Durée » est vide"),
    "a long wording": ("La durée de l’association est illimitée.".encode(), b"a" * 20_001, "plus de 20000"),
    "a long blank": (b"</kevread:text>", b'<kevread:blank article="siege" name="commune">' + b"a" * 201
                     + b"</kevread:blank></kevread:text>", "200 caractères"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "why"), WRONG.values(), ids=WRONG)
def test_what_nobody_could_type_is_refused_on_its_line_and_nothing_is_written(scene, before, after, why):
    content = changed(scene, before, after)
    draft = drafted(scene.grouping)
    acts = Act.objects.count()
    with pytest.raises(Invalid, match=why) as refused:
        take(scene, draft, content)
    assert refused.value.field == "file" and refused.value.sentence.startswith("Ligne ")
    assert said(draft) == ({}, []) and Act.objects.count() == acts


@pytest.mark.parametrize("name", ["\\u0000a", "\\ud800", "\\u2800", "a\\u202eb", "a" * 200])
def test_weights_of_colleges_that_nobody_could_type_are_refused_on_their_line(scene, name):
    value = f'<kevread:value setting="L1.11.weights">"{name} : 1"</kevread:value></kevread:text>'.encode()
    content, draft = changed(scene, b"</kevread:text>", value), drafted(scene.grouping)
    with pytest.raises(Invalid, match=r"^Ligne \d+ : Poids de chaque collège : ") as refused:
        take(scene, draft, content)
    assert refused.value.field == "file" and said(draft) == ({}, [])
    take(scene, draft, content.replace(name.encode(), "Collège des pôles".encode()))
    assert Statutes.objects.get(pk=draft.pk).values["L1.11.weights"] == "Collège des pôles : 1"


def test_of_all_that_a_file_has_too_much_of_the_rest_is_counted(scene):
    many = "<article><heading>A</heading><content><p>a" + "\n<img/>" * (MOST_LEFT + 2) + "</p></content></article>"
    draft, told = take(scene, drafted(scene.grouping), strange(many))
    assert len(told.left) == MOST_LEFT + 1
    assert told.left[-1].words == f"Ligne {MOST_LEFT + 2} : et 2\xa0autres choses ne sont pas reprises."
    one_less = many.replace("\n<img/>", "", 2)
    assert len(take(scene, draft, strange(one_less))[1].left) == MOST_LEFT


def test_a_setting_that_no_text_fixes_here_is_left_and_told(scene):
    content = changed(scene, b'setting="L1.10.notice_days"', b'setting="L1.5.declaration_months"')
    content = content.replace(b'setting="L1.13.remote"', b'setting="autre.chose"')
    draft, told = take(scene, drafted(scene.grouping), content)
    assert {"L1.5.declaration_months", "autre.chose"}.isdisjoint(draft.values) and draft.values
    assert sum("n’est pas une modalité" in one.words for one in told.left) == 2


def test_what_was_written_meanwhile_is_not_written_over(scene):
    draft = drafted(scene.grouping)
    seen = mark_of_draft(draft)
    write_values(actor=scene.direction, statutes=draft, values={"L1.13.remote": "remote"}, now=NOW)
    with pytest.raises(Refused, match="vient d’écrire dans ce brouillon"):
        take(scene, draft, strange(ONE), seen=seen)
    assert said(draft) == ({"L1.13.remote": "remote"}, [])


def test_an_adopted_text_takes_nothing(scene):
    text = Statutes.objects.select_related("organisation").get(organisation=scene.grouping)
    with pytest.raises(Refused, match="adopté"):
        take(scene, text, strange(ONE))


# The screens and the command.


def test_from_the_button_to_the_draft(scene, readers, tmp_path):
    here, text = scene.grouping, Statutes.objects.get(organisation=scene.grouping)
    page = readers.direction.get(reverse("statutes:statutes", args=[here.slug, text.pk]))
    where = reverse("statutes:statutes_akn", args=[here.slug, text.pk])
    assert f'href="{where}"' in page.text and "reprendre" not in page.text
    away = readers.direction.get(where)
    assert away["Content-Type"].startswith("application/akn+xml") and "attachment" in away["Content-Disposition"]
    assert faults(away.content) == []
    draft = drafted(here, **{"L1.13.remote": "remote"})
    do = reverse("statutes:take_file", args=[here.slug, draft.pk])
    assert f'href="{do}"' in readers.direction.get(reverse("statutes:statutes", args=[here.slug, draft.pk])).text
    assert "Lire ce fichier" in readers.direction.get(do).text
    file = tmp_path / "statuts.xml"
    file.write_bytes(away.content)
    with file.open("rb") as opened:
        shown = readers.direction.post(do, {"file": opened})
    assert "Rien n’est encore enregistré" in shown.text and "Dissolution" in shown.text
    assert said(draft) == ({"L1.13.remote": "remote"}, [])
    sent = {"etape": "confirmer", "content": shown.context["content"]}
    for old in ("", "0" * 32):
        answer = readers.direction.post(do, sent | {"vu": old})
        assert answer.status_code == 422 and "vient d’écrire" in answer.text
    assert readers.direction.post(do, sent | {"vu": shown.context["mark"]}).status_code == 302
    assert said(draft) == said(text)


def test_what_is_wrong_is_told_on_the_field_and_never_breaks(scene, readers, tmp_path):
    draft = drafted(scene.grouping)
    do = reverse("statutes:take_file", args=[scene.grouping.slug, draft.pk])
    assert "Choisissez un fichier" in readers.direction.post(do, {"vu": "rien"}).text
    file = tmp_path / "a.xml"
    for content, why in (
        (b"", "vide"),
        (b"<a", "Ligne 1"),
        (b"a" * 1_000_001, "1 Mo au plus"),
        (strange("<p>&x;</p>"), "Ligne 1"),
    ):
        file.write_bytes(content)
        with file.open("rb") as opened:
            answer = readers.direction.post(do, {"file": opened})
        assert answer.status_code == 422 and why in answer.text
    answer = readers.direction.post(do, {"content": "pas du base64", "etape": "confirmer"})
    assert answer.status_code == 422 and "Choisissez de nouveau" in answer.text
    file.write_bytes(strange(f"{ONE}<p>Hors de tout</p>"))
    with file.open("rb") as opened:
        shown = readers.direction.post(do, {"file": opened})
    assert "Hors de tout" in shown.text and "dans aucun article" in shown.text


def test_who_may_not_adopt_reads_no_draft_and_takes_nothing(scene, readers):
    draft, text = drafted(scene.grouping), Statutes.objects.get(organisation=scene.grouping, adopted_on__isnull=False)
    administrator = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first).person
    for client in (readers.hatless, readers.elsewhere, readers.as_person(administrator)):
        for name in ("statutes:take_file", "statutes:statutes_akn"):
            assert client.get(reverse(name, args=[scene.grouping.slug, draft.pk])).status_code in (403, 404)
    away = reverse("statutes:statutes_akn", args=[scene.grouping.slug, text.pk])
    assert readers.as_person(administrator).get(away).status_code == 200


def test_the_command_writes_the_text_in_force(scene, tmp_path, capsys):
    file = tmp_path / "statuts.xml"
    call_command("statutes-akn", scene.grouping.slug, str(file))
    told = json.loads(capsys.readouterr().out)
    assert told["bytes"] == file.stat().st_size and faults(file.read_bytes()) == []
    refusals = {
        ("nulle-part", str(file)): "unknown_organisation",
        (scene.grouping.slug, str(file), "--on", "1990-01-01"): "no_text",
        (scene.grouping.slug, str(tmp_path / "a" / "b")): "unwritable",
        (scene.grouping.slug, str(file), "--on", "hier"): "bad_date",
    }
    for arguments, code in refusals.items():
        with pytest.raises(SystemExit):
            call_command("statutes-akn", *arguments)
        assert json.loads(capsys.readouterr().err)["error"]["code"] == code
