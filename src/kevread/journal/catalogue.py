# ruff: noqa: S608 — of our own words
"""What PostgreSQL is asked of what it holds besides rows, one question for each kind of thing: to what each belongs, its name,
how it is defined. Names are those of PostgreSQL itself (`journal.strict`), answers the same on every server."""

# Where PostgreSQL says what it calls, whole, its own things included, and by what each line there is known: what answers, how
# values sort and are read. Of types, those of its own alone: each table has one, those that pass included.
ANSWERING = {
    "pg_proc": "oid",
    "pg_operator": "oid",
    "pg_cast": "oid",
    "pg_amop": "oid",
    "pg_amproc": "oid",
    "pg_opclass": "oid",
    "pg_aggregate": "aggfnoid::oid",
    "pg_range": "rngtypid",
    "pg_language": "oid",
    "pg_type": "oid",
    "pg_ts_config": "oid",
    "pg_ts_config_map": "mapcfg",
    "pg_ts_dict": "oid",
}
OWN_TYPES = {"pg_type": "WHERE oid OPERATOR(pg_catalog.<) '16384'::pg_catalog.oid"}
# What PostgreSQL itself did not bring: neither by its number nor by its folder, since whoever is a superuser gives either. Its
# name, without the folder when it is ours.
ADDED = "({0}.oid >= 16384 OR n.nspname NOT IN ('pg_catalog', 'information_schema'))"
NAME = "CASE n.nspname WHEN 'public' THEN {0}::text ELSE concat(n.nspname, '.', {0}) END"
# An extension is told by its name. Whoever owns one may add to it what they like, and a superuser what another library does:
# what is written in C, of the library that bears its name, came with it.
IN_C = """EXISTS (
    SELECT FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid
    JOIN pg_proc m ON m.oid = d.objid JOIN pg_language l ON l.oid = m.prolang
    WHERE m.oid = {0} AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
        AND l.lanname = 'c' AND m.probin = concat('$libdir/', e.extname)
)"""
# What has a number of PostgreSQL's own, and calls a function that is not.
BY_ADDED = f"""EXISTS (
    SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = {{0}} AND {ADDED.format("p")}
)"""
MEMBER = "EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{1}'::regclass AND d.objid = {0}.oid AND d.deptype = 'e')"
OWNER = "(SELECT relowner FROM pg_class WHERE oid = to_regclass('public.journal_act'))"
BY_ANOTHER = f"CASE WHEN {{0}} IS DISTINCT FROM {OWNER} THEN concat('of ', {{0}}::regrole) END"
# Not those that pass with the session of somebody else, nor where long values stand.
PASSING = "n.nspname ~ '^pg_(toast|(toast_)?temp_[0-9]+)$' AND n.oid <> pg_my_temp_schema()"
# Where PostgreSQL looks before it looks among ours, all that is its own bears a name of its own.
BEFORE_OURS = "n.nspname = 'pg_catalog' AND c.relname !~ '^pg_'"
NOT_ITS_OWN = f"({ADDED.format('c')} OR {BEFORE_OURS})"
TABLES = f"pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND {NOT_ITS_OWN} AND NOT ({PASSING})"
TABLE = NAME.format("c.relname")
MAINTAIN = "CASE WHEN current_setting('server_version_num')::integer >= 170000 THEN ARRAY['MAINTAIN'] ELSE '{}' END"
# A trigger by which PostgreSQL holds a constraint: it runs, on one of its tables, a function of PostgreSQL's own, known by its
# number, for what the constraint says. That it calls itself one says nothing.
HOLDS = """t.tgconstraint = k.oid AND t.tgisinternal AND t.tgqual IS NULL AND (
    k.contype = 'f' AND (t.tgrelid, t.tgfoid, t.tgtype) IN (
        (k.conrelid, 1644, 5), (k.conrelid, 1645, 17),
        (k.confrelid, (ARRAY[1654, 1648, 1646, 1650, 1652])[strpos('arcnd', k.confdeltype::text)], 9),
        (k.confrelid, (ARRAY[1655, 1649, 1647, 1651, 1653])[strpos('arcnd', k.confupdtype::text)], 17)
    ) OR k.contype IN ('u', 'p', 'x') AND t.tgrelid = k.conrelid AND t.tgfoid = 1250 AND t.tgtype = 21
)"""
UNHELD = f"""CASE WHEN (SELECT count(*) FROM pg_trigger t WHERE {HOLDS})
    <> CASE WHEN k.contype = 'f' THEN 4 WHEN k.contype IN ('u', 'p', 'x') AND k.condeferrable THEN 1 ELSE 0 END
    THEN 'unheld' END"""
