"""The register of decisions: a line is entered, never rewritten; a further one corrects it; an advice comes before."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from uuid import UUID

from kevread.charter.operations import upholding
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import seen
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import Given
from kevread.decisions import permissions
from kevread.decisions.models import (
    Application,
    Citation,
    Decision,
    FollowUp,
    Founding,
    Joining,
    Parting,
    Ratification,
    Submission,
)
from kevread.decisions.operations.acted import require_corrected_as_acted, require_entered_as_acted
from kevread.decisions.operations.taken import require_taken
from kevread.decisions.queries.competence import gives_advice
from kevread.decisions.queries.ratifying import require_ratifiable, ties_of
from kevread.decisions.queries.together import by_of, joinable_to, joined_to
from kevread.directory.models import Organisation
from kevread.directory.operations.checks import EXPLAINED, required
from kevread.journal.operations import act
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.rules.life import State
from kevread.seats.models import Body

ADVICE, OTHER, ADOPTED = Decision.ADVICE, Decision.OTHER, Decision.Outcome.ADOPTED
LONGEST_TITLE, LONGEST_SUM, LONGEST_REASON = 200, 200, 300


def enter_decision(
    *,
    title: str,
    text: str,
    outcome: str,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    body: Body | None = None,
    decided_on: date | None = None,
    sum: str = "",  # noqa: A002 — the word of the model
    type: str = "",  # noqa: A002
    advises: str = "",
    advised_item: AgendaItem | None = None,
    after: Iterable[Decision] | None = None,
    joins: Iterable[Decision] | None = None,
    ratifies: Iterable[Decision] | None = None,
    corrects: Decision | None = None,
    reason: str = "",
    annulled: tuple[date | None, str] = (None, ""),
) -> Decision:
    """Write the next line of an organisation's register. Must run inside an act.

    Of a meeting: its body and its day. Otherwise `body` and `decided_on`. `outcome`: "adopted" or "rejected"; `type`: a
    slug of the federation's decision matrix, or nothing. `after`: the advices that it follows; None: those given on the
    item or on those it comes from. `joins`: the same decision, in other registers; `ratifies`: what another body decided in
    the place of this one; None: found in the same way. `annulled`: when and why, of a line
    that comes from another register. What a body that is only asked for its advice votes on an item is that advice.
    Numbers have no gap: the organisation is locked until the transaction ends. Raises Invalid on the field; Refused when what
    it is written from is not what acts made it.
    """
    body = meeting.body if meeting else body
    decided_on = meeting.day if meeting else decided_on
    if body is None or decided_on is None:
        raise Invalid("body", "Dites quelle instance a décidé, et quel jour.")
    if corrects is None and is_advice(item, type, body):
        type, advises, advised_item = ADVICE, type, item.origin  # type: ignore[union-attr]  # noqa: A001
    ties = ties_of(item, type, advises, body)
    after = [*(ties.after if after is None else after)]
    joins = [*(ties.joins if joins is None else joins)]
    if ratifies is None:
        ratifies = ties.ratifies if outcome == ADOPTED else ()
    ratifies = [*ratifies]
    organisation = Organisation.objects.lock(body.organisation_id)
    last = Decision.objects.filter(organisation=organisation).order_by("-number").first()
    named = [*after, *joins, *ratifies, *ties.advised, *([last] if last else [])]
    require_entered_as_acted(body, meeting, item, named)
    decision = Decision.objects.create(
        organisation=organisation,
        number=last.number + 1 if last else 1,
        decided_on=decided_on,
        body=body,
        meeting=meeting,
        item=item,
        type=checked_type(type, advises),
        title=checked_title(title),
        text=checked_text(text),
        outcome=Decision.Outcome(outcome),
        sum=sum[:LONGEST_SUM],
        advises=advises,
        advised_item=advised_item,
        corrects=corrects,
        reason=reason[:LONGEST_REASON],
        annulled_on=annulled[0],
        annulled_because=annulled[1],
    )
    Citation.objects.bulk_create(Citation(decision=decision, advice=advice) for advice in dict.fromkeys(after))
    Citation.objects.bulk_create(Citation(decision=one, advice=decision) for one in ties.advised)
    Joining.objects.bulk_create(Joining(decision=decision, joins=other) for other in dict.fromkeys(joins))
    Ratification.objects.bulk_create(Ratification(decision=decision, ratifies=one) for one in dict.fromkeys(ratifies))
    return decision


def is_advice(item: AgendaItem | None, type_: str, body: Body) -> bool:
    """What a body votes on an item of a type on which it is only asked for its advice."""
    return item is not None and type_ not in ("", ADVICE) and gives_advice(body, type_)


def checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not seen(title):
        raise Invalid("title", "Donnez un titre à cette décision : le registre se lit par ses titres.")
    if len(title) > LONGEST_TITLE:
        raise Invalid("title", f"Ce titre est trop long : {LONGEST_TITLE} caractères au plus.")
    return title


def checked_text(text: str) -> str:
    if not seen(text):
        raise Invalid("text", "Écrivez ce qui a été décidé, dans les termes du vote.")
    return text.strip()


def checked_type(type_: str, advises: str = "") -> str:
    """A line of the matrix, or an advice on one, or « other », or nothing. Raises Invalid."""
    asked = advises if type_ == ADVICE else type_
    if type_ != OTHER and (asked or type_ == ADVICE) and asked not in matrix().types:
        raise Invalid("advises" if type_ == ADVICE else "type", "Ce type de décision n’existe pas.")
    return type_


def record_decision(
    *,
    actor: Actor,
    body: Body,
    title: str,
    text: str,
    outcome: str,
    now: datetime,
    decided_on: date | None = None,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    type: str = "",  # noqa: A002
    sum: str = "",  # noqa: A002
    after: Sequence[UUID] = (),
    joins: Sequence[UUID] = (),
    ratifies: Decision | None = None,
) -> Decision:
    """Write in the register what a body decided: in a meeting told here, or elsewhere on a day.

    `after`: the advices that it follows, dated that day or before. `joins`: the same decision, already in the registers of
    those who decide together with this body. `ratifies`: what another body decided in its place. A body that was not
    competent is recorded too: the register says what was done, and the matrix that it should not. Raises Denied; Invalid on
    the field; Refused when an assembly decided what its notice did not announce (L1.9).
    """
    permissions.may_record(actor, body).or_raise()
    day = day_of(body, decided_on, meeting, item, now)
    if outcome not in Decision.Outcome.values:
        raise Invalid("outcome", "Dites si elle est adoptée ou rejetée.")
    advices = advices_among(after, type, day)
    others = others_among(joins, type, body)
    if ratifies is not None:
        followed = tuple(Given(by_of(one.body, one.meeting), one.decided_on) for one in advices)
        require_ratifiable(ratifies, type, body, meeting, day, outcome, followed)
    arguments = {"body": body.slug, "title": title, "type": type, "on": day, "outcome": outcome}
    announced = meeting is not None and not meeting.is_recorded and body.kind == Body.Kind.ASSEMBLY
    here = [body.organisation]
    upheld = upholding(here, writes={"decisions": here}, on=lambda: [now.date()]) if announced else nullcontext()
    with act("decisions.record", actor=actor, about=body.organisation, now=now, arguments=arguments), upheld:
        return enter_decision(
            body=body,
            decided_on=day,
            meeting=meeting,
            item=item,
            type=type,
            title=title,
            text=text,
            outcome=outcome,
            sum=sum,
            after=advices if advices or item is None else None,
            joins=others if others or item is None else None,
            ratifies=[ratifies] if ratifies else None,
        )


def give_advice(
    *,
    actor: Actor,
    body: Body,
    advises: str,
    title: str,
    text: str,
    favourable: bool,
    now: datetime,
    decided_on: date | None = None,
    meeting: Meeting | None = None,
    advised_item: AgendaItem | None = None,
    decision: Decision | None = None,
) -> Decision:
    """A body advises on a type of decision, on a point of another body's agenda, or on a `decision` that lacks its advice: a
    line of its register.

    It binds nobody; a decision that follows it cites it, and one that lacked it is linked to it, whatever the day of either.
    Raises Denied; Invalid on the field.
    """
    permissions.may_record(actor, body).or_raise()
    day = day_of(body, decided_on, meeting, None, now)
    if advised_item and advised_item.meeting.body_id == body.pk:
        raise Invalid("advised_item", "Une instance donne un avis sur le point d’une autre, non sur le sien.")
    if decision is not None and (decision.type != advises or not gives_advice(body, decision.type)):
        raise Invalid("body", f"L’avis de {body.name} n’est pas de ceux qui viennent avant cette décision.")
    arguments = {"body": body.slug, "title": title, "advises": advises, "on": day}
    arguments |= {"decision": decision.pk} if decision else {}
    with act("decisions.give_advice", actor=actor, about=body.organisation, now=now, arguments=arguments):
        advice = enter_decision(
            body=body,
            decided_on=day,
            meeting=meeting,
            type=ADVICE,
            advises=advises,
            advised_item=advised_item,
            title=title,
            text=text,
            outcome=ADOPTED if favourable else Decision.Outcome.REJECTED,
        )
        if decision is not None:
            Citation.objects.create(decision=decision, advice=advice)
        return advice


def cite_advice(*, actor: Actor, decision: Decision, advice: Decision, now: datetime) -> Citation:
    """Say afterwards which advice a decision followed; or which came after it, on it: its day says which of the two. Raises
    Denied, Invalid."""
    permissions.may_record(actor, decision.body).or_raise()
    arguments = {"decision": decision.pk, "advice": advice.pk}
    with act("decisions.cite_advice", actor=actor, about=decision.organisation, now=now, arguments=arguments):
        Organisation.objects.lock(decision.organisation_id)
        require_taken(decision)
        decision.refresh_from_db(fields=["type"])
        (advice,) = advices_among([advice.pk], decision.type, now.date())
        if Citation.objects.filter(decision=decision, advice=advice).exists():
            raise Invalid("after", "Cette décision cite déjà cet avis.")
        return Citation.objects.create(decision=decision, advice=advice)


def join_decision(*, actor: Actor, decision: Decision, other: Decision, now: datetime) -> Joining:
    """Say afterwards that another register holds the same decision, taken by a body that decides it together with this one.

    Whoever records the decisions of either says so. Raises Denied, Invalid.
    """
    permissions.may_record(actor, decision.body).or_raise()
    arguments = {"decision": decision.pk, "joins": other.pk}
    with act("decisions.join", actor=actor, about=decision.organisation, now=now, arguments=arguments):
        Organisation.objects.lock(decision.organisation_id)
        require_taken(decision)
        decision.refresh_from_db(fields=["type"])
        (other,) = others_among([other.pk], decision.type, decision.body)
        joining, is_new = Joining.objects.get_or_create(decision=decision, joins=other)
        undone, _ = Parting.objects.filter(joining=joining).delete()
        if not is_new and not undone:
            raise Invalid("joins", "Ces deux décisions sont déjà liées.")
        return joining


def correct_decision(
    *,
    actor: Actor,
    decision: Decision,
    title: str,
    text: str,
    reason: str,
    now: datetime,
) -> Decision:
    """A further line says the decision as it should have been written: same body, same day, same result, same type
    (`classify_decision` gives another).

    The first stays, marked as corrected. What it cites goes with it, and what it still asks to be done follows the new
    line; so does what ratifies it, what it ratifies, and the paper of what came before the register. Raises Denied; Invalid on
    the field; Refused when another corrected it already, or when the line is not what acts made it: it would be said again.
    """
    permissions.may_record(actor, decision.body).or_raise()
    reason = required("reason", reason, "Dites quelle erreur de rédaction vous corrigez.", least=EXPLAINED)
    with act("decisions.correct", actor=actor, about=decision.organisation, now=now, reason=reason):
        Organisation.objects.lock(decision.organisation_id)
        require_taken(decision)
        require_corrected_as_acted(decision)
        decision = Decision.objects.select_related("body", "meeting", "item", "advised_item").get(pk=decision.pk)
        later = Decision.objects.filter(corrects=decision).first()
        if later:
            raise Refused(f"Cette décision est déjà corrigée par la n° {later.reference} : corrigez celle-ci.")
        if (checked_title(title), checked_text(text)) == (decision.title, decision.text):
            raise Invalid("text", "Rien ne change : corrigez le titre ou le texte.")
        corrected = enter_decision(
            body=decision.body,
            decided_on=decision.decided_on,
            meeting=decision.meeting,
            item=decision.item,
            type=decision.type,
            title=title,
            text=text,
            outcome=decision.outcome,
            sum=decision.sum,
            advises=decision.advises,
            advised_item=decision.advised_item,
            after=[cited.advice for cited in decision.citations.select_related("advice")],
            joins=partners_of(decision),
            ratifies=(),
            corrects=decision,
            reason=reason,
        )
        Application.objects.pending().filter(decision=decision).update(decision=corrected)
        FollowUp.objects.filter(decision=decision, done_on=None).update(decision=corrected)
        Ratification.objects.filter(decision=decision).update(decision=corrected)
        Ratification.objects.filter(ratifies=decision).update(ratifies=corrected)
        Submission.objects.filter(decision=decision).update(decision=corrected)
        Founding.objects.filter(decision=decision).update(decision=corrected)
    return corrected


def day_of(
    body: Body, decided_on: date | None, meeting: Meeting | None, item: AgendaItem | None, now: datetime
) -> date:
    """The day of a decision: that of the meeting that took it. Raises Invalid."""
    if meeting is None:
        if item is not None or decided_on is None:
            raise Invalid("decided_on", "Indiquez le jour de la décision.")
    else:
        if meeting.body_id != body.pk:
            raise Invalid("meeting", "Cette réunion est celle d’une autre instance.")
        if item is not None and item.meeting_id != meeting.pk:
            raise Invalid("item", "Ce point est à l’ordre du jour d’une autre réunion.")
        if meeting.stage not in State.held() | {State.IN_PROGRESS}:
            raise Invalid("meeting", f"Cette réunion n’a rien décidé : {meeting.stage.label.lower()}.")
        decided_on = meeting.day
    if decided_on > now.date():
        raise Invalid("decided_on", "Une décision ne s’inscrit qu’une fois prise : ce jour est à venir.")
    if decided_on not in body.dates:
        raise Invalid("decided_on", f"{body.name} n’existait pas le {day_in_words(decided_on)}.")
    return decided_on


def partners_of(decision: Decision) -> list[Decision]:
    """The lines that it joins, or that join it."""
    return list(joined_to(decision).order_by("decided_on", "number"))


def others_among(keys: Sequence[UUID], type_: str, body: Body) -> list[Decision]:
    """The lines of these keys, each the same decision in the register of another body. Raises Invalid."""
    rows = Decision.objects.filter(pk__in=keys)
    found = list(joinable_to(type_, body, rows).order_by("decided_on", "number"))
    if len(found) != len(set(keys)):
        raise Invalid(
            "joins",
            "Seules se lient deux décisions du même type, de deux instances qui le décident ensemble, et que rien ne corrige.",
        )
    return found


def advices_among(keys: Sequence[UUID], type_: str, day: date) -> list[Decision]:
    """The advices of these keys, each on this type of decision and given by that day. Raises Invalid."""
    found = list(Decision.objects.standing().filter(pk__in=keys, type=ADVICE).order_by("decided_on", "number"))
    if len(found) != len(set(keys)):
        raise Invalid("after", "Cet avis n’est pas au registre.")
    for advice in found:
        if advice.advises != type_:
            raise Invalid("after", f"L’avis n° {advice.reference} porte sur un autre type de décision.")
        if advice.decided_on > day:
            raise Invalid(
                "after",
                f"L’avis n° {advice.reference} est du {day_in_words(advice.decided_on)}, après la décision : "
                "un avis vient avant.",
            )
    return found
