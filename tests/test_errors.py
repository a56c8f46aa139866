from __future__ import annotations

import inspect
import pickle

import pytest

from modelwright import errors
from modelwright.errors import ExpressionError, ModelError, ModelwrightError

CLASSES = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, ModelwrightError)]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_error_survives_pickling(cls: type[ModelwrightError]) -> None:
    extra = {"code": "c"} if cls is ExpressionError else {}
    error = cls("what happened", where="file:3", hint="do this", **extra)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is cls
    assert again.__dict__ == error.__dict__
    assert str(again) == "what happened\n  at file:3\n  hint: do this"


def test_findings_travel() -> None:
    error = ModelError("x", findings=(1, 2))
    assert pickle.loads(pickle.dumps(error)).findings == (1, 2)


def test_the_tree_is_drawn_in_full() -> None:
    assert set(errors.__all__) == {c.__name__ for c in CLASSES}
    for cls in CLASSES:
        assert cls.__name__ in (errors.__doc__ or "")
        drawn = next(line for line in (errors.__doc__ or "").splitlines() if f" {cls.__name__} " in f"{line} ")
        if "exit" in drawn:
            assert f"exit {cls.exit_code}" in drawn
