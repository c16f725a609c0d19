"""How long a paper takes: minutes of 30 resolutions and 200 people present, and beside it the floor, an empty page. Then a
paper that is kept, beside bare Typst; and twelve signatures of it, act and storage included, beside bare pyHanko.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/documents.py [rounds]

Without DATABASE_URL it starts a PostgreSQL of its own and removes it at the end; otherwise it makes a database there.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def measured(make: Callable[[int], bytes], rounds: int) -> tuple[float, float, float]:
    """Milliseconds: the first time, then the median and the longest of the next ones."""
    spent = []
    for number in range(rounds + 1):
        start = time.perf_counter()
        make(number)
        spent.append((time.perf_counter() - start) * 1000)
    return spent[0], statistics.median(spent[1:]), max(spent[1:])


def papers(rounds: int) -> None:
    import typst

    from kevread.documents.contracts import as_data
    from kevread.documents.rendering import STANDARDS, fonts, render
    from kevread.sittings.papers import Attendance, Point
    from tests.documents.lists import people
    from tests.documents.papers import ADOPTED, DEBATE, IN_COLLEGES, MADE_AT, MINUTES

    def empty(number: int) -> bytes:
        """A page with one word, by the same standards; never twice the same, so that nothing is remembered."""
        source = f'#set document(title: "t")\n#set text(lang: "fr", font: "Literata")\nPage {number}'
        return typst.compile(
            source.encode(), font_paths=fonts(), ignore_system_fonts=True, format="pdf", pdf_standards=STANDARDS
        )

    def minutes(number: int) -> bytes:
        points = tuple(
            Point(number=str(n), title=f"Résolution {n}", debate=DEBATE, votes=(IN_COLLEGES if n % 3 else ADOPTED,))
            for n in range(1, 31)
        )
        there = Attendance(present=people(200), represented=people(12, "pouvoir donné à Anne Morvan"))
        paper = replace(MINUTES, chair=f"Présidence {number}", points=points, attendance=there)
        return render("minutes", as_data(paper), made_at=MADE_AT, number=1)

    for label, make in (("empty page", empty), ("minutes, 30 resolutions, 200 present", minutes)):
        first, median, longest = measured(make, rounds)
        print(
            f"{label}: first {first:.0f} ms, median {median:.0f} ms, longest {longest:.0f} ms ({len(make(-1))} bytes)"
        )


def kept(rounds: int) -> None:
    """A paper set and kept, beside the same one set by Typst alone."""
    import typst

    from kevread.common.actor import SYSTEM
    from kevread.documents.contracts import as_data
    from kevread.documents.operations import keep_document
    from kevread.documents.rendering import STANDARDS, canonical, fingerprint, fonts, french, sources, template_version
    from tests.arrange import NOW, arranging
    from tests.documents.papers import MINUTES
    from tests.factories import OrganisationFactory

    with arranging():
        organisation = OrganisationFactory()

    def paper(number: int) -> Any:
        return replace(MINUTES, chair=f"Présidence {number}")

    def bare(number: int) -> bytes:
        data = as_data(paper(number))
        mark = {
            "data": fingerprint(data), "template": template_version("minutes"), "number": 1, "lost": False, "signed": None,
            "sealed": False,
        }  # fmt: skip
        inputs = {"raw": canonical(data), "data": canonical(french(data)), "mark": json.dumps(mark)}
        return typst.compile(
            sources("minutes"), font_paths=fonts(), ignore_system_fonts=True, format="pdf", sys_inputs=inputs,
            pdf_standards=STANDARDS, timestamp=int(NOW.timestamp()),
        )  # fmt: skip

    def whole(number: int) -> bytes:
        found = keep_document(
            actor=SYSTEM, organisation=organisation, kind="minutes", source=paper(-number - 1), now=NOW
        )
        return bytes(found.content.file)

    spent: dict[str, list[float]] = {"bare Typst": [], "set and kept, in its act": []}
    for number in range(rounds + 1):
        for name, make in zip(spent, (bare, whole), strict=True):
            start = time.perf_counter()
            make(number)
            spent[name].append(1000 * (time.perf_counter() - start))
    told(spent)


def pyhanko_alone() -> Callable[[bytes, int, str], bytes]:
    """A signature by pyHanko with its defaults, by our certificate."""
    from asn1crypto import keys, x509
    from django.conf import settings
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    from kevread.documents.authority import seal_of
    from kevread.documents.queries.sealed import federation
    from tests.arrange import NOW

    sealer = seal_of(settings.SECRET_KEY, federation(), NOW.year)
    simple = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(sealer.der),
        signing_key=keys.PrivateKeyInfo.load(sealer.key_der),
        cert_registry=SimpleCertificateStore(),
    )

    def bare(content: bytes, rank: int, name: str) -> bytes:
        meta = signers.PdfSignatureMetadata(
            field_name=f"Sig{rank}", subfilter=fields.SigSeedSubFilter.PADES, name=name, reason="Membre"
        )
        signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), meta, signer=simple)
        return bytes(signed.getvalue())

    return bare


def signed(rounds: int) -> None:
    """Twelve people sign one paper, beside pyHanko alone on the same file."""
    from kevread.common.actor import SYSTEM
    from kevread.documents.models import SigningCode
    from kevread.documents.operations import Asked, keep_document, sign_version
    from kevread.documents.operations.signing import digest
    from kevread.seats.queries import actor_of
    from tests.arrange import NOW, TODAY, arranging
    from tests.documents.papers import MINUTES
    from tests.factories import OrganisationFactory, PersonFactory

    with arranging():
        organisation = OrganisationFactory()
        people: list[Any] = [PersonFactory(email=f"p{number}@exemple.org") for number in range(12)]
    bare = pyhanko_alone()
    alone: list[list[float]] = []
    whole: list[list[float]] = []
    for number in range(rounds):
        version = keep_document(
            actor=SYSTEM, organisation=organisation, kind="minutes", source=replace(MINUTES, chair=f"P {number}"), now=NOW,
            asked=[Asked(person, "Membre") for person in people],
        )  # fmt: skip
        content = bytes(version.content.file)
        alone.append([])
        whole.append([])
        for rank, person in enumerate(people, start=1):
            start = time.perf_counter()
            content = bare(content, rank, str(person))
            alone[-1].append(1000 * (time.perf_counter() - start))
            until = NOW + timedelta(minutes=5)
            code = {"digest": digest(version, person, "246813", until), "expires_at": until, "attempts": 0}
            SigningCode.objects.update_or_create(version=version, person=person, defaults=code)
            actor = actor_of(person, TODAY)
            start = time.perf_counter()
            sign_version(actor=actor, version=version, code="246813", now=NOW)
            whole[-1].append(1000 * (time.perf_counter() - start))
    told(
        {
            "bare pyHanko": [one for row in alone for one in row],
            "signed, in its act": [one for row in whole for one in row],
        }
    )
    first, last = (statistics.median(row[at] for row in whole) for at in (0, -1))
    print(f"the twelfth: {last:.0f} ms, {last / first:.2f} × the first ({first:.0f} ms); aim 1.5")


def told(spent: dict[str, list[float]]) -> None:
    floor, ours = (statistics.median(each) for each in spent.values())
    for name, each in spent.items():
        print(f"{name}: median {statistics.median(each):.1f} ms, longest {max(each):.0f} ms")
    print(f"{1000 / ours:.0f} a second; {ours / floor:.2f} × the floor, aim 1.3")


def main() -> None:
    from bench.votes import cluster, database

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with cluster() as url, database(url, "bench_documents") as own:
        os.environ |= {"DATABASE_URL": own, "KEVREAD_ON": "2026-11-24"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        print(f"load {os.getloadavg()[0]:.1f}")
        papers(rounds)
        kept(rounds)
        signed(max(2, rounds // 4))
        connection.close()


if __name__ == "__main__":
    main()
