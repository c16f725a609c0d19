"""What follows a decision: what it opens in the data, confirmed by a person; what somebody must do, until it is done."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kevread.charter.engine import framework
from kevread.charter.operations import Shift, decide_setting, grant_derogation
from kevread.charter.operations.derogations import require_derogable
from kevread.charter.queries.quote import settings_adopted
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.competence.queries import matrix
from kevread.decisions import permissions
from kevread.decisions.models import Application, Decision, FollowUp
from kevread.decisions.rules import day, key_of
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.operations import fill_seat
from kevread.seats.rules import dates, require_plausible

Kind = Application.Kind


def propose_application(
    *, actor: Actor, decision: Decision, kind: str, asked: Mapping[str, Any], now: datetime
) -> Application:
    """Say what a decision opens: nothing is done until somebody confirms it (`apply_decision`).

    `asked`, in JSON. A mandate to open: seat, person, first, last, represents, family; one that is open already, and
    that the decision gives or ratifies: mandate. A setting: name, value, since. A derogation, of a decision of the head:
    clause, organisation, first, last, reason. Raises Denied; Invalid; Refused.
    """
    permissions.may_record(actor, decision.body).or_raise()
    require_standing(decision)
    if kind not in (Kind.MANDATE, Kind.SETTING, Kind.DEROGATION):
        raise Invalid("kind", "Dites ce que cette décision ouvre : un mandat, une modalité ou une dérogation.")
    arguments = {"decision": decision.pk, "kind": kind}
    with act("decisions.propose_application", actor=actor, about=decision.organisation, now=now, arguments=arguments):
        return enter_application(decision=decision, kind=kind, asked=asked)


def enter_application(*, decision: Decision, kind: str, asked: Mapping[str, Any]) -> Application:
    """Write what a decision opens, waiting for a person. Must run inside an act. Raises Invalid on the field."""
    if kind == Kind.MANDATE:
        read_mandate(decision, asked)
    elif kind == Kind.DEROGATION:
        read_derogation(decision, asked)
    elif asked.get("setting"):
        adopted_setting(decision, asked["setting"])
    else:
        read_setting(decision, asked)
    return Application.objects.create(decision=decision, kind=kind, asked=plain(asked))


def plain(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Days and keys as JSON keeps them."""
    return {key: str(value) if isinstance(value, date | UUID) else value for key, value in asked.items()}


def require_standing(decision: Decision) -> None:
    if decision.outcome != Decision.Outcome.ADOPTED or decision.type == Decision.ADVICE:
        raise Refused("Seule une décision adoptée s’applique.")
    later = Decision.objects.filter(corrects=decision).first()
    if later:
        raise Refused(f"Cette décision est corrigée par la n° {later.reference} : c’est celle-ci qui s’applique.")


def apply_decision(*, actor: Actor, application: Application, now: datetime) -> tuple[Application, list[Shift]]:
    """Do what a decision opens, by the room's own verb and with its rules, as the person who confirms.

    Two acts in one transaction: that of the room, and this one, which keeps the link. Raises Denied, Invalid or Refused
    as the room does, and then nothing is written: the decision stays to be applied. The verdicts that a setting changed
    come with it.
    """
    permissions.may_record(actor, application.decision.body).or_raise()
    with transaction.atomic():
        application = Application.objects.select_related("decision__body__organisation").lock(application.pk)
        decision = application.decision
        require_pending(application)
        require_standing(decision)
        shifts: list[Shift] = []
        if application.kind == Kind.MANDATE:
            application.mandate = apply_mandate(actor, decision, application.asked, now)
        elif application.kind == Kind.DEROGATION:
            wanted = read_derogation(decision, application.asked)
            application.derogation = grant_derogation(actor=actor, now=now, **wanted)
        elif application.kind == Kind.SETTING:
            if written := application.asked.get("setting"):
                application.setting_id = adopted_setting(decision, written)
            else:
                asked = read_setting(decision, application.asked)
                application.setting, shifts = decide_setting(on=now.date(), actor=actor, now=now, **asked)
        application.applied_at = now
        arguments = {"application": application.pk, "decision": decision.pk}
        with act("decisions.apply", actor=actor, about=decision.organisation, now=now, arguments=arguments):
            application.save(update_fields=["mandate", "setting", "derogation", "applied_at"])
    return application, shifts


def apply_mandate(actor: Actor, decision: Decision, asked: Mapping[str, Any], now: datetime) -> Mandate:
    """Open the mandate, or point to the one that is open already."""
    read = read_mandate(decision, asked)
    if isinstance(read, Mandate):
        return read
    origin = Mandate.Origin.ELECTION if decision.body.kind == Body.Kind.ASSEMBLY else Mandate.Origin.DESIGNATION
    return fill_seat(actor=actor, origin=origin, note=quoted(decision), now=now, **read)


