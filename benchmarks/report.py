"""The tables of the benchmark, and what they were measured on."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from peers import HOMES, home
from workloads import PROBLEMS

__all__ = ["machine", "summary", "table", "versions", "written"]

_HEAD = "| peer | time | its floor | ratio | quartiles | CPU ratio | memory, MiB | memory ratio | pairs | |"


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    processors = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    memory = Path("/proc/meminfo").read_text("utf-8").split()
    models = [line.partition(":")[2].strip() for line in processors if line.startswith("model name")]
    return {
        "cores": os.cpu_count(),
        "processor": models[0] if models else platform.machine(),
        "memory_gib": round(int(memory[1]) / 2**20, 1),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def versions(peers: list[str]) -> dict[str, str]:
    """Versions of the libraries of `peers` that are installed."""
    found: dict[str, str] = {}
    for peer in peers:
        try:
            packages = home(peer).PACKAGES
        except ImportError:
            continue
        for package in packages:
            try:
                found[package] = version(package)
            except PackageNotFoundError:
                continue
    return dict(sorted(found.items()))


def table(problem: str, size: int, rows: list[dict[str, Any]]) -> str:
    """A Markdown table of the rows of one problem at one size, the fastest first."""
    asked = PROBLEMS[problem]
    floor = next((row for row in rows if row["peer"] == "floor" and "ms" in row), None)
    measured = sorted((row for row in rows if "ms" in row), key=lambda row: row["ratio"][1])
    target = asked.targets.get(size)
    wanted = f"; we want {target:g} at most" if target else ""
    lines = [f"### {asked.title}: n = {size:,}{wanted}", "", _HEAD, "|---" * 10 + "|"]
    lines += [_line(row, floor) for row in measured]
    lines += [f"| {row['peer']} {'| ' * 9}{row['failed']} |" for row in rows if "failed" in row]
    absent = [f"{row['peer']} ({row['absent']})" for row in rows if "absent" in row]
    lines += ["", f"Absent: {', '.join(absent)}."] if absent else []
    return "\n".join(lines) + "\n"


def _line(row: dict[str, Any], floor: dict[str, Any] | None) -> str:
    low, middle, high = row["ratio"]
    least = floor["memory_mib"] if floor else 0.0
    share = f"{row['memory_mib'] / least:.1f}" if least >= 1 else ""
    cpu = f"{row['cpu_ratio']:.1f}" if row["cpu_ratio"] is not None else ""
    cells = [
        row["peer"],
        _time(row["ms"][1]),
        _time(row["floor_ms"][1]),
        f"{middle:.2f}",
        f"{low:.2f} to {high:.2f}",
        cpu,
    ]
    cells += [f"{row['memory_mib']:.1f}", share, str(row["pairs"]), _note(row)]
    return "| " + " | ".join(cells) + " |"


def _note(row: dict[str, Any]) -> str:
    if "shape" not in row:
        return ""
    words = ("columns", "rows", "coefficients")
    parts = zip(row["shape"], row["expected"], words, strict=True)
    told = ", ".join(f"{found - wanted:+d} {word}" for found, wanted, word in parts if found != wanted)
    return f"at n = {PROBLEMS[row['problem']].small}: {told}"


def _time(milliseconds: float) -> str:
    if milliseconds < 1:
        return f"{1e3 * milliseconds:.0f} µs"
    return f"{milliseconds:.1f} ms" if milliseconds < 1000 else f"{milliseconds / 1e3:.2f} s"


def written(folder: Path, document: dict[str, Any]) -> None:
    """Write ``compile.json`` and ``report.md``; figures that are not in `document` stay as they are."""
    folder.mkdir(exist_ok=True)
    path = folder / "compile.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() else {"versions": {}, "rows": []}
    kept = [row for row in before["rows"] if "ms" in row]
    rows = {_place(row): row for row in (*kept, *document["rows"])}
    document = {
        "format": "modelwright/benchmark",
        "version": 1,
        "machine": document["machine"],
        "versions": dict(sorted((before["versions"] | document["versions"]).items())),
        "rows": [rows[place] for place in sorted(rows)],
    }
    path.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    (folder / "report.md").write_text(_report(document), "utf-8")


def _place(row: dict[str, Any]) -> tuple[int, int, int]:
    """Where a row stands: by problem, size and peer."""
    return list(PROBLEMS).index(row["problem"]), row["size"], list(HOMES).index(row["peer"])


def _report(document: dict[str, Any]) -> str:
    on = document["machine"]
    head = [
        "# From a parsed model and loaded data to a model that the solver holds",
        "",
        f"{on['cores']} cores of {on['processor']}, {on['memory_gib']} GiB, {on['system']}, Python {on['python']}. "
        + ", ".join(f"{name} {number}" for name, number in document["versions"].items())
        + ".",
        "",
        "Ratios to arrays written by hand: medians of pairs of runs, the floor directly before the peer. Bold: ours,"
        " within what we want. How it is measured: [docs/performance.md](../../docs/performance.md).",
        "",
    ]
    groups: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in document["rows"]:
        groups.setdefault((row["problem"], row["size"]), []).append(row)
    parts = ["\n".join(head), summary(document["rows"]), *(table(*key, rows) for key, rows in groups.items())]
    return "\n".join(parts)


def summary(rows: list[dict[str, Any]]) -> str:
    """A Markdown table of the median ratios of all peers; bold where ours is within what we want."""
    ratios = {(row["problem"], row["size"], row["peer"]): row["ratio"][1] for row in rows if "ratio" in row}
    peers = list(dict.fromkeys(peer for _, _, peer in ratios if not peer.startswith("floor")))
    lines = [f"| problem | n | {' | '.join(peers)} |", "|---" * (len(peers) + 2) + "|"]
    for problem, size in dict.fromkeys((problem, size) for problem, size, _ in ratios):
        target = PROBLEMS[problem].targets.get(size)
        cells = [problem, f"{size:,}"]
        for peer in peers:
            ratio = ratios.get((problem, size, peer))
            told = "" if ratio is None else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"
            fits = peer == "ours" and ratio is not None and target is not None and ratio <= target
            cells.append(f"**{told}**" if fits else told)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
