/** Small builders for PromQL: every label value is escaped, every selector written the same way. */

export type Labels = Record<string, string>;

/** `{namespace="agents",name=~"x|y"}`: a value that begins with `~` is a regular expression. */
export function select(metric: string, labels: Labels): string {
  const matchers = Object.entries(labels).map(([label, value]) =>
    value.startsWith('~') ? `${label}=~"${escape(value.slice(1))}"` : `${label}="${escape(value)}"`);
  return matchers.length > 0 ? `${metric}{${matchers.join(',')}}` : metric;
}

export function escape(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
