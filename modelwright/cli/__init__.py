"""The commands. Importing this package costs no more than click; each command is imported when it is called."""

from __future__ import annotations

__all__ = ["main"]


def main() -> int:
    """Run the command of `sys.argv`; returns the exit code."""
    import gc

    # What start-up makes is here to stay: looking through it for garbage would take a tenth of a short run.
    gc.set_threshold(200_000, 20, 20)
    from modelwright.cli.group import cli
    from modelwright.cli.running import run_command

    return run_command(cli)
