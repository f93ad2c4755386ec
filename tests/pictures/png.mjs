// Pictures made of numbers, by Node's standard library alone.

import { deflateSync } from 'node:zlib'

const kTable = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; ++k) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})
function crc(bytes) {
  let c = 0xffffffff
  for (const byte of bytes) c = kTable[(c ^ byte) & 0xff] ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}
function chunk(name, data) {
  const out = Buffer.alloc(data.length + 12)
  out.writeUInt32BE(data.length, 0)
  out.write(name, 4, 'latin1')
  data.copy(out, 8)
  out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length)
  return out
}
function head(width, height) {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data[8] = 8 // bits; colour type 0: grey
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', data)])
}

// A grey PNG; `pixel(x, y)` gives 0 to 255; black without.
export function png(width, height, pixel) {
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; pixel && y < height; ++y) {
    for (let x = 0; x < width; ++x) rows[y * (width + 1) + 1 + x] = pixel(x, y)
  }
  return Buffer.concat([head(width, height), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

// Only the head of one.
export const pngHead = (width, height) => head(width, height)

// Noise that no two readers finish quickly; the same for the same seed.
export function noise(width, height, seed = 1) {
  let state = seed
  return png(width, height, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
}

// A QR code from its rows of 0 and 1, `size` pixels a module, with its quiet zone.
export function codePicture(modules, size = 6, inverted = false) {
  const n = modules.length + 8
  return png(n * size, n * size, (x, y) => {
    const on = modules[Math.floor(y / size) - 4]?.[Math.floor(x / size) - 4] === '1'
    return on !== inverted ? 0 : 255
  })
}
