// Messages as phones show them: three kinds of chat, each light and dark, drawn
// by Chromium at the size of a phone's screen.

const kFonts = '"Noto Sans CJK SC", "Noto Sans SC", sans-serif'

// What the three looks have in common is a bar above, bubbles, and a field below.
const kLooks = {
  sms: {
    title: '1069 0000 0000',
    width: 393,
    height: 852,
    size: 17,
    field: '短信/彩信',
    light: { page: '#ffffff', bar: '#f7f7f7', ink: '#111111', dim: '#8a8a8e', them: '#e9e9eb', themInk: '#000000', me: '#34c759', meInk: '#ffffff' },
    dark: { page: '#000000', bar: '#161618', ink: '#f2f2f2', dim: '#98989f', them: '#262629', themInk: '#ffffff', me: '#30d158', meInk: '#ffffff' },
    radius: 18,
    avatar: 0,
  },
  chat: {
    title: '社区便民群(213)',
    width: 360,
    height: 800,
    size: 17,
    field: '',
    light: { page: '#ededed', bar: '#ededed', ink: '#191919', dim: '#9a9a9a', them: '#ffffff', themInk: '#191919', me: '#95ec69', meInk: '#191919' },
    dark: { page: '#111111', bar: '#111111', ink: '#d5d5d5', dim: '#6b6b6b', them: '#2c2c2c', themInk: '#d5d5d5', me: '#3eb575', meInk: '#0b1f12' },
    radius: 5,
    avatar: 40,
  },
  messenger: {
    title: '政务服务通知',
    width: 412,
    height: 915,
    size: 16,
    field: '发消息…',
    light: { page: '#f5f6fa', bar: '#ffffff', ink: '#03081a', dim: '#878b99', them: '#ffffff', themInk: '#03081a', me: '#0099ff', meInk: '#ffffff' },
    dark: { page: '#0f1115', bar: '#1a1c22', ink: '#e6e8ee', dim: '#7b7f8a', them: '#25282f', themInk: '#e6e8ee', me: '#0a6fc2', meInk: '#ffffff' },
    radius: 12,
    avatar: 36,
  },
}
export const looks = Object.keys(kLooks)
export const shades = ['light', 'dark']

const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c])

// The page of one screen. `inside` is HTML of the sender's bubble.
function page(lookName, shade, inside, { mine = '' } = {}) {
  const look = kLooks[lookName]
  const c = look[shade]
  const avatar = look.avatar ? `<i class="face"></i>` : ''
  const reply = mine ? `<div class="row me"><p>${escaped(mine)}</p></div>` : ''
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>
    * { box-sizing: border-box; margin: 0 }
    body { width: ${look.width}px; min-height: ${look.height}px; background: ${c.page}; color: ${c.ink};
           font: ${look.size}px/1.42 ${kFonts}; display: flex; flex-direction: column }
    .status { background: ${c.bar}; display: flex; justify-content: space-between; padding: 10px 22px 6px; font: 600 14px ${kFonts} }
    .title { background: ${c.bar}; text-align: center; padding: 8px 0 12px; font-weight: 600; border-bottom: 1px solid ${c.dim}33 }
    .talk { flex: 1; padding: 14px 12px }
    .time { text-align: center; color: ${c.dim}; font-size: 12px; margin: 6px 0 14px }
    .row { display: flex; gap: 9px; margin-bottom: 16px }
    .row p { background: ${c.them}; color: ${c.themInk}; border-radius: ${look.radius}px; padding: 9px 12px; max-width: 78%;
             white-space: pre-wrap; overflow-wrap: anywhere }
    .row.me { justify-content: flex-end }
    .row.me p { background: ${c.me}; color: ${c.meInk} }
    .face { width: ${look.avatar}px; height: ${look.avatar}px; border-radius: ${lookName === 'chat' ? 4 : 99}px; background: #6f8fae; flex: none }
    .field { background: ${c.bar}; padding: 10px 16px 26px; color: ${c.dim}; border-top: 1px solid ${c.dim}33 }
    .field span { display: block; border: 1px solid ${c.dim}55; border-radius: 16px; padding: 5px 14px; min-height: 34px; background: ${c.page} }
    svg { display: block; width: 190px; height: 190px }
  </style>
  <div class="status"><span>9:41</span><span>5G 87%</span></div>
  <div class="title">${look.title}</div>
  <div class="talk"><div class="time">昨天 16:23</div><div class="row">${avatar}<p>${inside}</p></div>${reply}</div>
  <div class="field"><span>${look.field}</span></div></html>`
}

export const screenOfText = (look, shade, text, options) => page(look, shade, escaped(text), options)

// `modules`: rows of 0 and 1. `inverted`: light modules on dark, as some posters have.
export function screenOfCode(look, shade, modules, { inverted = false, caption = '' } = {}) {
  const [on, off] = inverted ? ['#ffffff', '#202020'] : ['#000000', '#ffffff']
  const n = modules.length
  const squares = modules
    .flatMap((row, y) => [...row].map((bit, x) => (bit === '1' ? `M${x + 4} ${y + 4}h1v1h-1z` : '')))
    .join('')
  return page(
    look,
    shade,
    `<svg viewBox="0 0 ${n + 8} ${n + 8}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="${off}"/>` +
      `<path d="${squares}" fill="${on}"/></svg>${escaped(caption)}`,
  )
}

// Draws each page and returns its bytes. Rows of {html, look, type}; `type` is
// png, jpeg or webp... as the browser can write them.
export async function draw(browser, screens) {
  const out = []
  const contexts = new Map()
  for (const { html, look, type = 'png' } of screens) {
    if (!contexts.has(look)) {
      const { width, height } = kLooks[look]
      const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: width > 400 ? 2.625 : 3 })
      contexts.set(look, await context.newPage())
    }
    const at = contexts.get(look)
    await at.setContent(html)
    out.push(await at.screenshot({ type, fullPage: true, ...(type === 'jpeg' ? { quality: 80 } : {}) }))
  }
  for (const at of contexts.values()) await at.context().close()
  return out
}
