// What the tests of the running program share: start it, call it, kill it.
// Node's standard library only (Debian 12's Node 18 is enough).

import { execFile, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const binary = process.argv[2]
if (!binary) {
  console.error(`usage: ${path.basename(process.argv[1])} path/to/analyzer`)
  process.exit(2)
}

export function fail(message) {
  throw new Error(message)
}
export function equal(actual, expected, what) {
  if (actual !== expected) fail(`${what}: expected ${expected}, got ${actual}`)
}
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

function bytesOf(body) {
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

// A service with a folder of its own; `folder` may be given to put it elsewhere,
// `data` to read rules and models from another folder than the project's.
export class Service {
  constructor({ folder, settings = {}, args = [], data = root } = {}) {
    this.own = folder === undefined
    this.folder = folder ?? mkdtempSync(path.join(tmpdir(), 'analyzer_test_'))
    this.args = args
    this.data = data
    this.config = path.join(this.folder, 'config.toml')
    const all = {
      store: path.join(this.folder, 'analyzer.db'),
      key_file: path.join(this.folder, 'site.key'),
      address: '127.0.0.1',
      port: 0,
      synthetic_ids: true,
      log_level: 'warn',
      ...settings,
    }
    writeFileSync(
      this.config,
      Object.entries(all)
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
        .join(''),
    )
    this.output = ''
  }

  // Runs another command of the program on this folder: status, stdout, stderr.
  attempt(...args) {
    return spawnSync(binary, ['--root', this.data, ...args, '--config', this.config], {
      encoding: 'utf8',
    })
  }

  // The same for one that must succeed; returns what it prints.
  command(...args) {
    const done = this.attempt(...args)
    if (done.status !== 0) fail(`analyzer ${args.join(' ')}: ${done.stderr}${done.stdout}`)
    return done.stdout
  }

  // The same while this process goes on, for one that asks it something.
  async commandMeanwhile(...args) {
    const line = ['--root', this.data, ...args, '--config', this.config]
    return (await promisify(execFile)(binary, line, { encoding: 'utf8' })).stdout
  }

  // And for one that must fail with 1; returns what it complains of.
  refused(...args) {
    const done = this.attempt(...args)
    if (done.status !== 1) fail(`analyzer ${args.join(' ')} ended with ${done.status}: ${done.stderr}${done.stdout}`)
    return done.stderr
  }

  addKey(...scopes) {
    return this.addKeyOf('test', scopes)
  }

  addKeyOf(caller, scopes, ...more) {
    const out = this.command('key', 'add', 'test', '--caller', caller, ...scopes.flatMap((s) => ['--scope', s]), ...more)
    return /secret\s+(\S+)/.exec(out)[1]
  }

  async start() {
    const ready = path.join(this.folder, 'ready')
    rmSync(ready, { force: true })
    const child = spawn(
      binary,
      ['--root', this.data, 'serve', '--config', this.config, '--ready-file', ready, ...this.args],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    this.child = child
    this.ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })))
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.output += text))
    }
    for (let i = 0; !existsSync(ready) || !readFileSync(ready, 'utf8').endsWith('\n'); ++i) {
      if (child.exitCode !== null || i > 2400) fail(`the service did not start:\n${this.output}`)
      await sleep(50)
    }
    const url = new URL(readFileSync(ready, 'utf8').trim())
    this.port = Number(url.port)
    this.agent?.destroy()
    this.secure = url.protocol === 'https:'
    this.agent = new (this.secure ? https : http).Agent({ keepAlive: true, maxSockets: 64 })
    return this
  }

  // Sends one request; rejects if the connection breaks.
  // `tls`: ca, cert and key as for tls.connect().
  call(method, target, { headers = {}, body, agent = this.agent, tls = {} } = {}) {
    const bytes = body === undefined ? undefined : bytesOf(body)
    return new Promise((resolve, reject) => {
      const request = (this.secure ? https : http).request(
        {
          ...tls,
          host: '127.0.0.1',
          port: this.port,
          method,
          path: target,
          agent,
          headers: {
            ...(bytes ? { 'Content-Type': 'application/json', 'Content-Length': bytes.length } : {}),
            ...headers,
          },
        },
        (response) => {
          const parts = []
          response.on('data', (part) => parts.push(part))
          response.on('error', reject)
          response.on('end', () => {
            if (!response.complete) return reject(new Error('the answer broke off'))
            resolve({
              status: response.statusCode,
              headers: response.headers,
              bytes: Buffer.concat(parts),
              text: Buffer.concat(parts).toString('utf8'),
              get json() {
                return JSON.parse(this.text)
              },
            })
          })
        },
      )
      request.on('error', reject)
      request.end(bytes)
    })
  }

  as(key) {
    return (method, target, body) =>
      this.call(method, target, { body, headers: { Authorization: `Bearer ${key}` } })
  }

  // Waits until the log holds `text`.
  async logged(text, since = 0) {
    for (let i = 0; !this.output.slice(since).includes(text); ++i) {
      if (i > 1200 || this.child.exitCode !== null) fail(`the log never said ${text}`)
      await sleep(50)
    }
    return this.output.slice(since)
  }

  async kill() {
    this.child.kill('SIGKILL')
    await this.ended
  }

  // SIGTERM; the exit code must be 0.
  async stop() {
    this.child.kill('SIGTERM')
    const { code, signal } = await this.ended
    this.agent.destroy()
    if (code !== 0) fail(`the service ended with ${code ?? signal}:\n${this.output}`)
  }

  remove() {
    if (this.child && this.child.exitCode === null) this.child.kill('SIGKILL')
    this.agent?.destroy()
    if (this.own) rmSync(this.folder, { recursive: true, force: true })
  }
}

