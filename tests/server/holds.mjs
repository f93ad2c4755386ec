// A hold that nobody decides in time ends by itself: the attempt is accepted for
// now, its case stays open and is escalated, and the caller learns it.

import { spawnSync } from 'node:child_process'
import { attempt, equal, fail, main, sleep } from './lib.mjs'

const kDeath = [
  { kind: 'death_medical', on: '2025-12-11', source: 'hospital' },
  { kind: 'death_cremation', on: '2025-12-13', source: 'civil affairs' },
]
const held = (number, at) =>
  attempt(number, {
    channel: 'app_12333',
    occurred_at: at.toISOString(),
    registry: kDeath,
    biometric: { mode: 'blink', injection: 0.93 },
  })

await main(async (service) => {
  const one = service()
  const key = one.addKey('attempts:write')
  one.command('user', 'add', 'rev', '--display-name', 'rev', '--role', 'reviewer')
  await one.start()
  const call = one.as(key)
  // The first was uploaded late: its time to decide begins with its decision too.
  const old = held('old', new Date(Date.now() - 30 * 24 * 3600_000))
  const fresh = held('fresh', new Date())
  const answers = {}
  for (const body of [old, fresh]) {
    const answer = await call('POST', '/v1/attempts', body)
    equal(answer.status, 201, body.attempt_id)
    equal(answer.json.decision, 'hold', `decision of ${body.attempt_id}: ${answer.text}`)
    if (Date.parse(answer.json.hold.decide_by) < Date.now() + 2 * 24 * 3600_000) fail(`too early: ${answer.text}`)
    answers[body.attempt_id] = answer
  }
  // Three working days go by for the first, not for the second.
  await one.stop()
  const past = 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); '
    + 'db.execute("UPDATE cases SET decide_by = 1 WHERE id = ?", [sys.argv[2]]); db.commit()'
  const turned = spawnSync('python3', ['-c', past, `${one.folder}/analyzer.db`, answers[old.attempt_id].json.case_id])
  equal(turned.status, 0, `the clock turned: ${turned.stderr}`)
  await one.start()
  const review = async (body) => (await call('GET', `/v1/attempts/${body.attempt_id}`)).json.review
  for (let i = 0; (await review(old)).outcome === null; ++i) {
    if (i > 600) fail('the hold never lapsed')
    await sleep(100)
  }
  const lapsed = await review(old)
  equal(lapsed.state, 'open', 'state of the lapsed review')
  equal(lapsed.outcome, 'accept', 'outcome of the lapsed review')
  equal(lapsed.decided_at, null, 'nobody decided it')
  const waiting = await review(fresh)
  equal(waiting.state, 'open', 'state of the other review')
  equal(waiting.outcome, null, 'outcome of the other review')
  const again = await call('POST', '/v1/attempts', old)
  equal(again.text, answers[old.attempt_id].text, 'the answer given then')

  const out = one.command('user', 'reset', 'rev')
  const password = /password\s+(\S+)/.exec(out)[1]
  const signIn = await one.call('POST', '/v1/session', { body: { name: 'rev', password } })
  const headers = { Cookie: signIn.headers['set-cookie'][0].split(';')[0], 'X-CSRF-Token': signIn.json.csrf_token }
  const changed = await one.call('POST', '/v1/session/password', {
    headers,
    body: { old_password: password, new_password: `${password} two red lanterns` },
  })
  equal(changed.status, 200, `a password of one's own: ${changed.text}`)
  headers.Cookie = changed.headers['set-cookie']?.[0].split(';')[0] ?? headers.Cookie
  headers['X-CSRF-Token'] = changed.json?.csrf_token ?? headers['X-CSRF-Token']
  const caseOf = async (body) =>
    (await one.call('GET', `/v1/cases/${answers[body.attempt_id].json.case_id}`, { headers })).json.case
  const ended = await caseOf(old)
  equal(ended.state, 'open', 'state of the case')
  equal(ended.held, false, 'the case holds nothing')
  equal(ended.escalated, true, 'the case is escalated')
  equal((await caseOf(fresh)).held, true, 'the other case still holds')

  // What a person decides is told once it can no longer be taken back, also across a restart.
  const freshCase = `/v1/cases/${answers[fresh.attempt_id].json.case_id}`
  const put = async (action, body) => {
    const version = (await one.call('GET', freshCase, { headers })).headers.etag
    const done = await one.call('POST', `${freshCase}/${action}`, { headers: { ...headers, 'If-Match': version }, body })
    equal(done.status, 200, `${action}: ${done.text}`)
  }
  await put('claim', {})
  await put('decision', { finding: 'wrong_record' })
  equal((await review(fresh)).state, 'open', 'a decision that may be taken back')
  equal((await caseOf(fresh)).held, true, 'it still holds')
  await one.stop()
  const over = 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); '
    + 'db.execute("UPDATE cases SET settles_at = 1 WHERE id = ?", [sys.argv[2]]); db.commit()'
  equal(spawnSync('python3', ['-c', over, `${one.folder}/analyzer.db`, answers[fresh.attempt_id].json.case_id]).status, 0, 'the clock turned')
  await one.start()
  for (let i = 0; (await review(fresh)).state !== 'decided'; ++i) {
    if (i > 600) fail('the decision never settled')
    await sleep(100)
  }
  equal((await review(fresh)).outcome, 'accept', 'the outcome of a wrong record')
  equal((await caseOf(fresh)).held, false, 'nothing is held any more')
  await one.stop()
  const audit = one.command('check', '--audit', `${one.folder}/analyzer.db`)
  console.log(`a hold lapsed after its time, the case stays open and escalated; ${audit.trim()}`)
})
