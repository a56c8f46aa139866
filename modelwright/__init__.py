"""Modelwright turns a decision problem told in plain words into a checked, solved optimisation model.

>>> import modelwright
>>> answer = modelwright.solve("A potter makes bowls and jugs. ...")  # doctest: +SKIP
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelwright.api import (
        Formulation,
        Model,
        SolvedModel,
        aformulate,
        asolve,
        diagnose,
        export,
        formulate,
        run,
        solve,
    )
    from modelwright.errors import ModelwrightError

__all__ = [
    "Formulation",
    "Model",
    "ModelwrightError",
    "SolvedModel",
    "__version__",
    "aformulate",
    "asolve",
    "diagnose",
    "export",
    "formulate",
    "run",
    "solve",
]
__version__ = "0.1.0"

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    if name == "ModelwrightError":
        from modelwright.errors import ModelwrightError

        return ModelwrightError
    if name in __all__:
        from modelwright import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
