// The README's own examples, run as they stand against the running program, so
// that they stay true.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { equal, fail, main, root } from './lib.mjs'

// What each example must answer: [field, accepted values].
const expected = {
  scam: ['level', ['critical']],
  official_message: ['level', ['low']],
  official_link: ['level', ['official']],
  look_alike: ['level', ['high', 'critical']],
  pass: ['decision', ['pass']],
  review: ['decision', ['review']],
  hold: ['decision', ['hold']],
}

await main(async (service) => {
  const text = readFileSync(path.join(root, 'README.md'), 'utf8')
  const examples = [...text.matchAll(/```sh example=(\w+)\n([\s\S]*?)```/g)]
  equal(examples.map((e) => e[1]).sort().join(), Object.keys(expected).sort().join(), 'examples of the README')
  const running = service()
  const key = running.addKey('check', 'attempts:write', 'reports:write')
  await running.start()
  for (const [, name, command] of examples) {
    const done = spawnSync('bash', ['-c', command], {
      encoding: 'utf8',
      env: { ...process.env, URL: `http://127.0.0.1:${running.port}`, KEY: key },
    })
    if (done.status !== 0) fail(`${name}: ${done.stderr}`)
    const [field, accepted] = expected[name]
    const value = JSON.parse(done.stdout)[field]
    if (!accepted.includes(value)) fail(`${name}: ${field} is ${value}: ${done.stdout}`)
    console.log(`${name}: ${field} ${value}`)
  }
  await running.stop()
})
