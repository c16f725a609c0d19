"""Several files brought in together: one archive, each of its files read as if it came alone, and all of them planned as one,
so that a list of contacts and a list of boards that names them need no order."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from .grids import Book, Grid
from .wrong import LARGEST, MOST_CELLS, Unreadable

MOST = 20  # files
READ = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods", ".vcf")
PIECE = 1 << 16
LONGEST = 180  # letters of the name of a sheet
NEVER = (1980, 1, 1, 0, 0, 0)  # the same files make the same bytes


def pack(files: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    """One archive of several files, and what it is called."""
    out, called = BytesIO(), list[str]()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            own = PurePosixPath(name).name or "fichier"
            if own in called:
                own = f"{len(called) + 1} {own}"
            called.append(own)
            archive.writestr(ZipInfo(own, NEVER), data)
    return f"{len(called)} fichiers : {', '.join(called)}", out.getvalue()


def is_one(data: bytes) -> bool:
    """An archive of files that are read, and not a workbook, which is an archive too."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        return False
    is_office = any(name in ("[Content_Types].xml", "mimetype") for name in names)
    return not is_office and any(name.lower().endswith(READ) for name in names)


def read(data: bytes, one: Callable[[bytes, str], Book]) -> Book:
    """The grids of every file, each under the name of its own. Raises Unreadable, naming the file."""
    books = [(name, read_one(name, content, one)) for name, content in contents(data)]
    if sum(len(row) for _, book in books for grid in book.grids for row in grid.rows) > MOST_CELLS:
        raise Unreadable(
            "Ces fichiers ont ensemble plus de cases qu’on ne peut en lire : déposez-les en plusieurs fois."
        )
    shared = Counter(grid.name for _, book in books for grid in book.grids)
    return Book(
        tuple(
            replace(grid, name=named(name, grid, len(book.grids) == 1, shared))
            for name, book in books
            for grid in book.grids
        ),
        tuple(f"« {name} » : {note}" for name, book in books for note in book.notes),
    )


def named(name: str, grid: Grid, is_alone: bool, shared: Counter[str]) -> str:
    """A sheet keeps its own name, unless it has none, or another has it."""
    if grid.name and shared[grid.name] == 1:
        return grid.name
    return (name if is_alone else f"{name}, {grid.name}")[-LONGEST:]


def read_one(name: str, content: bytes, one: Callable[[bytes, str], Book]) -> Book:
    if is_one(content):
        raise Unreadable(f"« {name} » est lui-même une archive : sortez-en les tableurs, et déposez-les.")
    try:
        return one(content, name)
    except Unreadable as why:
        raise Unreadable(f"« {name} » : {why.sentence}") from None


def contents(data: bytes) -> list[tuple[str, bytes]]:
    """What is said of its size is not believed: it is counted while it unfolds."""
    found: list[tuple[str, bytes]] = []
    left = LARGEST
    with ZipFile(BytesIO(data)) as archive:
        for told in archive.infolist():
            name = PurePosixPath(told.filename.replace("\\", "/")).name
            if told.is_dir() or name.startswith(".") or told.filename.startswith("__MACOSX/"):
                continue
            if told.flag_bits & 1:
                raise Unreadable(
                    "Cette archive est protégée par un mot de passe : sortez-en les tableurs, et déposez-les."
                )
            if not name.lower().endswith(READ):
                raise Unreadable(f"« {name} » n’est pas un tableur. Ôtez-le de l’archive, et déposez-la de nouveau.")
            if len(found) == MOST:
                raise Unreadable(f"Cette archive a trop de fichiers : {MOST} à la fois au plus.")
            content = unfolded(archive, told, left)
            left -= len(content)
            found.append((one_of(name, found), content))
    return found


def one_of(name: str, found: list[tuple[str, bytes]]) -> str:
    return name if name not in dict(found) else f"{len(found) + 1} {name}"


def unfolded(archive: ZipFile, told: ZipInfo, left: int) -> bytes:
    content = bytearray()
    try:
        with archive.open(told) as part:
            while piece := part.read(PIECE):
                content += piece
                if len(content) > left:
                    raise Unreadable(
                        f"Ces fichiers pèsent plus de {LARGEST // 1_000_000} Mo ensemble : déposez-en moins."
                    )
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as wrong:
        raise Unreadable("Cette archive est abîmée : sortez-en les tableurs, et déposez-les.") from wrong
    return bytes(content)
