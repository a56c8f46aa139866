"""Puzzles on a grid."""

from __future__ import annotations

from functools import reduce
from operator import mul
from typing import Any

from dcp_data import series, table, tell

from modelwright import Model
from modelwright.model.builder import Builder, Reference, SetReference
from modelwright.model.builder import functions as f

__all__ = [
    "coins_grid",
    "csplib_032_max_density_still_life",
    "csplib_057_killer_sudoku",
    "csplib_067_quasigroup_completion",
    "heterosquare",
    "hidato",
    "kenken",
    "knights_tour",
    "n_puzzle",
    "sudoku",
]

Instance = dict[str, Any]


def _latin(m: Builder, n: int) -> tuple[SetReference, Reference]:
    """A square of the numbers 1 to n, each once in every row and column."""
    side = m.set("SIDE", first=0, last=n - 1)
    cell = m.variable("cell", index=(side, side), domain="integer", lower=1, upper=n)
    m.add(f.all_different(cell[r, c] for c in side) for r in side)
    m.add(f.all_different(cell[r, c] for r in side) for c in side)
    return side, cell


def _keep(m: Builder, side: SetReference, cell: Reference, rows: list[list[int]]) -> None:
    """Cells that are given, those above 0, hold what is given."""
    given = m.parameter("given", table(rows), index=(side, side))
    m.add(cell[r, c] == given[r, c] for r in side for c in side.where(lambda c: given[r, c] > 0))


