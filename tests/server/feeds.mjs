// Lists of others come in from a server on loopback, are held, taken and refused; what
// persons confirm goes out, and real resolvers (dnsmasq, BIND), where they are
// installed, block it.

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import dgram from 'node:dgram'
import dns from 'node:dns/promises'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { equal, fail, main, Person, root, sleep } from './lib.mjs'

const hosts = (from, to) => Array.from({ length: to - from }, (_, i) => `liuyin-${from + i}.com\n`).join('')

// What a free UDP port is just now.
async function freePort() {
  const socket = dgram.createSocket('udp4')
  await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address()
  await new Promise((resolve) => socket.close(resolve))
  return port
}

const installed = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

// The CI has every resolver: what is left out there would be missed by nobody.
function leftOut(program) {
  if (process.env.CI) fail(`${program} is not installed: script/bootstrap --ci`)
  console.log(`skipped: ${program} is not installed`)
}

// Starts a resolver and asks it until it answers.
async function answersOf(program, args, port, names) {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text))
  try {
    const resolver = new dns.Resolver({ timeout: 500, tries: 1 })
    resolver.setServers([`127.0.0.1:${port}`])
    const ask = (name) => resolver.resolve4(name).catch((error) => error.code)
    for (let i = 0; ['ECONNREFUSED', 'ETIMEOUT'].includes(String(await ask(names[0]))); ++i) {
      if (i > 60 || child.exitCode !== null) fail(`${program} does not answer: ${said}`)
      await sleep(250)
    }
    const out = {}
    for (const name of names) out[name] = String(await ask(name))
    return out
  } finally {
    child.kill('SIGTERM')
  }
}

async function withDnsmasq(folder, lists) {
  if (!installed('dnsmasq')) return leftOut('dnsmasq')
  const conf = path.join(folder, 'dnsmasq.conf')
  const port = await freePort()
  writeFileSync(path.join(folder, 'hosts'), lists.hosts)
  // What is not blocked is known here, so that nothing is asked of the network.
  writeFileSync(conf, `port=${port}\nlisten-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\n` +
    `address=/ok.invalid/192.0.2.1\naddress=/bad.invalid/192.0.2.1\nuser=root\ngroup=root\n${lists.dnsmasq}`)
  const test = spawnSync('dnsmasq', ['--test', '-C', conf], { encoding: 'utf8' })
  equal(test.status, 0, `dnsmasq --test: ${test.stderr}`)
  const args = ['--keep-in-foreground', '-C', conf, '--pid-file=']
  const names = ['www.rz8-cert.invalid', 'rz8-cert.invalid', 'pay.bad.invalid', 'x.pay.bad.invalid', 'www.ok.invalid']
  const said = await answersOf('dnsmasq', args, port, names)
  equal(said['rz8-cert.invalid'], 'ENOTFOUND', 'a domain by dnsmasq')
  equal(said['www.rz8-cert.invalid'], 'ENOTFOUND', 'what lies below it')
  equal(said['pay.bad.invalid'], '0.0.0.0', 'a host')
  equal(said['x.pay.bad.invalid'], '192.0.2.1', 'what lies below a host is left alone')
  equal(said['www.ok.invalid'], '192.0.2.1', 'what is not listed')
  writeFileSync(conf, `port=${port}\nlisten-address=127.0.0.1\nbind-interfaces\nno-resolv\nno-hosts\nuser=root\ngroup=root\n` +
    `address=/ok.invalid/192.0.2.1\naddn-hosts=${path.join(folder, 'hosts')}\n`)
  const byHosts = await answersOf('dnsmasq', args, port, ['pay.bad.invalid', 'www.ok.invalid'])
  equal(byHosts['pay.bad.invalid'], '0.0.0.0', 'a host of the hosts file')
  console.log('dnsmasq blocks what is listed and nothing else')
}

