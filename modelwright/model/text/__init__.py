r"""The text form: a Model as lines that a person can write, print and parse back without loss.

::

    modelwright model 1
    name shop
    time_unit "hour"
    statement "s1" "user" "A shop makes …"

    set PLANTS = {"north", "south"}
    set ARCS = {("mill", "depot"), ("depot", "shop")}
    set WEEKS = 1..n
    set DAYS = column "calendar" "day"
    set ROADS = columns "roads" "from" "to"
    set PAIRS = {(i, j) for i in PLANTS, j in PLANTS if i != j}
    parameter wood = 400
      unit = "kg"
    parameter cost[PLANTS] = {["north"]: 3, ["south"]: 4.5}
    parameter covers[TOWNS] of SITES = {["ash"]: [1, 2]}
    parameter margin[PLANTS] = derived price[p] - cost[p] for p in PLANTS
    parameter demand = table {"table": "demand", "value": "amount"}
    parameter paint = missing {"slot": "paint per shelf"}
    variable chairs: integer >= 0
    variable y[PLANTS]: continuous >= 0 <= cap[p] for p in PLANTS
    variable gear: one of {1, 3, 5}
    variable job[JOBS]: interval size hours[j] optional >= 0 <= 24 for j in JOBS
    definition total = chairs + sum(y[p] for p in PLANTS)
    maximize profit = 45 * chairs
    constraint wood_limit: resource: 5 * chairs <= wood
      penalty 3
    constraint each: bound: y[p] >= 2; for p in PLANTS
    output plan: list = y[p] for p in PLANTS
    output open_sites: members from 1 = built[k] for k in SITES
    test nothing: infeasible
      given = [{"element": "wood", "value": "0"}]

Every other field stands below its element as ``field = JSON``, and places in the statements as ``from s1:48-50``.
An element that has no such line is written as ``element GROUP JSON``.
"""

from __future__ import annotations

from modelwright.model.text.printing import print_model
from modelwright.model.text.reading import HEAD, locate, parse_model

__all__ = ["HEAD", "locate", "parse_model", "print_model"]
