"""Makes `table.json` from pint: ``python -m modelwright.model.units.generate``. Needed only when the lists here change.

A line of `PHYSICAL` is ``id ; pint expression ; shown ; names``. A name with ``?`` is a second reading of a name that
another unit has first ("ton": the tonne, then the short ton). Factors are exact, in terms of m, kg, s, A, K and bit.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

__all__ = ["PHYSICAL", "build", "main", "pint_factor"]

PHYSICAL = """
[time]
millisecond ; millisecond ; ms ; ms, millisecond, milliseconds
second ; second ; second ; s, sec, secs, second, seconds
minute ; minute ; minute ; min, mins, minute, minutes
hour ; hour ; hour ; h, hr, hrs, hour, hours
day ; day ; day ; d, day, days
week ; week ; week ; wk, wks, week, weeks
fortnight ; fortnight ; fortnight ; fortnight, fortnights
month ; month ; month ; mo, month, months
month30 ; 30 * day ; month ; month?, months?
month4 ; 4 * week ; month ; month?, months?
year ; year ; year ; yr, yrs, year, years, annum
year365 ; 365 * day ; year ; year?, years?, annum?
year52 ; 52 * week ; year ; year?, years?, annum?
[length]
nanometre ; nanometer ; nm ; nm, nanometre, nanometres, nanometer, nanometers
micrometre ; micrometer ; µm ; µm, μm, micron, microns, micrometre, micrometres, micrometer, micrometers
millimetre ; millimeter ; mm ; mm, millimetre, millimetres, millimeter, millimeters
centimetre ; centimeter ; cm ; cm, centimetre, centimetres, centimeter, centimeters
metre ; meter ; m ; m, metre, metres, meter, meters
kilometre ; kilometer ; km ; km, kms, kilometre, kilometres, kilometer, kilometers
inch ; inch ; inch ; in, inch, inches
foot ; foot ; foot ; ft, foot, feet
yard ; yard ; yard ; yd, yds, yard, yards
mile ; mile ; mile ; mi, mile, miles
nautical_mile ; nautical_mile ; nautical mile ; nmi, nautical mile, nautical miles
[area]
hectare ; hectare ; hectare ; ha, hectare, hectares
acre ; 4840 * yard ** 2 ; acre ; ac, acre, acres
square_foot ; foot ** 2 ; sq ft ; sqft, sf
square_metre ; meter ** 2 ; m^2 ; sqm, qm
square_kilometre ; kilometer ** 2 ; km^2 ; sqkm
[volume]
microlitre ; microliter ; µL ; µL, μL, uL, microlitre, microlitres, microliter, microliters
millilitre ; milliliter ; mL ; ml, mL, mls, millilitre, millilitres, milliliter, milliliters
centilitre ; centiliter ; cL ; cl, cL, centilitre, centilitres, centiliter, centiliters
decilitre ; deciliter ; dL ; dl, dL, decilitre, decilitres, deciliter, deciliters
litre ; liter ; litre ; l, L, ltr, litre, litres, liter, liters
hectolitre ; hectoliter ; hL ; hl, hL, hectolitre, hectolitres, hectoliter, hectoliters
kilolitre ; kiloliter ; kL ; kl, kL, kilolitre, kilolitres, kiloliter, kiloliters
cubic_centimetre ; centimeter ** 3 ; cc ; cc, ccm
cubic_metre ; meter ** 3 ; m^3 ; cbm
gallon ; gallon ; gallon ; gal, gals, gallon, gallons, US gallon, US gallons
quart ; quart ; quart ; qt, quart, quarts
pint ; pint ; pint ; pt, pint, pints
cup ; cup ; cup ; cup, cups
fluid_ounce ; fluid_ounce ; fl oz ; floz, fl oz, fluid oz, fluid ounce, fluid ounces, oz?, ounce?, ounces?
tablespoon ; tablespoon ; tablespoon ; tbsp, tablespoon, tablespoons
teaspoon ; teaspoon ; teaspoon ; tsp, teaspoon, teaspoons
imperial_gallon ; imperial_gallon ; imperial gallon ; imperial gallon, imperial gallons, gallon?, gallons?
imperial_quart ; imperial_quart ; imperial quart ; imperial quart, imperial quarts, quart?, quarts?
imperial_pint ; imperial_pint ; imperial pint ; imperial pint, imperial pints, pint?, pints?
metric_cup ; 250 * milliliter ; metric cup ; metric cup, metric cups, cup?, cups?
metric_tablespoon ; 15 * milliliter ; metric tablespoon ; metric tablespoon, tbsp?, tablespoon?, tablespoons?
metric_teaspoon ; 5 * milliliter ; metric teaspoon ; metric teaspoon, tsp?, teaspoon?, teaspoons?
barrel ; oil_barrel ; barrel ; bbl, barrel, barrels
bushel ; bushel ; bushel ; bushel, bushels
[mass]
microgram ; microgram ; µg ; µg, μg, ug, mcg, microgram, micrograms
milligram ; milligram ; mg ; mg, mgs, milligram, milligrams
gram ; gram ; g ; g, gm, gms, gr, gram, grams, gramme, grammes
kilogram ; kilogram ; kg ; kg, kgs, kilo, kilos, kilogram, kilograms, kilogramme, kilogrammes
quintal ; 100 * kilogram ; quintal ; quintal, quintals
tonne ; tonne ; tonne ; t, tonne, tonnes, metric ton, metric tons, metric tonne, metric tonnes, ton, tons
kilotonne ; 1000 * tonne ; kt ; kt, kilotonne, kilotonnes, kiloton, kilotons
short_ton ; short_ton ; short ton ; short ton, short tons, US ton, US tons, ton?, tons?
long_ton ; long_ton ; long ton ; long ton, long tons, imperial ton, imperial tons, ton?, tons?
ounce ; ounce ; oz ; oz, ounce, ounces
pound ; pound ; lb ; lb, lbs, pound, pounds
stone ; stone ; stone ; stone, stones
hundredweight ; hundredweight ; hundredweight ; cwt, hundredweight, hundredweights
carat ; carat ; carat ; carat, carats
[energy]
joule ; joule ; J ; J, joule, joules
kilojoule ; kilojoule ; kJ ; kJ, kilojoule, kilojoules
megajoule ; megajoule ; MJ ; MJ, megajoule, megajoules
gigajoule ; gigajoule ; GJ ; GJ, gigajoule, gigajoules
watt_hour ; watt_hour ; Wh ; Wh
kilowatt_hour ; kilowatt_hour ; kWh ; kWh, kwh, KWH, KWh
megawatt_hour ; megawatt_hour ; MWh ; MWh, mwh, MWH
gigawatt_hour ; gigawatt_hour ; GWh ; GWh, gwh, GWH
terawatt_hour ; terawatt_hour ; TWh ; TWh, twh, TWH
kilocalorie ; kilocalorie ; kcal ; kcal, Cal, Calorie, Calories, kilocalorie, kilocalories, cal, calorie, calories
calorie ; calorie ; small calorie ; cal?, calorie?, calories?, small calorie, small calories
btu ; british_thermal_unit ; BTU ; BTU, BTUs, Btu, btu
mmbtu ; 1000000 * british_thermal_unit ; MMBtu ; MMBtu, MMBTU, mmbtu
therm ; therm ; therm ; therm, therms
[power]
milliwatt ; milliwatt ; mW ; mW, milliwatt, milliwatts
watt ; watt ; W ; W, watt, watts
kilowatt ; kilowatt ; kW ; kW, kw, KW, kilowatt, kilowatts
megawatt ; megawatt ; MW ; MW, mw, megawatt, megawatts
gigawatt ; gigawatt ; GW ; GW, gw, gigawatt, gigawatts
horsepower ; horsepower ; hp ; hp, horsepower
[mechanics and electricity]
newton ; newton ; N ; N, newton, newtons
kilonewton ; kilonewton ; kN ; kN, kilonewton, kilonewtons
pascal ; pascal ; Pa ; Pa, pascal, pascals
kilopascal ; kilopascal ; kPa ; kPa, kilopascal, kilopascals
megapascal ; megapascal ; MPa ; MPa, megapascal, megapascals
pressure_bar ; bar ; bar ; bar?, bars?, mbar?
psi ; psi ; psi ; psi
hertz ; hertz ; Hz ; Hz, hertz
kilohertz ; kilohertz ; kHz ; kHz, kilohertz
megahertz ; megahertz ; MHz ; MHz, megahertz
gigahertz ; gigahertz ; GHz ; GHz, gigahertz
ampere ; ampere ; A ; A, amp, amps, ampere, amperes
volt ; volt ; V ; V, volt, volts
[speed]
kilometre_per_hour ; kilometer_per_hour ; km/h ; kmh, kph, kmph
mile_per_hour ; mile_per_hour ; mph ; mph
knot ; knot ; knot ; kn, knot, knots
[temperature difference]
kelvin ; kelvin ; kelvin ; kelvin, kelvins, K?
degree_celsius ; delta_degree_Celsius ; °C ; °C, degC, celsius, degree celsius, degrees celsius
degree_fahrenheit ; delta_degree_Fahrenheit ; °F ; °F, degF, fahrenheit, degree fahrenheit, degrees fahrenheit
[data]
bit ; bit ; bit ; bit, bits
kilobit ; kilobit ; kbit ; kbit, kilobit, kilobits
megabit ; megabit ; Mbit ; Mbit, Mb, megabit, megabits
gigabit ; gigabit ; Gbit ; Gbit, Gb, gigabit, gigabits
megabit_per_second ; megabit / second ; Mbps ; Mbps, mbps
gigabit_per_second ; gigabit / second ; Gbps ; Gbps, gbps
byte ; byte ; byte ; B, byte, bytes
kilobyte ; kilobyte ; kB ; kB, KB, kb, kilobyte, kilobytes
megabyte ; megabyte ; MB ; MB, mb, megabyte, megabytes
gigabyte ; gigabyte ; GB ; GB, gb, gigabyte, gigabytes
terabyte ; terabyte ; TB ; TB, tb, terabyte, terabytes
petabyte ; petabyte ; PB ; PB, pb, petabyte, petabytes
kibibyte ; kibibyte ; KiB ; KiB, kibibyte, kibibytes
mebibyte ; mebibyte ; MiB ; MiB, mebibyte, mebibytes
gibibyte ; gibibyte ; GiB ; GiB, gibibyte, gibibytes
tebibyte ; tebibyte ; TiB ; TiB, tebibyte, tebibytes
"""

SCALES = """
percent ; 1/100 ; % ; %, percent, per cent, pct, percentage point, percentage points, percentage
permille ; 1/1000 ; ‰ ; ‰, permille, per mille
basis_point ; 1/10000 ; basis point ; bp, bps, basis point, basis points
ppm ; 1/1000000 ; ppm ; ppm
fraction ; 1 ; fraction ; fraction, fractions, proportion, ratio, share
pair ; 2 ; pair ; pair, pairs
dozen ; 12 ; dozen ; dozen, dozens, dz, doz
hundred ; 100 ; hundred ; hundred, hundreds
thousand ; 1000 ; thousand ; thousand, thousands, k, K
lakh ; 100000 ; lakh ; lakh, lakhs
million ; 1000000 ; million ; million, millions, mn, mln, mil, M
crore ; 10000000 ; crore ; crore, crores
billion ; 1000000000 ; billion ; billion, billions, bn, bln
trillion ; 1000000000000 ; trillion ; trillion, trillions, trn
"""

CURRENCIES = """
USD ; 1 ; $ ; $, USD, US$, dollar, dollars, US dollar, US dollars, buck, bucks
EUR ; 1 ; € ; €, EUR, euro, euros
GBP ; 1 ; £ ; £, GBP, pound sterling, pounds sterling, sterling, quid, pound?, pounds?
JPY ; 1 ; ¥ ; ¥, JPY, yen
CHF ; 1 ; CHF ; CHF, franc, francs, Swiss franc, Swiss francs
CAD ; 1 ; C$ ; CAD, C$, CA$, Canadian dollar, Canadian dollars
AUD ; 1 ; A$ ; AUD, A$, AU$, Australian dollar, Australian dollars
NZD ; 1 ; NZ$ ; NZD, NZ$
HKD ; 1 ; HK$ ; HKD, HK$
SGD ; 1 ; S$ ; SGD, S$
BRL ; 1 ; R$ ; BRL, R$, real, reais
INR ; 1 ; ₹ ; ₹, INR, Rs, rupee, rupees
CNY ; 1 ; CNY ; CNY, RMB, yuan, renminbi, ¥?
KRW ; 1 ; ₩ ; ₩, KRW, won
RUB ; 1 ; ₽ ; ₽, RUB, ruble, rubles, rouble, roubles
TRY ; 1 ; ₺ ; ₺, TRY, lira, liras
SEK ; 1 ; SEK ; SEK, krona, kronor
NOK ; 1 ; NOK ; NOK
DKK ; 1 ; DKK ; DKK, krone, kroner
PLN ; 1 ; PLN ; PLN, zloty, zlotys
MXN ; 1 ; MXN ; MXN, peso, pesos
ZAR ; 1 ; ZAR ; ZAR, rand
AED ; 1 ; AED ; AED, dirham, dirhams
USD cent ; 1/100 ; ¢ ; ¢, cent, cents, US cent, US cents, penny?, pennies?
EUR cent ; 1/100 ; euro cent ; cent?, cents?, euro cent, euro cents, eurocent, eurocents
CAD cent ; 1/100 ; Canadian cent ; Canadian cent, Canadian cents, cent?, cents?
AUD cent ; 1/100 ; Australian cent ; Australian cent, Australian cents, cent?, cents?
GBP penny ; 1/100 ; penny ; penny, pennies, pence, p
"""

GENERIC = (
    "1 unit units item items piece pieces pc pcs each count number article articles product products good goods ea"
)
"""Words that count without saying what."""

LABELS_TOO = "bar bars cup cups pair pairs barrel barrels stone stones bushel bushels pint pints real rand mil quintal"
"""Names that may also be item words; the label is the first reading of those without another."""

IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "knives": "knife", "wives": "wife", "lives": "life", "leaves": "leaf",
    "loaves": "loaf", "shelves": "shelf", "halves": "half", "wolves": "wolf", "calves": "calf", "scarves": "scarf",
    "buses": "bus", "gas": "gas", "gases": "gas", "lenses": "lens", "crises": "crisis", "analyses": "analysis",
    "movies": "movie", "cookies": "cookie", "pies": "pie", "ties": "tie", "brownies": "brownie",
    "smoothies": "smoothie", "calories": "calorie", "potatoes": "potato", "tomatoes": "tomato", "heroes": "hero",
    "shoes": "shoe",
}  # fmt: skip
"""Plurals that no rule makes, or that a rule would make wrongly."""

NOT_PINT = """
aberdeen alpha blob candle chain circle clausius count cycle decade denier dot fifth gamma gravity grade grain hand jig
jute lambda lambert league leap_year line link molecule octave particle peck perch pixel point pole pond quad quarter
revolution rod section shake shot sigma slug strain stere tex therm torr turn unit_pole zeta cables_length century
centuries millennium millennia baud gill gray henry darcy gauss franklin galileo faraday barn barrie buckingham cicero
decibel decibelmicrowatt decibelmilliwatt decibelwatt degree grad poise pica octet minim thou gilbert maxwell
"""
"""Names of pint that are everyday words, or nothing that people measure decisions in."""

_BASES = {
    "[length]": "m", "[mass]": "kg", "[time]": "s", "[current]": "A", "[temperature]": "K", "[substance]": "mol",
    "[luminosity]": "cd",
}  # fmt: skip


def pint_factor(registry: Any, expression: str) -> tuple[Fraction, dict[str, str]]:
    """The factor of a pint expression in base units, exact where pint's is, and its exponents by base.

    Args:
        registry: A `pint.UnitRegistry` with ``non_int_type=Fraction``.
        expression: Such as ``"4840 * yard ** 2"``.
    """
    found = registry.parse_expression(expression).to_base_units()
    dimension = {_BASES.get(name, name): str(power) for name, power in found.dimensionality.items()}
    return Fraction(found.magnitude), dimension


def _rows(lines: str) -> list[tuple[str, list[str]]]:
    section, found = "", []
    for line in lines.strip().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        else:
            found.append((section, [part.strip() for part in line.split(";")]))
    return found


def build() -> dict[str, Any]:
    """The table as an object; pint is imported here."""
    import pint

    registry: Any = pint.UnitRegistry(non_int_type=Fraction)
    units: dict[str, dict[str, Any]] = {}
    first: dict[str, list[str]] = {}
    second: dict[str, list[str]] = {}

    def name_all(unit: str, names: str) -> None:
        for name in (n.strip() for n in names.split(",")):
            (second if name.endswith("?") else first).setdefault(name.rstrip("?"), []).append(unit)

    for section, (unit, expression, shown, names) in _rows(PHYSICAL):
        factor, dimension = pint_factor(registry, expression)
        if section == "data":
            dimension["bit"] = "1"
        units[unit] = {"factor": str(factor), "dimension": dimension, "shown": shown, "pint": expression}
        name_all(unit, names)
    for _, (unit, scale, shown, names) in _rows(SCALES):
        units[unit] = {"factor": scale, "dimension": {}, "shown": shown}
        name_all(unit, names)
    for _, (unit, scale, shown, names) in _rows(CURRENCIES):
        units[unit] = {"factor": scale, "dimension": {unit[:3]: "1"}, "shown": shown}
        name_all(unit, names)
    twice = {name: ids for name, ids in first.items() if len(ids) > 1}
    if twice:
        raise ValueError(f"names of two units: {twice}")
    found = {name: first.get(name, []) + second.get(name, []) for name in first | second}
    for name in LABELS_TOO.split():
        readings = found.setdefault(name, [])
        readings.insert(len(first.get(name, [])), "")
    known = set(NOT_PINT.split()) | set(found)
    elsewhere = sorted(
        name
        for name in registry._units
        if re.fullmatch(r"[a-z]{4,}", name) and name not in known and name.rstrip("s") not in known
    )
    return {
        "format": "modelwright/units",
        "version": 1,
        "currencies": sorted({unit[:3] for _, (unit, *_) in _rows(CURRENCIES)}),
        "generic": GENERIC.split(),
        "irregular": IRREGULAR,
        "units": units,
        "names": dict(sorted(found.items())),
        "pint": elsewhere,
    }


def written(table: dict[str, Any]) -> str:
    """The table as JSON, one line for each unit and name."""
    lines = []
    for key, value in table.items():
        if key in ("units", "names"):
            inner = ",\n".join(f"  {json.dumps(k, ensure_ascii=False)}: {_compact(v)}" for k, v in value.items())
            lines.append(f' "{key}": {{\n{inner}\n }}')
        else:
            lines.append(f' "{key}": {_compact(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Writes `table.json` beside this file."""
    (Path(__file__).parent / "table.json").write_text(written(build()), "utf-8")


if __name__ == "__main__":
    main()