async function withBind(folder, lists) {
  if (!installed('named') || !installed('named-checkzone')) return leftOut('bind9')
  writeFileSync(path.join(folder, 'rpz.zone'), lists.rpz)
  const check = spawnSync('named-checkzone', ['rpz.local', path.join(folder, 'rpz.zone')], { encoding: 'utf8' })
  equal(check.status, 0, `named-checkzone: ${check.stdout}${check.stderr}`)
  // A zone of our own holds what is blocked, so that nothing is asked of the network.
  writeFileSync(path.join(folder, 'invalid.zone'), '$TTL 60\n@ SOA localhost. root.localhost. 1 60 60 60 60\n@ NS localhost.\n' +
    '*.rz8-cert A 192.0.2.1\nrz8-cert A 192.0.2.1\npay.bad A 192.0.2.1\nx.pay.bad A 192.0.2.1\nwww.ok A 192.0.2.1\n')
  const port = await freePort()
  const conf = path.join(folder, 'named.conf')
  writeFileSync(conf, `options { directory "${folder}"; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; };
    pid-file none; session-keyfile none; recursion yes; dnssec-validation no; empty-zones-enable no;
    response-policy { zone "rpz.local"; } qname-wait-recurse no; };
    controls { };
    zone "invalid" { type primary; file "invalid.zone"; };
    zone "rpz.local" { type primary; file "rpz.zone"; allow-query { none; }; };\n`)
  const names = ['www.rz8-cert.invalid', 'rz8-cert.invalid', 'pay.bad.invalid', 'x.pay.bad.invalid', 'www.ok.invalid']
  const said = await answersOf('named', ['-g', '-c', conf], port, names)
  equal(said['rz8-cert.invalid'], 'ENOTFOUND', 'a domain by BIND')
  equal(said['www.rz8-cert.invalid'], 'ENOTFOUND', 'what lies below it')
  equal(said['pay.bad.invalid'], 'ENOTFOUND', 'a host')
  equal(said['x.pay.bad.invalid'], '192.0.2.1', 'what lies below a host is left alone')
  equal(said['www.ok.invalid'], '192.0.2.1', 'what is not listed')
  console.log('BIND blocks by the zone what is listed and nothing else')
}

// A TAXII client and a STIX validator of others, where they are installed.
function withTaxiiClient(url, key, values) {
  const script = path.join(root, 'tests/server/taxii_client.py')
  const done = spawnSync('python3', [script, url, key, ...values], { encoding: 'utf8' })
  console.log(done.stdout.trim())
  if (done.status !== 0 && done.status !== 77) fail(`taxii_client.py: ${done.stderr}`)
}

// Keys that see a part of the list, or all of it later.
async function consumers(one, whole) {
  const values = (answer) => JSON.parse(answer.text).added.map((e) => e.value).sort().join()
  const all = await whole('GET', '/v1/feeds/confirmed.json')
  const domains = one.as(one.addKeyOf('operator', ['feeds:read'], '--list-kind', 'domain'))
  const later = one.as(one.addKeyOf('press', ['feeds:read'], '--list-delay', '60'))
  for (const key of [domains, later]) {
    for (let i = 0; (await key('GET', '/v1/feeds')).status === 401; ++i) {
      if (i > 100) fail('a new key is never known')
      await sleep(200)
    }
  }
  const part = await domains('GET', '/v1/feeds/confirmed.json')
  equal(part.status, 200, `a key for domains alone: ${part.text}`)
  equal(values(part), 'rz8-cert.invalid', 'a key for domains alone')
  equal(part.headers.etag === all.headers.etag, false, 'a tag by what the consumer sees')
  equal(values(await later('GET', '/v1/feeds/confirmed.json')), '', 'a key that sees it an hour later')
  const changes = (answer) => answer.json.added.map((e) => e.value).join()
  equal(changes(await domains('GET', '/v1/feeds/confirmed/changes')), 'rz8-cert.invalid', 'its changes')
  equal(changes(await later('GET', '/v1/feeds/confirmed/changes')), '', 'changes an hour later')
  const [{ id }] = (await domains('GET', '/taxii2/lists/collections/')).json.collections
  const names = async (as) => ((await as('GET', `/taxii2/lists/collections/${id}/objects/`)).json.objects ?? []).map((o) => o.name).join()
  equal(await names(domains), 'rz8-cert.invalid', 'its collection')
  equal(await names(later), '', 'the collection an hour later')
  equal((await domains('GET', `/v1/feeds/confirmed/changes?cursor=${all.headers['x-list-cursor']}`)).status, 410, "another view's cursor")
}

