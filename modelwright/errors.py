"""The error tree. An infeasible model is an answer, not an error.

::

    ModelwrightError                      exit 1
    ├── UsageError                        exit 2   the command or call is wrong; nothing was read
    ├── InputError                        exit 2   a text, file or table cannot be read
    │   └── VersionError                           a document of a newer format
    ├── ModelError                        exit 2   a Model breaks rules; carries every Finding
    │   └── ExpressionError                        one expression cannot be parsed or typed
    ├── PatchError                        exit 2   a patch does not fit the Model it meets
    ├── DataError                         exit 2   a parameter or set cannot be bound to its table
    ├── LimitError                        exit 2   something from outside is larger than allowed
    ├── FormulationFailed                 exit 6   no model could be read from the words
    ├── SolverError                       exit 1   a solver failed
    │   ├── SolverNotInstalled            exit 2   its package is missing, or no such solver
    │   └── UnsupportedModel              exit 2   no solver here takes this class of model
    ├── VerificationFailed                exit 1   the returned point breaks a row of the Model
    └── InternalError                     exit 1   a fault of ours, with what to report
"""

from __future__ import annotations

from typing import Any, ClassVar

__all__ = [
    "DataError",
    "ExpressionError",
    "FormulationFailed",
    "InputError",
    "InternalError",
    "LimitError",
    "ModelError",
    "ModelwrightError",
    "PatchError",
    "SolverError",
    "SolverNotInstalled",
    "UnsupportedModel",
    "UsageError",
    "VerificationFailed",
    "VersionError",
]


class ModelwrightError(Exception):
    """What happened, where in the input, and what to do.

    Attributes:
        message: What happened, one sentence, names in backticks.
        code: Stable identifier, e.g. ``"unknown-name"``.
        where: Place in the input (a file and line, a JSON pointer, a span), or ``None``.
        hint: What to do about it, or ``None``.
        exit_code: Process exit code of the commands.
    """

    default_code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(
        self, message: str, *, code: str | None = None, where: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.where = where
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.__dict__.copy())

    def __str__(self) -> str:
        lines = [self.message]
        if self.where:
            lines.append(f"  at {self.where}")
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)

    def to_json(self) -> dict[str, str | None]:
        """The `error` object of `--json` and of prediction lines."""
        return {"code": self.code, "message": self.message, "where": self.where, "hint": self.hint}


def _rebuild(cls: type[ModelwrightError], state: dict[str, Any]) -> ModelwrightError:
    error = cls.__new__(cls)
    Exception.__init__(error, state.get("message", ""))
    error.__dict__.update(state)
    return error


class UsageError(ModelwrightError):
    """The command line or call is wrong; nothing was read."""

    default_code = "usage"
    exit_code = 2


class InputError(ModelwrightError):
    """A text, file or table from outside cannot be read."""

    default_code = "input"
    exit_code = 2


class VersionError(InputError):
    """A document of a newer format than this version reads."""

    default_code = "newer-format"


class ModelError(ModelwrightError):
    """A Model breaks the rules of the language.

    Attributes:
        findings: All findings of severity error (``modelwright.model.findings.Finding``), not the first alone.
    """

    default_code = "invalid-model"
    exit_code = 2

    def __init__(
        self,
        message: str,
        *,
        findings: tuple[Any, ...] = (),
        code: str | None = None,
        where: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, code=code, where=where, hint=hint)
        self.findings = findings


class ExpressionError(ModelError):
    """One expression cannot be parsed or typed.

    Attributes:
        piece: The offending piece of the expression.
        start: First character of `piece` in the expression, 0-based.
        end: One past its last character.
    """

    default_code = "expression"

    def __init__(
        self,
        message: str,
        *,
        code: str,
        piece: str = "",
        start: int = 0,
        end: int = 0,
        where: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, code=code, where=where, hint=hint)
        self.piece = piece
        self.start = start
        self.end = end


class PatchError(ModelwrightError):
    """A patch does not fit the Model it meets; nothing was applied."""

    default_code = "patch"
    exit_code = 2


class DataError(ModelwrightError):
    """A parameter or set cannot be bound to its table."""

    default_code = "data"
    exit_code = 2


class LimitError(ModelwrightError):
    """Something from outside is larger than the limits allow."""

    default_code = "limit"
    exit_code = 2


class FormulationFailed(ModelwrightError):
    """No model could be read from the words."""

    default_code = "no-model"
    exit_code = 6


class SolverError(ModelwrightError):
    """A solver failed in a way that is no answer."""

    default_code = "solver"


class SolverNotInstalled(SolverError):
    """The package of a solver is missing, or there is no solver of that name."""

    default_code = "unknown-solver"
    exit_code = 2


class UnsupportedModel(SolverError):
    """No available solver takes a model of this class."""

    default_code = "unsupported-model"
    exit_code = 2


class VerificationFailed(ModelwrightError):
    """The point that a solver returned breaks a row of the Model."""

    default_code = "verification_failed"


class InternalError(ModelwrightError):
    """A fault of ours."""

    default_code = "internal"
