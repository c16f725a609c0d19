"""Bylaws are kept as articles are, and never taken for them; adopted by the body that articles name, never contrary to them."""

from datetime import date, timedelta

import pytest

from kevread.charter.models import Keeping, Setting
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.facts import EVERYONE, Organisations
from kevread.documents.files import receive
from kevread.filings.queries import adopted as created_articles
from kevread.filings.queries import duties
from kevread.statutes.facts import deviations
from kevread.statutes.models import BYLAWS, Statutes
from kevread.statutes.offers import has_articles
from kevread.statutes.operations import (
    Adopted,
    add_article,
    adopt_statutes,
    annul_statutes,
    attach_statutes,
    begin_statutes,
    take_file,
    write_article,
    write_values,
)
from kevread.statutes.queries.akn import whole_of
from kevread.statutes.queries.articles import in_force_on, lacking, sheet, texts_of
from kevread.statutes.queries.bylaws import contraries
from kevread.statutes.rules.akn import written
from kevread.statutes.rules.akn_read import MOST
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.preparing import a_pdf
from tests.statutes.akn_files import faults

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = {"L1.13.written_consultation": "allowed"}


def begun(scene, origin="paper", values=None, of=None) -> Statutes:
    where = of or scene.grouping
    actor = scene.direction if of is None else scene.president_of(of)
    draft = begin_statutes(actor=actor, organisation=where, origin=origin, kind=BYLAWS, now=NOW)
    return write_values(actor=actor, statutes=draft, values=values or {}, now=NOW)


def adopt(scene, draft, since=TODAY, body="board", actor=None, **how):
    with arranging():
        how = how or {"decision": decided(f"{draft.organisation.slug}-{body}", "other", on=TODAY)}
    asked = {"statutes": draft, "adopted": Adopted(since=since, **how), "now": NOW, "on": TODAY}
    return adopt_statutes(actor=actor or scene.direction, **asked)[0]


def above(scene, **values) -> Statutes:
    """What the articles in force say."""
    rows = Statutes.objects.filter(organisation=scene.grouping)
    with arranging():
        rows.update(values=values)
        Setting.objects.filter(organisation=scene.grouping).delete()
    return rows.get()


def value_of(scene, name):
    rows = Setting.objects.on(TODAY).filter(organisation=scene.grouping, name=name)
    return rows.values_list("value", flat=True).first()


def test_they_are_written_here_article_by_article_and_adopted_by_the_board(scene):
    above(scene)
    draft = begun(scene, "here", SAID)
    assert draft.model == "" and lacking(draft) == ["un article au moins"]
    with pytest.raises(Refused, match="un article au moins"):
        adopt(scene, draft)
    for title, text, field in ((" ", "a", "title"), ("a" * 161, "a", "title"), ("Clés", "\u200b", "text")):
        with pytest.raises(Invalid) as refused:
            add_article(actor=scene.direction, statutes=draft, title=title, text=text, now=NOW)
        assert refused.value.field == field
    first = add_article(actor=scene.direction, statutes=draft, title="Clés", text="Une\r\nclé.", now=NOW)
    add_article(actor=scene.direction, statutes=draft, title="Trajets", text="Le train.", now=NOW)
    row = draft.articles.select_related("statutes__organisation").get(pk=first.pk)
    write_article(actor=scene.direction, article=row, stands="other", title="Les clés", text="Deux clés.", now=NOW)
    assert [(one.row.title, one.row.text) for one in sheet(draft)] == [
        ("Les clés", "Deux clés."),
        ("Trajets", "Le train."),
    ]
    made = adopt(scene, draft)
    assert in_force_on(scene.grouping, TODAY, BYLAWS) == made
    assert value_of(scene, "L1.13.written_consultation") == "allowed"
    for refused_now in (
        lambda: add_article(actor=scene.direction, statutes=made, title="a", text="b", now=NOW),
        lambda: write_values(actor=scene.direction, statutes=made, values={}, now=NOW),
    ):
        with pytest.raises(Refused, match="ne se modifie plus"):
            refused_now()
    again = begun(scene, "here", SAID)
    assert [one.row.title for one in sheet(again)] == ["Les clés", "Trajets"], "the next starts from the text in force"


