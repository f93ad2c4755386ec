#!/usr/bin/env python3
"""The layer check and the house rules that no compiler enforces.

A folder may include itself and the folders listed below it; heavy third-party
headers may be named only where their one wrapper is. Prints every offence with
file and line and exits non-zero if there is one.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# What each folder may include of ours, besides itself.
MAY_INCLUDE = {
    "analyzer/core": [],
    "analyzer/text": ["analyzer/core"],
    "analyzer/pictures": ["analyzer/core", "analyzer/text"],
    "analyzer/pictures/reader": ["analyzer/core", "analyzer/pictures"],
    "analyzer/rules": ["analyzer/core", "analyzer/text"],
    "models": ["analyzer/core"],
    "feeds": ["analyzer/core", "analyzer/text"],
    "analyzer/engine": ["analyzer/core", "analyzer/text", "analyzer/rules", "models", "feeds"],
    "analyzer/wire": ["analyzer/core"],
    "analyzer/store": ["analyzer/core", "feeds"],
    "analyzer/service": ["analyzer/core", "analyzer/text", "analyzer/pictures", "analyzer/rules", "models", "feeds",
                         "analyzer/engine", "analyzer/wire", "analyzer/store"],
    "analyzer/server": ["analyzer/core", "analyzer/pictures", "feeds", "analyzer/wire", "analyzer/store", "analyzer/service",
                        "analyzer/engine"],
    "analyzer/cli": ["analyzer/core", "feeds", "analyzer/wire", "analyzer/store", "analyzer/service",
                     "analyzer/server", "analyzer/engine", "models"],
}

# Third-party headers and the folders that may name them.
HEAVY = {
    r"boost/(beast|asio)": ["analyzer/server"],
    r"boost/json": ["analyzer/core"],
    r"toml\+\+": ["analyzer/core"],
    r"re2/": ["analyzer/rules"],
    r"unicode/": ["analyzer/text"],
    r"libpsl": ["analyzer/text"],
    r"xgboost/": ["models"],
    r"sqlite3\.h": ["analyzer/store"],
    r"libpq-fe\.h": ["analyzer/store"],
    r"spdlog/": ["analyzer/cli"],
    r"CLI/": ["analyzer/cli"],
    r"(tesseract|leptonica|ZXing)/": ["analyzer/pictures/reader"],
    r"seccomp\.h": ["analyzer/pictures/reader"],
    r"curl/": ["analyzer/server"],
}

MAX_FILE = 420       # lines; tables of data are exempt by name
MAX_FILE_EXEMPT = re.compile(r"(_data|_words)\.(cpp|h)$")
INCLUDE = re.compile(r'^\s*#include\s+([<"])([^>"]+)[>"]')
# Words that tell of a machine or a way of working rather than of the project.
FORBIDDEN = re.compile(r"/work/|/root/|registry\.npmjs|deb\.debian\.org")


def layer_of(path):
    text = path.as_posix()
    for layer in sorted(MAY_INCLUDE, key=len, reverse=True):
        if text.startswith(layer + "/"):
            return layer
    return None


def check_include(layer, quote, target, where, out):
    if quote == '"':
        other = layer_of(pathlib.Path(target))
        if other and other != layer and other not in MAY_INCLUDE[layer]:
            out.append(f"{where}: {layer} must not include {other}")
        return
    for pattern, folders in HEAVY.items():
        if re.match(pattern, target) and layer not in folders:
            out.append(f"{where}: <{target}> belongs behind the wrapper in {', '.join(folders)}")


def check_source(path, out):
    relative = path.relative_to(ROOT)
    layer = layer_of(relative)
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        where = f"{relative}:{number}"
        found = INCLUDE.match(line)
        if found and layer:
            check_include(layer, found.group(1), found.group(2), where, out)
        if re.search(r"\bNOLINT\b(?!.*\): )", line):
            out.append(f"{where}: a suppression needs its check and its reason")
    if layer and len(lines) > MAX_FILE and not MAX_FILE_EXEMPT.search(path.name):
        out.append(f"{relative}: {len(lines)} lines; redesign the room")
    if path.suffix == ".h" and layer:
        guard = re.sub(r"[/.]", "_", relative.as_posix()).upper() + "_"
        if guard not in path.read_text(encoding="utf-8"):
            out.append(f"{relative}: include guard must be {guard}")


def main():
    out = []
    count = 0
    for folder in ("analyzer", "models", "feeds", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if "node_modules" in path.parts or "dist" in path.parts:
                continue
            if path.suffix in (".h", ".cpp"):
                count += 1
                check_source(path, out)
            if path.suffix in (".h", ".cpp", ".md", ".toml", ".yaml", ".ts", ".tsx", ".mjs"):
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    if FORBIDDEN.search(line):
                        out.append(f"{path.relative_to(ROOT)}:{number}: names a machine")
    for line in out:
        print(line)
    print(f"{count} sources checked, {len(out)} offences")
    return 1 if out or count == 0 else 0


sys.exit(main())
