"""A provider that seals in the place of this site, against a stand-in: it seals, refuses, is late, lies, ends."""

import base64
import json
import time

import pytest

from kevread.common.errors import Invalid, Refused
from kevread.documents import provider
from kevread.documents.files import File
from kevread.documents.models import Seal, Signature
from kevread.documents.operations import Asked, sign_version, signing
from kevread.documents.queries.evidence import seal_in_words
from kevread.documents.queries.sealed import known, sealed_bytes
from kevread.documents.verifying import Found
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY
from tests.documents.provider import BARE_RSA, QUALIFIED_SEAL, RSA, Holder, StandIn, listening, set_on
from tests.documents.test_sign_version import code_sent, wrong
from tests.documents.test_verify_document import given, sign, two
from tests.documents.test_verify_document import verify as verify_document

pytestmark = pytest.mark.django_db
__all__ = ["two"]
ONE = ["oauth2/token", "credentials/info", "credentials/authorize", "signatures/signHash"]


@pytest.fixture(scope="module")
def holder():
    return Holder(*QUALIFIED_SEAL)


@pytest.fixture
def version(shelf, two):
    return shelf.minutes(Asked(two[0], "Présidence"), Asked(two[1], "Secrétariat"), organisation=shelf.scene.first)


@pytest.fixture
def held(holder, settings, tmp_path):
    with listening(StandIn(holder)) as found:
        set_on(settings, found, tmp_path)
        yield found


@pytest.fixture
def standing(settings, tmp_path):
    """Another certificate, or another that is told of it."""

    def stands(*said, told=None, **more):
        opened = listening(StandIn(Holder(*said, **more), told or {}))
        found = opened.__enter__()
        closing.append(opened)
        set_on(settings, found, tmp_path)
        return found

    closing = []
    yield stands
    for one in closing:
        one.__exit__(None, None, None)


def nothing_is_signed(version):
    return not (Signature.objects.filter(version=version).exists() or Seal.objects.exists())


def test_it_is_off_until_it_is_set(version, two):
    assert provider.provider() is None
    assert known_after(version, two[0]).level == "seal"


def known_after(version, person):
    sign(person, version)
    return known(sealed_bytes(version)).report.signatures[-1]


def test_it_seals_and_the_file_says_by_whom_and_what_that_is(held, version, two):
    found = known_after(version, two[0])
    assert held.ends == ONE
    assert (found.intact, found.trusted, found.level, found.kind) == (True, True, "qualified", "eseal")
    assert (found.holder, found.issuer) == (
        "Fédération d’essai, Cachet des documents",
        "Prestataire d’essai, Autorité des cachets",
    )
    assert found.signer == str(two[0])


def test_what_leaves_is_a_digest_and_no_name(held, version, two):
    sign(two[0], version)
    told = json.dumps(held.asked)
    assert len(told) < 2_000
    assert not any(word in told for word in (str(two[0]), version.document.title, version.sha256))


@pytest.mark.parametrize("algorithm", [RSA, BARE_RSA])
def test_keys_of_either_name_seal(standing, version, two, algorithm):
    standing(*QUALIFIED_SEAL, algorithm=algorithm)
    assert known_after(version, two[0]).level == "qualified"


def test_two_signatures_follow_each_other(held, version, two, tmp_path, capsys):
    for person in two:
        sign(person, version)
    assert held.ends == ONE * 2
    code, said, _ = verify_document(tmp_path, capsys, sealed_bytes(version))
    assert (code, said["verdict"]) == (0, "valid")
    assert [(one["level"], one["trusted"], one["later_changes"]) for one in said["signatures"]] == [
        ("qualified", True, "signature"),
        ("qualified", True, "none"),
    ]


def test_what_it_sealed_is_known_once_it_seals_no_more(held, version, two, settings):
    sign(two[0], version)
    settings.KEVREAD_CSC_URL = ""
    sign(two[1], version)
    report = known(sealed_bytes(version)).report
    assert (report.verdict, [one.level for one in report.signatures]) == ("valid", ["qualified", "seal"])
    settings.KEVREAD_CSC_CA = "/nowhere"
    report = known(sealed_bytes(version)).report
    assert (report.verdict, [one.level for one in report.signatures]) == ("untrusted", ["seal", "seal"])
    assert report.signatures[0].issuer == ""


