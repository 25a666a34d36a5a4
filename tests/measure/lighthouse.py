"""What Lighthouse says of a page on a phone, and how many bytes come until it is at rest."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.measure import packages

#: What each category must reach, of 100.
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
#: How much slower Lighthouse takes a phone to be, and what its benchmark gives for such a phone
#: (Chrome's developer tools calibrate with it: CalibrationController.ts).
SLOWDOWN, PHONE = 4.0, 264
#: `--headless` alone would be another browser, which Lighthouse doesn't know.
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


@dataclass(frozen=True)
class Report:
    """What was measured of a page.

    Attributes:
        scores: Of each category, of 100.
        bytes: What came over the network, headers included.
        faults: Audits that cost points, with what Lighthouse says of each.
        slowdown: How much slower than this machine the phone was taken to be.
        machine: What Lighthouse's benchmark gave for this machine, as busy as it was.
    """

    scores: dict[str, int]
    bytes: int
    faults: list[str]
    slowdown: float
    machine: int

    @property
    def misses(self) -> list[str]:
        """Categories below their bars."""
        return [name for name, bar in BARS.items() if self.scores[name] < bar]


def measured(address: str, chromium: str) -> Report:
    """Measure a page; where it is too slow, three times more, with regard to what the machine does.

    Args:
        address: Where the page is served.
        chromium: Path of the browser.

    Returns:
        The report, or of the three the one whose performance is in the middle.
    """
    report = _report(address, chromium, SLOWDOWN)
    if "performance" not in report.misses:
        return report
    reports = []
    for _ in range(3):
        report = _report(address, chromium, max(1, min(SLOWDOWN, report.machine / PHONE)))
        reports.append(report)
    return sorted(reports, key=lambda report: report.scores["performance"])[1]


def _report(address: str, chromium: str, slowdown: float) -> Report:
    script = packages.installed(lighthouse=True) / "lighthouse" / "cli" / "index.js"
    options = ["--quiet", "--output=json", f"--chrome-flags={FLAGS}", "--no-enable-error-reporting"]
    done = subprocess.run(
        ["node", str(script), address, *options, f"--throttling.cpuSlowdownMultiplier={slowdown}"],
        env=os.environ | {"CHROME_PATH": chromium},
        cwd=Path(script).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    return read(json.loads(done.stdout))


def read(result: dict[str, Any]) -> Report:
    """Read Lighthouse's own report."""
    audits, categories = result["audits"], result["categories"]
    faults = {
        f"{name}: {audit['id']} {audit.get('displayValue', '')}".strip()
        for name, category in categories.items()
        for audit in (audits[entry["id"]] for entry in category["auditRefs"] if entry["weight"])
        if audit["score"] is not None and audit["score"] < 0.9
    }
    requests = audits["network-requests"]["details"]["items"]
    return Report(
        scores={name: round(100 * categories[name]["score"]) for name in BARS},
        bytes=sum(request["transferSize"] for request in requests),
        faults=sorted(faults),
        slowdown=result["configSettings"]["throttling"]["cpuSlowdownMultiplier"],
        machine=round(result["environment"]["benchmarkIndex"]),
    )
