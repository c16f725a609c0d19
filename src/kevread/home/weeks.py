"""Three weeks of somebody: the meetings where they are convened and what is asked of them, what is planned, what is consulted
in writing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from kevread.common.words import listed, of
from kevread.meetings.models import Meeting
from kevread.meetings.queries.answers import Mine
from kevread.meetings.queries.naming import called, known_as
from kevread.meetings.queries.wording import when
from kevread.sittings.queries.now import Now
from kevread.ui.days import Event
from kevread.ui.places import screen_address
from kevread.ui.words import hour, near

DAYS = 21
ANSWERS = {
    "coming": "vous venez",
    "remote": "vous venez à distance",
    "absent": "vous ne venez pas",
    "proxy": "pouvoir donné",
}


def three_weeks(
    now: Sequence[Now], mine: Iterable[Mine], planned: Iterable[Meeting], on: date, voted: Collection[UUID] = ()
) -> list[Event]:
    """The soonest first, those under way before all. `voted`: where this person has cast what is open."""
    last = on + timedelta(days=DAYS)
    held = [event_of(one.mine.meeting, f"en séance{given(one.mine, voted)}", "now", on) for one in now]
    convened = [asked_of(one, on, voted) for one in mine if one.meeting.day < last]
    drafts = [event_of(one, draft(one), "planned", on) for one in planned if one.day < last]
    return held + sorted(convened + drafts, key=lambda event: event.at)


def given(one: Mine, voted: Collection[UUID]) -> str:
    return ", vous avez voté" if one.meeting.pk in voted else ""


def asked_of(one: Mine, on: date, voted: Collection[UUID]) -> Event:
    """A meeting to which one is convened, with what is asked, or what was answered, and whose proxies one holds."""
    meeting = one.meeting
    silent = [line for line in one.lines if not line.says]
    if meeting.mode == Meeting.Mode.WRITTEN:
        return event_of(meeting, f"consultation écrite, {when(meeting)}{given(one, voted)}", "", on)
    said = [f"{starts(meeting)}, répondez"] if one.is_asked else []
    said += [f"{starts(meeting)}, {ANSWERS[line.says]}" for line in one.lines if line.says in ANSWERS]
    holds = [of(str(proxy.giver.person)) for line in one.lines for proxy in line.holds]
    said += [f"vous portez le pouvoir {listed(holds)}"] if holds else []
    url = ""
    if one.is_asked:
        where = {"scale": meeting.organisation.slug, "key": meeting.pk, "entry": silent[0].entry.pk}
        url = screen_address("meetings:reply", **where)
    asked = ", ".join(dict.fromkeys(said)) or starts(meeting)
    return event_of(meeting, asked, "asked" if one.is_asked else "", on, url)


def event_of(meeting: Meeting, asked: str, css: str, on: date, url: str = "") -> Event:
    written = meeting.mode == Meeting.Mode.WRITTEN
    return Event(
        at=timezone.localtime(meeting.starts_at),
        name=known_as(meeting),
        asked=asked,
        said=f"{known_as(meeting) if written else called(meeting, on)} : {asked}",
        url=url or screen_address("sittings:meeting", scale=meeting.organisation.slug, key=meeting.pk),
        css=css,
        end=timezone.localtime(meeting.ends_at) if written else None,
    )


def draft(meeting: Meeting) -> str:
    """What stands under a meeting of which one is not convened."""
    return f"{starts(meeting)}, convocation à venir" if meeting.state in ("draft", "agenda") else starts(meeting)


def starts(meeting: Meeting) -> str:
    return hour(timezone.localtime(meeting.starts_at))


def title(on: date) -> str:
    return f"Vos réunions, du {near(on, on)} au {near(on + timedelta(days=DAYS - 1), on)}"
