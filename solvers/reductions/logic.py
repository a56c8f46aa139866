"""Conditions: rows that make them hold, and literals that stand for them.

A literal is made for the direction that is needed: one that implies the condition, one that the condition implies, or
both. A comparison that must fail is shifted by one step of its value where all decisions in it are whole. Where they
are continuous there is no next value: it keeps a distance of 1e-5 (times the size of its constant) from the boundary.
Every plan found so is right; plans nearer to the boundary are not looked at, and a note says so.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from modelwright.model.exact.trees import (
    Among,
    Global,
    Junction,
    Linear,
    Negation,
    Relation,
    Same,
    Tree,
    Truth,
    add,
    conjunction,
    constant,
    disjunction,
    is_kept,
    negation,
    parts,
    relation,
)
from modelwright.solvers.meanings import meaning
from modelwright.solvers.reductions import conditions, globals_, quotients
from modelwright.solvers.reductions.affine import ZERO, Affine
from modelwright.solvers.reductions.definedness import defined, falsity
from modelwright.solvers.reductions.program import Literals, Program

if TYPE_CHECKING:
    from modelwright.solvers.reductions.linearizer import Linearizer, Side

__all__ = ["literal", "require"]

DISTANCE = Fraction(1, 100_000)
"""Distance from the boundary of a strict comparison on continuous decisions."""
_EQUAL_LIMIT = 64


def require(lin: Linearizer, tree: Tree, when: Literals) -> None:
    """Rows that make `tree` hold wherever all of `when` are 1."""
    match tree:
        case Truth(holds=holds):
            if not holds:
                lin.program.clause((), when)
        case Linear():
            require(lin, Relation("==", add((tree, constant(Fraction(-1))))), when)
        case Relation():
            _require_relation(lin, tree, when)
        case Junction(op="and", args=args):
            for arg in args:
                require(lin, arg, when)
        case Junction(args=args):
            _require_one(lin, args, when)
        case Same(left=left, right=right):
            chosen = lin.literal(left)
            require(lin, right, (*when, chosen))
            require(lin, falsity(right), (*when, chosen.complement()))
        case Among():
            conditions.among(lin, tree, when)
        case Global():
            require(lin, conjunction(defined(part) for part in parts(tree)), when)
            globals_.require(lin, tree, when)
        case Negation(operand=operand):
            require(lin, _opposite(lin, operand), when)
        case _:
            raise AssertionError(f"{type(tree).__name__} is no condition")


def _opposite(lin: Linearizer, tree: Tree) -> Tree:
    """The negation of `tree` in terms of what has rows; as `tree` it holds only where all of it is defined."""
    if isinstance(tree, Same):
        return Same(tree.left, falsity(tree.right))
    found: Tree
    if isinstance(tree, Among):
        found = conjunction(
            disjunction(relation("!=", item, constant(value)) for item, value in zip(tree.items, row, strict=True))
            for row in tree.rows
        )
    elif isinstance(tree, Global):
        simpler = meaning(tree)
        if simpler is None:
            hint = "say what should hold instead"
            raise lin.refuse(f"That `{tree.name}` does not hold", hint)
        found = negation(simpler)
    else:
        return negation(tree)
    return conjunction((found, *(defined(part) for part in parts(tree))))


def _require_one(lin: Linearizer, args: tuple[Tree, ...], when: Literals) -> None:
    """At least one of `args` holds; the hardest of them needs no literal of its own."""
    rest = list(args)
    hard = next((arg for arg in rest if not (isinstance(arg, Relation) and _ready(lin, arg) is not None)), None)
    if hard is not None:
        rest.remove(hard)
    literals = [lin.literal(arg, -1) for arg in rest]
    if hard is None:
        lin.program.clause(literals, when)
    else:
        require(lin, hard, (*when, *(found.complement() for found in literals)))


# ---------------------------------------------------------------------------------------------------- comparisons


def _require_relation(lin: Linearizer, tree: Relation, when: Literals) -> None:
    without_quotient = quotients.multiplied_out(lin, tree)
    if without_quotient is not None:
        require(lin, without_quotient, when)
        return
    program = lin.program
    if tree.op in ("<=", "<"):
        form = lin.number(tree.body, 1, when)
        program.at_most_zero(form if tree.op == "<=" else below_zero(program, form), when)
        return
    form = lin.number(tree.body, 0, when)
    step = program.step(form)
    never = step is not None and (form.constant % step if step else form.constant) != 0
    if tree.op == "==":
        if never:
            program.clause((), when)
        else:
            program.zero(form, when)
    elif not never:
        _require_different(program, form, when)


def _require_different(program: Program, form: Affine, when: Literals) -> None:
    if program.step(form) is not None and program.has_one_hot(form):
        found = program.one_hot(form).get(ZERO)
        if found is not None:
            program.clause((found.complement(),), when)
        return
    low, high = program.bounds(form)
    if (low is not None and low > 0) or (high is not None and high < 0):
        return
    if low == 0:
        program.at_most_zero(below_zero(program, form.times(-1)), when)
    elif high == 0:
        program.at_most_zero(below_zero(program, form), when)
    else:
        below = program.binary()
        program.at_most_zero(below_zero(program, form), (*when, below))
        program.at_most_zero(below_zero(program, form.times(-1)), (*when, below.complement()))


def below_zero(program: Program, form: Affine) -> Affine:
    """A form that is at most zero where `form` is below zero."""
    step = program.step(form)
    if step is None:
        program.notes[
            "a strict or negated comparison of continuous decisions was kept 1e-5 away from its boundary; "
            "plans nearer to it were not looked at"
        ] = None
        return form.shifted(DISTANCE * max(Fraction(1), abs(form.constant)))
    if not step:
        return form if form.constant < 0 else Affine.of(1)
    return form.shifted(step - form.constant % step)


# ------------------------------------------------------------------------------------------------------- literals


def literal(lin: Linearizer, tree: Tree, side: Side) -> Affine:
    """A form that is 0 or 1, of whether `tree` holds, for `side`."""
    program = lin.program
    match tree:
        case Truth(holds=holds):
            return Affine.of(int(holds))
        case Relation():
            found = _ready(lin, tree, make=True)
            if found is not None:
                return found
        case Negation(operand=operand) if not lin.is_partial(tree):
            return lin.literal(operand, -side).complement()
        case Among(items=(item,), rows=rows):
            found = conditions.among_literal(lin, item, rows)
            if found is not None:
                return found
        case Junction(op=op, args=args) if side == 0:
            return _joined(lin, op == "and", args)
    if isinstance(tree, Global) and side != -1:
        simpler = meaning(tree)
        if simpler is None:
            hint = "state it as a constraint of its own"
            raise lin.refuse(f"Whether `{tree.name}` holds", hint)
        return lin.literal(conjunction((simpler, *(defined(part) for part in parts(tree)))), side)
    made = program.binary()
    if side <= 0:
        require(lin, tree, (made,))
    if side >= 0:
        require(lin, falsity(tree), (made.complement(),))
    return made


def _joined(lin: Linearizer, is_and: bool, args: tuple[Tree, ...]) -> Affine:
    literals = [lin.literal(arg) for arg in args]
    if not is_and:
        literals = [found.complement() for found in literals]
    made = lin.program.binary()
    for found in literals:
        lin.program.clause((found,), (made,))
    lin.program.clause((made,), tuple(literals))
    return made if is_and else made.complement()


def _ready(lin: Linearizer, tree: Relation, make: bool = False) -> Affine | None:
    """A literal for a comparison that needs no rows; with `make`, also by the values of a decision of few values."""
    if not isinstance(tree.body, Linear):
        return None
    program = lin.program
    form = lin.affine(tree.body)
    decided = _decided(program, tree.op, form)
    if decided is not None:
        return Affine.of(int(decided))
    if len(form.terms) == 1:
        ((column, value),) = form.terms.items()
        if program.integral[column] and program.lower[column] == 0 and program.upper[column] == 1:
            at_one = is_kept(tree.op, form.constant + value)
            variable = Affine({column: Fraction(1)})
            return variable if at_one else variable.complement()
    if tree.op in ("==", "!=") and program.step(form) is not None:
        few = program.has_one_hot(form) or (make and _has_few_values(program, form))
        if few:
            found = program.one_hot(form).get(ZERO, Affine.of(0))
            return found if tree.op == "==" else found.complement()
    return None


def _decided(program: Program, op: str, form: Affine) -> bool | None:
    low, high = program.bounds(form)
    step = program.step(form)
    if op in ("==", "!="):
        apart = (low is not None and low > 0) or (high is not None and high < 0)
        apart = apart or (step is not None and (form.constant % step if step else form.constant) != 0)
        if apart:
            return op == "!="
        return op == "==" if low == high == 0 else None
    if high is not None and is_kept(op, high):
        return True
    return False if low is not None and not is_kept(op, low) else None


def _has_few_values(program: Program, form: Affine) -> bool:
    low, high = program.bounds(form)
    step = program.step(form)
    return low is not None and high is not None and bool(step) and (high - low) <= _EQUAL_LIMIT * (step or 1)
