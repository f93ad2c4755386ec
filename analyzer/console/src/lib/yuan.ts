// Amounts as callers say them: "3万", "2.5万", "三千五", "3,000元"; and as they are shown.

const kDigits: Record<string, number> = { 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 俩: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const kUnits: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const kMost = 100_000_000;

// "三千五" -> 3500: a last digit counts in tenths of the unit before it.
function section(text: string): number | null {
  let total = 0;
  let digit: number | null = null;
  let unit = 1;
  for (const c of text) {
    if (c in kDigits) {
      if (digit !== null && digit !== 0) return null;
      digit = kDigits[c] as number;
      if (digit === 0) unit = 10;
    } else if (c in kUnits) {
      unit = kUnits[c] as number;
      total += (digit ?? 1) * unit;
      digit = null;
    } else {
      return null;
    }
  }
  return total + (digit ?? 0) * (unit > 1 && total > 0 ? unit / 10 : 1);
}

function plain(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const match = /^(\d+(?:\.\d+)?)([十百千])$/.exec(text);
  if (match) return Number(match[1]) * (kUnits[match[2] as string] as number);
  return text === "" ? null : section(text);
}

// Yuan above zero, or null if it cannot be told what is meant.
export function parseYuan(said: string): number | null {
  const text = said.normalize("NFKC").replace(/[\s,，]/g, "").replace(/(元|块钱|块|圆|人民币)$/u, "");
  const at = text.indexOf("万");
  let yuan: number | null;
  if (at < 0) {
    yuan = plain(text);
  } else {
    const [head, tail] = [text.slice(0, at), text.slice(at + 1)];
    const high = plain(head);
    // "三万五" is 35,000; "3万5千" too.
    const low = tail === "" ? 0 : tail.length === 1 && (tail in kDigits || /\d/.test(tail)) ? (plain(tail) ?? NaN) * 1000 : plain(tail);
    yuan = high === null || low === null || Number.isNaN(low) ? null : high * 10000 + low;
  }
  return yuan !== null && Number.isFinite(yuan) && yuan > 0 && yuan <= kMost ? Math.round(yuan * 100) / 100 : null;
}

// "12,000", and where there are fen both digits of them: "23,650.50".
export const showYuan = (yuan: number): string =>
  yuan.toLocaleString("zh-CN", { minimumFractionDigits: Number.isInteger(yuan) ? 0 : 2, maximumFractionDigits: 2 });
