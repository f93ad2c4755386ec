"""What was measured, as a table for the README, pictures and a page."""

import html

COLOURS = ["#1677ff", "#d4380d", "#389e0d", "#722ed1", "#d48806"]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 360, 70, 150, 40, 50


def ticks_of(low, high, logarithmic):
    if logarithmic:
        first, last = 0, 0
        while 10**first > low:
            first -= 1
        while 10 ** (first + 1) <= low:
            first += 1
        last = first
        while 10**last < high:
            last += 1
        return [10.0**p for p in range(first, last + 1)]
    step = 10.0 ** (len(str(int(max(high, 1)))) - 1)
    while high / step < 4:
        step /= 2
    return [step * i for i in range(int(high / step + 0.999) + 1)]


def number(value):
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}M"
    if value >= 10_000:
        return f"{value / 1000:g}k"
    return f"{value:,.0f}" if value >= 10 else f"{value:.3g}"


def chart(title, x_name, y_name, lines, log_x=False, log_y=False):
    """An SVG of `lines`: {name: [(x, y), …]}."""
    points = [p for line in lines.values() for p in line]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x_ticks, y_ticks = ticks_of(min(xs), max(xs), log_x), ticks_of(min(ys), max(ys), log_y)

    def place(value, ticks, logarithmic, begin, end):
        import math

        turn = math.log10 if logarithmic else float
        share = (turn(max(value, ticks[0])) - turn(ticks[0])) / (turn(ticks[-1]) - turn(ticks[0]))
        return begin + share * (end - begin)

    def at(x, y):
        return (place(x, x_ticks, log_x, LEFT, WIDTH - RIGHT),
                place(y, y_ticks, log_y, HEIGHT - BOTTOM, TOP))

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
           f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
           f'<text x="{LEFT}" y="20" font-size="15">{html.escape(title)}</text>']
    for tick in y_ticks:
        _, y = at(x_ticks[0], tick)
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
                   f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number(tick)}</text>')
    for tick in x_ticks:
        x, _ = at(tick, y_ticks[0])
        out.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>'
                   f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">'
                   f"{number(tick)}</text>")
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">'
               f"{html.escape(x_name)}</text>")
    out.append(f'<text transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" '
               f'text-anchor="middle">{html.escape(y_name)}</text>')
    for i, (name, line) in enumerate(lines.items()):
        colour = COLOURS[i % len(COLOURS)]
        places = [at(x, y) for x, y in line]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        out.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        out.append(f'<text x="{WIDTH - RIGHT + 10}" y="{TOP + 14 + 18 * i}" fill="{colour}">'
                   f"{html.escape(name)}</text>")
    return "\n".join(out + ["</svg>"]) + "\n"


STEP_HEAD = ["what", "asked /s", "answered /s", "p50 ms", "p95", "p99", "p99.9", "503", "errors",
             "processor µs each", "memory MB", "database MB"]


def step_row(name, step):
    ms = step["ms"]
    answered = max(1, step["accepted"])
    return [name, f"{step['rate']:,.0f}" if step["rate"] else "all", f"{step['per_second']:,.0f}",
            *(f"{ms[k]:.1f}" for k in ("p50", "p95", "p99", "p999")), f"{step['refused']:,}",
            f"{step['failed'] + step['broken']:,}",
            f"{1e6 * step['server_cpu_seconds'] / answered:.0f}", f"{step['resident_mb']:.0f}",
            f"{step['database_mb']:.0f}" if step["database_mb"] else ""]


