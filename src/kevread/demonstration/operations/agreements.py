"""What binds the organisations of the invented life: its verbs, in `conventions.yaml`. An agreement is named by its title."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kevread.agreements import operations
from kevread.agreements.loader import kinds
from kevread.agreements.models import Agreement, Instrument, Obligation
from kevread.agreements.operations.checks import Dates, Signed
from kevread.agreements.queries.papers import agreement_paper
from kevread.agreements.queries.register import whole
from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.documents.contracts import as_data
from kevread.documents.files import File
from kevread.documents.rendering import MEDIA_TYPE, render
from kevread.seats.models import Mandate

from .decisions import body_of, named

type People = Mapping[str, Person]
DATES = ("starts_on", "ends_on", "renewal_months", "notice_months", "notice_means")


def of_title(title: str) -> Agreement:
    return Agreement.objects.select_related("organisation").get(title=title)


def parties_of(kind: str, *those: Organisation) -> dict[str, Organisation]:
    """Who holds each place, by its scale: the first of these that may, and that holds none yet."""
    found: dict[str, Organisation] = {}
    for place in kinds()[kind].parties:
        free = (one for one in those if one not in found.values())
        found[place.role] = next(one for one in free if (one.scale in place.scales if place.scales else not one.scale))
    return found


def dates_of(deed: Deed) -> Dates:
    """Those that the deed says; those of its kind otherwise."""
    spec = kinds()[deed.arguments["kind"]]
    usual: dict[str, Any] = {
        "renewal_months": spec.renewal,
        "notice_months": spec.notice.months,
        "notice_means": spec.notice.by,
    }
    return Dates(**usual | {name: deed.arguments[name] for name in DATES if name in deed.arguments})


def signer(deed: Deed, organisation: Organisation) -> Signed:
    """The presidency that day, where the life knows it; otherwise as the deed says."""
    told: str = deed.arguments.get("authority", "").format(name=organisation.name)
    if not organisation.scale:
        return Signed(
            name=deed.arguments["signer"], quality=deed.arguments["quality"], authority="Arrêté de délégation"
        )
    rows = Mandate.objects.on(deed.arguments["signed_on"]).filter(
        seat__body__organisation=organisation, seat__body__kind="board", seat__title="president"
    )
    found = rows.select_related("person").order_by("pk").first()
    name = str(found.person) if found else f"La présidence, {organisation.name}"
    return Signed(name=name, quality="Présidence", person=found.person if found else None, authority=told)


def deposit_agreements(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """One with each of those that the deed names (`with`): signed on paper that day; `file`: and its file is kept."""
    asked = deed.arguments
    keeper = Organisation.objects.get(slug=asked["organisation"])
    for slug in asked["with"]:
        other = Organisation.objects.get(slug=slug)
        parties = parties_of(asked["kind"], keeper, other)
        made = operations.deposit(
            actor=actor,
            organisation=keeper,
            kind=asked["kind"],
            title=asked["title"].format(name=other.name),
            parties=parties,
            dates=dates_of(deed),
            signed_on=asked["signed_on"],
            signers={role: signer(deed, one) for role, one in parties.items()},
            clauses=asked.get("clauses", {}),
            now=now,
        )
        if name := asked.get("file"):
            paper = agreement_paper(whole(made, actor, deed.day), as_signed=True)
            file = File(name, render(paper.template, as_data(paper), made_at=now), MEDIA_TYPE)
            operations.attach(
                actor=actor, instrument=made.instruments.select_related("agreement").get(), file=file, now=now
            )


def open_draft(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A draft; `talks`: which the other parties read."""
    asked = deed.arguments
    keeper, other = (Organisation.objects.get(slug=asked[who]) for who in ("organisation", "with"))
    made = operations.open_agreement(
        actor=actor,
        organisation=keeper,
        kind=asked["kind"],
        title=asked["title"],
        parties=parties_of(asked["kind"], keeper, other),
        dates=dates_of(deed),
        now=now,
    )
    if asked.get("talks"):
        instrument = made.instruments.select_related("agreement__organisation").get()
        operations.start_talks(actor=actor, instrument=instrument, now=now)


