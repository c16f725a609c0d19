"""The verbs of staff."""

from datetime import date, timedelta

from kevread.base.models import as_range
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.staff import operations
from kevread.staff.models import Contract, Terms
from kevread.supervision.models import Candidate, Matter, Side
from kevread.supervision.operations import employ
from tests.conftest import NOW, TODAY, arranging
from tests.employed import hosted
from tests.factories import PersonFactory
from tests.gatherings.decided import decided
from tests.seats.scene import Scene
from tests.staff.conftest import PAY, Staffing

from .asking import Edge, Guarded, guarded

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
FIRST = date(2026, 1, 1)
WRONG = "Inscrit deux fois par erreur"


def near(scene: Scene) -> list:
    """Who presides a local of the grouping, and who coordinates the network: their rights stop at their door."""
    return [
        scene.world.holder(f"{scene.first.slug}-board", "president").person,
        scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person,
    ]


@guarded("staff.open_post")
def open_post(scene: Scene) -> Guarded:
    staffing = Staffing(scene)
    return Guarded(do=lambda **who: staffing.post(**who), at=scene.grouping, others=near(scene))


@guarded("staff.describe_post", twice=Invalid)
def describe(scene: Scene) -> Guarded:
    post = Staffing(scene).post()
    said = operations.Description("developpement", "animation-territoriale")
    return Guarded(
        do=lambda first=TODAY, **who: operations.describe(post=post, description=said, first=first, **who),
        at=scene.grouping,
        others=near(scene),
        edges=[Edge({"first": FIRST + timedelta(days=1)}, {"first": FIRST}, "first")],
    )


@guarded("staff.close_post", twice=Invalid)
def close(scene: Scene) -> Guarded:
    post = Staffing(scene).post()
    return Guarded(
        do=lambda last=TODAY, **who: operations.close_post(post=post, last=last, **who),
        at=scene.grouping,
        others=near(scene),
        edges=[Edge({"last": FIRST}, {"last": FIRST - timedelta(days=1)}, "last")],
    )


@guarded("staff.annul_post", twice=Refused)
def annul_post(scene: Scene) -> Guarded:
    post = Staffing(scene).post()
    return Guarded(
        do=lambda **who: operations.annul_post(post=post, reason=WRONG, **who), at=scene.grouping, others=near(scene)
    )


def to_be_signed(scene: Scene) -> tuple[Contract, Person]:
    """A contract to be signed here, and whoever presides."""
    contract = Staffing(scene).contract(signs_here=True)
    president = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    return contract, president


