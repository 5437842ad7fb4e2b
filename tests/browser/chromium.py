"""A real browser, which shows nothing on a screen and finds nobody but this machine."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver

FLAGS = [
    "--headless=new",
    "--no-sandbox",  # root, as in a container, has none
    "--disable-gpu",
    # It asks nobody anything, and finds nobody but this machine:
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]


@contextmanager
def browser(
    profile: Path, width: int = 1280, height: int = 720, downloads: Path | None = None
) -> Iterator[webdriver.Chrome]:
    """Give a browser whose pages are this many pixels wide and high.

    It logs what pages say and what they ask of the network; files are saved in ``downloads``.
    """
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in [*FLAGS, f"--window-size={width},{height}", f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.set_capability("goog:perfLoggingPrefs", {"enableNetwork": True, "enablePage": False})
    if downloads:
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        frame = driver.execute_script("return [outerWidth - innerWidth, outerHeight - innerHeight]")
        driver.set_window_size(width + frame[0], height + frame[1])
        yield driver
    finally:
        driver.quit()