def require_pending(application: Application) -> None:
    if application.applied_at:
        raise Refused(f"C’est déjà fait, le {day_in_words(application.applied_at.date())}.")
    if application.dropped_at:
        raise Refused("Cette proposition a été abandonnée.")


def drop_application(*, actor: Actor, application: Application, note: str, now: datetime) -> Application:
    """What was proposed will not be done, and why. Raises Denied; Invalid; Refused when it was done."""
    permissions.may_record(actor, application.decision.body).or_raise()
    note = " ".join(note.split())
    if len(note) < 5:
        raise Invalid("note", "Dites pourquoi cette proposition est abandonnée.")
    organisation = application.decision.organisation
    with act("decisions.drop_application", actor=actor, about=organisation, now=now, reason=note):
        application = Application.objects.lock(application.pk)
        require_pending(application)
        application.dropped_at, application.note = now, note[:300]
        application.save(update_fields=["dropped_at", "note"])
    return application


def settle_decision(*, actor: Actor, decision: Decision, room: str, note: str, now: datetime) -> Application:
    """A decision that waits for a room to come was applied elsewhere: where, and by what. Raises Denied; Invalid; Refused."""
    permissions.may_record(actor, decision.body).or_raise()
    note = " ".join(note.split())
    if len(note) < 5:
        raise Invalid("note", "Dites où et comment cette décision a été appliquée.")
    with act("decisions.settle", actor=actor, about=decision.organisation, now=now, reason=note):
        Organisation.objects.lock(decision.organisation_id)
        require_standing(decision)
        if decision.applications.filter(kind=Kind.WAITING).exists():
            raise Refused("Cette décision est déjà notée comme appliquée.")
        return Application.objects.create(
            decision=decision, kind=Kind.WAITING, asked={"room": room}, applied_at=now, note=note[:300]
        )


def quoted(decision: Decision) -> str:
    """A decision as a setting or a mandate cites it."""
    return f"Décision n° {decision.reference}, {decision.body.name}, {day_in_words(decision.decided_on)}"[:200]


def adopted_setting(decision: Decision, key: Any) -> UUID:
    """A value that is written already, and says that it was adopted that day. Raises Invalid."""
    if key_of(key) not in {one.pk for one in unlinked_settings(decision)}:
        raise Invalid("setting", "Cette valeur n’a pas été adoptée ce jour-là par cette organisation.")
    return key_of(key)


def unlinked_settings(decision: Decision) -> list[Any]:
    """The values adopted on the day of a decision, its organisation's own or the common ones when it is the head's, that
    no decision is linked to."""
    linked = Application.objects.filter(setting__isnull=False, dropped_at=None).values("setting")
    whose, common = decision.organisation_id, decision.organisation.scale == HEAD
    return list(settings_adopted(decision.decided_on, organisation=whose, common=common).exclude(pk__in=linked))