def _blocks(m: Builder, side: SetReference, cell: Reference) -> None:
    """Every block of three by three holds different numbers."""
    m.add(
        f.all_different(
            cell[r, c] for r in side.where(lambda r: r // 3 == b // 3) for c in side.where(lambda c: c // 3 == b % 3)
        )
        for b in side
    )


def sudoku(instance: Instance) -> Builder:
    m = Model.build("sudoku")
    side, cell = _latin(m, 9)
    _blocks(m, side, cell)
    _keep(m, side, cell, instance["input_grid"])
    return tell(m, grid=(cell[r, c] for r in side for c in side))


def csplib_057_killer_sudoku(instance: Instance) -> Builder:
    problem = instance["problem"]
    m = Model.build("killer_sudoku")
    side, cell = _latin(m, instance["n"])
    _blocks(m, side, cell)
    cells = m.set("CELLS", ((r, c) for r in side for c in side), of=(side, side))
    cages = m.set("CAGES", first=0, last=len(problem) - 1)
    total = m.parameter("total", series([total for total, _ in problem]), index=cages)
    members = {k: [(r - 1, c - 1) for r, c in found] for k, (_, found) in enumerate(problem)}
    cage = m.parameter("cage", members, index=cages, members_of=cells)
    m.add(f.all_different(cell[r, c] for r, c in cage[k]) for k in cages)
    m.add(f.total(cell[r, c] for r, c in cage[k]) == total[k] for k in cages)
    return tell(m, x=(cell[r, c] for r in side for c in side))


def csplib_067_quasigroup_completion(instance: Instance) -> Builder:
    m = Model.build("quasigroup_completion")
    side, cell = _latin(m, instance["N"])
    _keep(m, side, cell, instance["start"])
    return tell(m, puzzle=(cell[r, c] for r in side for c in side))


def kenken(instance: Instance) -> Builder:
    m = Model.build("kenken")
    side, cell = _latin(m, instance["n"])
    for result, cells in instance["problem"]:
        cage = [cell[r - 1, c - 1] for r, c in cells]
        ways = [f.total(cage) == result, reduce(mul, cage) == result]
        if len(cage) == 2:
            a, b = cage
            ways += [abs(a - b) == result, a == result * b, b == result * a]
        m.add(f.exists(*ways))
    return tell(m, x=(cell[r, c] for r in side for c in side))


def heterosquare(instance: Instance) -> Builder:
    n = instance["n"]
    m = Model.build("heterosquare")
    side = m.set("SIDE", first=0, last=n - 1)
    cell = m.variable("cell", index=(side, side), domain="integer", lower=1, upper=n * n)
    m.add(f.all_different(cell[r, c] for r in side for c in side))
    m.add(
        f.all_different(
            [
                (f.total(cell[r, c] for c in side) for r in side),
                (f.total(cell[r, c] for r in side) for c in side),
                f.total(cell[i, i] for i in side),
                f.total(cell[i, n - 1 - i] for i in side),
            ]
        )
    )
    return tell(m, x=(cell[r, c] for r in side for c in side))


def hidato(instance: Instance) -> Builder:
    rows = instance["puzzle"]
    height, width = len(rows), len(rows[0])
    m = Model.build("hidato")
    down, across = m.set("ROWS", first=0, last=height - 1), m.set("COLUMNS", first=0, last=width - 1)
    numbers = m.set("NUMBERS", first=1, last=height * width)
    cells = m.set("CELLS", first=0, last=height * width - 1)
    row = m.variable("row", index=numbers, domain="integer", upper=height - 1)
    column = m.variable("column", index=numbers, domain="integer", upper=width - 1)
    number = m.variable("number", index=cells, domain="integer", lower=1, upper=height * width)
    m.add(f.inverse((width * row[k] + column[k] for k in numbers), (number[c] for c in cells)))
    m.add(
        f.max(abs(row[f.next(k)] - row[k]), abs(column[f.next(k)] - column[k])) == 1
        for k in numbers.where(lambda k: k != f.last(numbers))
    )
    given = m.parameter("given", series([value for line in rows for value in line]), index=cells)
    m.add(number[c] == given[c] for c in cells.where(lambda c: given[c] > 0))
    return tell(m, x=(number[width * r + c] for r in down for c in across))


def knights_tour(instance: Instance) -> Builder:
    n = instance["n"]
    m = Model.build("knights_tour")
    side = m.set("SIDE", first=0, last=n - 1)
    squares = m.set("SQUARES", first=0, last=n * n - 1)
    moves = m.set(
        "MOVES",
        ((a, b) for a in squares for b in squares.where(lambda b: abs(a // n - b // n) * abs(a % n - b % n) == 2)),
        of=(squares, squares),
    )
    after = m.variable("after", index=squares, domain="integer", upper=n * n - 1)
    turn = m.variable("turn", index=squares, domain="integer", upper=n * n - 1)
    m.add(f.circuit(after[s] for s in squares))
    m.add(moves.contains(s, after[s]) for s in squares)
    m.add(turn[0] == 0)
    m.add(f.implies(after[s] != 0, turn[after[s]] == turn[s] + 1) for s in squares)
    return tell(m, x=(turn[n * r + c] for r in side for c in side))


def n_puzzle(instance: Instance) -> Builder:
    start, end, states = instance["puzzle_start"], instance["puzzle_end"], instance["N_STEPS"]
    n = len(start)
    m = Model.build("n_puzzle")
    side = m.set("SIDE", first=0, last=n - 1)
    times = m.set("TIMES", first=1, last=states)
    squares = m.set("SQUARES", first=0, last=n * n - 1)
    tile = m.variable("tile", index=(times, squares), domain="integer", upper=n * n - 1)
    hole = m.variable("hole", index=times, domain="integer", upper=n * n - 1)
    initial = m.parameter("initial", series([value for row in start for value in row]), index=squares)
    final = m.parameter("final", series([value for row in end for value in row]), index=squares)
    m.add(f.all_different(tile[t, s] for s in squares) for t in times)
    m.add(tile[t, hole[t]] == 0 for t in times)
    m.add(tile[f.first(times), s] == initial[s] for s in squares)
    m.add(tile[f.last(times), s] == final[s] for s in squares)
    m.add(
        abs(hole[t] // n - hole[f.prev(t)] // n) + abs(hole[t] % n - hole[f.prev(t)] % n) == 1
        for t in times.where(lambda t: t > 1)
    )
    m.add(
        (tile[t, s] == tile[f.prev(t), s]) | (hole[t] == s) | (hole[f.prev(t)] == s)
        for s in squares
        for t in times.where(lambda t: t > 1)
    )
    return tell(m, steps=(tile[t, n * r + c] for t in times for r in side for c in side))


def coins_grid(instance: Instance) -> Builder:
    n, coins = instance["n"], instance["c"]
    m = Model.build("coins_grid")
    side = m.set("SIDE", first=1, last=n)
    coin = m.variable("coin", index=(side, side), domain="binary")
    m.add(f.total(coin[r, c] for c in side) == coins for r in side)
    m.add(f.total(coin[r, c] for r in side) == coins for c in side)
    distance = m.define("distance", f.total((r - c) ** 2 * coin[r, c] for r in side for c in side))
    m.minimize(distance)
    return tell(m, x=(coin[r, c] for r in side for c in side), z=distance)


def csplib_032_max_density_still_life(instance: Instance) -> Builder:
    height, width = instance["n"], instance["m"]
    m = Model.build("still_life")
    rows, columns = m.set("ROWS", first=0, last=height + 1), m.set("COLUMNS", first=0, last=width + 1)
    down = m.set("DOWN", first=1, last=height, subset_of=rows)
    across = m.set("ACROSS", first=1, last=width, subset_of=columns)
    alive = m.variable("alive", index=(rows, columns), domain="binary")
    around = m.define(
        "around",
        (
            f.total(
                alive[i, j]
                for i in rows.where(lambda i: abs(i - r) <= 1)
                for j in columns.where(lambda j: (abs(j - c) <= 1) & ((i != r) | (j != c)))
            )
            for r in rows
            for c in columns
        ),
    )
    m.add(alive[r, c] == 0 for r in rows for c in columns.where(lambda c: ~r.among(down) | ~c.among(across)))
    m.add(f.implies(alive[r, c], around[r, c].among([2, 3])) for r in down for c in across)
    m.add(f.implies(~alive[r, c], around[r, c] != 3) for r in rows for c in columns)
    m.maximize(f.total(alive[r, c] for r in down for c in across))
    return tell(m, grid=(alive[r, c] for r in down for c in across))
