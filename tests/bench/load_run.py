"""Starting the service and the echo, and running one step of load on them."""

import json
import pathlib
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / "build" / "release" / "bin"
CONFIG = """store = "{store}"
key_file = "{keys}/site.key"
port = 0
synthetic_ids = true
log_level = "warn"
picture_readers = 0
trusted_proxies = ["127.0.0.1"]  # whose connections are not limited by address
{more}
"""


class Failed(RuntimeError):
    pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server of ours; ends with the block it is used in."""

    def __init__(self, command, log):
        self.log = log
        with open(log, "wb") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        self.pid = self.process.pid
        self.port = 0
        self.key = ""
        self.database = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait_until(self, ready, patience):
        end = time.monotonic() + patience
        while not ready():
            if self.process.poll() is not None or time.monotonic() > end:
                self.__exit__()
                raise Failed(f"it did not start:\n{pathlib.Path(self.log).read_text()[-2000:]}")
            time.sleep(0.05)
        return self


def echo():
    """The bare echo server, listening."""
    port = free_port()
    server = Process([BIN / "load", "--echo", str(port)], "/dev/null")
    server.port = port

    def listening():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return server.wait_until(listening, 10)


def service(folder, store="", root=ROOT, more="", key=""):
    """The service on `store` (a fresh file in `folder` by default), ready."""
    folder = pathlib.Path(folder)
    database = store or str(folder / "bench.db")
    config = folder / f"config{len(list(folder.glob('config*')))}.toml"
    # A shared database knows one key file, whichever server it is.
    keys = folder.parent if store else folder
    config.write_text(CONFIG.format(store=database, keys=keys, more=more))
    ready = config.with_suffix(".ready")
    program = [BIN / "analyzer", "--root", root]
    if not key:
        made = subprocess.run(
            [*program, "key", "add", "bench", "--caller", "bench", "--scope", "attempts:write",
             "--scope", "check", "--config", config], capture_output=True, text=True)
        if made.returncode != 0:
            raise Failed(made.stderr)
        key = next(l.split()[1] for l in made.stdout.splitlines() if l.startswith("secret"))
    server = Process([*program, "serve", "--config", config, "--ready-file", ready],
                     config.with_suffix(".log"))
    server.wait_until(lambda: ready.exists() and ready.stat().st_size > 0, 600)
    server.port = int(ready.read_text().strip().rstrip("/").rsplit(":", 1)[1])
    server.key = key
    server.database = "" if "://" in database else database
    return server


class Load:
    """Steps of load of one kind; remembers which bodies were sent."""

    def __init__(self, path, bodies):
        self.path = path
        self.bodies = bodies
        self.next = 0

    def step(self, servers, seconds, rate=0, connections=64, count=0, fresh=True):
        """One step; a closed loop without `rate`. Of `servers` the first is measured."""
        command = [BIN / "load", "--path", self.path, *self.bodies, "--seconds", str(seconds),
                   "--connections", str(connections), "--pid", str(servers[0].pid),
                   "--first", str(self.next if fresh else 0)]
        for server in servers:
            command += ["--port", str(server.port)]
        if servers[0].key:
            command += ["--key", servers[0].key]
        if servers[0].database:
            command += ["--database", servers[0].database]
        if rate:
            command += ["--rate", str(rate)]
        if count:
            command += ["--count", str(count)]
        done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(done.stderr)
        result = json.loads(done.stdout)
        if fresh:
            self.next = result["next"]
        if result["failed"]:
            raise Failed(f"{result['failed']} answers were wrong: {result['first_failure'][:800]}")
        return result


def attempts(city, cities):
    return Load("/v1/attempts", ["--attempts", city, "--cities", cities, "--run", f"{time.time_ns():x}"])


def messages():
    files = sorted((ROOT / "data" / "corpus").glob("*.jsonl"))
    return Load("/v1/check", ["--messages", *files])


def simulate(folder):
    """An invented city of 20,000 as it is, one year: frauds as rare as in life."""
    folder = pathlib.Path(folder)
    parameters = folder / "city.toml"
    parameters.write_text((ROOT / "data" / "simulation.toml").read_text() + (
        "\n[presets.bench]\npersons = 20000\ndays = 366\nfraud_scale = 1\nconfounder_scale = 1\n"))
    made = subprocess.run([BIN / "analyzer", "simulate", "--parameters", parameters, "--preset",
                           "bench", "--seed", "7", "--out", folder], capture_output=True, text=True)
    if made.returncode != 0:
        raise Failed(made.stderr)
    return folder / "attempts.jsonl"


def scratch():
    return tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "build")