# What no role of ours is given: it writes beside the tables, in the files of the server or everywhere, or stops others. A
# superuser is given them all. PostgreSQL has the last ones since 16 and 17.
BEYOND = """unnest(ARRAY['pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program', 'pg_read_server_files',
    'pg_signal_backend', 'pg_checkpoint', 'pg_create_subscription', 'pg_maintain']) beyond"""
ROLES = f"(VALUES ('l’application', current_user::regrole::oid), ('qui possède les tables', {OWNER})) each(who, role)"
APPLICATION_IS_APART = f"current_user::regrole <> {OWNER}"  # also where somebody made it a member of its owner
# What is given of each table, whole or by its columns.
GIVEN = """(SELECT * FROM aclexplode(c.relacl) UNION ALL
    SELECT e.* FROM pg_attribute a CROSS JOIN aclexplode(a.attacl) e WHERE a.attrelid = c.oid) x"""

# Of each kind of thing, those that there are: to what each belongs, its name, how it is defined.
QUESTIONS = {
    "table": f"""
        SELECT {TABLE}, {TABLE}, concat_ws(' ', c.relkind, c.relpersistence, CASE WHEN c.relrowsecurity THEN 'row security' END,
            CASE WHEN c.relforcerowsecurity THEN 'forced' END, {BY_ANOTHER.format("c.relowner")},
            (SELECT concat('inherits ', string_agg(inhparent::regclass::text, ', ' ORDER BY 1)) FROM pg_inherits
                WHERE inhrelid = c.oid HAVING count(*) > 0),
            CASE WHEN EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid) THEN 'inherited' END,
            CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
            substring(obj_description(c.oid, 'pg_class') FROM '^kevread: .*'))
        FROM {TABLES} WHERE c.relkind NOT IN ('i', 'I', 'S', 'c')
        AND c.relname NOT IN ('pg_stat_statements', 'pg_stat_statements_info')""",
    "column": f"""
        SELECT {TABLE}, concat({TABLE}, '.', a.attname), concat_ws(' ', format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN 'not null' END, nullif(a.attidentity, ''), nullif(a.attgenerated, ''),
            CASE WHEN a.attcollation <> t.typcollation THEN concat('collated ', a.attcollation::regcollation) END,
            pg_get_expr(v.adbin, v.adrelid))
        FROM {TABLES} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef v ON v.adrelid = c.oid AND v.adnum = a.attnum
        WHERE c.relkind = 'r'""",
    "constraint": f"""
        SELECT {TABLE}, concat({TABLE}, '.', k.conname),
            concat_ws(' ', pg_get_constraintdef(k.oid), CASE WHEN NOT k.convalidated THEN 'unproven' END, {UNHELD})
        FROM {TABLES} JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype NOT IN ('n', 't')""",
    "index": f"""
        SELECT {NAME.format("t.relname")}, {TABLE}, concat_ws(' ', pg_get_indexdef(c.oid),
            CASE WHEN NOT i.indisvalid THEN 'invalid' END, CASE WHEN NOT i.indisready THEN 'not fed' END,
            CASE WHEN NOT i.indislive THEN 'dead' END, CASE WHEN NOT i.indimmediate THEN 'deferred' END)
        FROM {TABLES} JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_class t ON t.oid = i.indrelid""",
    "trigger": f"""
        SELECT {TABLE}, concat({TABLE}, '.', t.tgname),
            concat_ws(' ', pg_get_triggerdef(t.oid), CASE WHEN t.tgenabled <> 'O' THEN concat('enabled ', t.tgenabled) END)
        FROM {TABLES} JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal OR t.tgenabled <> 'O'
        OR NOT EXISTS (SELECT FROM pg_constraint k WHERE {HOLDS})""",
    "rule": f"""
        SELECT {TABLE}, concat({TABLE}, '.', r.rulename), concat_ws(' ', pg_get_ruledef(r.oid), r.ev_enabled)
        FROM {TABLES} JOIN pg_rewrite r ON r.ev_class = c.oid WHERE c.relkind NOT IN ('v', 'm')""",
    "policy": f"""
        SELECT {TABLE}, concat({TABLE}, '.', p.polname), concat_ws(' ', p.polcmd, pg_get_expr(p.polqual, c.oid))
        FROM {TABLES} JOIN pg_policy p ON p.polrelid = c.oid""",
    "sequence": f"""
        SELECT {TABLE}, {TABLE}, concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle)
        FROM {TABLES} JOIN pg_sequence s ON s.seqrelid = c.oid""",
    "function": f"""
        SELECT {NAME.format("p.proname")},
            concat({NAME.format("p.proname")}, '(', pg_get_function_identity_arguments(p.oid), ')'),
            concat_ws(' ', p.prokind, pg_get_function_result(p.oid), l.lanname, p.provolatile, p.proparallel,
            CASE WHEN p.proisstrict THEN 'strict' END, CASE WHEN p.proleakproof THEN 'leakproof' END,
            CASE WHEN p.prosecdef THEN 'with the rights of its owner' END, array_to_string(p.proconfig, ', '),
            {BY_ANOTHER.format("p.proowner")}, pg_get_function_arguments(p.oid),
            encode(sha256(convert_to(concat(p.prosrc, p.probin, pg_get_function_sqlbody(p.oid)), 'UTF8')), 'hex'))
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND {ADDED.format("p")}
        JOIN pg_language l ON l.oid = p.prolang WHERE NOT {IN_C.format("p.oid")}""",
    "type": f"""
        SELECT {NAME.format("t.typname")}, {NAME.format("t.typname")}, concat_ws(' ', t.typtype,
            CASE WHEN t.typnotnull THEN 'not null' END, format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typdefault,
            (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
            (SELECT string_agg(pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname) FROM pg_constraint k
                WHERE k.contypid = t.oid AND k.contype <> 'n'),
            (SELECT string_agg(concat(a.attname, ' ', format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
                FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
            (SELECT concat(format_type(r.rngsubtype, NULL), ' ', r.rngcanonical, ' ', r.rngsubdiff) FROM pg_range r
                WHERE r.rngtypid = t.oid))
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND {ADDED.format("t")}
        LEFT JOIN pg_class c ON c.oid = t.typrelid
        WHERE t.typtype <> 'm' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
        AND coalesce(c.relkind, 'c') = 'c'
        AND NOT (t.typtype = 'b' AND {MEMBER.format("t", "pg_type")})""",
    "operator": f"""
        SELECT '', o.oid::regoperator::text, o.oprcode::text FROM pg_operator o
        JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE {ADDED.format("o")} OR {BY_ADDED.format("o.oprcode")}""",
    "cast": f"""
        SELECT '', concat(c.castsource::regtype, ' vers ', c.casttarget::regtype), concat_ws(' ', c.castcontext, c.castmethod)
        FROM pg_cast c WHERE c.oid >= 16384 OR {BY_ADDED.format("c.castfunc")}""",
    "dictionary": f"""
        SELECT '', {NAME.format("t.dictname")}, t.dictinitoption FROM pg_ts_dict t
        JOIN pg_namespace n ON n.oid = t.dictnamespace AND {ADDED.format("t")}""",
    # Of those of PostgreSQL's own, the ones that read by a dictionary or a parser that is not.
    "search": f"""
        SELECT '', {NAME.format("t.cfgname")}, concat_ws(' ', t.cfgparser, (
            SELECT string_agg(concat(m.maptokentype, ' ', m.mapdict::regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
            FROM pg_ts_config_map m WHERE m.mapcfg = t.oid
        )) FROM pg_ts_config t JOIN pg_namespace n ON n.oid = t.cfgnamespace WHERE {ADDED.format("t")} OR t.cfgparser >= 16384
        OR EXISTS (SELECT FROM pg_ts_config_map m JOIN pg_ts_dict d ON d.oid = m.mapdict
            JOIN pg_namespace n ON n.oid = d.dictnamespace WHERE m.mapcfg = t.oid AND {ADDED.format("d")})""",
    "extension": "SELECT '', extname, '' FROM pg_extension WHERE extname NOT IN ('plpgsql', 'pg_stat_statements', 'amcheck')",
    "statistics": f"""
        SELECT {TABLE}, concat({TABLE}, '.', s.stxname), pg_get_statisticsobjdef(s.oid)
        FROM {TABLES} JOIN pg_statistic_ext s ON s.stxrelid = c.oid""",
    # What leaves for another server, and what comes from one.
    "publication": """
        SELECT '', p.pubname, concat_ws(' ', CASE WHEN p.puballtables THEN 'all tables' END,
            (SELECT string_agg(r.prrelid::regclass::text, ', ' ORDER BY 1) FROM pg_publication_rel r WHERE r.prpubid = p.oid),
            (SELECT string_agg(n.pnnspid::regnamespace::text, ', ' ORDER BY 1) FROM pg_publication_namespace n
                WHERE n.pnpubid = p.oid))
        FROM pg_publication p""",
    "subscription": """
        SELECT '', s.subname, array_to_string(s.subpublications, ', ') FROM pg_subscription s
        WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())""",
    "event": "SELECT '', concat(evtevent, ' ', evtname), concat_ws(' ', evtfoid::regproc, evtenabled) FROM pg_event_trigger",
    # Of a role or of the database, but for what says how long, how much and where one writes what happened.
    "setting": """
        SELECT '', concat(split_part(said, '=', 1), CASE WHEN s.setrole <> 0 THEN concat(' pour ', s.setrole::regrole) END),
            split_part(said, '=', 2)
        FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = s.setdatabase CROSS JOIN unnest(s.setconfig) said
        WHERE (d.oid IS NULL OR d.datname = current_database())
        AND said NOT IN ('search_path=public', 'search_path=public, pg_temp')
        AND said !~
            '^((log_|temp_|max_parallel|effective_|random_page|jit|lc_)[a-z_]*|work_mem|maintenance_work_mem|[a-z_]*_timeout|timezone)='
    """,
    # What the application may do, where it is not the owner; and what anybody else may, but read.
    "right": f"""
        SELECT {TABLE}, {TABLE}, concat_ws(' ',
            (SELECT string_agg(may, ', ' ORDER BY may) FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',
                'REFERENCES', 'TRIGGER'] || {MAINTAIN}) may WHERE has_table_privilege(c.oid, may)),
            (SELECT concat('INSERT ', string_agg(a.attname, ', ' ORDER BY a.attname)) FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT has_table_privilege(c.oid, 'INSERT')
                AND has_column_privilege(c.oid, a.attnum, 'INSERT') HAVING count(*) > 0),
            (SELECT concat('UPDATE ', string_agg(a.attname, ', ' ORDER BY a.attname)) FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT has_table_privilege(c.oid, 'UPDATE')
                AND has_column_privilege(c.oid, a.attnum, 'UPDATE') HAVING count(*) > 0))
        FROM {TABLES} WHERE c.relkind = 'r' AND {APPLICATION_IS_APART}
        UNION ALL
        SELECT '', concat('toute la base : ', may), '' FROM unnest(ARRAY['CREATE', 'TEMPORARY']) may
        WHERE {APPLICATION_IS_APART} AND has_database_privilege(current_database(), may)
        UNION ALL
        SELECT '', concat('toutes les tables, donné à ', m.member::regrole), '' FROM pg_auth_members m
        WHERE {APPLICATION_IS_APART} AND m.roleid = 'pg_write_all_data'::regrole
        UNION ALL
        SELECT '', concat(beyond, ', donné à ', who), '' FROM {BEYOND} CROSS JOIN {ROLES}
        WHERE {APPLICATION_IS_APART} AND pg_has_role(role, to_regrole(beyond), 'MEMBER')
        UNION ALL
        SELECT '', concat('le réglage ', p.parname, ', donné à ', CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE who END),
            string_agg(DISTINCT x.privilege_type, ', ' ORDER BY x.privilege_type)
        FROM pg_parameter_acl p CROSS JOIN LATERAL aclexplode(p.paracl) x CROSS JOIN {ROLES}
        WHERE {APPLICATION_IS_APART} AND (x.grantee = 0 OR pg_has_role(role, x.grantee, 'MEMBER')) GROUP BY 2
        UNION ALL
        SELECT DISTINCT '', 'toute la base : CREATE, donné à qui possède les tables', '' FROM pg_database d
        CROSS JOIN LATERAL aclexplode(d.datacl) x WHERE d.datname = current_database() AND {APPLICATION_IS_APART}
        AND x.privilege_type = 'CREATE' AND x.grantee NOT IN (0, d.datdba) AND pg_has_role({OWNER}, x.grantee, 'MEMBER')
        UNION ALL
        SELECT '', 'ce que peut qui possède les tables, donné à l’application', ''
        WHERE {APPLICATION_IS_APART} AND pg_has_role(current_user, {OWNER}, 'MEMBER')
        UNION ALL
        SELECT '', concat('ce qui sera fait par ', d.defaclrole::regrole, CASE WHEN d.defaclnamespace <> 0
            THEN concat(' dans ', d.defaclnamespace::regnamespace) END), string_agg(d.defaclobjtype::text, ' ' ORDER BY 1)
        FROM pg_default_acl d WHERE {APPLICATION_IS_APART} AND d.defaclrole IN ({OWNER}, current_user::regrole)
        GROUP BY d.defaclrole, d.defaclnamespace
        UNION ALL
        SELECT {TABLE}, {TABLE}, (SELECT string_agg(may, ', ' ORDER BY may) FROM unnest(ARRAY['SELECT', 'UPDATE', 'USAGE']) may
            WHERE has_sequence_privilege(c.oid, may))
        FROM {TABLES} WHERE c.relkind = 'S' AND {APPLICATION_IS_APART}
        UNION ALL
        SELECT '', concat('le dossier ', n.nspname, ' : CREATE'), '' FROM pg_namespace n
        WHERE {APPLICATION_IS_APART} AND has_schema_privilege(n.oid, 'CREATE')
        UNION ALL
        SELECT {NAME.format("p.proname")}, concat({NAME.format("p.proname")}, '()'),
            has_function_privilege(p.oid, 'EXECUTE')::text
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace AND {ADDED.format("p")}
        WHERE p.prosecdef AND {APPLICATION_IS_APART}
        UNION ALL
        SELECT {TABLE}, concat({TABLE}, ', donné à ', coalesce(nullif(x.grantee, 0)::regrole::text, 'PUBLIC')),
            string_agg(DISTINCT x.privilege_type, ', ' ORDER BY x.privilege_type)
        FROM {TABLES} CROSS JOIN LATERAL {GIVEN}
        WHERE {APPLICATION_IS_APART} AND x.privilege_type <> 'SELECT' AND x.grantee NOT IN (c.relowner, current_user::regrole)
        GROUP BY c.oid, c.relname, n.nspname, x.grantee
        UNION ALL
        SELECT {TABLE}, concat({TABLE}, ', que l’application peut donner'),
            string_agg(DISTINCT x.privilege_type, ', ' ORDER BY x.privilege_type)
        FROM {TABLES} CROSS JOIN LATERAL {GIVEN}
        WHERE {APPLICATION_IS_APART} AND x.is_grantable AND x.grantee NOT IN (0, c.relowner)
        AND pg_has_role(current_user, x.grantee, 'MEMBER')
        GROUP BY c.oid, c.relname, n.nspname""",
}
