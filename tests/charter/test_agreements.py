"""Proofs of what the common framework says of agreements."""

import pytest

from kevread.agreements.models import Agreement, Approval, Clause, Instrument
from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.charter.sentences import speak
from kevread.common.actor import SYSTEM
from kevread.common.verdicts import Reason, Verdict
from kevread.documents.files import File
from kevread.documents.models import PaperStep
from kevread.documents.operations import OnPaper, enter_on_paper, freeze
from kevread.staff.models import Assignment, Post
from tests.agreed import agreed
from tests.charter.proofs import board, judged, planted, proves
from tests.conftest import NOW, TODAY
from tests.worlds import World, end, put, signed_paper

ENDED = {"ends_on": TODAY.replace(day=23)}
SCAN = File("signe.pdf", b"%PDF-1.7 signed", "application/pdf")
CONTRACT, AUTHORITY = "engagement-reciproque", "hierarchique-fonctionnelle"


def contract(small: World) -> Agreement:
    return Agreement.objects.of(small.groupings[0]).get(kind=CONTRACT)


def convention(small: World) -> Agreement:
    return Agreement.objects.of(small.locals[small.groupings[0]][0]).get(kind=AUTHORITY)


@proves("R6.2")
def test_a_grouping_and_a_pole_have_no_agreement_in_force(small: World):
    """One of two ended the day before: the other is still there."""
    put(Instrument.objects.filter(agreement=convention(small)), **ENDED)


def test_a_shared_post_asks_for_no_agreement_whoever_it_serves(small: World):
    """Authority is shared over the functions of a territory alone; the others are under the direction."""
    grouping = small.groupings[0]
    shared = Post.objects.get(employer=grouping, function="gestion")
    served = Assignment.objects.filter(local=small.locals[grouping][0])
    assert served.exists()

    def ended(small: World) -> None:
        put(Instrument.objects.filter(agreement=convention(small)), **ENDED)

    def alone(small: World) -> None:
        ended(small)
        put(served, post=shared)

    for plant, said in ((ended, Verdict.BREACHES), (alone, Verdict.CONFORMS)):
        with planted(small, plant):
            assert judged("R6.2/1", grouping.pk)[0] is said


@proves("R6.11")
def test_an_agreement_does_not_write_how_responsibilities_are_shared(small: World):
    put(Clause.objects.filter(instrument__agreement=convention(small), slug="partage"), text="")


@proves("R4.42")
def test_the_contract_binds_a_grouping_with_somebody_else_than_the_head(small: World):
    """It is with a pôle of the other grouping: nothing else is asked of that pôle."""
    other = small.locals[small.groupings[1]][0]
    put(Instrument.objects.filter(agreement=contract(small)), **ENDED)
    agreed(CONTRACT, small.groupings[0], other, document=signed_paper(small.groupings[0]))


@proves("R4.43")
def test_nothing_says_what_allowed_a_party_to_sign(small: World):
    put(Approval.objects.filter(instrument__agreement=contract(small), party__role="tete"), authority="")


@proves("R4.43", clause=2)
def test_a_contract_does_not_say_how_it_is_ended(small: World):
    put(Clause.objects.filter(instrument__agreement=contract(small), slug="resiliation"), text="")


@proves("R4.44")
def test_a_contract_does_not_organise_cooperation(small: World):
    put(Clause.objects.filter(instrument__agreement=contract(small), slug="cooperation"), is_removed=True)


@proves("R4.29")
def test_the_agreement_with_the_state_was_annulled(small: World):
    put(Agreement.objects.filter(kind="etat"), annulled_on=TODAY)


def test_what_a_paper_says_and_nobody_entered_is_not_known(small: World):
    def plant(small: World) -> None:
        found = convention(small)
        put(found.instruments, origin="paper")
        put(Clause.objects.filter(instrument__agreement=found, slug="partage"), text="")

    grouping = small.groupings[0].pk
    with planted(small, plant):
        assert judged("R6.11/1", grouping)[0] is Verdict.UNKNOWN


def denied(agreement: Agreement) -> None:
    """A party says that it did not sign the file that was deposited."""
    text = agreement.instruments.get(number=0)
    version = freeze(
        actor=SYSTEM, organisation=agreement.organisation, kind="file", title=agreement.title, source=SCAN, now=NOW
    )
    put(Instrument.objects.filter(pk=text.pk), document=version.document)
    pens = [
        OnPaper(organisation=one.party.organisation, name="Anne Morvan", quality="Présidente", signed_on=TODAY)
        for one in text.approvals.select_related("party__organisation")
    ]
    (one, *_) = enter_on_paper(SYSTEM, version, pens, NOW, with_text=True)
    PaperStep.objects.create(signature=one, kind="denied", reason="Nous n’avons rien signé.", at=NOW)


@pytest.mark.parametrize(
    ("clause", "of"),
    [
        ("R6.2/1", convention),
        ("R6.11/1", convention),
        ("R4.43/1", contract),
        ("R4.43/2", contract),
        ("R4.44/1", contract),
    ],
)
def test_of_what_a_party_says_it_did_not_sign_nothing_is_known(small: World, clause, of):
    grouping = small.groupings[0].pk
    assert judged(clause, grouping)[0] is Verdict.CONFORMS
    with planted(small, lambda small: denied(of(small))):
        assert judged(clause, grouping)[0] is Verdict.UNKNOWN


