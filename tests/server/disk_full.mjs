// A full disk: submissions are answered 503 not_recorded, reads and check go on,
// and once there is space again the service records without a restart.
//
// Needs a small file system of its own: root, or user namespaces.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { attempt, equal, fail, main } from './lib.mjs'

if (!process.env.ANALYZER_DISK_FULL) {
  const tries = [[], ['unshare', '-rm']]
  for (const prefix of tries) {
    const probe = mkdtempSync(path.join(tmpdir(), 'analyzer_disk_'))
    const command = `mount -t tmpfs -o size=24m tmpfs '${probe}' && ANALYZER_DISK_FULL='${probe}' '${process.execPath}' '${process.argv[1]}' '${process.argv[2]}'; code=$?; umount '${probe}' 2>/dev/null; exit $code`
    const can = spawnSync('sh', ['-c', `${prefix.join(' ')} sh -c "mount -t tmpfs -o size=1m tmpfs '${probe}' && umount '${probe}'"`])
    if (can.status === 0) {
      const argv = [...prefix, 'sh', '-c', command]
      const done = spawnSync(argv[0], argv.slice(1), { stdio: 'inherit' })
      rmSync(probe, { recursive: true, force: true })
      process.exit(done.status ?? 1)
    }
    rmSync(probe, { recursive: true, force: true })
  }
  console.log('SKIPPED: no right to mount a small file system here')
  process.exit(0)
}

await main(async (service) => {
  const folder = process.env.ANALYZER_DISK_FULL
  const full = service({ folder })
  const key = full.addKey('attempts:write', 'check')
  await full.start()
  const call = full.as(key)
  const first = await call('POST', '/v1/attempts', attempt(1))
  equal(first.status, 201, 'an attempt with space')

  // Fill the disk to the last page.
  const ballast = path.join(folder, 'ballast')
  const free = () => statfsSync(folder).bavail * statfsSync(folder).bsize
  const chunks = []
  while (free() > 0) {
    const name = `${ballast}${chunks.length}`
    try {
      writeFileSync(name, Buffer.alloc(Math.min(free(), 1 << 20)))
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error
    }
    chunks.push(name)
    if (chunks.length > 100) break
  }

  let recorded = 0
  let refused = 0
  const refusedNumbers = []
  for (let number = 2; number < 2000 && refused < 20; ++number) {
    const answer = await call('POST', '/v1/attempts', attempt(number))
    if (answer.status === 201) {
      ++recorded
      continue
    }
    equal(answer.status, 503, `attempt ${number} on a full disk`)
    equal(answer.json.type, '/problems/not_recorded', `attempt ${number} on a full disk`)
    if (!answer.headers['retry-after']) fail('no Retry-After')
    ++refused
    refusedNumbers.push(number)
  }
  if (refused === 0) fail('the disk never became full')
  const read = await call('GET', `/v1/attempts/${encodeURIComponent(attempt(1).attempt_id)}`)
  equal(read.status, 200, 'a read on a full disk')
  const replay = await call('POST', '/v1/attempts', attempt(1))
  equal(replay.status === 200 || replay.status === 503, true, 'a replay on a full disk')
  const check = await call('POST', '/v1/check', { text: '【社保局】您的养老金认证未完成,24小时内将停发,请点击 hxxp://si-12333.example 办理' })
  equal(check.status, 200, 'check on a full disk')
  equal((await full.call('GET', '/livez')).status, 200, 'livez on a full disk')

  for (const name of chunks) rmSync(name, { force: true })
  let back = 0
  for (const number of refusedNumbers) {
    const answer = await call('POST', '/v1/attempts', attempt(number))
    equal(answer.status, 201, `attempt ${number} with space again (never recorded before)`)
    ++back
  }
  equal((await full.call('GET', '/readyz')).status, 200, 'readyz with space again')
  await full.stop()
  console.log(`${recorded} still fitted, ${refused} answered 503 not_recorded, all ${back} recorded with space again`)
})
