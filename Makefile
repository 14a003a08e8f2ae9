# zhize (职责图谱): two commands do everything, `make demo` and `make test`.
# Paths are relative throughout, so that a checkout in a folder with spaces works too.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PORT ?= 8000
ARGS ?=
VENV := .venv
PY := $(VENV)/bin/python
# The first of these that is Python 3.11 or later; `make demo PYTHON=/path/to/python` overrides.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: help demo test bench bundle clean browser check

help:
	@echo "make demo   用自带的样例文件建图并打开浏览页面（PORT=8000，ARGS=--no-serve 只建图）"
	@echo "            build the graph from the shipped samples and serve it"
	@echo "make test   全部检查与测试 / all checks and tests"
	@echo "make bench  速度测试 / benchmarks（ARGS=--small 小样本，--large 一千万条三元组，--browser 连同浏览页面）"
	@echo "make bundle 离线安装包：Linux x86-64、arm64 和 Windows 的轮子与启动脚本（ARGS=--check 断网试装）"
	@echo "            one folder that installs and serves without network"
	@echo "make clean  删除 .venv 和缓存 / remove .venv and caches"

# --- the environment: remade only when pyproject.toml changes ---------------------------------

$(PY):
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更高版本 / Python 3.11 or later is needed"; exit 1; }
	@echo "建立环境 .venv（$(PYTHON)）…"
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "无法建立虚拟环境；Debian/Ubuntu 请先安装 python3-venv / install python3-venv first"; exit 1; }

$(VENV)/installed: pyproject.toml | $(PY)
	@echo "安装依赖…（第一次约一分钟 / about a minute the first time）"
	@$(PY) -m pip install --quiet -e .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(PY)
	@echo "安装依赖和测试工具…"
	@$(PY) -m pip install --quiet -e ".[dev]"
	@touch $(VENV)/installed $@

$(VENV)/installed-bench: pyproject.toml | $(VENV)/installed-dev
	@echo "安装对比对象…"
	@$(PY) -m pip install --quiet -e ".[bench]"
	@touch $@

# --- the two commands ---------------------------------------------------------------------------

demo: $(VENV)/installed
	@$(PY) -m api.cli demo --port $(PORT) $(ARGS)

test: $(VENV)/installed-dev browser check

check:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict
	$(VENV)/bin/lint-imports
	$(PY) -m pytest -q -n auto --dist loadfile $(ARGS)

# Chromium and CJK fonts for the page tests: installed when we may, named when we may not.
browser:
	@sh .ci/browser

bench: $(VENV)/installed-bench
	@$(PY) -m benchmarks $(ARGS)

bundle: $(VENV)/installed-dev
	@$(PY) scripts/bundle.py $(ARGS)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
