// One door to the server: cookies, CSRF token, language, ETags and problems.
import type { Problem } from "./types";

// A request that the server refused or that did not reach it.
export class CallError extends Error {
  constructor(
    readonly status: number, // 0: no answer
    readonly problem: Problem | null,
    readonly retryAfter: number | null, // seconds
  ) {
    super(problem?.title ?? `HTTP ${status}`);
  }

  // The stable last part of the problem's type, "" if there is none.
  get name(): string {
    return this.problem?.type.split(/[/:]/).pop() ?? "";
  }
}

export interface Answer<T> {
  body: T;
  status: number;
  etag: string | null;
  cut?: boolean; // of a file: more rows there were than are in it
}

interface Options {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  file?: Blob; // sent as it is, in place of a body
  etag?: string;
  asFile?: boolean; // the answer is a file, given as it is
  signal?: AbortSignal;
}

let csrfToken = "";
let language = "zh-CN";
let whenSignedOut: () => void = () => {};

export function setCsrfToken(token: string): void {
  csrfToken = token;
}
export function setRequestLanguage(tag: string): void {
  language = tag;
}
// `listener` runs whenever the server no longer knows the session.
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

function address(path: string, query: Options["query"]): string {
  const parts = Object.entries(query ?? {}).filter(([, v]) => v !== undefined && v !== "");
  if (parts.length === 0) return path;
  return `${path}?${new URLSearchParams(parts.map(([k, v]) => [k, String(v)])).toString()}`;
}

async function readProblem(response: Response): Promise<Problem | null> {
  if (!response.headers.get("content-type")?.includes("json")) return null;
  try {
    return (await response.json()) as Problem;
  } catch {
    return null;
  }
}

export async function call<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": language };
  if (method !== "GET") headers["X-CSRF-Token"] = csrfToken;
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.file) headers["Content-Type"] = options.file.type;
  if (options.etag) headers["If-Match"] = options.etag;
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body: options.file ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      credentials: "same-origin",
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new CallError(0, null, null);
  }
  if (!response.ok) {
    const after = Number(response.headers.get("retry-after") ?? "");
    const problem = await readProblem(response);
    if (response.status === 401 && path !== "/v1/session") whenSignedOut();
    throw new CallError(response.status, problem, Number.isFinite(after) && after > 0 ? after : null);
  }
  if (options.asFile) {
    const cut = response.headers.get("x-rows-cut") === "true";
    return { body: (await response.blob()) as T, status: response.status, etag: null, cut };
  }
  const body = response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  return { body, status: response.status, etag: response.headers.get("etag") };
}
