"""The verbs of agreements."""

from datetime import timedelta
from typing import Any

from kevread.agreements import operations
from kevread.agreements.models import Agreement, Clause, Event, Instrument, Kept, Obligation
from kevread.agreements.operations.checks import Dates, Signed
from kevread.charter.models import Keeping
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.documents.files import File
from tests.agreed import ENDS, STARTS, agreed
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

KIND = "responsables-conjoints"
DATES = Dates(starts_on=TODAY, notice_months=3)
REASON = "Le texte a été repris d’un autre."
SIGNED = {
    role: Signed(name="Anne Morvan", quality="Présidente", authority="Conseil de mai")
    for role in ("tete", "groupement")
}
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
FILE = File("convention.pdf", b"%PDF-1.7 signed", "application/pdf")


def made(scene: Scene, **more: Any) -> Agreement:
    with arranging():
        found = agreed(KIND, scene.world.head, scene.grouping, **more)
    return Agreement.objects.select_related("organisation").get(pk=found.pk)


def text(agreement: Agreement) -> Instrument:
    return Instrument.objects.select_related("agreement__organisation").get(agreement=agreement)


def both(scene: Scene) -> list[Any]:
    return [scene.grouping, scene.world.head]


def parties(scene: Scene) -> dict[str, Any]:
    return {"tete": scene.world.head, "groupement": scene.grouping}


@guarded("agreements.open", twice=Refused)
def open_agreement(scene: Scene) -> Guarded:
    asked = {
        "organisation": scene.grouping,
        "kind": KIND,
        "title": "Un accord",
        "parties": parties(scene),
        "dates": DATES,
    }
    return Guarded(do=lambda **who: operations.open_agreement(**asked, **who), at=scene.grouping)


@guarded("agreements.deposit", twice=Refused)
def deposit(scene: Scene) -> Guarded:
    asked = {
        "organisation": scene.grouping,
        "kind": KIND,
        "title": "Un accord",
        "parties": parties(scene),
        "dates": DATES,
    }
    return Guarded(
        do=lambda signed_on=TODAY, **who: operations.deposit(signed_on=signed_on, signers=SIGNED, **asked, **who),
        at=scene.grouping,
        edges=[Edge({"signed_on": TODAY}, {"signed_on": TOMORROW}, "signed_on")],
    )


@guarded("agreements.attach", twice=Refused)
def attach(scene: Scene) -> Guarded:
    instrument = text(made(scene))
    return Guarded(do=lambda **who: operations.attach(instrument=instrument, file=FILE, **who), at=both(scene))


@guarded("agreements.write_clause")
def write_clause(scene: Scene) -> Guarded:
    clause = (
        text(made(scene, stage="talks"))
        .clauses.select_related("instrument__agreement__organisation")
        .get(slug="securite")
    )
    return Guarded(do=lambda **who: operations.write_clause(clause=clause, text="Autrement.", **who), at=both(scene))


@guarded("agreements.set_terms")
def set_terms(scene: Scene) -> Guarded:
    instrument = text(made(scene, stage="talks"))
    return Guarded(do=lambda **who: operations.set_terms(instrument=instrument, dates=DATES, **who), at=both(scene))


@guarded("agreements.start_talks", twice=Refused)
def start_talks(scene: Scene) -> Guarded:
    instrument = text(made(scene, stage="draft"))
    return Guarded(do=lambda **who: operations.start_talks(instrument=instrument, **who), at=scene.grouping)


@guarded("agreements.approve", twice=Refused)
def approve(scene: Scene) -> Guarded:
    found = made(scene, stage="talks", authority="")
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "other")
    approval = (
        text(found)
        .approvals.select_related("party__organisation", "party__agreement__organisation")
        .get(party__role="groupement")
    )
    return Guarded(
        do=lambda **who: operations.approve(approval=approval, decision=decision, **who), at=scene.grouping, own=True
    )


