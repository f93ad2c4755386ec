import { describe, expect, it } from "vitest";
import { helpersOfCsv, partsOf, readCsv } from "./helper_csv";

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
    expect(helpersOfCsv(text)).toEqual([
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
    expect(helpersOfCsv("")).toEqual([]);
  });
});
