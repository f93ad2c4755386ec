// What belongs to a case, called for contract.mjs: evidence files, what is handed down,
// conflicts of interest, what was saved and the form. The case is one of its own.

import { createHash } from 'node:crypto'
import { attempt, equal, fail } from './lib.mjs'

const region = '990104'
const pdf = Buffer.from('%PDF-1.4\n示例回函\n%%EOF\n')
const octets = { 'Content-Type': 'application/octet-stream' }
const because = (text) => `reason=${encodeURIComponent(text)}`
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) // in Shanghai

// A case that holds nothing: of somebody certified before the record of the death came.
async function makeCase(machine) {
  const passed = attempt('parts', { region })
  equal((await machine('POST', '/v1/attempts', passed)).status, 201, 'an attempt of an own region')
  const event = {
    event_id: 'e-parts', person: { ref: passed.person.ref }, kind: 'death_cremation', from: '2026-01-05',
    source: '示例殡仪馆', match: 'id', status: 'confirmed',
  }
  const answer = await machine('POST', '/v1/registry-events', event)
  equal(answer.json.case_ids?.length, 1, `a record of a death before the certification: ${answer.text}`)
  return answer.json.case_ids[0]
}

async function callFiles({ reviewer, second, outsider, at }) {
  const add = (who, query, bytes) => who.call('POST', at(`/files?${query}`), bytes, octets)
  const named = `name=${encodeURIComponent('../回函.pdf')}&purpose=${encodeURIComponent('证明火化日期')}`
  const added = await add(reviewer, named, pdf)
  equal(added.status, 201, `a file: ${added.text}`)
  equal(added.json.name, '回函.pdf', 'its name without a folder')
  equal(added.json.type, 'application/pdf', 'its type')
  equal(added.json.sha256, createHash('sha256').update(pdf).digest('hex'), 'its hash')
  equal(added.json.personal, true, 'taken to show persons')
  const again = await add(reviewer, named, pdf)
  equal(again.status, 409, 'the same file again')
  equal(again.json.errors[0].code, 'file_known', 'and why not')
  const script = await add(reviewer, named, Buffer.from('<script>alert(1)</script>'))
  equal(script.status, 422, 'a script under the name of a PDF')
  equal(script.json.errors[0].code, 'file_type', 'its bytes decide')
  equal((await add(reviewer, 'purpose=x', pdf)).json.errors[0].pointer, '?name', 'a file without a name')
  equal((await add(reviewer, `${named}&personal=perhaps`, pdf)).status, 422, 'a flag that is none')
  equal((await add(outsider, named, pdf)).status, 403, 'a file by who reviews nothing')

  const one = at(`/files/${added.json.id}`)
  const blind = await reviewer.call('GET', one)
  equal(blind.status, 422, 'a look without a reason')
  equal(blind.json.errors[0].pointer, '?reason', 'which is asked for')
  const seen = await second.call('GET', `${one}?${because('复核需要')}`)
  equal(seen.status, 200, 'a look with one')
  equal(seen.bytes.equals(pdf), true, 'the bytes as they were laid in')
  equal(seen.headers['x-content-type-options'], 'nosniff', 'not to be guessed at')
  equal(seen.headers['content-disposition'].startsWith('attachment;'), true, 'a download')
  equal((await second.call('GET', at(`/files/fil_none?${because('复核需要')}`))).status, 404, 'no file')

  const wrongFile = { reason: '传错文件' }
  equal((await second.call('POST', `${one}/withdrawal`, wrongFile)).status, 403, 'withdrawn by another')
  equal((await reviewer.call('POST', `${one}/withdrawal`, { reason: '' })).status, 422, 'withdrawn without a reason')
  const gone = await reviewer.call('POST', `${one}/withdrawal`, wrongFile)
  equal(gone.json.kept, true, `withdrawn, sealed: ${gone.text}`)
  equal(gone.json.sha256, added.json.sha256, 'its hash stays')
  equal((await reviewer.call('POST', `${one}/withdrawal`, wrongFile)).status, 409, 'withdrawn twice')
  equal((await reviewer.call('GET', `${one}?${because('再看')}`)).status, 404, 'out of sight')
}

