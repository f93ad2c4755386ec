// Pictures handed in to the running service: read by the real reader, with bombs,
// full queues, killed readers, and what is kept of them.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { equal, fail, main, sleep } from '../server/lib.mjs'
import { codePicture, noise, png, pngHead } from './png.mjs'

const kScamLink = 'http://12333-gov.cn.rz8-cert.invalid/rz'
const rowsOf = (text) => execFileSync(process.env.QR_ROWS, [text], { encoding: 'utf8' }).trim().split('\n')

// A grey JPEG of 16 by 16 pixels.
const kJpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8yb' +
  'qmx5moq6T/wAALCAAQABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIh' +
  'MUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhI' +
  'WGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AOmo' +
  'oor/2Q==',
  'base64',
)

class Desk {
  constructor(service, key) {
    this.service = service
    this.key = key
  }
  send(bytes, type = 'image/png') {
    const headers = { 'Content-Type': type, Authorization: `Bearer ${this.key}` }
    return this.service.call('POST', '/v1/pictures', { body: bytes, headers })
  }
  ask(id) {
    return this.service.as(this.key)('GET', `/v1/pictures/${id}`)
  }
  // Waits until a picture is done or failed; gathers the states on the way.
  async wait(id, seen = new Set()) {
    for (let i = 0; i < 1200; ++i) {
      const answer = await this.ask(id)
      equal(answer.status, 200, 'asking for a picture')
      seen.add(answer.json.state)
      if (answer.json.progress > 0 && answer.json.progress < 1) seen.add('progress')
      if (['done', 'failed'].includes(answer.json.state)) return answer.json
      await sleep(25)
    }
    return fail('a picture was never read')
  }
  async read(bytes, type) {
    const sent = await this.send(bytes, type)
    equal(sent.status, 202, `handing in: ${sent.text}`)
    return this.wait(sent.json.picture_id)
  }
}

async function ready(one) {
  for (let i = 0; i < 400; ++i) {
    const answer = (await one.call('GET', '/readyz')).json
    const row = answer.checks.find((check) => check.name === 'pictures')
    if (row?.ok && !/\?/.test(row.detail)) return answer
    await sleep(25)
  }
  return fail('pictures were never ready')
}

// The readers that run now: children of the service's threads.
function readers(one) {
  const tasks = `/proc/${one.child.pid}/task`
  return readdirSync(tasks)
    .flatMap((task) => readFileSync(`${tasks}/${task}/children`, 'utf8').trim().split(' '))
    .filter(Boolean)
    .map(Number)
}

async function readsCodes(desk) {
  const seen = new Set()
  const bytes = codePicture(rowsOf(kScamLink))
  const sent = await desk.send(bytes)
  equal(sent.status, 202, `a code: ${sent.text}`)
  equal(sent.json.state, 'waiting', 'the first state')
  equal(sent.json.sha256, createHash('sha256').update(bytes).digest('hex'), 'the hash')
  equal(sent.json.kept_until, null, 'not kept unless told so')
  const read = await desk.wait(sent.json.picture_id, seen)
  equal(read.state, 'done', JSON.stringify(read.trouble))
  if (!seen.has('reading') || !seen.has('progress')) fail(`no progress was seen: ${[...seen]}`)
  equal(read.codes.join(), kScamLink, 'the code')
  equal(read.check.urls.length, 1, 'the link of the code is judged')
  const plain = await desk.service.as(desk.key)('POST', '/v1/check', { urls: [kScamLink] })
  equal(read.check.level, plain.json.level, 'the level of the code')
  const inverted = await desk.read(codePicture(rowsOf(kScamLink), 5, true))
  equal(inverted.codes.join(), kScamLink, 'a code of light on dark')
  const words = '加微信办理认证 wx_renzheng_99'
  equal((await desk.read(codePicture(rowsOf(words)))).text.includes(words), true, 'a code that holds a text is judged as one')
  const stranger = desk.service.as(desk.other)
  equal((await stranger('GET', `/v1/pictures/${sent.json.picture_id}`)).status, 404, 'the picture of another caller')
}

