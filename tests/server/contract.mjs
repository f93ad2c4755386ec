// Every operation of openapi.json is called on the running program, and every
// answer, right or wrong, must be one that the contract describes.

import { createHash } from 'node:crypto'
import { callCaseParts } from './contract_cases.mjs'
import { callLists } from './contract_lists.mjs'
import { attempt, equal, fail, main } from './lib.mjs'
import { noise } from '../pictures/png.mjs'
import { mistakes } from './schema.mjs'

let document
const seen = new Map() // operationId -> Set of statuses
const wrong = []

// The operation that a method and path mean.
function operationOf(method, target) {
  const parts = target.split('?')[0].split('/')
  const fitting = Object.keys(document.paths).filter((pattern) => {
    const expected = pattern.split('/')
    return expected.length === parts.length && expected.every((part, i) => part.startsWith('{') || part === parts[i])
  })
  fitting.sort((a, b) => a.split('{').length - b.split('{').length)
  return document.paths[fitting[0]]?.[method.toLowerCase()]
}

function resolve(node) {
  if (!node?.$ref) return node
  return node.$ref.slice(2).split('/').reduce((found, part) => found[part], document)
}

function validate(method, target, answer) {
  const operation = operationOf(method, target)
  if (!operation) return
  const place = `${method} ${target} ${answer.status}`
  if (!seen.has(operation.operationId)) seen.set(operation.operationId, new Set())
  seen.get(operation.operationId).add(answer.status)
  const response = resolve(operation.responses[answer.status] ?? operation.responses.default)
  if (!response) return wrong.push(`${place}: a status that the contract does not have`)
  if (!operation.responses[answer.status] && answer.status < 400) {
    return wrong.push(`${place}: a success that the contract does not have`)
  }
  const sent = answer.headers['content-type']
  const type = response.content?.[sent] ? sent : sent?.split(';')[0]
  if (!response.content) {
    if (answer.text !== '') wrong.push(`${place}: a body that the contract does not have`)
    return
  }
  if (!response.content[type]) return wrong.push(`${place}: content type ${type}`)
  if (type.endsWith('json')) {
    for (const mistake of mistakes(document, response.content[type].schema, answer.json)) {
      wrong.push(`${place}: ${mistake}`)
    }
    if (answer.status >= 400 && type === 'application/problem+json') {
      equal(answer.json.status, answer.status, `${place} status in the body`)
    }
  }
  for (const name of Object.keys(response.headers ?? {})) {
    const optional = name === 'Retry-After' && answer.status !== 503 && answer.status !== 429
    if (!optional && !answer.headers[name.toLowerCase()]) wrong.push(`${place}: header ${name} is missing`)
  }
}

// A signed-in person.
class Person {
  constructor(service) {
    this.service = service
  }
  async call(method, target, body, headers = {}) {
    const answer = await this.service.call(method, target, {
      body,
      headers: { ...(this.cookie ? { Cookie: this.cookie, 'X-CSRF-Token': this.csrf } : {}), ...headers },
    })
    validate(method, target, answer)
    if (answer.headers['set-cookie']) {
      this.cookie = answer.headers['set-cookie'][0].split(';')[0]
      if (answer.text) this.csrf = answer.json.csrf_token
    }
    return answer
  }
  async signIn(name, password) {
    const answer = await this.call('POST', '/v1/session', { name, password })
    equal(answer.status, 200, `sign-in of ${name}`)
    if (answer.json.must_change_password) {
      const changed = await this.call('POST', '/v1/session/password', {
        old_password: password,
        new_password: `${password} 2 red lanterns`,
      })
      equal(changed.status, 200, `new password of ${name}: ${changed.text}`)
    }
    return this
  }
}

