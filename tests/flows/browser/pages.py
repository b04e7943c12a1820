"""What a clerk does on the server's pages, step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

ENDED = re.compile("^(Completed|Failed|Crashed|Cancelled|Perlu perhatian|Bermasalah)$")
PATIENCE = 180_000
NO_CHOICE = re.compile("^(Select|Belum dijawab)$")


@dataclass(frozen=True)
class Pages:
    """The pages of a server at ``url``."""

    page: Page
    url: str

    def open_form(self, deployment: str) -> None:
        """From the page of a deployment to its form; the list of deployments shows no more than ten."""
        query = {"deployments": {"name": {"any_": [deployment]}}}
        (deployment_found,) = self.page.request.post(f"{self.url}/api/deployments/filter", data=query).json()
        self.page.goto(f"{self.url}/v2/deployments/deployment/{deployment_found['id']}")
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Custom run").click()
        expect(self.page.get_by_role("heading", name="Parameters")).to_be_visible()

    def choose(self, *choices: str) -> None:
        """Choices from the first dropdown of the form."""
        self.page.get_by_role("button", name=re.compile("^Select")).first.click()
        for choice in choices:
            self.page.get_by_role("option", name=choice, exact=True).click()
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_role("option")).to_have_count(0)

    def choose_month(self, month: str) -> None:
        """A month from its list, which stands at all months."""
        self.page.get_by_role("button", name="Select periode").click()
        self.page.get_by_role("option", name=month, exact=True).click()
        expect(self.page.get_by_role("option")).to_have_count(0)

    def submit(self) -> None:
        """Send the form."""
        self.page.get_by_role("button", name="Submit").click()

    def follow(self) -> None:
        """From the deployment's page, where sending the form leads, to the run that was started: the newest one."""
        self.page.locator('a[href*="/runs/flow-run/"]').first.click()
        self.page.wait_for_url("**/runs/flow-run/**")

    def wait_for_end(self) -> str:
        """Watch the run until it ends; gives the name of its last state."""
        state = self.page.get_by_text(ENDED, exact=True).first
        state.wait_for(timeout=PATIENCE)
        return state.inner_text()

    def open_decision(self, run: str) -> None:
        """The form of a suspended run."""
        self.page.goto(f"{self.url}/v2/runs/flow-run/{run}")
        self.page.get_by_role("button", name="Open menu").click()
        self.page.get_by_role("menuitem", name="Resume").click()
        expect(self.page.get_by_role("dialog").get_by_text("Nama petugas")).to_be_visible(timeout=PATIENCE)

    def answer(self, *choices: str) -> None:
        """A choice in each dropdown of the form that has none, from the top."""
        for choice in choices:
            self.page.get_by_role("dialog").get_by_text(NO_CHOICE).first.click()
            self.page.get_by_role("option", name=choice, exact=True).click()
            expect(self.page.get_by_role("option")).to_have_count(0)  # the list is closed before the next one is opened

    def sign(self, who: str, why: str) -> None:
        """Name and reason."""
        self.page.get_by_role("dialog").get_by_label("Nama petugas").fill(who)
        self.page.get_by_role("dialog").get_by_label("Alasan").fill(why)

    def resume(self) -> None:
        """Send the decision."""
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name="Resume").click()
        expect(dialog).to_be_hidden()

    def widest_table(self) -> float:
        """Where the widest table of the page ends as it is seen: one in a box of its own is moved sideways in it."""
        widest = "tables => Math.max(...tables.map(one => Math.min(...ends(one))))"
        ends = """one => { const all = []; for (let box = one; box; box = box.parentElement)
            if (box === one || getComputedStyle(box).overflowX !== "visible") all.push(box.getBoundingClientRect().right);
            return all; }"""
        return self.page.get_by_role("table").evaluate_all(
            f"tables => {{ const ends = {ends}; return ({widest})(tables); }}"
        )

    def open_artifact(self, key: str) -> Locator:
        """From a run to what one of its artifacts says, over the list of its versions; gives the page's body."""
        self.page.get_by_role("tab", name="Artifacts").click()
        self.page.get_by_text(re.compile(key)).first.click()
        self.page.wait_for_url("**/artifacts/key/**")
        self.page.get_by_role("link", name=re.compile("^[0-9a-f]{8}$")).first.click()
        self.page.wait_for_url("**/artifacts/artifact/**")
        expect(self.page.get_by_role("tab", name="Raw")).to_be_visible()
        return self.page.locator("body")
