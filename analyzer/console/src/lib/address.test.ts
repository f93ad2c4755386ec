import { describe, expect, it } from "vitest";
import { beforeAt, behindHost, hostParts, portOf } from "./address";

describe("a host", () => {
  it.each([
    ["si.12333.gov.cn.rz8.top", "rz8.top", "si.12333.gov.cn.", "rz8.top"],
    ["rz8.top", "rz8.top", "", "rz8.top"],
    ["xrz8.top", "rz8.top", "", "xrz8.top"],
    ["203.0.113.7", "203.0.113.7", "", "203.0.113.7"],
    ["www.rz8.top.", "rz8.top", "www.", "rz8.top"],
    ["intranet", "", "", "intranet"],
  ])("%s is parted before its registered domain", (host, registered, before, rest) => {
    expect(hostParts(host, registered)).toEqual({ before, registered: rest });
  });
});

describe("a link", () => {
  it.each([
    ["https://si.12333.gov.cn@rz8.top/a", "si.12333.gov.cn", "/a"],
    ["https://a:b@c@rz8.top", "a:b@c", ""],
    ["https://rz8.top/a@b?c#d", "", "/a@b?c#d"],
    ["https://rz8.top/", "", ""],
    ["https://rz8.top?x=1", "", "?x=1"],
    ["weixin://dl/business/?t=1", "", "/business/?t=1"],
    ["not a link", "", ""],
  ])("%s has its parts told", (url, before, behind) => {
    expect(beforeAt(url)).toBe(before);
    expect(behindHost(url)).toBe(behind);
  });
  it.each([
    ["http://203.0.113.7:8080/rz", ":8080"],
    ["http://a:b@rz8.top/x:80", ""],
    ["http://[2001:db8::7]/", ""],
    ["http://[2001:db8::7]:81", ":81"],
  ])("%s has its port told", (url, port) => expect(portOf(url)).toBe(port));
});