await main(async (service) => {
  let list = { status: 200, text: hosts(0, 40) }
  const server = http.createServer((request, response) => {
    const etag = `"${createHash('sha256').update(list.text).digest('hex').slice(0, 8)}"`
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
    response.writeHead(list.status, { ETag: etag }).end(list.text)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(path.join(tmpdir(), 'analyzer_feeds_'))
  const data = path.join(folder, 'root')
  try {
    for (const part of ['data', 'models/artifacts']) cpSync(path.join(root, part), path.join(data, part), { recursive: true })
    appendFileSync(path.join(data, 'data/feeds.toml'), `
[[feed]]
name = "market"
title = "市场监管名单"
address = "http://127.0.0.1:${server.address().port}/list.txt"
format = "lines"
trust = 1.0
licence = "test"
may = "floor"
intranet = true
`)
    const one = service({ data, args: ['--list-issuer', '某市社保局'] })
    const passwords = {}
    for (const [name, role] of [['second', 'second_reviewer'], ['reviewer', 'reviewer']]) {
      const out = one.command('user', 'add', name, '--display-name', name, '--role', role)
      passwords[name] = /password\s+(\S+)/.exec(out)[1]
    }
    const key = one.addKey('feeds:read', 'check')
    const other = one.addKeyOf('other', ['reports:write'])
    // -- in, by the command ---------------------------------------------------------
    const dry = await one.commandMeanwhile('feed', 'run', 'market', '--dry')
    if (!/diff\.added\s+40/.test(dry)) fail(`the dry run does not say what would change: ${dry}`)
    if (!/"new"/.test(one.command('feed', 'list'))) fail('a dry run left a state')
    await one.start()
    const machine = one.as(key)
    const second = await new Person(one).signIn('second', passwords.second)
    const reviewer = await new Person(one).signIn('reviewer', passwords.reviewer)
    const status = async () => (await reviewer.call('GET', '/v1/sources')).json.data[0].status
    const level = async (url) => (await machine('POST', '/v1/check', { urls: [url] })).json.urls[0].level

    // -- in, by itself ----------------------------------------------------------------
    for (let i = 0; (await status()).state === 'new'; ++i) {
      if (i > 200) fail('the list was never fetched')
      await sleep(50)
    }
    equal((await status()).state, 'ok', 'a list fetched by itself')
    equal(await level('http://liuyin-7.com/'), 'high', 'a link of the list')
    // Asks for a run and polls until it is done, as the page does.
    const run = async () => done(await second.call('POST', '/v1/sources/market/runs'))
    const done = async (asked) => {
      equal(asked.status, 202, 'a run is queued')
      for (let i = 0; i < 200; ++i) {
        const { json } = await second.call('GET', `/v1/sources/market/runs/${asked.json.id}`)
        if (json.state === 'done') return json.status
        if (json.state === 'failed') fail(`the run failed: ${json.detail}`)
        await sleep(100)
      }
      return fail('the run never ends')
    }
    equal((await reviewer.call('POST', '/v1/sources/market/runs')).status, 403, 'a run by a reviewer')
    list = { status: 200, text: '<html>Please sign in</html>' }
    equal((await run()).state, 'failed', 'a page instead of a list')
    list = { status: 503, text: '' }
    equal((await run()).detail, 'answers 503', 'a server that is away')
    equal(await level('http://liuyin-7.com/'), 'high', 'the last good list')
    list = { status: 200, text: hosts(0, 20) }
    equal((await run()).state, 'held', 'a list that shrinks')
    equal(await level('http://liuyin-30.com/'), 'high', 'what a held list would drop')
    equal((await reviewer.call('POST', '/v1/sources/market/decision', { accept: true, digest: 'x', reason: 'x' })).status, 403, 'by a reviewer')
    const decide = (digest) => second.call('POST', '/v1/sources/market/decision', { accept: true, digest, reason: '已与来源核对' })
    equal((await decide('0'.repeat(64))).status, 412, 'another list than the one that was looked at')
    const taken = await done(await decide((await status()).held_digest))
    equal(taken.state, 'ok', 'a held list taken')
    equal(taken.in_force, 20, 'entries in force')
    equal(await level('http://liuyin-30.com/') === 'high', false, 'what the list dropped')

    // -- out ------------------------------------------------------------------------
    const say = async (kind, value, more = {}) => {
      const answer = await second.call('POST', '/v1/indicators', { kind, value, reason: '经核实', ...more })
      equal(answer.status, 201, `${kind} ${value}: ${answer.text}`)
    }
    await say('domain', 'rz8-cert.invalid')
    await say('host', 'pay.bad.invalid')
    await say('url', 'http://a.invalid/rz?id=1')
    const { files } = (await machine('GET', '/v1/feeds')).json.data[0]
    equal(files.length, 10, 'formats')
    const lists = {}
    for (const file of files) {
      const answer = await machine('GET', file)
      equal(answer.status, 200, file)
      if (answer.text.includes('liuyin') || answer.text.includes('经核实')) fail(`${file} holds more than it may`)
      lists[file.split('.').slice(1).join('.')] = answer.text
      const headers = { Authorization: `Bearer ${key}` }
      const again = await one.call('GET', file, { headers: { ...headers, 'If-None-Match': answer.headers.etag } })
      equal(again.status, 304, `${file} again`)
      equal(again.text, '', 'no body')
      const packed = await one.call('GET', file, { headers: { ...headers, 'Accept-Encoding': 'gzip' } })
      equal(packed.headers['content-encoding'], 'gzip', file)
      equal(gunzipSync(packed.bytes).toString(), answer.text, `${file} packed`)
      equal(packed.headers.etag === answer.headers.etag, false, 'a tag of its own')
      if (Number.isNaN(Date.parse(answer.headers['last-modified']))) fail('Last-Modified is no date')
      equal((await one.call('GET', file)).status, 401, `${file} for nobody`)
      equal((await one.as(other)('GET', file)).status, 403, `${file} without the scope`)
    }
    equal(lists.json.includes('某市社保局'), true, 'the issuer')
    equal((await one.call('HEAD', files[0], { headers: { Authorization: `Bearer ${key}` } })).status, 200, 'HEAD')
    const version = JSON.parse(lists.json).version
    withTaxiiClient(`http://127.0.0.1:${one.port}/taxii2/`, key, ['rz8-cert.invalid', 'pay.bad.invalid', 'a.invalid/rz?id=1'])
    await consumers(one, machine)
    mkdirSync(path.join(folder, 'dns'))
    await withDnsmasq(path.join(folder, 'dns'), lists)
    await withBind(path.join(folder, 'dns'), lists)

    // -- withdrawn ----------------------------------------------------------------------
    await say('domain', 'rz8-cert.invalid', { revokes: true })
    for (const file of files) {
      if ((await machine('GET', file)).text.includes('rz8-cert')) fail(`${file} still holds what was withdrawn`)
    }
    const changes = (await machine('GET', `/v1/feeds/confirmed/changes?cursor=${version}`)).json
    equal(changes.removed.map((e) => e.value).join(), 'rz8-cert.invalid', 'what left since the version')
    equal(changes.added.length, 0, 'what came')
    const text = (await machine('GET', '/v1/feeds/confirmed.txt')).text
    await one.stop()
    await one.start()
    equal((await one.as(key)('GET', '/v1/feeds/confirmed.txt')).text, text, 'the list after a restart')
    await one.stop()

    // -- what a bureau next door does with it ------------------------------------------
    const theirs = path.join(folder, 'theirs.json')
    writeFileSync(theirs, lists['stix.json'])
    const csv = one.command('feed', 'read', theirs, '--format', 'stix', '--to', 'csv')
    for (const value of ['domain,rz8-cert.invalid', 'host,pay.bad.invalid', 'url,a.invalid/rz?id=1']) {
      if (!csv.includes(value)) fail(`the bundle read back lacks ${value}: ${csv}`)
    }
    if (!readFileSync(path.join(data, 'data/feeds.toml'), 'utf8').includes('market')) fail('the lists are gone')
  } finally {
    server.close()
    server.closeAllConnections?.()
    rmSync(folder, { recursive: true, force: true })
  }
})
