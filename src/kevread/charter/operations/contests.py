"""« Ce constat est faux ? »: a finding contested by who reads it, and the answer."""

from datetime import date, datetime

from kevread.charter import permissions
from kevread.charter.models import Contest
from kevread.charter.queries.contests import finding_of, proof_of
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
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
    if len(reason.strip()) < 10:
        raise Invalid("reason", "Dites en une phrase ce qui est faux, et ce qui est vrai.")
    if on > now.date():
        raise Invalid("on", "Ce jour est à venir : il n’y a pas encore de constat à contester.")
    spoken = finding_of(clause, organisation, on)
    if spoken is None:
        raise Invalid("on", "Ce point n’a pas de constat pour cette organisation ce jour-là.")
    arguments = {"clause": clause, "on": on, "about": about}
    with act("charter.contest", actor=actor, about=organisation, now=now, arguments=arguments, reason=reason.strip()):
        Organisation.objects.lock(organisation.pk)
        if Contest.objects.filter(clause=clause, organisation=organisation, person=person, outcome="").exists():
            raise Invalid("reason", "Vous contestez déjà ce constat : la réponse est attendue.")
        return Contest.objects.create(
            clause=clause,
            organisation=organisation,
            on=on,
            verdict=spoken.finding.verdict.value,
            sentence=spoken.sentence,
            evidence=proof_of(spoken, on),
            about=about,
            reason=reason.strip(),
            person=person,
            at=now,
        )


def answer_contest(
    *, actor: Actor, person: Person, contest: Contest, outcome: str, answer: str, now: datetime
) -> Contest:
    """Recognise that a finding was false and say what was corrected, or say why it holds. The verdict follows the facts
    and the articles, never this answer.

    Raises Denied, or Invalid: no outcome, no sentence, already answered.
    """
    permissions.may_answer_contest(actor, contest).or_raise()
    if outcome not in Contest.Outcome.values:
        raise Invalid("outcome", "Dites si la contestation est reconnue.")
    if len(answer.strip()) < 10:
        raise Invalid("answer", "Dites en une phrase ce qui a été corrigé, ou pourquoi le constat tient.")
    arguments = {"contest": contest.pk, "outcome": outcome}
    about = contest.organisation
    with act("charter.answer_contest", actor=actor, about=about, now=now, arguments=arguments, reason=answer.strip()):
        Organisation.objects.lock(about.pk)
        contest = Contest.objects.select_related("organisation", "person").get(pk=contest.pk)
        if contest.outcome:
            raise Invalid("outcome", "Une réponse a déjà été donnée à cette contestation.")
        contest.outcome, contest.answer = outcome, answer.strip()
        contest.answered_by, contest.answered_at = person, now
        contest.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    return contest