def test_a_text_has_so_many_articles_and_no_more(scene):
    draft = begun(scene, "here")
    with arranging():
        for rank in range(1, MOST):
            draft.articles.create(slug=f"libre-{rank}", rank=rank, title="Clés", stands="other", text="a")
    add_article(actor=scene.direction, statutes=draft, title="Le dernier", text="a", now=NOW)
    with pytest.raises(Refused, match="300 articles au plus"):
        add_article(actor=scene.direction, statutes=draft, title="De trop", text="a", now=NOW)


def test_an_empty_free_article_is_still_to_be_written(scene):
    draft = begun(scene, "here")
    row = add_article(actor=scene.direction, statutes=draft, title="Clés", text="a", now=NOW)
    row = draft.articles.select_related("statutes__organisation").get(pk=row.pk)
    write_article(actor=scene.direction, article=row, stands="other", text="", now=NOW)
    assert lacking(draft) == ["Clés"]
    write_article(actor=scene.direction, article=row, stands="absent", now=NOW)
    assert lacking(draft) == ["un article au moins"]


@pytest.mark.parametrize("body", ["assembly", "board", "bureau", "team"])
def test_the_board_or_the_assembly_adopts_them_as_the_articles_say(scene, body):
    above(scene)
    draft = begun(scene, values=SAID)
    if body in ("bureau", "team"):
        with pytest.raises(Invalid, match="du conseil ou de l’assemblée") as refused:
            adopt(scene, draft, body=body)
        assert refused.value.field == "decision"
    else:
        assert adopt(scene, draft, body=body).adopted_on == TODAY


def test_articles_are_still_of_the_assembly_alone(scene):
    above(scene)
    draft = begin_statutes(actor=scene.direction, organisation=scene.grouping, origin="paper", now=NOW)
    draft = write_values(actor=scene.direction, statutes=draft, values=SAID, now=NOW)
    with pytest.raises(Invalid, match="en assemblée"):
        adopt(scene, draft, body="board")


def test_what_is_contrary_to_the_articles_is_refused_and_they_are_quoted(scene):
    above(scene, **{"L1.10.notice_days_board": 8, "L1.13.remote_board": "hybrid"})
    draft = begun(scene, values={"L1.10.notice_days_board": "5", "L1.13.remote_board": "hybrid"} | SAID)
    found = contraries(draft, TODAY)
    assert [(one.label, one.said, one.above, one.article) for one in found] == [
        ("Délai de convocation du conseil, en jours", "5", "8", "Conseil d’administration")
    ]
    with pytest.raises(Refused, match=r"article « Conseil d’administration ».*« 8 ».*« 5 ».*rien de contraire"):
        adopt(scene, draft)
    assert not Statutes.objects.adopted(BYLAWS).exists() and value_of(scene, "L1.13.written_consultation") is None
    draft = write_values(actor=scene.direction, statutes=draft, values={"L1.10.notice_days_board": "8"} | SAID, now=NOW)
    adopt(scene, draft)
    assert contraries(draft, TODAY) == [], "what they repeat is not contrary"


def test_articles_that_come_into_force_afterwards_prevail_and_their_page_says_it(scene):
    above(scene, **{"L1.13.remote": "hybrid"})
    made = adopt(scene, begun(scene, values={"L1.10.notice_days_board": "5"}))
    articles = begin_statutes(actor=scene.direction, organisation=scene.grouping, origin="paper", now=NOW)
    articles = write_values(
        actor=scene.direction,
        statutes=articles,
        values={"L1.10.notice_days_board": "8", "L1.13.remote": "remote"},
        now=NOW,
    )
    assert contraries(articles, TODAY) == [], "articles are contrary to nothing, those before them least of all"
    adopt(scene, articles, since=TODAY + DAY, body="assembly")
    assert contraries(made, TODAY) == [] and [one.above for one in contraries(made, TODAY + DAY)] == ["8"]


