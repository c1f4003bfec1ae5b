const BYTE = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(\\.${BYTE}){3}$`);

/** Whether a host is an IPv4 address and no name. */
export function isAddress(host: string): boolean {
  return IPV4.test(host);
}

/** Whether a host ends like an address: no name does, because no top-level domain is a number. */
export function looksLikeAddress(host: string): boolean {
  return /(^|\.)\d+$/.test(host);
}
