"""« Ce constat est faux ? »: a finding contested by who reads it, and the answer."""

from datetime import date, datetime

from kevread.charter import permissions
from kevread.charter.models import Contest
from kevread.charter.queries.contests import finding_of, has_moved, proof_of
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import seen
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act


def contest_finding(
    *,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    clause: str,
    on: date,
    about: str,
    reason: str,
    now: datetime,
) -> Contest:
    """Say that what a clause finds of an organisation on a day is false, and keep what it said. The verdict stays.

    Raises Denied; Invalid on the field: what is false is not said, no reason, a day to come, no such finding, or one
    that this person contests already and that nobody answered yet.
    """
    permissions.may_contest(actor, organisation).or_raise()
    if about not in Contest.About.values:
        raise Invalid("about", "Dites ce qui est faux : le fait, la règle ou la date.")
    if len(seen(reason)) < 10:
        raise Invalid("reason", "Dites en une phrase ce qui est faux, et ce qui est vrai.")
    if on > now.date():
        raise Invalid("on", "Ce jour est à venir : il n’y a pas encore de constat à contester.")
    spoken = finding_of(clause, organisation, on)
    if spoken is None:
        raise Invalid("on", "Ce point n’a pas de constat pour cette organisation ce jour-là.")
    arguments = {"clause": clause, "on": on, "about": about}
    with act("charter.contest", actor=actor, about=organisation, now=now, arguments=arguments, reason=reason.strip()):
        Organisation.objects.lock(organisation.pk)
        made = Contest.objects.filter(clause=clause, organisation=organisation, person=person)
        if stages := {one.stage for one in made if one.is_open}:
            waits = "la réponse est attendue" if "waits" in stages else "elle est reconnue, et reste à corriger"
            raise Invalid("reason", f"Vous contestez déjà ce constat : {waits}.")
        return Contest.objects.create(
            clause=clause,
            organisation=organisation,
            on=on,
            verdict=spoken.finding.verdict.value,
            sentence=spoken.sentence,
            evidence=proof_of(spoken, finding_of(clause, organisation, now.date())),
            about=about,
            reason=reason.strip(),
            person=person,
            at=now,
        )


def answer_contest(
    *, actor: Actor, person: Person, contest: Contest, outcome: str, answer: str, now: datetime
) -> Contest:
    """Recognise that a finding is false and say what is to be corrected, or say why it holds. The verdict follows the facts
    and the articles, never this answer: a contest that is recognised stays open until `close_contest`.

    Recognised by mistake, and not closed, it may still be rejected. Raises Denied, or Invalid: no outcome, no sentence,
    already answered.
    """
    permissions.may_answer_contest(actor, contest).or_raise()
    if outcome not in Contest.Outcome.values:
        raise Invalid("outcome", "Dites si la contestation est reconnue.")
    if len(seen(answer)) < 10:
        raise Invalid("answer", "Dites en une phrase ce qui est à corriger, ou pourquoi le constat tient.")
    arguments = {"contest": contest.pk, "outcome": outcome}
    about = contest.organisation
    with act("charter.answer_contest", actor=actor, about=about, now=now, arguments=arguments, reason=answer.strip()):
        contest = locked(contest)
        goes_back = contest.stage == "to_correct" and outcome == Contest.Outcome.REJECTED
        if contest.outcome and not goes_back:
            raise Invalid("outcome", "Une réponse a déjà été donnée à cette contestation.")
        contest.outcome, contest.answer = outcome, answer.strip()
        contest.answered_by, contest.answered_at = person, now
        contest.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    return contest


def close_contest(*, actor: Actor, person: Person, contest: Contest, correction: str, now: datetime) -> Contest:
    """Say what was corrected of a finding that was recognised as false: the facts, the reading of the article (setting,
    derogation, text) or the attestation. The finding no longer stands, or no longer rests on the same.

    Raises Denied; Invalid: no sentence; Refused: not recognised, closed already, or nothing was corrected.
    """
    permissions.may_answer_contest(actor, contest).or_raise()
    if len(seen(correction)) < 10:
        raise Invalid("correction", "Dites en une phrase ce qui a été corrigé.")
    about, told = contest.organisation, correction.strip()
    with act(
        "charter.close_contest", actor=actor, about=about, now=now, arguments={"contest": contest.pk}, reason=told
    ):
        contest = locked(contest)
        if contest.stage != "to_correct":
            raise Refused(
                "Cette contestation n’est pas à corriger : seule se clôt celle qui est reconnue, et encore ouverte."
            )
        if not has_moved(contest, now.date()):
            raise Refused(
                "Rien n’a encore été corrigé : ce constat dit toujours la même chose, sur les mêmes faits. Corrigez d’abord "
                "ce qui est faux (le fait inscrit, la modalité, la dérogation ou l’attestation), puis closez la contestation. "
                "Si le constat tient finalement, répondez qu’elle n’est pas retenue."
            )
        contest.correction, contest.closed_by, contest.closed_at = told, person, now
        contest.save(update_fields=["correction", "closed_by", "closed_at"])
    return contest


def locked(contest: Contest) -> Contest:
    """The contest as it is once nobody else writes on those of its organisation."""
    Organisation.objects.lock(contest.organisation_id)
    return Contest.objects.select_related("organisation", "person").get(pk=contest.pk)