@guarded("agreements.take_back", twice=Refused)
def take_back(scene: Scene) -> Guarded:
    rows = text(made(scene, stage="talks")).approvals.select_related(
        "party__organisation", "party__agreement__organisation"
    )
    approval = rows.get(party__role="groupement")
    return Guarded(
        do=lambda **who: operations.take_back(approval=approval, reason=REASON, **who), at=scene.grouping, own=True
    )


@guarded("agreements.record_signed", twice=Refused)
def record_signed(scene: Scene) -> Guarded:
    instrument = text(made(scene, stage="talks"))
    return Guarded(
        do=lambda signed_on=TODAY, **who: operations.record_signed(
            instrument=instrument, signed_on=signed_on, signers=SIGNED, **who
        ),
        at=both(scene),
        edges=[Edge({"signed_on": TODAY}, {"signed_on": TOMORROW}, "signed_on")],
    )


@guarded("agreements.amend", twice=Refused)
def amend(scene: Scene) -> Guarded:
    """From the first day of the agreement to its last."""
    found = made(scene)
    asked = {"agreement": found, "subject": "Revoir la sécurité"}
    return Guarded(
        do=lambda first=TODAY, **who: operations.amend(dates=Dates(starts_on=first, notice_months=3), **asked, **who),
        at=both(scene),
        edges=[
            Edge({"first": STARTS}, {"first": STARTS - timedelta(days=1)}, "starts_on"),
            Edge({"first": ENDS}, {"first": ENDS + timedelta(days=1)}, "starts_on"),
        ],
    )


def amended(scene: Scene) -> Instrument:
    opened = operations.amend(actor=SYSTEM, agreement=made(scene), subject="Revoir la sécurité", dates=DATES, now=NOW)
    return Instrument.objects.select_related("agreement__organisation").get(pk=opened.pk)


@guarded("agreements.amend_clause")
def amend_clause(scene: Scene) -> Guarded:
    asked = {"instrument": amended(scene), "slug": "securite", "text": "Sous 12 heures."}
    return Guarded(do=lambda **who: operations.amend_clause(**asked, **who), at=both(scene))


@guarded("agreements.leave_clause", twice=Refused)
def leave_clause(scene: Scene) -> Guarded:
    instrument = amended(scene)
    clause = operations.amend_clause(
        actor=SYSTEM, instrument=instrument, slug="securite", text="Sous 12 heures.", now=NOW
    )
    clause = Clause.objects.select_related("instrument__agreement__organisation").get(pk=clause.pk)
    return Guarded(do=lambda **who: operations.leave_clause(clause=clause, **who), at=both(scene))


@guarded("agreements.deposit_amendment", twice=Refused)
def deposit_amendment(scene: Scene) -> Guarded:
    asked = {"agreement": made(scene), "subject": "Revoir la sécurité", "dates": DATES, "signers": SIGNED}
    return Guarded(
        do=lambda signed_on=TODAY, **who: operations.deposit_amendment(signed_on=signed_on, **asked, **who),
        at=both(scene),
        own=True,
        edges=[Edge({"signed_on": TODAY}, {"signed_on": TOMORROW}, "signed_on")],
    )


@guarded("agreements.put_to_signature", twice=Refused)
def put_to_signature(scene: Scene) -> Guarded:
    """Who keeps it, and not the other party."""
    instrument = text(made(scene, stage="talks"))
    signers = {
        one.pk: scene.world.holder(f"{one.slug}-board", "president").person
        for one in (scene.grouping, scene.world.head)
    }
    asked = {"organisation": scene.grouping, "instruments": [instrument], "signers": signers}
    return Guarded(do=lambda **who: operations.put_to_signatures(**asked, **who), at=scene.grouping)


@guarded("agreements.drop", twice=Refused)
def drop(scene: Scene) -> Guarded:
    instrument = text(made(scene, stage="talks"))
    return Guarded(do=lambda **who: operations.drop(instrument=instrument, reason=REASON, **who), at=scene.grouping)