async function callReferrals({ reviewer, second, outsider, at, etag, claim }) {
  const wish = { unit_region: `${region}001`, unit_name: '示例镇', asked: '请上门见本人', working_days: 3 }
  const send = async (body) => reviewer.call('POST', at('/referrals'), body, await etag())
  equal((await reviewer.call('POST', at('/referrals'), wish)).status, 428, 'handed down without If-Match')
  equal((await send({ ...wish, unit_region: region })).json.errors[0].pointer, '/unit_region', 'handed down to a county')
  equal((await send({ ...wish, working_days: 31 })).status, 422, 'handed down for too long')
  const sent = await send(wish)
  equal(sent.status, 200, `handed down: ${sent.text}`)
  equal(sent.json.state, 'open', 'nobody works on it')
  if (Number.isNaN(Date.parse(sent.json.referred_until))) fail(`the unit has it until ${sent.json.referred_until}`)
  equal((await send(wish)).status, 409, 'handed down while a unit has it')

  const list = await second.call('GET', `/v1/referrals?state=sent&region=${region}&limit=10`)
  equal(list.json.data.length, 1, `what was handed down: ${list.text}`)
  equal('asked' in list.json.data[0], false, 'nothing of persons in a list')
  equal((await second.call('GET', '/v1/referrals?region=990105')).json.data.length, 0, 'of another place')
  equal((await second.call('GET', '/v1/referrals?state=lost')).status, 422, 'in a state that is none')
  equal((await outsider.call('GET', '/v1/referrals')).status, 403, 'for who reviews nothing')
  const one = `/v1/referrals/${list.json.data[0].id}`
  equal((await second.call('GET', one)).json.asked, wish.asked, 'what is asked')
  equal((await second.call('GET', '/v1/referrals/ref_none')).status, 404, 'nothing handed down')

  const found = { findings: '本人健在,已当面核对', found_by: '示例干部', found_on: today() }
  const early = await second.call('POST', `${one}/return`, { ...found, found_on: '2026-01-01' })
  equal(early.json.errors[0].pointer, '/found_on', 'found before it was asked')
  const back = await second.call('POST', `${one}/return`, found)
  equal(back.json.state, 'returned', `returned: ${back.text}`)
  equal(back.json.findings, found.findings, 'with what was found')
  equal((await second.call('POST', `${one}/return`, found)).status, 409, 'returned twice')
  equal((await reviewer.call('POST', `${one}/recall`, { reason: '逾期未回' })).status, 409, 'taken back when it was returned')

  await claim('a claim of what came back')
  equal((await send(wish)).status, 200, 'handed down again')
  const next = (await reviewer.call('GET', '/v1/referrals?state=sent')).json.data.find((row) => row.case_id === sent.json.id)
  const recall = (who, reason) => who.call('POST', `/v1/referrals/${next.id}/recall`, { reason })
  equal((await recall(second, '不再需要')).status, 403, 'taken back by another')
  equal((await recall(reviewer, '')).json.errors[0].pointer, '/reason', 'taken back without a reason')
  const recalled = await recall(reviewer, '已当面核实')
  equal(recalled.status, 200, `taken back: ${recalled.text}`)
  equal(recalled.json.referred_until, null, 'no unit has it')
  equal(recalled.json.state, 'open', 'nor anybody yet')
  equal((await reviewer.call('GET', at(''))).json.referrals.map((row) => row.state).join(), 'returned,recalled', 'what the case says of both')
}

