// POST /v1/urls/check, the way in for citizens' channels: one sentence, nothing stored unless
// asked, and so often a minute for each key.

import { spawnSync } from 'node:child_process'
import { equal, fail, main } from './lib.mjs'

// Rows of every table, as the file has them.
function rows(service) {
  const count = 'import json, sqlite3, sys; db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True); ' +
    'names = [r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type = \'table\' AND name NOT LIKE \'sqlite%\'")]; ' +
    'print(json.dumps({n: db.execute(f"SELECT count(*) FROM \\"{n}\\"").fetchone()[0] for n in sorted(names)}))'
  const done = spawnSync('python3', ['-c', count, `${service.folder}/analyzer.db`], { encoding: 'utf8' })
  if (done.status !== 0) fail(`the store cannot be counted: ${done.stderr}`)
  return JSON.parse(done.stdout)
}

await main(async (service) => {
  const one = service()
  const mini = one.addKeyOf('mini', ['urls:check'])
  const other = one.addKeyOf('other', ['urls:check'])
  await one.start()
  const ask = (key, body) => one.as(key)('POST', '/v1/urls/check', body)

  // -- one sentence ------------------------------------------------------------------
  const links = [
    ['https://si.12333.gov.cn/', 'official', true],
    ['http://12333-gov.cn.rz8-cert.invalid/rz', 'critical', false],
    ['http://www.liuyin-shitang.com/menu', 'low', false],
  ]
  const before = rows(one)
  if (!(before.observations >= 0)) fail(`the store has other tables by now: ${Object.keys(before)}`)
  for (const [url, level, official] of links) {
    const answer = await ask(mini, { url })
    equal(answer.status, 200, url)
    equal(answer.json.level, level, `level of ${url}`)
    equal(answer.json.official, official, `${url} official`)
    equal(answer.json.stored, false, `${url} stored`)
    const { zh, en } = answer.json.sentence
    if (!/^[^。!?]{6,80}[。!?]$/u.test(zh)) fail(`not one sentence: ${zh}`)
    if (!/^[A-Z][^.!?]{10,200}[.!?]$/.test(en.replace(/\d\.\d/g, ''))) fail(`not one sentence: ${en}`)
    equal(Object.keys(answer.json).sort().join(), 'level,listed,official,sentence,stored', 'and nothing else')
  }
  equal((await ask(mini, { url: 'http://a.invalid/', more: 1 })).status, 422, 'a field that is not there')
  equal(JSON.stringify(rows(one)), JSON.stringify(before), 'rows of the store after checks')

  // -- so often a minute ---------------------------------------------------------------
  const first = await ask(other, { url: links[0][0] })
  equal(first.headers['ratelimit-policy'], '"links";q=600;w=60', 'the policy')
  equal(/^"links";r=(\d+);t=1$/.exec(first.headers.ratelimit)?.[1], '599', `how it stands: ${first.headers.ratelimit}`)
  const answers = await Promise.all(Array.from({ length: 1500 }, () => ask(mini, { url: links[0][0] })))
  const refused = answers.filter((answer) => answer.status === 429)
  const passed = answers.filter((answer) => answer.status === 200)
  equal(refused.length + passed.length, answers.length, 'answered with 200 or 429')
  if (passed.length < 590) fail(`only ${passed.length} of a burst of 600 passed`)
  if (refused.length === 0) fail('1500 at once all passed')
  for (const answer of refused) {
    const pause = Number(answer.headers['retry-after'])
    if (!(pause >= 1 && pause <= 60)) fail(`Retry-After ${answer.headers['retry-after']}`)
    equal(/^"links";r=(\d+);t=\d+$/.exec(answer.headers.ratelimit)?.[1], '0', 'nothing is left')
    equal(answer.headers['content-type'], 'application/problem+json', 'the answer is a problem')
  }
  const beside = await ask(other, { url: links[0][0] })
  equal(beside.status, 200, 'another key is not refused')
  equal((await one.as(mini)('POST', '/v1/check', {})).status, 403, 'nor is anything else of the key')
  equal(JSON.stringify(rows(one)), JSON.stringify(before), 'rows of the store after all of it')
  await new Promise((resolve) => setTimeout(resolve, 1000 * Number(refused[0].headers['retry-after'])))
  equal((await ask(mini, { url: links[0][0] })).status, 200, 'after the pause that was told')

  // -- stored where asked ----------------------------------------------------------------
  const kept = await ask(other, { url: links[1][0], store: true })
  equal(kept.json.stored, true, `stored where asked: ${kept.text}`)
  const after = rows(one)
  equal(after.observations, before.observations + 1, 'observations')
  await one.stop()
  console.log(`of 1500 at once ${passed.length} passed and ${refused.length} were told to wait; no row was written`)
})
