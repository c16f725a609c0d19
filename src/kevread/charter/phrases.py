"""The words of an article's text that each clause holds: where a text is cut, so that each sentence bears its own verdict."""

from collections.abc import Mapping

from kevread.common.reading import Page

from .written import WrittenArticle, quoted

type Cut = tuple[str, frozenset[int]]  # a stretch of a text as written, and the numbers of the clauses that hold it


def cuts_of(rule: str, written: WrittenArticle, page: Page) -> tuple[Cut, ...]:
    """The text of an article, cut; what does not hold is said on its page. Empty when no clause quotes any of its words."""
    phrases = {number: clause.phrase for number, clause in enumerate(written.clauses, start=1) if clause.phrase}
    try:
        return cut(written.text, phrases) if phrases else ()
    except PhraseError as wrong:
        page.wrong((rule, "clauses", wrong.number - 1, "phrase"), f"« phrase » : {wrong}")
        return ()


def cut(text: str, phrases: Mapping[int, str]) -> tuple[Cut, ...]:
    """A text cut at the words that clauses quote, by their number. Clauses may share the same words; otherwise theirs are
    apart. Raises PhraseError.

    >>> cut("Un conseil, et un bureau.", {1: "Un conseil", 2: "un bureau", 3: "Un conseil"})
    (('Un conseil', frozenset({1, 3})), (', et ', frozenset()), ('un bureau', frozenset({2})), ('.', frozenset()))
    """
    spans: dict[tuple[int, int], set[int]] = {}
    for number, phrase in phrases.items():
        start = place_of(text, phrase, number)
        spans.setdefault((start, start + len(phrase)), set()).add(number)
    cuts: list[Cut] = []
    cursor = 0
    for (start, end), numbers in sorted(spans.items()):
        if start < cursor:
            raise PhraseError(max(numbers), "ses mots en chevauchent d’autres : ce sont les mêmes, ou ils sont à part.")
        if start > cursor:
            cuts.append((text[cursor:start], frozenset()))
        cuts.append((text[start:end], frozenset(numbers)))
        cursor = end
    return (*cuts, (text[cursor:], frozenset())) if cursor < len(text) else tuple(cuts)


def place_of(text: str, phrase: str, number: int) -> int:
    try:
        list(quoted(phrase))
    except ValueError as wrong:
        raise PhraseError(number, str(wrong)) from None
    times = text.count(phrase)
    if times == 0:
        raise PhraseError(number, f"les mots « {phrase} » ne sont pas dans le texte de l’article.")
    if times > 1:
        raise PhraseError(number, f"les mots « {phrase} » y sont {times} fois : citez-en assez pour dire lesquels.")
    return text.index(phrase)


class PhraseError(ValueError):
    """What a clause quotes that the text does not hold."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number
