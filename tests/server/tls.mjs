// TLS and mTLS with a CA of the test's own: who gets through the handshake, and
// which certificate an API key counts with.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { attempt, equal, fail, main } from './lib.mjs'

function openssl(...args) {
  const done = spawnSync('openssl', args, { encoding: 'utf8' })
  if (done.status !== 0) fail(`openssl ${args.join(' ')}: ${done.error ?? done.stderr}`)
}

// A folder with CAs and what they signed.
class Certificates {
  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'analyzer_tls_'))
  }
  file(name) {
    return path.join(this.folder, name)
  }
  ca(name) {
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', `/CN=${name}`, '-keyout', this.file(`${name}.key`), '-out', this.file(`${name}.pem`))
    return { ca: this.file(`${name}.pem`), key: this.file(`${name}.key`) }
  }
  sign(ca, name, subject, days = '2') {
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-utf8', '-subj', subject,
      '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', this.file(`${name}.key`), '-out', this.file(`${name}.csr`))
    openssl('x509', '-req', '-in', this.file(`${name}.csr`), '-CA', ca.ca, '-CAkey', ca.key, '-CAcreateserial',
      '-days', days, '-copy_extensions', 'copy', '-out', this.file(`${name}.pem`))
    return { certFile: this.file(`${name}.pem`), keyFile: this.file(`${name}.key`) }
  }
  remove() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

await main(async (service) => {
  const made = new Certificates()
  try {
    const ours = made.ca('ours')
    const theirs = made.ca('theirs')
    const server = made.sign(ours, 'server', '/CN=127.0.0.1')
    const client = (certificate) => ({
      ca: readFileSync(ours.ca),
      agent: undefined,
      ...(certificate && { cert: readFileSync(certificate.certFile), key: readFileSync(certificate.keyFile) }),
    })
    const hall = client(made.sign(ours, 'hall', '/O=Hall/CN=hall'))
    const bank = client(made.sign(ours, 'bank', '/CN=bank'))
    const two = client(made.sign(ours, 'two', '/CN=bank/CN=hall'))
    const forged = client(made.sign(theirs, 'forged', '/CN=hall'))
    const nobody = client()
    // The status, or what ended the connection.
    const tell = async (one, tls, headers = {}, options = {}) => {
      try {
        const { agent, ...rest } = tls
        return (await one.call('POST', '/v1/attempts', { body: attempt('tls'), headers, tls: rest, agent: false, ...options })).status
      } catch (error) {
        return error.code ?? error.message
      }
    }

    // -- TLS alone ------------------------------------------------------------
    const plain = service({ settings: { tls_cert: server.certFile, tls_key: server.keyFile } })
    const key = plain.addKeyOf('hall', ['attempts:write'])
    const bearer = (secret) => ({ Authorization: `Bearer ${secret}` })
    await plain.start()
    equal(plain.secure, true, 'the address is https')
    equal(await tell(plain, nobody, bearer(key)), 201, 'a key over TLS')
    equal(await tell(plain, hall, bearer(key)), 200, 'a certificate that nobody asks for')
    equal(await tell(plain, { ca: readFileSync(theirs.ca) }, bearer(key)), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'a caller that does not know the CA')
    const live = await plain.call('GET', '/livez', { tls: { ca: readFileSync(ours.ca) }, agent: false })
    equal(live.headers['strict-transport-security'], 'max-age=31536000', 'HSTS')
    plain.secure = false
    const spoken = await tell(plain, {}, bearer(key))
    if (spoken === 200 || spoken === 201) fail('plain HTTP was spoken on the TLS port')
    plain.secure = true
    await plain.stop()

    // -- keys need the certificate of their caller; people none ----------------
    const settings = { tls_cert: server.certFile, tls_key: server.keyFile, tls_client_ca: ours.ca }
    const mutual = service({ settings })
    const hall_key = mutual.addKeyOf('hall', ['attempts:write'])
    const bank_key = mutual.addKeyOf('bank', ['attempts:write'])
    await mutual.start()
    const rows = [
      ['the key with its own certificate', hall, hall_key, 201],
      ['the other key with its own certificate', bank, bank_key, 201],
      ['a key without a certificate', nobody, hall_key, 401],
      ['a stolen key with the certificate of another', bank, hall_key, 401],
      ['a certificate with two names', two, hall_key, 401],
      ['a certificate without a key', hall, undefined, 401],
      ['a certificate with a wrong key', hall, 'k'.repeat(40), 401],
    ]
    for (const [what, tls, secret, status] of rows) {
      equal(await tell(mutual, tls, secret ? bearer(secret) : {}), status, what)
    }
    const forged_answer = await tell(mutual, forged, bearer(hall_key))
    if (typeof forged_answer !== 'string') fail(`a certificate of another CA was answered ${forged_answer}`)
    const told = await mutual.call('POST', '/v1/attempts', { body: {}, headers: bearer(hall_key), tls: { ca: readFileSync(ours.ca) }, agent: false })
    equal(told.json.type, '/problems/client_certificate', 'the problem')
    const page = await mutual.call('GET', '/livez', { tls: { ca: readFileSync(ours.ca) }, agent: false })
    equal(page.status, 200, 'a person without a certificate')
    await mutual.stop()

    // -- nobody without a certificate ------------------------------------------
    const closed = service({ settings: { ...settings, tls_client_required: 'all' } })
    const closed_key = closed.addKeyOf('hall', ['attempts:write'])
    await closed.start()
    equal(await tell(closed, hall, bearer(closed_key)), 201, 'with a certificate')
    for (const [what, tls] of [['no certificate', nobody], ['a certificate of another CA', forged]]) {
      const answer = await tell(closed, tls, bearer(closed_key))
      if (typeof answer !== 'string') fail(`${what} was answered ${answer}`)
    }
    await closed.stop()

    // -- settings that cannot work are told before anything listens --------------
    const wrong = [
      [{ tls_cert: server.certFile }, 'tls_key'],
      [{ tls_client_ca: ours.ca }, 'tls_client_ca'],
      [{ ...settings, tls_client_required: 'some' }, 'tls_client_required'],
      [{ ...settings, tls_key: made.file('bank.key') }, 'key'],
      [{ ...settings, tls_cert: made.file('none.pem') }, 'certificate'],
      [{ ...settings, tls_client_ca: made.file('none.pem') }, 'client CA'],
      [{ address: '0.0.0.0' }, 'loopback'],
    ]
    for (const [bad, word] of wrong) {
      const said = service({ settings: bad }).refused('serve')
      if (!said.includes(word)) fail(`${JSON.stringify(bad)}: ${said}`)
    }
    console.log(`TLS, ${rows.length} pairs of key and certificate, handshakes refused, ${wrong.length} wrong settings told`)
  } finally {
    made.remove()
  }
})
