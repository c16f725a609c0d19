"""The mutants of guards: where they stand, and how the code of one takes the place of the right one, in this process.

A guard is what says no: a comparison, a clause of an « and » or of an « or », a right that is asked, a lock, a condition
that raises, what `visible_to` leaves out. Each is found in the syntax, and broken in one way.
"""

import ast
import copy
import gc
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "kevread"
GUARDS = ("permissions.py", "operations.py", "operations/*.py", "rules.py", "rules/*.py", "models.py", "models/*.py")
LEFT_OUT = ("demonstration", "ui")  # what they refuse protects nobody
OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
LOOKUPS = {"__lt": "__lte", "__lte": "__lt", "__gt": "__gte", "__gte": "__gt"}
RIGHTS_ASKED = ("grounds", "granted_by_a_seat", "hat_for", "keeps_everything", "_may")
RIGHTS = set(re.findall(r'^    "(\w+)": "', (PACKAGE / "seats" / "roles.py").read_text(encoding="utf-8"), re.MULTILINE))
type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Mutant:
    """`function` is the outermost one, as Python calls it: « MeetingQuerySet.visible_to »."""

    path: Path
    function: str
    line: int
    was: str
    becomes: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Stable while the function does not change: what is argued is named by it."""
        return f"{self.path.relative_to(PACKAGE)} {self.function}: {self.was} ⇒ {self.becomes}"

    @property
    def key(self) -> str:
        """The same, and what the function is: a verdict does not outlive it."""
        source = ast.unparse(next(node for name, node in functions(parsed(self.path)) if name == self.function))
        return sha256(f"{self.name} {self.line - first_line(self)} {source}".encode()).hexdigest()[:16]


def first_line(mutant: Mutant) -> int:
    return next(node.lineno for name, node in functions(parsed(mutant.path)) if name == mutant.function)


PARSED: dict[Path, ast.Module] = {}


def parsed(path: Path) -> ast.Module:
    if path not in PARSED:
        PARSED[path] = ast.parse(path.read_text(encoding="utf-8"))
    return PARSED[path]


def files(patterns: list[str]) -> list[Path]:
    """The files where guards are, those of `patterns` only when there are some: « seats », « permissions »."""
    found = sorted({path for room in PACKAGE.iterdir() for guards in GUARDS for path in room.glob(guards)})
    kept = [path for path in found if path.relative_to(PACKAGE).parts[0] not in LEFT_OUT]
    return [p for p in kept if not patterns or any(one in str(p.relative_to(PACKAGE)) for one in patterns)]


def functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, Function]]:
    """The outermost functions, and those of classes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield within + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{within}{node.name}.")


def mutants(path: Path) -> Iterator[Mutant]:
    """Of models, what `visible_to` shows and what `lock` locks; of the other files, everything."""
    models = "models" in path.relative_to(PACKAGE).as_posix()
    for name, function in functions(parsed(path)):
        if models and function.name not in ("visible_to", "lock"):
            continue
        for place, node in enumerate(ast.walk(function)):
            for broken in ways(node, function):
                tree = copy.deepcopy(parsed(path))
                twin = next(node for other, node in functions(tree) if other == name)
                put(twin, place, broken)
                line = getattr(node, "lineno", function.lineno)
                yield Mutant(path, name, line, short(node), short(broken), ast.fix_missing_locations(tree))


def short(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return ast.unparse(node).replace("\n", " ")


def put(function: Function, place: int, broken: ast.AST) -> None:
    """The broken node, where the right one stands: the nodes of both trees are walked in the same order."""
    target = list(ast.walk(function))[place]
    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, field, ast.copy_location(broken, target))
            elif isinstance(value, list) and any(one is target for one in value):
                value[next(i for i, one in enumerate(value) if one is target)] = ast.copy_location(broken, target)


