"""Puzzles of numbers, letters and who is who."""

from __future__ import annotations

from typing import Any

from dcp_data import series, tell

from modelwright import Model
from modelwright.model.builder import Builder
from modelwright.model.builder import functions as f

__all__ = [
    "abbots_puzzle",
    "age_changing",
    "ages_of_the_sons",
    "allergy",
    "dudeney_numbers",
    "five_brigands",
    "isbn",
    "send_more_money",
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
    product = m.parameter("product", 36)
    ages = m.set("AGES", first=1, last=product)
    possible = m.set("POSSIBLE", (a for a in ages.where(lambda a: product % a == 0)), subset_of=ages)
    triples = m.set(
        "TRIPLES",
        (
            (a, b, c)
            for a in possible
            for b in possible.where(lambda b: b <= a)
            for c in possible.where(lambda c: (c <= b) & (a * b * c == product))
        ),
        of=(possible, possible, possible),
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