await main(async (service) => {
  const one = service({ args: [] })
  const key = one.addKey('attempts:write', 'reports:write', 'check', 'registry:write', 'feeds:read')
  const passwords = {}
  for (const [name, ...roles] of [['rev1', 'reviewer', 'hotline'], ['rev2', 'second_reviewer'], ['chief', 'supervisor'],
    ['sys', 'system_admin'], ['sec', 'security_admin'], ['aud', 'audit_admin']]) {
    const out = one.command('user', 'add', name, '--display-name', name, ...roles.flatMap((role) => ['--role', role]))
    passwords[name] = /password\s+(\S+)/.exec(out)[1]
  }
  await one.start()
  document = (await one.call('GET', '/v1/openapi.json')).json
  const machineOf = (secret) => async (method, target, body, headers = {}) => {
    const answer = await one.call(method, target, { body, headers: { Authorization: `Bearer ${secret}`, ...headers } })
    validate(method, target, answer)
    return answer
  }
  const machine = machineOf(key)
  for (const target of ['/livez', '/readyz', '/metrics', '/v1/openapi.json', '/v1/docs']) {
    equal((await machine('GET', target)).status, 200, target)
  }

  // -- attempts ---------------------------------------------------------------
  const plain = attempt('plain')
  equal((await machine('POST', '/v1/attempts', plain)).status, 201, 'an attempt')
  const replay = await machine('POST', '/v1/attempts', plain)
  equal(replay.status, 200, 'the same attempt')
  equal((await machine('POST', '/v1/attempts', { ...plain, channel: 'bank' })).status, 409, 'the same id with another body')
  const unknown = await machine('POST', '/v1/attempts', attempt('typo', { lifeness: 1 }))
  equal(unknown.status, 422, 'an unknown field')
  equal(unknown.json.errors[0].pointer, '/lifeness', 'the unknown field named')
  const lenient = await machine('POST', '/v1/attempts?strict=false', attempt('typo', { lifeness: 1 }))
  equal(lenient.status, 201, 'an unknown field that may be ignored')
  equal(JSON.stringify(lenient.json.ignored), '["/lifeness"]', 'the ignored field named')
  const misspelt = await machine('POST', '/v1/attempts?strcit=false', attempt('typo2', { lifeness: 1 }))
  equal(misspelt.status, 422, 'an unknown query parameter')
  equal(misspelt.json.errors[0].pointer, '?strcit', 'the parameter named')
  equal(misspelt.json.title, '请求中有字段不正确', 'the title in Chinese')
  const english = await machine('POST', '/v1/attempts', attempt('typo3', { person: { ref: 'a', age: 900 } }), { 'Accept-Language': 'en-GB,en;q=0.8' })
  equal(english.json.title, 'Some fields are wrong', 'the title in English')
  equal(english.json.errors[0].message, 'must lie in [0, 130]', 'a message in English')
  const chinese = await machine('POST', '/v1/attempts', attempt('typo3', { person: { ref: 'a', age: 900 } }))
  equal(chinese.json.errors[0].message, '超出允许范围:须在[0, 130]之内', 'a message in Chinese')
  equal((await machine('POST', '/v1/attempts', '{"a":')).status, 400, 'broken JSON')
  equal((await machine('POST', '/v1/attempts', '{"a":1,"a":2}')).status, 422, 'a key given twice')
  equal((await machine('POST', '/v1/attempts', plain, { 'Content-Type': 'text/plain' })).status, 415, 'text')
  // One that must be looked at: certified long after a death on record.
  const dead = attempt('dead', {
    registry: [{ kind: 'death_cremation', on: '2025-12-11', source: 'civil affairs' }],
    subject: { name: '测试甲', id_last4: '0000', phone: '13800000000' },
  })
  const decided = await machine('POST', '/v1/attempts', dead)
  equal(decided.status, 201, 'an attempt after a death')
  if (decided.json.decision === 'pass' || !decided.json.case_id) fail(`a certification after death passed: ${decided.text}`)
  const batch = await machine('POST', '/v1/attempts/batch', { attempts: [attempt('b1'), { attempt_id: 5 }, plain] })
  equal(batch.status, 200, 'a batch')
  equal(batch.json.results.map((r) => r.status).join(), '201,422,200', 'statuses of the batch')
  const path = (id) => `/v1/attempts/${encodeURIComponent(id)}`
  equal((await machine('GET', path(plain.attempt_id))).status, 200, 'a stored answer')
  equal((await machine('GET', path('nobody'))).status, 404, 'no stored answer')
  equal((await machine('POST', `${path(plain.attempt_id)}/outcome`, { outcome: 'withdrawn', at: '2026-03-03T00:00:00Z' })).status, 200, 'an outcome')
  equal((await machine('POST', `${path('nobody')}/outcome`, { outcome: 'passed', at: '2026-03-03T00:00:00Z' })).status, 404, 'an outcome of nothing')
  const event = { event_id: 'e1', person: { ref: 'person-b1' }, kind: 'death_medical', from: '2026-01-05', source: 'hospital', match: 'id', status: 'confirmed' }
  equal((await machine('POST', '/v1/registry-events', event)).status, 201, 'a registry event')
  equal((await machine('POST', '/v1/registry-events', event)).status, 200, 'the same registry event')

  // -- reports ----------------------------------------------------------------
  const report = {
    report_id: 'r1', received_at: '2026-03-02T02:00:00Z', source: '12333', medium: 'sms', wording: 'original', region: '990102',
    text: '【社保局】您的养老金资格认证未完成,24小时内将停发,请立即点击 http://si-12333.example.top/rz 填写银行卡号和验证码',
    suspect: { phones: ['17000000000'] },
  }
  const verdict = await machine('POST', '/v1/reports', report)
  equal(verdict.status, 201, 'a report')
  equal((await machine('POST', '/v1/reports', report)).status, 200, 'the same report')
  equal((await machine('GET', '/v1/reports/r1')).status, 200, 'a stored report')
  equal((await machine('POST', '/v1/check', { text: report.text })).status, 200, 'a check')
  equal((await machine('POST', '/v1/check', { urls: ['https://si.12333.gov.cn/'] })).json.level, 'official', 'an official link')
  equal((await machine('POST', '/v1/check', {})).status, 422, 'a check of nothing')
  const help = await machine('POST', '/v1/help', { region: '621000', failure_code: 'light', special: ['bedridden'], tries: 6 })
  equal(help.status, 200, 'a question for help')
  equal(help.json.help.length, 3, 'two sentences of advice and the deadline')
  equal(help.json.help[0].zh.includes('上门'), true, 'somebody bedridden is offered a visit')
  equal(help.json.help[2].zh.includes('庆阳'), true, 'the deadline is that of the region')
  const wrongHelp = await machine('POST', '/v1/help', { region: '621000', age: 'old' })
  equal(wrongHelp.json.errors[0].pointer, '/age', 'the field is named as it was asked')
  equal((await machine('POST', '/v1/help', { region: '621000', name: 'x' })).status, 422, 'an unknown field')

  // -- pictures ---------------------------------------------------------------
  // 202 and the answer where a reader was built; else the problem that says so.
  const handedIn = await machine('POST', '/v1/pictures', noise(40, 40), { 'Content-Type': 'image/png' })
  if (handedIn.status !== 503) equal(handedIn.status, 202, `a picture: ${handedIn.text}`)
  const picture = `/v1/pictures/${handedIn.json.picture_id ?? 'pic_none'}`
  equal((await machine('GET', picture)).status, handedIn.status === 202 ? 200 : 404, 'how far a picture is')
  equal((await machine('POST', '/v1/pictures', 'no picture', { 'Content-Type': 'image/png' })).status, 422, 'no picture')
  equal((await machine('POST', '/v1/pictures', noise(40, 40), { 'Content-Type': 'image/gif' })).status, 415, 'another type')

  // -- people -----------------------------------------------------------------
  const stranger = new Person(one)
  equal((await stranger.call('GET', '/v1/session')).status, 401, 'no session')
  equal((await stranger.call('POST', '/v1/session', { name: 'rev1', password: 'wrong' })).status, 401, 'a wrong password')
  const reviewer = await new Person(one).signIn('rev1', passwords.rev1)
  equal((await reviewer.call('GET', '/v1/session')).status, 200, 'a session')
  equal((await reviewer.call('POST', '/v1/check', { text: 'hello' })).status, 200, 'a check by a person')
  equal((await reviewer.call('POST', '/v1/reports', { ...report, report_id: 'r2' })).status, 201, 'a report by a person')
  equal((await reviewer.call('GET', '/v1/users')).status, 403, 'users for a reviewer')

  equal((await reviewer.call('GET', `${picture}/original?reason=${encodeURIComponent('核对证据')}`)).status, 404, 'a picture that is not kept')

  // -- cases ------------------------------------------------------------------
  const list = await reviewer.call('GET', '/v1/cases?limit=1&state=open,claimed')
  equal(list.status, 200, 'the queue')
  if (list.json.next_cursor) {
    equal((await reviewer.call('GET', `/v1/cases?limit=1&cursor=${encodeURIComponent(list.json.next_cursor)}`)).status, 200, 'the next page')
  }
  equal((await reviewer.call('GET', '/v1/cases?held=true&kind=attempt&region=99&q=a&assignee=me')).status, 200, 'filters')
  equal((await reviewer.call('GET', '/v1/cases?kind=other')).status, 422, 'a wrong filter')
  const id = decided.json.case_id
  const at = (action) => `/v1/cases/${id}${action}`
  const etag = async () => ({ 'If-Match': (await reviewer.call('GET', at(''))).headers.etag })
  equal((await reviewer.call('GET', at(''))).status, 200, 'a case')
  equal((await reviewer.call('GET', '/v1/cases/cas_none')).status, 404, 'no case')
  equal((await reviewer.call('POST', at('/claim'))).status, 428, 'a claim without If-Match')
  const stale = await etag()
  equal((await reviewer.call('POST', at('/claim'), undefined, stale)).status, 200, 'a claim')
  equal((await reviewer.call('POST', at('/renew'), undefined, stale)).status, 412, 'a stale If-Match')
  equal((await reviewer.call('POST', at('/renew'), undefined, await etag())).status, 200, 'a renewal')
  equal((await reviewer.call('POST', at('/notes'), { note: '已电话核实' }, await etag())).status, 200, 'a note')
  equal((await reviewer.call('POST', at('/notes'), { note: '' }, await etag())).status, 422, 'an empty note')
  equal((await reviewer.call('GET', at(`/subject?reason=${encodeURIComponent('核实身份')}`))).status, 200, 'personal detail')
  equal((await reviewer.call('GET', at('/subject'))).status, 422, 'personal detail without a reason')
  equal((await reviewer.call('POST', at('/release'), undefined, await etag())).status, 200, 'a release')
  equal((await reviewer.call('POST', at('/claim'), undefined, await etag())).status, 200, 'a claim again')
  equal((await reviewer.call('POST', at('/decision'), { disposition: 'confirmed_death', cause: 'evidence_found' }, await etag())).status, 422, 'an adverse finding without a note')
  equal((await reviewer.call('POST', at('/decision'), { disposition: 'confirmed_death', cause: 'evidence_found', note: '火化证明' }, await etag())).status, 422, 'an adverse finding without a contact')
  equal((await reviewer.call('POST', at('/contacts'), { way: 'phone', result: 'reached', note: '家属说已去世' }, await etag())).status, 200, 'a contact')
  equal((await reviewer.call('POST', at('/contacts'), { way: 'smoke', result: 'reached', note: 'x' }, await etag())).status, 422, 'a contact by no known way')
  equal((await reviewer.call('POST', at('/decision'), { finding: 'not_verified' }, await etag())).status, 409, 'not verified, though somebody was reached')
  const words = await reviewer.call('GET', '/v1/casework')
  equal(words.json.findings.find(({ id }) => id === 'fee_taken').outcome, 'accept', 'the words of casework')
  const people = await reviewer.call('GET', '/v1/reviewers')
  equal(people.status, 200, 'to whom cases go')
  const other = people.json.data.find(({ roles }) => roles.includes('second_reviewer') || roles.includes('supervisor'))
  const checks = (await reviewer.call('GET', at(''))).json.checklist
  equal((await reviewer.call('POST', at('/checks'), { item: checks[0].id }, await etag())).status, 200, 'an item ticked')
  equal((await reviewer.call('POST', at('/checks'), { item: 'moon' }, await etag())).status, 422, 'an item of no list')
  equal((await reviewer.call('GET', at('/clearing'))).status, 200, 'what would clear it')
  const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
  equal((await reviewer.call('POST', at('/snooze'), { until: day(-1), note: '等' }, await etag())).status, 422, 'put off until the past')
  const held = (await reviewer.call('GET', at(''))).json.case.held
  equal((await reviewer.call('POST', at('/snooze'), { until: day(40), note: '等回函' }, await etag())).status, held ? 409 : 200, 'put off')
  if (!held) equal((await reviewer.call('POST', at('/claim'), undefined, await etag())).status, 200, 'one\'s own again')
  equal((await reviewer.call('POST', at('/decision'), { finding: 'wrong_record' }, await etag())).status, 200, 'a clearing')
  equal((await machine('GET', path(dead.attempt_id))).json.review.state, 'open', 'nothing said yet')
  equal((await reviewer.call('POST', at('/undo'), undefined, await etag())).status, 200, 'taken back')
  equal((await reviewer.call('POST', at('/decision'), { finding: 'death_claim', note: '火化证明', amount_yuan: 12000 }, await etag())).status, 200, 'an adverse finding')
  const second = await new Person(one).signIn('rev2', passwords.rev2)
  const secondEtag = async () => ({ 'If-Match': (await second.call('GET', at(''))).headers.etag })
  equal((await reviewer.call('POST', at('/confirmation'), { confirmation: 'confirm' }, await etag())).status, 403, 'one confirming alone')
  equal((await second.call('POST', at('/assignment'), { person: 'usr_nobody' }, await secondEtag())).status, 403, 'handed on by who does not hold it')
  equal((await second.call('POST', at('/confirmation'), { confirmation: 'confirm' }, await secondEtag())).status, 200, 'a confirmation')
  const ring = await reviewer.call('GET', at('/ring?steps=2'))
  equal(ring.status, 200, 'the ring of the case')
  equal(ring.json.nodes.some((node) => node.own), true, 'which knows its own')
  equal((await reviewer.call('GET', at('/ring?steps=3'))).status, 422, 'a ring of three steps')
  const told = await machine('GET', path(dead.attempt_id))
  equal(told.json.review.state, 'open', 'a decision that may still be taken back is told to nobody')
  equal(told.json.review.outcome, null, 'nor its outcome')
  equal((await second.call('POST', at('/reopen'), { note: '新证据' }, await secondEtag())).status, 200, 'a reopening')
  const bulk = { ids: [id], finding: 'wrong_record', note: '整批登记错误' }
  equal((await reviewer.call('POST', '/v1/bulk', { ...bulk, preview: true })).json.changed, 1, 'a look at what bulk work would do')
  equal((await reviewer.call('POST', '/v1/bulk', { ...bulk, finding: 'death_claim' })).status, 422, 'nobody is accused in bulk')
  equal((await reviewer.call('POST', '/v1/bulk', { finding: 'scam' })).status, 422, 'bulk work on nothing')
  const many = await reviewer.call('POST', '/v1/bulk', bulk)
  equal(many.json.changed, 1, `bulk work: ${many.text}`)
  equal((await reviewer.call('POST', `/v1/bulk/${many.json.bulk_id}/undo`)).json.changed, 1, 'and taken back')
  equal((await reviewer.call('POST', '/v1/bulk/blk_none/undo')).status, 404, 'no such bulk work')
  // -- more time, filing, objections ---------------------------------------------
  const again = await etag()
  equal((await reviewer.call('POST', at('/claim'), undefined, again)).status, 200, 'claimed for more time')
  const asked = await reviewer.call('POST', at('/extension'), { until: day(20), note: '等回函' }, await etag())
  equal(asked.status, held ? 409 : 200, `more time: ${asked.text}`)
  equal((await second.call('POST', at('/extension/answer'), { granted: false, note: '依据不足' }, await secondEtag())).status, held ? 409 : 200, 'more time refused')
  equal((await second.call('POST', at('/archive'), undefined, await secondEtag())).status, 409, 'filed before it is decided')
  equal((await reviewer.call('POST', at('/release'), undefined, await etag())).status, 200, 'released again')
  equal((await reviewer.call('GET', '/v1/cases?archived=false&asks_extension=true')).status, 200, 'who asks for more time')
  equal((await reviewer.call('GET', '/v1/cases?archived=maybe')).status, 422, 'a wrong flag')
  const objection = { reference: id, way: 'window', said: '本人健在' }
  equal((await reviewer.call('POST', '/v1/objections', objection)).json.errors[0].code, 'not_decided', 'nothing to object to yet')
  equal((await reviewer.call('GET', '/v1/objections?callback=due')).json.data.length, 0, 'objections')
  equal((await reviewer.call('GET', '/v1/objections/cas_none/contact')).status, 404, 'whom to tell, of nothing')
  equal((await reviewer.call('POST', '/v1/objections/cas_none/callback', { reached: true })).status, 404, 'told, of nothing')

  // -- rules, trials, visits, campaigns -------------------------------------------
  const rules = await reviewer.call('GET', '/v1/rules')
  if (!(rules.json.data.length > 100)) fail('the rules are few')
  equal((await reviewer.call('GET', '/v1/rules?from=soon')).status, 422, 'a day that is none')
  equal((await reviewer.call('POST', '/v1/trials', { review: 0.2, reason: '积压' })).status, 403, 'a trial by a reviewer')
  const trial = await second.call('POST', '/v1/trials', { review: 0.25, reason: '积压' })
  equal(trial.status, 201, `a trial: ${trial.text}`)
  equal((await second.call('POST', '/v1/trials', { review: 7, reason: '积压' })).status, 422, 'a trial of nonsense')
  let tried
  for (let i = 0; i < 100 && (tried = await reviewer.call('GET', '/v1/trials')).json.data[0].state === 'running'; ++i) await new Promise((go) => setTimeout(go, 200))
  equal(tried.json.data[0].state, 'done', 'the trial was made')
  const chief = await new Person(one).signIn('chief', passwords.chief)
  equal((await second.call('POST', `/v1/trials/${trial.json.id}/switch`)).status, 403, 'switched on by who may not')
  equal((await chief.call('POST', `/v1/trials/${trial.json.id}/switch`)).json.state, 'in_force', 'switched on')
  equal((await reviewer.call('GET', '/v1/trials')).json.present.review, 0.25, 'and in force')
  const floors = { floors_off: ['farm'], report_medium: 0.3, report_high: 0.8, reason: '一起试' }
  equal((await second.call('POST', '/v1/trials', { ...floors, report_high: 0.2 })).status, 422, 'thresholds out of order')
  equal((await second.call('POST', '/v1/trials', { ...floors, floors_off: ['none'] })).status, 422, 'a floor that is none')
  const both = await second.call('POST', '/v1/trials', floors)
  equal(both.json.change.review, 0.25, `what is in force stays: ${both.text}`)
  for (let i = 0; i < 100 && (tried = await reviewer.call('GET', '/v1/trials')).json.data[0].state === 'running'; ++i) await new Promise((go) => setTimeout(go, 200))
  equal(tried.json.data[0].state, 'done', 'tried on reports as well')
  if (!(tried.json.data[0].result.reports.reports > 0)) fail('the trial saw no reports')
  equal((await reviewer.call('GET', '/v1/cases?level=high,critical')).json.data.every(({ level }) => level === 'high' || level === 'critical'), true, 'cases by level')
  equal((await reviewer.call('GET', '/v1/cases?level=worst')).status, 422, 'a level that is none')
  equal((await reviewer.call('POST', '/v1/cases/next', { levels: ['worst'] })).status, 422, 'the next of no level')
  equal((await reviewer.call('GET', '/v1/visits')).status, 200, 'whom to visit')
  equal((await reviewer.call('GET', '/v1/visits?region=x')).status, 422, 'a region that is none')
  equal((await reviewer.call('GET', '/v1/visits/file?format=xlsx')).headers['x-rows'], '0', 'the list as a file')
  equal((await reviewer.call('POST', '/v1/visits/vis_none/done', { note: '已上门' })).status, 404, 'no such visit')
  equal((await reviewer.call('GET', '/v1/statistics/file?from=2026-01-01&to=2026-01-31&format=xlsx')).status, 200, 'figures as a file')
  equal((await reviewer.call('GET', '/v1/statistics/file?format=pdf')).status, 422, 'a format that is none')
  const campaigns = await reviewer.call('GET', '/v1/campaigns?q=')
  equal(campaigns.status, 200, 'campaigns')
  equal((await second.call('POST', '/v1/campaigns/cam_none/merge', { into: 'cam_other', reason: '同一伙' })).status, 404, 'merging nothing')
  equal((await second.call('POST', '/v1/campaigns/cam_none/split', { part: 'cam_other', reason: '不同' })).status, 404, 'splitting nothing')
  const sheet = await reviewer.call('GET', '/v1/cases/ledger?format=xlsx')
  equal(sheet.headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'the ledger as xlsx')
  const ledger = await reviewer.call('GET', '/v1/cases/ledger?state=open')
  equal(ledger.status, 200, 'the ledger')
  if (!ledger.text.includes('编号,类别')) fail(`the ledger: ${ledger.text.slice(0, 80)}`)
  equal((await reviewer.call('POST', at('/claim'), undefined, await etag())).status, 200, 'a claim')
  equal((await reviewer.call('POST', at('/assignment'), { person: 'usr_nobody' }, await etag())).status, 422, 'handed to nobody')
  if (other) equal((await reviewer.call('POST', at('/assignment'), { person: other.id, note: '请核查' }, await etag())).status, 200, 'handed over')
  equal((await reviewer.call('POST', at('/recusal'), { note: '同村' }, await etag())).status, 200, 'recused')
  equal((await reviewer.call('POST', at('/claim'), undefined, await etag())).json.type, '/problems/recused', 'and kept away')
  let next
  for (let i = 0; i < 50 && (next = await reviewer.call('POST', '/v1/cases/next', {})).status === 200; ++i);
  equal(next.status, 204, 'an empty queue')
  equal((await reviewer.call('GET', '/v1/overview')).status, 200, 'the overview')
  equal((await reviewer.call('GET', '/v1/statistics?from=2026-01-01&to=2026-01-31')).status, 200, 'figures')
  equal((await reviewer.call('GET', '/v1/statistics?from=soon')).status, 422, 'a day that is none')

  // -- the hotline's desk, tips -------------------------------------------------
  const rang = { ...report, report_id: '12333-20260102-470815', caller: { contact_ref: '19900000001', callback_ok: true } }
  equal((await reviewer.call('POST', '/v1/reports', rang)).status, 201, 'a report by telephone')
  const desk = '/v1/desk/reports'
  equal((await reviewer.call('GET', `${desk}?callback=due&q=470815`)).json.data.length, 1, 'calls that are due')
  equal((await reviewer.call('GET', `${desk}?callback=soon`)).status, 422, 'a filter that is none')
  equal((await reviewer.call('GET', `${desk}/${rang.report_id}`)).status, 200, 'one report of the desk')
  equal((await reviewer.call('GET', `${desk}/${rang.report_id}/contact`)).json.contact, '19900000001', 'whom to ring')
  const passedOn = { kind: 'referral', to: '96110', receipt: 'FZ-77' }
  equal((await reviewer.call('POST', `${desk}/${rang.report_id}/entries`, passedOn)).status, 201, 'passed on')
  equal((await reviewer.call('POST', `${desk}/none/entries`, passedOn)).status, 404, 'passed on, of nothing')
  const reached = { kind: 'callback', reached: true }
  equal((await reviewer.call('POST', `${desk}/${rang.report_id}/entries`, reached)).status, 201, 'called back')
  equal((await reviewer.call('POST', `${desk}/${rang.report_id}/entries`, reached)).status, 409, 'called back twice')
  equal((await reviewer.call('GET', `${desk}/${rang.report_id}/contact`)).status, 404, 'a number that is gone')
  equal((await reviewer.call('POST', '/v1/desk/callers', { contact_ref: '19900000001' })).json.data.length, 1, 'rang before')
  const tip = await reviewer.call('POST', '/v1/tips', { about: '某镇', clue: '代领', informant_name: '李某' })
  equal(tip.status, 201, `a tip: ${tip.text}`)
  equal((await reviewer.call('GET', '/v1/tips')).status, 403, 'tips, for others')
  equal((await reviewer.call('GET', `/v1/tips/${tip.json.tip_id}`)).status, 403, 'a tip, for others')
  equal((await chief.call('GET', '/v1/tips')).json.data.length, 1, 'tips')
  const opened = await chief.call('GET', `/v1/tips/${tip.json.tip_id}?reason=${encodeURIComponent('告知')}`)
  equal(opened.json.informant?.name, '李某', 'who told it')
  const settle = (state, etag) => chief.call('POST', `/v1/tips/${tip.json.tip_id}/state`, { state }, { 'If-Match': etag })
  equal((await settle('accepted', '"7"')).status, 412, 'a tip as it is not')
  equal((await settle('accepted', opened.headers.etag)).status, 200, 'a tip taken up')
  if (verdict.json.campaign) {
    equal((await reviewer.call('GET', `/v1/campaigns/${verdict.json.campaign.id}`)).status, 200, 'a campaign')
  }
  equal((await reviewer.call('GET', '/v1/campaigns/cam_none')).status, 404, 'no campaign')

  // -- lists --------------------------------------------------------------------
  const register = await reviewer.call('GET', '/v1/register?q=si.12333.gov.cn&limit=1')
  equal(register.json.data[0].name, '国家社会保险公共服务平台', 'the register searched by host')
  equal(register.json.data[0].confirmed, false, 'an entry that no bureau confirmed')
  equal(register.json.data[0].source.length > 0, true, 'the source of an entry')
  equal((await machine('GET', '/v1/register?kind=hotline&confirmed=false')).status, 200, 'the register for a machine')
  equal((await machine('GET', '/v1/register?region=450000')).json.data.every((e) => e.region.startsWith('45')), true, 'the register by region')
  for (const wrong of ['kind=site', 'region=guangxi', 'confirmed=maybe', 'cursor=x', 'limit=0']) {
    equal((await machine('GET', `/v1/register?${wrong}`)).status, 422, `the register with ${wrong}`)
  }
  equal((await one.call('GET', '/v1/register')).status, 401, 'the register for nobody')
  const bad = { kind: 'domain', value: 'example-menu.top', reason: '经核实为诈骗网址' }
  equal((await reviewer.call('POST', '/v1/indicators', bad)).status, 403, 'an indicator by a reviewer')
  const stated = await second.call('POST', '/v1/indicators', bad)
  equal(stated.status, 201, 'an indicator')
  equal(stated.json.listed, true, 'a listed value')
  const listedLink = await machine('POST', '/v1/check', { urls: ['https://www.example-menu.top/x'] })
  equal(listedLink.json.urls[0].level, 'critical', 'a link that a person called bad')
  equal(JSON.stringify(listedLink.json.urls[0].listed), '["manual"]', 'who called it bad')
  const refused = await second.call('POST', '/v1/indicators', { ...bad, value: '12333.gov.cn' })
  equal(refused.status, 422, 'an official place')
  equal(refused.json.errors[0].code, 'protected', 'the official place named')
  equal((await second.call('POST', '/v1/indicators', { ...bad, revokes: true })).json.listed, false, 'an indicator taken back')
  const indicators = await reviewer.call('GET', '/v1/indicators?kind=domain&q=menu&limit=1')
  equal(indicators.json.data[0].statements.length, 2, 'all that was said')
  equal((await machine('GET', '/v1/indicators')).status, 200, 'indicators for a machine')
  const effect = `/v1/indicators/effect?kind=domain&value=${encodeURIComponent(indicators.json.data[0].value)}`
  equal((await reviewer.call('GET', effect)).json.lowered, 0, 'what an entry does')
  equal((await reviewer.call('GET', '/v1/indicators/effect?kind=domain&value=nobody.invalid')).status, 404, 'of a value nobody spoke of')
  equal((await reviewer.call('GET', '/v1/indicators/effect?kind=site&value=x')).status, 422, 'of a kind that is none')
  equal((await machine('GET', '/v1/indicators?kind=site')).status, 422, 'a wrong kind')

  equal((await reviewer.call('GET', '/v1/feeds')).json.data[0].entries, 0, 'a list of nothing')
  equal((await second.call('POST', '/v1/indicators', bad)).status, 201, 'the indicator anew')
  for (const file of (await machine('GET', '/v1/feeds')).json.data[0].files) {
    equal((await machine('GET', file)).status, 200, file)
  }
  equal((await machine('GET', '/v1/feeds/confirmed.exe')).status, 404, 'no such format')
  const changes = await machine('GET', '/v1/feeds/confirmed/changes?limit=1')
  equal(changes.json.added[0]?.value, bad.value, 'what came onto the list')
  equal((await machine('GET', '/v1/feeds/confirmed/changes?cursor=999')).status, 410, 'changes that are not kept')
  equal((await machine('GET', '/v1/feeds/confirmed/changes?cursor=x')).status, 422, 'a wrong cursor')
  const hash = createHash('sha256').update(`${bad.value}/`).digest('hex')
  const matches = await machine('POST', '/v1/hashes/search', { prefixes: [hash.slice(0, 8), '00000000'] })
  equal(matches.json.matches.map((m) => m.sha256).join(), hash, 'a link found by its hash')
  equal((await machine('POST', '/v1/hashes/search', { prefixes: ['xyz'] })).status, 422, 'no prefix')
  equal((await reviewer.call('GET', '/v1/sources')).status, 200, 'lists that come in')
  equal((await machine('GET', '/v1/sources')).status, 403, 'lists that come in for a machine')
  equal((await second.call('POST', '/v1/sources/none/runs?dry=true')).status, 404, 'a list that is not there')
  equal((await second.call('POST', '/v1/sources/none/decision', { accept: true, digest: 'x', reason: '误报了' })).status, 404, 'nothing held')
  equal((await second.call('POST', '/v1/sources/none/decision', { accept: true, digest: 'x' })).status, 422, 'a decision without reason')
  equal((await second.call('GET', '/v1/sources/none/runs/run_1')).status, 404, 'a run that is not there')

  // -- numbers, objections, TAXII, links of citizens ------------------------------
  const number = { kind: 'phone', value: '139 0000 5678', reason: '经核实' }
  equal((await second.call('POST', '/v1/indicators', number)).status, 201, 'a number')
  equal((await second.call('POST', '/v1/indicators', { ...number, value: '12333' })).status, 422, 'a hotline')
  if ((await reviewer.call('GET', '/v1/indicators?kind=phone')).text.includes('0000 5678')) fail('a number in clear')
  equal((await machine('GET', '/v1/indicators?kind=phone')).json.data.length, 0, 'numbers for a machine')
  equal((await machine('POST', '/v1/handovers', { recipient: 'x', reference: 'y', purpose: 'z' })).status, 403, 'a handover without the scope')
  // The service reads new keys every moment or so.
  const police = machineOf(one.addKeyOf('police', ['feeds:personal']))
  const site = machineOf(one.addKeyOf('site', ['disputes:write']))
  const mini = machineOf(one.addKeyOf('mini', ['urls:check']))
  for (let i = 0; i < 200 && (await mini('POST', '/v1/urls/check', { url: '' })).status === 401; ++i) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  equal((await police('POST', '/v1/handovers', { recipient: '某市公安局' })).status, 422, 'a handover without ground')
  const handed = await police('POST', '/v1/handovers', { recipient: '某市公安局', reference: '公函17号', purpose: '侦查' })
  equal(handed.status, 201, 'a handover')
  equal(handed.json.entries[0]?.value, number.value, 'what is handed over')
  equal((await police('GET', '/v1/feeds/confirmed.txt')).status, 403, 'lists for the police key')
  const dispute = await site('POST', '/v1/disputes', { value: 'https://www.example-menu.top/a/b', kind: 'domain', reason: '我们是正规网站' })
  equal(dispute.status, 422, 'a domain with a path')
  const listedHost = await site('POST', '/v1/disputes', { value: bad.value, kind: 'domain', reason: '我们是正规网站' })
  equal(listedHost.status, 201, 'an objection')
  equal((await site('POST', '/v1/disputes', { value: bad.value, kind: 'domain', reason: '再次', contact: '19900000003' })).status, 200, 'the same objection')
  equal((await reviewer.call('GET', `/v1/disputes/${listedHost.json.id}/contacts`)).json.contacts.join(), '19900000003', 'whom to tell')
  equal((await reviewer.call('GET', '/v1/disputes?state=open')).json.data[0].id, listedHost.json.id, 'objections')
  const ground = { grant: true, note: '已核对备案' }
  equal((await second.call('POST', `/v1/disputes/${listedHost.json.id}/decision`, ground)).status, 428, 'a decision without a version')
  equal((await second.call('POST', `/v1/disputes/${listedHost.json.id}/decision`, ground, { 'If-Match': '"1"' })).status, 412, 'of what was said before the second one came')
  equal((await second.call('POST', `/v1/disputes/${listedHost.json.id}/decision`, ground, { 'If-Match': '"2"' })).status, 409, 'by who listed it')
  const shortAnswer = await mini('POST', '/v1/urls/check', { url: 'https://si.12333.gov.cn/' })
  equal(shortAnswer.json.level, 'official', 'an official link for a citizen')
  equal(shortAnswer.json.stored, false, 'nothing is kept')
  equal((await mini('POST', '/v1/urls/check', { url: '' })).status, 422, 'no link')
  const taxii = await machine('GET', '/taxii2/lists/collections/')
  equal(taxii.headers['content-type'], 'application/taxii+json;version=2.1', 'the type of TAXII')
  const collection = `/taxii2/lists/collections/${taxii.json.collections[0].id}/`
  equal((await machine('GET', collection)).status, 200, 'a collection')
  const objects = await machine('GET', `${collection}objects/?limit=1`)
  equal(objects.json.objects[0].type, 'indicator', 'an object')
  if (Number.isNaN(Date.parse(objects.headers['x-taxii-date-added-first']))) fail('when it was added')
  equal((await machine('GET', `${collection}objects/${objects.json.objects[0].id}/`)).json.objects.length, 1, 'one object')
  equal((await machine('GET', `${collection}objects/indicator--none/`)).status, 404, 'no such object')
  equal((await machine('GET', `${collection}manifest/`)).json.objects[0].id, objects.json.objects[0].id, 'the manifest')
  equal((await machine('GET', `${collection}objects/?added_after=x`)).status, 422, 'a wrong time')
  equal((await machine('GET', '/taxii2/')).json.default, '/taxii2/lists/', 'discovery')
  equal((await machine('GET', '/taxii2/lists/')).json.versions[0], 'application/taxii+json;version=2.1', 'the root')
  equal((await second.call('GET', '/v1/webhooks')).status, 403, 'webhooks for a second reviewer')
  equal((await chief.call('GET', '/v1/webhooks/none/deliveries')).status, 404, 'what a hook that is not there was sent')
  equal((await chief.call('POST', '/v1/webhooks/none/replays')).status, 404, 'a replay of none')
  equal((await chief.call('GET', '/v1/handovers')).json.data.length, 1, 'what was handed over')

  // -- the register of helpers --------------------------------------------------
  const point = {
    kind: 'point', name: '示例服务点', area: ['990102'], valid_from: '2026-01-01', opens: '08:00', closes: '18:00', persons_day: 20,
    links: [{ kind: 'device', value: 'contract-tablet' }, { kind: 'phone', value: '17000000000' }],
  }
  const proposed = await reviewer.call('POST', '/v1/helpers', point)
  equal(proposed.status, 201, `a helper by a reviewer: ${proposed.text}`)
  equal(proposed.json.state, 'proposed', 'what waits for a second person')
  equal(proposed.json.links.map((link) => link.label).join(), '170****0000,…blet', 'labels that give no reference away')
  const helper = `/v1/helpers/${proposed.json.id}`
  const version = (n) => ({ 'If-Match': `"${n}"` })
  equal((await reviewer.call('POST', `${helper}/confirmation`, undefined, version(1))).status, 403, 'a reviewer confirming')
  equal((await second.call('POST', `${helper}/confirmation`)).status, 428, 'a confirmation without If-Match')
  const confirmed = await second.call('POST', `${helper}/confirmation`, undefined, version(1))
  equal(confirmed.json.state, 'in_force', `a confirmation: ${confirmed.text}`)
  equal((await second.call('POST', `${helper}/confirmation`, undefined, version(2))).status, 409, 'a confirmation of nothing')
  equal((await second.call('POST', '/v1/helpers', point)).status, 409, 'the same helper again')
  const mistaken = await second.call('POST', '/v1/helpers', { ...point, area: ['99x'], closes: '07:00', links: [{ kind: 'device' }] })
  equal(mistaken.status, 422, 'a helper with mistakes')
  equal(mistaken.json.errors.map((e) => e.pointer).join(), '/area/0,/closes,/links/0', 'each of them named')
  equal(mistaken.json.errors[0].message, '格式不正确:须为2、4、6、9或12位行政区划代码', 'in Chinese')
  const changed = await second.call('PUT', helper, { ...point, name: '示例服务站', links: confirmed.json.links.map(({ kind, id }) => ({ kind, id })) }, version(2))
  equal(changed.json.links?.length, 2, `a change that keeps the links: ${changed.text}`)
  equal((await second.call('PUT', helper, point, version(2))).status, 412, 'a stale change')
  equal((await reviewer.call('GET', helper)).json.name, '示例服务站', 'one helper')
  equal((await reviewer.call('GET', '/v1/helpers/hlp_none')).status, 404, 'no helper')
  equal((await reviewer.call('GET', `/v1/helpers?kind=point&state=in_force&q=${encodeURIComponent('服务站')}&region=990102001&limit=1`)).json.data.length, 1, 'helpers searched')
  for (const filter of ['kind=friend', 'state=lost', 'region=here', 'cursor=x']) {
    equal((await reviewer.call('GET', `/v1/helpers?${filter}`)).status, 422, `helpers with ${filter}`)
  }
  equal((await second.call('DELETE', helper, undefined, version(3))).status, 422, 'revoking without a reason')
  equal((await second.call('DELETE', `${helper}?reason=${encodeURIComponent('已迁址')}`, undefined, version(3))).json.state, 'revoked', 'a registration revoked')
  equal((await reviewer.call('GET', at('/helper-proposal'))).json.proposal.likely, false, 'what a case proposes to register')
  equal((await reviewer.call('GET', '/v1/cases/cas_none/helper-proposal')).status, 404, 'of no case')

  // -- administration ---------------------------------------------------------
  const sys = await new Person(one).signIn('sys', passwords.sys)
  const made = await sys.call('POST', '/v1/users', { name: 'new.user', display_name: '新用户' })
  equal(made.status, 201, 'a new user')
  equal((await sys.call('POST', '/v1/users', { name: 'new.user', display_name: 'x' })).status, 409, 'the same name')
  equal((await sys.call('POST', '/v1/users', { name: 'New User', display_name: 'x' })).status, 422, 'a wrong name')
  const user = `/v1/users/${made.json.id}`
  equal((await sys.call('PATCH', user, { display_name: '改名' }, { 'If-Match': made.headers.etag })).status, 200, 'a change')
  equal((await sys.call('PATCH', user, { display_name: 'x' }, { 'If-Match': made.headers.etag })).status, 412, 'a stale change')
  equal((await sys.call('PATCH', user, { roles: ['reviewer'] }, { 'If-Match': '"2"' })).status, 403, 'roles by the wrong administrator')
  const sec = await new Person(one).signIn('sec', passwords.sec)
  equal((await sec.call('PATCH', user, { roles: ['reviewer'], region: '41' }, { 'If-Match': '"2"' })).status, 200, 'roles')
  equal((await sec.call('GET', '/v1/users?limit=2')).status, 200, 'users')
  const newKey = await sec.call('POST', '/v1/keys', { name: 'k', caller: 'c', scopes: ['check'] })
  equal(newKey.status, 201, 'a key')
  equal((await sec.call('GET', '/v1/keys')).status, 200, 'keys')
  equal((await sec.call('DELETE', `/v1/keys/${newKey.json.id}`)).status, 204, 'a key revoked')
  equal((await sec.call('GET', '/v1/audit')).status, 403, 'the audit log for another administrator')
  const aud = await new Person(one).signIn('aud', passwords.aud)
  const audit = await aud.call('GET', '/v1/audit?limit=200')
  equal(audit.status, 200, 'the audit log')
  for (const action of ['session.sign_in', 'user.change', 'key.revoke', 'case.', 'helper.proposed', 'helper.confirmed', 'helper.changed', 'helper.revoked', 'case.export', 'case.contacted', 'case.undone']) {
    if (!audit.json.data.some((row) => row.action.startsWith(action))) fail(`the audit log lacks ${action}`)
  }
  await callCaseParts({ machine, reviewer, second, chief, outsider: aud })
  await callLists({ machine, reviewer, second, chief, sys, aud, secrets: [key, ...Object.values(passwords)] })
  equal((await aud.call('DELETE', '/v1/session')).status, 204, 'a sign-out')

  await one.stop()
  for (const secret of [key, ...Object.values(passwords), '13800000000', '17000000000', 'person-dead']) {
    if (one.output.includes(secret)) fail('a secret or personal detail stands in the log')
  }
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path)).map((o) => o.operationId)
  const missing = operations.filter((operation) => !seen.has(operation))
  if (!verdict.json.campaign) missing.splice(missing.indexOf('getCampaign'), missing.includes('getCampaign') ? 1 : 0)
  if (missing.length > 0) fail(`not called: ${missing.join(', ')}`)
  if (wrong.length > 0) fail(`the contract was broken ${wrong.length} times:\n  ${wrong.slice(0, 60).join('\n  ')}`)
  const answers = [...seen.values()].reduce((sum, statuses) => sum + statuses.size, 0)
  console.log(`${operations.length} operations called, ${answers} kinds of answers, all as the contract says`)
})