def test_an_amendment_that_is_contested_leaves_its_clauses_unknown_and_the_rest_as_it_is(small: World):
    """It rewrites what is shared: nobody knows whether it holds. The agreement is in force all the same."""

    def plant(small: World) -> None:
        found = convention(small)
        text = found.instruments.get(number=0)
        days = {"starts_on": text.starts_on, "ends_on": text.ends_on, "notice_months": 3}
        more = Instrument.objects.create(agreement=found, number=1, subject="Le partage", stage="talks", **days)
        Clause.objects.create(instrument=more, slug="partage", rank=1, title="Partage", text="Autrement.")
        for one in text.approvals.all():
            Approval.objects.create(
                instrument=more, party=one.party, authority="Conseil", signer_name="Anne Morvan", signed_on=TODAY
            )
        version = freeze(
            actor=SYSTEM, organisation=found.organisation, kind="file", title="Avenant", source=SCAN, now=NOW
        )
        said = OnPaper(organisation=found.organisation, name="Anne Morvan", quality="Présidente", signed_on=TODAY)
        (one,) = enter_on_paper(SYSTEM, version, [said], NOW, with_text=True)
        PaperStep.objects.create(signature=one, kind="denied", reason="Nous n’avons rien signé.", at=NOW)
        put(Instrument.objects.filter(pk=more.pk), stage="signed", signed_on=TODAY, document=version.document)

    with planted(small, plant):
        found = board("R6.2", "R6.11")
    grouping = small.groupings[0].pk
    assert (found["R6.2/1", grouping][0], found["R6.11/1", grouping][0]) == (Verdict.CONFORMS, Verdict.UNKNOWN)


def test_a_convention_whose_signed_document_nobody_deposited_proves_nothing(small: World):
    """One party alone may have entered it, as a contract with the Cress (R4.42)."""

    def plant(small: World) -> None:
        put(Instrument.objects.filter(agreement=convention(small)), document=None)

    with planted(small, plant):
        found = board("R6.2", "R6.11")
    assert found["R6.2/1", small.groupings[0].pk] == (Verdict.UNKNOWN, Reason.NO_DATA)
    assert found["R6.11/1", small.groupings[0].pk] == (Verdict.UNKNOWN, Reason.NO_DATA), "nor what it writes"


def test_the_clauses_of_a_contract_nobody_deposited_are_not_known(small: World):
    with planted(small, paper):
        found = board("R4.43", "R4.44")
    told = [found[clause, small.groupings[0].pk] for clause in ("R4.43/2", "R4.44/1")]
    assert told == [(Verdict.UNKNOWN, Reason.NO_DATA)] * 2


def test_one_signed_today_and_effective_tomorrow_is_not_in_force(small: World):
    def plant(small: World) -> None:
        put(Instrument.objects.filter(agreement=convention(small)), starts_on=TODAY.replace(day=25))

    with planted(small, plant):
        assert judged("R6.2/1", small.groupings[0].pk)[0] is Verdict.BREACHES


def test_a_draft_binds_nobody(small: World):
    def plant(small: World) -> None:
        put(Agreement.objects.filter(pk=convention(small).pk), annulled_on=TODAY)
        agreed(AUTHORITY, small.groupings[0], small.locals[small.groupings[0]][0], stage="talks", title="Une autre")

    with planted(small, plant):
        assert judged("R6.2/1", small.groupings[0].pk)[0] is Verdict.BREACHES


def paper(small: World) -> None:
    """As one party alone enters what it says was signed elsewhere."""
    put(Instrument.objects.filter(agreement=contract(small)), document=None)


def of_contract(small: World) -> tuple[Verdict, Reason | None]:
    return judged("R4.42/1", small.groupings[0].pk)


def test_a_contract_whose_signed_document_nobody_deposited_proves_nothing(small: World):
    """Nor that there is none: it is not known, until the document is joined."""
    with planted(small, paper):
        assert of_contract(small) == (Verdict.UNKNOWN, Reason.NO_DATA)
        (found,) = [one for one in verdicts(TODAY, rules=["R4.42"]) if one.organisation.id == small.groupings[0].pk]
        assert "il manque le document signé" in speak([found], TODAY)[0].sentence


def test_beside_one_that_is_shown_a_contract_without_its_document_takes_nothing_away(small: World):
    def plant(small: World) -> None:
        agreed(CONTRACT, small.head, small.groupings[0], title="Un second")

    with planted(small, plant):
        assert of_contract(small) == (Verdict.CONFORMS, None)


def unkept(small: World) -> None:
    end(Keeping.objects.filter(register="agreements", organisation=small.groupings[0]))


def test_a_contract_proves_itself_even_where_the_register_is_not_kept(small: World):
    """What is not there is unknown there; and no upper limit is proven by what was found."""
    with planted(small, unkept):
        assert of_contract(small) == (Verdict.CONFORMS, None)
        assert judged("R4.43/1", small.groupings[0].pk) == (Verdict.UNKNOWN, Reason.NOT_KEPT)


@pytest.mark.parametrize("values", [{"document": None}, ENDED], ids=["without document", "ended"])
def test_without_a_kept_register_no_contract_is_no_breach(small: World, values):
    def plant(small: World) -> None:
        unkept(small)
        put(Instrument.objects.filter(agreement=contract(small)), **values)

    with planted(small, plant):
        assert of_contract(small) == (Verdict.UNKNOWN, Reason.NOT_KEPT)
