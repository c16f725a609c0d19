"""An article as its file writes it: what each entry admits. What needs the other articles is looked at by `loader`."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from kevread.common.facts import REGISTRY, SCALES
from kevread.common.reading import Checked, ReadBy, Words, called, required

WAYS = ("check", "attested", "capability", "awaits", "not_checked")
PREDICATES = ("at_least", "at_most", "equals", "between", "present", "within")
PASSAGE = "passage"  # in a text: the words of the document itself, read where the federation attached it
SENTENCE_FIELDS = ("organisation", "value", "limit", "worst", "count", "items", "aside", "kept")


def rule_order(rule: str) -> tuple[bool, tuple[int, ...], str]:
    """The founding text first, then the law; parts and numbers in their order.

    >>> sorted(["L1.2", "R10.1", "R2.10", "R2.9"], key=rule_order)
    ['R2.9', 'R2.10', 'R10.1', 'L1.2']
    """
    numbers = [part for part in "".join(c if c.isdigit() else " " for c in rule).split() if part]
    return rule.startswith("L"), tuple(map(int, numbers)), rule


def quoted(text: str) -> Iterator[str]:
    """What a text cites between braces. Raises ValueError in French."""
    try:
        yield from (name for _, name, _, _ in string.Formatter().parse(text) if name)
    except ValueError:
        raise ValueError("une accolade, { ou }, est écrite sans l’autre.") from None


def read_text(text: str) -> str:
    list(quoted(text))
    return required(text)


def read_sentence(text: str) -> str:
    if strange := next((name for name in quoted(text) if name not in SENTENCE_FIELDS), None):
        raise ValueError(f"la phrase cite « {strange} », qui n’existe pas ({', '.join(SENTENCE_FIELDS)}).")
    told = [(name, words) for _, name, words, _ in string.Formatter().parse(text) if words]
    if strange := next((words for name, words in told if not tells(name, words)), None):
        raise ValueError(
            f"« {strange} » ne se dit que de « value », et de deux manières : d’un seul, puis après un nombre (un cas|cas)."
        )
    return required(text)


def tells(name: str | None, words: str) -> bool:
    """Whether a number is told with what it counts: of one, then of several."""
    return name == "value" and all(words.split("|")) and words.count("|") == 1


def read_scales(value: Any) -> frozenset[str]:
    if value == "each":
        return frozenset(SCALES)
    scales = value if isinstance(value, list) else [value]
    known = f"({', '.join(SCALES)}, each)"
    if not scales or not all(isinstance(scale, str) for scale in scales):
        raise ValueError(f"une échelle est attendue, ou une liste d’échelles {known}.")
    if strange := next((scale for scale in scales if scale not in SCALES), None):
        raise ValueError(f"l’échelle « {strange} » est inconnue {known}.")
    return frozenset(scales)


def read_number_or_text(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("un nombre entier ou un texte est attendu.")
    return value


def read_operand(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise ValueError("un nombre entier est attendu, ou le nom d’une modalité.")
    return value


def read_present(value: Any) -> int:
    """What must be present is at least one."""
    if value is not True:
        raise ValueError("seul « present: true » a un sens.")
    return 1


def read_words(value: Any) -> tuple[str, ...] | str:
    """The words admitted; or the name of the setting that holds the only one."""
    if isinstance(value, str) and value:
        return value
    if not isinstance(value, list) or not value or not all(isinstance(word, str) for word in value):
        raise ValueError("une liste est attendue, ou le nom d’une modalité.")
    return tuple(value)


def read_clauses(clauses: tuple[Any, ...]) -> tuple[Any, ...]:
    if not clauses:
        raise ValueError("une clause au moins est attendue.")
    return clauses


def only_one(entry: object, keys: tuple[str, ...], wanted: str) -> str:
    """The one of these that is written. Raises ValueError in French when there is none, or several."""
    written = [key for key in keys if getattr(entry, key) is not None]
    if len(written) != 1:
        raise ValueError(f"{wanted} parmi {', '.join(keys)}{f', et non {len(written)}' if written else ''}.")
    return written[0]


type Text = Annotated[str, Checked(read_text)]
type Sentence = Annotated[str, Checked(read_sentence)]
type Scales = Annotated[frozenset[str], ReadBy(read_scales)]
type Operand = Annotated[int | str, ReadBy(read_operand)]
type AsWritten = Annotated[Any, ReadBy(lambda value: value)]  # read once all is: see `parameters`, `ways`
type Modality = Literal["firm", "local", "indicative", "evolving", "proposal", "conditional", "work_stream"]
type SeverityWord = Literal["blocking", "major", "warning", "information"]

# How firmly the document says it; what is firm has no word.
STRENGTHS = {
    "work_stream": "travail annoncé, à mener",
    "proposal": "proposé, pas encore décidé",
    "conditional": "possible, sans être demandé",
    "indicative": "donné à titre indicatif",
    "local": "propre à chacun",
    "evolving": "appelé à évoluer",
}
# What nobody decided: it is proposed, possible on a condition, indicated or announced, and refuses nothing.
SOFT = ("work_stream", "proposal", "conditional", "indicative")
GRAVE = ("blocking", "major")


@dataclass(frozen=True, slots=True)
class WrittenSource:
    """Where an article comes from: the document of the federation; or the law, a collective agreement, the doctrine of an
    administration, usage.
    `evidence`: `sourced`, or `expert` for what somebody versed in law has yet to confirm."""

    document: str = ""
    law: str = ""
    agreement: str = ""
    doctrine: str = ""
    usage: str = ""
    part: str = "0"
    evidence: Literal["sourced", "expert"] | None = None


@dataclass(frozen=True, slots=True)
class WrittenSetting:
    unit: Words
    decided_by: Literal["head", "own", "law", "doctrine", "grouping", "local"]
    label: str = ""
    proposed: str = ""  # what the document proposes, and nobody decided
    cited: bool = False  # it cites it, among what a group will work on, and proposes nothing
    between: tuple[int, int] | None = None
    founding: Annotated[int | str | None, ReadBy(read_number_or_text)] = None
    one_of: Mapping[str, str] = field(default_factory=dict)
    gesture: str = ""  # what a button says to whoever may decide it
    addition: str = ""  # why we ask it, where the document does not leave it to be decided
    fixed_in: Literal["", "articles"] = ""  # the articles of association say it: it is written by adopting their text

    def __post_init__(self) -> None:
        if self.addition and (self.proposed or self.founding is not None):
            raise ValueError("le document ne propose ni ne décide ce que nous ajoutons (addition).")
        if self.addition and len(self.addition.strip()) < 10:
            raise ValueError(
                "dites pourquoi cette modalité est demandée, puisque le document n’en parle pas (addition)."
            )
        if (self.unit == "choice") != bool(self.one_of):
            raise ValueError("une modalité à choisir (unit: choice) énumère ses valeurs (one_of).")
        if self.proposed and self.founding is not None:
            raise ValueError("ce que le document propose (proposed) n’est pas ce qu’il décide (founding).")
        if self.between and isinstance(self.founding, int):
            low, high = self.between
            if not low <= self.founding <= high:
                raise ValueError(f"la valeur fondatrice {self.founding} sort des bornes {low} à {high}.")


@dataclass(frozen=True, slots=True)
class WrittenCheck:
    """`fact`, or `each` for a fact that answers item by item; and one limit. `once`: the setting that must be decided before
    anything is held against it."""

    fact: str = ""
    each: str = ""
    parameters: AsWritten = field(default=None, metadata=called("with"))
    at_least: Operand | None = None
    at_most: Operand | None = None
    equals: Operand | None = None
    between: tuple[Operand, Operand] | None = None
    present: Annotated[int | None, ReadBy(read_present)] = None
    within: Annotated[tuple[str, ...] | str | None, ReadBy(read_words)] = None
    once: str | None = None

    def __post_init__(self) -> None:
        if bool(self.fact) == bool(self.each):
            raise ValueError("dites quel fait est tenu : fact, ou each.")
        if (self.fact or self.each) not in REGISTRY:
            raise ValueError(f"le fait « {self.fact or self.each} » n’existe pas.")
        only_one(self, PREDICATES, "un seul prédicat est attendu, avec sa limite,")

    @property
    def predicate(self) -> str:
        return only_one(self, PREDICATES, "")

    @property
    def limits(self) -> tuple[Operand | None, ...]:
        named = self.within if isinstance(self.within, str) else None
        return self.at_least, self.at_most, self.equals, named, *(self.between or ())


@dataclass(frozen=True, slots=True)
class Because:
    because: Words


@dataclass(frozen=True, slots=True)
class Attested:
    """`months`: for how long it is attested, unless who attests says otherwise; it is then asked again."""

    piece: Words
    months: int = 12

    def __post_init__(self) -> None:
        if not 1 <= self.months <= 120:
            raise ValueError("une attestation vaut de 1 à 120 mois (months).")


@dataclass(frozen=True, slots=True)
class Capability(Because):
    screen: Words


@dataclass(frozen=True, slots=True)
class Awaits(Because):
    app: Words


@dataclass(frozen=True, slots=True)
class Says:
    conforms: Sentence
    breaches: Sentence
    unknown: Sentence
    undecided: Sentence | None = None  # while nobody decided a setting that it needs

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        said = ("conforms", self.conforms), ("breaches", self.breaches), ("unknown", self.unknown)
        return (*said, ("undecided", self.undecided)) if self.undecided else said


@dataclass(frozen=True, slots=True)
class WrittenClause:
    """One way of knowing, and what goes with it. `phrase`: the words of the text that it holds, as written there; of an
    addition, those that it reads.
    `addition`: what of it the document does not say, and why it is here."""

    check: WrittenCheck | None = None
    attested: Attested | None = None
    capability: Capability | None = None
    awaits: Awaits | None = None
    not_checked: Because | None = None
    binds: Scales | None = None
    severity: SeverityWord | None = None
    says: Says | None = None
    mend: AsWritten = None
    tell: AsWritten = None
    phrase: Words | None = None
    subject: str = ""
    addition: str | None = None

    def __post_init__(self) -> None:
        way = only_one(self, WAYS, "une seule manière est attendue")
        if self.addition is not None and len(self.addition.strip()) < 10:
            raise ValueError("un ajout dit ce que le document ne dit pas (addition: …).")
        if self.addition and self.severity in GRAVE:
            raise ValueError("un ajout n’est jamais plus grave qu’un avertissement (severity : warning, information).")
        if self.phrase and way not in ("check", "attested"):
            raise ValueError("seul ce qui se vérifie ou s’atteste cite les mots du texte qu’il tient (phrase).")
        if way in ("check", "attested"):
            if self.says is None:
                raise ValueError("les phrases manquent (says : conforms, breaches, unknown).")
            if self.severity is None:
                raise ValueError("la gravité manque (severity : blocking, major, warning, information).")
        if self.check and self.check.once and not (self.says and self.says.undecided):
            raise ValueError(
                "dites ce qui se lit tant que rien n’est décidé (says.undecided) : la clause attend une modalité."
            )
        if way == "check" and not self.mend:
            raise ValueError("dites où cela se règle (« mend »).")

    @property
    def way(self) -> str:
        return only_one(self, WAYS, "")

    @property
    def because(self) -> str:
        told = self.capability or self.awaits or self.not_checked
        return told.because if told else ""


@dataclass(frozen=True, slots=True)
class WrittenAbsent:
    """A rule of law that no article holds yet: the room that it waits for, or why it is not checked."""

    title: Words
    awaits: Awaits | None = None
    not_checked: Because | None = None

    def __post_init__(self) -> None:
        only_one(self, ("awaits", "not_checked"), "dites ce que cette règle attend")

    @property
    def because(self) -> str:
        told = self.awaits or self.not_checked
        return told.because if told else ""


@dataclass(frozen=True, slots=True)
class WrittenLaw:
    """`law.yaml`, beside the articles of law: the folder of the tests that prove them, and the rules without article."""

    proofs: str = ""
    absent: Mapping[str, WrittenAbsent] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenArticle:
    title: Words
    text: Text
    source: WrittenSource
    binds: Scales
    modality: Modality
    clauses: Annotated[tuple[WrittenClause, ...], Checked(read_clauses)]
    settings: Mapping[str, WrittenSetting] = field(default_factory=dict)
    until: str = ""  # the setting that says the last year it is about
    since: date | None = None  # the first day it is about, where the document says it
    is_beyond: bool = False  # of law, beside the list of the rules of law that are counted

    def __post_init__(self) -> None:
        """What its text cites, it declares; what the document does not decide is never above a warning."""
        for name in quoted(self.text):
            if name not in self.settings and name != PASSAGE:
                raise ValueError(f"le texte cite la modalité « {name} », que l’article ne déclare pas.")
        if self.modality in SOFT and any(clause.severity in GRAVE for clause in self.clauses):
            raise ValueError(
                "ce qui est proposé, possible, annoncé ou indiqué n’est jamais plus grave qu’un "
                "avertissement (severity : warning, information)."
            )