def nobody_said(scene: Scene) -> None:
    """Who may commit the two parties: what it takes is proved in `tests/agreements/test_power_to_end.py` and
    `test_power_to_put_off.py`."""
    with arranging():
        Keeping.objects.filter(organisation__in=both(scene), register="delegations").delete()


@guarded("agreements.give_notice", twice=Refused)
def give_notice(scene: Scene) -> Guarded:
    """By a decision of the register: the power to, without one, is proved with the verbs of agreements."""
    found = made(scene)
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other", on=YESTERDAY)
    asked = {"agreement": found, "by": found.parties.get(role="groupement"), "means": "registered", "decision": line}
    return Guarded(
        do=lambda told_on=TODAY, **who: operations.give_notice(told_on=told_on, **asked, **who),
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"told_on": TODAY}, {"told_on": TOMORROW}, "told_on"),
            Edge({"told_on": YESTERDAY}, {"told_on": YESTERDAY - timedelta(days=1)}, "decision"),
        ],
    )


@guarded("agreements.end_together", twice=Refused)
def end_together(scene: Scene) -> Guarded:
    """In the name of one’s own party, where nobody said who may commit it."""
    nobody_said(scene)
    asked = {"agreement": made(scene), "note": "Lettres des deux parties."}
    return Guarded(
        do=lambda told_on=TODAY, last=TODAY, **who: operations.end_together(told_on=told_on, last=last, **asked, **who),
        at=both(scene),
        own=True,
        edges=[
            Edge({"last": TODAY}, {"last": TODAY - timedelta(days=1)}, "last"),
            Edge({"told_on": TODAY}, {"told_on": TOMORROW, "last": TOMORROW}, "told_on"),
        ],
    )


@guarded("agreements.agree_end", twice=Refused)
def agree_end(scene: Scene) -> Guarded:
    """The grouping proposed; the head answers, where nobody said who may commit it."""
    nobody_said(scene)
    found = made(scene)
    with arranging():
        event = Event.objects.create(
            agreement=found, kind="termination", told_on=TODAY, last=TODAY, is_proposed=True,
            by=found.parties.get(role="groupement"),
        )  # fmt: skip
    event = Event.objects.select_related("agreement__organisation").get(pk=event.pk)
    return Guarded(do=lambda **who: operations.agree_end(event=event, **who), at=scene.world.head, own=True)


@guarded("agreements.tell_authority", twice=Refused)
def tell_authority(scene: Scene) -> Guarded:
    rows = text(made(scene, origin="paper", authority="")).approvals.select_related(
        "party__organisation", "party__agreement__organisation"
    )
    asked = {"approval": rows.get(party__role="groupement"), "authority": "Conseil de mai 2025"}
    return Guarded(do=lambda **who: operations.tell_authority(**asked, **who), at=scene.grouping, own=True)


@guarded("agreements.enter_clause", twice=Refused)
def enter_clause(scene: Scene) -> Guarded:
    instrument = text(made(scene, origin="paper"))
    with arranging():
        instrument.clauses.filter(slug="securite").delete()
    asked = {"instrument": instrument, "slug": "securite", "text": "Sous 24 heures, par écrit."}
    return Guarded(do=lambda **who: operations.enter_clause(**asked, **who), at=both(scene))


@guarded("agreements.open_mediation", twice=Refused)
def open_mediation(scene: Scene) -> Guarded:
    found = made(scene)
    asked = {"agreement": found, "by": found.parties.get(role="tete"), "note": "Un manquement, dit par lettre."}
    return Guarded(
        do=lambda told_on=TODAY, **who: operations.open_mediation(told_on=told_on, **asked, **who),
        at=scene.world.head,
        own=True,
        edges=[Edge({"told_on": TODAY}, {"told_on": TOMORROW}, "told_on")],
    )


