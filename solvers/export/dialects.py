"""What differs between the libraries that source is written for: their calls, and the helpers of a script."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["CPSAT", "MATHOPT", "PULP", "PYOMO", "REDUCTIONS", "Dialect"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """One library.

    Attributes:
        title: Its name for people.
        imports: Modules, as `import` lines.
        start: Lines that make the model.
        variable: A decision, with ``{name}`` (an expression), ``{lower}``, ``{upper}``, ``{whole}``.
        none: A bound that is absent.
        total: The sum of a generator, with ``{}``.
        row: A row, with ``{}``.
        helpers: Source of helpers by name; each is written when it is used.
        solving: Lines of ``solve(sense, goal)`` and ``value(number)``.
        whole_only: Whether every decision must be whole, and rows have whole numbers.
        nonlinear: Whether products, quotients and powers of decisions are taken.
        intervals: Whether there are interval variables and global conditions.
    """

    title: str
    imports: tuple[str, ...]
    start: str
    variable: str
    none: str
    total: str
    row: str
    solving: str
    helpers: dict[str, str] = field(default_factory=dict)
    whole_only: bool = False
    nonlinear: bool = False
    intervals: bool = False


_BINARY = """def binary():
    return {}
"""

_KEEP = """def keep(row):
    {}
"""

REDUCTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "if_so": (
        ("keep", "highest"),
        '''def if_so(literal, form):
    """form <= 0 wherever the literal is 1; else nothing, since form has a bound."""
    keep(form <= highest(form) * (1 - literal))
''',
    ),
    "at_most": (
        ("binary", "if_so"),
        '''def at_most(form):
    """A literal; where it is 1, form <= 0."""
    literal = binary()
    if_so(literal, form)
    return literal
''',
    ),
    "equal": (
        ("binary", "if_so"),
        '''def equal(form):
    """A literal; where it is 1, form == 0."""
    literal = binary()
    if_so(literal, form)
    if_so(literal, -form)
    return literal
''',
    ),
    "all_of": (
        ("binary", "keep"),
        '''def all_of(literals):
    """A literal; where it is 1, all of them are."""
    literal = binary()
    for part in literals:
        keep(literal <= part)
    return literal
''',
    ),
    "any_of": (
        ("binary", "keep"),
        '''def any_of(literals):
    """A literal; where it is 1, at least one of them is."""
    literal = binary()
    keep(literal <= sum(literals))
    return literal
''',
    ),
    "truth": (
        ("keep",),
        '''def truth(yes, no):
    """1 where a condition holds, else 0, from a literal for it and one against it."""
    keep(yes + no >= 1)
    return yes
''',
    ),
    "largest": (
        ("binary", "keep", "amount", "highest", "if_so"),
        '''def largest(forms):
    """The largest of some numbers: at least each of them, and at most one of them."""
    forms = list(forms)
    least = max(-highest(-form) for form in forms)
    found = amount(least, max(highest(form) for form in forms))
    literals = [binary() for _ in forms]
    keep(sum(literals) == 1)
    for literal, form in zip(literals, forms):
        keep(found >= form)
        if_so(literal, found - form)
    return found
''',
    ),
    "smallest": (
        ("largest",),
        '''def smallest(forms):
    """The smallest of some numbers."""
    return -largest([-form for form in forms])
''',
    ),
    "absolute": (
        ("largest",),
        '''def absolute(form):
    """The size of a number."""
    return largest([form, -form])
''',
    ),
    "chosen": (
        ("truth", "amount", "highest", "if_so"),
        '''def chosen(yes, no, body, other):
    """body where a condition holds, else other."""
    truth(yes, no)
    least = min(-highest(-body), -highest(-other))
    found = amount(least, max(highest(body), highest(other)))
    for literal, form in ((yes, body), (no, other)):
        if_so(literal, found - form)
        if_so(literal, form - found)
    return found
''',
    ),
    "element": (
        ("binary", "keep"),
        '''def element(values, place):
    """The value at a place that is decided."""
    literals = {key: binary() for key in values}
    keep(sum(literals.values()) == 1)
    keep(sum(key * literal for key, literal in literals.items()) == place)
    return sum(values[key] * literal for key, literal in literals.items())
''',
    ),
    "picked": (
        ("binary", "keep"),
        '''def picked(place, places):
    """A literal for each value of a decision."""
    literals = {key: binary() for key in places}
    keep(sum(literals.values()) == 1)
    keep(sum(key * literal for key, literal in literals.items()) == place)
    return literals
''',
    ),
}
"""Helpers that reduce conditions to linear rows, in an order in which each may use those it names."""

PULP = Dialect(
    title="PuLP",
    imports=("import pulp",),
    start='model = pulp.LpProblem("model")',
    variable="pulp.LpVariable({name}, {lower}, {upper}{whole})",
    none="None",
    total="pulp.lpSum({})",
    row="model += {}",
    helpers={
        "binary": _BINARY.format('pulp.LpVariable(f"aux.{next(numbers)}", cat="Binary")'),
        "amount": 'def amount(lower, upper):\n    return pulp.LpVariable(f"aux.{next(numbers)}", lower, upper)\n',
        "keep": """def keep(row):
    global model
    model += pulp.lpSum([]) >= 1 - row if isinstance(row, bool) else row
