"""A CSV of any machine gives the same cells, or the sentence that says what would be right."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kevread.imports.reading.book import Unreadable, read
from kevread.imports.reading.delimited import rows

ROWS = (("Prénom", "Commune"), ("Anne-Gaëlle", "Ploërmel"), ("François", "Bégard"))


def written(separator=";", end="\n", of=ROWS) -> str:
    return "".join(separator.join(cells) + end for cells in of)


def rows_of(text: bytes | str):
    return read(text.encode() if isinstance(text, str) else text, "liste.csv").grids[0].rows


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "mac-roman"])
def test_any_dialect_in_any_characters(separator, end, encoding):
    assert rows_of(written(separator, end).encode(encoding)) == ROWS


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", 0), ("utf-8", 0), ("mac-roman", 1)])
def test_characters_of_an_old_machine_are_said(encoding, said):
    notes = read(written().encode(encoding), "liste.csv").notes
    assert len(notes) == said and all("vérifiez-les" in note for note in notes)


def test_accents_that_begin_at_the_last_line_are_read():
    text = "Nom;Commune\n" + "Cohen;Rennes\n" * 20_000 + "Guéguen;Bégard\n"
    assert rows_of(text.encode("cp1252"))[-1] == ("Guéguen", "Bégard")


def test_a_line_that_was_pasted_from_elsewhere_keeps_its_accents():
    book = read("Nom;Rôle\nZoë;trésorière\n".encode() + "Élodie;présidente\n".encode("cp1252"), "liste.csv")
    assert book.grids[0].rows[1:] == (("Zoë", "trésorière"), ("Élodie", "présidente")) and book.notes


@pytest.mark.parametrize("size", range(8_180, 8_200))
def test_a_return_at_the_border_of_a_piece_ends_one_line(size):
    """A piece of a text that is read is 8 192 bytes: CR may be its last, and LF the first of the next."""
    first = "x" * (size - 2)
    assert rows_of(f"{first};\r\n1;2\r\n") == ((first,), ("1", "2"))


def test_a_separator_in_quotes_is_a_letter():
    assert rows_of('Nom;Note\n"Ti ; Liv";"dit ""l’ami"""\nCohen;"deux\nlignes"\n') == (
        ("Nom", "Note"), ("Ti ; Liv", 'dit "l’ami"'), ("Cohen", "deux\nlignes"),
    )  # fmt: skip


def test_commas_of_amounts_and_of_names_do_not_cut():
    assert rows_of("Nom;Montant\nLe Gall, Anne;5,00\nCohen, Zoë;12,50\n")[1] == ("Le Gall, Anne", "5,00")


def test_a_title_and_blank_lines_leave_each_row_its_number():
    assert rows_of("Liste des membres\n\nNom;Commune;Pôle\nCohen;Rennes;ESS 35\n")[2] == ("Nom", "Commune", "Pôle")
    assert rows_of("sep=,\nNom,Commune\n") == ((), ("Nom", "Commune"))


def test_the_same_header_twice_stays_twice_and_five_hundred_columns_are_read():
    assert rows_of("Nom;Nom\na;b\n") == (("Nom", "Nom"), ("a", "b"))
    assert len(rows_of(";".join(f"c{n}" for n in range(500)) + "\n")[0]) == 500


def test_one_column_is_a_table():
    assert rows_of("E-mail\nanne@exemple.fr\n") == (("E-mail",), ("anne@exemple.fr",))


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("padding", [0, 300_000])
def test_a_quote_that_is_never_closed_is_told_at_its_line(end, padding):
    with pytest.raises(Unreadable, match="Ligne 3 : un guillemet"):
        rows_of(f'Nom;Note\nCohen;ok\nGall;"ouvert\n{"x;" * padding}Le Bris;ok{end}')


def test_what_left_with_an_apostrophe_comes_back_without():
    assert rows_of("a;b;c\n'=1+1;'-5;'Ti\n")[1] == ("=1+1", "-5", "'Ti")


def test_marks_of_no_letter_are_dropped():
    assert rows_of("Prénom;Commune\nAnne\x00\x07;\x1b\n" + "Zoë;Rennes\n" * 9)[1] == ("Anne",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf\r\n \n", "vide"),
        (b";;;\n;;\n", "aucune ligne"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"<!DOCTYPE html><table><tr>", "page web"),
        (b"\x7fELF\x02\x01\x00\x00" * 50, "pas un tableur"),
        (b"x" * 50_000_001, "50 Mo au plus"),
        (b"x" * 3_000_000, "pas de lignes"),
        ((b"a;" * 900_000 + b"\n") * 5, "millions de cases"),
    ],
)
def test_what_is_no_table_is_refused_with_what_would_be_right(content, said):
    with pytest.raises(Unreadable, match=said) as refused:
        rows_of(content)
    assert refused.value.field == "file"


def test_a_file_of_three_hundred_megabytes_is_refused_or_read_as_it_comes():
    """Held in memory it is refused; told row by row, it takes the memory of a row."""
    import tracemalloc

    class Long(BytesIO):
        """Three hundred megabytes that stand nowhere."""

        LINE = b"Cohen;Rennes;" + b"x" * 29_986 + b"\n"

        def __init__(self):
            self.at = 0

        def seek(self, to, whence=0):
            self.at = to
            return to

        def tell(self):
            return self.at

        def read(self, size=-1):
            size = max(0, min(size, 300_000_000 - self.at))
            start = self.at % len(self.LINE)
            self.at += size
            return (self.LINE * (size // len(self.LINE) + 2))[start : start + size]

        read1 = read

    stream = rows(Long())
    next(stream)
    tracemalloc.start()
    count = sum(1 for _ in stream)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 10_000 and peak < 5_000_000


CELLS = st.text('abcé;,|\t\n" =-@œ漢\U0001f600', max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-16"]))
def test_whatever_was_typed_comes_back(table, encoding):
    import csv
    from io import StringIO

    table = [["Première", "Deuxième", "Troisième", "Quatrième"], *table]
    file = StringIO()
    csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(table)
    back = rows_of(file.getvalue().encode(encoding))
    assert [list(cells) + [None] * (4 - len(cells)) for cells in back] == [
        [cell or None for cell in cells] + [None] * (4 - len(cells)) for cells in table
    ]
