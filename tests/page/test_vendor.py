"""What comes from others lies here whole and unchanged, and nothing is fetched from elsewhere."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

import dragoman.web
from dragoman.web.security import PLOT_STYLES

WEB = Path(dragoman.web.__file__).parent
VENDOR = WEB / "static" / "vendor"
OURS = sorted(path for path in (WEB / "static").glob("*") if path.is_file()) + sorted((WEB / "templates").glob("*"))
NAMES = re.compile(r"""(?:https?:)?//[\w.-]+\.\w+""")
NOT_FETCHED = {"http://www.w3.org"}
"""Names of languages, which only look like addresses."""


def test_every_file_is_the_one_that_was_looked_at() -> None:
    told = json.loads((VENDOR / "checksums.json").read_text("utf-8"))
    assert {name: sha256((VENDOR / name).read_bytes()).hexdigest() for name in told} == {
        name: one["sha256"] for name, one in told.items()
    }
    here = {path.name for path in VENDOR.iterdir()} - {"checksums.json"}
    assert here == set(told) | {one["license"] for one in told.values()}


def test_every_package_is_named_in_the_notice(root: Path) -> None:
    notice = (root / "NOTICE").read_text("utf-8")
    for name, one in json.loads((VENDOR / "checksums.json").read_text("utf-8")).items():
        assert f"{one['package']} {one['version']}" in notice, name
    guide = (root / "CONTRIBUTING.md").read_text("utf-8")
    for one in json.loads((VENDOR / "checksums.json").read_text("utf-8")).values():
        assert f"npm pack {one['package']}@{one['version']}" in guide


def test_the_hashes_in_the_policy_are_those_of_the_styles_that_plot_writes() -> None:
    text = (VENDOR / "plot.umd.min.js").read_text("utf-8")
    name = re.search(r'"(plot-[0-9a-f]{6})"', text)
    assert name is not None

    def style(pattern: str) -> str:
        found = re.search(pattern, text)
        assert found is not None
        return found[1].replace("\\n", "\n")

    chart = style(r'append\("style"\)\.text\(`(:where\(\.\$\{\w+\}\) \{[^`]*)`')
    legend = style(r'insert\("style","\*"\)\.text\(`([^`]*)`')
    inline = style(r"=`(:where\(\.\$\{\w+\}-swatches-wrap\)[^`]*)`")
    legend = re.sub(r"\$\{\w+\}$", lambda _: inline, legend)
    written = [re.sub(r"\$\{\w+\}", name[1], one) for one in (chart, legend)]
    assert tuple(b64encode(sha256(one.encode()).digest()).decode() for one in written) == PLOT_STYLES


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_file_of_ours_names_a_host(path: Path) -> None:
    text = re.sub(
        r"<a\b[^>]*>|m\.out\([^)]*\)", "", path.read_text("utf-8")
    )  # a link is followed by people, and fetches nothing
    assert set(NAMES.findall(text)) <= NOT_FETCHED


@pytest.mark.parametrize("path", [path for path in OURS if path.suffix == ".html"], ids=lambda path: path.name)
def test_no_template_carries_a_script_or_a_style_or_trusts_text(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|\|\s*safe\b|autoescape false", text)
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.DOTALL):
        assert not body.strip() or 'type="application/json"' in attributes


def test_the_files_together_are_not_heavy() -> None:
    import gzip

    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in (*VENDOR.iterdir(), *OURS)}
    assert sum(sizes.values()) < 1_500_000