def write_clauses(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    rows = (
        of_title(deed.arguments["title"])
        .instruments.get()
        .clauses.select_related("instrument__agreement__organisation")
    )
    for slug, said in deed.arguments["clauses"].items():
        written = {"blanks": said} if isinstance(said, dict) else {"text": said}
        operations.write_clause(actor=actor, clause=rows.get(slug=slug), now=now, **written)


def approve_agreement(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    found = of_title(deed.arguments["title"])
    rows = found.instruments.get().approvals.select_related("party__organisation", "party__agreement__organisation")
    approval = rows.get(party__organisation__slug=deed.arguments["organisation"])
    operations.approve(actor=actor, approval=approval, decision=named(deed.arguments["decision"]), now=now)


def days_of(deed: Deed) -> Dates:
    """Those that an amendment says."""
    return Dates(**{name: deed.arguments[name] for name in DATES if name in deed.arguments})


def deposit_amendment(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """One that was signed on paper, by the presidents of that day."""
    asked, found = deed.arguments, of_title(deed.arguments["title"])
    operations.deposit_amendment(
        actor=actor,
        agreement=found,
        subject=asked["subject"],
        dates=days_of(deed),
        signed_on=asked["signed_on"],
        signers={one.role: signer(deed, one.organisation) for one in found.parties.select_related("organisation")},
        clauses=asked["clauses"],
        now=now,
    )


def amend_agreement(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """An amendment that is being prepared; a clause without text is one that it removes."""
    asked, found = deed.arguments, of_title(deed.arguments["title"])
    made = operations.amend(actor=actor, agreement=found, subject=asked["subject"], dates=days_of(deed), now=now)
    for slug, text in asked["clauses"].items():
        more: dict[str, Any] = {"text": text} if text else {"is_removed": True}
        operations.amend_clause(actor=actor, instrument=made, slug=slug, now=now, **more)


def put_agreements(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """To the signature of one person for each party."""
    rows = Instrument.objects.filter(agreement__title__in=deed.arguments["titles"], stage=Instrument.Stage.TALKS)
    signers = deed.arguments["signers"]
    places = {one.slug: one.pk for one in Organisation.objects.filter(slug__in=signers)}
    operations.put_to_signatures(
        actor=actor,
        organisation=Organisation.objects.get(slug=deed.arguments["organisation"]),
        instruments=list(rows.select_related("agreement__organisation")),
        signers={places[slug]: people[name] for slug, name in signers.items()},
        now=now,
    )


def denounce(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A party gives notice, by the power of whoever writes it or by a decision that the deed names."""
    asked, found = deed.arguments, of_title(deed.arguments["title"])
    operations.give_notice(
        actor=actor,
        agreement=found,
        by=found.parties.get(organisation__slug=asked["organisation"]),
        told_on=deed.day,
        means=asked["means"],
        note=asked.get("note", ""),
        decision=named(asked["decision"]) if "decision" in asked else None,
        now=now,
    )


def open_mediation(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    found = of_title(deed.arguments["title"])
    by = found.parties.get(organisation__slug=deed.arguments["organisation"])
    asked = {"told_on": deed.day, "note": deed.arguments["note"]}
    operations.open_mediation(actor=actor, agreement=found, by=by, now=now, **asked)


def owe(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What a party owes another: `kept_by`, `body`, what keeps it by itself; `upon`, `upon_body`, `occasion`, `within`, what it
    is due upon."""
    asked, found = deed.arguments, of_title(deed.arguments["title"])
    rows = found.parties.select_related("organisation")
    operations.owe(
        actor=actor,
        agreement=found,
        debtor=rows.get(organisation__slug=asked["debtor"]),
        creditor=rows.get(organisation__slug=asked["creditor"]),
        what=asked["what"],
        cadence=asked["cadence"],
        first_due=asked["first_due"],
        proof=asked.get("proof", ""),
        kept_by=asked.get("kept_by", ""),
        body=body_of(asked["body"]) if "body" in asked else None,
        upon=asked.get("upon", ""),
        upon_body=body_of(asked["upon_body"]) if "upon_body" in asked else None,
        occasion=asked.get("occasion", ""),
        within=asked.get("within", 0),
        now=now,
    )


def tell_occasion(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {name: deed.arguments[name] for name in ("happened_on", "note")}
    operations.tell_occasion(actor=actor, obligation=obligation_of(deed), now=now, **asked)


def obligation_of(deed: Deed) -> Obligation:
    rows = Obligation.objects.select_related(
        "agreement__organisation",
        "debtor__organisation",
        "debtor__agreement__organisation",
        "creditor__organisation",
        "creditor__agreement__organisation",
    )
    return rows.get(agreement__title=deed.arguments["title"], what=deed.arguments["what"])


def tell_kept(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {name: deed.arguments[name] for name in ("due_on", "kept_on", "note")}
    operations.tell_kept(actor=actor, obligation=obligation_of(deed), now=now, **asked)


def ask_postponement(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {name: deed.arguments[name] for name in ("due_on", "to", "reason")}
    operations.ask_postponement(actor=actor, obligation=obligation_of(deed), now=now, **asked)


VERBS = (
    amend_agreement,
    approve_agreement,
    ask_postponement,
    denounce,
    deposit_agreements,
    deposit_amendment,
    open_draft,
    open_mediation,
    owe,
    put_agreements,
    tell_kept,
    tell_occasion,
    write_clauses,
)
