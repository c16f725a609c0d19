"""Who is employed in the small world: what `staff` reads there. Call it inside `arranging()`."""

from datetime import UTC, date, datetime, time
from typing import Any

from kevread.base.models import as_range
from kevread.common.periods import Period
from kevread.delegations.models import Grant
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body, Mandate
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Contract, Hosted, Information, Placed, Post, Sheet, Terms
from kevread.supervision.models import Matter
from tests.factories import SINCE as BEGAN
from tests.factories import PersonFactory

SINCE = as_range(Period(date(2025, 1, 1)))


# What one person does for a grouping, and somebody at the head coordinates: for how much of their time.
SUPPORTS = {"gestion": 60, "finances": 20, "communication": 20}


def opened(
    employer: Organisation, function: str, *, under: Post | None = None, axis: str = "animation", **more: Any
) -> Post:
    """A post and its sheet."""
    mission = more.pop("mission", framework().functions[function].mission)
    name = framework().functions[function].label
    said = {"main_mission": mission, "missions": more.pop("missions", [])}
    post = Post.objects.create(employer=employer, function=function, name=name, period=SINCE, **more)
    Sheet.objects.create(post=post, axis=axis, share=100, under=under, period=SINCE, **said)
    return post


def employed(employer: Organisation, person: Person, *, share: int = 100, **more: Any) -> Contract:
    """A contract, its terms, and what is handed over at hiring."""
    said = {
        "kind": "cdi",
        "occupation": "Emploi",
        "agreement": next(iter(framework().agreements), ""),
        "agreement_said_on": date(2025, 1, 1) if framework().agreements else None,
        "seniority_from": date(2025, 1, 1),
        "signed_on": date(2025, 1, 1),
    }
    contract = Contract.objects.create(employer=employer, person=person, period=SINCE, **said | more)
    Terms.objects.create(contract=contract, share=share, group="F", coefficient=350, salary=2_600_00, period=SINCE)
    for part in Information.Part.values:
        Information.objects.create(contract=contract, part=part, handed_on=date(2025, 1, 1))
    return contract


def hosted(employer: Organisation, tutor: Person, **more: Any) -> Hosted:
    """Somebody there by no contract, whom this person follows."""
    said = {"kind": "trainee", "given_name": "Ozan", "family_name": "Accueilli", "place": "Au siège"}
    period = as_range(Period(date(2026, 9, 1), date(2027, 1, 1)))
    return Hosted.objects.create(employer=employer, tutor=tutor, **{"period": period} | said | more)


def placed(employer: Organisation, **more: Any) -> Placed:
    """Somebody whom a temporary work agency places there."""
    said = {
        "kind": "temporary",
        "given_name": "Ozan",
        "family_name": "Placé",
        "nationality": "Turque",
        "born_on": date(1990, 1, 1),
        "sex": "m",
        "permit": "Carte n° 0001",
        "occupation": "Accueil",
        "provider": "Intérim des Essais",
        "provider_address": "1 rue des Essais, Rennes",
    }
    period = as_range(Period(date(2026, 9, 1), date(2027, 1, 1)))
    return Placed.objects.create(employer=employer, **{"period": period} | said | more)


def at_work(post: Post, contract: Contract, share: int, **more: Any) -> Assignment:
    return Assignment.objects.create(post=post, contract=contract, share=share, period=SINCE, **more)


def employ(employer: Organisation, locals_: list[Organisation]) -> None:
    """Everybody of its team by a contract, under whoever directs; a délégué·e for all its locals; one who keeps its books."""
    team = {one.seat.title: one for one in members(employer)}
    presides = Mandate.objects.get(seat__body__organisation=employer, seat__body__kind="board", seat__title="president")
    signed = {"signatory": presides.person, "authority": "Présidence"}
    top = opened(employer, "direction", axis="developpement")
    at_work(top, employed(employer, team["direction"].person, **signed), 100, mandate=team["direction"])
    books = employed(employer, PersonFactory(), **signed)
    if locals_:
        for function, share in SUPPORTS.items():
            at_work(opened(employer, function, under=top), books, share)
    else:
        first, *others = [f"coordination-{function}" for function in SUPPORTS]
        at_work(opened(employer, "gestion", under=top, mission=first, missions=others), books, 100)
    if "delegate" in team:
        post = opened(employer, "delegue-territorial", under=top, is_territorial=True)
        contract = employed(employer, team["delegate"].person, **signed)
        for local in locals_:
            at_work(post, contract, 100 // len(locals_), local=local, mandate=team["delegate"])


def reviewed(employer: Organisation, held: date) -> None:
    """The annual review of each of those whom it employs, held on that day and concluded by whoever directs."""
    places = Assignment.objects.filter(contract__employer=employer).select_related("post", "contract")
    at = datetime.combine(held, time(12), UTC)
    for place in {one.contract_id: one for one in places.order_by("-pk")}.values():
        Matter.objects.create(
            act="entretien-annuel", organisation=employer, post=place.post, person_id=place.contract.person_id,
            title="Entretien annuel", raised_at=at, closed_at=at, held_on=held, outcome="decided", conclusion="Tenu.",
            closed_by=members(employer)[0].person,
        )  # fmt: skip


def entrust_delegates(employer: Organisation) -> None:
    """Its board gives each of its territorial delegates a strategic delegation."""
    board = Body.objects.get(organisation=employer, kind="board")
    for post in [one for one in members(employer) if one.seat.title == "delegate"]:
        Grant.objects.create(
            organisation=employer, nature="strategic", holder=post.person, post=post, body=board, decision="Décision de test",
            acts=["fixer-les-priorites"], accepted_on=BEGAN, period=as_range(Period(BEGAN, date(2031, 1, 1))),
        )  # fmt: skip


def members(employer: Organisation) -> list[Mandate]:
    rows = Mandate.objects.filter(seat__body__organisation=employer, seat__body__kind="team", seat__title__in=TITLES)
    return list(rows.select_related("seat", "person"))


TITLES = ("direction", "delegate")


def leave(employer: Organisation, title: str) -> None:
    """At the end of last year: their seat in the team, their contract and the posts that they filled."""
    seats = Mandate.objects.filter(seat__body__organisation=employer, seat__body__kind="team", seat__title=title)
    contracts = Contract.objects.filter(employer=employer, person__in=seats.values("person"))
    for rows in (Assignment.objects.filter(contract__in=contracts), contracts, seats):
        rows.update(period=as_range(Period(BEGAN, date(2025, 12, 31))))
