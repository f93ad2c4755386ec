// deadline_ms: what could not be recorded in the time that its caller waits is
// not recorded at all, and the caller is told to come again.

import { attempt, equal, fail, main } from './lib.mjs'

const kCount = 500

await main(async (service) => {
  const one = service()
  const key = one.addKey('attempts:write')
  await one.start()
  const call = one.as(key)
  for (const deadline_ms of [0, -1, 60_001, 1.5, '5']) {
    const wrong = await call('POST', '/v1/attempts', attempt('wrong', { deadline_ms }))
    equal(wrong.status, 422, `deadline_ms ${deadline_ms}`)
    equal(wrong.json.errors[0].pointer, '/deadline_ms', 'the field named')
  }
  equal((await call('POST', '/v1/attempts', attempt('patient', { deadline_ms: 60_000 }))).status, 201, 'a long deadline')

  // Nobody reads, judges and records five hundred attempts within a millisecond.
  const attempts = Array.from({ length: kCount }, (_, i) => attempt(`hasty-${i}`, { deadline_ms: 1 }))
  const batch = await call('POST', '/v1/attempts/batch', { attempts })
  equal(batch.status, 200, 'the batch')
  const results = batch.json.results
  equal(results.length, kCount, 'results')
  const late = results.filter((r) => r.status === 503)
  equal(results.filter((r) => r.status === 201).length + late.length, kCount, 'recorded or late')
  if (late.length === 0) fail('nothing was late')
  for (const { index, problem } of late) {
    equal(problem.type, '/problems/not_recorded', `problem of attempt ${index}`)
    if (index === late[0].index || index === late.at(-1).index) {
      const id = attempts[index].attempt_id
      equal((await call('GET', `/v1/attempts/${id}`)).status, 404, `attempt ${index} is not recorded`)
      const again = await call('POST', '/v1/attempts', { ...attempts[index], deadline_ms: 60_000 })
      equal(again.status, 201, `attempt ${index} sent again`)
    }
  }
  await one.stop()
  console.log(`${late.length} of ${kCount} attempts with a deadline of 1 ms were not recorded and said so`)
})
