"""The bench that script/bench runs: load on a fresh service beside a bare echo."""

import argparse
import datetime
import json
import os
import pathlib
import re
import signal
import subprocess
import sys

import load_page
import load_rules
import load_run
from load_run import ROOT

CITY = 38_000  # attempts of one simulated city; a little less than it has
# Above any step's connections, and short enough that what waits is answered in time.
OVERLOAD_CONNECTIONS = 4000


def say(text):
    print(text, file=sys.stderr, flush=True)


def tell(name, step):
    say(f"  {name}: asked {step['rate'] or 'all'}, {step['per_second']:,.0f}/s, "
        f"p50 {step['ms']['p50']:.1f} p99 {step['ms']['p99']:.1f} ms, 503 {step['refused']}, "
        f"broken {step['broken']}, "
        f"{1e6 * step['server_cpu_seconds'] / max(1, step['accepted']):.0f} us each"
        + (f", echo {step['echo']:,.0f}/s" if "echo" in step else ""))


def machine():
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if "model name" in l), "?")
    memory = int(open("/proc/meminfo").readline().split()[1]) // 1_000_000
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"],
                            capture_output=True, text=True).stdout.strip()
    return {"date": datetime.date.today().isoformat(), "processor": cpu,
            "cores": os.cpu_count(), "memory GB": memory, "commit": commit,
            "load average before": f"{os.getloadavg()[0]:.1f}"}


