"""More rules than there are: the shipped ones, repeated with changed words.

Copy K of a rule has every Chinese character of its pattern, its words and its
examples exchanged for another of those that occur in the rules, always the same
one, so that the patterns keep their shape and length, search as much, and agree
with their own examples, but speak of something else.
"""

import pathlib
import random
import re
import shutil

HAN = re.compile(r"[\u4e00-\u9fff]")
RANGE_ENDS = re.compile(r"([\u4e00-\u9fff])-([\u4e00-\u9fff])")
WORD = re.compile(r"\{\{([a-z_]+)\}\}")


def pattern_files(folder):
    """The files that hold pattern rules, and those that hold words."""
    texts = {path: path.read_text() for path in sorted(folder.glob("*.toml"))}
    rules = {p: t for p, t in texts.items() if "[[rule]]" in t}
    words = {p: words_of(t) for p, t in texts.items() if "[words]" in t}
    return rules, words


def words_of(text):
    """The [words] table of a file, up to the next one."""
    return "[words]" + re.split(r"^\[", text.split("[words]")[1], flags=re.M)[0]


def exchange_of(number, texts):
    """Character by character: what copy `number` has instead. Of patterns and words
    alone: examples hold characters that are other ones once they are normalized."""
    searched = (l for text in texts for l in text.splitlines()
                if l.split(" = ")[0] not in ("hits", "misses", "zh", "title"))
    characters = sorted(set(HAN.findall("".join(searched))))
    fixed = {c for text in texts for ends in RANGE_ENDS.findall(text) for c in ends}
    free = [c for c in characters if c not in fixed]
    shuffled = free[:]
    random.Random(number).shuffle(shuffled)
    return str.maketrans(dict(zip(free, shuffled)))


def blocks_of(text):
    found = text.split("[[rule]]")[1:]
    return ["[[rule]]" + re.split(r"^\[", block, flags=re.M)[0] for block in found]


def changed_rule(block, number, exchange):
    lines = []
    for line in block.splitlines():
        key = line.split(" = ")[0]
        if key == "id":
            line = line.rstrip('"') + f'_copy{number}"'
        elif key in ("pattern", "unless", "hits", "misses"):
            line = WORD.sub(rf"{{{{\1_copy{number}}}}}", line.translate(exchange))
        lines.append(line)
    return "\n".join(lines)


def changed_words(text, number, exchange):
    lines = []
    for line in text.splitlines():
        name = re.match(r"([a-z_]+) = ", line)
        if name:
            line = f"{name[1]}_copy{number}" + line[name.end(1) :].translate(exchange)
            line = WORD.sub(rf"{{{{\1_copy{number}}}}}", line)
        lines.append(line)
    return "\n".join(lines)


def id_of(block):
    return re.search(r'^id = "([^"]+)"', block, flags=re.M)[1]


def without_some(folder, rules, too_many):
    """Takes `too_many` rules out of the files, the last first: none that is named
    elsewhere, none that is the last of its kind."""
    everything = "\n".join(p.read_text() for p in folder.parent.rglob("*.toml"))
    blocks = [(path, block) for path, text in rules.items() for block in blocks_of(text)]
    kinds = [id_of(block).split(".")[0] for _, block in blocks]
    for path, block in reversed(blocks):
        name = id_of(block)
        kind = name.split(".")[0]
        named = len(re.findall(rf"(?<![\w.]){re.escape(name)}(?![\w.])", everything)) > 1
        if too_many == 0:
            break
        if named or kinds.count(kind) == 1:
            continue
        path.write_text(path.read_text().replace(block, ""))
        kinds.remove(kind)
        too_many -= 1


def make_root(root, target, wanted, refused=()):
    """Makes `target` a copy of `root`'s data with `wanted` pattern rules, without the
    copies in `refused`; returns how many. 0: as many as are shipped."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(root / "data", target / "data")
    (target / "models").symlink_to(root / "models")
    folder = target / "data" / "rules"
    rules, words = pattern_files(folder)
    shipped = [block for text in rules.values() for block in blocks_of(text)]
    count = len(shipped)
    if wanted and wanted < count:
        without_some(folder, rules, count - wanted)
        return sum(len(blocks_of(p.read_text())) for p in rules)
    number = 0
    while count < wanted:
        number += 1
        exchange = exchange_of(number, list(rules.values()) + list(words.values()))
        for path, text in words.items():
            (folder / f"{path.stem}_copy{number}.toml").write_text(
                changed_words(text, number, exchange))
        made = [changed_rule(b, number, exchange) for b in shipped]
        made = [b for b in made if id_of(b) not in refused]
        made = made[: wanted - count]
        (folder / f"zz_copy{number}.toml").write_text("\n\n".join(made) + "\n")
        count += len(made)
    return count
