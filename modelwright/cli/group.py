"""The table of commands: none is imported before it is called, and ``--help`` reads the table alone."""

from __future__ import annotations

import difflib
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from modelwright.errors import UsageError

__all__ = ["COMMANDS", "cli"]

COMMANDS: dict[str, str] = {
    "solve": "Formulate a problem told in words, solve it, and explain the answer.",
    "formulate": "Formulate a problem told in words; print the Model.",
    "run": "Solve a saved Model.",
    "check": "Judge a saved Model without solving it.",
    "diagnose": "Say why a saved Model has no plan, or no best one, and what would help.",
    "export": "Write a saved Model as a file for another program.",
    "eval": "Run engines over a benchmark and score them.",
    "doctor": "Say what works in this installation.",
}
"""Help by name of command; the command `name` is `command` in `modelwright.cli.commands.<name>`."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command `cmd_name`, imported now; ``None`` when there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"modelwright.cli.commands.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` name.

        Raises:
            UsageError: There is no such command.
        """
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise _unknown_command(args[0])
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> NoReturn:
        """Run as a program: every way out goes through `run_command`, in tests too."""
        from modelwright.cli.running import run_command

        sys.exit(run_command(self, args))


def _unknown_command(word: str) -> UsageError:
    if any(character.isspace() for character in word):
        hint = 'a problem in words goes to `solve`: modelwright solve "…"'
    elif close := difflib.get_close_matches(word, COMMANDS, n=1):
        hint = f"did you mean `{close[0]}`?"
    else:
        hint = f"commands: {', '.join(COMMANDS)}"
    return UsageError(f"There is no command `{word[:60]}`", code="unknown-command", hint=hint)


def _print_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        import modelwright

        click.echo(f"modelwright {modelwright.__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print it.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Read settings from this TOML file.")
@click.pass_context
def cli(ctx: click.Context, config: Path | None) -> None:
    """Turn a decision problem told in plain words into a checked, solved optimisation model."""
    ctx.obj = config