def cities_for(attempts):
    return max(1, min(800, -(-attempts // CITY)))


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.city = load_run.simulate(folder)
        self.results = {"machine": machine(), "ratios": [], "steps": [], "growth": [], "rules": []}

    def new_folder(self, name):
        folder = self.folder / name
        folder.mkdir()
        return folder

    def beside_echo(self, load, servers, seconds):
        """As much as there is, in turns with the echo and the same bodies: the sums
        of both, so that what else the machine does weighs on both alike."""
        total = None
        echoed = []
        with load_run.echo() as echo:
            for _ in range(3):
                echoed.append(load.step([echo], seconds / 3, fresh=False)["per_second"])
                part = load.step(servers, seconds / 3)
                if total is None:
                    total = part
                    continue
                for key in ("per_second", "accepted", "server_cpu_seconds", "sent"):
                    total[key] += part[key]
                for key in ("resident_mb", "database_mb"):
                    total[key] = part[key]
                if part["ms"]["p99"] > total["ms"]["p99"]:
                    total["ms"] = part["ms"]
        total["per_second"] /= 3
        total["echo"] = sum(echoed) / 3
        return total

    def steps(self, what, load, servers, rates):
        """Open loop at each of `rates`, then at twice as much as there is."""
        seconds = self.options.seconds
        ratio = self.beside_echo(load, servers, min(15, 3 * seconds))
        self.results["ratios"].append({"what": what, **ratio})
        say(f"  {what}: {ratio['per_second']:,.0f}/s of the echo's {ratio['echo']:,.0f}")
        for rate in rates:
            if rate > 1.2 * ratio["per_second"]:
                break
            self.one_step(what, load, servers, rate, 1000)
        self.one_step(what, load, servers, round(2 * ratio["per_second"]), OVERLOAD_CONNECTIONS)

    def one_step(self, what, load, servers, rate, connections):
        step = load.step(servers, self.options.seconds, rate, connections)
        self.results["steps"].append({"what": what, **step})
        tell(what, step)

    def attempts(self):
        say("== Attempts")
        store = self.options.store
        for count in self.options.servers if "://" in store else [1]:
            folder = self.new_folder(f"attempts{count}")
            first = load_run.service(folder, store)
            servers = [first]
            try:
                servers += [load_run.service(folder, store, key=first.key)
                            for _ in range(count - 1)]
                load = load_run.attempts(self.city, 400)
                what = "attempts" if count == 1 else f"attempts, {count} servers"
                self.steps(what, load, servers, [1000, 2000, 4000, 6000, 8000, 12000])
            finally:
                for server in servers:
                    server.__exit__()

    def checks(self):
        say("== Messages of 200 characters")
        with load_run.service(self.new_folder("checks")) as service:
            self.steps("check", load_run.messages(), [service],
                       [100, 200, 400, 800, 1600, 3200, 6400])

    def growth(self):
        say("== By attempts recorded before")
        sizes = [10_000, 100_000] + ([1_000_000, 10_000_000] if self.options.full else [])
        sizes = [s for s in sizes if s <= self.options.most_recorded] or [10_000]
        with load_run.service(self.new_folder("growth"), self.options.store) as service:
            load = load_run.attempts(self.city, cities_for(int(1.3 * sizes[-1])))
            for size in sizes:
                while load.next < size:
                    load.step([service], 3600, connections=128,
                              count=min(size - load.next, 100_000))
                measured = self.beside_echo(load, [service], min(15, 3 * self.options.seconds))
                self.results["growth"].append({"recorded": size, **measured})
                tell(f"{size:,} recorded", measured)

    def rules(self):
        say("== By pattern rules")
        shipped = load_rules.make_root(ROOT, self.folder / "root", 0)
        for wanted in self.options.rule_counts or [100, shipped, 500, 1000, 3000]:
            root = self.folder / "root"
            made = self.rules_that_load(root, wanted)
            with load_run.service(self.new_folder(f"rules{wanted}"), root=root) as service:
                measured = self.beside_echo(load_run.messages(), [service],
                                            min(9, 3 * self.options.seconds))
            self.results["rules"].append({"rules": made, **measured})
            tell(f"{made:,} rules", measured)

    def rules_that_load(self, root, wanted):
        """Leaves out the few copies that disagree with their own examples."""
        refused = set()
        while True:
            made = load_rules.make_root(ROOT, root, wanted, refused)
            checked = subprocess.run([load_run.BIN / "analyzer", "--root", root, "check"],
                                     capture_output=True, text=True)
            if checked.returncode == 0:
                return made
            named = set(re.findall(r"rule '([^']+_copy\d+)'", checked.stdout + checked.stderr))
            if not named - refused:
                raise load_run.Failed((checked.stdout + checked.stderr)[-2000:])
            refused |= named


PARTS = ["attempts", "checks", "growth", "rules"]


def options_of(arguments):
    parser = argparse.ArgumentParser(
        prog="script/bench", description="Measures the service against a bare echo on this machine "
        "and writes build/bench/index.html, table.md, pictures and results.json.")
    parser.add_argument("--full", action="store_true",
                        help="steps of 60 s, and up to ten million attempts recorded")
    parser.add_argument("--seconds", type=float, default=0, help="of each step (5; with --full 60)")
    parser.add_argument("--only", action="append", choices=PARTS, help="may be given several times")
    parser.add_argument("--store", default="", help="passed on to the service, e.g. postgres://…; "
                        "by default a fresh SQLite file")
    parser.add_argument("--servers", type=int, nargs="*", default=[1, 2, 4],
                        help="how many at once on one --store (1 2 4)")
    parser.add_argument("--rule-counts", type=int, nargs="*", default=[],
                        help="pattern rules (100, as shipped, 500, 1000, 3000)")
    parser.add_argument("--most-recorded", type=int, default=10_000_000)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build" / "bench")
    options = parser.parse_args(arguments)
    options.seconds = options.seconds or (60 if options.full else 5)
    return options


def write(folder, results):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(results, indent=1))
    load_page.write(folder, results)


def main(arguments):
    options = options_of(arguments)
    # Ended from outside, it ends what it started all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with load_run.scratch() as scratch:
        bench = Bench(options, pathlib.Path(scratch))
        try:
            for part in options.only or PARTS:
                getattr(bench, part)()
                write(options.out, bench.results)  # what is measured is kept, whatever comes
        except load_run.Failed as failure:
            say(f"error: {failure}")
            return 1
    say(f"== {options.out / 'index.html'}")
    print((options.out / "table.md").read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
