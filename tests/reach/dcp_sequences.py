"""Sequences, sets and designs."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import Any

from dcp_data import table, tell

from modelwright import Model
from modelwright.model.builder import Builder
from modelwright.model.builder import functions as f

__all__ = [
    "among",
    "bales_of_hay",
    "big_bang2",
    "bowls_and_oranges",
    "csplib_015_schurs_lemma",
    "csplib_028_bibd",
    "csplib_049_number_partitioning",
    "csplib_076_costas_arrays",
    "giant_cat_army",
    "session3_people_in_a_room",
    "session5_climbing_stairs",
    "set_game",
]

Instance = dict[str, Any]


def among(instance: Instance) -> Builder:
    m = Model.build("among")
    places = m.set("PLACES", first=1, last=instance["n"])
    wanted = m.set("WANTED", instance["v"])
    x = m.variable("x", index=places, domain="integer", upper=7)
    m.add(f.count(x[p].among(wanted) for p in places) == instance["m"])
    return tell(m, x=(x[p] for p in places))


def bales_of_hay(instance: Instance) -> Builder:
    weights = Counter(instance["weights"])
    m = Model.build("bales_of_hay")
    bales = m.set("BALES", first=1, last=instance["n"])
    sums = m.set("SUMS", list(weights))
    times = m.parameter("times", dict(weights), index=sums)
    weight = m.variable("weight", index=bales, domain="integer", upper=max(weights))
    m.add(
        f.global_cardinality(
            [weight[a] + weight[b] for a, b in combinations(bales, 2)], (s for s in sums), (times[s] for s in sums)
        )
    )
    m.add(f.increasing(weight[b] for b in bales))
    return tell(m, bales=(weight[b] for b in bales))


def big_bang2(_: Instance) -> Builder:
    m = Model.build("big_bang2")
    dice = m.set("DICE", first=0, last=4)
    faces = m.set("FACES", first=1, last=6)
    beats = m.set(
        "BEATS", [(0, 2), (0, 3), (1, 0), (1, 4), (2, 1), (2, 3), (3, 1), (3, 4), (4, 0), (4, 2)], of=(dice, dice)
    )
    face = m.variable("face", index=(dice, faces), domain="integer", lower=1, upper=12)
    m.add(f.count(face[a, i] > face[b, j] for i in faces for j in faces) >= 19 for a, b in beats)
    m.add(f.increasing(face[d, i] for i in faces) for d in dice)
    return tell(m, dice=(face[d, i] for d in dice for i in faces))


def bowls_and_oranges(instance: Instance) -> Builder:
    m = Model.build("bowls_and_oranges")
    oranges = m.set("ORANGES", first=1, last=instance["m"])
    x = m.variable("x", index=oranges, domain="integer", lower=1, upper=instance["n"])
    m.add(f.strictly_increasing(x[o] for o in oranges))
    m.add(
        x[b] - x[a] != x[c] - x[b]
        for a in oranges
        for b in oranges.where(lambda b: b > a)
        for c in oranges.where(lambda c: c > b)
    )
    return tell(m, x=(x[o] for o in oranges))


def csplib_015_schurs_lemma(instance: Instance) -> Builder:
    m = Model.build("schurs_lemma")
    balls = m.set("BALLS", first=1, last=instance["n"])
    box = m.variable("box", index=balls, domain="integer", lower=1, upper=instance["c"])
    m.add(
        ~f.all_equal(box[x], box[y], box[x + y])
        for x in balls
        for y in balls.where(lambda y: (y >= x) & (x + y <= f.len(balls)))
    )
    return tell(m, balls=(box[b] for b in balls))


def csplib_028_bibd(instance: Instance) -> Builder:
    v, b, r, k, pairs = (instance[name] for name in "vbrkl")
    m = Model.build("bibd")
    objects, blocks = m.set("OBJECTS", first=1, last=v), m.set("BLOCKS", first=1, last=b)
    holds = m.variable("holds", index=(objects, blocks), domain="binary")
    m.add(f.total(holds[i, j] for j in blocks) == r for i in objects)
    m.add(f.total(holds[i, j] for i in objects) == k for j in blocks)
    m.add(
        f.total(holds[i, j] * holds[h, j] for j in blocks) == pairs
        for i in objects
        for h in objects.where(lambda h: h > i)
    )
    m.add(
        f.lex_less((holds[i, j] for j in blocks), (holds[i + 1, j] for j in blocks))
        for i in objects.where(lambda i: i < v)
    )
    m.add(
        f.lex_lesseq((holds[i, j] for i in objects), (holds[i, j + 1] for i in objects))
        for j in blocks.where(lambda j: j < b)
    )
    return tell(m, matrix=(holds[i, j] for i in objects for j in blocks))


def csplib_049_number_partitioning(instance: Instance) -> Builder:
    n = instance["n"]
    m = Model.build("number_partitioning")
    size = m.parameter("size", n)
    half = m.set("HALF", first=1, last=size // 2)
    a, b = (m.variable(name, index=half, domain="integer", lower=1, upper=n) for name in ("a", "b"))
    m.add(f.all_different([(a[i] for i in half), (b[i] for i in half)]))
    m.add(f.strictly_increasing(a[i] for i in half))
    m.add(f.strictly_increasing(b[i] for i in half))
    m.add(f.total(a[i] for i in half) == f.total(b[i] for i in half))
    m.add(f.total(a[i] ** 2 for i in half) == f.total(b[i] ** 2 for i in half))
    return tell(m, A=(a[i] for i in half), B=(b[i] for i in half))


def csplib_076_costas_arrays(instance: Instance) -> Builder:
    n = instance["n"]
    m = Model.build("costas_arrays")
    columns = m.set("COLUMNS", first=1, last=n)
    mark = m.variable("mark", index=columns, domain="integer", lower=1, upper=n)
    m.add(f.all_different(mark[i] for i in columns))
    m.add(
        f.all_different(mark[i] - mark[i + d] for i in columns.where(lambda i: i + d <= n))
        for d in columns.where(lambda d: d < n - 1)
    )
    return tell(m, costas=(mark[i] for i in columns))


def giant_cat_army(_: Instance) -> Builder:
    m = Model.build("giant_cat_army")
    places = m.set("PLACES", first=1, last=24)
    x = m.variable("x", index=places, domain="integer", upper=60)
    m.add(f.all_different(x[p] for p in places))
    m.add((x[f.first(places)] == 0) & (x[f.last(places)] == 14))
    m.add(
        (x[p] - x[f.prev(p)]).among([5, 7]) | (x[p] * x[p] == x[f.prev(p)])
        for p in places.where(lambda p: f.ord(p) > 1)
    )
    m.add(f.exists((x[p] == 2) & (x[q] == 10) for p in places for q in places.where(lambda q: q > p)))
    return tell(m, x=(x[p] for p in places))


def session3_people_in_a_room(_: Instance) -> Builder:
    m = Model.build("people_in_a_room")
    places = m.set("PLACES", first=1, last=13)
    female = m.variable("female", index=places, domain="binary")
    women = m.variable("women", index=places, domain="integer", upper=9)
    m.add(women[p] == women[f.prev(p, initial=0)] + female[p] for p in places)
    m.add(women[f.last(places)] == 9)
    m.add(women[p] <= Fraction(7, 3) * (f.ord(p) - women[p]) for p in places)
    return tell(m, sequence=(female[p] for p in places))


def session5_climbing_stairs(instance: Instance) -> Builder:
    n = instance["n"]
    m = Model.build("climbing_stairs")
    moves = m.set("MOVES", first=1, last=n)
    step = m.variable("step", index=moves, domain=(0, *range(instance["m1"], instance["m2"] + 1)))
    m.add(f.total(step[k] for k in moves) == n)
    m.add(f.implies(step[k] == 0, step[f.next(k)] == 0) for k in moves.where(lambda k: k != f.last(moves)))
    return tell(m, steps=(step[k] for k in moves))


def set_game(instance: Instance) -> Builder:
    cards = instance["cards_data"]
    m = Model.build("set_game")
    deck = m.set("DECK", first=0, last=len(cards) - 1)
    features = m.set("FEATURES", first=0, last=3)
    hand = m.set("HAND", first=1, last=3)
    value = m.parameter("value", table(cards), index=(deck, features))
    pick = m.variable("pick", index=hand, domain="integer", upper=len(cards) - 1)
    m.add(f.strictly_increasing(pick[h] for h in hand))
    m.add(
        f.all_equal(value[pick[h], x] for h in hand) | f.all_different(value[pick[h], x] for h in hand)
        for x in features
    )
    return tell(m, winning_cards=(pick[h] for h in hand))
