"""Where the words of a declaration stand in its document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modelwright.model.sources import TextSpan

__all__ = ["STATEMENT", "Places"]

STATEMENT = "document"
"""Id of the statement that holds the document."""

_Span = tuple[int, int]


class Places:
    """The places of wordings in a document: annotated spans where there are some, else every occurrence.

    Args:
        document: The text.
        spans: Annotated spans, objects with `text`, `start` and `end`.
    """

    def __init__(self, document: str, spans: Iterable[Mapping[str, Any]] = ()) -> None:
        self.document = document
        self._annotated: dict[str, list[_Span]] = {}
        for span in spans:
            start, end = int(span["start"]), int(span["end"])
            if document[start:end] == span["text"]:
                self._annotated.setdefault(span["text"], []).append((start, end))

    def of(self, wording: str) -> list[_Span]:
        """Every place of `wording`, in order."""
        if wording in self._annotated:
            return self._annotated[wording]
        found: list[_Span] = []
        start = self.document.find(wording) if wording else -1
        while start >= 0:
            found.append((start, start + len(wording)))
            start = self.document.find(wording, start + 1)
        return found

    def together(self, wordings: Iterable[str]) -> tuple[TextSpan, ...]:
        """A place for each of `wordings`, the first two as close together as can be and the others near them; nothing
        when one of them is not in the document."""
        places = [self.of(wording) for wording in wordings]
        if not places or not all(places):
            return ()
        second = places[1] if len(places) > 1 else places[0]
        _, first, near = min((abs(a[0] - b[0]), a, b) for a in places[0] for b in second)
        found = [first] + ([near] if len(places) > 1 else [])
        found += [min(place, key=lambda p: (abs(p[0] - near[0]), p)) for place in places[2:]]
        return tuple(TextSpan(statement=STATEMENT, start=start, end=end) for start, end in found)