async function refusesWhatIsNone(desk) {
  const whole = codePicture(rowsOf('x'))
  const rows = [
    ['a bomb by its header', pngHead(100_000, 100_000), 'picture_large'],
    ['sides that are short but too many pixels', pngHead(9_000, 9_000), 'picture_large'],
    ['a picture of nothing', pngHead(0, 10), 'picture_broken'],
    ['cut within the header', whole.subarray(0, 20), 'picture_broken'],
    ['another kind of file', Buffer.from('%PDF-1.7 and so on and so on'), 'picture_format'],
    ['a GIF', Buffer.from('GIF89a\x10\x00\x10\x00and so on', 'latin1'), 'picture_format'],
    ['nothing', Buffer.alloc(0), 'picture_format'],
    ['a dot', pngHead(4, 4), 'picture_small'],
  ]
  for (const [what, bytes, code] of rows) {
    const answer = await desk.send(bytes)
    equal(answer.status, 422, `${what}: ${answer.text}`)
    equal(answer.json.errors[0].code, code, what)
  }
  equal((await desk.send(whole, 'text/plain')).status, 415, 'a type that is no picture')
  equal((await desk.send(whole, 'text/plain')).json.type, '/problems/unsupported_picture', 'its problem')
  equal((await desk.send(Buffer.alloc(10 * 1024 * 1024 + 1))).status, 413, 'more than 10 MB')
  const named = await desk.read(kJpeg, 'image/png')
  equal(named.format, 'jpeg', 'a JPEG that was called a PNG')
  equal(named.state, 'done', 'and it is read')
  equal(named.note, '图片里没有认出文字或二维码', 'which holds nothing')
  equal(named.check, null, 'and is not judged')
  const cut = await desk.read(whole.subarray(0, 60))
  equal(`${cut.state} ${cut.trouble?.code}`, 'failed not_readable', 'cut within its pixels')
  // 49 million pixels in 48 KB: allowed, and within the reader's memory.
  const large = await desk.read(png(7_000, 7_000))
  equal(large.state, 'done', `a large black page: ${JSON.stringify(large.trouble)}`)
}

async function survivesKilledReaders(one, desk) {
  const sent = await desk.send(noise(1000, 1000))
  let pids = []
  for (let i = 0; pids.length === 0 && i < 2000; ++i) {
    await sleep(2)
    pids = readers(one)
  }
  if (pids.length === 0) fail('no reader was seen')
  process.kill(pids[0], 'SIGKILL')
  const killed = await desk.wait(sent.json.picture_id)
  equal(`${killed.state} ${killed.trouble?.code}`, 'failed not_readable', 'a killed reader')
  equal(killed.check, null, 'no verdict of what was not read')
  equal((await desk.read(codePicture(rowsOf('after')))).codes.join(), 'after', 'the next picture')
}

async function refusesAboveItsQueue(one, desk) {
  const answers = []
  for (let i = 0; i < 6; ++i) answers.push(await desk.send(noise(400, 400, i + 1)))
  const refused = answers.filter((answer) => answer.status === 503)
  if (refused.length < 2) fail(`a queue of two took all: ${answers.map((a) => a.status)}`)
  for (const answer of refused) {
    equal(answer.json.type, '/problems/pictures_busy', 'the problem of a full queue')
    if (!(Number(answer.headers['retry-after']) >= 1)) fail('no Retry-After')
  }
  const taken = answers.filter((answer) => answer.status === 202)
  if (taken.length < 2) fail('the queue took nothing')
  equal((await desk.service.as(desk.key)('POST', '/v1/check', { text: '养老金认证' })).status, 200, 'other calls go on')
  for (const answer of taken) await desk.wait(answer.json.picture_id)
  const metrics = (await one.call('GET', '/metrics')).text
  if (!/analyzer_pictures_total\{outcome="refused"\} [1-9]/.test(metrics)) fail('refused pictures are not counted')
}

