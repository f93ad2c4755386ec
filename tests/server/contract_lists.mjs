// The part of the contract that is about lists, about the register and about what
// stands behind the answers: the log's chain and the settings.

import { equal, fail, sleep } from './lib.mjs'

const version = (n) => ({ 'If-Match': `"${n}"` })
const codes = (answer) => (answer.json.errors ?? []).map((e) => `${e.pointer} ${e.code}`).join()

// Asks until `done` holds of the answer, 20 seconds at most.
async function until(ask, done, what) {
  let answer
  for (let i = 0; i < 200; ++i) {
    answer = await ask()
    if (done(answer)) return answer
    await sleep(100)
  }
  fail(`${what} did not come: ${answer.text}`)
}

// Who may say what about an entry: one proposes, another agrees, it is withdrawn.
async function callMarks({ machine, reviewer, second, sys }) {
  const host = 'si.12333.gov.cn'
  const entry = async () => (await machine('GET', `/v1/register?q=${host}&limit=1`)).json.data[0]
  const shown = async () => (await machine('POST', '/v1/check', { urls: [`https://${host}/`] })).json.urls[0].official
  const marks = '/v1/register/marks'
  const of = (mark, action) => `${marks}/${mark.id}/${action}`
  const said = { entry: (await entry()).id, bureau: '某市社会保险事业中心', evidence: '对照了平台首页公告' }

  equal((await sys.call('POST', marks, said)).status, 403, 'a mark by an administrator')
  equal(codes(await reviewer.call('POST', marks, { ...said, evidence: undefined })), '/evidence required', 'a mark without evidence')
  equal((await reviewer.call('POST', marks, { ...said, entry: 'none' })).status, 404, 'a mark of no entry')
  const proposed = await reviewer.call('POST', marks, said)
  equal(proposed.status, 201, `a mark: ${proposed.text}`)
  equal(proposed.json.state, 'proposed', 'a mark waits for a second person')
  equal(proposed.json.entry, said.entry, 'the entry it is about')
  equal((await entry()).confirmed, false, 'nothing is confirmed by one person')
  equal((await second.call('POST', marks, said)).status, 409, 'the same mark again')

  const agree = (person, n, body = { accept: true }) => person.call('POST', of(proposed.json, 'decision'), body, n ? version(n) : {})
  equal((await agree(reviewer, 1)).json.type, '/problems/same_person', 'who proposed does not agree')
  equal((await agree(second)).status, 428, 'an agreement without If-Match')
  equal((await agree(second, 7)).status, 412, 'a stale agreement')
  equal(codes(await agree(second, 1, { accept: false })), '/note required', 'a refusal without a reason')
  const agreed = await agree(second, 1)
  equal(agreed.json.state, 'in_force', `an agreement: ${agreed.text}`)
  equal((await entry()).confirmed_by, said.bureau, 'the register says who confirmed')
  equal((await shown()).confirmed_by, said.bureau, 'and so do answers')
  const present = await reviewer.call('GET', marks)
  equal(present.json.data.map((mark) => `${mark.id} ${mark.state}`).join(), `${proposed.json.id} in_force`, 'the marks in force')

  const end = (person, body) => person.call('POST', of(proposed.json, 'withdrawal'), body, version(agreed.json.version))
  equal((await end(reviewer, { reason: '网址已停用' })).status, 403, 'a mark withdrawn by a reviewer')
  equal(codes(await end(second, {})), '/reason required', 'a mark withdrawn without a reason')
  equal((await end(second, { reason: '网址已停用' })).json.state, 'withdrawn', 'a mark withdrawn')
  equal((await shown()).confirmed, false, 'answers say so at once')
  equal((await reviewer.call('GET', marks)).json.data.length, 0, 'no mark is in force')
  equal((await reviewer.call('GET', `${marks}?entry=${said.entry}`)).json.data[0].note, '网址已停用', 'what was said before')
  equal((await machine('GET', marks)).status, 403, 'marks for a machine')

  const brands = await machine('GET', '/v1/register/brands')
  equal(brands.status, 200, 'brands')
  equal(brands.json.data.every(({ domains, tokens }) => domains.length > 0 && tokens.length > 0), true, 'what is looked for and whose it is')
  equal(brands.json.data.length > 5, true, 'brands are several')
  const mistaken = { ...said, entry: brands.json.data[0].id, kind: 'correction' }
  const correction = await reviewer.call('POST', marks, mistaken)
  equal(correction.json.kind, 'correction', `a correction of a brand: ${correction.text}`)
  const back = await reviewer.call('POST', of(correction.json, 'decision'), { accept: false, note: '写错了' }, version(1))
  equal(back.json.state, 'refused', `a correction taken back: ${back.text}`)
}