@guarded("staff.put_to_signature", twice=Refused)
def put_to_signature(scene: Scene) -> Guarded:
    """Never by whom it is of."""
    contract, president = to_be_signed(scene)
    return Guarded(
        do=lambda **who: operations.put_to_signature(contract=contract, signer=president, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
    )


@guarded("staff.withdraw", twice=Refused)
def withdraw(scene: Scene) -> Guarded:
    contract, president = to_be_signed(scene)
    operations.put_to_signature(actor=Staffing(scene).direction, contract=contract, signer=president, now=NOW)
    contract.refresh_from_db()
    return Guarded(
        do=lambda reason=WRONG, **who: operations.withdraw(contract=contract, reason=reason, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[Edge({"reason": "x" * 10}, {"reason": "x" * 9}, "reason")],
    )


@guarded("staff.hire", twice=Refused)
def hire(scene: Scene) -> Guarded:
    """By a line of the register: whoever acts signs nothing."""
    with arranging():
        person, line = PersonFactory(), decided(f"{scene.grouping.slug}-board", "other", on=TODAY)
    asked = {"employer": scene.grouping, "person": person, "kind": "cdi", "occupation": "Chargé·e de mission"}
    return Guarded(
        do=lambda signed_on=TODAY, **who: operations.hire(
            period=Period(TODAY), agreed=PAY, decision=line, signed_on=signed_on, **asked, **who
        ),
        at=scene.grouping,
        others=[*near(scene), person],
        edges=[Edge({"signed_on": TODAY}, {"signed_on": TOMORROW}, "signed_on")],
    )


@guarded("staff.set_visit")
def set_visit(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    return Guarded(
        do=lambda planned_on=TOMORROW, **who: operations.set_visit(contract=contract, planned_on=planned_on, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[Edge({"planned_on": TODAY}, {"planned_on": YESTERDAY}, "planned_on")],
    )


@guarded("staff.hold_visit", twice=Invalid)
def hold_visit(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    return Guarded(
        do=lambda held_on=TODAY, **who: operations.hold_visit(contract=contract, held_on=held_on, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[
            Edge({"held_on": TODAY}, {"held_on": TOMORROW}, "held_on"),
            Edge({"held_on": FIRST}, {"held_on": FIRST - timedelta(days=1)}, "held_on"),
        ],
    )


@guarded("staff.annul_visit", twice=Refused)
def annul_visit(scene: Scene) -> Guarded:
    staffing = Staffing(scene)
    contract = staffing.contract()
    operations.hold_visit(actor=staffing.direction, contract=contract, held_on=TODAY, now=NOW)
    return Guarded(
        do=lambda **who: operations.annul_visit(contract=contract, undone_as="mistake", **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
    )


@guarded("staff.host", twice=Refused)
def host(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    said = {"kind": "trainee", "given_name": "Ozan", "family_name": "Accueilli", "place": "Au siège"}
    asked = said | {"employer": scene.grouping, "tutor": contract.person, "period": Period(FIRST, TODAY)}
    before = Period(FIRST - timedelta(days=1), TODAY)
    return Guarded(
        do=lambda **who: operations.host(**asked | who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[Edge({"period": asked["period"]}, {"period": before}, "tutor")],
    )


@guarded("staff.end_hosting", twice=Invalid)
def end_hosting(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    with arranging():
        row = hosted(scene.grouping, contract.person, period=as_range(Period(FIRST, date(2027, 1, 1))))
    last = date(2026, 12, 31)
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_hosting(hosted=row, last=last, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[
            Edge({"last": FIRST}, {"last": FIRST - timedelta(days=1)}, "last"),
            Edge({"last": last - timedelta(days=1)}, {"last": last}, "last"),
        ],
    )


@guarded("staff.annul_hosting", twice=Refused)
def annul_hosting(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    with arranging():
        row = hosted(scene.grouping, contract.person)
    return Guarded(
        do=lambda **who: operations.annul_hosting(hosted=row, reason=WRONG, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
    )


@guarded("staff.amend", twice=Invalid)
def amend(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    with arranging():
        line = decided(f"{scene.grouping.slug}-board", "other", on=TODAY)
    return Guarded(
        do=lambda first=TODAY, **who: operations.amend(
            contract=contract, agreed=PAY, first=first, decision=line, **who
        ),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[Edge({"first": FIRST + timedelta(days=1)}, {"first": FIRST}, "first")],
    )


@guarded("staff.end_contract", twice=Invalid)
def end_contract(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_contract(contract=contract, last=last, reason="resignation", **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[Edge({"last": FIRST}, {"last": FIRST - timedelta(days=1)}, "last")],
    )


@guarded("staff.annul_contract", twice=Refused)
def annul_contract(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    return Guarded(
        do=lambda **who: operations.annul_contract(contract=contract, reason=WRONG, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
    )


@guarded("staff.say_agreement")
def say_agreement(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    return Guarded(
        do=lambda **who: operations.say_agreement(contract=contract, agreement="eclat", **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
    )


@guarded("staff.identify")
def identify(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    asked = {"contract": contract, "nationality": "Française", "sex": "f"}
    return Guarded(
        do=lambda born_on=date(1990, 5, 2), **who: operations.identify(born_on=born_on, **asked, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[Edge({"born_on": FIRST - timedelta(days=1)}, {"born_on": FIRST}, "born_on")],
    )


@guarded("staff.deposit", twice=Refused)
def deposit(scene: Scene) -> Guarded:
    contract = Staffing(scene).contract()
    file = File("contrat.pdf", b"%PDF-1.7 signed", "application/pdf")
    return Guarded(
        do=lambda **who: operations.deposit(contract=contract, file=file, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
    )


@guarded("staff.take_over", twice=Refused)
def take_over(scene: Scene) -> Guarded:
    """By either side, from the day that both decided."""
    contract = of_local(scene)
    return Guarded(
        do=lambda first=TODAY, **who: operations.take_over(contract=contract, by=scene.grouping, first=first, **who),
        at=[scene.grouping, scene.first],
        others=[contract.person, scene.world.holder(f"{scene.second.slug}-board", "president").person],
        edges=[Edge({"first": FIRST + timedelta(days=1)}, {"first": FIRST}, "first")],
    )


def of_local(scene: Scene) -> Contract:
    """A contract that the first local still holds, though it handed its staff over long ago."""
    with arranging():
        contract = Contract.objects.create(
            employer=scene.first,
            person=PersonFactory(),
            kind="cdi",
            occupation="Délégué·e territorial·e",
            agreement="eclat",
            seniority_from=date(2020, 9, 1),
            period=as_range(Period(FIRST)),
        )
        Terms.objects.create(contract=contract, share=80, group="F", coefficient=350, period=contract.period)
    return contract


@guarded("staff.assign", twice=Invalid)
def assign(scene: Scene) -> Guarded:
    staffing = Staffing(scene)
    contract, post = staffing.contract(), staffing.post()
    asked = {"contract": contract, "post": post}
    return Guarded(
        do=lambda first=TODAY, **who: staffing.assigned(period=Period(first), **asked, **who),
        at=scene.grouping,
        others=[*near(scene), contract.person],
        edges=[Edge({"first": FIRST}, {"first": FIRST - timedelta(days=1)}, "first")],
    )


@guarded("staff.change_share", twice=Invalid)
def change_share(scene: Scene) -> Guarded:
    one = Staffing(scene).assigned()
    return Guarded(
        do=lambda first=TODAY, **who: operations.change_share(assignment=one, share=30, first=first, **who),
        at=scene.grouping,
        others=[*near(scene), one.contract.person],
        edges=[Edge({"first": FIRST + timedelta(days=1)}, {"first": FIRST}, "first")],
    )


@guarded("staff.end_assignment", twice=Invalid)
def end_assignment(scene: Scene) -> Guarded:
    one = Staffing(scene).assigned()
    return Guarded(
        do=lambda last=TODAY, **who: operations.end_assignment(assignment=one, last=last, **who),
        at=scene.grouping,
        others=[*near(scene), one.contract.person],
        edges=[Edge({"last": FIRST}, {"last": FIRST - timedelta(days=1)}, "last")],
    )


@guarded("staff.annul_assignment", twice=Refused)
def annul_assignment(scene: Scene) -> Guarded:
    one = Staffing(scene).assigned()
    return Guarded(
        do=lambda **who: operations.annul_assignment(assignment=one, reason=WRONG, **who),
        at=scene.grouping,
        others=[*near(scene), one.contract.person],
    )


@guarded("supervision.employ", twice=Refused)
def employed_from(scene: Scene) -> Guarded:
    """A recruitment that is decided, of somebody whom the directory has."""
    with arranging():
        person, line = PersonFactory(), decided(f"{scene.grouping.slug}-board", "other", on=TODAY)
    post = Staffing(scene).post()
    with arranging():
        matter = Matter.objects.create(
            act="recrutement", organisation=scene.grouping, post=post, title="Un poste", raised_at=NOW, outcome="decided",
            conclusion="C’est décidé.", closed_at=NOW,
        )  # fmt: skip
        Side.objects.create(matter=matter, line="pole", organisation=scene.first)
        Candidate.objects.create(matter=matter, name=str(person), received_on=TODAY, is_chosen=True)
    hired = {"kind": "cdi", "occupation": "Chargé·e de mission", "decision": line, "signed_on": TODAY}
    return Guarded(
        do=lambda **who: employ(matter=matter, person=person, period=Period(TODAY), agreed=PAY, hired=hired, **who),
        at=scene.grouping,
        others=[*near(scene), person],
    )
