"""A date is looked for among several: those who would be convened answer, the secretariat retains one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.journal.operations import act
from kevread.meetings import permissions
from kevread.meetings.models import DateAnswer, DateOption, Meeting
from kevread.meetings.operations.letters import send_date_letters
from kevread.meetings.operations.planning import require_possible
from kevread.meetings.operations.stages import BEFORE_NOTICE, lock
from kevread.meetings.queries.roll import expected_roll

MOST_DATES = 8
SETTLED = "La date ne se cherche plus"


def propose_dates(*, actor: Actor, meeting: Meeting, starts: Sequence[datetime], now: datetime) -> list[DateOption]:
    """Two to eight dates, added to those proposed before; each who would be convened gets a letter with their own link.

    Raises Denied; Invalid on `starts`: a moment that is over, twice the same, a day on which the body already meets;
    Refused once the notice is sent.
    """
    permissions.may_prepare(actor, meeting.body).or_raise()
    arguments = {"meeting": meeting.pk, "starts": list(starts)}
    with act("meetings.propose_dates", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, BEFORE_NOTICE, SETTLED)
        known = set(found.date_options.values_list("starts_at", flat=True))
        added = [moment for moment in dict.fromkeys(starts) if moment not in known]
        if not added or not 2 <= len(known) + len(added) <= MOST_DATES:
            raise Invalid("starts", f"Proposez de deux à {MOST_DATES} dates différentes.")
        for moment in added:
            require_future(moment, now)
            try:
                require_possible(found.body, moment, moment + (found.ends_at - found.starts_at), apart=found)
            except Invalid as wrong:
                raise Invalid("starts", wrong.sentence) from None
        DateOption.objects.bulk_create(DateOption(meeting=found, starts_at=moment) for moment in added)
        options = list(found.date_options.order_by("starts_at"))
        send_date_letters(found, [one.person for one in expected_roll(found)], options, now)
    return options


def require_future(moment: datetime, now: datetime) -> None:
    if moment <= now:
        raise Invalid(
            "starts", f"Le {day_in_words(timezone.localtime(moment).date())} est passé : proposez une date à venir."
        )


def answer_dates(
    *, actor: Actor, meeting: Meeting, answers: Mapping[DateOption, str], now: datetime
) -> list[DateAnswer]:
    """What somebody says of one date or of several; the last answer counts. Raises Denied, Invalid on `answers`,
    Refused once a date is retained."""
    permissions.may_answer_dates(actor, meeting, [one.person for one in expected_roll(meeting)]).or_raise()
    said = {str(option.pk): value for option, value in answers.items()}
    with act("meetings.answer_dates", actor=actor, about=meeting.organisation, now=now, arguments=said):
        found = lock(meeting, BEFORE_NOTICE, SETTLED)
        options = {option.pk: option for option in found.date_options.all()}
        if not answers or any(option.pk not in options for option in answers):
            raise Refused("Cette date n’est plus proposée : une autre a été retenue.")
        assert actor.person is not None
        if set(answers.values()) - set(DateAnswer.Answer.values):
            raise Invalid("answers", "Répondez oui, si nécessaire, ou non.")
        return [
            DateAnswer.objects.update_or_create(
                option=options[option.pk], person_id=actor.person, defaults={"answer": value}
            )[0]
            for option, value in answers.items()
        ]


def retain_date(*, actor: Actor, option: DateOption, now: datetime) -> Meeting:
    """The meeting takes that date, for as long as it lasted; the others are no longer proposed.

    Raises Denied, Invalid on `starts_at`, Refused once the notice is sent.
    """
    meeting = option.meeting
    permissions.may_prepare(actor, meeting.body).or_raise()
    arguments = {"meeting": meeting.pk, "starts_at": option.starts_at}
    with act("meetings.retain_date", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock(meeting, BEFORE_NOTICE, SETTLED)
        if option.starts_at <= now:
            raise Invalid("starts_at", "Cette date est passée : choisissez-en une autre.")
        ends_at = option.starts_at + (found.ends_at - found.starts_at)
        require_possible(found.body, option.starts_at, ends_at, apart=found)
        found.starts_at, found.ends_at = option.starts_at, ends_at
        found.sequence += 1
        found.save(update_fields=["starts_at", "ends_at", "sequence"])
        DateAnswer.objects.filter(option__meeting=found).delete()
        found.date_options.all().delete()
    return found
