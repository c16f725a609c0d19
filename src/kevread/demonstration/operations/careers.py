"""What employers do together for those who work for them, in the invented life: its verbs, in `competences.yaml`."""

from collections.abc import Mapping
from datetime import datetime

from kevread.careers import operations
from kevread.careers.models import Handover, Need, Occasion, SkillsPlan, Training
from kevread.common.actor import Actor
from kevread.decisions.models import Decision
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate
from kevread.staff.models import Contract

type People = Mapping[str, Person]


def plan_of(deed: Deed) -> SkillsPlan:
    return SkillsPlan.objects.standing().select_related("organisation").get(year=deed.arguments["year"])


def employer_of(deed: Deed) -> Organisation:
    return Organisation.objects.get(slug=deed.arguments["employer"])


def open_skills_plan(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    said = deed.arguments
    head = Organisation.objects.get(slug=said["head"])
    rows = Mandate.objects.on(deed.day).filter(seat__body__organisation=head, seat__body__kind="team")
    adviser = (
        rows.filter(person=people[said["adviser"]]).select_related("seat__body").first() if "adviser" in said else None
    )
    operations.open_plan(actor=actor, head=head, year=said["year"], told_by=said["told_by"], adviser=adviser, now=now)


def ask_trainings(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What an employer asks: subject, people, hours, euros; « kept », or why it is set aside. Then handed in, or not."""
    plan, employer = plan_of(deed), employer_of(deed)
    for subject, number, hours, euros, outcome in deed.arguments.get("needs", ()):
        measured = {"people": number, "hours": hours, "cost": euros * 100}
        need = operations.tell_need(actor=actor, plan=plan, employer=employer, subject=subject, now=now, **measured)
        if outcome == "kept":
            operations.settle_need(actor=actor, need=need, outcome="kept", now=now)
        elif outcome:
            operations.settle_need(actor=actor, need=need, outcome="aside", reason=outcome, now=now)
    if deed.arguments.get("hands_in", True):
        operations.hand_in(actor=actor, plan=plan, employer=employer, now=now)


def gather_training(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Every need of that subject, kept and handed in."""
    said, plan = deed.arguments, plan_of(deed)
    handed = plan.hand_ins.filter(undone_on=None).values("employer")
    needs = list(
        Need.objects.standing().filter(plan=plan, subject=said["subject"], outcome="kept", employer__in=handed)
    )
    measured = {"people": sum(one.people for one in needs), "hours": needs[0].hours, "cost": said["cost"] * 100}
    operations.gather(actor=actor, plan=plan, title=said["title"], needs=needs, now=now, **measured)


def consolidate_plan(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    line = Decision.objects.standing().get(title=deed.arguments["decision"])
    operations.consolidate(actor=actor, plan=plan_of(deed), decision=line, now=now)


def follow_training(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    said = deed.arguments
    training = (
        Training.objects.standing().select_related("plan__organisation").get(plan=plan_of(deed), title=said["title"])
    )
    told = {"trained": said["trained"], "spent": said["spent"] * 100} if "trained" in said else {"note": said["note"]}
    outcome = "done" if "trained" in said else "not_done"
    operations.follow(
        actor=actor, training=training, outcome=outcome, closed_on=said.get("planned", deed.day), now=now, **told
    )


def social_date(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Planned; and held, when it says what came of it."""
    said, employer = deed.arguments, employer_of(deed)
    occasion: Occasion = operations.plan_occasion(
        actor=actor,
        organisation=employer,
        kind=said["kind"],
        planned_on=said["planned"],
        subject=said.get("subject", ""),
        now=now,
    )
    if "result" in said:
        operations.hold_occasion(
            actor=actor, occasion=occasion, held_on=said["planned"], result=said["result"], now=now
        )


def say_welfare(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    said = deed.arguments
    told = {"year": said["year"], "payroll": said["payroll"] * 100, "budget": said["budget"] * 100}
    operations.say_welfare(actor=actor, employer=employer_of(deed), now=now, **told)


def open_handover(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    said, employer = deed.arguments, employer_of(deed)
    contract = (
        Contract.objects.on(deed.day)
        .standing()
        .select_related("employer")
        .get(employer=employer, person=people[said["person"]])
    )
    operations.open_handover(actor=actor, contract=contract, last_day=said["last"], now=now)


def handover_of(deed: Deed, people: People) -> Handover:
    rows = Handover.objects.standing().select_related("employer", "contract__person")
    return rows.get(contract__person=people[deed.arguments["person"]])


def entrust_all(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """By their kinds: who takes what. The others wait."""
    row, to = handover_of(deed, people), deed.arguments["to"]
    chosen = {one: people[to[one.kind]] for one in row.things.all() if one.kind in to}
    operations.entrust(actor=actor, handover=row, to=chosen, now=now)


def answer_handover(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    row, reason = handover_of(deed, people), deed.arguments.get("reason", "")
    mine = list(row.things.filter(to=people[deed.by or ""], agreed_on=None))
    operations.answer(actor=actor, handover=row, things=mine, agrees=not reason, reason=reason, now=now)


def newcomer(deed: Deed, people: People) -> Mandate:
    rows = Mandate.objects.on(deed.day).filter(
        seat__body__slug=deed.arguments["body"], person=people[deed.arguments["person"]]
    )
    found: Mandate = rows.select_related("person", "seat__body__organisation").get()
    return found


def accompany_newcomer(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    companion = people[deed.arguments["companion"]]
    asked = {"mandate": newcomer(deed, people), "step": deed.arguments["step"], "companion": companion}
    operations.accompany(actor=actor, now=now, **asked)


def tell_pathway_step(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {"mandate": newcomer(deed, people), "step": deed.arguments["step"], "done_on": deed.arguments["done_on"]}
    operations.tell_step(actor=actor, now=now, **asked)


VERBS = (
    open_handover,
    entrust_all,
    answer_handover,
    open_skills_plan,
    ask_trainings,
    gather_training,
    consolidate_plan,
    follow_training,
    social_date,
    say_welfare,
    accompany_newcomer,
    tell_pathway_step,
)
