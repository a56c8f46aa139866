"""Memory and time to bind a CSV of a million rows: loading, then grounding a transport model over its columns.

Each reader runs in a process of its own; the memory is the most that the process held, less what it held after its
imports. Prints a table:

    python benchmarks/million_rows.py [--rows 1000000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

READERS = ("polars", "csv")


def write(path: Path, rows: int) -> None:
    """A table of `rows` records: a thousand plants, and as many markets as it takes."""
    with path.open("w") as stream:
        stream.write("plant,market,cost\n")
        for row in range(rows):
            stream.write(f"plant{row % 1000:04d},mk{row // 1000:04d},{(row * 7919) % 100_000 / 100}\n")


def measure(path: Path, reader: str) -> dict[str, float | int | str]:
    """Load and ground in this process."""
    from modelwright.model import Data, Model
    from modelwright.model.data import delimited
    from modelwright.model.data.files import DataFile
    from modelwright.solvers.grounding import ground

    def column(name: str, column: str) -> dict:
        return {"name": name, "content": {"form": "column", "table": "costs", "column": column}}

    value = {"form": "bound", "table": "costs", "keys": ["plant", "market"], "value": "cost"}
    model = Model(
        sets=[column("P", "plant"), column("M", "market")],
        parameters=[{"name": "cost", "index": ["P", "M"], "value": value}],
        variables=[{"name": "x", "index": ["P", "M"], "lower": "0"}],
        objectives=[{"name": "o", "sense": "min", "expression": "sum(cost[p, m] * x[p, m] for p in P for m in M)"}],
        constraints=[
            {
                "kind": "algebraic",
                "name": "demand",
                "for_each": "m in M",
                "expression": "sum(x[p, m] for p in P) >= 1",
            }
        ],
    )
    small = path.with_name("small.csv")
    write(small, 2000)
    load = {"polars": delimited.read_with_polars, "csv": delimited.read_with_csv}[reader]
    ground(model, Data({"costs": load(DataFile(small))}))  # everything is imported
    base = peak()
    began = perf_counter()
    table = load(DataFile(path))
    loaded, after_load = perf_counter(), peak()
    instance = ground(model, Data({"costs": table}))
    return {
        "reader": reader,
        "rows": len(table),
        "columns": int(instance.cost.size),
        "load_s": loaded - began,
        "ground_s": perf_counter() - loaded,
        "load_mb": after_load - base,
        "peak_mb": peak() - base,
    }


def peak() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--measure", nargs=2, metavar=("FILE", "READER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(Path(arguments.measure[0]), arguments.measure[1])))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "costs.csv"
        write(path, arguments.rows)
        print(f"{arguments.rows} rows, {path.stat().st_size / 1e6:.1f} MB")
        print("| reader | columns | load s | ground s | MB over base after loading | MB over base, peak |")
        print("|---|---|---|---|---|---|")
        for reader in READERS:
            command = [sys.executable, __file__, "--measure", str(path), reader]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            numbers = [f"{found[name]:.2f}" for name in ("load_s", "ground_s")]
            memory = [f"{found[name]:.0f}" for name in ("load_mb", "peak_mb")]
            print(f"| {' | '.join([reader, str(found['columns']), *numbers, *memory])} |")


if __name__ == "__main__":
    main()
