"""Write tests/charter/nine_words.txt: what it takes to notice that an article copies nine words in a row of the founding
document, without the document.

    python scripts/nine_words.py DOCUMENT.txt

Each run of nine words is digested with a salt, and of the digest twenty-two bits are kept, in the order of their values:
a run cannot be read back from them, and whoever would guess the document word after word is told « perhaps » for one
wrong word in two thousand: with all the words of the language, the thread is lost in a few steps. The salt is drawn until
no article of today is taken for a copy by chance.
"""

import re
import secrets
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "tests" / "charter" / "nine_words.txt"
ARTICLES = ROOT / "federations" / "bretagne" / "charter"
RUN, BITS = 9, 22
TAG, WORD = re.compile(r"<[^>]{0,200}>"), re.compile(r"[^\W_]+")


def runs(text: str) -> Iterator[str]:
    """Each nine words in a row: lower case, without marks, tags nor punctuation.

    >>> list(runs("Un, deux… <br>TROIS quatre l’un l'autre sept *huit* neuf"))[0]
    'un deux trois quatre l un l autre sept'
    """
    words = WORD.findall(TAG.sub(" ", text).lower())
    return (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def digest(run: str, salt: str) -> int:
    return int.from_bytes(blake2b(run.encode(), key=salt.encode(), digest_size=8).digest()) >> (64 - BITS)


def read(path: Path = KEPT) -> tuple[str, frozenset[int]]:
    """The salt, and the digests kept."""
    salt, *digests = path.read_text(encoding="utf-8").split()
    return salt, frozenset(int(one, 16) for one in digests)


def copied(text: str, salt: str, kept: frozenset[int]) -> list[str]:
    """The runs of a text that seem to be in the document."""
    return [run for run in runs(text) if digest(run, salt) in kept]


def texts() -> Iterator[str]:
    """The title and the text of each article, its settings left out, then with the founding value, as figures."""
    for path in sorted(ARTICLES.glob("*.yaml")):
        for article in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            text = f"{article['title']}. {article['text']}"
            yield re.sub(r"\{\w+\}", "", text)
            for name, setting in (article.get("settings") or {}).items():
                text = text.replace(f"{{{name}}}", str(setting.get("founding") or ""))
            yield text


def main() -> None:
    document = set(runs(Path(sys.argv[1]).read_text(encoding="utf-8")))
    ours = {run for text in texts() for run in runs(text)}
    if both := sorted(document & ours):
        sys.exit("Ces mots sont ceux du document :\n" + "\n".join(both))
    while True:
        salt = secrets.token_hex(8)
        kept = {digest(run, salt) for run in document}
        if not any(digest(run, salt) in kept for run in ours):
            break
    KEPT.write_text("\n".join([salt, *(f"{one:06x}" for one in sorted(kept))]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
