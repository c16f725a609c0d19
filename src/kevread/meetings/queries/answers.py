"""What those who were convened answered, and what waits for an answer."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.periods import LATEST
from kevread.journal.models import Act
from kevread.meetings.links import answer_path
from kevread.meetings.models import DateAnswer, DateOption, Meeting, Reply, RollEntry
from kevread.meetings.models.proxies import Proxy
from kevread.meetings.queries.proxies import allows_proxies
from kevread.meetings.rules.life import State
from kevread.ui.words import counted


@dataclass
class Answered:
    """A line of the roll and what it answered."""

    entry: RollEntry
    reply: Reply | None
    gave: Proxy | None = None
    holds: list[Proxy] = field(default_factory=list)

    @property
    def may_give(self) -> bool:
        """Has a vote, has not given it, and carries nobody's: no proxy is passed on."""
        return bool(self.entry.votes and not self.gave and not self.holds)

    @property
    def says(self) -> str:
        if self.gave:
            return "proxy"
        return self.reply.answer if self.reply else ""

    @property
    def address(self) -> str:
        """Where this line is answered without signing in, by who was written to: as the letter of the notice gives it."""
        return answer_path(self.entry)


@dataclass
class Answers:
    lines: list[Answered]

    def of(self, *says: str) -> list[Answered]:
        return [line for line in self.lines if line.says in says]

    @property
    def coming(self) -> list[Answered]:
        return self.of(Reply.Answer.COMING, Reply.Answer.REMOTE)

    @property
    def represented(self) -> list[Answered]:
        return self.of("proxy")

    @property
    def absent(self) -> list[Answered]:
        return self.of(Reply.Answer.ABSENT)

    @property
    def silent(self) -> list[Answered]:
        return self.of("")

    @property
    def said(self) -> str:
        """« 3 personnes viennent, 1 pouvoir donné, 2 sans réponse. » Of those who are none, only the first is told. Guests
        are counted too: it says how many, for whoever compares with those who sit."""
        coming = len(self.coming)
        told = [counted(coming, "personne vient", "personnes viennent") if coming else "Personne ne dit encore venir"]
        for lines, one, several in (
            (self.represented, "pouvoir donné", "pouvoirs donnés"),
            (self.absent, "absence", "absences"),
            (self.silent, "sans réponse", "sans réponse"),
        ):
            told += [counted(len(lines), one, several)] if lines else []
        guests = sum(line.entry.quality == RollEntry.Quality.GUEST for line in self.lines)
        among = f" Sur ces {counted(len(self.lines), 'personne')}, {counted(guests, 'est invitée', 'sont invitées')}"
        return f"{', '.join(told)}." + (f"{among}, sans droit de vote." if guests else "")

    @property
    def unreached(self) -> list[Answered]:
        """Those to whom no letter can be sent."""
        return [line for line in self.lines if not line.entry.person.email]


def answers_of(meeting: Meeting) -> Answers:
    """The whole roll with its answers, in the order of names. Two queries."""
    rows = meeting.roll.select_related("person", "represents", "reply").order_by("person__search", "pk")
    lines = {row.pk: Answered(row, getattr(row, "reply", None)) for row in rows}
    proxies = Proxy.objects.filter(giver__meeting=meeting, withdrawn_at=None)
    for proxy in proxies.select_related("giver__person", "holder__person").order_by("given_at", "pk"):
        lines[proxy.giver_id].gave = proxy
        lines[proxy.holder_id].holds.append(proxy)
    return Answers(list(lines.values()))


def reminded_at(meeting: Meeting, *, apart: UUID | None = None) -> datetime | None:
    """When those who had not answered were last reminded; `apart` is an act left aside."""
    acts = Act.objects.filter(
        organisation=meeting.body.organisation_id, verb="meetings.remind", arguments__meeting=str(meeting.pk)
    )
    others = acts.exclude(pk=apart) if apart else acts
    return others.order_by("-at").values_list("at", flat=True).first()


@dataclass
class Mine:
    """A meeting to come, as the person who is convened sees it: what they answered for each seat."""

    meeting: Meeting
    lines: list[Answered]

    @property
    def answering(self) -> bool:
        return self.meeting.stage is State.CONVENED and self.meeting.mode != Meeting.Mode.WRITTEN

    @property
    def is_asked(self) -> bool:
        """Whether it waits for an answer, for one of the seats at least."""
        return self.answering and any(not line.says for line in self.lines)

    @property
    def is_now(self) -> bool:
        return self.meeting.stage.is_under_way and self.meeting.mode != Meeting.Mode.WRITTEN

    @property
    def proxies_open(self) -> bool:
        return allows_proxies(self.meeting)


def mine(actor: Actor, on: date, limit: int = 20) -> list[Mine]:
    """The meetings to which this person is convened from that day, those under way, then the soonest. Three queries."""
    if actor.person is None:
        return []
    meetings = Meeting.objects.filter(state__in=[State.CONVENED, State.OPEN, State.IN_PROGRESS]).between(on, LATEST)
    rows = RollEntry.objects.filter(person=actor.person, meeting__in=meetings).select_related(
        "meeting__body__organisation", "person", "represents", "reply"
    )
    lines = {
        row.pk: Answered(row, getattr(row, "reply", None)) for row in rows.order_by("meeting__starts_at", "pk")[:limit]
    }
    touching = Proxy.objects.filter(withdrawn_at=None).filter(giver__in=lines) | Proxy.objects.filter(
        withdrawn_at=None, holder__in=lines
    )
    for proxy in touching.select_related("giver__person", "holder__person").order_by("given_at", "pk"):
        if proxy.giver_id in lines:
            lines[proxy.giver_id].gave = proxy
        if proxy.holder_id in lines:
            lines[proxy.holder_id].holds.append(proxy)
    found: dict[UUID, Mine] = {}
    for line in lines.values():
        found.setdefault(line.entry.meeting_id, Mine(line.entry.meeting, [])).lines.append(line)
    return sorted(found.values(), key=lambda one: not one.is_now)


@dataclass
class Dated:
    """A date that is proposed, and who says what of it."""

    option: DateOption
    yes: list[str] = field(default_factory=list)
    if_needed: list[str] = field(default_factory=list)
    no: list[str] = field(default_factory=list)
    own: str = ""


def dates_of(meeting: Meeting, person: UUID | None) -> list[Dated]:
    """The dates that are proposed, in their order, with the names of those who answered. Two queries."""
    found = {option.pk: Dated(option) for option in meeting.date_options.order_by("starts_at")}
    for said in DateAnswer.objects.filter(option__in=found).select_related("person").order_by("person__search", "pk"):
        dated = found[said.option_id]
        getattr(dated, said.answer).append(str(said.person))
        if said.person_id == person:
            dated.own = said.answer
    return list(found.values())
