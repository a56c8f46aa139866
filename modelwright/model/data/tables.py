"""Tables of files by name, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from modelwright.errors import InputError
from modelwright.model.data.table import Table

__all__ = ["Tables"]


class Tables(Mapping[str, Table]):
    """Tables by name. Other names of a table are found too, but not listed."""

    def __init__(self) -> None:
        self._loads: dict[str, Callable[[], Table]] = {}
        self._origins: dict[str, str] = {}
        self._aliases: dict[str, str | None] = {}
        self._made: dict[str, Table] = {}

    def add(self, name: str, load: Callable[[], Table], origin: str) -> None:
        """Add a table.

        Args:
            name: Its name.
            load: Reads it.
            origin: Its file.

        Raises:
            InputError: There is one of that name.
        """
        if name in self._loads:
            raise InputError(
                f"Two tables are named `{name}`",
                code="table-name",
                where=f"{self._origins[name]} and {origin}",
                hint="rename one of the files, or name the table: --data other=FILE",
            )
        self._loads[name] = load
        self._origins[name] = origin

    def add_alias(self, alias: str, name: str) -> None:
        """Let `alias` stand for the table `name`, unless a table has that name or two tables would share it."""
        self._aliases[alias] = None if alias in self._aliases else name

    def __getitem__(self, name: str) -> Table:
        found = self._made.get(name)
        if found is None:
            alias = None if name in self._loads else self._aliases.get(name)
            found = replace(self[alias] if alias is not None else self._loads[name](), name=name)
            self._made[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._loads or self._aliases.get(str(name)) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._loads)

    def __len__(self) -> int:
        return len(self._loads)
