// Callers that hang, send slowly, break off or never read harm nobody else.

import net from 'node:net'
import { attempt, equal, fail, main, sleep } from './lib.mjs'

const kSlow = 200

function open(port, text) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(text)
      resolve(socket)
    })
    socket.on('error', () => {})
    socket.once('error', reject)
  })
}

await main(async (service) => {
  const one = service()
  const key = one.addKey('attempts:write')
  await one.start()
  const call = one.as(key)
  const head = (length) =>
    `POST /v1/attempts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${key}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`

  const slow = []
  for (let i = 0; i < kSlow; ++i) {
    const texts = ['', 'POST /v1/att', `GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: `, head(50_000) + '{"attempt_id":"']
    slow.push({ socket: await open(one.port, texts[i % 4]), kind: i % 4, data: '', closed: false })
  }
  for (const client of slow) {
    client.socket.on('data', (bytes) => (client.data += bytes))
    client.socket.on('close', () => (client.closed = true))
  }
  const drip = setInterval(() => {
    for (const client of slow) if (client.kind > 0 && !client.closed) client.socket.write('a')
  }, 500)

  // Some go away in the middle of their bodies, some after asking.
  for (let i = 0; i < 50; ++i) {
    const socket = await open(one.port, head(1000) + '{"half":')
    socket.destroy()
    const asked = await open(one.port, head(2) + '{}')
    asked.destroy()
  }

  let answered = 0
  for (let i = 0; i < 300; ++i) {
    const answer = await call('POST', '/v1/attempts', attempt(i))
    equal(answer.status, 201, `attempt ${i} beside ${kSlow} slow callers`)
    ++answered
  }

  // Slow heads end after ten seconds, slow bodies after thirty.
  const deadline = Date.now() + 60_000
  const unfinished = () => slow.filter((client) => client.kind > 0 && !client.closed)
  while (unfinished().length > 0 && Date.now() < deadline) await sleep(200)
  clearInterval(drip)
  if (unfinished().length > 0) fail(`${unfinished().length} slow callers are still connected`)
  const told = slow.filter((client) => client.data.includes(' 408 ')).length
  if (told === 0) fail('no slow caller was told 408')
  for (const client of slow) client.socket.destroy()
  const metrics = (await one.call('GET', '/metrics')).text
  const timed = Number(/analyzer_connections_timed_out_total (\d+)/.exec(metrics)[1])
  await one.stop()
  console.log(`${answered} attempts answered beside ${kSlow} slow and 100 broken callers; ` +
    `${timed} connections ended for slowness, ${told} told 408`)
})
