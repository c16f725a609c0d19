"""The functions of ours that indexes are made on. A change of one is a migration that builds its indexes anew."""

# unaccent() is not IMMUTABLE because its dictionary could change; ours never does, so that columns can be generated
# from it and indexed.
F_UNACCENT = """
CREATE OR REPLACE FUNCTION f_unaccent(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT public.unaccent('public.unaccent', $1) $$
"""

# Words that the stemmer of French cuts to another’s, which here they are not: « groupement » to « groupe », « commune » to
# « commun », « communication » to both. A digit behind keeps them whole, since the stemmer leaves what holds one.
WHOLE = (
    "activit[ée]|appartement|commune|communication|conseiller|d[ée]partement|donn[ée]e|[ée]quipement|formation|groupement"
    "|information|logement|m[èe]re|organisme|parlement|pays|r[èe]glement|traitement|universit[ée]"
)

# How a text is spelt before it is stemmed, in this order. An inclusive form leaves the one word that stands for both
# (« délégué·e·s », « salarié-e-s », « directeur·rice »). What is neither letter nor digit is no word. The feminine of a trade
# goes to its masculine, which the stemmer does not do (« développeuse », « directrice », « trésorière »). What is typed without
# accents gets back the only one that changes a stem (« deleguee »). Two words by their names. And what must stay whole does.
INCLUSIVE = (
    r"([[:alpha:]]{2})(?:[·./-]|\()"
    r"(?:es?|nes?|les?|fes?|[tv]es?|ses?|[td]?rices?|ices?|euses?|i?[èe]res?|ives?|s)\)?(?:[·./-]?s)?(?![[:alnum:]])"
)
SPELT = (
    (INCLUSIVE, r"\1 "),
    (r"[^[:alnum:]]+|[ʰ-˿ŉ]", " "),
    (r"([[:alpha:]]{2})euses?\M", r"\1eur"),
    (r"([td])rices?\M", r"\1eur"),
    (r"([[:alpha:]]{3})[èe]res?\M", r"\1er"),
    (r"([[:alpha:]]{2})ees?\M", r"\1ée"),
    (r"\mpubliques?\M", "public"),
    (r"\mtravaux\M", "travail"),
    (
        r"\m(?:ça|les)\M",
        " ",
    ),  # the first would be « CA »; the second, PostgreSQL forgot among the words that say nothing
    (rf"\m(?:{WHOLE})s?\M", r"\&0"),
)

# What the stemmer leaves apart is joined: « directeur » and « lieux » end alike, « paysan » as « paysann », « élu » as
# « élus », « sportif » as « sportiv ».
JOINED = (
    (r"s0:", "0:"),
    (r"(eur|eux):", "eu:"),
    (r"([a-z]{3}[aeo]n)n:", r"\1:"),
    (r"([a-z]{2}u)s:", r"\1:"),
    (r"([a-z]{2})if:", r"\1iv:"),
)


def replacing(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    """The SQL that applies these one after the other."""
    for pattern, by in rules:
        text = f"regexp_replace({text}, '{pattern}', '{by}', 'g')"
    return text


# Stemmed with its accents, then without them. Lexemes hold letters and digits only: their quotes are taken off, and those
# that unaccent() makes of a rare letter.
STEMS = """
CREATE FUNCTION french_stems(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT {joined} $$
""".format(
    joined=replacing(
        "translate(public.f_unaccent(translate(to_tsvector('pg_catalog.french', $1)::text, '''', '')), '''\\', '')",
        JOINED,
    )
)

# The words of a text and where they stand: those that a search compares. Each as it is written, and once more as somebody
# would type it without any accent.
FRENCH_WORDS = """
CREATE FUNCTION french_words(text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000
AS $$
DECLARE
    spelt text := {spelt};
BEGIN
    IF length(spelt) > 200 THEN -- a word may be longer than a lexeme
        spelt := regexp_replace(spelt, '[^ ]{{200,}}', ' ', 'g');
    END IF;
    RETURN (public.french_stems(spelt) || ' '
        || public.french_stems(regexp_replace(public.f_unaccent(spelt), '([[:alpha:]]{{2}})ees?\\M', '\\1ée', 'g')))::tsvector;
END $$
""".format(spelt=replacing("translate(normalize(lower(left($1, 100000)), NFC), '’‘‧•⋅∙・', '  ·····')", SPELT))

FRENCH = STEMS + ";" + FRENCH_WORDS
FRENCH_GONE = "DROP FUNCTION french_words(text); DROP FUNCTION french_stems(text)"
