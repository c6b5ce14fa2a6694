# Everything sets itself up in .venv: make check · make test · make lint · make bench
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
PEERS  ?= .venv-peers
BIN    := $(VENV)/bin

SOAK_COMPARISONS ?= 1000000
SOAK_SEED ?= 1

.PHONY: help check test packs lint bench soak reports handbook clean

help:
	@echo "make check   东丽区 2020 年实际数据对照其十四五规划"
	@echo "make test    全部测试"
	@echo "make packs   规则包自测：样例、边界、变异、引擎一致"
	@echo "make lint    ruff、mypy --strict、规则检查"
	@echo "make bench   全部基准，结果写到 benchmarks/RESULTS.md"
	@echo "make soak    三个引擎在随机规则和随机地区上逐项比较（SOAK_COMPARISONS=1000000 项）"
	@echo "make reports 重新生成 reports/ 里的样本"
	@echo "make handbook 重新生成手册的配图"

check: $(VENV)/.installed
	$(BIN)/dabiao check inputs/dongli-2020.csv

test: $(VENV)/.tests
	$(BIN)/python -m pytest

packs: $(VENV)/.tests
	$(BIN)/python -m pytest --dabiao-packs rules/

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/dabiao rules lint

# The peers the benchmarks are measured beside live in an environment of their own. make bench BENCH=--full: the slow ones as well.
bench: $(VENV)/.tests $(PEERS)/.installed
	$(BIN)/python benchmarks/run.py $(BENCH) $(PEERS)/bin/python

$(PEERS)/.installed: benchmarks/peers.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet -r benchmarks/peers.txt
	@touch $@

# A verdict compared is one of a region, year, target, stage and school, by three engines. make soak SOAK=--quality: with rules of data quality.
soak: $(VENV)/.tests
	$(BIN)/python benchmarks/soak.py --comparisons $(SOAK_COMPARISONS) --seed $(SOAK_SEED) $(SOAK)

# tests/test_published_reports.py reads these lines and runs them again: one line, one file.
reports: export COLUMNS := 120
reports: $(VENV)/.installed
	$(BIN)/dabiao check inputs/dongli-2020.csv -o reports/东丽区-2020.txt
	$(BIN)/dabiao check inputs/dongli-2020.csv -o reports/东丽区-2020.json
	$(BIN)/dabiao check inputs/dongli-2020.csv -o reports/东丽区-2020.html
	$(BIN)/dabiao check inputs/dongli-2020.csv -o reports/东丽区-2020.xlsx
	$(BIN)/dabiao check inputs/dongli-2020.csv -o reports/东丽区-2020.docx
	$(BIN)/dabiao check inputs/示例-优质均衡.csv inputs/示例-优质均衡-学校.csv --fail-on never -o reports/示例县-2024.txt
	$(BIN)/dabiao check inputs/示例-优质均衡.csv inputs/示例-优质均衡-学校.csv --fail-on never -o reports/示例县-2024.json
	$(BIN)/dabiao check inputs/示例-优质均衡.csv inputs/示例-优质均衡-学校.csv --fail-on never -o reports/示例县-2024.html
	$(BIN)/dabiao check inputs/示例-优质均衡.csv inputs/示例-优质均衡-学校.csv --fail-on never -o reports/示例县-2024.xlsx
	$(BIN)/dabiao check inputs/示例-优质均衡.csv inputs/示例-优质均衡-学校.csv --fail-on never -o reports/示例县-2024.docx
	$(BIN)/dabiao verify inputs/示例-优质均衡.csv inputs/示例-优质均衡-学校.csv --stability 0.5% -o reports/示例县-2024-核查.txt

handbook: $(VENV)/.dev
	$(BIN)/python docs/screenshots.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.tests: pyproject.toml $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) $(PEERS) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
