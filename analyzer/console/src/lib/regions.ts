// Provinces, prefectures and counties, by administrative code (GB/T 2260), found by name,
// pinyin initials or code. Counties are there once loadCounties() is done: the first page
// does without. Townships and villages have no names here: their codes are typed.
import { places } from "../text/places";

export interface RegionOption {
  code: string; // six digits
  zh: string; // with what it lies in
  own: string; // without
  en: string;
  initials: string;
}

const kRows = `110000 北京 Beijing bj
120000 天津 Tianjin tj
130000 河北 Hebei hb
140000 山西 Shanxi sx
150000 内蒙古 Inner_Mongolia nmg
210000 辽宁 Liaoning ln
220000 吉林 Jilin jl
230000 黑龙江 Heilongjiang hlj
310000 上海 Shanghai sh
320000 江苏 Jiangsu js
330000 浙江 Zhejiang zj
340000 安徽 Anhui ah
350000 福建 Fujian fj
360000 江西 Jiangxi jx
370000 山东 Shandong sd
410000 河南 Henan hn
420000 湖北 Hubei hb
430000 湖南 Hunan hn
440000 广东 Guangdong gd
450000 广西 Guangxi gx
460000 海南 Hainan hn
500000 重庆 Chongqing cq
510000 四川 Sichuan sc
520000 贵州 Guizhou gz
530000 云南 Yunnan yn
540000 西藏 Tibet xz
610000 陕西 Shaanxi sx
620000 甘肃 Gansu gs
630000 青海 Qinghai qh
640000 宁夏 Ningxia nx
650000 新疆 Xinjiang xj
660000 新疆兵团 XPCC xjbt
710000 台湾 Taiwan tw
810000 香港 Hong_Kong xg
820000 澳门 Macao am`;

export const kRegions: readonly RegionOption[] = kRows.split("\n").map((row) => {
  const [code = "", zh = "", en = "", initials = ""] = row.split(" ");
  return { code, zh, own: zh, en: en.replace("_", " "), initials };
});

const kProvinces = new Map(kRegions.map((r) => [r.code.slice(0, 2), r]));

// A row of the generated lists, called with what it lies in, since many counties share a name.
function readPlace(row: string, above: (code: string) => string): RegionOption {
  const [code = "", name = "", initials = ""] = row.split(" ");
  const zh = above(code) + name;
  return { code, zh, own: name, en: zh, initials };
}

const provinceOf = (code: string) => kProvinces.get(code.slice(0, 2))?.zh ?? "";
const kPrefectures = places.map((row) => readPlace(row, provinceOf));

// Below the provinces: prefectures first, counties behind them once they are there.
export const kPlaces: RegionOption[] = [...kPrefectures];

// Everything that has a name, by its code without the zeros at its end.
const kNamed = new Map([...kRegions, ...kPrefectures].map((r) => [r.code.replace(/(00)+$/, ""), r]));

let loading: Promise<void> | null = null;

// Fetches the counties' names; again after a failure.
export function loadCounties(): Promise<void> {
  loading ??= import("../text/counties").then(({ counties }) => {
    for (const row of counties) {
      const county = readPlace(row, (code) => kNamed.get(code.slice(0, 4))?.zh ?? provinceOf(code));
      kPlaces.push(county);
      kNamed.set(county.code, county);
    }
  }, () => {
    loading = null;
  });
  return loading;
}

const kMostOffered = 40;

const kAfterProvince = /^(省|市|特别行政区|(壮族|回族|维吾尔)?自治区)/;
const kAfterName = /(自治[州县旗]|地区|[市县区旗盟])$/;

// How much of the start of `text` names the place; `short`: also without 县, 市 or the like.
function namedBy(text: string, { own }: RegionOption, short: boolean): number {
  if (text.startsWith(own)) return own.length;
  const bare = own.replace(kAfterName, "");
  return short && bare.length > 1 && text.startsWith(bare) ? bare.length : 0;
}

