"""Words that French spreadsheets use for the same thing. Each line is one thing, and goes on where the next begins with a bar;
a word may stand on several: which one is meant is seen by what else the sheet says."""

from functools import cache

from rapidfuzz import fuzz

from .cells import key

HEADERS = """
nom | nom de famille | patronyme | nom adherent | nom usuel | nom membre
prénom | prénoms | prénom adherent | prénom usuel
adresse électronique | e-mail | email | mail | courriel | mél | adresse mail | adresse e-mail | adresse courriel
| adresse de messagerie | contact mail
téléphone | tél | portable | mobile | numéro de téléphone
nom | dénomination | raison sociale | structure | nom de la structure | organisation | nom de l’organisation
| organisme | association | nom de l’association | entité | intitulé | titre
dénomination statutaire | nom statutaire | dénomination légale | nom officiel | nom complet
nom d’usage | enseigne | nom commercial | nom courant
lieu | commune | ville | localité | commune du siège | siège social | siège | ville du siège
SIREN | numéro SIREN | code SIREN | siren unite legale
SIRET du siège | SIRET | numéro SIRET | code SIRET
RNA | numéro RNA | code RNA | waldec | numéro association
forme juridique | statut juridique | statut | famille juridique | type de structure | forme
échelle | niveau | type
identifiant | code | code court | slug | nom court
qualités | rôle dans le réseau | liens
depuis | date de début | début | date d’entrée | entrée | du | à partir du | date d’adhésion | adhésion depuis
| créé le | date de création | date | premier jour
jusqu’au | date de fin | fin | échéance | au | terme | date de sortie | sortie | fin de mandat | fin mandat | dernier jour
premier jour | depuis | depuis le | élu le | date d’élection | date de nomination | début de mandat | prise de fonction
collège | college electoral
membre | adhérent | structure | organisation | association | structure adhérente | pôle
adhère à | réseau | groupement | tête de réseau | fédération | membre de
organisation | structure | pôle | entité | porteur | employeur | territoire de
instance | pôle | organe | conseil | assemblée | bureau | gouvernance
personne | nom prénom | prénom nom | nom et prénom | nom complet | titulaire | administrateur | administratrice | élu
| représentant | membre | qui
représente | au nom de | pour | structure représentée | au titre de | mandant | structure
siège | fonction | poste | rôle | responsabilité | mandat | qualité
code | code insee | code epci | siren epci | code territoire
source | référence | délibération | origine
certitude | fiabilité
"""
VALUES = """
Association | asso | assoc | asso 1901 | asso loi 1901 | association loi 1901 | loi 1901 | association déclarée
Coopérative | coop | scop | scic | cae | société coopérative
Mutuelle | mutuelles
Fondation | fondations
Société commerciale | sas | sarl | sa | esus | société | entreprise
Organisme public | collectivité | commune | epci | public | établissement public
Tête de réseau | tête | fédération
Présidence | président | présidente | président e | président(e) | président·e | pdt | pdte | prés
Vice-présidence | vice-président | vice-présidente | vice-président e | vice-président(e) | vice-président·e | vp
Secrétariat | secrétaire | secrétaire général
Trésorerie | trésorier | trésorière | trésorier e | trésorier(e) | trésorier·e | trésorier·ère
Administrateur·rice | administrateur | administratrice | administrateur(trice) | admin | adm | membre du conseil
Élection | élu | élue | élu·e | élu(e)
Désignation | désigné | désignée | désigné·e | nommé | nommée
oui | o | x | vrai | yes
non | n | faux | no
"""


def grouped(lines: str) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(key(word) for word in line.split(" | ")) for line in lines.replace("\n|", " |").strip().splitlines()
    )


OF_HEADERS, OF_VALUES = grouped(HEADERS), grouped(VALUES)
NEAR = 83  # of a hundred: « Commune du siége » and « Prénon » are above, « SIRET » for « SIREN » is not


@cache
def likeness(said: str, meant: str) -> tuple[float, str]:
    """How surely a header says what a column of ours is called, out of one, and why.

    >>> likeness("Courriel :", "adresse électronique")[0], likeness("PRENOM", "prénom")[0], likeness("Remarque", "nom")[0]
    (0.9, 1.0, 0.0)
    """
    one, other = key(said), key(meant)
    if not one or not other:
        return 0.0, ""
    if one == other:
        return 1.0, "C’est le même nom."
    if any(one in group and other in group for group in OF_HEADERS):
        return 0.9, f"« {said} » se dit pour « {meant} »."
    near = fuzz.ratio(one, other)
    if near >= NEAR and min(len(one), len(other)) > 3:
        return near / 100 * 0.9, f"« {said} » s’écrit presque comme « {meant} »."
    return 0.0, ""


def same_value(said: str, meant: str) -> bool:
    """
    >>> same_value("Asso loi 1901", "Association"), same_value("SCIC", "Mutuelle")
    (True, False)
    """
    one, other = key(said), key(meant)
    return any(one in group and other in group for group in OF_VALUES)
