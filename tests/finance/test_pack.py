"""The pack of a funder: each paper that is here and that one may read, and what is missing, said."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.agreements import operations as agreements
from kevread.agreements.models import Agreement, Instrument
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.documents.files import File
from kevread.documents.operations import keep_document
from kevread.finance import operations
from kevread.finance.exports import ACCOUNTS
from kevread.finance.models import Funding
from kevread.finance.papers import Packed
from kevread.finance.queries.pack import Asked, contents_of, pack, pieces_of
from kevread.finance.queries.reports import to_report
from kevread.statutes.models import Statutes
from kevread.statutes.queries.articles import in_force_on
from tests.agreed import agreed
from tests.arrange import NOW, TODAY
from tests.conftest import arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.asking import wearing
from tests.guards.of_finance import funder, granted, reported, sent, told_accounts
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db


def pieces(one, actor, on=TODAY):
    return {piece.word: piece for piece in pieces_of(Asked(one, actor, on, NOW, ACCOUNTS))}


def words_of(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.split()).replace("\u202f", " ").replace("\u00a0", " ")


def test_what_is_here_is_in_the_file_and_what_is_not_is_said(scene):
    one = reported(scene.grouping).funding
    told_accounts(scene.grouping)
    file = ZipFile(BytesIO(pack(Asked(one, scene.direction, TODAY, NOW, ACCOUNTS))))
    names = file.namelist()
    assert names[0] == "00-sommaire.pdf" and [name[:2] for name in names] == [
        f"{rank:02}" for rank in range(len(names))
    ]
    contents = words_of(file.read("00-sommaire.pdf"))
    for name in names[1:]:
        assert name in contents and len(file.read(name)) > 100
    kinds = {name[3:] for name in names}
    assert {"statuts.pdf", "dirigeants.pdf", "comptes.xlsx", "compte-rendu-2025.pdf"} <= kinds
    assert "convention.pdf" not in kinds and "aucune n’est rattachée" in contents
    assert "sans demande préparée ici" in contents
    assert one.purpose in contents
    assert pack(Asked(one, scene.direction, TODAY, NOW, ACCOUNTS)) == pack(
        Asked(one, scene.direction, TODAY, NOW, ACCOUNTS)
    )


def test_the_decision_is_there_for_who_reads_it_and_what_stood_for_it_is_said(scene):
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other", on=TODAY, title="Demander à la Région")
    wanted = sent(scene.grouping, decision=line)
    one = granted(scene.grouping, request=wanted)
    found = pieces(one, scene.direction)["decision"]
    assert found.make and "Demander à la Région" in words_of(found.make())
    other = granted(scene.grouping, request=sent(scene.grouping, purpose="Une autre", authority="Délégation du 3 mars"))
    assert "Délégation du 3 mars" in pieces(other, scene.direction)["decision"].lacks
    nobody = wearing({"read_money": None}, held_at=scene.grouping.pk)
    assert "vous ne la lisez pas" in pieces(one, nobody)["decision"].lacks


def test_the_page_says_what_is_missing_before_it_is_taken_away_and_what_is_whole_says_so(scene, readers):
    one = granted(scene.grouping)
    shown = said(readers.direction.get(reverse("finance:pack_page", args=[scene.grouping.slug, one.pk])))
    assert "papiers y manquent" in shown and "aucune n’est rattachée" in shown
    asked = Asked(one, scene.direction, TODAY, NOW, ACCOUNTS)
    whole, lacking = (
        contents_of(asked, [Packed(label="Statuts", name="01.pdf")]),
        contents_of(asked, [Packed(label="Statuts")]),
    )
    told = [words_of(asked.paper(paper)) for paper in (whole, lacking)]
    assert ["Il n’y manque aucun papier" in one for one in told] == [True, False]


def test_each_closed_year_has_its_report_and_no_other(scene):
    one = reported(scene.grouping).funding
    due = [row for row in to_report(TODAY, [scene.grouping.pk]) if row.funding == one]
    words = [word for word in pieces(one, scene.direction) if word.startswith("compte-rendu")]
    assert words == [f"compte-rendu-{row.closed_on.year}" for row in due] and words


def test_by_the_page_of_a_funding_for_those_of_the_organisation(scene, readers):
    one = granted(scene.grouping)
    here, before = (reverse(f"finance:{name}", args=[scene.grouping.slug, one.pk]) for name in ("pack", "pack_page"))
    assert before in readers.direction.get(reverse("finance:funding", args=[scene.grouping.slug, one.pk])).text
    assert here in readers.direction.get(before).text
    answer = readers.direction.get(here)
    assert answer["Content-Type"] == "application/zip" and ".zip" in answer["Content-Disposition"]
    other = granted(scene.first)
    for name in ("finance:pack", "finance:pack_page"):
        assert readers.direction.get(reverse(name, args=[scene.grouping.slug, other.pk])).status_code == 404
        assert readers.direction.get(reverse(name, args=[scene.first.slug, other.pk])).status_code == 403


def test_the_nature_of_a_funder_is_set_right_for_all_and_said_back(scene, readers):
    with arranging():
        wrong = funder("other", "Région des Vagues")
    ours, theirs = granted(scene.grouping, funder=wrong), granted(scene.first, funder=wrong)
    say = {"actor": scene.direction, "organisation": scene.grouping, "funder": wrong, "now": NOW}
    operations.say_funder_kind(kind="region", reason="C’est la Région", **say)
    for one in (ours, theirs):
        assert Funding.objects.get(pk=one.pk).funder.is_public
    for kind, reason, field in (
        ("region", "C’est la Région", "kind"),
        ("gold", "C’est la Région", "kind"),
        ("other", " ", "reason"),
    ):
        with pytest.raises(Invalid) as refusal:
            operations.say_funder_kind(kind=kind, reason=reason, **say)
        assert refusal.value.field == field
    do = reverse("finance:change_funding", args=[scene.grouping.slug, ours.pk, "nature"])
    typed = {"kind": "other", "reason": "Une association, non la Région"}
    old = shown(readers.direction, do)
    assert "est corrigée" in said(press(readers.direction, do, typed, follow=True))
    late = readers.direction.post(do, typed | {"kind": "region", "vu": old})
    assert late.status_code == 422 and "a changé depuis" in said(late), "the funder is another row than the funding"
    assert not Funding.objects.get(pk=theirs.pk).funder.is_public


def test_nobody_says_the_nature_of_who_does_not_fund_them(scene):
    with arranging():
        stranger = funder("other", "Région des Vagues")
    granted(scene.first, funder=stranger)
    with pytest.raises(Refused, match="ni demande ni financement"):
        operations.say_funder_kind(
            actor=scene.direction,
            organisation=scene.grouping,
            funder=stranger,
            kind="region",
            reason="C’est la Région",
            now=NOW,
        )


SIGNED = b"%PDF-1.7 what both signed"


def with_agreement(scene, *, file: str = "convention.PDF") -> tuple[Funding, Agreement]:
    """A funding whose agreement was signed elsewhere; its paper is kept where `file` names it."""
    with arranging():
        found = agreed("responsables-conjoints", scene.world.head, scene.grouping)
    one = granted(scene.grouping, agreement=found)
    if file:
        text = Instrument.objects.select_related("agreement__organisation").get(agreement=found)
        asked = {"instrument": text, "file": File(file, SIGNED, "application/pdf")}
        agreements.attach(actor=SYSTEM, now=NOW, **asked)
    return one, found


def test_what_was_signed_is_there_as_it_is_kept(scene):
    one, _ = with_agreement(scene)
    file = ZipFile(BytesIO(pack(Asked(one, scene.direction, TODAY, NOW, ACCOUNTS))))
    (name,) = [name for name in file.namelist() if name.endswith("convention-signee.pdf")]
    assert file.read(name) == SIGNED
    assert "Convention signée, telle qu’elle est conservée" in words_of(file.read("00-sommaire.pdf"))


def test_a_name_given_to_a_file_says_nothing_of_where_the_pack_is_unpacked(scene):
    one, _ = with_agreement(scene, file="x.p/../../d")
    assert pieces(one, scene.direction)["convention-signee"].ends == "bin"


def test_what_is_not_kept_is_said_and_what_was_signed_later_is_not_there(scene):
    one, found = with_agreement(scene, file="")
    assert "n’est pas conservé ici" in pieces(one, scene.direction)["convention-signee"].lacks
    before = Instrument.objects.get(agreement=found).signed_on
    assert "convention-signee" in pieces(one, scene.direction, before)
    assert "convention-signee" not in pieces(one, scene.direction, before - timedelta(days=1))


def test_who_does_not_read_the_agreement_has_nothing_of_its_file(scene):
    one, found = with_agreement(scene)
    near = wearing({"read_money": None}, held_at=scene.second.pk)
    assert not Agreement.objects.visible_to(near).filter(pk=found.pk).exists()
    assert "vous ne la lisez pas" in pieces(one, near)["convention"].lacks
    assert "convention-signee" not in pieces(one, near)


def test_the_articles_that_were_signed_are_there_for_whoever_reads_what_is_not_public(scene):
    one = granted(scene.grouping)
    assert "statuts-signes" not in pieces(one, scene.direction)
    found = in_force_on(scene.grouping, TODAY)
    asked = {"organisation": scene.grouping, "kind": "file", "title": "Statuts", "audience": "organisation"}
    kept = keep_document(actor=SYSTEM, now=NOW, source=File("statuts.pdf", SIGNED, "application/pdf"), **asked)
    with arranging():
        Statutes.objects.filter(pk=found.pk).update(document=kept.document)
    assert pieces(one, scene.direction)["statuts-signes"].make() == SIGNED
    money_alone = wearing({"read_money": None}, held_at=scene.grouping.pk)
    assert "statuts-signes" not in pieces(one, money_alone) and "statuts" in pieces(one, money_alone)


def test_bylaws_are_not_the_articles_that_a_funder_asks_for(scene):
    one, found = granted(scene.grouping), in_force_on(scene.grouping, TODAY)
    adopted = {"adopted_on": TODAY, "since": TODAY, "adopted_by": "Conseil", "begun_on": TODAY, "origin": "paper"}
    with arranging():
        Statutes.objects.create(organisation=scene.grouping, kind="bylaws", **adopted)
        Statutes.objects.filter(pk=found.pk).update(annulled_on=TODAY)
    assert "ne sont pas inscrits" in pieces(one, scene.direction)["statuts"].lacks


def test_an_amendment_that_was_signed_is_there_after_it_and_a_draft_is_not(scene):
    one, found = with_agreement(scene)
    with arranging():
        for number, stage in ((1, "signed"), (2, "talks")):
            made = Instrument.objects.create(
                agreement=found, number=number, stage="talks", starts_on=TODAY, ends_on=TODAY, notice_months=3
            )
            if stage == "signed":
                Instrument.objects.filter(pk=made.pk).update(stage=stage, signed_on=TODAY)
    found_words = [word for word in pieces(one, scene.direction) if "sign" in word]
    assert found_words == ["convention-signee", "avenant-1-signe"]
