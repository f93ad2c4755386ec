// SIGTERM under load: what was begun is answered, nothing acknowledged is lost,
// and the program leaves with 0.

import net from 'node:net'
import { attempt, equal, fail, main, sleep } from './lib.mjs'

const kCallers = 16

await main(async (service) => {
  const one = service()
  const key = one.addKey('attempts:write')
  const acknowledged = new Map()
  let next = 0
  let broken = 0
  for (let round = 0; round < 3; ++round) {
    await one.start()
    const call = one.as(key)
    let running = true
    const callers = Array.from({ length: kCallers }, async () => {
      while (running) {
        const number = next++
        try {
          const answer = await call('POST', '/v1/attempts', attempt(number))
          if (answer.status === 201) acknowledged.set(number, answer.text)
          else fail(`attempt ${number}: ${answer.status} ${answer.text}`)
        } catch (error) {
          if (!error.code) throw error
          ++broken // the port is closed
          return
        }
      }
    })
    // One caller has sent half of a request when the signal comes.
    const text = JSON.stringify(attempt(`half-${round}`))
    const half = net.connect(one.port, '127.0.0.1')
    let told = ''
    half.setEncoding('utf8').on('data', (more) => (told += more))
    half.on('error', () => {})
    const ended = new Promise((resolve) => half.on('close', resolve))
    half.write(
      `POST /v1/attempts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text.slice(0, 20)}`,
    )
    await sleep(400)
    one.child.kill('SIGTERM')
    await sleep(100)
    half.write(text.slice(20))
    await ended
    if (!told.startsWith('HTTP/1.1 201')) fail(`the request that had begun got: ${told}`)
    acknowledged.set(`half-${round}`, told.slice(told.indexOf('\r\n\r\n') + 4))
    await Promise.all(callers)
    running = false
    const { code, signal } = await one.ended
    equal(code, 0, `exit code (signal ${signal}): ${one.output.slice(-500)}`)
  }
  await one.start()
  const call = one.as(key)
  for (const [number, answer] of acknowledged) {
    const again = await call('POST', '/v1/attempts', attempt(number))
    equal(again.status, 200, `attempt ${number}`)
    equal(again.text, answer, `answer of attempt ${number}`)
  }
  await one.stop()
  if (acknowledged.size < 30) fail(`only ${acknowledged.size} attempts: no load`)
  console.log(`3 stops under load: ${acknowledged.size} acknowledged and all there, ${broken} callers found the port closed`)
})
