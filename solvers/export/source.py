"""A script in a modelling library: sets, data, decisions, rows and goals stay indexed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, Any

from modelwright.config import LIMITS
from modelwright.errors import UnsupportedModel
from modelwright.model.elements import (
    Choice,
    Definition,
    Derived,
    IndexSet,
    Interval,
    Parameter,
    Range,
    Selected,
    Variable,
)
from modelwright.model.exact import Evaluator, atoms
from modelwright.model.expressions import Name, Node, parse_expression, parse_quantifiers
from modelwright.model.expressions.nodes import Generator, names_in
from modelwright.solvers.export.code import Namer, comment, folded, literal, number
from modelwright.solvers.export.dialects import CPSAT, MATHOPT, PULP, PYOMO, PYOMO_SOLVING, REDUCTIONS, Dialect
from modelwright.solvers.export.exporting import Export
from modelwright.solvers.export.expressions import Writer
from modelwright.solvers.export.rows import loops, required
from modelwright.solvers.objectives import levels, only, softened

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model

__all__ = ["source"]

_OWN = """
pulp pyo mathopt cp_model math json Path itertools model solver result goals solve value numbers data print_values show
status answered sense goal tolerance best slack Task compute_bounds_on_expr
rows main shown key found keep binary amount highest first
""".split()
_INLINE = LIMITS.inline_numbers


def source(model: Model, to: str, data: Data | None) -> Export:
    """The script for ``pulp``, ``pyomo`` or ``ortools``.

    For OR-Tools a Model that stays linear goes to MathOpt, another one whose decisions are all whole to CP-SAT, the
    rest to MathOpt with conditions reduced to linear rows.

    Raises:
        UnsupportedModel: The library cannot say a row.
    """
    evaluator = Evaluator(softened(model), data)
    if to != "ortools":
        return _Script(evaluator, PULP if to == "pulp" else PYOMO, model).export()
    linear: Export | None = None
    refusal: UnsupportedModel | None = None
    try:
        script = _Script(evaluator, MATHOPT, model)
        linear = script.export()
        if not script.reduced:
            return linear
    except UnsupportedModel as error:
        refusal = error
    if all(variable.domain != "continuous" for variable in evaluator.model.variables):
        try:
            return _Script(evaluator, CPSAT, model).export()
        except UnsupportedModel as error:
            refusal = error
    if linear is not None:
        return linear
    assert refusal is not None
    raise refusal


class _Script:
    """One script on its way."""

    def __init__(self, evaluator: Evaluator, dialect: Dialect, asked: Model) -> None:
        self.evaluator = evaluator
        self.model = evaluator.model
        self.asked = {variable.name for variable in asked.variables}
        self.dialect = dialect
        self.name = Namer([*_OWN, *REDUCTIONS, *dialect.helpers])
        self.writer = Writer(evaluator, dialect, self.name)
        self.files: dict[str, Any] = {}
        self._quantifiers: dict[tuple[str, int], str] = {}
        for _, element in self.model.elements():
            self.name(element.name)

    @property
    def reduced(self) -> bool:
        """Whether conditions were reduced to linear rows."""
        return any(name in self.writer.used for name in REDUCTIONS)

    def export(self) -> Export:
        """The text, with the data file that it reads."""
        given = list(self._given())
        decided = [*self._decisions(), *self._definitions()]
        rows = list(self._rows())
        goals = list(self._goals())
        places = {set_name: self._places(set_name) for _, set_name in self.writer.places}
        body = ["", "# Sets and data", *self._with_places(given, places), ""]
        body += ["# Decisions", self.dialect.start, *decided]
        if self.model.constraints:
            body += ["", "# Rows", *rows]
        text = "\n".join([*self._head(), *self._helpers(body), *goals])
        file = f"{_file_name(self.model.name)}.json"
        files = {file: json.dumps(self.files)} if self.files else {}
        return Export(text.rstrip() + "\n", files)

    # ---- head and helpers

    def _head(self) -> Iterator[str]:
        title = comment(self.model.label or self.model.name)
        yield title
        yield f"# {self.dialect.title} source, written by modelwright: prints status, objective, decisions."
        yield ""
        imports = set(self.dialect.imports)
        imports |= {f"import {name}" for name in self.writer.modules}
        if self.files:
            imports |= {"import json", "from pathlib import Path"}
        if self.dialect is PULP and {"binary", "amount"} & self.writer.used:
            imports.add("import itertools")
        if self.dialect is PYOMO and "highest" in self.writer.used:
            imports.add("from pyomo.contrib.fbbt.fbbt import compute_bounds_on_expr")
        yield from sorted(imports, key=lambda line: (line.startswith("from"), line))

    def _helpers(self, body: list[str]) -> Iterator[str]:
        used = self.writer.used
        own = [text for name, text in self.dialect.helpers.items() if name in used]
        own += [text for name, (_, text) in REDUCTIONS.items() if name in used]
        split = body.index(self.dialect.start) + 1
        yield from body[:split]
        if self.dialect is PULP and {"binary", "amount"} & used:
            yield "numbers = itertools.count()"
        if own:
            yield ""
            yield ""
            yield from "\n\n".join(own).rstrip().split("\n")
            yield ""
        yield ""
        yield from body[split:]

    # ---- sets and parameters

    def _given(self) -> Iterator[str]:
        """Sets and parameters, each behind those that it needs."""
        if self._long():
            file = f"{_file_name(self.model.name)}.json"
            yield from folded(f"data = json.loads(Path(__file__).with_name({literal(file)}).read_text())")
        done: set[str] = set()

        def given(name: str) -> Iterator[str]:
            element = self.model.by_name.get(name)
            if name in done or not isinstance(element, IndexSet | Parameter):
                return
            done.add(name)
            for other in self._needs(element):
                yield from given(other)
            if element.label:
                yield comment(element.label)
            self.writer.where = f"`{element.name}`"
            yield from self._set(element) if isinstance(element, IndexSet) else self._parameter(element)

        for element in (*self.model.sets, *self.model.parameters):
            yield from given(element.name)

    def _long(self) -> bool:
        sizes = [self.evaluator.size(s.name) for s in self.model.sets if not isinstance(s.content, Range | Selected)]
        sizes += [self._size(p) for p in self.model.parameters if not isinstance(p.value, Derived)]
        return any(size > _INLINE for size in sizes)

    def _size(self, parameter: Parameter) -> int:
        return prod(self.evaluator.size(name) for name in parameter.index)

    def _needs(self, element: IndexSet | Parameter) -> Iterator[str]:
        if isinstance(element, Parameter):
            yield from element.index
            if isinstance(element.value, Derived):
                yield from names_in(parse_expression(element.value.expression))
                yield from (g.set for g in parse_quantifiers(element.value.over))
            return
        match element.content:
            case Range(first=first, last=last):
                for end in (first, last):
                    if isinstance(end, str):
                        yield from names_in(parse_expression(end))
            case Selected(item=item, over=over):
                yield from names_in(parse_expression(item))
                for generator in parse_quantifiers(over):
                    yield generator.set
                    for node in (*generator.args, *((generator.condition,) if generator.condition else ())):
                        yield from names_in(node)

    def _set(self, index_set: IndexSet) -> Iterator[str]:
        name = self.name(index_set.name)
        match index_set.content:
            case Range(first=first, last=last):
                low, high = (self.writer.say(parse_expression(str(end))) for end in (first, last))
                high = str(int(high) + 1) if re.fullmatch(r"-?\d+", high) else f"{high} + 1"
                yield from folded(f"{name} = list(range({low}, {high}))")
            case Selected(item=item, over=over):
                generators = parse_quantifiers(over)
                with self.writer.within(generators):
                    text = f"{self.writer.say(parse_expression(item))} {self.writer.loops(generators)}"
                yield from folded(f"{name} = list(dict.fromkeys({text}))")
            case _:
                members = self.evaluator.members(index_set.name)
                if len(members) <= _INLINE:
                    yield from folded(f"{name} = [{', '.join(map(literal, members))}]")
                else:
                    self.files[index_set.name] = members
                    wide = self.evaluator.width(index_set.name) > 1
                    said = f"data[{literal(index_set.name)}]"
                    yield from folded(f"{name} = [tuple(key) for key in {said}]" if wide else f"{name} = {said}")

    def _parameter(self, parameter: Parameter) -> Iterator[str]:
        name, value = self.name(parameter.name), parameter.value
        if parameter.members_of is not None:
            entries = []
            for key in self.evaluator.columns(Variable(name="any", index=parameter.index)):
                members = self.evaluator.set_members(parameter.name, key)
                entries.append(f"{_key(key)}: [{', '.join(map(literal, members))}]")
            yield from folded(f"{name} = {{{', '.join(entries)}}}")
        elif isinstance(value, Derived):
            node = parse_expression(value.expression)
            generators = self._generators(parameter.index, value.over)
            with self.writer.within(generators):
                text = self.writer.say(node)
                if self.dialect.whole_only and self.writer.whole_values(parameter) and not self.writer.whole(node):
                    text = f"round({text})"
                yield from folded(f"{name} = {self._indexed(text, generators)}")
        elif not parameter.index:
            yield f"{name} = {number(self.evaluator.parameter(parameter.name))}"
        elif self._size(parameter) <= _INLINE:
            entries = [
                f"{_key(key)}: {number(self.evaluator.parameter(parameter.name, key))}"
                for key in self.evaluator.columns(Variable(name="any", index=parameter.index))
            ]
            yield from folded(f"{name} = {{{', '.join(entries)}}}")
        else:
            self.files[parameter.name] = [
                [*atoms(key), _plain(self.evaluator.parameter(parameter.name, key))]
                for key in self.evaluator.columns(Variable(name="any", index=parameter.index))
            ]
            single = sum(map(self.evaluator.width, parameter.index)) == 1
            key_ = "key" if single else "*key"
            made = "key" if single else "tuple(key)"
            yield from folded(f"{name} = {{{made}: found for {key_}, found in data[{literal(parameter.name)}]}}")

    def _generators(self, index: tuple[str, ...], over: str) -> tuple[Generator, ...]:
        """The quantifiers of an element: those that it names, or new ones over its index."""
        found = parse_quantifiers(over)
        if found or not index:
            return found
        return tuple(
            Generator((self._quantifier(set_name, index[:k].count(set_name)),), set_name)
            for k, set_name in enumerate(index)
        )

    def _quantifier(self, set_name: str, time: int) -> str:
        """The quantifier over a set where the Model names none: its first letter."""
        found = self._quantifiers.get((set_name, time))
        if found is None:
            found = self._quantifiers[set_name, time] = self.name.quantifier(set_name[0].lower())
        return found

    def _indexed(self, text: str, generators: tuple[Generator, ...]) -> str:
        """`text` for each key, as a dict; `text` itself without quantifiers."""
        if not generators:
            return text
        return f"{{{self._tuple(generators)}: {text} {self.writer.loops(generators)}}}"

    def _tuple(self, generators: tuple[Generator, ...]) -> str:
        if len(generators) == 1 and len(generators[0].ids) == 1:
            return self.name(generators[0].ids[0])
        parts: list[Node] = [Name(name) for generator in generators for name in generator.ids]
        return f"({', '.join(self.writer.part(part) for part in parts)})"

    def _places(self, set_name: str) -> list[str]:
        name = self.name(set_name)
        cyclic = self.evaluator.index_set(set_name).cyclic
        lines = []
        for kind, text in (
            ("before", f"dict(zip({name}[1:]{f' + {name}[:1]' if cyclic else ''}, {name}))"),
            ("after", f"dict(zip({name}, {name}[1:]{f' + {name}[:1]' if cyclic else ''}))"),
            ("place", f"{{member: k for k, member in enumerate({name}, 1)}}"),
        ):
            known = self.writer.places.get((kind, set_name))
            if known is not None:
                lines.extend(folded(f"{known} = {text}"))
        return lines

    def _with_places(self, given: list[str], places: dict[str, list[str]]) -> Iterator[str]:
        """Tables of neighbours directly behind their sets."""
        open_: list[str] = []
        heads = {f"{self.name(set_name)} = ": set_name for set_name in places}
        for k, line in enumerate(given):
            for head, set_name in heads.items():
                if line.startswith(head):
                    open_.append(set_name)
            yield line
            after = given[k + 1] if k + 1 < len(given) else "x"
            if open_ and not after.startswith((" ", ")", "]", "}")):
                for set_name in open_:
                    yield from places[set_name]
                open_ = []

    # ---- decisions and definitions

    def _decisions(self) -> Iterator[str]:
        for variable in self.model.variables:
            self.writer.where = f"`{variable.name}`"
            if variable.label:
                yield comment(variable.label)
            if isinstance(variable.domain, Interval):
                yield from self._task(variable, variable.domain)
            elif self.dialect is PYOMO:
                yield from self._pyomo(variable)
            else:
                yield from self._variable(variable)
                if self.dialect is PULP:
                    name = self.name(variable.name)
                    yield f"model.addVariable{f's({name}.values())' if variable.index else f'({name})'}"
            if isinstance(variable.domain, Choice):
                yield from self._choice(variable, variable.domain)

    def _ends(self, variable: Variable, none: str) -> tuple[str, str]:
        """Lower and upper bound as text."""
        ends = []
        for text, low in ((variable.lower, True), (variable.upper, False)):
            least = 0 if variable.domain == "binary" else None
            most = 1 if variable.domain == "binary" else None
            if isinstance(variable.domain, Choice):
                least, most = min(variable.domain.members), max(variable.domain.members)
            natural = least if low else most
            if text is None:
                if natural is None and none == "math.inf":
                    self.writer.modules.add("math")
                sign = "-" if low and none == "math.inf" else ""
                ends.append(str(natural) if natural is not None else f"{sign}{none}")
                continue
            node = parse_expression(text)
            said = self.writer.say(node)
            if natural is not None:
                said = f"{'max' if low else 'min'}({natural}, {said})"
            if self.dialect.whole_only and not self.writer.whole(node):
                self.writer.modules.add("math")
                said = f"math.{'ceil' if low else 'floor'}({said})"
            ends.append(said)
        if self.dialect.whole_only and "" in ends:
            raise self.writer.refuse(f"`{variable.name}` without finite bounds", "give it both bounds")
        return ends[0], ends[1]

    def _variable(self, variable: Variable) -> Iterator[str]:
        name = self.name(variable.name)
        generators = self._generators(variable.index, variable.over)
        with self.writer.within(generators):
            lower, upper = self._ends(variable, self.dialect.none)
            whole = ""
            if variable.domain != "continuous":
                whole = ', cat="Integer"' if self.dialect is PULP else ", is_integer=True"
            if not generators:
                made = self.dialect.variable.format(name=literal(variable.name), lower=lower, upper=upper, whole=whole)
                yield from folded(f"{name} = {made}")
                return
            place = self.name("k ")
            shown = f'f"{variable.name}.{{{place}}}"'
            made = self.dialect.variable.format(name=shown, lower=lower, upper=upper, whole=whole)
            key = self._tuple(generators)
            if len(generators) == 1:
                (only_one,) = generators
                loop = f"for {place}, {self._bracketed(only_one)} in enumerate({self.writer.source(only_one)})"
                yield from folded(f"{name} = {{{key}: {made} {loop}}}")
                return
        # Names of a variable over several sets need no numbers of their own for the solver.
        with self.writer.within(generators):
            count = self.name("count ")
            made = self.dialect.variable.format(
                name=f'f"{variable.name}.{{next({count})}}"', lower=lower, upper=upper, whole=whole
            )
            self.writer.modules.add("itertools")
            yield f"{count} = itertools.count()"
            yield from folded(f"{name} = {self._indexed(made, generators)}")

    def _bracketed(self, generator: Generator) -> str:
        target = self.writer.target(generator)
        return f"({target})" if len(generator.ids) > 1 else target

    def _pyomo(self, variable: Variable) -> Iterator[str]:
        name = self.name(variable.name)
        domain = "pyo.Reals" if variable.domain == "continuous" else "pyo.Integers"
        domain = "pyo.Binary" if variable.domain == "binary" else domain
        generators = self._generators(variable.index, variable.over)
        with self.writer.within(generators):
            lower, upper = self._ends(variable, "None")
            sets = "".join(f"{self.name(g.set)}, " for g in generators)
            bounds = f"({lower}, {upper})"
            if generators:
                flat: list[str] = []
                for generator in generators:
                    wide = len(generator.ids) == 1 and self.evaluator.width(generator.set) > 1
                    if wide and len(generators) > 1 and variable.over:
                        raise self.writer.refuse(
                            f"bounds of `{variable.name}` by `{generator.id}`", "take the tuple apart: `(i, j) in …`"
                        )
                    flat.extend(f"{'*' if wide else ''}{self.name(i)}" for i in generator.ids)
                bounds = f"lambda _, {', '.join(flat)}: {bounds}" if variable.over else bounds
            made = f"pyo.Var({sets}domain={domain}, bounds={bounds})"
            yield from folded(f"{name} = model.x_{variable.name} = {made}")

    def _choice(self, variable: Variable, choice: Choice) -> Iterator[str]:
        name = self.name(variable.name)
        picked = self.writer.helper("picked")
        generators = self._generators(variable.index, variable.over)
        with self.writer.within(generators):
            lines = loops(self.writer, generators)
            key = self._tuple(generators).strip("()") if generators else ""
        text = f"{picked}({name}{f'[{key}]' if generators else ''}, {list(choice.members)})"
        yield from _statements([*lines, (len(lines), text)])

    def _task(self, variable: Variable, domain: Interval) -> Iterator[str]:
        if not self.dialect.intervals:
            raise self.writer.refuse(
                f"the interval `{variable.name}`", "export to ortools (where all decisions are whole), lp or mps"
            )
        task = self.writer.helper("task") and "Task"
        name = self.name(variable.name)
        generators = self._generators(variable.index, variable.over)
        with self.writer.within(generators):
            if variable.upper is None:
                raise self.writer.refuse(f"`{variable.name}` without a latest end", "give it one")
            ends = [self.writer.say(parse_expression(text)) for text in (variable.lower or "0", variable.upper)]
            least = parse_expression(domain.size if domain.size is not None else domain.least)
            self.writer.check_whole(least, parse_expression(variable.lower or "0"), parse_expression(variable.upper))
            text = f"{task}({literal(variable.name)}, {', '.join(ends)}, "
            text += "0" if domain.size is not None else self.writer.say(least)
            text += f", size={self.writer.say(least)}" if domain.size is not None else ""
            text += ", optional=True)" if domain.optional else ")"
            yield from folded(f"{name} = {self._indexed(text, generators)}")

    def _definitions(self) -> Iterator[str]:
        done: set[str] = set()

        def defined(definition: Definition) -> Iterator[str]:
            if definition.name in done:
                return
            done.add(definition.name)
            node = parse_expression(definition.expression)
            for name in names_in(node):
                other = self.model.by_name.get(name)
                if isinstance(other, Definition):
                    yield from defined(other)
            self.writer.where = f"`{definition.name}`"
            if definition.label:
                yield comment(definition.label)
            generators = self._generators(definition.index, definition.over)
            with self.writer.within(generators):
                yield from folded(f"{self.name(definition.name)} = {self._indexed(self.writer.say(node), generators)}")

        for definition in self.model.definitions:
            yield from defined(definition)

    # ---- rows and goals

    def _rows(self) -> Iterator[str]:
        for constraint in self.model.constraints:
            self.writer.where = f"row `{constraint.name}`"
            yield comment(constraint.shown)
            generators = parse_quantifiers(constraint.for_each)
            with self.writer.within(generators):
                lines = loops(self.writer, generators)
                yield from _statements([*lines, *required(self.writer, constraint.to_node(), len(lines))])

    def _goals(self) -> Iterator[str]:
        steps = levels(self.model)
        texts: list[str] = []
        wholes = []
        for level in steps:
            (objective,) = only(self.model, level).objectives
            assert isinstance(objective.expression, str)
            self.writer.where = f"objective `{objective.name}`"
            node = parse_expression(objective.expression)
            wholes.append(self.writer.whole(node))
            texts.append(f"({literal(str(objective.sense))}, {self.writer.say(node)}, {number(objective.tolerance)})")
        if len(texts) > 1 and self.dialect.whole_only and not all(wholes):
            raise self.writer.refuse("objectives after another that may be fractions")
        first = None
        if steps:
            sought = min(
                (o for o in self.model.objectives if o.sense != "satisfy" and o.expression is not None),
                key=lambda o: o.priority,
            )
            assert isinstance(sought.expression, str)
            first = self.writer.say(parse_expression(sought.expression)) if len(steps[0]) > 1 else None
        yield ""
        yield ""
        solving = self.dialect.solving
        if self.dialect is PYOMO:
            solver = "scip_direct" if "nonlinear" in self.writer.used else "appsi_highs"
            solving = PYOMO_SOLVING.replace("{solver}", solver)
        yield from solving.rstrip().split("\n")
        yield ""
        yield ""
        yield from _show("task" in self.writer.used)
        yield ""
        yield ""
        yield from self._ending(texts, first)
        yield from self._prints()

    def _ending(self, texts: list[str], first: str | None) -> Iterator[str]:
        if not texts:
            yield 'status = solve("min", 0)'
            yield 'print("status:", status)'
            yield 'print("objective: none")'
            yield 'answered = status in ("optimal", "feasible")'
            return
        if len(texts) == 1:
            sense, goal = texts[0][1:-1].split(", ", 1)
            goal = goal.rpartition(", ")[0]
            yield "# Goal"
            yield from folded(f"goal = {goal}")
            yield f"status = solve({sense}, goal)"
            best = "goal"
        else:
            yield "# Goals, one after the other"
            yield from folded(f"goals = [{', '.join(texts)}]")
            yield "for sense, goal, tolerance in goals:"
            yield "    status = solve(sense, goal)"
            yield '    if status != "optimal":'
            yield "        break"
            slack = "tolerance * abs(value(goal))" + ("" if self.dialect.whole_only else " + 1e-6")
            if self.dialect.whole_only:
                self.writer.modules.add("math")
                slack = f"math.floor({slack} + 1e-9)"
                yield f"    best, slack = round(value(goal)), {slack}"
            else:
                yield f"    best, slack = value(goal), {slack}"
            row = self.dialect.row
            self.writer.helper("keep") if row.startswith("keep") else None
            low, high = row.format("goal <= best + slack"), row.format("goal >= best - slack")
            yield '    if sense == "min":'
            yield f"        {low}"
            yield "    else:"
            yield f"        {high}"
            best = "goals[0][1]"
        yield 'print("status:", status)'
        if first is not None:
            yield from folded(f"first = {first}")
            best = "first"
        yield 'answered = status in ("optimal", "feasible")'
        yield f'print("objective:", shown(value({best})) if answered else "none")'

    def _prints(self) -> Iterator[str]:
        yield "if answered:"
        for variable in self.model.variables:
            if variable.name in self.asked:
                name = self.name(variable.name)
                said = name if variable.index else f"{{(): {name}}}"
                yield from folded(f"print_values({literal(variable.name)}, {said})", "    ")


def _show(intervals: bool) -> Iterator[str]:
    yield from '''def shown(number):
    nearest = round(number)
    return str(nearest) if abs(number - nearest) < 1e-6 else repr(float(number))


def print_values(name, values):
    for key, found in values.items():
        parts = key if isinstance(key, tuple) else (key,)
        place = f"[{', '.join(map(str, parts))}]" if parts else ""'''.split("\n")
    if intervals:
        yield from """        if isinstance(found, Task):
            spans = (found.start, found.size, found.end, found.present)
            text = ", ".join(shown(value(part)) for part in spans)
            print(f"{name}{place} = ({text})")
            continue""".split("\n")
    yield '        print(f"{name}{place} = {shown(value(found))}")'


def _statements(lines: list[tuple[int, str]]) -> Iterator[str]:
    for depth, text in lines:
        yield from folded(text, "    " * depth)


def _key(key: tuple[Any, ...]) -> str:
    flat = atoms(key)
    return literal(flat[0]) if len(flat) == 1 else literal(tuple(flat))


def _plain(value: Any) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)[:80] or "model"
