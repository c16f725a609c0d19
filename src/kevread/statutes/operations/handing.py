"""A local hands a subject over to its grouping: each side says which of its decisions set the day; a mistake is undone."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.charter.operations.derogations import register_kept
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import GROUPING, LOCAL
from kevread.common.periods import day_in_words
from kevread.common.words import of, one_line, seen
from kevread.decisions.models import Decision
from kevread.directory.models import Affiliation, Organisation
from kevread.journal.operations import act
from kevread.seats.models import Body
from kevread.statutes.models import HandingOver
from kevread.statutes.permissions import may_hand_over

DECIDES = (Body.Kind.BOARD, Body.Kind.ASSEMBLY)  # what sets a day, or adopts a text


def decide_day(
    *,
    actor: Actor,
    side: Organisation,
    other: Organisation,
    subject: str,
    day: date,
    decision: Decision | None = None,
    decided_on: date | None = None,
    decided_by: str = "",
    now: datetime,
) -> HandingOver:
    """One side writes the day that its decision sets; once both have, it is a day. The decision is a line of its register, or
    its day and its words where it was taken before that register was kept. Two who write at once wait for each other on the
    row of the local.

    Raises Denied; Invalid on `subject`, on `day` before the decision or other than what the other side decided, on `decision`
    of another organisation, not adopted or corrected since, on `decided_on` and `decided_by` where they lack or stand beside a
    decision; Refused when this side decided it already, when another grouping takes it over, or when they are not a local and
    its grouping.
    """
    may_hand_over(actor, side).or_raise()
    if subject not in HandingOver.Subject.values:
        raise Invalid("subject", "Choisissez un des sujets proposés.")
    today = timezone.localtime(now).date()
    on, said = decided(side, decision, decided_on, decided_by, today)
    if day < on:
        raise Invalid("day", f"La décision est du {day_in_words(on)} : le passage ne la précède pas.")
    role, opposite = ("local", "grouping") if side.scale == LOCAL else ("grouping", "local")
    sides = {role: side, opposite: other}
    columns = {f"{role}_decided_on": on, f"{role}_decided_by": said, f"{role}_decision": decision}
    columns[f"{role}_written_by_id"] = actor.person
    arguments = {"side": side.pk, "other": other.pk, "subject": subject, "day": day, "decided_by": said}
    with act("statutes.decide_day", actor=actor, about=side, now=now, arguments=arguments):
        Organisation.objects.lock(sides["local"].pk)
        together(sides["local"], sides["grouping"], today)
        rows = HandingOver.objects.standing().select_related("local", "grouping")
        found: HandingOver | None = rows.filter(local=sides["local"], subject=subject).first()
        if found is None:
            return HandingOver.objects.create(**sides, subject=subject, day=day, **columns)
        agrees(found, sides["grouping"], role, day)
        require_another(actor, getattr(found, f"{opposite}_written_by_id"), other)
        for column, value in columns.items():
            setattr(found, column, value)
        found.save(update_fields=[column.removesuffix("_id") for column in columns])
        return found


def say_nothing(
    *,
    actor: Actor,
    local: Organisation,
    grouping: Organisation,
    subject: str,
    decision: Decision | None = None,
    decided_on: date | None = None,
    decided_by: str = "",
    now: datetime,
) -> HandingOver:
    """A local has nothing of a subject to hand over: nobody that it employs, no funding, no contract. Its decision says it, and
    its grouping has nothing to decide. Raises Denied; Invalid as `decide_day` does; Refused when it is written already,
    or when they are not a local and its grouping."""
    may_hand_over(actor, local).or_raise()
    if subject not in HandingOver.Subject.values:
        raise Invalid("subject", "Choisissez un des sujets proposés.")
    today = timezone.localtime(now).date()
    on, said = decided(local, decision, decided_on, decided_by, today)
    arguments = {"local": local.pk, "grouping": grouping.pk, "subject": subject, "decided_by": said}
    with act("statutes.say_nothing", actor=actor, about=local, now=now, arguments=arguments):
        Organisation.objects.lock(local.pk)
        together(local, grouping, today)
        if HandingOver.objects.standing().filter(local=local, subject=subject).exists():
            raise Refused("Ce passage est déjà inscrit : annulez-le d’abord si c’est une erreur.")
        return HandingOver.objects.create(
            local=local,
            grouping=grouping,
            subject=subject,
            day=on,
            is_nothing=True,
            local_decided_on=on,
            local_decided_by=said,
            local_decision=decision,
            local_written_by_id=actor.person,
        )


def agrees(found: HandingOver, grouping: Organisation, role: str, day: date) -> None:
    """Whether this side may decide what is written already. Raises Refused, or Invalid on `day`."""
    if found.grouping_id != grouping.pk:
        raise Refused(f"Ce sujet passe déjà {of(found.local.name)} à {found.grouping.name} : annulez-le d’abord.")
    if found.is_nothing:
        raise Refused(
            f"{found.local.name} n’a rien à passer, d’après sa décision : annulez cela d’abord si c’est une erreur."
        )
    ours, other = (found.local, found.grouping) if role == "local" else (found.grouping, found.local)
    if getattr(found, f"{role}_decided_on"):
        raise Refused(f"La décision {of(ours.name)} est déjà inscrite : annulez-la d’abord si c’est une erreur.")
    if found.day != day:
        raise Invalid(
            "day", f"{other.name} a décidé du {day_in_words(found.day)} : les deux côtés disent le même jour."
        )


def require_another(actor: Actor, wrote: UUID | None, other: Organisation) -> None:
    """Raises Refused when this person spoke for the other side: two boards decide, and two people say so."""
    if wrote is not None and wrote == actor.person:
        raise Refused(
            f"Vous avez parlé pour {other.name} dans ce passage : une autre personne parle pour l’autre côté."
        )


def undo_day(*, actor: Actor, handing_over: HandingOver, reason: str, now: datetime) -> HandingOver:
    """It was a mistake, or it is decided anew: it stays written, undone from today on. While one side alone decided, either
    side may; once both have, one asks and the other confirms. Raises Denied; Invalid on `reason`; Refused when it is undone
    already, when its side has asked already, or when whoever confirms is who asked."""
    local, grouping = handing_over.local, handing_over.grouping
    asked_for = handing_over.undo_asked_for_id
    sides = [one for one in (local, grouping) if may_hand_over(actor, one)]
    ours = next((one for one in sides if one.pk != asked_for), sides[0] if sides else local)
    may_hand_over(actor, ours).or_raise()
    reason = one_line(reason)
    if not 5 <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid(
            "reason", "Dites quelle erreur vous corrigez, ou ce qui est décidé autrement, en 300 caractères au plus."
        )
    arguments = {"handing_over": handing_over.pk}
    with act("statutes.undo_day", actor=actor, about=ours, now=now, arguments=arguments, reason=reason):
        Organisation.objects.lock(local.pk)  # where the other side waits, if it is deciding of the same day
        row: HandingOver = HandingOver.objects.select_related("local", "grouping").lock(handing_over.pk)
        if row.undone_on:
            raise Refused("Ce passage est déjà annulé.")
        if row.is_dated and row.undo_asked_for_id is None:
            row.undo_asked_for, row.undo_asked_by_id = ours, actor.person
            row.save(update_fields=["undo_asked_for", "undo_asked_by"])
            return row
        if row.is_dated and row.undo_asked_for_id == ours.pk:
            raise Refused(f"{ours.name} a déjà demandé cette annulation : l’autre côté la confirme.")
        if row.is_dated:
            require_another(actor, row.undo_asked_by_id, grouping if ours == local else local)
        row.undone_on, row.undone_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def keep_day(*, actor: Actor, handing_over: HandingOver, side: Organisation, reason: str, now: datetime) -> HandingOver:
    """A day whose undoing was asked stands: the side that asked takes it back, or the other says no. It may be asked anew.
    Raises Denied; Invalid on `reason`; Refused when it is undone, or when nobody asked."""
    if side.pk not in (handing_over.local_id, handing_over.grouping_id):
        raise Refused(f"{side.name} n’est pas de ce passage.")
    may_hand_over(actor, side).or_raise()
    reason = one_line(reason)
    if not 5 <= len(seen(reason)) <= len(reason) <= 300:
        raise Invalid("reason", "Dites pourquoi ce jour est maintenu, en 300 caractères au plus.")
    arguments = {"handing_over": handing_over.pk}
    with act("statutes.keep_day", actor=actor, about=side, now=now, arguments=arguments, reason=reason):
        Organisation.objects.lock(handing_over.local_id)  # where whoever confirms it waits
        row: HandingOver = HandingOver.objects.select_related("local", "grouping").lock(handing_over.pk)
        if row.undone_on:
            raise Refused("Ce passage est déjà annulé.")
        if row.undo_asked_for_id is None:
            raise Refused("Personne ne demande plus l’annulation de ce passage.")
        row.undo_asked_for, row.undo_asked_by_id = None, None
        row.save(update_fields=["undo_asked_for", "undo_asked_by"])
        return row


def decided(side: Organisation, decision: Decision | None, on: date | None, said: str, today: date) -> tuple[date, str]:
    """The day and the words of what this side decided: of the line of its register, which says both, or as typed. Raises
    Invalid."""
    said = one_line(said)
    if decision is not None:
        for field, typed in (("decided_on", on), ("decided_by", said)):
            if typed:
                raise Invalid(
                    field, "La décision choisie au registre le dit déjà : laissez vide, ou ne la choisissez pas."
                )
        if decision.organisation_id != side.pk:
            raise Invalid("decision", f"Choisissez une décision {of(side.name)}.")
        if decision.body.kind not in DECIDES:
            raise Invalid("decision", "Choisissez une décision du conseil ou de l’assemblée.")
        standing = Decision.objects.binding().filter(pk=decision.pk)
        if not standing.exists():
            raise Invalid("decision", "Cette décision n’est pas adoptée, n’est qu’un avis, ou une autre la corrige.")
        return decision.decided_on, decision.quoted
    if on is None:
        raise Invalid("decided_on", "Dites quel jour c’est décidé, ou choisissez la décision au registre.")
    if on > today:
        raise Invalid("decided_on", "Ce jour n’est pas encore venu : dites quel jour c’est décidé.")
    if not 5 <= len(seen(said)) <= len(said) <= 200:
        raise Invalid("decided_by", "Dites quelle décision l’a fixé, en 200 caractères au plus.")
    if kept := register_kept(side, on):
        raise Invalid(
            "decision",
            f"Le registre des décisions {of(side.name)} a été ouvert le {day_in_words(kept)} : choisissez-y la décision.",
        )
    return on, said


def together(local: Organisation, grouping: Organisation, on: date) -> None:
    """Raises Refused when they are not a local and the grouping that it is a member of."""
    if (local.scale, grouping.scale) != (LOCAL, GROUPING):
        raise Refused("On passe la main d’une organisation locale à un groupement.")
    if not Affiliation.objects.on(on).filter(member=local, of=grouping).exists():
        raise Refused(f"{local.name} n’est pas membre {of(grouping.name)}.")
