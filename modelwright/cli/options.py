"""Options that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from modelwright.config import Settings
    from modelwright.model.data import Entry
    from modelwright.solvers import Options

__all__ = [
    "config_option",
    "data_option",
    "json_option",
    "llm_option",
    "out_option",
    "settings_of",
    "solver_option",
    "solver_options",
    "solver_settings",
]

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(path_type=Path)


class Finite(click.FloatRange):
    """A number in a range; NaN and infinity are refused, which click lets pass."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number that `value` writes."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


class TableFile(click.ParamType[Any]):
    """A data file, or ``name=file`` to name its table."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Entry:
        """The path, with the name if there is one."""
        if isinstance(value, str):
            name, mark, path = value.partition("=")
            if mark and name.isidentifier() and not Path(value).exists():
                return name, Path(path)
            return Path(value)
        return value  # type: ignore[no-any-return]


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, whatever happens.")
out_option = click.option(
    "--out", type=_FILE, metavar="FILE", help="Write it too; .json, .md or .txt decides the form."
)
config_option = click.option("--config", type=_FILE, metavar="FILE", help="Read settings from this TOML file.")
data_option = click.option(
    "--data",
    type=TableFile(),
    multiple=True,
    metavar="[NAME=]FILE",
    help="Tables: .csv .tsv .json .jsonl .xlsx .sqlite .parquet .arrow .duckdb .sql; repeat it.",
)
llm_option = click.option("--llm", metavar="SPEC", help="Language engine; `none` is the embedded one.")
solver_option = click.option("--solver", metavar="NAME", help="Name of a solver, or `auto`.")


def solver_options(*, log: bool = True) -> Callable[[Command], Command]:
    """The options that limit and steer a solver."""
    wanted: list[Callable[[Any], Any]] = [
        click.option("--time-limit", type=Finite(min=0, min_open=True), metavar="SECONDS", help="Solver time."),
        click.option("--gap", type=Finite(min=0), metavar="SHARE", help="Relative gap at which the solver may stop."),
        click.option("--threads", type=click.IntRange(1, 1024), metavar="N", help="Solver threads."),
        click.option("--seed", type=click.IntRange(0, 2**31 - 1), metavar="N", help="Random seed."),
        click.option("--memory", type=click.IntRange(1), metavar="MIB", help="Memory limit of the solver."),
    ]
    if log:
        wanted.append(click.option("--log", type=_FILE, metavar="FILE", help="Write the solver's log to this file."))
        alone = "Run the solver in a process of its own, which is killed when it hangs."
        wanted.append(click.option("--isolate", is_flag=True, help=alone))

    def decorate(command: Command) -> Command:
        for option in reversed(wanted):
            command = option(command)
        return command

    return decorate


def settings_of(config: Path | None) -> Settings:
    """The settings, with `--config` of the command or else of the group."""
    from modelwright.config import load_settings

    return load_settings(config=config or click.get_current_context().obj)


def solver_settings(
    settings: Settings,
    *,
    time_limit: float | None,
    gap: float | None,
    threads: int | None,
    seed: int | None,
    memory: int | None,
    log: Path | None,
    isolate: bool = False,
) -> Options:
    """The solver's options: what the command line says, else the settings."""
    from modelwright.cli.output import check_out
    from modelwright.solvers import Options

    check_out(log, (log.suffix,) if log else ())
    return Options(
        time_limit_s=settings.time_limit_s if time_limit is None else time_limit,
        gap_rel=settings.gap_rel if gap is None else gap,
        threads=threads or settings.threads or 1,
        seed=settings.seed if seed is None else seed,
        memory_mb=memory,
        log_path=log,
        isolate=isolate,
    )
