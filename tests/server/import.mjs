// `analyzer import` of a long file: the store's log is emptied as it goes, not only at the end.

import { spawn } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { attempt, equal, fail, main, root, sleep } from './lib.mjs'

const kLines = 3000

await main(async (service) => {
  const one = service()
  const file = path.join(one.folder, 'attempts.jsonl')
  const began = Date.UTC(2026, 2, 2)
  const line = (n) => JSON.stringify(attempt(n, { occurred_at: new Date(began + n * 1000).toISOString() }))
  const log = `${one.folder}/analyzer.db-wal`
  const importing = async (from, to) => {
    writeFileSync(file, Array.from({ length: to - from }, (_, n) => `${line(from + n)}\n`).join(''))
    const args = ['--root', root, 'import', 'attempt', file, '--config', one.config]
    const child = spawn(process.argv[2], args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
    const ended = new Promise((resolve) => child.on('exit', resolve))
    let most = 0
    let done = false
    void ended.then(() => (done = true))
    while (!done) {
      if (existsSync(log)) most = Math.max(most, statSync(log, { throwIfNoEntry: false })?.size ?? 0)
      await sleep(20)
    }
    equal(await ended, 0, `import: ${said}`)
    equal(new RegExp(`^${to - from} recorded, 0 known before, 0 refused`, 'm').test(said), true, `what it says: ${said}`)
    return most
  }
  const few = await importing(0, 500)
  const many = await importing(500, 500 + kLines)
  if (few === 0) fail('no log was ever seen')
  if (many > 2.5 * few) fail(`the log grew to ${many} bytes with ${kLines} lines, ${few} with 500`)
  console.log(`log of at most ${few} bytes with 500 lines, ${many} with ${kLines}`)
})
