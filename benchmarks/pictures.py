"""The README's two pictures, from the running demo: `python benchmarks/pictures.py URL`.

Needs `make run` on URL (http://127.0.0.1:8000) and `make demo`'s var/demo/D2_annex.pdf.
"""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    """Take them."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1366, "height": 900})
        page.goto(f"{url}/accounts/login/")
        page.fill("[name=username]", "soumu")
        page.fill("[name=password]", "tokki-demo-2026")
        page.click("main button[type=submit]")
        page.get_by_role("link", name="水道メーター検針業務委託", exact=True).click()
        page.screenshot(path=IMAGES / "engagement.png")
        browser.close()
    command = ["pdftoppm", "-r", "60", "-f", "1", "-l", "1", "-png", "-singlefile"]
    annex = ROOT / "var" / "demo" / "D2_annex.pdf"
    subprocess.run([*command, str(annex), str(IMAGES / "annex")], check=True)


if __name__ == "__main__":
    main()