// What a scam proposes for the list. It is stated once the decision can be taken back no
// more, so that nothing waits yet and a second person finds nothing to decide. Its place
// and words are its own: it joins no case that somebody stands apart from.
async function callListings({ machine, reviewer, second, sys }) {
  const link = 'http://si-12333.kt8-card.invalid/kt?id=1'
  const scam = await machine('POST', '/v1/reports', {
    report_id: 'listings-1', received_at: '2026-03-02T02:00:00Z', source: '12333', medium: 'sms', wording: 'original', region: '990402',
    text: `您的社保卡已冻结,今日不办即注销,请点击 ${link} 解冻`,
  })
  equal(scam.status, 201, `a report with a link: ${scam.text}`)
  const at = (action) => `/v1/cases/${scam.json.case_id}${action}`
  const etag = async () => ({ 'If-Match': (await reviewer.call('GET', at(''))).headers.etag })
  equal((await reviewer.call('GET', at('/listings'))).json.data.length, 0, 'what is no scam yet lists nothing')
  const claimed = await reviewer.call('POST', at('/claim'), undefined, await etag())
  equal(claimed.status, 200, `a claim of the report: ${claimed.text}`)
  const found = await reviewer.call('POST', at('/decision'), { finding: 'scam', note: '冒充社保局发的链接' }, await etag())
  equal(found.status, 200, `a scam: ${found.text}`)

  const listings = await second.call('GET', at('/listings'))
  const state = (kind) => listings.json.data.find((one) => one.kind === kind)?.state
  equal(`${state('url')} ${state('host')} ${state('domain')}`, 'will_list will_list will_wait', 'what the scam will list')
  equal(listings.json.may_decide, true, 'by another person than who decided')
  equal((await reviewer.call('GET', at('/listings'))).json.may_decide, false, 'who decided does not')
  if (!(Date.parse(listings.json.settles_at) > Date.now())) fail('the decision can be taken back no more')
  equal((await sys.call('GET', at('/listings'))).status, 403, 'listings for an administrator')
  equal((await reviewer.call('GET', '/v1/cases/cas_none/listings')).status, 404, 'listings of no case')

  const waiting = await second.call('GET', '/v1/listings')
  equal(waiting.status, 200, 'what waits')
  equal(waiting.json.data.some((one) => one.case_id === scam.json.case_id), false, 'nothing waits before the decision settles')
  equal(waiting.json.more, false, 'nor more of it')
  equal((await machine('GET', '/v1/listings')).status, 403, 'what waits for a machine')

  const domain = listings.json.data.find((one) => one.kind === 'domain')
  const word = { kind: 'domain', value: domain.value, list: true, note: '核对无误' }
  const decide = (person, body, headers = version(1)) => person.call('POST', at('/listings'), body, headers)
  equal((await decide(reviewer, word)).status, 403, 'a listing by a reviewer')
  equal((await decide(second, word, {})).status, 428, 'a listing without If-Match')
  equal(codes(await decide(second, { ...word, note: '' })), '/note required', 'a listing without a reason')
  equal((await decide(second, { ...word, kind: 'site' })).status, 422, 'a listing of no known kind')
  equal((await decide(second, word)).status, 404, 'a listing that is not proposed yet')
  const checked = (await machine('POST', '/v1/check', { urls: [link] })).json.urls[0]
  equal(checked.listed.length, 0, 'and the link is on no list')
}

// A list of others that the console sets up, changes, withdraws and removes.
async function callSources({ second, chief, sys }) {
  const sources = '/v1/sources'
  const bearer = 'contract-bearer-1'
  const list = { name: 'contract-list', title: '某市反诈中心名单', address: 'https://lists.example/a.txt', trust: 0.8, licence: '协议', may: 'raise', bearer }
  equal((await second.call('POST', sources, list)).status, 403, 'a list by a second reviewer')
  const wrong = await sys.call('POST', sources, { ...list, address: 'http://lists.example/a.txt', trust: 2 })
  equal(wrong.status, 422, 'a list with mistakes')
  equal(codes(wrong), '/trust range,/address scheme', 'each of them named')
  equal((await sys.call('POST', sources, { ...list, enabled: true })).status, 422, 'a list that nobody looked at, switched on')
  const added = await sys.call('POST', sources, list)
  equal(added.status, 201, `a list: ${added.text}`)
  equal([added.json.origin, added.json.enabled, added.json.tried].join(), 'console,false,false', 'set up and switched off')
  equal(added.json.has_bearer, true, 'its key is kept')
  if (added.text.includes(bearer)) fail('the key of a list is shown')
  equal(codes(await sys.call('POST', sources, list)), '/name taken', 'the same list again')

  const own = `${sources}/${list.name}`
  equal((await chief.call('PUT', own, { trust: 0.5 })).status, 428, 'a list changed without If-Match')
  const changed = await chief.call('PUT', own, { trust: 0.5 }, version(added.json.version))
  equal([changed.json.trust, changed.json.licence].join(), '0.5,协议', `a list changed: ${changed.text}`)
  equal((await sys.call('PUT', own, { trust: 0.6 }, version(added.json.version))).status, 412, 'a stale change of a list')
  equal(codes(await sys.call('PUT', own, { enabled: true }, version(changed.json.version))), '/enabled dry_run', 'switched on without a look')
  equal((await sys.call('PUT', `${sources}/none`, { trust: 0.5 }, version(1))).status, 404, 'no such list to change')

  equal((await second.call('POST', `${own}/withdrawal`, { reason: '停用' })).status, 403, 'a list withdrawn by a second reviewer')
  equal(codes(await chief.call('POST', `${own}/withdrawal`, {})), '/reason required', 'a list withdrawn without a reason')
  equal((await chief.call('POST', `${sources}/none/withdrawal`, { reason: '停用' })).status, 404, 'no such list to withdraw')
  const withdrawal = await chief.call('POST', `${own}/withdrawal`, { reason: '停用' })
  equal(withdrawal.status, 202, `a list withdrawn: ${withdrawal.text}`)
  equal(withdrawal.json.source, list.name, 'the list that is withdrawn')
  const run = await until(
    () => chief.call('GET', `${own}/runs/${withdrawal.json.id}`),
    ({ json }) => json.state === 'done' || json.state === 'failed',
    'the end of the withdrawal',
  )
  equal(run.json.state, 'done', `the withdrawal: ${run.text}`)

  equal((await chief.call('DELETE', own, undefined, version(changed.json.version))).status, 422, 'a list removed without a reason')
  const reason = `reason=${encodeURIComponent('停用')}`
  equal((await chief.call('DELETE', `${own}?${reason}`, undefined, version(added.json.version))).status, 412, 'a stale removal')
  const left = await chief.call('DELETE', `${own}?${reason}`, undefined, version(changed.json.version))
  equal(left.status, 200, `a list removed: ${left.text}`)
  equal([...left.json.data, ...left.json.removed].some(({ name }) => name === list.name), false, 'nothing is left of it')
  equal((await chief.call('DELETE', `${own}?${reason}`, undefined, version(changed.json.version))).status, 404, 'removed twice')
  return bearer
}