""",
        "highest": '''def highest(form):
    """The largest value of a linear form in the bounds of its decisions."""
    form = pulp.lpSum([form])
    return form.constant + sum(
        number * (decision.upBound if number > 0 else decision.lowBound)
        for decision, number in form.items()
    )
''',
    },
    solving="""def solve(sense, goal):
    model.sense = pulp.LpMaximize if sense == "max" else pulp.LpMinimize
    model.setObjective(pulp.lpSum([goal]))
    has_highs = "HiGHS" in pulp.listSolvers(onlyAvailable=True)
    solver = pulp.HiGHS(msg=False) if has_highs else pulp.PULP_CBC_CMD(msg=False)
    model.solve(solver)
    if model.status == pulp.LpStatusInfeasible:  # HiGHS says so of the unbounded, too
        model.setObjective(pulp.lpSum([]))
        model.solve(solver)
        found = model.status == pulp.LpStatusOptimal
        return "unbounded" if found else "infeasible"
    words = {1: "optimal", -2: "unbounded"}
    return words.get(model.status, "limit")


def value(number):
    return pulp.value(pulp.lpSum([number]))
""",
)

PYOMO = Dialect(
    title="Pyomo",
    imports=("import pyomo.environ as pyo",),
    start="model = pyo.ConcreteModel()\nmodel.rows = pyo.ConstraintList()\nmodel.aux = pyo.VarList()",
    variable="",
    none="None",
    total="pyo.quicksum({})",
    row="keep({})",
    helpers={
        "binary": """def binary():
    found = model.aux.add()
    found.domain = pyo.Binary
    return found
""",
        "amount": """def amount(lower, upper):
    found = model.aux.add()
    found.setlb(lower)
    found.setub(upper)
    return found
""",
        "keep": '''def keep(row):
    """A row of the model; one without decisions holds, or nothing does."""
    if isinstance(row, bool):
        row = pyo.Constraint.Feasible if row else pyo.Constraint.Infeasible
    model.rows.add(row)
''',
        "highest": '''def highest(form):
    """The largest value of a form in the bounds of its decisions."""
    return compute_bounds_on_expr(form)[1]
''',
    },
    solving="",
    nonlinear=True,
)

MATHOPT = Dialect(
    title="OR-Tools MathOpt",
    imports=("from ortools.math_opt.python import mathopt",),
    start="model = mathopt.Model()",
    variable="model.add_variable(lb={lower}, ub={upper}{whole}, name={name})",
    none="math.inf",
    total="mathopt.fast_sum({})",
    row="model.add_linear_constraint({})",
    helpers={
        "binary": _BINARY.format("model.add_binary_variable()"),
        "amount": "def amount(lower, upper):\n    return model.add_variable(lb=lower, ub=upper)\n",
        "keep": """def keep(row):
    if isinstance(row, bool):
        row = mathopt.fast_sum([]) >= (0 if row else 1)
    model.add_linear_constraint(row)
""",
        "highest": '''def highest(form):
    """The largest value of a linear form in the bounds of its decisions."""
    flat = mathopt.as_flat_linear_expression(form)
    return flat.offset + sum(
        number * (decision.upper_bound if number > 0 else decision.lower_bound)
        for decision, number in flat.terms.items()
    )
''',
    },
    solving="""result = None


def solve(sense, goal):
    global result
    model.set_objective(goal, is_maximize=sense == "max")
    has_integers = any(decision.integer for decision in model.variables())
    solver = mathopt.SolverType.HIGHS if has_integers else mathopt.SolverType.GLOP
    result = mathopt.solve(model, solver)
    reason = result.termination.reason
    words = {"OPTIMAL": "optimal", "INFEASIBLE": "infeasible", "UNBOUNDED": "unbounded"}
    if reason == mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED:
        model.set_objective(0, is_maximize=False)
        feasible = mathopt.solve(model, solver).termination.reason.name == "OPTIMAL"
        return "unbounded" if feasible else "infeasible"
    other = "feasible" if result.has_primal_feasible_solution() else "limit"
    return words.get(reason.name, other)


