#!/usr/bin/env python3
"""Turns openapi.yaml into a C++ file that holds it as JSON.

Usage: embed_openapi.py openapi.yaml OUT.cpp
       embed_openapi.py openapi.yaml OUT.json      (for tests and tools)

YAML is read as 1.2 does: only true and false are booleans, dates are texts.
"""
import json
import re
import sys

import yaml


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if not tag.endswith((":bool", ":timestamp"))]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def main():
    source, out = sys.argv[1], sys.argv[2]
    with open(source, encoding="utf-8") as f:
        text = json.dumps(yaml.load(f, Loader), ensure_ascii=False, separators=(",", ":"))
    if out.endswith(".json"):
        with open(out, "w", encoding="utf-8") as f:
            f.write(text)
        return
    data = text.encode()
    rows = [",".join(str(b) for b in data[i:i + 32]) for i in range(0, len(data), 32)]
    with open(out, "w", encoding="utf-8") as f:
        f.write('#include "analyzer/server/openapi_embedded.h"\n\n'
                "namespace analyzer::server {\nnamespace {\n\n"
                "constexpr unsigned char kBytes[] = {\n" + ",\n".join(rows) + "};\n\n"
                "}  // namespace\n\n"
                "std::string_view openapi_json() {\n"
                "  return {reinterpret_cast<const char*>(kBytes), sizeof kBytes};\n}\n\n"
                "}  // namespace analyzer::server\n")


main()