// The log proves whole, against a number and hash written down before and against a wrong one.
async function callAuditCheck({ chief, aud }) {
  const check = '/v1/audit/check'
  equal((await chief.call('GET', check)).status, 403, 'the chain for a supervisor')
  equal((await chief.call('POST', check, {})).status, 403, 'the chain proved by a supervisor')
  const before = await aud.call('GET', check)
  equal(before.json.last, null, 'the chain was never proved')
  const seal = before.json.head
  equal(codes(await aud.call('POST', check, { number: seal.number, hash: 'short' })), '/hash format', 'a hash that is none')
  let last = null
  const prove = async (body) => {
    const started = await aud.call('POST', check, body)
    equal(started.status, 200, `a check of the chain: ${started.text}`)
    const ended = await until(
      () => aud.call('GET', check),
      ({ json }) => json.running === null && (json.failed || json.last?.of !== last?.of),
      'the end of the check',
    )
    equal(ended.json.failed, false, 'the check could be made')
    last = ended.json.last
    return last
  }
  const whole = await prove(undefined)
  equal([whole.state, whole.fault, whole.seal].join(), 'whole,,', 'the chain is whole')
  if (whole.of < seal.number || whole.through !== whole.of) fail(`the check ended at ${whole.through} of ${whole.of}`)
  equal((await prove(seal)).seal.found, 'same', 'what was written down stands there')
  equal((await prove({ ...seal, hash: 'b'.repeat(64) })).seal.found, 'other', 'another hash does not')
}

async function callSettings({ reviewer, sys, aud, secrets }) {
  const settings = await sys.call('GET', '/v1/settings')
  equal(settings.status, 200, 'settings')
  const one = (name) => settings.json.data.find((row) => row.name === name) ?? fail(`no setting ${name}`)
  equal(one('synthetic_ids').value, 'true', 'a setting of the file')
  equal(one('synthetic_ids').source, 'file', 'and where it stands')
  equal(one('workers').source, 'default', 'a setting that nobody made')
  equal(/^data\/policy\.toml:\d+$/.test(one('attempt.review').where), true, 'a setting of the policy, with its line')
  for (const secret of secrets) if (settings.text.includes(secret)) fail('a secret stands among the settings')
  equal((await aud.call('GET', '/v1/settings')).status, 200, 'settings for the auditor')
  equal((await reviewer.call('GET', '/v1/settings')).status, 403, 'settings for a reviewer')
}

// `machine` calls with a key that may check; the others are signed-in persons: `reviewer`,
// `second` (second reviewer), `chief` (supervisor), `sys` (system administrator) and `aud`
// (audit administrator). `secrets` stand in no answer.
export async function callLists(who) {
  await callMarks(who)
  await callListings(who)
  const bearer = await callSources(who)
  await callAuditCheck(who)
  await callSettings({ ...who, secrets: [...who.secrets, bearer] })
  const audit = await who.aud.call('GET', '/v1/audit?limit=200')
  for (const action of ['register.proposed', 'register.confirmed', 'register.withdrawn', 'register.refused', 'feed.added', 'feed.changed', 'feed.removed', 'audit.check']) {
    if (!audit.json.data.some((row) => row.action === action)) fail(`the audit log lacks ${action}`)
  }
  if (audit.text.includes(bearer)) fail('the key of a list stands in the audit log')
}
