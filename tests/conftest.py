"""Under CI a missing part is a failure: no test that needs Chromium or Elasticsearch may be skipped there."""

import os
from collections.abc import Generator

import pytest

NEEDED = ("browser", "elasticsearch", "e2e")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip of a marked test into a failure when CI=true."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and any(item.get_closest_marker(name) for name in NEEDED):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {report.longrepr}"
    return report
