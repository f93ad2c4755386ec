// Starts the real server on an empty store and headless Chromium, and knows the
// console's few steps that every test needs.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const kRoot = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");
export const kPassword = "Shi-fan-mi-ma-2026";
const kConsole = join(kRoot, "analyzer/console");
const kChromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const kSkipped = 77; // CTest's SKIP_RETURN_CODE

// Leaves with the code for "skipped" where something is not installed, unless
// this is the CI, which has everything.
export function requireParts() {
  const missing = [
    [process.env.ANALYZER_BIN, "the server: ANALYZER_BIN"],
    [join(kConsole, "dist/index.html"), "the console: npm ci && npm run build in analyzer/console"],
    [join(kConsole, "node_modules/playwright-core"), "playwright-core: npm ci in analyzer/console"],
    [kChromium, "the browser: apt install chromium"],
  ].filter(([path]) => !path || !existsSync(path));
  if (missing.length === 0) return;
  for (const [, what] of missing) console.log(`browser tests need ${what}`);
  process.exit(process.env.CI ? 1 : kSkipped);
}

// Whether the program that reads pictures lies beside the server's.
export function hasPictureReader() {
  return existsSync(join(dirname(process.env.ANALYZER_BIN), "analyzer-picture-reader"));
}

// A root for startServer() in `folder` whose data may be changed: data copied, the rest linked.
export function ownRoot(folder) {
  const root = join(folder, "root");
  cpSync(join(kRoot, "data"), join(root, "data"), { recursive: true });
  for (const part of ["models", "analyzer"]) symlinkSync(join(kRoot, part), join(root, part));
  return root;
}

// `extra`: further options of `analyzer serve`, such as --demo; `root`: of the data it reads.
export async function startServer(extra = [], root = kRoot) {
  const folder = mkdtempSync(join(tmpdir(), "analyzer-browser-"));
  const ready = join(folder, "ready");
  const args = ["--root", root, "serve", "--store", join(folder, "analyzer.db"), "--port", "0"];
  const child = spawn(process.env.ANALYZER_BIN, [...args, "--ready-file", ready, "--synthetic-ids", "--quiet", ...extra]);
  let printed = "";
  child.stdout.on("data", (bytes) => (printed += bytes));
  child.stderr.on("data", (bytes) => process.stderr.write(bytes));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let stopping = false;
  child.once("exit", (code, signal) => {
    if (!stopping) console.error(`the server ended by itself: code ${code}, signal ${signal}`);
  });
  for (let waited = 0; !existsSync(ready); waited += 100) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${printed}`);
    if (waited > 120_000) throw new Error(`the server is not ready after two minutes:\n${printed}`);
    await pause(100);
  }
  const url = readFileSync(ready, "utf8").trim().replace(/\/$/, "");
  return {
    url,
    store: join(folder, "analyzer.db"),
    // As if the time to take a case's decision back were over.
    settle(caseId) {
      const sql = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1], timeout=20); db.execute('UPDATE cases SET settles_at = 1 WHERE id = ? AND settles_at IS NOT NULL', (sys.argv[2],)); db.commit()";
      execFileSync("python3", ["-c", sql, join(folder, "analyzer.db"), caseId]);
    },
    // First password of an account that the first start made.
    firstPassword(name) {
      const found = new RegExp(`^\\s+${name}\\s+(\\S+)`, "m").exec(printed);
      if (!found) throw new Error(`no first password of ${name} in:\n${printed}`);
      return found[1];
    },
    async stop() {
      stopping = true;
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function startBrowser() {
  const { chromium } = createRequire(join(kConsole, "package.json"))("playwright-core");
  return chromium.launch({
    executablePath: kChromium,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

// One person at one screen. `faults` gathers what must not happen: errors of
// scripts, refused resources, requests that leave the server's own address.
export class Person {
  constructor(page, url, faults) {
    this.page = page;
    this.url = url;
    this.faults = faults;
  }

  static async open(browser, url, width = 1440) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN" });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const faults = [];
    page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
    page.on("console", (message) => {
      // A refused call is shown by the page itself; the browser's own line about it is no fault.
      const expected = /Failed to load resource|net::ERR_INTERNET_DISCONNECTED/.test(message.text());
      if (message.type() === "error" && !expected) faults.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${url}/`)) {
        faults.push(`request to ${request.url()}`);
      }
    });
    await page.goto(`${url}/`);
    return new Person(page, url, faults);
  }

  async fillSignIn(name, password) {
    await this.page.locator("#name").fill(name);
    await this.page.locator("#password").fill(password);
    await this.page.locator("#password").press("Enter");
  }

  // The menu is there, and the first page.
  async atWork() {
    await this.page.locator("header.top").waitFor();
    await this.page.locator("main h1, main .ant-result").first().waitFor();
  }

  async signIn(name, password) {
    await this.fillSignIn(name, password);
    await this.atWork();
  }

  // With a password that was shown once: it must be changed before anything else.
  async signInFirst(name, password) {
    await this.fillSignIn(name, password);
    await this.page.locator("#before").fill(password);
    await this.page.locator("#next").fill(kPassword);
    await this.page.locator("#again").fill(kPassword);
    await this.page.locator("#again").press("Enter");
    await this.atWork();
  }

  go(path) {
    return this.page.goto(`${this.url}/#/${path}`);
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  async shot(name) {
    const folder = join(kRoot, "build/screenshots");
    mkdirSync(folder, { recursive: true });
    const { width } = this.page.viewportSize();
    await pause(300); // windows that fade in
    await this.page.screenshot({ path: join(folder, `${name}_${width}.png`), fullPage: true });
  }

  // Serious findings on accessibility become faults.
  async checkAccess(name) {
    await this.page.locator(".ant-message-notice").last().waitFor({ state: "detached" }); // fading texts are pale
    await this.page.evaluate(readFileSync(join(kConsole, "node_modules/axe-core/axe.min.js"), "utf8"));
    const found = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, impact, nodes } of found.violations) {
      if (impact === "serious" || impact === "critical") this.faults.push(`${name}: ${impact} ${id} ${nodes[0].target}`);
    }
  }

  // The same page at both widths, and what axe-core has to say of it.
  async shots(name) {
    for (const width of [1280, 1440]) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.shot(name);
    }
    await this.checkAccess(name);
  }

  close() {
    return this.page.context().close();
  }
}
