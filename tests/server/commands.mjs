// The commands that keep a site: import, backup, restore, purge, check; each
// with what it must refuse.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { attempt, equal, fail, main, root } from './lib.mjs'

const lines = (rows) => rows.map((row) => JSON.stringify(row) + '\n').join('')
const counts = (printed) =>
  Object.fromEntries([...printed.matchAll(/^ {2}(\w+)\s+(\d+)$/gm)].map((m) => [m[1], Number(m[2])]))

async function importing(service) {
  const one = service()
  const write = (name, text) => {
    writeFileSync(path.join(one.folder, name), text)
    return path.join(one.folder, name)
  }
  const key = one.addKeyOf('import', ['attempts:write', 'reports:write', 'registry:write'])
  // Plain bodies and lines as `analyzer score` takes them.
  const attempts = [attempt('i1'), { attempt: attempt('i2') }, attempt('i3')]
  const file = write('attempts.jsonl', lines(attempts) + '\n')
  equal(one.command('import', 'attempt', file).trim(), '3 recorded, 0 known before, 0 refused', 'attempts')
  equal(one.command('import', 'attempt', file).trim(), '0 recorded, 3 known before, 0 refused', 'the same again')

  const csv = write('attempts.csv',
    '\ufeffattempt_id,occurred_at,channel,outcome,region,person.ref,person.age,biometric.face_match,device.rooted,person.special\r\n' +
      `c1,2026-03-02T01:30:00Z,bank,passed,990102,"p ""1"", east",71,0.83,false,\r\n` +
      `007,2026-03-02T01:31:00Z,bank,passed,990102,0012,,,,\r\n`)
  equal(one.command('import', 'attempt', csv).trim(), '2 recorded, 0 known before, 0 refused', 'attempts from CSV')

  const reports = write('reports.csv',
    'report_id,received_at,source,text,suspect.wechat\n' +
      'r1,2026-03-02T02:00:00Z,12333,"【社保局】您的养老金认证未完成,\n24小时内将停发,\n请点击 http://rz8-cert.invalid/rz",wx_lure_1\n' +
      'r2,2026-03-02T02:00:00Z,12333,too,many,cells\n' +
      'r3,2026-03-02T02:00:00Z,12333\n')
  const reported = one.attempt('import', 'report', reports)
  equal(reported.stdout.trim(), '1 recorded, 0 known before, 2 refused', `reports from CSV: ${reported.stderr}`)
  for (const word of ['line 5: 6 cells', 'line 6: 3 cells']) if (!reported.stderr.includes(word)) fail(`${word} is not named: ${reported.stderr}`)

  const registry = write('registry.jsonl', lines([
    { event_id: 'g1', person: { ref: 'person-i1' }, kind: 'death_cremation', from: '2026-01-05', source: 'civil affairs', match: 'id', status: 'confirmed' },
  ]))
  equal(one.command('import', 'registry', registry).trim(), '1 recorded, 0 known before, 0 refused', 'registry events')

  // Bad lines are named, the good ones recorded, the exit code is 1.
  const mixed = write('mixed.jsonl', lines([attempt('i4')]) + '{"attempt_id":\n' + lines([attempt('i5', { lifeness: 1 }), attempt('i6')]))
  const done = one.attempt('import', 'attempt', mixed)
  equal(done.status, 1, 'exit code of a file with bad lines')
  equal(done.stdout.trim(), '2 recorded, 0 known before, 2 refused', 'what is said of it')
  for (const word of ['line 2:', 'line 3:', '/lifeness']) if (!done.stderr.includes(word)) fail(`${word} is not named: ${done.stderr}`)
  const helpers = path.join(one.folder, 'helpers.csv')
  const head = 'kind,name,area,weekdays,opens,closes,persons_day,device,phone'
  const home = 'nursing_home,"Home, east",990102;990103,mon;tue,08:00,17:30,40,tablet-1; tablet-2,13900005678'
  writeFileSync(helpers, [head, home, 'point,Fair,99x,,,,,stand,', 'staff,Clerk,990102,,,,many,desk,', home, ''].join('\n'))
  const registered = one.attempt('import', 'helpers', helpers, '--source', 'register-2026')
  equal(registered.status, 1, 'exit code of helpers with mistakes')
  equal(registered.stdout.trim(), '1 registered, 1 known before, 2 refused', 'helpers')
  for (const told of ['line 3', '/area/0', 'line 4', '/persons_day']) {
    if (!registered.stderr.includes(told)) fail(`helpers: ${told} is not told in ${registered.stderr}`)
  }

  one.refused('import', 'attempt', path.join(one.folder, 'none.jsonl'))
  equal(one.attempt('import', 'person', file).status, 2, 'exit code of a wrong use')

  await one.start()
  const call = one.as(key)
  for (const id of [attempt('i1').attempt_id, attempt('i2').attempt_id, 'c1', '007', attempt('i6').attempt_id]) {
    equal((await call('GET', `/v1/attempts/${id}`)).status, 200, `imported attempt ${id}`)
  }
  const csvAgain = await call('POST', '/v1/attempts', {
    attempt_id: 'c1', occurred_at: '2026-03-02T01:30:00Z', channel: 'bank', outcome: 'passed', region: '990102',
    person: { ref: 'p "1", east', age: 71 }, biometric: { face_match: 0.83 }, device: { rooted: false },
  })
  equal(csvAgain.status, 200, 'the CSV line and the body that it means are one attempt')
  equal((await call('GET', '/v1/reports/r1')).json.level === 'low', false, 'the imported report is judged')
  await one.stop()
  return 'import'
}