// The places that an address as it is said begins with, the nearest alone: of
// "河南省周口市太康县清集镇" and "河南太康" the county. Several share a name now and then.
function addressed(text: string): RegionOption[] {
  const province = kRegions.find(({ zh }) => text.startsWith(zh));
  const rest = province ? text.slice(province.zh.length).replace(kAfterProvince, "") : text;
  const below = kPlaces.filter(({ code }) => !province || code.startsWith(province.code.slice(0, 2)));
  const city = below.find((r) => r.code.endsWith("00") && namedBy(rest, r, province !== undefined) > 0);
  const after = city ? rest.slice(namedBy(rest, city, true)) : rest;
  const counties = below.filter((r) =>
    !r.code.endsWith("00") && (!city || r.code.startsWith(city.code.slice(0, 4))) && namedBy(after, r, Boolean(province ?? city)) > 0);
  const exact = counties.filter(({ own }) => after.startsWith(own));
  if (counties.length > 0) return exact.length > 0 ? exact : counties;
  return city ? [city] : [];
}

// What an address names first, then provinces; what lies below them only once something is typed.
export function findRegions(typed: string): RegionOption[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [...kRegions];
  const fits = (r: RegionOption) =>
    r.zh.includes(wanted) || r.en.toLowerCase().startsWith(wanted) || r.initials.startsWith(wanted) || r.code.startsWith(wanted);
  const provinces = kRegions.filter((r) => fits(r) || wanted.startsWith(r.zh));
  return [...new Set([...addressed(wanted), ...provinces, ...kPlaces.filter(fits)])].slice(0, kMostOffered);
}

// What a field for a region offers for what was typed: "370000 山东".
export function regionOptions(typed: string, language: string): { value: string; label: string }[] {
  return findRegions(typed).map((r) => {
    const value = `${r.code} ${language === "en" ? r.en : r.zh}`;
    return { value, label: value };
  });
}

const kInvented = "99"; // of demos and tests

// What is known of where a code lies: its own name, or that of what it lies in.
// `told` is the server's name of it, which knows the counties before this page does.
function nearest(code: string, told = ""): { zh: string; exact: boolean } {
  const own = code.replace(/(00)+$/, "");
  const [province, city, county] = [2, 4, 6].map((length) => (own.length >= length ? kNamed.get(own.slice(0, length))?.zh : undefined));
  const exact = own.length <= 2 || (own.length <= 4 && city !== undefined) || (own.length <= 6 && (county !== undefined || (city !== undefined && told !== "" && !told.endsWith(city.slice((province ?? "").length)))));
  return { zh: county ?? city ?? province ?? "", exact };
}

// A place by name: the server's, else the nearest known; without its code.
export function placeName(code: string | null | undefined, name: string | null | undefined, language: string): string {
  const english = language === "en";
  if (!code) return name ?? "";
  if (code.startsWith(kInvented)) return name || (english ? "Demo region" : "演示地区");
  if (english) return kProvinces.get(code.slice(0, 2))?.en ?? code;
  return name || nearest(code).zh || code;
}

// The same with the code behind it wherever the name alone would be too wide.
export function placeOf(of: { region?: string | null; region_name?: string | null }, language: string): string {
  const name = placeName(of.region, of.region_name, language);
  if (!of.region || name === of.region) return name;
  const exact = language === "en" ? /^..(00)*$/.test(of.region) : nearest(of.region, of.region_name ?? "").exact;
  return exact ? name : `${name} ${of.region}`;
}

// The code that `typed` stands for, "" for nothing typed, null for what is no region.
export function regionCode(typed: string): string | null {
  const wanted = typed.trim();
  if (wanted === "") return "";
  if (/^(\d{6}|\d{9}|\d{12})$/.test(wanted)) return wanted;
  const leading = /^(\d{6})\s/.exec(wanted);
  if (leading) return leading[1] as string;
  const named = kRegions.filter((r) => r.zh === wanted || r.en.toLowerCase() === wanted.toLowerCase());
  if (named.length === 1) return (named[0] as RegionOption).code;
  const below = kPlaces.filter((r) => r.zh === wanted || r.zh.endsWith(wanted));
  const told = below.length === 1 ? below : addressed(wanted);
  return wanted.length > 1 && told.length === 1 ? (told[0] as RegionOption).code : null;
}

// The digits that every code within the place typed begins with: "4113" for 南阳市; "" for
// nothing typed, null for what is no place.
export function regionPrefix(typed: string): string | null {
  const wanted = typed.trim();
  if (/^\d*$/.test(wanted)) return wanted.length === 1 || wanted.length > 12 ? null : wanted;
  return regionCode(wanted)?.replace(/(00)+$/, "") ?? null;
}
