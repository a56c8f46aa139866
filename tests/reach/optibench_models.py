"""Nonlinear problems of OptiBench as Models. The numbers come from the question at run time, in order of appearance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from modelwright.model.builder import Builder
from modelwright.model.builder import functions as f
from modelwright.model.document import Model

Numbers = Sequence[Fraction]
PI = Fraction("3.141592653589793")


def fence(n: Numbers) -> Builder:
    """A rectangle of at least some area with the shortest border."""
    m = Model.build("fence")
    length, width = m.variable("length", upper=10_000), m.variable("width", upper=10_000)
    m.add(length * width >= n[0])
    m.minimize(2 * (length + width))
    return m


def fence_by_the_house(n: Numbers) -> Builder:
    """The largest rectangle whose border on three sides is given."""
    m = Model.build("garden")
    length, width = m.variable("length", upper=n[0]), m.variable("width", upper=n[0])
    m.add(length + 2 * width <= n[0])
    m.maximize(length * width)
    return m


def landscape(n: Numbers) -> Builder:
    """A rectangle of some area, three sides at one price and the fourth at another."""
    m = Model.build("landscape")
    across, along = m.variable("across", upper=10_000), m.variable("along", upper=10_000)
    area, shrubs, fencing = n[:3]
    m.add(across * along >= area)
    m.minimize(shrubs * (across + 2 * along) + fencing * across)
    return m


def landscape_in_other_words(n: Numbers) -> Builder:
    """The same, the area told as a limit."""
    return landscape(n)


def cardboard(n: Numbers) -> Builder:
    """A box from a sheet whose corners are cut out."""
    m = Model.build("cardboard")
    height = m.variable("height", upper=min(n[:2]) / 2)
    m.maximize(height * (n[0] - 2 * height) * (n[1] - 2 * height))
    return m


def cardboard_with_sides(n: Numbers) -> Builder:
    """The same with length and width as totals of their own."""
    m = Model.build("cardboard")
    height = m.variable("height", upper=min(n[:2]) / 2)
    length, width = m.define("length", n[0] - 2 * height), m.define("width", n[1] - 2 * height)
    m.maximize(height * length * width)
    return m


def can(n: Numbers) -> Builder:
    """A can without a top of some volume from the least material."""
    m = Model.build("can")
    radius, height = m.variable("radius", lower=0.01, upper=20), m.variable("height", upper=100)
    m.add(PI * radius**2 * height >= n[0])
    m.minimize(PI * radius**2 + 2 * PI * radius * height)
    return m


def island(n: Numbers) -> Builder:
    """How far to run along a shore before swimming to an island."""
    m = Model.build("island")
    run_speed, swim_speed, east, north = n[:4]
    west = m.variable("west", upper=east)
    m.minimize(west / run_speed + f.sqrt((east - west) ** 2 + north**2) / swim_speed)
    return m


def rope(n: Numbers) -> Builder:
    """A rope from the tops of two poles to one point on the ground between them."""
    m = Model.build("rope")
    first, second, between = n[:3]
    at = m.variable("at", upper=between)
    m.minimize(f.sqrt(at**2 + first**2) + f.sqrt((between - at) ** 2 + second**2))
    return m


def priced_box(n: Numbers) -> Builder:
    """A box whose base is so many times as long as wide, sides and ends at different prices."""
    m = Model.build("box")
    times, volume, side, end = n[:4]
    width, height = m.variable("width", lower=n[0] / 100, upper=10), m.variable("height", upper=100)
    length = m.define("length", times * width)
    m.add(length * width * height >= volume)
    m.minimize(side * (2 * width * height + 2 * length * height) + end * 2 * length * width)
    return m


def car_rental(n: Numbers) -> Builder:
    """The price a day when the number of cars falls with it."""
    m = Model.build("cars")
    price = m.variable("price", domain="integer", lower=n[0], upper=n[1])
    cars = m.define("cars", n[2] - n[3] * price)
    m.maximize(price * cars)
    return m


MODELS: dict[str, Callable[[Numbers], Builder]] = {
    "optibench-0133": fence,
    "optibench-0226": fence_by_the_house,
    "optibench-0301": landscape,
    "optibench-0213": landscape_in_other_words,
    "optibench-0100": cardboard,
    "optibench-0386": cardboard_with_sides,
    "optibench-0048": cardboard,
    "optibench-0260": can,
    "optibench-0271": island,
    "optibench-0160": rope,
    "optibench-0299": priced_box,
    "optibench-0092": car_rental,
}
