"""Who is employed for what in the invented life: its verbs, in `equipes.yaml`. One line opens a post, records the contract of
somebody who has none there, and assigns them to it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.staff import operations
from kevread.staff.loader import framework
from kevread.staff.models import Contract, Information, Post
from kevread.staff.operations import Agreed, Description, Worker

type People = Mapping[str, Person]


def opened(actor: Actor, now: datetime, deed: Deed, employer: Organisation, first: Any) -> Post:
    """A post, under whoever directs."""
    asked, known = deed.arguments, framework().functions
    function = known[asked["function"]]
    directing = [code for code, one in known.items() if one.directs]
    under = None if function.directs else Post.objects.filter(employer=employer, function__in=directing).first()
    mission = asked.get("mission", function.mission)
    return operations.open_post(
        actor=actor,
        employer=employer,
        function=asked["function"],
        is_territorial="for" in asked,
        period=Period(asked.get("opened", first)),
        description=Description(asked["axis"], mission, share=asked["share"], under=under),
        now=now,
    )


def open_post(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    employer = Organisation.objects.get(slug=deed.arguments["employer"])
    opened(actor, now, deed, employer, deed.arguments["first"])


def pass_post(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """To another employer, after its last day: that which was opened on a day, of those of its function."""
    asked = deed.arguments
    rows = Post.objects.standing().filter(employer__slug=asked["employer"], function=asked["function"])
    post = rows.get(period__startswith=asked["opened"])
    to = Organisation.objects.get(slug=asked["to"])
    operations.close_post(actor=actor, post=post, last=asked["last"], moved_to=to, now=now, note=asked["note"])


def employ(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = deed.arguments
    employer, person = Organisation.objects.get(slug=asked["employer"]), people[asked["person"]]
    contract = Contract.objects.standing().filter(employer=employer, person=person).first()
    first = asked.get("first") or contract.dates.start  # type: ignore[union-attr]
    post = opened(actor, now, deed, employer, first)
    period = Period.through(first, asked.get("to"))
    if contract is None:
        contract = operations.hire(
            actor=actor,
            employer=employer,
            person=person,
            kind=asked["kind"],
            motive=asked.get("motive", ""),
            is_replacement="replaces" in asked,
            replaces=asked.get("replaces", ""),
            occupation=post.name,
            agreement=asked.get("agreement", ""),
            period=period,
            agreed=Agreed(asked["share"], asked["group"], salary=asked["salary"] * 100),
            trial_end=asked.get("trial"),
            seniority_from=asked.get("seniority"),
            workplace=asked.get("workplace", ""),
            signs_here=asked.get("signs_here", False),
            now=now,
        )
    shares = asked.get("for") or {None: asked["share"]}
    for local, share in shares.items():
        where = Organisation.objects.get(slug=local) if local else None
        told = {"post": post, "contract": contract, "local": where, "share": share, "period": period}
        operations.assign(actor=actor, now=now, **told)


def put_contract(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """To the signature of whoever signs it for the employer, then of whom it is of."""
    asked = deed.arguments
    contract = Contract.objects.standing().get(employer__slug=asked["employer"], person=people[asked["person"]])
    operations.put_to_signature(actor=actor, contract=contract, signer=people[asked["signer"]], now=now)


def identify(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = dict(deed.arguments)
    employer, person = asked.pop("employer"), people[asked.pop("person")]
    contract = Contract.objects.standing().get(employer__slug=employer, person=person)
    operations.identify(actor=actor, contract=contract, now=now, **asked)


def host(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """`left`: the day on which they left, before the one that was said. `mistake`: why the line was one."""
    asked = dict(deed.arguments)
    employer, tutor = Organisation.objects.get(slug=asked.pop("employer")), people[asked.pop("tutor")]
    left, mistake = asked.pop("left", None), asked.pop("mistake", "")
    period = Period.through(asked.pop("first"), asked.pop("to"))
    row = operations.host(actor=actor, employer=employer, tutor=tutor, period=period, now=now, **asked)
    if left:
        operations.end_hosting(actor=actor, hosted=row, last=left, now=now)
    if mistake:
        operations.annul_hosting(actor=actor, hosted=row, reason=mistake, now=now)


def place(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Somebody whom another employer places there."""
    asked = dict(deed.arguments)
    employer, kind = Organisation.objects.get(slug=asked.pop("employer")), asked.pop("kind")
    period = Period.through(asked.pop("first"), asked.pop("to", None))
    operations.place(actor=actor, employer=employer, kind=kind, period=period, worker=Worker(**asked), now=now)


def visit(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A medical visit, by its day alone: held, or set."""
    asked = deed.arguments
    contract = Contract.objects.standing().get(employer__slug=asked["employer"], person=people[asked["person"]])
    if "held" in asked:
        operations.hold_visit(actor=actor, contract=contract, held_on=asked["held"], now=now)
    else:
        operations.set_visit(actor=actor, contract=contract, planned_on=asked["set"], now=now)


def hand(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What is told in writing at hiring was handed over on that day: some of its parts, or both."""
    asked = deed.arguments
    contract = Contract.objects.standing().get(employer__slug=asked["employer"], person=people[asked["person"]])
    parts = asked.get("parts", Information.Part.values)
    operations.hand_information(actor=actor, contract=contract, parts=parts, handed_on=asked["handed"], now=now)


VERBS = (employ, put_contract, open_post, pass_post, identify, host, place, visit, hand)
