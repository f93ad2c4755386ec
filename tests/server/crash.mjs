// kill -9 at any moment under load: after the restart every acknowledged
// decision is there exactly once, byte for byte, and the windows count what the
// store holds, no more and no less.

import { attempt, equal, fail, main, sleep } from './lib.mjs'

const kRounds = 5
const kCallers = 8

await main(async (service) => {
  const crashing = service()
  const key = crashing.addKey('attempts:write')
  const acknowledged = new Map() // attempt number -> answer
  const sent = new Set()
  let next = 0

  // All attempts come from one device, one minute apart.
  const body = (number) =>
    attempt(number, {
      device: { ref: 'one-device', os: 'android' },
      occurred_at: new Date(Date.UTC(2026, 2, 2) + number * 1000).toISOString(),
    })

  for (let round = 0; round < kRounds; ++round) {
    await crashing.start()
    const submit = crashing.as(key)
    let running = true
    const callers = Array.from({ length: kCallers }, async () => {
      while (running) {
        const number = next++
        sent.add(number)
        try {
          const answer = await submit('POST', '/v1/attempts', body(number))
          if (answer.status === 201) acknowledged.set(number, answer.text)
          else if (answer.status !== 503) fail(`attempt ${number}: ${answer.status} ${answer.text}`)
        } catch (error) {
          if (running) throw error // the service broke a connection by itself
        }
      }
    })
    await sleep(300 + Math.random() * 700)
    running = false
    await crashing.kill()
    await Promise.all(callers)
  }

  await crashing.start()
  const submit = crashing.as(key)
  let recovered = 0
  for (const number of sent) {
    const again = await submit('POST', '/v1/attempts', body(number))
    const before = acknowledged.get(number)
    if (before !== undefined) {
      equal(again.status, 200, `acknowledged attempt ${number}`)
      equal(again.headers['idempotency-replayed'], 'true', `acknowledged attempt ${number}`)
      equal(again.text, before, `answer of attempt ${number}`)
    } else {
      if (again.status !== 201 && again.status !== 200) fail(`attempt ${number}: ${again.status} ${again.text}`)
      if (again.status === 200) ++recovered // on disk, but its answer was lost on the way
    }
  }

  // A store that never crashed and saw each attempt once must answer alike.
  const steady = service()
  const steadyKey = steady.addKey('attempts:write')
  await steady.start()
  const submitSteady = steady.as(steadyKey)
  for (const number of [...sent].sort((a, b) => a - b)) {
    const answer = await submitSteady('POST', '/v1/attempts', body(number))
    equal(answer.status, 201, `attempt ${number} without a crash`)
  }
  const probe = attempt('probe', {
    device: { ref: 'one-device', os: 'android' },
    occurred_at: new Date(Date.UTC(2026, 2, 2) + next * 1000).toISOString(),
  })
  const [a, b] = [
    (await submit('POST', '/v1/attempts', probe)).json,
    (await submitSteady('POST', '/v1/attempts', probe)).json,
  ]
  equal(a.decision, b.decision, 'decision of the probe')
  equal(a.score, b.score, 'score of the probe')
  equal(JSON.stringify(a.reasons), JSON.stringify(b.reasons), 'reasons of the probe')
  await crashing.stop()
  await steady.stop()
  const counted = a.reasons.find((reason) => reason.code.startsWith('device.persons'))
  if (!counted) fail('the probe says nothing of the device that everybody used')
  console.log(
    `${kRounds} kills: ${sent.size} sent, ${acknowledged.size} acknowledged and all there, ` +
      `${recovered} recorded without their answer having arrived; ` +
      `the probe's device counts ${counted.value} persons in both stores`,
  )
})