def ways(node: ast.AST, function: Function) -> Iterator[ast.AST]:
    """How a node may be broken; nothing for what is no guard."""
    match node:
        case ast.Compare(ops=ops):
            for rank, op in enumerate(ops):
                if type(op) in OTHER:
                    broken = copy.deepcopy(node)
                    broken.ops[rank] = OTHER[type(op)]()
                    yield broken
        case ast.BoolOp(values=values):
            for rank in range(len(values)):
                rest = values[:rank] + values[rank + 1 :]
                yield copy.deepcopy(rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))
        case ast.If(body=body) if refuses(body, function):
            broken = copy.deepcopy(node)
            broken.test = ast.Constant(False)
            yield broken
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="or_raise"))):
            yield ast.Pass()
        case ast.keyword(arg=str(name)) if any(name.endswith(one) for one in LOOKUPS):
            ending = next(one for one in LOOKUPS if name.endswith(one))
            yield ast.keyword(name.removesuffix(ending) + LOOKUPS[ending], copy.deepcopy(node.value))
        case ast.Call():
            yield from calls(node, function)
        case _:
            yield from either(node, function)


def either(node: ast.AST, function: Function) -> Iterator[ast.AST]:
    """One of two: a condition that chooses a right, a clause of what is looked for in the database."""
    match node:
        case ast.IfExp() if says_who(function) or "may_" in ast.unparse(node):
            yield copy.deepcopy(node.body)
            yield copy.deepcopy(node.orelse)
        case ast.BinOp(op=ast.BitOr() | ast.BitAnd()) if "Q(" in ast.unparse(node):
            yield copy.deepcopy(node.left)
            yield copy.deepcopy(node.right)
        case ast.AugAssign(op=ast.BitOr()) if "Q(" in ast.unparse(node):
            yield ast.Pass()


def refuses(body: list[ast.stmt], function: Function) -> bool:
    """What a condition guards: a refusal; or, where one says who may, an answer."""
    return isinstance(body[0], ast.Raise) or (says_who(function) and isinstance(body[0], ast.Return))


def says_who(function: Function) -> bool:
    return function.name.startswith("may_") or function.name == "visible_to"


def calls(node: ast.Call, function: Function) -> Iterator[ast.AST]:
    """A lock that does not lock, a list that leaves nobody out, a right that is another one."""
    match node.func:
        case ast.Attribute(value=rows, attr="lock") if len(node.args) == 1:
            get = ast.Attribute(copy.deepcopy(rows), "get", ast.Load())
            yield ast.Call(get, [], [ast.keyword("pk", copy.deepcopy(node.args[0]))])
        case ast.Attribute(value=rows, attr="select_for_update"):
            yield copy.deepcopy(rows)
        case ast.Attribute(value=rows, attr="filter" | "exclude" | "none") if function.name == "visible_to":
            if isinstance(rows, ast.Name) and rows.id == "self":
                yield ast.Call(ast.Attribute(copy.deepcopy(rows), "all", ast.Load()), [], [])
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in RIGHTS_ASKED:
            for rank, one in enumerate(node.args):
                if isinstance(one, ast.Constant) and (right := one.value) in RIGHTS:
                    broken = copy.deepcopy(node)
                    broken.args[rank] = ast.Constant("prepare_meeting" if right == "read" else "read")
                    yield broken


def live(mutant: Mutant) -> list[FunctionType]:
    """The functions of this process that were made from the one that is broken."""
    found = []
    for one in gc.get_objects():
        if type(one) is FunctionType:
            code = one.__code__
            if code.co_qualname == mutant.function and code.co_filename == str(mutant.path):
                found.append(one)
    return found


def broken_code(mutant: Mutant) -> CodeType:
    """The code of the function, once it is broken."""
    waiting: list[CodeType] = [compile(mutant.tree, str(mutant.path), "exec")]
    while waiting:
        code = waiting.pop()
        if code.co_qualname == mutant.function:
            return code
        waiting += [const for const in code.co_consts if isinstance(const, CodeType)]
    raise LookupError(mutant.name)


def take_place(mutant: Mutant) -> bool:
    """From now on this process runs the mutant. False when it has not loaded the function."""
    right = live(mutant)
    for function in right:
        function.__code__ = broken_code(mutant)
    return bool(right)