def test_a_mistake_is_annulled_with_what_it_wrote_whatever_the_articles(scene):
    articles = above(scene)
    made = adopt(scene, begun(scene, values=SAID))
    annul_statutes(actor=scene.direction, statutes=made, reason="Le conseil ne l’a pas voté", now=NOW, on=TODAY)
    assert value_of(scene, "L1.13.written_consultation") is None
    assert in_force_on(scene.grouping, TODAY, BYLAWS) is None and in_force_on(scene.grouping, TODAY) == articles
    assert adopt(scene, begun(scene, values=SAID)), "the same day is free again"


def test_what_articles_say_too_is_still_said_once_bylaws_are_annulled(scene):
    """From the day of the articles, by their decision: they had left it as the bylaws wrote it."""
    above(scene)
    bylaws = adopt(scene, begun(scene, values=SAID | {"L1.10.notice_days_board": "5"}))
    articles = begin_statutes(actor=scene.direction, organisation=scene.grouping, origin="paper", now=NOW)
    articles = write_values(actor=scene.direction, statutes=articles, values=SAID, now=NOW)
    articles = adopt(scene, articles, since=TODAY + DAY, body="assembly")
    annul_statutes(actor=scene.direction, statutes=bylaws, reason="Le conseil ne l’a pas voté", now=NOW, on=TODAY)
    (left,) = Setting.objects.filter(organisation=scene.grouping)
    assert (left.name, left.value, left.dates.start) == (*next(iter(SAID.items())), TODAY + DAY)
    assert (left.decided_in, left.adopted_by) == (articles.decision_id, articles.adopted_by)
    annul_statutes(actor=scene.direction, statutes=articles, reason="Ni l’assemblée", now=NOW, on=TODAY)
    assert not Setting.objects.filter(organisation=scene.grouping).exists()


def test_an_article_that_is_not_there_is_not_there_either_in_the_next_draft(scene):
    above(scene)
    draft = begun(scene, "here", SAID)
    for title in ("Clés", "Trajets"):
        row = add_article(actor=scene.direction, statutes=draft, title=title, text="Une clé.", now=NOW)
    row = draft.articles.select_related("statutes__organisation").get(pk=row.pk)
    write_article(actor=scene.direction, article=row, stands="absent", text="", now=NOW)
    adopt(scene, draft)
    again = begun(scene, "here", SAID)
    assert list(again.articles.order_by("rank").values_list("title", "stands")) == [
        ("Clés", "other"),
        ("Trajets", "absent"),
    ]
    assert lacking(again) == []


def test_those_signed_on_paper_before_the_register_are_deposited(scene):
    above(scene)
    with arranging():
        Keeping.objects.filter(organisation=scene.grouping, register="decisions").delete()
    draft, words = begun(scene), {"decided_on": date(2025, 3, 10), "decided_by": "Conseil du 10 mars 2025"}
    with pytest.raises(Refused, match="Joignez le texte signé"):
        adopt(scene, draft, date(2025, 3, 10), **words)
    draft = attach_statutes(actor=scene.direction, statutes=draft, file=receive("ri.pdf", a_pdf()), now=NOW)
    assert draft.document.title.startswith("Règlement intérieur ")
    assert adopt(scene, draft, date(2025, 3, 10), **words).since == date(2025, 3, 10)


def test_they_leave_and_come_back_in_akoma_ntoso_and_say_what_they_are(scene):
    draft = begun(scene, "here", SAID)
    add_article(actor=scene.direction, statutes=draft, title="Clés", text="Une clé.", now=NOW)
    content = written(whole_of(draft), TODAY)
    assert faults(content) == [] and b'name="reglement-interieur"' in content
    before = list(draft.articles.values_list("slug", "title", "text"))
    told = take_file(actor=scene.direction, statutes=draft, content=content, now=NOW)[1]
    assert list(draft.articles.values_list("slug", "title", "text")) == before and told.left == ()
    articles = begin_statutes(actor=scene.direction, organisation=scene.grouping, origin="paper", now=NOW)
    told = take_file(actor=scene.direction, statutes=articles, content=content, now=NOW)[1]
    assert "autre nature" in told.left[0].words


