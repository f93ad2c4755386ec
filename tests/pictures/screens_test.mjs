// Forty messages as phones show them, three looks, light and dark, and QR codes
// among them: what the service makes of the picture against what it makes of the
// plain text. The messages are chosen by hash from the held-out part of our corpus.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { equal, fail, main, root, sleep } from '../server/lib.mjs'
import { draw, looks, screenOfCode, screenOfText, shades } from './screens.mjs'

const kMessages = 40 // half of them scams
const kCodes = 12
const kSameLevel = 0.85
const kSkipped = 77
const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
const kConsole = path.join(root, 'analyzer/console')

function requireParts() {
  const missing = [process.env.QR_ROWS, kChromium, path.join(kConsole, 'node_modules/playwright-core')]
    .filter((part) => !part || !existsSync(part))
  if (missing.length === 0) return
  console.log(`this test needs Chromium, playwright-core and the QR encoder; missing: ${missing}`)
  process.exit(process.env.CI ? 1 : kSkipped)
}

const hash = (text) => createHash('sha256').update(text).digest('hex')
const byHash = (a, b) => (hash(a.text) < hash(b.text) ? -1 : 1)

// The first ones by hash of each label, from the part that nothing is trained on.
function messages() {
  const rows = readFileSync(path.join(root, 'data/corpus/cert_messages.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  const some = (label) => rows.filter((row) => row.split === 'dev' && row.label === label).sort(byHash).slice(0, kMessages / 2)
  return [...some(1), ...some(0)]
}

// Every look and shade, some as JPEG, some with an answer below the message.
function textScreens(rows) {
  return rows.map(({ text }, i) => {
    const look = looks[i % looks.length]
    const shade = shades[Math.floor(i / looks.length) % shades.length]
    const html = screenOfText(look, shade, text, { mine: i % 4 === 0 ? '好的,我看看' : '' })
    return { look, shade, html, type: i % 5 === 4 ? 'jpeg' : 'png' }
  })
}

function codeScreens() {
  return Array.from({ length: kCodes }, (_, i) => {
    const payload = i % 3 === 2 ? `https://si.12333.gov.cn/?n=${i}` : `http://rz-${i}.example-renzheng.invalid/${'q'.repeat(i * 6)}`
    const rows = execFileSync(process.env.QR_ROWS, [payload], { encoding: 'utf8' }).trim().split('\n')
    const look = looks[i % looks.length]
    const shade = shades[i % shades.length]
    const html = screenOfCode(look, shade, rows, { inverted: i % 4 === 3, caption: i % 2 ? '长按识别二维码' : '' })
    return { look, shade, html, payload, type: i % 5 === 4 ? 'jpeg' : 'png' }
  })
}

async function read(one, key, screen, bytes) {
  const headers = { 'Content-Type': `image/${screen.type}`, Authorization: `Bearer ${key}` }
  let sent
  for (;;) {
    sent = await one.call('POST', '/v1/pictures', { body: bytes, headers })
    if (sent.status !== 503) break
    await sleep(200)
  }
  equal(sent.status, 202, sent.text)
  for (let i = 0; i < 2400; ++i) {
    const { json } = await one.as(key)('GET', `/v1/pictures/${sent.json.picture_id}`)
    if (json.state === 'done') return json
    if (json.state === 'failed') fail(`not read: ${JSON.stringify(json.trouble)}`)
    await sleep(25)
  }
  return fail('a picture was never read')
}

// Edits that turn the best fitting part of `got` into `want`: the screen holds
// more than the message.
function editsWithin(want, got) {
  let before = new Array(got.length + 1).fill(0)
  for (let i = 1; i <= want.length; ++i) {
    const row = [i]
    for (let j = 1; j <= got.length; ++j) {
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (want[i - 1] === got[j - 1] ? 0 : 1))
    }
    before = row
  }
  return Math.min(...before)
}
const bare = (text) => [...text.normalize('NFKC').replace(/[\s\u200b-\u200f\u2060-\u2064\ufeff]/g, '')]

const kOrder = ['official', 'low', 'medium', 'high', 'critical']

await main(async (service) => {
  requireParts()
  const one = service({ settings: { picture_readers: 2 } })
  const key = one.addKey('check')
  await one.start()
  const rows = messages()
  equal(rows.length, kMessages, 'messages')
  const texts = textScreens(rows)
  const codes = codeScreens()
  const { chromium } = createRequire(path.join(kConsole, 'package.json'))('playwright-core')
  const browser = await chromium.launch({ executablePath: kChromium, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  const began = Date.now()
  const pictures = await draw(browser, [...texts, ...codes])
  await browser.close()
  const drawn = Date.now()
  const read_one = (screen, i) => read(one, key, screen, pictures[i])
  const answers = await Promise.all([...texts, ...codes].map(read_one))
  console.log(`drawn in ${drawn - began} ms, read in ${Date.now() - drawn} ms by two readers`)

  let same = 0
  let edits = 0
  let characters = 0
  const fallen = []
  const confidences = []
  for (const [i, row] of rows.entries()) {
    const plain = (await one.as(key)('POST', '/v1/check', { text: row.text, wording: 'screenshot' })).json
    const picture = answers[i]
    const want = bare(row.text)
    const wrong = editsWithin(want, bare(picture.text))
    edits += wrong
    characters += want.length
    confidences.push([picture.confidence, wrong / want.length])
    if (picture.check.level === plain.level) ++same
    else {
      const place = `${texts[i].look} ${texts[i].shade}: ${plain.level} as text, ${picture.check.level} as picture`
      console.log(`  label ${row.label} ${place}\n    ${row.text.replace(/\n/g, ' / ')}\n    ${picture.text.replace(/\n/g, ' / ')}`)
      if (row.label === 1 && kOrder.indexOf(picture.check.level) < kOrder.indexOf(plain.level)) fallen.push(place)
    }
  }
  const decoded = codes.filter((screen, i) => answers[kMessages + i].codes.includes(screen.payload)).length
  for (const [i, screen] of codes.entries()) {
    const plain = (await one.as(key)('POST', '/v1/check', { urls: [screen.payload] })).json
    const { check } = answers[kMessages + i]
    if (check && kOrder.indexOf(check.level) < kOrder.indexOf(plain.level)) fail(`a code's level fell: ${screen.payload}`)
  }
  console.log(`level as of the plain text: ${same} of ${kMessages}; scams that fell: ${fallen.length}`)
  console.log(`characters wrong: ${((100 * edits) / characters).toFixed(1)} %; codes read: ${decoded} of ${kCodes}`)
  console.log(`least confidence ${Math.min(...confidences.map(([c]) => c))}; called unclear: ${answers.filter((a) => a.unclear).length}`)
  equal(decoded, kCodes, 'codes')
  if (same < kSameLevel * kMessages) fail(`only ${same} levels of ${kMessages} are those of the plain text`)
  await one.stop()
})
