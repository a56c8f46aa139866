"""Values of parameters at positions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from modelwright.model.elements import Derived, Parameter
from modelwright.model.exact import no_value
from modelwright.model.expressions import parse_expression
from modelwright.solvers.grounding import forms
from modelwright.solvers.grounding.frames import Frame, Shape, place_array
from modelwright.solvers.instance import Along, Place, position_at

if TYPE_CHECKING:
    import numpy.typing as npt

    from modelwright.model.exact import Key
    from modelwright.solvers.grounding.blocks import Value
    from modelwright.solvers.grounding.context import Context

__all__ = ["parameter"]


def parameter(context: Context, element: Parameter, places: list[Place], frame: Frame) -> Value:
    """The values of an indexed parameter at `places`, an array over `frame`; exact where all rows have the same.

    Raises:
        DataError: There is none for a key.
        ModelError: A derivation cannot be worked out.
    """
    evaluator = context.evaluator
    sizes = tuple(evaluator.size(name) for name in element.index)
    if all(isinstance(place, int) for place in places):
        return evaluator.parameter(element.name, _key(context, element, places))
    if frame.size == 0:
        return np.zeros((0,) * len(frame.shape))
    if isinstance(element.value, Derived):
        return _derived(context, element, element.value, sizes, places, frame.shape)
    table = context.table(element)
    if table.present is not None:
        found = _taken(table.present, places, frame.shape)
        if not found.all():
            raise no_value(element, _lost(context, element, places, ~found), evaluator.data)
    return _taken(table.values, places, frame.shape)


def _taken(values: npt.NDArray[Any], places: list[Place], shape: Shape) -> npt.NDArray[Any]:
    """Entries at `places` as an array over a frame of `shape`; a view where every place runs along its own axis."""
    axes = [place.axis for place in places if isinstance(place, Along)]
    straight = len(set(axes)) == len(axes) and not any(isinstance(place, np.ndarray) for place in places)
    if not straight:
        return np.asarray(values[tuple(p if isinstance(p, int) else place_array(p, len(shape)) for p in places)])
    found = values[tuple(slice(None) if isinstance(place, Along) else place for place in places)]
    extents = [1] * len(shape)
    for axis, extent in zip(axes, found.shape, strict=True):
        extents[axis] = extent
    order = sorted(range(len(axes)), key=axes.__getitem__)
    return np.asarray(found.transpose(order).reshape(extents))


def _key(context: Context, element: Parameter, places: list[Any]) -> Key:
    return tuple(context.evaluator.members(name)[place] for name, place in zip(element.index, places, strict=True))


def _lost(context: Context, element: Parameter, places: list[Place], lost: npt.NDArray[np.bool_]) -> Key:
    """The key of the first row of `lost`."""
    cell = [int(k) for k in np.unravel_index(int(np.argmax(lost)), lost.shape)]
    return _key(context, element, [position_at(place, cell) for place in places])


def _derived(
    context: Context, element: Parameter, value: Derived, sizes: Shape, places: list[Place], shape: Shape
) -> Value:
    """A derivation, worked out once for each key that is used."""
    axes = [place.axis for place in places if isinstance(place, Along)]
    if len(axes) == len(places) == len(set(axes)):
        whole = _worked_out(context, element, value, [Along(k, size) for k, size in enumerate(sizes)], sizes)
        return whole if isinstance(whole, Fraction) else _taken(np.broadcast_to(whole, sizes), places, shape)
    flat: Any = 0
    for place, size in zip(places, sizes, strict=True):
        flat = flat * size + (place if isinstance(place, int) else place_array(place, len(shape)))
    used, back = np.unique(flat, return_inverse=True)
    found = _worked_out(context, element, value, list(np.unravel_index(used, sizes)), (len(used),))
    if isinstance(found, Fraction):
        return found
    return np.broadcast_to(found, (len(used),))[back].reshape(flat.shape)


def _worked_out(context: Context, element: Parameter, value: Derived, places: list[Any], shape: Shape) -> Value:
    frame = context.element_frame(element.name, element.index, value.over, places, shape)
    with context.evaluator.expanding(element.name):
        return forms.number(context, parse_expression(value.expression), frame)