# Nobody takes them for articles.


@pytest.fixture
def both(scene):
    """Articles of long ago, and bylaws of today."""
    articles = Statutes.objects.get(organisation=scene.grouping)
    values = {"L1.13.written_consultation": "allowed"}
    with arranging():
        bylaws = Statutes.objects.create(
            organisation=scene.grouping,
            kind=BYLAWS,
            origin="paper",
            begun_on=TODAY,
            values=values,
            adopted_on=TODAY,
            adopted_by="Conseil",
            since=TODAY,
        )
    return scene, articles, bylaws


def test_the_text_in_force_is_that_of_the_articles(both):
    scene, articles, bylaws = both
    assert in_force_on(scene.grouping, TODAY) == articles
    assert in_force_on(scene.grouping, TODAY, BYLAWS) == bylaws
    assert texts_of(scene.grouping, scene.direction, TODAY) == [articles]
    assert texts_of(scene.grouping, scene.direction, TODAY, BYLAWS) == [bylaws]


def test_what_is_held_against_the_model_is_the_articles(both):
    scene, articles, _ = both
    assert deviations(TODAY, EVERYONE)[scene.grouping.pk] == 0
    with arranging():
        Statutes.objects.filter(pk=articles.pk).update(annulled_on=TODAY)
    assert scene.grouping.pk not in deviations(TODAY, EVERYONE)


def test_they_constitute_nobody(both):
    scene, articles, _ = both
    asked = Organisations(ids=frozenset({scene.grouping.pk}))
    assert has_articles(TODAY, asked) == {scene.grouping.pk}
    with arranging():
        Statutes.objects.filter(pk=articles.pk).update(annulled_on=TODAY)
    assert has_articles(TODAY, asked) == set()


def test_they_are_declared_to_nobody_and_create_nobody(both):
    scene, articles, _ = both
    with arranging():
        Keeping.objects.filter(organisation=scene.grouping, register="filings").delete()
        Keeping.objects.create(organisation=scene.grouping, register="filings", period=(TODAY - DAY, None))
    assert not [one for one in duties([scene.grouping.pk], TODAY) if one.kind.slug == "articles"]
    assert created_articles(scene.grouping, TODAY).done_on == articles.adopted_on
    with arranging():
        Statutes.objects.filter(pk=articles.pk).update(annulled_on=TODAY)
    assert created_articles(scene.grouping, TODAY).done_on is None


def test_one_draft_of_each_is_open_at_a_time(scene):
    begun(scene)
    with pytest.raises(Refused, match="déjà ouvert"):
        begun(scene)
    begin_statutes(actor=scene.direction, organisation=scene.grouping, origin="paper", now=NOW)
    with pytest.raises(Refused, match="déjà ouvert"):
        begin_statutes(actor=scene.direction, organisation=scene.grouping, origin="paper", now=NOW)


def test_what_follows_bylaws_is_other_bylaws(scene):
    above(scene)
    first = adopt(scene, begun(scene, values=SAID))
    again = begun(scene, values={"L1.10.notice_days_board": "5"})
    with pytest.raises(Invalid, match="Un autre texte est en vigueur"):
        adopt(scene, again)
    adopt(scene, again, TODAY + DAY)
    with pytest.raises(Refused, match="l’a suivi"):
        annul_statutes(actor=scene.direction, statutes=first, reason="C’était une erreur", now=NOW, on=TODAY)


def test_who_may_not_adopt_articles_writes_no_bylaws(scene):
    with pytest.raises(Denied):
        begin_statutes(
            actor=scene.president_of(scene.second), organisation=scene.grouping, origin="paper", kind=BYLAWS, now=NOW
        )
