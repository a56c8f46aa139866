"""Units that the table lacks and pint has; the only place that loads pint on a user's path."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from modelwright.model.units.table import Atom

__all__ = ["pint_atom"]


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    return pint.UnitRegistry(non_int_type=Fraction)


@lru_cache(maxsize=256)
def pint_atom(name: str) -> Atom:
    """The atom of one of pint's names, its factor exact where pint's is.

    Raises:
        KeyError: Pint does not have it, or it is no multiple of base units.
    """
    from modelwright.model.units.generate import pint_factor

    try:
        factor, dimension = pint_factor(_registry(), name)
    except Exception as error:  # pint's errors have no common base; whatever it says, the unit is unknown
        raise KeyError(name) from error
    exponents = sorted((base, Fraction(power)) for base, power in dimension.items())
    whole = tuple((base, power.numerator if power.denominator == 1 else power) for base, power in exponents)
    return Atom(f"~{name}", factor, whole, name)
