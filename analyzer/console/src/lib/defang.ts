// A link in a form that nothing opens by itself.
export function defang(url: string): string {
  return url.replace(/^http/i, "hxxp").replace(/\./g, "[.]");
}

const kHosts = /(?:[a-z0-9\u4e00-\u9fff_-]+\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+|中国|公司|网络|网址)(?![a-z0-9])|(?<=\/\/)\d{1,3}(?:\.\d{1,3}){3}/gi;

// What ends so is a file's name: none of these is a top-level domain.
const kFile = /^[^/]+\.(?:pdf|docx?|xlsx?|csv|txt|jpe?g|png|gif|bmp|webp|tiff?|mp3|mp4|wav|amr|toml)$/i;

// A text with every address in that form; all else stays as it is.
export function defangText(text: string): string {
  return text.replace(/\bhttp(?=s?:\/\/)/gi, "hxxp").replace(kHosts, (host, at: number) => (kFile.test(host) && text[at - 1] !== "/" ? host : host.replace(/\./g, "[.]")));
}

// What a case or a campaign is called. Its own title may name a stranger's host.
export const titleOf = (item: { id: string; title: string }): string => (item.title ? defangText(item.title) : item.id);

// True for one address alone, as against a message that may contain some.
export function isLinkAlone(text: string): boolean {
  const trimmed = text.trim();
  return /^(https?:\/\/\S+|[a-z0-9-]+(\.[a-z0-9-]+)+(\/\S*)?)$/i.test(trimmed) && !/[\u3400-\u9fff]/.test(trimmed);
}