def value(number):
    return mathopt.evaluate_expression(number, result.variable_values())
""",
)

CPSAT = Dialect(
    title="OR-Tools CP-SAT",
    imports=("from ortools.sat.python import cp_model",),
    start="model = cp_model.CpModel()\nsolver = cp_model.CpSolver()",
    variable="model.new_int_var({lower}, {upper}, {name})",
    none="",
    total="sum({})",
    row="model.add({})",
    helpers={
        "binary": _BINARY.format('model.new_bool_var("")'),
        "amount": 'def amount(lower, upper):\n    return model.new_int_var(lower, upper, "")\n',
        "keep": _KEEP.format("model.add(row)"),
        "highest": '''def highest(form):
    """The largest value of a linear form in the bounds of its decisions."""
    if isinstance(form, int):
        return form
    flat = cp_model.FlatIntExpr(form)
    parts = zip(flat.coeffs, (list(decision.proto.domain) for decision in flat.vars))
    return flat.offset + sum(max(c * ends[0], c * ends[-1]) for c, ends in parts)
''',
        "task": '''class Task:
    """A span of time; an absent one has size 0 and stands at its earliest start."""

    def __init__(self, name, earliest, latest, least, size=None, optional=False):
        self.present = model.new_bool_var("") if optional else model.new_constant(1)
        self.start = model.new_int_var(earliest, latest, f"{name}.start")
        self.end = model.new_int_var(earliest, latest, f"{name}.end")
        self.size = model.new_int_var(0, latest - earliest, f"{name}.size")
        self.interval = model.new_optional_interval_var(
            self.start, self.size, self.end, self.present, name
        )
        model.add(self.end == self.start + self.size)
        model.add(self.size >= least).only_enforce_if(self.present)
        if size is not None:
            model.add(self.size == size).only_enforce_if(self.present)
        if optional:
            model.add(self.size == 0).only_enforce_if(~self.present)
            model.add(self.start == earliest).only_enforce_if(~self.present)
''',
        "alternative": '''def alternative(task, options):
    """Where the task is present, exactly one of the options is, at its time."""
    options = list(options)
    model.add(sum(option.present for option in options) == task.present)
    for option in options:
        model.add(option.start == task.start).only_enforce_if(option.present)
        model.add(option.end == task.end).only_enforce_if(option.present)
''',
        "circuit": '''def circuit(follower, places):
    """Following the decisions visits every place once and returns."""
    arcs = []
    for place, after in zip(places, follower):
        literals = picked(after, places)
        arcs += [(place, other, literals[other]) for other in places if other != place]
        if len(places) > 1:
            model.add(literals[place] == 0)
    model.add_circuit(arcs)
''',
    },
    solving="""def solve(sense, goal):
    (model.maximize if sense == "max" else model.minimize)(goal)
    status = solver.solve(model)
    words = {
        cp_model.OPTIMAL: "optimal",
        cp_model.FEASIBLE: "feasible",
        cp_model.INFEASIBLE: "infeasible",
    }
    return words.get(status, "limit")


def value(number):
    return solver.float_value(number)
""",
    whole_only=True,
    intervals=True,
)

PYOMO_SOLVING = """def solve(sense, goal):
    model.del_component("goal")
    direction = pyo.maximize if sense == "max" else pyo.minimize
    model.goal = pyo.Objective(expr=goal, sense=direction)
    results = pyo.SolverFactory("{solver}").solve(model, load_solutions=False)
    reason = str(results.solver.termination_condition)
    if reason == "optimal":
        model.solutions.load_from(results)
    if reason == "infeasibleOrUnbounded":
        model.goal.deactivate()
        model.any_goal = pyo.Objective(expr=0)
        results = pyo.SolverFactory("{solver}").solve(model, load_solutions=False)
        found = str(results.solver.termination_condition) == "optimal"
        return "unbounded" if found else "infeasible"
    return reason if reason in ("optimal", "infeasible", "unbounded") else "limit"


def value(number):
    found = pyo.value(number, exception=False)
    if found is None:  # a decision that stands in no row
        low, high = number.bounds
        found = max(0 if low is None else low, 0 if high is None else min(0, high))
    return found
"""
