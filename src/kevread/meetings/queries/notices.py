"""What was sent: its content, who it reached, and which items it lets a body vote on."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone

from kevread.base.picture import once_in_a_picture
from kevread.common.actor import Grounds
from kevread.common.reading import plain
from kevread.journal.models import Act, Change
from kevread.mail.models import Dispatch
from kevread.meetings.models import AgendaItem, Enclosure, Meeting, Notice, RollEntry
from kevread.meetings.queries.roll import seated_since
from kevread.meetings.queries.terms import terms
from kevread.meetings.rules.notices import Sent, may_be_voted

RECORDED = Grounds(True, "Cette réunion s’est tenue sans Kevread : son ordre du jour n’y a pas été envoyé.")


def votable(item: AgendaItem) -> Grounds:
    """Whether an item may be voted: on the agenda that was sent in time, and not « divers », for an assembly (L1.9).
    The whole agenda of a meeting at once: `votables`."""
    return votables(item.meeting, [item])[item.pk]


def votables(meeting: Meeting, items: Iterable[AgendaItem] | None = None) -> dict[UUID, Grounds]:
    """The same for every item of a meeting. Three queries whatever the size."""
    every = list(meeting.items.all() if items is None else items)
    notices = list(meeting.notices.order_by("number"))
    if meeting.is_recorded and not notices:
        return dict.fromkeys((item.pk for item in every), RECORDED)
    asked = terms(meeting)
    return announced(meeting, every, notices, agenda_binds=asked.agenda_binds, notice_days=asked.notice_days)


def announced(
    meeting: Meeting,
    items: Iterable[AgendaItem],
    notices: Iterable[Notice],
    *,
    agenda_binds: bool,
    notice_days: int | None,
) -> dict[UUID, Grounds]:
    """What these notices of a meeting let be voted, of these items. No query."""
    sent: dict[str, list[Sent]] = defaultdict(list)
    for notice in notices:
        on = timezone.localtime(notice.sent_at).date()
        for line in notice.content["agenda"]:
            sent[line["key"]].append(Sent(line["kind"], line["title"], on))
    return {
        item.pk: may_be_voted(
            Sent(item.kind, item.title, meeting.day),
            sent[str(item.pk)],
            withdrawn=item.withdrawn,
            agenda_binds=agenda_binds,
            meeting=meeting.day,
            notice_days=notice_days,
            incident=item.incident,
        )
        for item in items
    }


def content_of(meeting: Meeting, items: Iterable[AgendaItem], roll: Iterable[RollEntry], **more: Any) -> dict[str, Any]:
    """What a notice freezes, as plain JSON: the meeting, its agenda, its roll, its papers, the terms that bind it, and what
    is given besides (the convener). Names are written out: what was sent stays readable whatever becomes of the rows."""
    return {
        "version": 1,
        "organisation": {"key": str(meeting.organisation.pk), "name": meeting.organisation.name},
        "body": {"key": str(meeting.body_id), "name": meeting.body.name, "kind": meeting.body.kind},
        "meeting": {
            "key": str(meeting.pk),
            "title": str(meeting),
            "session": meeting.session,
            "mode": meeting.mode,
            "starts_at": timezone.localtime(meeting.starts_at).isoformat(),
            "ends_at": timezone.localtime(meeting.ends_at).isoformat(),
            "place": meeting.place,
            "link": meeting.link,
            "public": meeting.is_public,
            "second_call_of": str(meeting.second_call_of_id) if meeting.second_call_of_id else None,
        },
        "agenda": [line_of(item) for item in items],
        "roll": [entry_of(entry) for entry in roll],
        "papers": [paper_of(enclosure) for enclosure in enclosed(meeting)],
        "terms": plain(terms(meeting)),
        **more,
    }


def enclosed(meeting: Meeting) -> list[Enclosure]:
    """The files of the meeting, those withdrawn left out. One query."""
    rows = meeting.enclosures.filter(withdrawn=False).select_related("version__document")
    return list(rows.order_by("item__rank", "pk"))


def paper_of(enclosure: Enclosure) -> dict[str, Any]:
    version = enclosure.version
    return {
        "key": str(enclosure.pk),
        "item": str(enclosure.item_id) if enclosure.item_id else None,
        "title": version.document.title,
        "name": version.name,
        "sha256": version.sha256,
    }


def line_of(item: AgendaItem) -> dict[str, Any]:
    return {
        "key": str(item.pk),
        "rank": item.rank,
        "kind": item.kind,
        "title": item.title,
        "text": item.text,
        "decision_type": item.decision_type,
        "resolution": item.resolution,
        "presenter": item.presenter,
        "minutes": item.minutes,
    }


def entry_of(entry: RollEntry) -> dict[str, Any]:
    return {
        "key": str(entry.pk),
        "person": {"key": str(entry.person_id), "name": str(entry.person)},
        "represents": {"key": str(entry.represents_id), "name": entry.represents.name} if entry.represents else None,
        "quality": entry.quality,
        "seat": entry.seat_name,
        "college": entry.college,
        "votes": entry.votes,
    }


def frozen_agenda(meeting: Meeting) -> list[AgendaItem]:
    """The agenda as it would be sent now. One query."""
    return list(meeting.items.filter(withdrawn=False).order_by("rank"))


def changes_to_send(meeting: Meeting) -> list[str]:
    """What differs today from the last notice, and who was not convened, one sentence each; empty before the first. Four
    queries where nobody sits since."""
    if last_notice(meeting) is None:
        return []
    return [*to_convene_too(meeting), *changes(meeting)]


def to_convene_too(meeting: Meeting) -> list[str]:
    """Who sits since a meeting was convened, one sentence each. One query where nobody does."""
    return [f"À convoquer aussi : {one.person}, {one.seat_name}" for one in seated_since(meeting)]


def changes(meeting: Meeting) -> list[str]:
    """What differs today, in what is sent to all, from the last notice; empty before the first. Three queries."""
    notice = last_notice(meeting)
    if notice is None:
        return []
    lines = [line_of(item) for item in frozen_agenda(meeting)]
    found = differences(notice.content["agenda"], lines, "Point")
    sent = {line["key"]: line for line in notice.content["agenda"]}
    now = {line["key"]: line for line in lines}
    both = [key for key in now if key in sent]
    for key in both:
        if sent[key] | {"rank": 0} != now[key] | {"rank": 0}:
            found.append(f"Point modifié : {now[key]['title']}")
    if both != [key for key in sent if key in now]:
        found.append("L’ordre des points")
    found += differences(notice.content["papers"], [paper_of(row) for row in enclosed(meeting)], "Pièce")
    where = notice.content["meeting"]
    found += [
        f"{label} : {getattr(meeting, name) or 'retiré'}"
        for name, label in (("place", "Lieu"), ("link", "Lien à distance"))
        if where[name] != getattr(meeting, name)
    ]
    return found


def differences(sent: list[dict[str, Any]], now: list[dict[str, Any]], what: str) -> list[str]:
    """What was added and what was taken away, by their titles."""
    before, after = {line["key"] for line in sent}, {line["key"] for line in now}
    ending = "e" if what == "Pièce" else ""
    added = [f"{what} ajouté{ending} : {line['title']}" for line in now if line["key"] not in before]
    return added + [f"{what} retiré{ending} : {line['title']}" for line in sent if line["key"] not in after]


def last_notice(meeting: Meeting) -> Notice | None:
    """Once in a request that only reads."""
    rows = meeting.notices.select_related("version__document").order_by("-number")
    return once_in_a_picture(("last notice", meeting.pk), rows.first)


def why_over(meeting: Meeting) -> str:
    """Why it was cancelled or postponed, as it was typed; empty of a meeting that stands. One query at most."""
    if not meeting.stage.is_over:
        return ""
    acts = Act.objects.filter(changes__row=meeting.pk, verb__in=("meetings.cancel", "meetings.postpone"))
    return acts.values_list("reason", flat=True).first() or ""


def sendings(notices: Iterable[Notice]) -> dict[UUID, list[Dispatch]]:
    """The proof of each notice: the letters that the same act queued, by the names of people. Two queries."""
    acts = dict(
        Change.objects.filter(row__in=[notice.pk for notice in notices], before__isnull=True).values_list(
            "act_id", "row"
        )
    )
    found: dict[UUID, list[Dispatch]] = defaultdict(list)
    letters = Dispatch.objects.filter(act__in=acts).select_related("person")
    for letter in letters.order_by("person__search", "pk"):
        found[acts[letter.act]].append(letter)
    return found
