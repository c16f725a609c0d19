"""The papers that go out before a meeting."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from kevread.common.periods import day_in_words
from kevread.documents.contracts import Paper

Kind = Literal["assembly", "board", "bureau", "space", "team"]


Mode = Literal["on_site", "remote", "hybrid", "written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """`name`: what this sitting is called (« Assemblée générale ordinaire »); `body`: what meets. `full_name`: the same among
    the meetings of others, nothing on papers older than it. `answers_until`: of a written consultation, whose `starts_at` is
    when it opens. `over`: that it will not be held, in words."""

    kind: Kind
    body: str
    name: str
    starts_at: datetime
    answers_until: datetime | None = None
    mode: Mode = "on_site"
    place: str = ""  # where one comes; empty when all is remote
    link: str = ""  # how one joins from elsewhere
    is_second_call: bool = False
    over: str = ""  # « Annulée », « Reportée au 12 janvier 2027 »
    full_name: str = ""  # « Assemblée générale ordinaire d’ESS 35 »

    @property
    def said(self) -> str:
        return f"{self.full_name or self.name} du {day_in_words(self.starts_at.date())}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A point of the agenda. An assembly votes nothing under « other » (L1.9); a board follows its own rules."""

    number: str
    title: str
    kind: Literal["vote", "election", "consent", "information", "debate", "other"]
    text: str = ""  # the draft put to the vote, or what it is about
    led_by: str = ""
    minutes: int | None = None
    origin: str = ""  # « Transmis par le Cercle le 3 novembre 2026 »
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    name: str
    quality: str = ""  # « Représentant·e d’ESS Pays de Redon »
    is_guest: bool = False  # without a vote: invited, not convened


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Paper):
    """A notice of meeting (convocation), or a further one when it `amends`. `recipient` None: the one that is frozen, for
    everybody; a copy is in the name of one of them, and says by its digest of what it is one (`sha256`)."""

    template: ClassVar[str] = "notice"
    label: ClassVar[str] = "Convocation"
    sort: ClassVar[str] = "sittings"

    meeting: Meeting
    sent_on: date
    recipient: Recipient | None = None
    sha256: str = ""  # of the frozen notice, on a copy alone
    convened_by: str
    convened_as: str  # « Présidente »
    items: tuple[Item, ...]
    message: str = ""  # a word from whoever convenes
    rules: tuple[str, ...] = ()  # one sentence each: notice period, quorum, proxies, how one votes
    papers: tuple[str, ...] = ()  # what comes with it
    answer_by: date | None = None
    amends: str = ""  # « Complète la convocation envoyée le… », and why
    changes: tuple[str, ...] = ()  # « Point ajouté : Bilan carbone »

    @property
    def title(self) -> str:
        return f"{'Avis complémentaire' if self.amends else 'Convocation'} – {self.meeting.said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Paper):
    """An agenda (ordre du jour). Neither settled nor sent, it is still a draft."""

    template: ClassVar[str] = "agenda"
    label: ClassVar[str] = "Ordre du jour"

    meeting: Meeting
    items: tuple[Item, ...]
    settled_on: date | None = None
    settled_by: str = ""
    is_settled: bool = False  # on a day that is not told
    sent_on: date | None = None

    @property
    def title(self) -> str:
        return f"Ordre du jour – {self.meeting.said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy(Paper):
    """A proxy form (pouvoir). Empty names leave a line to fill in by hand."""

    template: ClassVar[str] = "proxy"
    label: ClassVar[str] = "Pouvoir"

    meeting: Meeting
    giver: str = ""
    giver_quality: str = ""
    holder: str = ""
    items: tuple[Item, ...] = ()
    rules: tuple[str, ...] = ()  # one sentence each: how many per holder, same college, no chain, until when
    given_at: datetime | None = None  # when it was given in Kevread; None: to sign by hand

    @property
    def title(self) -> str:
        return f"Pouvoir – {self.meeting.said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paper in a pack, and the page it begins on."""

    name: str
    first_page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack(Paper):
    """The first page of a pack: what is in it, what others gave and is read as they made it, what is to be opened apart, what
    was erased at its term."""

    template: ClassVar[str] = "pack"
    label: ClassVar[str] = "Dossier de réunion"

    meeting: Meeting
    parts: tuple[Part, ...]
    as_given: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return f"Dossier – {self.meeting.said}"
