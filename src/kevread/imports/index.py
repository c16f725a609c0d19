"""The rows of a sheet that are there, and how what a file says finds them again. Reads only."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from kevread.common.sheets import Sheet, Values, as_text
from kevread.common.words import plain


class Index:
    """The rows of a sheet that are there, found by what names them; and the names that a file promises. `own`: by the word
    that is nobody else's, the row that has it, whatever others are called."""

    def __init__(self, sheet: Sheet, on: date) -> None:
        self.sheet = sheet
        self.found: list[dict[tuple[str, ...], list[tuple[Mapping[str, Any], Any]]]] = [{} for _ in sheet.keys]
        self.called: dict[str, list[Any]] = {}
        self.own: dict[str, Any] = {}
        self.names: dict[str, set[str]] = {}
        self.merged: list[tuple[Mapping[str, Any], Any]] = []
        for row in sheet.rows(on):
            self.add(sheet.held(row), row)
        for row, stands in sheet.former():
            self.add_former(sheet.held(row), sheet.held(stands), stands)

    def add_former(self, values: Mapping[str, Any], held: Mapping[str, Any], row: Any) -> None:
        """A row that was merged into one that is there: under its names one finds the latter, unless another row bears them."""
        for rank, key in names_of(self.sheet, values):
            self.found[rank].setdefault(key, [(held, row)])
        for name in {plain(str(one)) for one in self.sheet.calls(values) if one}:
            if name not in self.called:
                self.called[name] = [row]
                self.names[name] = {str(next(iter(self.sheet.calls(held))))}
        self.merged.append((values, row))

    def add(self, values: Mapping[str, Any], row: Any) -> None:
        for rank, key in names_of(self.sheet, values):
            self.found[rank].setdefault(key, []).append((values, row))
        if word := own_word(self.sheet, values):
            self.own[word] = row
        for name in self.promise(values):
            same = self.called.setdefault(name, [])
            if not any(one is row for one in same):
                same.append(row)

    def promise(self, values: Mapping[str, Any]) -> list[str]:
        """By what names this row is, or will be, called; the first is how it is written."""
        called = [str(name) for name in self.sheet.calls(values) if name]
        for name in called:
            self.names.setdefault(plain(name), set()).add(called[0])
        return [plain(name) for name in dict.fromkeys(called)]

    def match(self, values: Values, but: Collection[str] = ()) -> tuple[Mapping[str, Any], Any] | None:
        """The row that these values name, with what it says; those that are called by one of the words of `but` are others.
        LookupError when they name several."""
        for rank, key in names_of(self.sheet, values):
            surer = self.sheet.keys[:rank]
            same = [
                one
                for one in self.found[rank].get(key, ())
                if not differ(values, one[0], surer) and self.word_of(one[0]) not in but
            ]
            if len(same) > 1:
                raise LookupError(self.sheet.keys[rank][0])
            if same:
                return same[0]
        return None

    def word_of(self, held: Mapping[str, Any]) -> str:
        """By which a row leaves in other sheets, and by which one says that another is, or is not, it."""
        return next((str(name) for name in self.sheet.calls(held) if name), "")

    def as_it_stands(self, values: dict[str, Any], there: tuple[Mapping[str, Any], Any]) -> None:
        """What names a row that was merged is read as what names the one that stands."""
        held, row = there
        headers = dict.fromkeys(header for key in (*self.sheet.keys, self.sheet.apart) for header in key)
        for former, stands in self.merged:
            if stands.pk == getattr(row, "pk", None):
                for header in headers:
                    said = values[header] or header in self.sheet.apart
                    if said and folded(values, (header,)) == folded(former, (header,)):
                        values[header] = held[header]

    def name_of(self, text: str) -> str:
        """As it is written; empty when nothing is called so. LookupError when several are."""
        if text in self.own:
            return text
        found = self.names.get(plain(text), set())
        if len(found) > 1:
            raise LookupError(text)
        return next(iter(found), "")

    def is_there(self, text: str) -> bool:
        """Whether a row of this name is there, or was just written."""
        return plain(text) in self.called

    def named(self, text: str) -> Any:
        """The row of this name; None when there is none. LookupError when there are several."""
        if text in self.own:
            return self.own[text]
        found = self.called.get(plain(text), [])
        if len(found) > 1:
            raise LookupError(text)
        return found[0] if found else None


def folded(values: Values, key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([plain(as_text(values[header])) for header in key])


def differ(one: Values, other: Values, keys: Iterable[tuple[str, ...]]) -> bool:
    """They are named otherwise by one of these: both say it, and do not say the same."""
    return any(
        all(one[header] and other[header] for header in key) and folded(one, key) != folded(other, key) for key in keys
    )


def names_of(sheet: Sheet, values: Values) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each key that these values say, by its rank, the surest first."""
    for rank, key in enumerate(sheet.keys):
        for header in key:
            if values[header] not in ("", None):
                yield rank, folded(values, sheet.agreeing(rank))
                break


def own_word(sheet: Sheet, values: Values) -> str:
    """The word that names this row, and no other."""
    return str(values[sheet.keys[0][0]]) if sheet.keys and len(sheet.keys[0]) == 1 else ""
