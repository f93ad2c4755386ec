// A link in a form that nothing opens by itself.
export function defang(url: string): string {
  return url.replace(/^http/i, "hxxp").replace(/\./g, "[.]");
}

// True for one address alone, as against a message that may contain some.
export function isLinkAlone(text: string): boolean {
  const trimmed = text.trim();
  return /^(https?:\/\/\S+|[a-z0-9-]+(\.[a-z0-9-]+)+(\/\S*)?)$/i.test(trimmed) && !/[\u3400-\u9fff]/.test(trimmed);
}
