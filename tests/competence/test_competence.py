"""The matrix: whoever decides is competent, or is not, or lacks an advice; by properties and by examples."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kevread.common.facts import Span
from kevread.competence.rules.bodies import By, DecisionType, Expected, Given, Organ, Others, Said, Standing
from kevread.competence.rules.judging import competence

DAY = date(2026, 3, 12)
KINDS, SCALES, PLACES = ("assembly", "board", "bureau"), ("head", "grouping", "local"), ("ess-35", "ess-armor")

bodies = st.builds(
    lambda kind, scale, place, session: By(f"{place}-{kind}", kind, scale, place, f"{kind} {place}", session),
    st.sampled_from(KINDS),
    st.sampled_from(SCALES),
    st.sampled_from(PLACES),
    st.sampled_from(("", "ordinary", "extraordinary")),
)
organs = st.builds(
    lambda kind, scale, session: Organ(f"le {kind}", kind=kind, scale=scale, session=session),
    st.sampled_from(KINDS),
    st.sampled_from(SCALES),
    st.sampled_from(("", "extraordinary")),
)
days = st.dates(date(2025, 1, 1), date(2027, 1, 1))
advices = st.lists(st.builds(Given, bodies, days, st.booleans()), max_size=6)
types = st.builds(
    lambda by, after: DecisionType("budget", "Budget", tuple(by), tuple(after)),
    st.lists(organs, min_size=1, max_size=3),
    st.lists(organs, max_size=2),
)


@given(types, bodies, days, advices)
def test_who_is_not_named_is_never_competent_and_who_is_never_wrong(type_, by, day, given_):
    named = any(
        by.kind == organ.kind and by.scale == organ.scale and (not organ.session or by.session in ("", organ.session))
        for organ in type_.organs
    )
    is_sure = any(
        by.kind == organ.kind and by.scale == organ.scale and organ.session in ("", by.session)
        for organ in type_.organs
    )
    found = competence(type_, by, day, given_)
    assert (found.standing is Standing.WRONG_BODY) == (not named)
    assert (found.count(Standing.WRONG_BODY) == Span(0, 1)) == (named and not is_sure)
    assert found.is_flagged == (found.standing not in (Standing.COMPETENT, Standing.ADVISED_SINCE, Standing.UNSURE))
    assert not (found.standing is Standing.COMPETENT and found.doubts)
    lacks = bool(found.unheard or found.against)
    assert found.count(Standing.ADVICE_MISSING) == (0 if not lacks else 1 if named else Span(0, 1))


@given(types, bodies, days, advices)
def test_an_advice_more_never_makes_a_decision_worse_nor_its_order_matter(type_, by, day, given_):
    every = competence(type_, by, day, given_)
    assert competence(type_, by, day, reversed(given_)).standing is every.standing
    fewer = competence(type_, by, day, given_[1:])
    assert set(every.missing) <= set(fewer.missing)


@given(types, bodies, days, advices)
def test_what_comes_after_the_decision_counts_for_nothing(type_, by, day, given_):
    late = [replace(one, on=day + timedelta(days=1)) for one in given_]
    assert competence(type_, by, day, late).missing == competence(type_, by, day).missing


said = st.lists(st.builds(Said, bodies, days, st.booleans()), max_size=6)


@given(types, bodies, days, said, st.booleans())
def test_a_wrong_body_is_mended_by_the_competent_one_that_adopts_it_since_and_by_nothing_else(
    type_, by, day, said_, is_decided
):
    def should_decide(one, unknown=("",)) -> bool:
        """Of the same organisation at its own scale; at another, the head only: nobody is tied to anybody here."""
        return any(
            (one.kind, one.scale) == (organ.kind, organ.scale)
            and (not organ.session or one.session in (*unknown, organ.session))
            and (one.organisation == by.organisation or (organ.scale != by.scale and organ.scale == "head"))
            for organ in type_.organs
        )

    before = competence(type_, by, day, is_decided=is_decided)
    found = competence(type_, by, day, ratified=said_, is_decided=is_decided)
    wrong = competence(type_, by, day).standing is Standing.WRONG_BODY
    since = [one.by for one in said_ if one.adopted and one.on >= day] if wrong else []
    mended, is_sure = any(map(should_decide, since)), any(should_decide(one, ()) for one in since)
    assert (found.lack is Standing.RATIFIED) == is_sure
    assert (wrong and found.lack is Standing.UNSURE) == (mended and not is_sure)
    assert mended or found == before
    assert not (mended and found.is_flagged)


@given(types, bodies, days, advices)
def test_what_is_only_proposed_accuses_nobody_and_acquits_nobody(type_, by, day, given_):
    decided_, proposed = (competence(type_, by, day, given_, is_decided=one) for one in (True, False))
    assert not proposed.is_flagged
    assert (proposed.standing, proposed.lack) == (Standing.PROPOSED, decided_.standing)
    assert not proposed.doubts
    assert "Cette répartition est notre proposition : elle n’était pas décidée ce jour-là" in proposed.reason


def test_a_ratification_by_a_body_of_another_scale_is_that_of_one_tied_to_the_decider_or_of_the_head():
    pole, head = Organ("le conseil du pôle", kind="board", scale="local"), Organ("la Cress", kind="board", scale="head")
    type_ = DecisionType("representants-pole", "Désignation", (pole, head))
    grouping = By("ess-35-board", "board", "grouping", "ess-35", "Conseil d’ESS 35", kin=frozenset({"redon"}))
    boards = {one: By(f"{one}-board", "board", "local", one, f"Conseil de {one}") for one in ("redon", "brest")}
    boards["cress"] = By("cress-board", "board", "head", "cress", "Conseil de la Cress")
    found = {one: competence(type_, grouping, DAY, ratified=[Said(by, DAY)]).standing for one, by in boards.items()}
    assert found == {"redon": Standing.RATIFIED, "brest": Standing.WRONG_BODY, "cress": Standing.RATIFIED}


def test_the_first_day_of_those_that_ratify_is_said():
    later = [Said(ASSEMBLY, DAY + timedelta(days=days)) for days in (9, 2)]
    found = competence(BUDGET, BOARD, DAY, ratified=later)
    assert found.reason == (
        "Décidée par : Conseil d’administration d’ESS 35. L’instance compétente l’a ratifiée le 14 mars 2026 : "
        "Assemblée générale d’ESS 35."
    )


def test_what_the_founding_text_says_is_no_proposal():
    type_ = DecisionType("cap", "Le cap", (Organ("le Collège", body="college"),), basis="text", article="R4.6")
    found = competence(type_, BOARD, DAY, is_decided=False)
    assert found.standing is Standing.WRONG_BODY
    assert found.reason == (
        "« Le cap » : l’article R4.6 en charge le Collège. Ici a décidé : Conseil d’administration d’ESS 35. Qu’aucune autre "
        "n’en décide est notre lecture."
    )
    for article, standing in (("R3.9", Standing.ADVICE_MISSING), ("", Standing.PROPOSED)):
        asked = replace(BUDGET, basis="text", article="R3.8", after_article=article)
        assert competence(asked, ASSEMBLY, DAY, is_decided=False).standing is standing


BUDGET = DecisionType(
    "budget",
    "Budget d’un groupement",
    (Organ("l’assemblée générale du groupement", kind="assembly", scale="grouping"),),
    (Organ("le conseil d’administration du groupement", kind="board", scale="grouping"),),
)
ASSEMBLY = By("ess-35-assembly", "assembly", "grouping", "ess-35", "Assemblée générale d’ESS 35")
BOARD = By("ess-35-board", "board", "grouping", "ess-35", "Conseil d’administration d’ESS 35")
NEIGHBOUR = By("ess-armor-board", "board", "grouping", "ess-armor", "Conseil d’administration d’ESS Armor")


def test_the_wrong_body_is_named_with_the_right_one():
    found = competence(BUDGET, BOARD, DAY)
    assert found.reason == (
        "Pour « Budget d’un groupement », c’est l’assemblée générale du groupement qui décide, selon la répartition "
        "décidée. Ici a décidé : Conseil d’administration d’ESS 35."
    )


def test_an_advice_that_lacks_is_named():
    found = competence(BUDGET, ASSEMBLY, DAY)
    assert found.standing is Standing.ADVICE_MISSING
    assert found.reason == "Il manque l’avis du conseil d’administration du groupement, qui vient avant cette décision."


LATE = (
    "L’avis du conseil d’administration du groupement est du 20 mars 2026, après la décision du 12 mars 2026 : "
    "il devait venir avant. "
)


def test_an_advice_that_came_too_late_is_said_with_its_day_and_mends_when_in_favour():
    found = competence(BUDGET, ASSEMBLY, DAY, [Given(BOARD, date(2026, 3, 20))])
    assert (found.standing, found.is_flagged) == (Standing.ADVISED_SINCE, False)
    assert found.reason == f"{LATE}Il est favorable."


def test_one_that_is_not_in_favour_asks_that_the_decision_be_confirmed_knowing_it():
    against = Given(BOARD, date(2026, 3, 20), favourable=False)
    found = competence(BUDGET, ASSEMBLY, DAY, [against])
    assert (found.standing, found.is_to_confirm, found.unheard) == (Standing.ADVICE_MISSING, True, ())
    assert found.reason == f"{LATE}Il est défavorable : l’instance compétente la confirme, ou en décide autrement."
    confirmed = Said(ASSEMBLY, against.on, after=(against,))
    for said, standing in (
        (confirmed, Standing.RATIFIED),
        (replace(confirmed, after=()), Standing.ADVICE_MISSING),
        (replace(confirmed, on=date(2026, 3, 19)), Standing.ADVICE_MISSING),
        (replace(confirmed, adopted=False), Standing.ADVICE_MISSING),
        (replace(confirmed, after=(replace(against, by=NEIGHBOUR),)), Standing.ADVICE_MISSING),
    ):
        assert competence(BUDGET, ASSEMBLY, DAY, [against], ratified=[said]).standing is standing
    again = competence(BUDGET, ASSEMBLY, DAY, [against], ratified=[confirmed])
    assert again.reason.endswith("Elle a été confirmée, l’avis connu, le 20 mars 2026 : Assemblée générale d’ESS 35.")


def test_the_last_word_of_who_advises_late_is_believed_whatever_their_order():
    early, later = Given(BOARD, date(2026, 3, 20), favourable=False), Given(BOARD, date(2026, 3, 21))
    for given_ in ([early, later], [later, early]):
        assert competence(BUDGET, ASSEMBLY, DAY, given_).standing is Standing.ADVISED_SINCE
    turned = [replace(early, favourable=True), replace(later, favourable=False)]
    assert competence(BUDGET, ASSEMBLY, DAY, turned).is_to_confirm


def test_as_long_as_one_advice_is_unheard_nothing_is_to_confirm():
    two = replace(BUDGET, advices=(*BUDGET.advices, Organ("le bureau", kind="bureau", scale="grouping")))
    found = competence(two, ASSEMBLY, DAY, [Given(BOARD, date(2026, 3, 20), favourable=False)])
    assert (found.is_to_confirm, [one.name for one in found.unheard]) == (False, ["le bureau"])
    assert [one.name for one in found.against] == ["le conseil d’administration du groupement"]


def test_the_advice_of_the_neighbour_is_not_that_of_ones_own_board():
    assert competence(BUDGET, ASSEMBLY, DAY, [Given(NEIGHBOUR, DAY)]).standing is Standing.ADVICE_MISSING
    assert competence(BUDGET, ASSEMBLY, DAY, [Given(BOARD, DAY)]).standing is Standing.COMPETENT


def test_an_advice_from_another_scale_is_that_of_an_organisation_tied_to_the_decider():
    kin = frozenset({"ess-pays-de-redon"})
    direction = By("ess-35-team", "team", "grouping", "ess-35", "Équipe d’ESS 35", kin=kin)
    local = By("ess-pays-de-redon-board", "board", "local", "ess-pays-de-redon", "Conseil du pôle")
    stranger = By("ess-pays-de-brest-board", "board", "local", "ess-pays-de-brest", "Conseil d’un autre pôle")
    type_ = DecisionType(
        "recrutement-delegue",
        "Recrutement",
        (Organ("la direction", kind="team", scale="grouping"),),
        (Organ("le conseil du pôle", kind="board", scale="local"),),
    )
    assert competence(type_, direction, DAY, [Given(local, DAY)]).standing is Standing.COMPETENT
    assert competence(type_, direction, DAY, [Given(stranger, DAY)]).standing is Standing.ADVICE_MISSING


def test_an_advice_from_outside_is_never_missing():
    type_ = DecisionType("budget", "Budget", BUDGET.organs, (Organ("le comité social et économique", outside=True),))
    found = competence(type_, ASSEMBLY, DAY)
    assert (found.standing, found.doubts) == (Standing.COMPETENT, {Standing.ADVICE_MISSING})
    ratified = competence(type_, BOARD, DAY, ratified=[Said(ASSEMBLY, DAY)])
    assert (ratified.standing, ratified.doubts) == (Standing.RATIFIED, {Standing.ADVICE_MISSING})


STATUTES = DecisionType(
    "statuts",
    "Statuts",
    (Organ("l’assemblée extraordinaire", kind="assembly", scale="grouping", session="extraordinary"),),
)
UNTOLD = "C’est l’assemblée extraordinaire qui décide, et la séance n’est pas dite."


def test_a_session_that_nobody_told_is_not_that_which_is_asked_nor_another():
    found = competence(STATUTES, ASSEMBLY, DAY)
    assert (found.standing, found.reason, found.doubts) == (Standing.UNSURE, UNTOLD, {Standing.WRONG_BODY})
    known = [competence(STATUTES, replace(ASSEMBLY, session=one), DAY) for one in ("ordinary", "extraordinary")]
    assert [one.standing for one in known] == [Standing.WRONG_BODY, Standing.COMPETENT]
    assert not any(one.doubts for one in known)


def test_whoever_ratifies_at_a_session_that_nobody_told_may_not_have_been_able_to():
    told = Said(replace(ASSEMBLY, session="extraordinary"), DAY + timedelta(days=9))
    for said in ([replace(told, by=ASSEMBLY)], [replace(told, by=ASSEMBLY), told]):
        found = competence(STATUTES, BOARD, DAY, ratified=said)
        assert (found.standing is Standing.RATIFIED, bool(found.doubts), UNTOLD in found.reason) == (
            (len(said) == 2), (len(said) == 1), (len(said) == 1)
        )  # fmt: skip


def test_a_ratification_mends_the_advice_by_citing_it_and_not_else():
    before, against, since = (
        Given(BOARD, DAY),
        Given(BOARD, DAY, favourable=False),
        Given(BOARD, DAY + timedelta(days=30)),
    )
    wrong, by = replace(BOARD, kind="team"), ASSEMBLY
    assert competence(BUDGET, wrong, DAY).count(Standing.ADVICE_MISSING) == Span(0, 1)
    assert competence(BUDGET, wrong, DAY, [before]).count(Standing.ADVICE_MISSING) == 0
    for after, number in (
        ((), Span(0, 1)),
        ((before,), 0),
        ((against,), 0),
        ((since,), 0),
        ((replace(since, favourable=False),), Span(0, 1)),
        ((replace(before, by=NEIGHBOUR),), Span(0, 1)),
    ):
        found = competence(BUDGET, wrong, DAY, ratified=[Said(by, DAY + timedelta(days=9), after=after)])
        assert (found.standing, found.count(Standing.ADVICE_MISSING)) == (Standing.RATIFIED, number), after


def test_a_fault_that_another_hides_is_not_denied():
    for type_, by in ((replace(MAP, advices=BUDGET.organs), BOARD), (MAP, ASSEMBLY)):
        found = competence(type_, by, DAY, others=Others(EVERY, (), DAY))
        assert found.is_flagged and found.count(Standing.AHEAD) == Span(0, 1)
        assert competence(type_, by, DAY, others=Others(EVERY)).count(Standing.AHEAD) == 0


def test_what_nobody_attributed_is_said_and_flagged_nowhere():
    type_ = DecisionType("adhesion", "Adhésion d’un membre", (), undecided="Les statuts le disent.")
    found = competence(type_, BOARD, DAY)
    assert (found.standing, found.is_flagged) == (Standing.UNDECIDED, False)
    assert found.doubts == {Standing.WRONG_BODY, Standing.ADVICE_MISSING, Standing.AHEAD}
    assert competence(type_, BOARD, DAY, is_decided=False) == replace(found, doubts=frozenset())
    assert found.reason == "« Adhésion d’un membre » : personne n’a encore dit qui en décide. Les statuts le disent."


def test_what_the_articles_of_each_attribute_is_judged_by_nothing_here():
    type_ = DecisionType("adhesion", "Adhésion d’un membre", (), by_articles=True)
    for is_decided in (True, False):
        found = competence(type_, BOARD, DAY, is_decided=is_decided)
        assert (found.standing, found.is_flagged, found.doubts) == (Standing.BY_ARTICLES, False, frozenset())
    assert "les statuts de chaque organisation disent qui en décide" in found.reason


def test_of_what_each_takes_for_itself_the_matrix_judges_those_of_whom_it_speaks():
    board = Organ("le conseil du groupement", kind="board", scale="grouping")
    own = DecisionType("convention", "Convention", (board,), own=True)
    head = By("tete-board", "board", "head", "tete", "Conseil d’administration")
    for is_decided in (True, False):
        found = competence(own, head, DAY, is_decided=is_decided)
        assert (found.standing, found.is_flagged, found.doubts) == (Standing.BESIDE, False, frozenset())
    assert "la répartition parle ici du conseil du groupement" in found.reason
    bureau = By("un-bureau", "bureau", "grouping", "un", "Bureau")
    assert competence(own, bureau, DAY).standing is Standing.WRONG_BODY  # of a grouping, it speaks
    assert competence(replace(own, own=False), head, DAY).standing is Standing.WRONG_BODY


def test_where_the_text_speaks_its_article_is_cited():
    college = Organ("le Collège territoire", body="college-territoire")
    type_ = DecisionType("cap", "Le cap", (college,), basis="text", article="R4.6")
    by = By("college-territoire", "space", "head", "cress", "Collège territoire")
    assert competence(type_, by, DAY).reason == "L’instance compétente a décidé, selon l’article R4.6."


COUNCIL = Organ("le conseil d’administration du groupement", kind="board", scale="grouping")
MAP = DecisionType("carte", "Évolution de la carte", (COUNCIL,), together="all", article="R1.3")
EVERY = (
    Expected("le conseil d’administration d’ESS 35", COUNCIL, "ess-35"),
    Expected("le conseil d’administration d’ESS Armor", COUNCIL, "ess-armor"),
)


def test_whoever_decides_with_others_awaits_them_by_name_without_a_fault():
    found = competence(MAP, BOARD, DAY, others=Others(EVERY))
    assert (found.standing, found.is_flagged) == (Standing.AWAITS_OTHERS, False)
    assert found.reason == (
        "Elle se prend ensemble, selon la répartition décidée. Elle attend encore le conseil d’administration d’ESS Armor."
    )


def test_what_is_awaited_is_awaited_whoever_decided_the_distribution():
    found = competence(MAP, BOARD, DAY, others=Others(EVERY), is_decided=False)
    assert (found.standing, found.proposed) == (Standing.AWAITS_OTHERS, None)


def test_once_all_have_adopted_nobody_is_awaited():
    others = Others(EVERY, (Said(NEIGHBOUR, DAY + timedelta(days=40)),))
    assert competence(MAP, BOARD, DAY, others=others).standing is Standing.COMPETENT


def test_who_rejected_it_is_awaited_still_and_the_last_word_counts():
    rejected = Said(NEIGHBOUR, DAY, adopted=False)
    found = competence(MAP, BOARD, DAY, others=Others(EVERY, (rejected,)))
    assert found.standing is Standing.AWAITS_OTHERS
    assert "Conseil d’administration d’ESS Armor l’a rejetée le 12 mars 2026." in found.reason
    adopted = Said(NEIGHBOUR, DAY + timedelta(days=9))
    assert competence(MAP, BOARD, DAY, others=Others(EVERY, (rejected, adopted))).standing is Standing.COMPETENT
    again = Said(NEIGHBOUR, DAY + timedelta(days=19), adopted=False)
    assert competence(MAP, BOARD, DAY, others=Others(EVERY, (adopted, again))).standing is Standing.AWAITS_OTHERS


def test_applied_before_the_others_it_is_a_fault_until_all_of_them_adopt_it_and_that_is_said():
    late, applied = Said(NEIGHBOUR, DAY + timedelta(days=40)), DAY + timedelta(days=39)
    ahead = "avant que l’aient adoptée le conseil d’administration d’ESS Armor."
    for said in (
        (),
        (replace(late, adopted=False),),
        (late, replace(late, on=DAY + timedelta(days=41), adopted=False)),
    ):
        found = competence(MAP, BOARD, DAY, others=Others(EVERY, said, applied))
        assert (found.standing, found.is_flagged) == (Standing.AHEAD, True)
        assert ahead in found.reason and [one.organisation for one in found.awaited] == ["ess-armor"]
    since = competence(MAP, BOARD, DAY, others=Others(EVERY, (late,), applied))
    assert (since.standing, since.is_flagged) == (Standing.ADOPTED_SINCE, False)
    assert since.reason.endswith(f"{ahead} Toutes l’ont adoptée depuis, la dernière le 21 avril 2026.")
    assert competence(MAP, BOARD, DAY, others=Others(EVERY, (late,), late.on)).standing is Standing.COMPETENT


def test_a_missing_advice_comes_first_and_the_others_are_named_too():
    type_ = DecisionType("carte", "La carte", (COUNCIL,), (Organ("le Collège", body="college"),), together="all")
    found = competence(type_, BOARD, DAY, others=Others(EVERY))
    assert found.standing is Standing.ADVICE_MISSING
    assert found.reason.endswith("Elle attend encore le conseil d’administration d’ESS Armor.")


@given(st.lists(st.builds(Said, st.sampled_from((BOARD, NEIGHBOUR, ASSEMBLY)), days, st.booleans()), max_size=6))
def test_nobody_but_the_other_can_end_the_wait(said):
    said = sorted(said, key=lambda one: one.on)
    last = [one.adopted for one in said if one.by is NEIGHBOUR][-1:]
    found = competence(MAP, BOARD, DAY, others=Others(EVERY, tuple(said)))
    assert (found.standing is Standing.COMPETENT) == (last == [True])
