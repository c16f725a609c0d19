"""What is unusual in a file, in sentences. Pure."""

from collections.abc import Mapping, Sequence


def many(count: object, one: str, more: str) -> str:
    return one if count == 1 else more.format(count)


def told_of(remarks: Mapping[str, object]) -> list[str]:
    """
    >>> told_of({"habit": "des points-virgules, comme un tableur en produit", "holes": 1})
    ['Ce fichier a des points-virgules, comme un tableur en produit.', 'Un numéro d’écriture manque.']
    """
    told = []
    if habit := remarks.get("habit"):
        told.append(f"Ce fichier a {habit}.")
    if siren := remarks.get("siren"):
        told.append(
            f"Son nom porte le SIREN {siren}, et celui de l’organisation n’est pas inscrit à l’annuaire : vérifiez-le."
        )
    said = {
        "holes": ("Un numéro d’écriture manque.", "{} numéros d’écriture manquent."),
        "provisional": ("Une ligne n’est pas validée : l’exercice est sans doute provisoire.",
                        "{} lignes ne sont pas validées : l’exercice est sans doute provisoire."),
        "negative": ("Un montant est négatif : il est lu avec son signe.",
                     "{} montants sont négatifs : ils sont lus avec leur signe."),
        "twice": ("Une ligne est là deux fois, la même en tout : elle est comptée deux fois.",
                  "{} lignes répètent une autre ligne, la même en tout : si des écritures y sont deux fois, les totaux aussi."),
        "mixed": ("Une ligne n’est pas écrite dans les mêmes caractères que les autres : elle est lue quand même.",
                  "{} lignes ne sont pas écrites dans les mêmes caractères que les autres : elles sont lues quand même."),
        "aside": ("Une ligne sans compte est laissée de côté.", "{} lignes sans compte sont laissées de côté."),
        "closed": ("Une écriture de clôture solde des comptes 6 et 7 : ils sont lus à zéro. Demandez le fichier d’avant.",
                   "{} écritures de clôture soldent des comptes 6 et 7 : ils sont lus à zéro. Demandez le fichier d’avant."),
    }  # fmt: skip
    told += [many(remarks[name], *words) for name, words in said.items() if remarks.get(name)]
    return told


def said_of_codes(value: Mapping[str, str], row: object) -> str:
    """
    >>> said_of_codes({"N": "SUPPORT", "F": "ETAT"}, None)
    'N : SUPPORT, F : ETAT'
    """
    return ", ".join(f"{axis} : {code}" for axis, code in value.items()) or "rien"


def said_of_parts(value: Sequence[Sequence[object]] | Mapping[str, object], row: object) -> str:
    """
    >>> said_of_parts([["SUPPORT", 1], ["ANIMATION", 3]], None)
    'SUPPORT 1, ANIMATION 3'
    """
    pairs = value.items() if isinstance(value, Mapping) else value
    return ", ".join(f"{code} {weight}" for code, weight in pairs)
