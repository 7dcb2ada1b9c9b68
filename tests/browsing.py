"""What the browser tests ask of any page, in the browser's own words."""

import pytest

OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
DEAD = """[...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
    .filter(id => !document.getElementById(decodeURIComponent(id)))"""
TWICE = """[...document.querySelectorAll('[id]')].map(e => e.id)
    .filter((id, i, all) => all.indexOf(id) !== i)"""
# pairs of texts of a drawing that lie on each other, and texts that leave it
OVERLAPS = """[...document.querySelectorAll('figure svg')].flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')]
        .map(t => [t.textContent, t.getBoundingClientRect()]).filter(t => t[1].width);
    const out = texts.filter(([, r]) => r.left < frame.left - 2 || r.right > frame.right + 2);
    const on = texts.flatMap(([a, p], i) => texts.slice(i + 1).filter(([, q]) =>
        Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1 &&
        Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 3).map(([b]) => a + ' x ' + b));
    return [...out.map(t => t[0]), ...on];
})"""
# the files that a page links, without those that a link itself holds
FILES = """[...document.querySelectorAll('a:not([download])')]
    .map(a => a.getAttribute('href').split('#')[0]).filter(one => one)"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def heard(page):
    """What a page asked for, and said, once all of it is open and laid out for paper."""
    page.evaluate(OPEN)
    page.emulate_media(media="print")
    return page.requests, page.messages


def violations(page):
    """What axe-core finds: the rule, and the first element that breaks it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {"target-size": {"enabled": True}},
    }
    found = axe.run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]
