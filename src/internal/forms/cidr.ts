/** Without leading zeros: some readers take those for octal numbers, and Kubernetes refuses them. */
const NUMBER = '(0|[1-9][0-9]{0,2})';
const CIDR = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}\\.${NUMBER}/${NUMBER}$`);

/** Whether a string is an IPv4 range in CIDR notation. */
export function isCidr(text: string): boolean {
  const [, ...numbers] = CIDR.exec(text) ?? [];
  const [prefix, ...octets] = numbers.map(Number).reverse();
  return numbers.length > 0 && prefix <= 32 && octets.every((octet) => octet <= 255);
}