@guarded("agreements.settle_mediation", twice=Refused)
def settle_mediation(scene: Scene) -> Guarded:
    found = made(scene)
    operations.open_mediation(
        actor=SYSTEM, agreement=found, by=found.parties.get(role="tete"), told_on=TODAY, note="Un manquement.", now=NOW
    )
    asked = {"agreement": found, "note": "Un accord est trouvé."}
    return Guarded(
        do=lambda told_on=TODAY, **who: operations.settle_mediation(told_on=told_on, **asked, **who),
        at=both(scene),
        edges=[Edge({"told_on": TODAY}, {"told_on": TOMORROW}, "told_on")],
    )


@guarded("agreements.undo_event", twice=Refused)
def undo_event(scene: Scene) -> Guarded:
    with arranging():
        event = Event.objects.create(agreement=made_inside(scene), kind="mediation", told_on=TODAY)
    event = Event.objects.select_related("agreement__organisation").get(pk=event.pk)
    return Guarded(do=lambda **who: operations.undo_event(event=event, reason=REASON, **who), at=both(scene))


def made_inside(scene: Scene) -> Agreement:
    return agreed(KIND, scene.world.head, scene.grouping)


@guarded("agreements.annul", twice=Refused)
def annul(scene: Scene) -> Guarded:
    found = made(scene)
    return Guarded(
        do=lambda **who: operations.annul(agreement=found, reason=REASON, **who), at=scene.grouping, own=True
    )


def owed(scene: Scene) -> Obligation:
    """What the grouping owes the head today."""
    found = made(scene)
    with arranging():
        made_ = Obligation.objects.create(
            agreement=found,
            debtor=found.parties.get(role="groupement"),
            creditor=found.parties.get(role="tete"),
            what="Remettre un rapport",
            first_due=TODAY,
        )
    return read(made_.pk)


def read(key: Any) -> Obligation:
    rows = Obligation.objects.select_related(
        "agreement__organisation", "debtor__organisation", "debtor__agreement__organisation",
        "creditor__organisation", "creditor__agreement__organisation",
    )  # fmt: skip
    return rows.get(pk=key)


@guarded("agreements.owe", twice=Refused)
def owe(scene: Scene) -> Guarded:
    found = made(scene)
    asked = {
        "agreement": found, "debtor": found.parties.get(role="tete"), "creditor": found.parties.get(role="groupement"),
        "what": "Remettre un rapport", "cadence": "yearly",
    }  # fmt: skip
    begins = text(found).starts_on
    return Guarded(
        do=lambda first_due=TODAY, **who: operations.owe(first_due=first_due, **asked, **who),
        at=both(scene),
        edges=[Edge({"first_due": begins}, {"first_due": begins - timedelta(days=1)}, "first_due")],
    )


@guarded("agreements.undo_obligation", twice=Refused)
def undo_obligation(scene: Scene) -> Guarded:
    found = owed(scene)
    return Guarded(
        do=lambda **who: operations.undo_obligation(obligation=found, reason=REASON, **who),
        at=scene.world.head,
        own=True,
    )


@guarded("agreements.tell_kept", twice=Refused)
def tell_kept(scene: Scene) -> Guarded:
    """Who owed it says it, and not the one to whom it was owed."""
    asked = {"obligation": owed(scene), "due_on": TODAY, "note": "Remis par lettre."}
    return Guarded(
        do=lambda kept_on=TODAY, **who: operations.tell_kept(kept_on=kept_on, **asked, **who),
        at=scene.grouping,
        own=True,
        edges=[Edge({"kept_on": TODAY}, {"kept_on": TOMORROW}, "kept_on")],
    )


@guarded("agreements.contest_kept", twice=Refused)
def contest_kept(scene: Scene) -> Guarded:
    found = owed(scene)
    with arranging():
        kept = Kept.objects.create(obligation=found, due_on=TODAY, kept_on=TODAY, note="Remis par lettre.")
    return Guarded(
        do=lambda **who: operations.contest_kept(kept=kept, reason=REASON, **who), at=scene.world.head, own=True
    )
