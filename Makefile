# One line per target; PYTHON may name any interpreter that has the package with its [dev] extra.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)

.PHONY: setup check test page docs golden bench campaign
.venv/bin/dragoman: pyproject.toml ; python3 -m venv .venv && .venv/bin/pip install --quiet -e '.[dev]' && touch $@
setup: .venv/bin/dragoman
check: setup ; .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/pytest -q -n 2 --dist loadscope -m "not browser"
test: ; $(PYTHON) -m pytest -q
page: ; $(PYTHON) -m pytest -q -n 2 --dist loadscope -m browser tests/page
docs: ; $(PYTHON) -c "from dragoman.model.jsonschema import schema_text; print(schema_text(), end='')" > docs/reading.schema.json && $(PYTHON) docs/generate.py
golden: ; $(PYTHON) -m pytest -q tests/golden --update-golden
bench: ; $(PYTHON) bench/run.py
campaign: ; HYPOTHESIS_PROFILE=campaign $(PYTHON) -m pytest -q tests/laws tests/hostile
