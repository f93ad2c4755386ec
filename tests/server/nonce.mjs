// A key made with --require-nonce: each call carries X-Timestamp and an X-Nonce
// that is good once; what was overheard cannot be sent again, not even after a
// restart.

import { randomBytes } from 'node:crypto'
import { attempt, equal, main } from './lib.mjs'

await main(async (service) => {
  const one = service()
  const key = one.addKeyOf('careful', ['attempts:write'], '--require-nonce')
  const other = one.addKeyOf('careful', ['attempts:write'], '--require-nonce')
  await one.start()
  const body = attempt('nonce')
  const nonce = () => randomBytes(16).toString('hex')
  const call = (headers, with_key = key) =>
    one.call('POST', '/v1/attempts', { body, headers: { Authorization: `Bearer ${with_key}`, ...headers } })
  const stamp = (shift = 0) => String(Date.now() + shift)
  const minute = 60_000

  const rows = [
    ['nothing', {}, 401, 'unauthenticated'],
    ['no nonce', { 'X-Timestamp': stamp() }, 401, 'unauthenticated'],
    ['no time', { 'X-Nonce': nonce() }, 401, 'unauthenticated'],
    ['a time in words', { 'X-Timestamp': 'now', 'X-Nonce': nonce() }, 401, 'unauthenticated'],
    ['a nonce that is short', { 'X-Timestamp': stamp(), 'X-Nonce': 'abc' }, 401, 'unauthenticated'],
    ['a time of an hour ago', { 'X-Timestamp': stamp(-60 * minute), 'X-Nonce': nonce() }, 401, 'unauthenticated'],
    ['a time in an hour', { 'X-Timestamp': stamp(60 * minute), 'X-Nonce': nonce() }, 401, 'unauthenticated'],
  ]
  for (const [what, headers, status, type] of rows) {
    const answer = await call(headers)
    equal(answer.status, status, what)
    equal(answer.json.type, `/problems/${type}`, what)
  }
  const heard = { 'X-Timestamp': stamp(), 'X-Nonce': nonce() }
  equal((await call(heard)).status, 201, 'a fresh call')
  const replayed = await call(heard)
  equal(replayed.status, 409, 'the same call again')
  equal(replayed.json.type, '/problems/replayed', 'the same call again')
  equal((await call({ ...heard, 'X-Timestamp': stamp(1) })).status, 409, 'its nonce with another time')
  equal((await call(heard, other)).status, 200, 'the nonce of another key is another nonce')
  equal((await call({ 'X-Timestamp': stamp(-2 * minute), 'X-Nonce': nonce() })).status, 200, 'a clock two minutes off')

  // Of ten at once with one nonce, one gets through.
  const at_once = { 'X-Timestamp': stamp(), 'X-Nonce': nonce() }
  const answers = await Promise.all(Array.from({ length: 10 }, () => call(at_once)))
  equal(answers.filter((a) => a.status === 200).length, 1, 'one of ten')
  equal(answers.filter((a) => a.status === 409).length, 9, 'nine of ten')

  await one.stop()
  await one.start()
  equal((await call(heard)).status, 409, 'the overheard call after a restart')
  await one.stop()
  console.log('a nonce is good once, also among ten at once and after a restart')
})
