"""The pack of a funder: each paper that is here and that one may read, and what is missing, said."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from kevread.common.errors import Invalid, Refused
from kevread.finance import operations
from kevread.finance.exports import ACCOUNTS
from kevread.finance.models import Funding
from kevread.finance.queries.pack import Asked, pack, pieces_of
from kevread.finance.queries.reports import to_report
from tests.arrange import NOW, TODAY
from tests.conftest import arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.asking import wearing
from tests.guards.of_finance import funder, granted, reported, sent, told_accounts

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


def test_each_closed_year_has_its_report_and_no_other(scene):
    one = reported(scene.grouping).funding
    due = [row for row in to_report(TODAY, [scene.grouping.pk]) if row.funding == one]
    words = [word for word in pieces(one, scene.direction) if word.startswith("compte-rendu")]
    assert words == [f"compte-rendu-{row.closed_on.year}" for row in due] and words


def test_by_the_page_of_a_funding_for_those_of_the_organisation(scene, readers):
    one = granted(scene.grouping)
    here = reverse("finance:pack", args=[scene.grouping.slug, one.pk])
    assert here in readers.direction.get(reverse("finance:funding", args=[scene.grouping.slug, one.pk])).text
    answer = readers.direction.get(here)
    assert answer["Content-Type"] == "application/zip" and ".zip" in answer["Content-Disposition"]
    other = granted(scene.first)
    assert readers.direction.get(reverse("finance:pack", args=[scene.grouping.slug, other.pk])).status_code == 404
    assert readers.direction.get(reverse("finance:pack", args=[scene.first.slug, other.pk])).status_code == 403


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
    assert "est corrigée" in said(readers.direction.post(do, typed, follow=True))
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
