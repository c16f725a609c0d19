"""The function of ours that indexes are made on."""

# unaccent() is not IMMUTABLE because its dictionary could change; ours never does, so that columns can be generated
# from it and indexed.
F_UNACCENT = """
CREATE OR REPLACE FUNCTION f_unaccent(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT public.unaccent('public.unaccent', $1) $$
"""
