// Webhooks of the running program: killed with -9 between the change and the delivery, with a
// consumer that is down for a while, each event arrives, under one id; a consumer that is gone
// hears it all once a person asks for it; no redirect and no private address is followed.

import { createHmac } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addUser, attempt, equal, fail, main, Person, root, sleep } from './lib.mjs'

const kRounds = 4
const kDown = 1 // the round in which the consumer is down
const secret = Buffer.alloc(32, 7)

const began = new Date().toISOString()
const opensCase = (number) =>
  attempt(`hook-${number}`, {
    channel: 'app_12333',
    occurred_at: began,
    registry: [{ kind: 'death_cremation', on: '2025-12-13', source: 'civil affairs' }],
    biometric: { mode: 'blink', injection: 0.93 },
  })

// Heard by path: what came and was taken, {id, body}, in order.
class Consumer {
  constructor() {
    this.status = { '/hook': 204, '/gone': 410, '/moved': 302 }
    this.taken = { '/hook': [], '/gone': [] }
    this.seen = {}
    this.server = http.createServer((request, response) => {
      let body = ''
      request.on('data', (part) => (body += part))
      request.on('end', async () => {
        const at = request.url
        this.seen[at] = (this.seen[at] ?? 0) + 1
        const id = request.headers['webhook-id']
        const stamp = request.headers['webhook-timestamp']
        const sign = createHmac('sha256', secret).update(`${id}.${stamp}.${body}`).digest('base64')
        this.wrong ??= request.headers['webhook-signature'] === `v1,${sign}` ? undefined : `signature of ${id}`
        await sleep(Math.random() * 30)
        // Heard from here on, whether or not the sender lives to read the answer.
        if (this.status[at] === 204) this.taken[at].push({ id, body })
        response.writeHead(this.status[at] ?? 204, at === '/moved' ? { Location: '/trap' } : {}).end()
      })
    })
  }
  async listen() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return this.server.address().port
  }
  opened(at = '/hook') {
    return this.taken[at].filter((event) => event.body.includes('"case.opened"'))
  }
}

