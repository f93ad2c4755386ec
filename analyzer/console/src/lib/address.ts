// A link's parts as a person should read them.

export interface HostParts {
  before: string; // sub-domains, which their owner names as he likes
  registered: string; // who was registered: what tells whose it is
}

// `host` parted before its registered domain; all of it is registered where that is
// no ending of it (addresses of numbers, hosts without a dot).
export function hostParts(host: string, registered: string): HostParts {
  const bare = host.replace(/\.+$/, "");
  if (registered === "" || bare === registered || !bare.endsWith(`.${registered}`)) {
    return { before: "", registered: bare };
  }
  return { before: bare.slice(0, bare.length - registered.length), registered };
}

// ":8443" of a link that names a port, else "".
export function portOf(url: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? "";
  return /:\d+$/.exec(authority)?.[0] ?? "";
}

// What stands before "@" in a link: no address, though it may look like one.
export function beforeAt(url: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? "";
  const at = authority.lastIndexOf("@");
  return at < 0 ? "" : authority.slice(0, at);
}

// Path, query and fragment of a link.
export function behindHost(url: string): string {
  const rest = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(url)?.[1] ?? "";
  return rest === "/" ? "" : rest;
}