@pytest.mark.parametrize(
    "said",
    [(), ("qc_compliance", "qct_eseal"), ("qc_sscd", "qct_eseal"), ("qc_compliance", "qc_sscd")],
)
def test_it_is_called_qualified_only_where_the_certificate_says_all_of_it(standing, version, two, said):
    standing(*said)
    found = known_after(version, two[0])
    assert (found.trusted, found.level, found.kind) == (True, "advanced", "")


def late(_body):
    time.sleep(1.2)
    return 200, b"{}"


def redirected(_body):
    return 307, b"{}"


FALSE = base64.b64encode(b"0" * 70).decode()
FAULTS = {
    "refused": (lambda _: (400, b'{"error":"invalid_request"}'), "refuse"),
    "down": (lambda _: (503, b""), "refuse"),
    "elsewhere": (redirected, "refuse"),
    "late": (late, "à temps"),
    "cut": (lambda _: (200, b'{"signatures":["AACUT'), "ne se lit pas"),
    "no json": (lambda _: (200, b"<html>"), "ne se lit pas"),
    "a list": (lambda _: (200, b"[]"), "ne se lit pas"),
    "empty": (lambda _: (200, b"{}"), "ne se lit pas"),
}


@pytest.mark.parametrize("end", ONE[2:])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_signs_nothing_is_told_and_one_tries_again(held, version, two, monkeypatch, end, fault):
    monkeypatch.setattr(provider, "PATIENCE", 0.5)
    held.instead[end], said = FAULTS[fault]
    with pytest.raises(Refused, match=f"prestataire .*{said}.* Rien n’est signé"):
        sign(two[0], version)
    assert nothing_is_signed(version)
    held.instead.clear()
    assert sign(two[0], version).seal.rank == 1


@pytest.mark.parametrize("end", ONE[:2])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_provider_that_is_down_costs_nobody_their_code(held, version, two, monkeypatch, end, fault):
    monkeypatch.setattr(provider, "PATIENCE", 1.0)
    actor = actor_of(two[0], TODAY)
    code = code_sent(actor, version)
    held.instead[end] = FAULTS[fault][0]
    with pytest.raises(Refused, match="prestataire"):
        sign_version(actor=actor, version=version, code=code, now=NOW)
    assert nothing_is_signed(version)
    held.instead.clear()
    assert sign_version(actor=actor, version=version, code=code, now=NOW).seal.rank == 1


def test_all_its_calls_have_one_time(held, version, two, monkeypatch):
    monkeypatch.setattr(provider, "WHOLE", 0.4)
    held.instead[ONE[2]] = late
    begun = time.monotonic()
    with pytest.raises(Refused, match="à temps"):
        sign(two[0], version)
    assert time.monotonic() - begun < 5
    assert nothing_is_signed(version)


@pytest.mark.parametrize(
    "told",
    [[FALSE], ["AAAA"], ["é"], [], [FALSE, FALSE]],
    ids=["of another key", "of nothing", "of no letters", "none", "two"],
)
def test_a_signature_that_does_not_hold_is_not_kept(held, version, two, told):
    held.instead[ONE[3]] = lambda _: (200, json.dumps({"signatures": told}).encode())
    with pytest.raises(Refused, match="Rien n’est signé"):
        sign(two[0], version)
    assert nothing_is_signed(version)


def test_an_answer_is_short_and_gives_one_signature(held, version, two):
    """Each of these would be whole otherwise."""
    right = {end: getattr(held, end.rpartition("/")[2].lower()) for end in ONE[2:]}
    for end, more in ((ONE[2], {"a": "0" * 200_000}), (ONE[3], {"a": "0" * 200_000}), (ONE[3], {"signatures": 2})):

        def told(body, end=end, more=more):
            answer = right[end](body)
            twice = {"signatures": answer["signatures"] * 2} if "signatures" in more else more
            return 200, json.dumps(answer | twice).encode()

        held.instead = {end: told}
        with pytest.raises(Refused, match="ne se lit pas"):
            sign(two[0], version)
        assert nothing_is_signed(version)