async function callConflicts({ reviewer, second, chief, outsider, at, etag }) {
  const paying = { kind: 'paying', region, note: '城乡居保发放岗' }
  const state = (who, body) => who.call('POST', '/v1/conflicts', body)
  equal((await state(reviewer, { ...paying, kind: 'same_village' })).json.errors[0].pointer, '/region', 'a county is no village')
  equal((await state(outsider, paying)).status, 403, 'stated by who reviews nothing')
  const own = await state(reviewer, paying)
  equal(own.status, 201, `a conflict: ${own.text}`)
  equal(own.json.ended_at, null, 'in force')
  equal((await state(second, { ...paying, account: own.json.account })).status, 403, 'stated for another by no supervisor')
  equal((await state(chief, { ...paying, account: 'usr_nobody' })).json.errors[0].pointer, '/account', 'stated for nobody')
  const kept = await reviewer.call('POST', at('/claim'), undefined, await etag())
  equal(kept.status, 409, 'a claim against it')
  equal(kept.json.type, '/problems/conflict_of_interest', 'and why not')
  const laid = await reviewer.call('POST', at('/files?name=a.txt&purpose=call'), Buffer.from('通话记录'), octets)
  equal(laid.json.type, '/problems/conflict_of_interest', 'nor is a file laid in against it')

  const ids = async (who) => (await who.call('GET', '/v1/conflicts')).json.data.map((row) => row.id)
  equal((await ids(reviewer)).join(), own.json.id, 'one\'s own conflicts')
  equal((await ids(second)).join(), '', 'not those of others')
  equal((await ids(chief)).join(), own.json.id, 'a supervisor sees them')
  equal((await outsider.call('GET', '/v1/conflicts')).status, 403, 'who reviews nothing sees none')

  const moved = { reason: '调离发放岗' }
  const end = (who, id, body) => who.call('POST', `/v1/conflicts/${id}/end`, body)
  equal((await end(reviewer, own.json.id, moved)).status, 403, 'ended by no supervisor')
  equal((await end(chief, own.json.id, {})).json.errors[0].pointer, '/reason', 'ended without a reason')
  equal((await end(chief, 'cfl_none', moved)).status, 404, 'no conflict')
  const ended = await end(chief, own.json.id, moved)
  equal(ended.json.ended_why, moved.reason, `ended: ${ended.text}`)
  equal((await end(chief, own.json.id, moved)).status, 409, 'ended twice')
  const chiefs = await state(chief, paying)
  equal((await end(chief, chiefs.json.id, moved)).json.type, '/problems/same_person', 'nobody frees himself')
  equal((await reviewer.call('POST', at('/claim'), undefined, await etag())).status, 200, 'a claim once it is ended')
}

async function callSavedAndForm({ reviewer, second, outsider, at, etag }) {
  const saved = { saved_yuan: 3639.5, note: '多发待遇已退回' }
  equal((await reviewer.call('POST', at('/saved'), saved)).status, 428, 'what was saved without If-Match')
  const negative = await reviewer.call('POST', at('/saved'), { ...saved, saved_yuan: -1 }, await etag())
  equal(negative.json.errors[0].pointer, '/saved_yuan', 'less than nothing saved')
  const entered = await reviewer.call('POST', at('/saved'), saved, await etag())
  equal(entered.status, 200, `what was saved: ${entered.text}`)
  equal(entered.json.saved_yuan, 3639.5, 'as entered')
  equal(entered.json.saved_by_name, 'rev1', 'and by whom')

  const form = await second.call('GET', at('/form'))
  equal(form.status, 200, 'the form')
  equal(form.headers['x-rows'], '1', 'of one case')
  equal(form.bytes.subarray(0, 4).toString('latin1'), 'PK\x03\x04', 'a spreadsheet')
  equal((await outsider.call('GET', at('/form'))).status, 403, 'the form for who reviews nothing')
  equal((await second.call('GET', '/v1/cases/cas_none/form')).status, 404, 'the form of no case')
}

// `outsider` is signed in with no role of casework and reads the audit log.
export async function callCaseParts({ machine, reviewer, second, chief, outsider }) {
  const id = await makeCase(machine)
  const at = (action) => `/v1/cases/${id}${action}`
  const etag = async () => ({ 'If-Match': (await reviewer.call('GET', at(''))).headers.etag })
  const claim = async (what) => equal((await reviewer.call('POST', at('/claim'), undefined, await etag())).status, 200, what)
  const parts = { reviewer, second, chief, outsider, at, etag, claim }
  await claim('a claim of an own case')
  await callFiles(parts)
  await callReferrals(parts)
  await callConflicts(parts)
  await callSavedAndForm(parts)

  const audit = (await outsider.call('GET', '/v1/audit?limit=200')).json.data.map((row) => row.action)
  for (const action of ['case.file_added', 'case.file_opened', 'case.file_withdrawn', 'case.referred', 'referral.view',
    'case.referral_returned', 'case.referral_recalled', 'conflict.stated', 'conflict.ended', 'case.saved', 'case.form_export']) {
    if (!audit.includes(action)) fail(`the audit log lacks ${action}: ${audit.slice(0, 60).join(' ')}`)
  }
}