async function keeping(service) {
  const one = service()
  const key = one.addKey('attempts:write')
  await one.start()
  const call = one.as(key)
  const answers = new Map()
  for (let i = 0; i < 40; ++i) {
    const dead = i % 10 === 0 ? { registry: [{ kind: 'death_cremation', on: '2025-12-11', source: 'x' }] } : {}
    const answer = await call('POST', '/v1/attempts', attempt(`k${i}`, dead))
    equal(answer.status, 201, `attempt ${i}`)
    answers.set(i, { body: attempt(`k${i}`, dead), text: answer.text })
  }
  const copy = path.join(one.folder, 'copy.db')
  one.command('backup', copy) // while it runs
  const later = await call('POST', '/v1/attempts', attempt('later'))
  equal(later.status, 201, 'an attempt after the backup')
  one.refused('backup', copy) // never over an older one
  // Beside a running service none may start that counts for itself.
  const lines_file = path.join(one.folder, 'beside.jsonl')
  writeFileSync(lines_file, lines([attempt('beside')]))
  const erasing = ['purge', '--observations-days', '1', '--execute'] // it would go on counting what went
  for (const args of [['serve'], ['import', 'attempt', lines_file], ['restore', copy], erasing]) {
    const said = one.refused(...args)
    if (!said.includes('in use')) fail(`${args[0]} beside the service: ${said}`)
  }
  equal((await call('POST', '/v1/attempts', attempt('k0', { registry: answers.get(0).body.registry }))).text, answers.get(0).text, 'the running service is unharmed')
  await one.stop()

  one.command('restore', copy)
  if (!existsSync(path.join(one.folder, 'analyzer.db.before-restore'))) fail('what was there is not kept')
  one.refused('restore', copy) // what was kept from before stands in the way
  await one.start()
  for (const [i, { body, text }] of answers) {
    const again = await one.as(key)('POST', '/v1/attempts', body)
    equal(again.status, 200, `attempt ${i} after the restore`)
    equal(again.text, text, `answer of attempt ${i} after the restore`)
  }
  equal((await one.as(key)('GET', `/v1/attempts/${attempt('later').attempt_id}`)).status, 404, 'what came after the backup')
  await one.stop()
  one.command('check', '--audit', path.join(one.folder, 'analyzer.db'))
  one.command('check', '--store', path.join(one.folder, 'analyzer.db'))

  // With another key file the copy does not open.
  const stranger = service()
  stranger.command('restore', copy)
  const said = stranger.refused('serve')
  if (!said.includes('key')) fail(`the wrong key is not named: ${said}`)
  // What is no database is not put in the place of one.
  const junk = path.join(one.folder, 'junk.db')
  writeFileSync(junk, 'no database at all, however long it is '.repeat(200))
  one.refused('restore', junk)
  one.command('check', '--store', path.join(one.folder, 'analyzer.db'))

  // Purge: a dry run only counts, --execute erases, audit and open cases stay.
  const database = path.join(one.folder, 'analyzer.db')
  const aged = spawnSync('python3', ['-c', `
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute('UPDATE observations SET arrived_at = arrived_at - 100 * 86400 * 1000')
`, database], { encoding: 'utf8' })
  equal(aged.status, 0, `a hundred days go by: ${aged.stderr}`)
  equal(counts(one.command('purge', '--observations-days', '200')).observations, 0, 'what is not that old')
  const age = ['purge', '--observations-days', '30']
  const dry = counts(one.command(...age))
  if (!(dry.observations > 0)) fail(`the dry run counts nothing: ${JSON.stringify(dry)}`)
  equal(JSON.stringify(counts(one.command(...age))), JSON.stringify(dry), 'a second dry run')
  const wiped = counts(one.command(...age, '--execute'))
  equal(JSON.stringify(wiped), JSON.stringify(dry), 'what is erased is what was counted')
  equal(counts(one.command(...age)).observations ?? 0, 0, 'observations left to erase')
  if (!/audit +[1-9]\d* rows/.test(one.command('check', '--audit', database))) fail('the audit log is gone')
  await one.start()
  let kept = 0
  for (const { body } of answers.values()) {
    const status = (await one.as(key)('GET', `/v1/attempts/${body.attempt_id}`)).status
    if (body.registry) equal(status, 200, `${body.attempt_id}, whose case is open`)
    if (status === 200) ++kept
  }
  equal(kept, 40 - dry.observations, 'attempts kept')
  await one.stop()

  // One person, wherever they appear; not where a case is still open.
  await one.start()
  const [gone, other] = [attempt('gone'), attempt('other')]
  for (const body of [gone, other]) equal((await one.as(key)('POST', '/v1/attempts', body)).status, 201, body.attempt_id)
  await one.stop()
  const erase = (body, ...more) => counts(one.command('purge', '--person-ref', body.person.ref, ...more))
  equal(erase(gone).observations, 1, 'observations of one person, counted')
  // Only by the key file that the database was written with, and none is made for it.
  const keyFile = path.join(one.folder, 'site.key')
  const away = keyFile + '.away'
  renameSync(keyFile, away)
  const keyless = one.refused('purge', '--person-ref', gone.person.ref, '--execute')
  if (!keyless.includes('no key file')) fail(`purge without the key file: ${keyless}`)
  if (existsSync(keyFile)) fail('a key file was made to erase by')
  const other_site = service()
  other_site.addKey('attempts:write')
  await other_site.start()
  await other_site.stop()
  cpSync(path.join(other_site.folder, 'site.key'), keyFile)
  const wrong = one.refused('purge', '--person-ref', gone.person.ref, '--execute')
  if (!wrong.includes('not the key file')) fail(`purge with another key file: ${wrong}`)
  renameSync(away, keyFile)
  if (!existsSync(database + '.windows')) fail('no windows were saved, so nothing is shown by their absence')
  equal(erase(gone, '--execute').observations, 1, 'observations of one person, erased')
  if (existsSync(database + '.windows')) fail('the saved windows still count the erased')
  const noted = spawnSync('python3', ['-c', `
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute("SELECT object, result, cause FROM audit WHERE action = 'store.purged' ORDER BY number"):
    print(*row, sep='|')
`, database], { encoding: 'utf8' })
  const log = noted.stdout.trim().split('\n')
  equal(log.length, 2, `erasures in the audit log: ${noted.stdout}${noted.stderr}`)
  if (!/^retention\|ok\|observations_days 30: .*observations \d+/.test(log[0])) fail(`the log says ${log[0]}`)
  if (!/^person\|ok\|one person: observations 1/.test(log[1])) fail(`the log says ${log[1]}`)
  if (noted.stdout.includes(gone.person.ref)) fail('the audit log names the erased')
  const dead = answers.get(0).body
  equal(erase(dead, '--execute').observations, 0, 'of a person whose case is open')
  await one.start()
  const there = async (body) => (await one.as(key)('GET', `/v1/attempts/${body.attempt_id}`)).status
  equal(await there(gone), 404, 'the erased person')
  equal(await there(other), 200, 'another person')
  equal(await there(dead), 200, 'the person with an open case')
  await one.stop()
  for (const suffix of ['', '-wal']) {
    const file = database + suffix
    if (existsSync(file) && readFileSync(file).includes(gone.attempt_id)) fail(`${file} still holds the erased attempt's id`)
  }
  return 'backup, restore, purge'
}

