"""The verbs of dues."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Application
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.dues import operations
from kevread.dues.models import Call, Due, Eligibility, Payment, Receipt, Tariff
from kevread.dues.operations.receipts import Said
from kevread.dues.queries.letters import to_write
from kevread.dues.queries.preview import preview
from kevread.dues.queries.receipts import to_issue
from kevread.dues.rules import AskedBracket
from kevread.dues.statements import Line
from kevread.membership.models import Admission
from kevread.seats.models import Seat
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, MandateFactory, OrganisationFactory, PersonFactory, since
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
REASON = "C’était une autre année."
FLAT = (AskedBracket(4000),)


def application(of: Organisation) -> Application:
    with arranging():
        by = decided(f"{of.slug}-board", "bareme", on=YESTERDAY)
        return Application.objects.create(decision=by, kind="tariff", asked={})


def tariff(of: Organisation, basis: str = "flat", brackets: Any = FLAT, since: date = YESTERDAY) -> Tariff:
    asked = {"organisation": of, "application": application(of), "since": since, "basis": basis, "brackets": brackets}
    return operations.set_tariff(actor=SYSTEM, now=NOW, **asked)


def member(of: Organisation, **more: Any) -> Affiliation:
    with arranging():
        given = {"legal_form": "association", "reach": "local"} | more
        made = AffiliationFactory(member=OrganisationFactory(**given), of=of, period=since(YESTERDAY))
    return Affiliation.objects.select_related("member", "of").get(pk=made.pk)


def before(of: Organisation) -> set[UUID]:
    """The members that the small federation has there already."""
    return set(Affiliation.objects.filter(of=of, period__startswith__lt=YESTERDAY).values_list("pk", flat=True))


def called(of: Organisation) -> Call:
    """One member alone, of a tariff in force."""
    tariff(of)
    member(of)
    asked = {"organisation": of, "year": TODAY.year, "due_on": TODAY, "left_out": before(of)}
    return operations.call(actor=SYSTEM, seen=preview(of, TODAY.year, TODAY).mark, now=NOW, **asked)


def due(of: Organisation) -> Due:
    rows = Due.objects.select_related("organisation", "call", "affiliation__member", "bracket__tariff")
    return rows.get(call=called(of))


def paid(of: Organisation, cents: int = 4000) -> Payment:
    asked = {"due": due(of), "cents": cents, "paid_on": YESTERDAY, "means": "transfer"}
    return operations.pay(actor=SYSTEM, now=NOW, **asked)


@guarded("dues.set_tariff", twice=Refused)
def set_tariff(scene: Scene) -> Guarded:
    asked = {"organisation": scene.first, "application": application(scene.first), "basis": "flat", "brackets": FLAT}
    return Guarded(
        do=lambda since=YESTERDAY, **who: operations.set_tariff(since=since, **asked, **who),
        at=scene.first,
        edges=[Edge({"since": YESTERDAY}, {"since": YESTERDAY - timedelta(days=1)}, "since")],
    )


@guarded("dues.undo_tariff", twice=Refused)
def undo_tariff(scene: Scene) -> Guarded:
    found = tariff(scene.first)
    return Guarded(do=lambda **who: operations.undo_tariff(tariff=found, reason=REASON, **who), at=scene.first)


@guarded("dues.call", twice=Refused)
def call(scene: Scene) -> Guarded:
    tariff(scene.first)
    member(scene.first)
    asked = {"organisation": scene.first, "year": TODAY.year, "left_out": before(scene.first)}
    seen = preview(scene.first, TODAY.year, TODAY).mark
    return Guarded(
        do=lambda due_on=TODAY, **who: operations.call(due_on=due_on, seen=seen, **asked, **who),
        at=scene.first,
        edges=[Edge({"due_on": TODAY}, {"due_on": YESTERDAY}, "due_on")],
    )


@guarded("dues.undo_call", twice=Refused)
def undo_call(scene: Scene) -> Guarded:
    found = called(scene.first)
    return Guarded(do=lambda **who: operations.undo_call(call=found, reason=REASON, **who), at=scene.first)


@guarded("dues.adjust")
def adjust(scene: Scene) -> Guarded:
    found = due(scene.first)
    return Guarded(do=lambda **who: operations.adjust(due=found, cents=0, reason=REASON, **who), at=scene.first)


@guarded("dues.declare_measure")
def declare_measure(scene: Scene) -> Guarded:
    asked = {"affiliation": member(scene.first), "kind": "budget", "year": 2025, "value": 100}
    return Guarded(do=lambda **who: operations.declare_measure(**asked, **who), at=scene.first)


def seated_for(scene: Scene, one: Organisation) -> Person:
    """Somebody who sits at the assembly in the name of a member."""
    with arranging():
        seat = Seat.objects.filter(body__slug=f"{scene.first.slug}-assembly").order_by("rank").first()
        return MandateFactory(seat=seat, person=PersonFactory(), represents=one, period=since(YESTERDAY)).person


@guarded("dues.pay", twice=Refused)
def pay(scene: Scene) -> Guarded:
    asked = {"due": due(scene.first), "cents": 4000, "means": "cheque"}
    return Guarded(
        do=lambda paid_on=TODAY, **who: operations.pay(paid_on=paid_on, **asked, **who),
        at=scene.first,
        edges=[Edge({"paid_on": TODAY}, {"paid_on": TOMORROW}, "paid_on")],
    )


@guarded("dues.refund", twice=Refused)
def refund(scene: Scene) -> Guarded:
    asked = {"payment": paid(scene.first), "cents": 4000, "means": "transfer", "reason": REASON}
    return Guarded(
        do=lambda paid_on=TODAY, **who: operations.refund(paid_on=paid_on, **asked, **who),
        at=scene.first,
        edges=[
            Edge({"paid_on": TODAY}, {"paid_on": TOMORROW}, "paid_on"),
            Edge({"paid_on": YESTERDAY}, {"paid_on": YESTERDAY - timedelta(days=1)}, "paid_on"),
        ],
    )


@guarded("dues.undo_payment", twice=Refused)
def undo_payment(scene: Scene) -> Guarded:
    found = paid(scene.first)
    return Guarded(do=lambda **who: operations.undo_payment(payment=found, reason=REASON, **who), at=scene.first)


def line(day: date = YESTERDAY, **more: Any) -> Line:
    given = {"label": "VIR", "origin": "helloasso", "payer": "Zoé Lagarde", "email": "zoe@exemple.fr"} | more
    return Line(2, day, given.pop("cents", 4000), **given)


def told(of: Organisation, **more: Any) -> Payment:
    """A payment that a file told, for nobody yet."""
    operations.receive_statement(actor=SYSTEM, organisation=of, lines=[line(**more)], now=NOW)
    return Payment.objects.select_related("organisation").get(organisation=of, due=None)


@guarded("dues.receive_statement")
def receive_statement(scene: Scene) -> Guarded:
    return Guarded(
        do=lambda day=TODAY, **who: operations.receive_statement(organisation=scene.first, lines=[line(day)], **who),
        at=scene.first,
        edges=[Edge({"day": TODAY}, {"day": TOMORROW}, "file")],
    )


@guarded("dues.match", twice=Refused)
def match(scene: Scene) -> Guarded:
    found, payment = due(scene.first), told(scene.first)
    return Guarded(do=lambda **who: operations.match(payment=payment, due=found, **who), at=scene.first)


@guarded("dues.unmatch", twice=Refused)
def unmatch(scene: Scene) -> Guarded:
    payment = told(scene.first)
    operations.match(actor=SYSTEM, payment=payment, due=due(scene.first), now=NOW)
    return Guarded(do=lambda **who: operations.unmatch(payment=payment, **who), at=scene.first)


@guarded("dues.ask_payer", twice=Refused)
def ask_payer(scene: Scene) -> Guarded:
    payment = told(scene.first)
    return Guarded(do=lambda **who: operations.ask_payer(payment=payment, **who), at=scene.first)


def addressed(found: Due) -> Due:
    """Its member has somebody to write to."""
    with arranging():
        Admission.objects.create(
            of=found.organisation, received_on=YESTERDAY, origin="paper", name="Le Lavoir", legal_form="association",
            said_reach="local", given_name="Zoé", family_name="Lagarde", email="zoe@exemple.fr", state="accepted",
            member=found.affiliation.member, affiliation=found.affiliation,
        )  # fmt: skip
    return found


@guarded("dues.write_letters", twice=Refused)
def write_letters(scene: Scene) -> Guarded:
    addressed(due(scene.first))
    asked = {"organisation": scene.first, "year": TODAY.year, "left_out": ()}
    seen = to_write(scene.first, TODAY.year, TODAY).mark
    return Guarded(do=lambda **who: operations.write_letters(seen=seen, **asked, **who), at=scene.first)


def said(of: Organisation, since: date = YESTERDAY, **more: Any) -> Said:
    """That it is of general interest, and its dues for nothing in return."""
    with arranging():
        by = decided(f"{of.slug}-board", "bareme", on=YESTERDAY, title="Nos reçus")
    told = {"of_interest": True, "for_nothing": True, "ground": "ruling", "because": "Rescrit du 12 mars 2024"}
    told |= {"seat": "2 quai des Écluses, 35600 Redon", "purpose": "Faire vivre l’économie sociale", "decision": by}
    return Said(since=since, **(told | more))


def eligible(of: Organisation, since: date = YESTERDAY, **more: Any) -> Eligibility:
    return operations.say_eligibility(actor=SYSTEM, organisation=of, said=said(of, since, **more), now=NOW)


def receipt(of: Organisation) -> Receipt:
    """Of a payment of yesterday."""
    payment, year = paid(of), YESTERDAY.year
    with arranging():
        of.siren = "732829320"
        of.save(update_fields=["siren"])
    eligible(of)
    seen = to_issue(of, year, TODAY).mark
    asked = {"organisation": of, "year": year, "chosen": {payment.pk}, "seen": seen}
    (made,) = operations.issue_receipts(actor=SYSTEM, now=NOW, **asked)
    return made


@guarded("dues.say_eligibility", twice=Invalid)
def say_eligibility(scene: Scene) -> Guarded:
    told = {since: said(scene.first, since) for since in (TODAY, TOMORROW)}
    return Guarded(
        do=lambda since=TODAY, **who: operations.say_eligibility(organisation=scene.first, said=told[since], **who),
        at=scene.first,
        edges=[Edge({"since": TODAY}, {"since": TOMORROW}, "since")],
    )


@guarded("dues.undo_eligibility", twice=Refused)
def undo_eligibility(scene: Scene) -> Guarded:
    found = eligible(scene.first)
    return Guarded(
        do=lambda **who: operations.undo_eligibility(eligibility=found, reason=REASON, **who), at=scene.first
    )


@guarded("dues.issue_receipts", twice=Refused)
def issue_receipts(scene: Scene) -> Guarded:
    payment = paid(scene.first)
    eligible(scene.first)
    with arranging():
        scene.first.siren = "732829320"
        scene.first.save(update_fields=["siren"])
    seen = to_issue(scene.first, YESTERDAY.year, TODAY).mark
    asked = {"organisation": scene.first, "year": YESTERDAY.year, "chosen": {payment.pk}, "seen": seen}
    return Guarded(do=lambda **who: operations.issue_receipts(**asked, **who), at=scene.first)


@guarded("dues.annul_receipt", twice=Refused)
def annul_receipt(scene: Scene) -> Guarded:
    found = receipt(scene.first)
    return Guarded(do=lambda **who: operations.annul_receipt(receipt=found, reason=REASON, **who), at=scene.first)