await main(async (service) => {
  const consumer = new Consumer()
  const port = await consumer.listen()
  let knocks = 0
  const closed = net.createServer((socket) => (++knocks, socket.destroy()))
  await new Promise((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(path.join(tmpdir(), 'analyzer_webhooks_'))
  try {
    const data = path.join(folder, 'root')
    for (const part of ['data', 'models/artifacts']) cpSync(path.join(root, part), path.join(data, part), { recursive: true })
    const whsec = path.join(folder, 'whsec')
    writeFileSync(whsec, `whsec_${secret.toString('base64')}\n`, { mode: 0o600 })
    const hook = (name, url, more) =>
      `[[hook]]\nname = "${name}"\ntitle = "${name}"\nurl = "${url}"\nsecret_file = "${whsec}"\ntypes = ["case.opened"]\n${more}\n`
    writeFileSync(
      path.join(data, 'data/webhooks.toml'),
      ['hook', 'gone', 'moved'].map((name) => hook(name, `http://127.0.0.1:${port}/${name}`, 'intranet = true')).join('') +
        hook('private', `https://127.0.0.1:${closed.address().port}/hook`, ''),
    )
    const one = service({ data })
    const key = one.addKey('attempts:write')
    const password = addUser(one, 'chief', 'supervisor')
    const cases = new Map() // attempt number -> case, where an answer came
    const sent = []
    let next = 0
    const send = async (number) => {
      const answer = await one.as(key)('POST', '/v1/attempts', opensCase(number))
      if (answer.status !== 201 && answer.status !== 200) fail(`attempt ${number}: ${answer.status} ${answer.text}`)
      if (!answer.json.case_id) fail(`attempt ${number} opened no case: ${answer.text}`)
      cases.set(number, answer.json.case_id)
    }

    // A hook hears from its first round on.
    await one.start()
    for (let i = 0; consumer.opened().length === 0; ++i) {
      if (i > 60) fail('nothing was ever told')
      await send(`early-${i}`)
      await sleep(300)
    }
    cases.clear()

    for (let round = 0; round < kRounds; ++round) {
      if (round > 0) await one.start()
      consumer.status['/hook'] = round === kDown ? 503 : 204
      let running = true
      const caller = (async () => {
        while (running) {
          const number = next++
          sent.push(number)
          await send(number).catch((error) => {
            if (running) throw error
          })
          await sleep(40)
        }
      })()
      await sleep(1000 + Math.random() * 2500)
      running = false
      await one.kill()
      await caller
    }
    consumer.status['/hook'] = 204
    await one.start()
    for (const number of sent) await send(number) // the answer that was given, or the first
    const chief = await new Person(one).signIn('chief', password)
    const waiting = async (name) => {
      const { json } = await chief.call('GET', `/v1/webhooks/${name}/deliveries?state=waiting&limit=200`)
      return json.data
    }
    // What was refused while the consumer was down is not waited for: a person sends it again.
    let asked = 0
    for (let i = 0; ; ++i) {
      const missing = [...cases.values()].filter((id) => !consumer.opened().some((event) => event.body.includes(`"${id}"`)))
      const left = await waiting('hook')
      if (missing.length === 0 && left.length === 0) break
      if (i > 120) fail(`${missing.length} events were lost, ${left.length} wait`)
      for (const delivery of left.filter((d) => d.tries > 0)) {
        const again = await chief.call('POST', `/v1/webhooks/hook/replays?event=${delivery.id}`)
        equal(again.status, 200, `sent again: ${again.text}`)
        equal(again.json.replayed, 1, 'sent again')
        ++asked
      }
      await sleep(500)
    }
    if (consumer.wrong) fail(consumer.wrong)
    const ids = new Map() // case -> ids under which it was told
    for (const { id, body } of consumer.opened()) {
      const of = JSON.parse(body).data.case_id
      ids.set(of, (ids.get(of) ?? new Set()).add(id))
    }
    for (const id of cases.values()) equal(ids.get(id)?.size, 1, `ids of the event of ${id}`)
    const all = [...ids.values()].flatMap((set) => [...set])
    equal(new Set(all).size, all.length, 'no id names two cases')
    const twice = consumer.opened().length - all.length

    // Gone for good: each is given up at the first try, until a person asks for them all.
    const given = async () => (await chief.call('GET', '/v1/webhooks')).json.data.find((h) => h.name === 'gone').counts
    for (let i = 0; (await given()).given_up < 5; ++i) {
      if (i > 240) fail(`what was refused for good is not given up: ${JSON.stringify(await given())}`)
      await sleep(250)
    }
    equal((await given()).delivered, 0, 'delivered to who is gone')
    consumer.status['/gone'] = 204
    const replay = await chief.call('POST', '/v1/webhooks/gone/replays')
    if (!(replay.json.replayed >= 5)) fail(`replayed: ${replay.text}`)
    for (let i = 0; ; ++i) {
      const { waiting: left, given_up } = await given()
      if (left + given_up === 0) break
      if (i > 240) fail(`what was replayed never arrives: ${left} wait, ${given_up} given up`)
      await sleep(250)
    }
    for (const id of cases.values()) {
      if (!consumer.opened('/gone').some((event) => event.body.includes(`"${id}"`))) fail(`${id} was not replayed`)
    }

    // Neither a redirect nor a private address is followed.
    const moved = (await waiting('moved')).find((delivery) => delivery.tries > 0)
    equal(moved?.detail, 'answers 302', 'a redirect')
    equal(consumer.seen['/trap'], undefined, 'requests to where the redirect leads')
    const refused = (await waiting('private')).find((delivery) => delivery.tries > 0)
    equal(refused?.detail, 'leads to a private address', 'a private address that nobody allowed')
    equal(knocks, 0, 'connections to it')
    await one.stop()
    console.log(
      `${kRounds} kills, the consumer down in one round: ${cases.size} cases opened, each told under one id, ` +
        `${twice} heard twice under it; ${asked} sent again by a person; ${replay.json.replayed} replayed to who had been gone`,
    )
  } finally {
    consumer.server.close()
    consumer.server.closeAllConnections?.()
    closed.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