def test_a_true_signature_of_something_else_is_not_kept(held, version, two, holder):
    other = base64.b64encode(holder.sign(b"0" * 32)).decode()
    held.instead[ONE[3]] = lambda _: (200, json.dumps({"signatures": [other]}).encode())
    with pytest.raises(Refused, match="ne tient pas"):
        sign(two[0], version)
    assert nothing_is_signed(version)


UNFIT = {
    "ended": ({"ended": True}, QUALIFIED_SEAL, "périmé"),
    "revoked": ({"told": {"cert": "revoked"}}, QUALIFIED_SEAL, "révoqué"),
    "disabled": ({"told": {"key": "disabled"}}, QUALIFIED_SEAL, "suspendu"),
    "of somebody": ({}, ("qc_compliance", "qc_sscd", "qct_esign"), "n’est pas celui d’un cachet"),
    "of a site": ({}, ("qct_web",), "n’est pas celui d’un cachet"),
    "wants a code": ({"told": {"OTP": {"presence": "true"}}}, QUALIFIED_SEAL, "demande quelqu’un"),
    "wants somebody": ({"told": {"authMode": "oauth2code"}}, QUALIFIED_SEAL, "demande quelqu’un"),
}


@pytest.mark.parametrize("why", UNFIT)
def test_a_certificate_that_is_not_fit_is_asked_for_no_signature(standing, version, two, why):
    more, said, match = UNFIT[why]
    told = dict(more.get("told", {}))
    found = standing(*said, **{key: value for key, value in more.items() if key != "told"})
    for part in ("cert", "key"):
        if part in told:
            told[part] = found.info({})[part] | {"status": told[part]}
    found.told = told
    actor = actor_of(two[0], TODAY)
    code = code_sent(actor, version)
    with pytest.raises(Refused, match=match):
        sign_version(actor=actor, version=version, code=code, now=NOW)
    assert found.ends == ONE[:2]
    assert nothing_is_signed(version)


def test_a_certificate_that_nothing_here_vouches_for_seals_nothing(held, version, two, settings, tmp_path):
    other = StandIn(Holder(*QUALIFIED_SEAL))
    other.url = held.url
    set_on(settings, other, tmp_path)
    with pytest.raises(Refused, match="ne connaissent pas"):
        sign(two[0], version)
    assert nothing_is_signed(version)


def test_a_wrong_code_asks_for_no_signature(held, version, two):
    actor = actor_of(two[0], TODAY)
    with pytest.raises(Invalid):
        sign_version(actor=actor, version=version, code=wrong(code_sent(actor, version)), now=NOW)
    assert held.ends == ONE[:2]