// A database that does not open any more: what it committed last lies in its log alone.
async function damaged(service) {
  const one = service()
  const key = one.addKey('attempts:write')
  await one.start()
  equal((await one.as(key)('POST', '/v1/attempts', attempt('d1'))).status, 201, 'an attempt')
  const copy = path.join(one.folder, 'copy.db')
  one.command('backup', copy)
  equal((await one.as(key)('POST', '/v1/attempts', attempt('d2'))).status, 201, 'an attempt after the backup')
  await one.kill()
  const database = path.join(one.folder, 'analyzer.db')
  const log = readFileSync(database + '-wal')
  if (log.length === 0) fail('there is no log, so nothing is shown')
  writeFileSync(database, 'no database at all, however long it is '.repeat(200))
  one.command('restore', copy)
  if (!readFileSync(database + '.before-restore').includes('no database at all')) fail('the database is not kept')
  if (!readFileSync(database + '.before-restore-wal').equals(log)) fail('the log of the database is not kept with it')
  await one.start()
  equal((await one.as(key)('GET', `/v1/attempts/${attempt('d1').attempt_id}`)).status, 200, 'what the backup holds')
  equal((await one.as(key)('GET', `/v1/attempts/${attempt('d2').attempt_id}`)).status, 404, 'what came after it')
  await one.stop()
  return 'restore over a damaged database'
}

