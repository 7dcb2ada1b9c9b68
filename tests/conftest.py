"""What several test files share: the seed's report, built once, and a browser to open pages in."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# a busy machine is no failure, and the same commit gives the same examples
settings.register_profile("footnoted", deadline=None, derandomize=True)
settings.load_profile("footnoted")

ROOT = Path(__file__).parents[1]
SCHEMES = ("file:", "data:", "about:", "blob:")
# whatever a page may run sets this; the page then remembers it
CANARY = "Object.defineProperty(window, '__pwned', {set(v) { window.__ran = String(v) }})"


@pytest.fixture(scope="session")
def seed_report(tmp_path_factory):
    """The folder of the report on seeds/."""
    from analysis.build import build

    return build(ROOT / "seeds", out=tmp_path_factory.mktemp("built") / "seeds").parent


@pytest.fixture(scope="session")
def chromium():
    """A headless browser."""
    api = pytest.importorskip("playwright.sync_api")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with api.sync_playwright() as driver:
        path = shutil.which("chromium") or driver.chromium.executable_path
        if not Path(path).exists():
            pytest.skip("needs Chromium: apt install chromium")
        browser = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--no-first-run", *quiet]
        )
        yield browser
        browser.close()


def guard(context, allowed):
    """Set the canary, and stop and note every request for what does not begin as allowed."""
    requests = []

    def route(one):
        if one.request.url.startswith(allowed):
            one.continue_()
        else:
            requests.append(one.request.url)
            one.abort()

    context.route("**/*", route)
    context.add_init_script(CANARY)
    return requests


@pytest.fixture
def visit(chromium):
    """Open a file as a page that notes its requests and messages: visit(path, width=390)."""
    contexts = []

    def _open(path, *, width=1280, scheme="light", scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True,
            java_script_enabled=scripts,
        )  # fmt: skip
        contexts.append(context)
        messages = []
        requests = guard(context, SCHEMES)
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(Path(path).resolve().as_uri())
        page.requests, page.messages = requests, messages
        return page

    yield _open
    for context in contexts:
        context.close()