def markdown(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def html_table(head, rows):
    def row(cells, tag):
        return "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in cells) + "</tr>"

    return "<table>" + row(head, "th") + "".join(row(r, "td") for r in rows) + "</table>"


def tables_of(results):
    """[(title, head, rows)] of what there is."""
    out = [("Machine", ["", ""], [[k, str(v)] for k, v in results["machine"].items()])]
    ratios = [[r["what"], f"{r['per_second']:,.0f}", f"{r['echo']:,.0f}",
               f"{r['per_second'] / r['echo']:.3f}"] for r in results["ratios"]]
    if ratios:
        out.append(("As much as there is (closed loop, 64 connections), beside the echo",
                    ["what", "requests/s", "echo/s", "of the echo"], ratios))
    if results["steps"]:
        out.append(("Open loop, arrival times fixed beforehand", STEP_HEAD,
                    [step_row(s["what"], s) for s in results["steps"]]))
    if results["growth"]:
        out.append(("By attempts recorded before",
                    ["recorded", "attempts/s", "of the echo", "processor µs each", "p99 ms",
                     "memory MB", "database MB"],
                    [[f"{g['recorded']:,}", f"{g['per_second']:,.0f}",
                      f"{g['per_second'] / g['echo']:.3f}",
                      f"{1e6 * g['server_cpu_seconds'] / max(1, g['accepted']):.0f}",
                      f"{g['ms']['p99']:.1f}", f"{g['resident_mb']:.0f}",
                      f"{g['database_mb']:.0f}"] for g in results["growth"]]))
    if results["rules"]:
        out.append(("Messages by pattern rules", ["rules", "checks/s", "of the echo",
                                                  "processor µs each", "memory MB"],
                    [[f"{r['rules']:,}", f"{r['per_second']:,.0f}",
                      f"{r['per_second'] / r['echo']:.4f}",
                      f"{1e6 * r['server_cpu_seconds'] / max(1, r['accepted']):.0f}",
                      f"{r['resident_mb']:.0f}"] for r in results["rules"]]))
    return out


def charts_of(results):
    """{file name: svg}."""
    out = {}
    kinds = {}
    for step in results["steps"]:
        kinds.setdefault(step["what"], []).append(step)
    lines = {}
    for what, steps in kinds.items():
        for key, name in (("p50", "p50"), ("p99", "p99"), ("p999", "p99.9")):
            lines[f"{what} {name}"] = [(s["rate"], max(0.1, s["ms"][key])) for s in steps]
    for what, steps in kinds.items():
        if len(steps) > 1:
            own = {k[len(what) + 1 :]: v for k, v in lines.items() if k.startswith(what + " ")}
            name = what.replace(" ", "_").replace("/", "_")
            out[f"{name}.svg"] = chart(f"{what}: time to answer", "requests/s asked", "ms", own,
                                       log_y=True)
    if len(results["growth"]) > 1:
        out["growth.svg"] = chart(
            "Processor time of an attempt by attempts recorded", "attempts recorded", "µs",
            {"attempts": [(g["recorded"], 1e6 * g["server_cpu_seconds"] / max(1, g["accepted"]))
                          for g in results["growth"]]}, log_x=True)
    if len(results["rules"]) > 1:
        out["rules.svg"] = chart(
            "Processor time of a message by pattern rules", "pattern rules", "µs",
            {"check": [(r["rules"], 1e6 * r["server_cpu_seconds"] / max(1, r["accepted"]))
                       for r in results["rules"]]})
    return out


def write(folder, results):
    folder.mkdir(parents=True, exist_ok=True)
    tables, charts = tables_of(results), charts_of(results)
    text = "".join(f"**{title}**\n\n{markdown(head, rows)}\n" for title, head, rows in tables)
    (folder / "table.md").write_text(text)
    for name, svg in charts.items():
        (folder / name).write_text(svg)
    body = "".join(f"<h2>{html.escape(t)}</h2>{html_table(h, r)}" for t, h, r in tables)
    body += "".join(charts.values())
    (folder / "index.html").write_text(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Bench</title><style>"
        "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}"
        "td,th{border:1px solid #ccc;padding:.2em .6em;text-align:right}"
        f"svg{{display:block;margin:1em 0}}</style><h1>Bench</h1>{body}</html>\n")
