"""The entry: which target, what it takes, what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from modelwright.errors import UnsupportedModel, UsageError

if TYPE_CHECKING:
    from modelwright.model.data import Data
    from modelwright.model.document import Model
    from modelwright.solvers.instance import Instance

__all__ = ["TARGETS", "Export", "export_model", "write_instance"]

TARGETS: dict[str, str] = {
    "lp": ".lp",
    "mps": ".mps",
    "pulp": ".py",
    "pyomo": ".py",
    "ortools": ".py",
    "latex": ".tex",
    "markdown": ".md",
}
"""Suffix of the file by target."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a target gets.

    Attributes:
        text: The text of the file.
        files: Text of the data files that belong beside it, by name.
    """

    text: str
    files: dict[str, str] = field(default_factory=dict)


def export_model(model: Model, to: str, data: Data | None = None) -> Export:
    """`model` for the target `to`.

    Args:
        model: A Model without open slots.
        to: One of `TARGETS`.
        data: Tables that it is bound to.

    Raises:
        UsageError: There is no such target.
        UnsupportedModel: The target cannot say a row; the message names it.
        ModelError: The Model breaks a rule of the language.
        DataError: A table does not fit it.
    """
    if to == "latex":
        from modelwright.model.render.latex import to_latex

        return Export(to_latex(model))
    if to == "markdown":
        from modelwright.model.render.markdown import to_markdown

        return Export(to_markdown(model))
    if to in ("lp", "mps"):
        return Export(_linear(model, to, data))
    if to in TARGETS:
        from modelwright.solvers.export.source import source

        return source(model, to, data)
    raise UsageError(f"There is no target `{to}`", code="unknown-target", hint=f"targets: {', '.join(TARGETS)}")


def _linear(model: Model, to: str, data: Data | None) -> str:
    from modelwright.solvers.grounding import ground
    from modelwright.solvers.objectives import levels, only, softened

    whole = softened(model)
    steps = levels(whole)
    if len(steps) > 1:
        raise UnsupportedModel(
            f"`{model.name}` has objectives of {len(steps)} priorities, and {to.upper()} files hold one",
            hint="keep one priority, or export to pulp, pyomo or ortools, which solve one after the other",
        )
    step = only(whole, steps[0]) if steps else whole
    return write_instance(ground(step, data), to, title=f"{model.name}: {model.label}" if model.label else model.name)


def write_instance(instance: Instance, to: str, title: str = "") -> str:
    """An Instance as an LP or MPS file; what is not linear is reduced to linear rows first.

    Raises:
        UnsupportedModel: It has no linear form.
    """
    from modelwright.solvers.export.linear import prepared
    from modelwright.solvers.export.lp import write_lp
    from modelwright.solvers.export.mps import write_mps

    linear = prepared(instance, title)
    return write_lp(linear) if to == "lp" else write_mps(linear)
