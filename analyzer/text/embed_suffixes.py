"""Turns the public suffix list into the C++ array that public_suffixes.cpp reads.

    embed_suffixes.py public_suffix_list.dat out.cpp

Every rule stands once, in ASCII (punycode), with the bits of its kinds.
"""

import sys

ICANN, WILDCARD, EXCEPTION = 1, 2, 4


def to_ascii(name):
    return ".".join(label.encode("idna").decode() for label in name.split("."))


def read_rules(path):
    rules = {}
    icann = False
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("// ===BEGIN ICANN"):
                icann = True
            if line.startswith("// ===END ICANN"):
                icann = False
            rule = line.split()[0] if line.split() else ""
            if not rule or rule.startswith("//"):
                continue
            bits = ICANN if icann else 0
            if rule.startswith("!"):
                rule, bits = rule[1:], bits | EXCEPTION
            if rule.startswith("*."):
                rule, bits = rule[2:], bits | WILDCARD
            name = to_ascii(rule)
            rules[name] = rules.get(name, 0) | bits
    return rules


def main(source, out):
    rules = read_rules(source)
    if len(rules) < 5000:
        sys.exit(f"{source}: {len(rules)} rules, which is no whole list")
    with open(out, "w", encoding="ascii") as file:
        file.write('#include "analyzer/text/public_suffixes.h"\n\nnamespace analyzer::text {\n\n')
        file.write(f"extern const SuffixRule kSuffixRules[{len(rules)}] = {{\n")
        for name in sorted(rules):
            file.write(f'    {{"{name}", {rules[name]}}},\n')
        file.write(f"}};\nextern const std::size_t kSuffixRuleCount = {len(rules)};\n\n")
        file.write("}  // namespace analyzer::text\n")


main(*sys.argv[1:])
