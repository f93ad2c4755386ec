// SIGHUP: a rule or model file that is broken leaves the old snapshot in place
// and says so in log and /readyz; one that is whole takes its place. `analyzer
// check` says the same with file, line and reason.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { equal, fail, main, root } from './lib.mjs'

const kText = '请加工作人员企鹅号领取补贴'

await main(async (service) => {
  const data = mkdtempSync(path.join(tmpdir(), 'analyzer_data_'))
  try {
    for (const part of ['data', 'models/artifacts']) cpSync(path.join(root, part), path.join(data, part), { recursive: true })
    const one = service({ data, settings: { log_level: 'info' } })
    const key = one.addKey('check')
    await one.start()
    const snapshot = async () => /analyzer_snapshot_info\{snapshot="(\w+)"/.exec((await one.call('GET', '/metrics')).text)?.[1] ??
      fail('no snapshot in /metrics')
    const check = async () => {
      const { decided_at, ...answer } = (await one.as(key)('POST', '/v1/check', { text: kText })).json
      return answer
    }
    const reload = async (said) => {
      const since = one.output.length
      one.child.kill('SIGHUP')
      return one.logged(said, since)
    }
    const health = async () => (await one.call('GET', '/readyz')).json.checks.find((c) => c.name === 'snapshot')
    const first = { name: await snapshot(), answer: JSON.stringify(await check()) }

    const rules = path.join(data, 'data/rules/money.toml')
    const whole = readFileSync(rules)
    const lines = whole.toString().split('\n')
    const broken = [
      ['not TOML', (text) => `${text}\n[[rule]\nid = "x"\n`, lines.length + 1],
      ['a pattern that does not parse', (text) => text.replace(/^pattern = .*$/m, "pattern = '('"), undefined],
      ['an unknown field', (text) => text.replace('[[rule]]', '[[rule]]\nwieght = 1'), undefined],
      ['a rule that misses its own example', (text) => text.replace(/^hits = \[/m, 'hits = ["今天天气很好", '), undefined],
    ]
    for (const [what, harm, line] of broken) {
      const text = harm(whole.toString())
      if (text === whole.toString()) fail(`${what}: nothing was changed`)
      writeFileSync(rules, text)
      const said = one.refused('check')
      if (!/money\.toml:\d+/.test(said)) fail(`check of ${what} names neither file nor line: ${said}`)
      if (line && !said.includes(`money.toml:${line}`)) fail(`check of ${what} names another line than ${line}: ${said}`)
      const log = await reload('event=reload_failed')
      if (!log.includes('money.toml')) fail(`the log of ${what} does not name the file: ${log}`)
      equal(await snapshot(), first.name, `snapshot after ${what}`)
      equal(JSON.stringify(await check()), first.answer, `answer after ${what}`)
      equal((await health()).ok, false, `/readyz after ${what}`)
    }
    writeFileSync(rules, whole)

    // A model that is cut short: refused as well, the old one stays.
    const model = path.join(data, 'models/artifacts/text/model.ubj')
    const bytes = readFileSync(model)
    writeFileSync(model, bytes.subarray(0, bytes.length / 2))
    if (!one.refused('check').includes('text')) fail('check does not name the broken model')
    await reload('event=reload_failed')
    equal(await snapshot(), first.name, 'snapshot after a broken model')
    equal(JSON.stringify(await check()), first.answer, 'answer after a broken model')
    writeFileSync(model, bytes)

    // A new rule that is whole.
    writeFileSync(rules, `${whole}
[[rule]]
id = "test.new"
title = "加企鹅号"
zh = "短信要求加企鹅号"
en = "Asks to add a QQ number"
pattern = '企鹅号'
weight = 1.5
group = "test"
tactic = "private_contact"
source = "a test"
hits = ["加企鹅号", "请加工作人员企鹅号", "企鹅号发我"]
misses = ["企鹅很可爱", "认证全程免费", "带身份证到社区窗口"]
`)
    one.command('check')
    await reload('event=reloaded')
    if ((await snapshot()) === first.name) fail('the new rule made no new snapshot')
    equal((await health()).ok, true, '/readyz after a good reload')
    if (!(await check()).reasons.some((r) => r.code === 'test.new')) fail(`the new rule says nothing: ${JSON.stringify(await check())}`)
    await one.stop()
    console.log(`${broken.length} broken rule files and a broken model left the old snapshot in place; a new rule took effect`)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})
