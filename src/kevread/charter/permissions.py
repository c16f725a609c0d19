"""Who may decide a setting, derogate, attest, contest and answer, keep a register, attach the source."""

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import doors
from kevread.common.words import of
from kevread.directory.models import Organisation

from .models import Contest
from .specs import SettingSpec


def may_set(actor: Actor, spec: SettingSpec, organisation: Organisation, head: Organisation) -> Grounds:
    """A setting of the common framework is decided at the head of network; an organisation's own, by itself."""
    if spec.is_given:
        return Grounds(
            False, "Cette valeur ne se décide pas dans le réseau : elle vient de la source que son article cite."
        )
    where = head if spec.decided_by == "head" else organisation
    if actor.is_system or actor.hat_for("set_setting", where.pk):
        return Grounds(True, f"Vous pouvez inscrire cette décision au titre {of(where.name)}.")
    said = f"Cette modalité se décide à l’échelle {of(where.name)}. Sa présidence ou sa direction peut inscrire la décision."
    if spec.decided_by == "head":
        said = (
            f"Le document ne dit pas qui décide d’une modalité commune : Kevread propose que ce soit {head.name}, dont la "
            "présidence ou la direction inscrit la décision."
        )
    return _refused(
        actor,
        "set_setting",
        where,
        said,
    )


def may_derogate(actor: Actor, head: Organisation) -> Grounds:
    """Whoever it is for: the rule is common, and so is what departs from it."""
    if actor.is_system:
        return Grounds(True, "Kevread le fait de lui-même à l’installation.")
    if hat := actor.hat_for("grant_derogation", head.pk):
        return Grounds(True, f"Vous pouvez inscrire une dérogation, ou y mettre fin : {hat.label}.")
    return _refused(
        actor,
        "grant_derogation",
        head,
        f"Le document ne dit pas qui décide d’une dérogation : Kevread propose que ce soit {head.name} ; sa "
        "présidence ou la coordination du réseau l’inscrit.",
    )


def may_attest(actor: Actor, organisation: Organisation) -> Grounds:
    return _may(actor, "attest", organisation, "attester ce point")


def may_keep(actor: Actor, organisation: Organisation) -> Grounds:
    return _may(actor, "keep_register", organisation, "dire depuis quand ce registre est tenu")


def may_contest(actor: Actor, organisation: Organisation) -> Grounds:
    """Whoever reads a finding may say that it is false."""
    if hat := actor.hat_for("read", organisation.pk):
        return Grounds(True, f"Vous lisez ce constat : {hat.label}.")
    return _refused(
        actor,
        "read",
        organisation,
        f"Les constats {of(organisation.name)} se lisent, et se contestent, avec un mandat ou un poste qui y donne accès.",
    )


def may_answer_contest(actor: Actor, contest: Contest) -> Grounds:
    """Answer, and close once it is corrected: the secretariat of the organisation, or the head of network; never who
    contested."""
    if actor.person == contest.person_id:
        return Grounds(False, "Vous avez contesté ce constat : une autre personne y répond.")
    if hat := actor.hat_for("answer_contest", contest.organisation_id):
        return Grounds(True, f"Vous pouvez y répondre : {hat.label}.")
    return _refused(
        actor,
        "answer_contest",
        contest.organisation,
        f"À cette contestation répond le secrétariat {of(contest.organisation.name)} (présidence, direction, secrétariat "
        "confié) ou la coordination du réseau.",
    )


def may_attach_source(actor: Actor, head: Organisation) -> Grounds:
    return _may(actor, "attach_source", head, "joindre le document fondateur")


def _may(actor: Actor, right: str, organisation: Organisation, what: str) -> Grounds:
    if actor.is_system:
        return Grounds(True, "Kevread le fait de lui-même à l’installation.")
    if hat := actor.hat_for(right, organisation.pk):
        return Grounds(True, f"Vous pouvez {what} : {hat.label}.")
    return _refused(
        actor,
        right,
        organisation,
        f"Pour {what} au nom {of(organisation.name)}, il faut y avoir un mandat ou un poste qui le permet : "
        "sa présidence ou sa direction peut le faire.",
    )


def _refused(actor: Actor, right: str, where: Organisation, why: str) -> Grounds:
    """No, and why; what it takes, and where, so that the page names those who may, and a way to ask them."""
    ways = () if actor.person is None else doors(where.slug, where.name, right, within=bool(actor.hats))
    return Grounds(False, why, ways, right, where.slug)
