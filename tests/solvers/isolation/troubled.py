"""Adapters in trouble; workers import this module by name."""

from __future__ import annotations

import os
import signal
import time

from modelwright.errors import SolverError
from modelwright.solvers.adapters.highs import Highs


class Hanging(Highs):
    """Never answers, and does not listen to Ctrl-C."""

    def solve(self, instance, options):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            time.sleep(1)


class Dying(Highs):
    """Crashes as native code does."""

    def solve(self, instance, options):
        os.kill(os.getpid(), signal.SIGSEGV)
        time.sleep(60)


class Leaving(Highs):
    """Ends the process, with last words."""

    def solve(self, instance, options):
        print("no licence", flush=True)
        os._exit(3)


class Hungry(Highs):
    """Takes all the memory there is."""

    def solve(self, instance, options):
        held = []
        while True:
            held.append(bytearray(64 * 1024 * 1024))


class Failing(Highs):
    """Raises an error of ours."""

    def solve(self, instance, options):
        raise SolverError("out of luck", code="luck", where="here", hint="try again")


class Broken(Highs):
    """Raises an error of its own."""

    def solve(self, instance, options):
        raise RuntimeError("a bug")


class Parent(Highs):
    """Starts a program that outlives it, and tells its number in its answer's version."""

    def solve(self, instance, options):
        import subprocess
        from dataclasses import replace

        child = subprocess.Popen(["sleep", "60"])
        return replace(super().solve(instance, options), solver_version=str(child.pid))