// A person with a session.
export class Person {
  constructor(service) {
    this.service = service
  }
  async signIn(name, password) {
    const answer = await this.service.call('POST', '/v1/session', { body: { name, password } })
    if (answer.status !== 200) fail(`sign-in of ${name}: ${answer.text}`)
    this.cookie = answer.headers['set-cookie'][0].split(';')[0]
    this.csrf = answer.json.csrf_token
    const changed = await this.call('POST', '/v1/session/password', {
      old_password: password,
      new_password: `${password} 2 red lanterns`,
    })
    if (changed.status !== 200) fail(`new password of ${name}: ${changed.text}`)
    if (changed.headers['set-cookie']) this.cookie = changed.headers['set-cookie'][0].split(';')[0]
    this.csrf = changed.json.csrf_token ?? this.csrf
    return this
  }
  call(method, target, body) {
    return this.service.call(method, target, { body, headers: { Cookie: this.cookie, 'X-CSRF-Token': this.csrf } })
  }
}

// Adds a person with a role by the command; returns the password.
export function addUser(service, name, role) {
  const out = service.command('user', 'add', name, '--display-name', name, '--role', role)
  return /password\s+(\S+)/.exec(out)[1]
}

// Runs a test and cleans up after it; prints the error and exits 1 on failure.
export async function main(test) {
  const services = []
  try {
    await test((options) => {
      const service = new Service(options)
      services.push(service)
      return service
    })
  } catch (error) {
    console.error(`FAILED: ${error.stack}`)
    for (const service of services) if (service.output) console.error(service.output.slice(-3000))
    process.exitCode = 1
  } finally {
    for (const service of services) service.remove()
  }
}

export const run = randomBytes(4).toString('hex')

// An invented attempt; `fields` replace those of the example.
export function attempt(number, fields = {}) {
  return {
    attempt_id: `t-${run}-${number}`,
    occurred_at: '2026-03-02T01:30:00Z',
    channel: 'alipay',
    outcome: 'passed',
    region: '990102',
    person: { ref: `person-${number}`, age: 71, sex: 'f', scheme: 'resident', benefit_status: 'active' },
    operator: { role: 'relative', ref: `operator-${number}`, relation: 'child' },
    device: { ref: `device-${number}`, os: 'android' },
    biometric: { mode: 'blink', face_match: 0.83, face_threshold: 0.7, liveness: 0.94 },
    ...fields,
  }
}
