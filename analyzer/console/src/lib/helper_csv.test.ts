import { describe, expect, it } from "vitest";
import type { NewHelper } from "../api/types";
import { fill, type TextKey } from "../text";
import { zh } from "../text/zh";
import { columnOfPointer, headOf, helpersOfCsv, kColumns, partsOf, readCsv, textOfFile } from "./helper_csv";

const words = {
  t: (key: TextKey, values?: Record<string, string | number>) => fill(zh[key], values),
  word: (prefix: string, value: string | null | undefined) => (zh as Record<string, string>)[`${prefix}.${value}`] ?? String(value),
};

describe("a register as CSV", () => {
  it("hides commas and line ends in quotes, and counts lines of the file", () => {
    const rows = readCsv('\uFEFFa,b\r\n"1,\n2","say ""x"""\r\n\r\n,\n3,4');
    expect(rows).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1,\n2", 'say "x"'] },
      { line: 6, cells: ["3", "4"] },
    ]);
  });

  it("splits references at semicolons of either width", () => {
    expect(partsOf(" d1; d2;d3 ;")).toEqual(["d1", "d2", "d3"]);
  });

  it("makes each row the body of a registration", () => {
    const text = "kind,name,area,weekdays,opens,persons_day,device,phone,note\n" +
      "staff,李村,990101001202;990101001203,mon;tue,08:00,20,dev-1;dev-2,,\n" +
      "point,西街,990101,,,many,,13900005678,集市\n";
    expect(helpersOfCsv(text, words)).toEqual([
      {
        line: 2,
        body: {
          kind: "staff", name: "李村", area: ["990101001202", "990101001203"], weekdays: ["mon", "tue"], opens: "08:00",
          persons_day: 20, links: [{ kind: "device", value: "dev-1" }, { kind: "device", value: "dev-2" }],
        },
      },
      {
        line: 3,
        body: {
          kind: "point", name: "西街", area: ["990101"], persons_day: "many", note: "集市",
          links: [{ kind: "phone", value: "13900005678" }],
        },
      },
    ]);
    expect(helpersOfCsv("", words)).toEqual([]);
  });

  it("takes heads and words in Chinese for those of the contract", () => {
    const text = "类别,名称,区域,服务日,开始时间,每天预计人数,核定床位,截止日,设备,手机号,备注\n" +
      "养老机构,示例敬老院,990102,周一;周三,08:00,30,120,2027-01-01,dev-1,13900005678,东院\n";
    expect(helpersOfCsv(text, words)).toEqual([{
      line: 2,
      body: {
        kind: "nursing_home", name: "示例敬老院", area: ["990102"], weekdays: ["mon", "wed"], opens: "08:00", persons_day: 30, beds: 120,
        valid_until: "2027-01-01", note: "东院", links: [{ kind: "device", value: "dev-1" }, { kind: "phone", value: "13900005678" }],
      },
    }]);
  });

  it("offers heads that it takes back, each its own", () => {
    const heads = kColumns.map((column) => headOf(column, words));
    expect(new Set(heads).size).toBe(kColumns.length);
    const [row] = helpersOfCsv(`${heads.join(",")}\n${kColumns.map((column) => `${column}!`).join(",")}`, words);
    expect(Object.keys(row?.body ?? {}).sort()).toEqual(["area", "beds", "closes", "kind", "links", "name", "note", "opens", "persons_day", "persons_week", "valid_from", "valid_until", "weekdays"]);
    expect(row?.body.links).toHaveLength(7);
  });

  it("leaves what is no column of ours to the server", () =>
    expect(helpersOfCsv("名称,颜色\n甲,红", words)[0]?.body).toMatchObject({ name: "甲", 颜色: "红" }));

  const body = { kind: "staff", name: "x", area: [], links: [{ kind: "device", value: "a" }, { kind: "phone", value: "1" }] } as NewHelper;
  it.each([
    ["/area/0", "区域"], ["/links/1/value", "手机号"], ["/links", "识别依据"], ["/颜色", "颜色"], ["", ""],
  ])("calls %s by the column it came from: %s", (pointer, name) => expect(columnOfPointer(pointer, body, words)).toBe(name));

  it("reads a file in UTF-8 and one in GB 18030", () => {
    expect(textOfFile(new TextEncoder().encode("名称").buffer as ArrayBuffer)).toBe("名称");
    expect(textOfFile(new Uint8Array([0xc3, 0xfb, 0xb3, 0xc6]).buffer)).toBe("名称");
  });
});
