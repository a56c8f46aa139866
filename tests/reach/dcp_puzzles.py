"""Puzzles: numbers, letters, sequences and designs."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import Any

from dcp_data import series, table, tell

from modelwright import Model
from modelwright.model.builder import Builder
from modelwright.model.builder import functions as f

__all__ = [
    "abbots_puzzle",
    "age_changing",
    "ages_of_the_sons",
    "allergy",
    "among",
    "bales_of_hay",
    "big_bang2",
    "bowls_and_oranges",
    "csplib_015_schurs_lemma",
    "csplib_028_bibd",
    "csplib_049_number_partitioning",
    "csplib_076_costas_arrays",
    "dudeney_numbers",
    "five_brigands",
    "giant_cat_army",
    "isbn",
    "send_more_money",
    "session3_people_in_a_room",
    "session5_climbing_stairs",
    "set_game",
    "zebra",
]

Instance = dict[str, Any]


def abbots_puzzle(_: Instance) -> Builder:
    m = Model.build("abbots_puzzle")
    men, women, children = (m.variable(name, domain="integer") for name in ("men", "women", "children"))
    m.add(men + women + children == 100)
    m.add(3 * men + 2 * women + children / 2 == 100)
    m.add(women == 5 * men)
    return tell(m, men=men, women=women, children=children)


def age_changing(_: Instance) -> Builder:
    m = Model.build("age_changing")
    ways = m.set("WAYS", ["there", "back"])
    times = m.set("TIMES", first=0, last=4)
    steps = m.set("STEPS", first=1, last=4, subset_of=times)
    age = m.variable("age", index=(ways, times), domain="integer", lower=-10, upper=1000)
    rule = m.variable("rule", index=(ways, steps), domain=range(4))
    m.add(f.all_different(rule[w, s] for s in steps) for w in ways)
    m.add(f.implies(rule[w, s] == 1, age[w, s - 1] % 8 == 0) for w in ways for s in steps)
    m.add(
        age[w, s]
        == f.either(
            rule[w, s] == 0,
            age[w, s - 1] + 2,
            f.either(
                rule[w, s] == 1, age[w, s - 1] // 8, f.either(rule[w, s] == 2, age[w, s - 1] - 3, 7 * age[w, s - 1])
            ),
        )
        for w in ways
        for s in steps
    )
    m.add(age["back", 0] == age["there", 4])
    m.add(age["there", 0] == age["back", 4])
    m.add((age[w, 0] >= 1) & (age[w, 0] <= 120) for w in ways)
    m.add(f.exists(rule["there", s] != rule["back", s] for s in steps))
    return tell(m, m=age["there", 0], h=age["back", 0])


def ages_of_the_sons(_: Instance) -> Builder:
    m = Model.build("ages_of_the_sons")
    ages = m.set("AGES", first=1, last=36)
    triples = m.set(
        "TRIPLES",
        (
            (a, b, c)
            for a in ages
            for b in ages.where(lambda b: b <= a)
            for c in ages.where(lambda c: (c <= b) & (a * b * c == 36))
        ),
        of=(ages, ages, ages),
    )
    pick = m.variable("pick", index=triples, domain="binary")
    windows = m.variable("windows", domain="integer", upper=110)
    m.add(f.total(pick[a, b, c] for a, b, c in triples) == 1)
    m.add(windows == f.total((a + b + c) * pick[a, b, c] for a, b, c in triples))
    m.add(f.count(windows == a + b + c for a, b, c in triples) >= 2)
    m.add(f.total((windows == a + b + c) * (a > b) for a, b, c in triples) == 1)
    m.add(f.total(pick[a, b, c] for a, b, c in triples.where(lambda a, b, c: a > b)) == 1)
    return tell(
        m,
        A1=f.total(a * pick[a, b, c] for a, b, c in triples),
        A2=f.total(b * pick[a, b, c] for a, b, c in triples),
        A3=f.total(c * pick[a, b, c] for a, b, c in triples),
    )


def allergy(_: Instance) -> Builder:
    debra, janet, hugh, rick = range(4)
    m = Model.build("allergy")
    foods = m.set("FOODS", ["eggs", "mold", "nuts", "ragweed"])
    surnames = m.set("SURNAMES", ["baxter", "lemon", "malone", "fleet"])
    who = m.variable("who", index=foods, domain="integer", upper=3)
    named = m.variable("named", index=surnames, domain="integer", upper=3)
    m.add(f.all_different(who[x] for x in foods))
    m.add(f.all_different(named[x] for x in surnames))
    m.add(who["mold"] != rick)
    m.add(named["baxter"] == who["eggs"])
    m.add(~(named["lemon"] == hugh) & ~(named["fleet"] == hugh))
    m.add(who["ragweed"] == debra)
    m.add(named["lemon"].among([debra, hugh, rick]))
    m.add((who["eggs"] != janet) & (who["mold"] != janet))
    return tell(m, **{x: who[x] for x in foods}, **{x: named[x] for x in surnames})


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
    half = m.set("HALF", first=1, last=n // 2)
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


def dudeney_numbers(instance: Instance) -> Builder:
    m = Model.build("dudeney_numbers")
    places = m.set("PLACES", first=0, last=instance["n"] - 1)
    number = m.variable("number", domain="integer", lower=2, upper=10 ** instance["n"] - 1)
    root = m.define("root", f.total((number // 10**p) % 10 for p in places))
    m.add(number == root**3)
    return tell(m, number=number)


def five_brigands(_: Instance) -> Builder:
    m = Model.build("five_brigands")
    a, b, c, d, e = (m.variable(name, domain="integer", lower=1, upper=200) for name in "abcde")
    m.add(a + b + c + d + e == 200)
    m.add(12 * a + 3 * b + c + d / 2 + e / 3 == 200)
    return tell(m, A=a, B=b, C=c, D=d, E=e)


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


def isbn(instance: Instance) -> Builder:
    m = Model.build("isbn")
    places = m.set("PLACES", first=0, last=12)
    known = m.parameter("known", series(instance["isbn_init"]), index=places)
    digit = m.variable("digit", index=places, domain="integer", upper=9)
    m.add(digit[p] == known[p] for p in places.where(lambda p: known[p] >= 0))
    m.add(f.forall(digit[0] == 9, digit[1] == 7, digit[2].among([8, 9])))
    m.add(
        digit[12]
        == (10 - f.total(f.either(p % 2 == 0, 1, 3) * digit[p] for p in places.where(lambda p: p < 12)) % 10) % 10
    )
    return tell(m, isbn=(digit[p] for p in places))


def send_more_money(_: Instance) -> Builder:
    m = Model.build("send_more_money")
    letters = m.set("LETTERS", list("sendmory"))
    digit = m.variable("digit", index=letters, domain="integer", upper=9)
    send, more, money = (
        m.define(word, f.total(10**k * digit[letter] for k, letter in enumerate(reversed(word))))
        for word in ("send", "more", "money")
    )
    m.add(f.all_different(digit[x] for x in letters))
    m.add(send + more == money)
    m.add(f.min(digit["s"], digit["m"]) >= 1)
    return tell(m, **{x: digit[x] for x in letters})


def session3_people_in_a_room(_: Instance) -> Builder:
    m = Model.build("people_in_a_room")
    places = m.set("PLACES", first=1, last=13)
    female = m.variable("female", index=places, domain="binary")
    women = m.define(
        "women", (f.total(female[q] for q in places.where(lambda q: f.ord(q) <= f.ord(p))) for p in places)
    )
    m.add(women[f.last(places)] == 9)
    m.add(women[p] <= Fraction(7, 3) * (p - women[p]) for p in places)
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


def zebra(_: Instance) -> Builder:
    groups = {
        "colors": "yellow green red white blue",
        "nations": "italy spain japan england norway",
        "jobs": "painter sculptor diplomat pianist doctor",
        "pets": "cat zebra bear snails horse",
        "drinks": "milk water tea coffee juice",
    }
    m = Model.build("zebra")
    things = m.set("THINGS", " ".join(groups.values()).split())
    house = m.variable("house", index=things, domain="integer", upper=4)
    for name, members in groups.items():
        group = m.set(name.upper(), members.split(), subset_of=things)
        m.add(f.all_different(house[x] for x in group))
        tell(m, **{name: (house[x] for x in group)})
    same = "painter horse, diplomat coffee, milk white, spain painter, england red, snails sculptor, doctor milk"
    for pair in f"{same}, diplomat japan, norway zebra".split(", "):
        one, other = pair.split()
        m.add(house[one] == house[other])
    m.add(house["green"] + 1 == house["red"])
    m.add(house["norway"] == house["blue"] + 1)
    m.add(abs(house["green"] - house["white"]) == 1)
    m.add(abs(house["horse"] - house["diplomat"]) == 1)
    m.add(f.exists(house["italy"] == house[color] for color in ("red", "white", "green")))
    return m