def test_killed_once_it_sealed_nothing_is_half_kept(held, version, two, monkeypatch):
    def killed(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(signing, "seal_signature", killed)
    with pytest.raises(KeyboardInterrupt):
        sign(two[0], version)
    assert held.ends == ONE
    assert nothing_is_signed(version)
    monkeypatch.undo()
    assert sign(two[0], version).seal.rank == 1


def test_whoever_signs_meanwhile_is_followed(held, version, two, monkeypatch):
    """What was sealed of the file as it was is thrown away, and asked again of the file as it is."""
    asks, first = signing.sealed_elsewhere, []

    def meanwhile(*args):
        ahead = asks(*args)
        if not first:
            first.append(ahead)
            sign(two[1], version)
        return ahead

    monkeypatch.setattr(signing, "sealed_elsewhere", meanwhile)
    assert sign(two[0], version).seal.rank == 2
    report = known(sealed_bytes(version)).report
    assert (report.verdict, len(report.signatures)) == ("valid", 2)


def test_the_document_is_free_while_it_is_asked(held, version, two, monkeypatch):
    locks, done = signing.lock, []
    monkeypatch.setattr(signing, "lock", lambda given: [done.append(held.ends[:]), locks(given)][1])
    sign(two[0], version)
    assert done == [ONE]


def test_an_outside_time_stamp_that_fails_is_done_without_and_the_seal_is_not(held, version, two, settings):
    settings.KEVREAD_TSA_URL = "http://127.0.0.1:9/"
    seal = sign(two[0], version).seal
    assert "refused" in seal.unstamped
    assert held.ends == ONE + ONE[2:]
    assert known(sealed_bytes(version)).report.verdict == "valid"
    held.instead[ONE[3]] = lambda _: (503, b"")
    with pytest.raises(Refused, match="refuse"):
        sign(two[1], version)
    assert version.signatures.count() == 1


def test_who_never_finds_the_file_still_is_told_to_begin_again(held, version, two, monkeypatch):
    asks = signing.sealed_elsewhere
    monkeypatch.setattr(
        signing, "sealed_elsewhere", lambda *args: signing.Ahead(("0", *asks(*args).asked[1:]), b"nothing")
    )
    with pytest.raises(Refused, match="à cet instant"):
        sign(two[0], version)
    assert nothing_is_signed(version)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("URL", "http://ailleurs.example", "https"),
        ("URL", "ftp://127.0.0.1", "https"),
        ("CREDENTIAL", "", "KEVREAD_CSC_CREDENTIAL"),
        ("SECRET", "", "KEVREAD_CSC_SECRET"),
        ("CA", "", "KEVREAD_CSC_CA"),
        ("CA", "/nowhere", "KEVREAD_CSC_CA"),
        ("PIN", "", "KEVREAD_CSC_PIN"),
    ],
)
def test_set_by_halves_it_seals_nothing_and_says_what_is_missing(held, version, two, settings, name, value, said):
    setattr(settings, f"KEVREAD_CSC_{name}", value)
    with pytest.raises(Refused, match=said):
        sign(two[0], version)
    assert nothing_is_signed(version)


def test_a_federation_that_is_made_up_asks_for_no_seal(held, settings):
    settings.KEVREAD_DEMONSTRATION = True
    assert provider.provider() is None


def test_a_secret_is_in_no_trace(held):
    found = provider.provider()
    assert found.secret not in repr(found)
    assert found.pin not in repr(found)


def test_what_takes_no_seal_is_signed_without_it(held, shelf, two):
    text = File("rapport.txt", b"Un rapport.", "text/plain")
    version = shelf.file(source=text, organisation=shelf.scene.first, asked=[Asked(two[0], "Présidence")])
    assert not hasattr(sign(two[0], version), "seal")
    assert held.ends == []


def test_the_page_and_the_evidence_say_who_gave_the_certificate(held, version, two):
    sign(two[0], version)
    found = known(sealed_bytes(version)).report.signatures[0]
    said = (
        "Cachet qualifié de « Fédération d’essai, Cachet des documents », certificat donné par « Prestataire d’essai, "
        "Autorité des cachets »"
    )
    assert found.by_whom == said
    assert seal_in_words(found) == f"Sceau intact, daté par ce site. {said}."
    page = given(sealed_bytes(version))
    assert " ".join(said.split()) in " ".join(page.split())
    assert "la signature de chaque personne reste simple" in page


@pytest.mark.parametrize(
    ("level", "kind", "said"),
    [
        ("seal", "", "Sceau de ce site"),
        ("advanced", "", "Certificat d’un tiers, que rien ne dit qualifié : « A », certificat donné par « B »"),
        ("qualified", "esign", "Signature qualifiée de « A », certificat donné par « B »"),
    ],
)
def test_the_word_is_what_the_certificate_says(level, kind, said):
    found = Found(
        "Sig1", "Anne", "ess", NOW, "server", True, True, level, True, "none", 1, holder="A", issuer="B", kind=kind
    )
    assert found.by_whom == said