def read_setting(decision: Decision, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What `decide_setting` wants: the organisation's own setting, or the common one when the head decides it."""
    spec = framework().settings.get(str(asked.get("name", "")))
    if spec is None:
        raise Invalid("name", "Choisissez la modalité que cette décision fixe.")
    own = spec.decided_by == "own"
    if not own and decision.organisation.scale != HEAD:
        raise Invalid(
            "name", "Cette modalité est commune à tout le réseau : une décision de la tête de réseau la fixe."
        )
    since = day(asked.get("since"))
    if since is None:
        raise Invalid("since", "Indiquez à partir de quel jour cette valeur vaut.")
    if since < decision.decided_on:
        raise Invalid("since", f"La décision est du {day_in_words(decision.decided_on)} : elle ne vaut pas avant.")
    return {
        "name": spec.name,
        "value": asked.get("value"),
        "since": since,
        "adopted_by": quoted(decision),
        "adopted_on": decision.decided_on,
        "organisation": decision.organisation if own else None,
    }


def read_derogation(decision: Decision, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What `grant_derogation` wants, with the decision that it cites. Raises Invalid, Refused for the law."""
    type_ = matrix().types.get(decision.type)
    if decision.organisation.scale != HEAD or type_ is None or type_.executes != Kind.DEROGATION:
        raise Invalid(
            "clause", "Une dérogation s’ouvre d’une décision de la tête de réseau qui porte sur une dérogation."
        )
    whose = Organisation.objects.filter(pk=key_of(asked.get("organisation"))).first()
    if whose is None:
        raise Invalid("organisation", "Choisissez l’organisation pour laquelle la règle est levée.")
    clause = str(asked.get("clause") or "")
    require_derogable(clause, whose)
    first, last = day(asked.get("first")), day(asked.get("last"))
    for name, given in (("first", first), ("last", last)):
        if given is None:
            raise Invalid(name, "Indiquez ce jour : une dérogation a un début et une fin.")
    return {
        "clause": clause,
        "organisation": whose,
        "first": first,
        "last": last,
        "reason": str(asked.get("reason") or ""),
        "adopted_by": quoted(decision),
        "adopted_on": decision.decided_on,
        "decided_in": decision.pk,
    }


def read_mandate(decision: Decision, asked: Mapping[str, Any]) -> Mandate | dict[str, Any]:
    """The mandate that is open already, or what `fill_seat` wants. Raises Invalid."""
    if asked.get("mandate"):
        mandates = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE)
        found: Mandate | None = (
            mandates.filter(pk=key_of(asked["mandate"])).select_related("seat__body__organisation").first()
        )
        if found is None:
            raise Invalid("mandate", "Ce mandat n’existe pas.")
        places = {found.seat.body.organisation_id, found.represents_id}
        if decision.organisation_id not in places:
            raise Invalid("mandate", f"Ce mandat n’est pas l’affaire {of(decision.organisation.name)}.")
        if Application.objects.filter(mandate=found, decision=decision, dropped_at=None).exists():
            raise Invalid("mandate", "Cette décision est déjà liée à ce mandat.")
        return found
    seat = Seat.objects.select_related("body__organisation").filter(pk=key_of(asked.get("seat"))).first()
    if seat is None or seat.body.kind == Body.Kind.TEAM:
        raise Invalid("seat", "Choisissez le siège que cette décision pourvoit.")
    person = Person.objects.filter(pk=key_of(asked.get("person"))).first()
    if person is None:
        raise Invalid("person", "Choisissez la personne élue ou désignée.")
    represents = None
    if asked.get("represents"):
        represents = Organisation.objects.filter(pk=key_of(asked["represents"])).first()
        if represents is None:
            raise Invalid("represents", "Cette organisation n’existe pas.")
    if decision.organisation_id not in {seat.body.organisation_id, represents.pk if represents else None}:
        raise Invalid("seat", f"Ce siège n’est ni {of(decision.organisation.name)}, ni en son nom.")
    period = dates(day(asked.get("first")), day(asked.get("last")))
    require_plausible(period)
    return {
        "seat": seat,
        "person": person,
        "represents": represents,
        "family": str(asked.get("family") or ""),
        "period": period,
    }


def follow(*, actor: Actor, decision: Decision, what: str, owner: Person, due: date, now: datetime) -> FollowUp:
    """Somebody must do something after a decision, by a day: it comes back at each meeting of the body until it is done.

    Raises Denied; Invalid on the field; Refused when another line corrects the decision.
    """
    permissions.may_record(actor, decision.body).or_raise()
    what = " ".join(what.split())
    if not what:
        raise Invalid("what", "Écrivez ce qui est à faire.")
    if len(what) > 300:
        raise Invalid("what", "Ce texte est trop long : 300 caractères au plus.")
    if due < decision.decided_on:
        raise Invalid("due", f"L’échéance précède la décision, du {day_in_words(decision.decided_on)}.")
    with act(
        "decisions.follow",
        actor=actor,
        about=decision.organisation,
        now=now,
        arguments={"decision": decision.pk, "due": due},
    ):
        Organisation.objects.lock(decision.organisation_id)
        if later := Decision.objects.filter(corrects=decision).first():
            raise Refused(f"Cette décision est corrigée par la n° {later.reference} : suivez celle-ci.")
        return FollowUp.objects.create(decision=decision, what=what, owner=owner, due=due)


def finish_follow_up(*, actor: Actor, follow_up: FollowUp, done_on: date, now: datetime, note: str = "") -> FollowUp:
    """It is done, on a day that has come; by whoever answers for it, or who records the decisions. Raises Denied; Invalid;
    Refused when it was done already."""
    permissions.may_finish(actor, follow_up).or_raise()
    organisation = follow_up.decision.organisation
    hat = actor.hat_for("record_decision", organisation.pk)
    with act(
        "decisions.finish_follow_up", actor=actor, about=organisation, now=now, hat=hat, arguments={"on": done_on}
    ):
        follow_up = FollowUp.objects.select_related("decision").lock(follow_up.pk)
        if follow_up.done_on:
            raise Refused(f"C’est déjà fait, le {day_in_words(follow_up.done_on)}.")
        if not follow_up.decision.decided_on <= done_on <= now.date():
            raise Invalid("done_on", "Ce jour est entre la décision et aujourd’hui.")
        follow_up.done_on, follow_up.note = done_on, " ".join(note.split())[:300]
        follow_up.save(update_fields=["done_on", "note"])
    return follow_up