// A rule file that is wrong: file, line and reason, exit code 1.
async function checking(service) {
  const data = mkdtempSync(path.join(tmpdir(), 'analyzer_check_'))
  try {
    for (const part of ['data', 'models/artifacts']) cpSync(path.join(root, part), path.join(data, part), { recursive: true })
    const one = service({ data })
    one.command('check')
    const harms = [
      ['data/rules/threat.toml', (text) => text.replace('[[rule]]', '[[rule]\n'), /threat\.toml:\d+: /],
      ['data/rules/threat.toml', (text) => text.replace(/^weight = .*$/m, 'weight = 90'), /threat\.toml:\d+: .*weight/],
      ['data/rules/threat.toml', (text) => text.replace(/^hits = \[/m, 'hits = ["今天天气很好", '), /threat\.toml:\d+: .*(hit|match)/],
      ['data/policy.toml', (text) => `${text}\nno_such_setting = 1\n`, /policy\.toml:\d+: .*no_such_setting/],
      ['data/official.toml', (text) => text.replace('hosts = ["gov.cn"]', 'hosts = ["not a host"]'), /official\.toml:\d+: /],
    ]
    for (const [name, harm, expected] of harms) {
      const file = path.join(data, name)
      const whole = readFileSync(file, 'utf8')
      if (harm(whole) === whole) fail(`${name}: nothing was changed`)
      writeFileSync(file, harm(whole))
      const said = one.refused('check')
      if (!expected.test(said)) fail(`${expected} is not what check says: ${said}`)
      writeFileSync(file, whole)
    }
    one.command('check') // whole again
    writeFileSync(one.config, 'port = 8443\n\nprot = 1\n')
    const said = one.refused('check')
    if (!/config\.toml:3: .*prot/.test(said)) fail(`the wrong setting: ${said}`)
    return `check (${harms.length} broken files)`
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

await main(async (service) => {
  const done = []
  for (const part of [importing, keeping, damaged, checking]) done.push(await part(service))
  console.log(`${done.join('; ')}: as they say`)
})
