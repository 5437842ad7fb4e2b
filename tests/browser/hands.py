"""What a person does with an explorer that a browser shows, and sees of it."""

import os
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

CANVAS = ".nps-explorer .canvas"
CY = f"document.querySelector('{CANVAS}')._cyreg.cy"


class Hands:
    """Keys, clicks and eyes for the first explorer of a page.

    Attributes
    ----------
    driver : selenium.webdriver.Chrome
        The browser.
    canvas : selenium.webdriver.remote.webelement.WebElement
        The explorer's; set once it is drawn.
    patience : float
        Seconds to wait for what must come.
    """

    canvas: WebElement

    def __init__(self, driver: webdriver.Chrome, patience: float) -> None:
        self.driver = driver
        self.patience = patience

    def wait(self, script: str, *arguments: Any) -> Any:
        """Return what a script gives, once it gives something."""

        def there(driver: webdriver.Chrome) -> Any:
            return driver.execute_script(f"try {{ {script} }} catch {{ return null }}", *arguments)

        return WebDriverWait(self.driver, self.patience, 0.05).until(there)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def type(self, *keys: str) -> None:
        """Press keys wherever the focus is; ``SHIFT+ENTER`` holds one down."""
        for key in keys:
            chain = ActionChains(self.driver)
            *held, last = key.split("+") if len(key) > 1 else [key]
            for one in held:
                chain.key_down(getattr(Keys, one.upper()))
            chain.send_keys(getattr(Keys, last, last))
            for one in held:
                chain.key_up(getattr(Keys, one.upper()))
            chain.perform()

    def press(self, *keys: str) -> None:
        """Press keys on the canvas."""
        self.run("arguments[0].focus()", self.canvas)
        self.type(*keys)

    def press_button(self, name: str) -> None:
        self.run("document.querySelector(`[data-action=${arguments[0]}]`).click()", name)

    def cursor(self) -> list[float]:
        return self.run(f"const p = {CY}.getElementById(' cursor').position(); return [p.x, p.y]")

    def place(self, name: str) -> list[float]:
        return self.run(
            f"const p = {CY}.getElementById(arguments[0]).position(); return [p.x, p.y]", name
        )

    def seen(self, name: str) -> list[float]:
        """Return where a node is on the canvas, in pixels of the screen."""
        at = f"{CY}.getElementById(arguments[0]).renderedPosition()"
        return self.run(f"const p = {at}; return [p.x, p.y]", name)

    def click(self, name: str, times: int = 1, held: str = "") -> None:
        x, y = self.seen(name)
        width, height = self.run(f"return [{CY}.width(), {CY}.height()]")
        chain = ActionChains(self.driver)
        if held:
            chain.key_down(held)
        chain.move_to_element_with_offset(self.canvas, int(x - width / 2), int(y - height / 2))
        for _ in range(times):
            chain.click()
        if held:
            chain.key_up(held)
        chain.perform()

    def said(self) -> str:
        return self.run("return document.querySelector('.nps-explorer .said').textContent")

    def photograph(self, name: str) -> None:
        if "NPS_SCREENSHOTS" in os.environ:
            self.driver.save_screenshot(str(Path(os.environ["NPS_SCREENSHOTS"]) / name))