async function saysWhatIsMissing(service) {
  const one = service({ settings: { picture_reader: '/nonexistent/reader' } })
  const key = one.addKey('check')
  await one.start()
  let health
  for (let i = 0; i < 200; ++i) {
    health = (await one.call('GET', '/readyz')).json
    if (health.status !== 'ok') break
    await sleep(25)
  }
  equal(health.status, 'degraded', 'readiness without a reader')
  equal(health.checks.find((check) => check.name === 'pictures').ok, false, 'its row')
  const answer = await new Desk(one, key).send(codePicture(rowsOf('x')))
  equal(answer.status, 503, 'a picture without a reader')
  equal(answer.json.type, '/problems/pictures_unavailable', 'its problem')
  equal((await one.as(key)('POST', '/v1/check', { text: '养老金认证' })).status, 200, 'everything else works')
  await one.stop()
}

async function keepsEvidence(service) {
  const one = service({ settings: { picture_keep_days: 30 } })
  const key = one.addKey('check')
  const made = one.command('user', 'add', 'rev', '--display-name', 'rev', '--role', 'reviewer')
  const password = /password\s+(\S+)/.exec(made)[1]
  await one.start()
  const desk = new Desk(one, key)
  const bytes = codePicture(rowsOf('evidence'))
  const read = await desk.read(bytes)
  if (!read.kept_until) fail('the picture is not said to be kept')
  const days = (new Date(read.kept_until) - new Date(read.received_at)) / 86_400_000
  equal(days, 30, 'how long it is kept')
  const first = await one.call('POST', '/v1/session', { body: { name: 'rev', password } })
  const headers = { Cookie: first.headers['set-cookie'][0].split(';')[0], 'X-CSRF-Token': first.json.csrf_token }
  const changed = await one.call('POST', '/v1/session/password', { body: { old_password: password, new_password: `${password} 2 red lanterns` }, headers })
  equal(changed.status, 200, 'a new password')
  if (changed.headers['set-cookie']) headers.Cookie = changed.headers['set-cookie'][0].split(';')[0]
  const at = `/v1/pictures/${read.picture_id}/original`
  equal((await one.call('GET', at, { headers })).status, 422, 'a look without a reason')
  const look = await one.call('GET', `${at}?reason=${encodeURIComponent('核对证据')}`, { headers })
  equal(look.status, 200, `a look with one: ${look.text.slice(0, 200)}`)
  equal(look.bytes.equals(bytes), true, 'the same bytes')
  equal(look.headers['content-disposition'], 'attachment', 'never shown inside a page')
  equal((await one.call('GET', at)).status, 401, 'a look by nobody')
  await one.stop()
  for (const name of readdirSync(one.folder)) {
    if (readFileSync(`${one.folder}/${name}`).includes(bytes.subarray(40, 90))) fail(`${name} holds the picture in clear`)
  }
}

await main(async (service) => {
  if (!process.env.QR_ROWS) process.exit(77)
  const one = service({ settings: { picture_queue: 2 } })
  const key = one.addKey('check')
  const other = one.addKeyOf('other', ['check'])
  await one.start()
  const desk = new Desk(one, key)
  desk.other = other
  await ready(one)
  await readsCodes(desk)
  await refusesWhatIsNone(desk)
  await survivesKilledReaders(one, desk)
  await refusesAboveItsQueue(one, desk)
  const waiting = await desk.send(noise(1000, 1000, 9))
  equal(waiting.status, 202, 'one that is being read at the end')
  const began = Date.now()
  await one.stop()
  if (Date.now() - began > 15_000) fail('stopping waited for a reader')
  equal(readdirSync(one.folder).filter((name) => /pic/.test(name)).join(), '', 'no files are left')
  await saysWhatIsMissing(service)
  await keepsEvidence(service)
  console.log('codes read, bombs refused, killed readers survived, the queue bounded, evidence kept')
})
