/** Small builders for PromQL: every label value is escaped, every selector written the same way. */

export type Labels = Record<string, string>;

/** `{namespace="agents",name=~"x|y",container!=""}`: a value that begins with `~` is a regular expression, one with `!` is excluded. */
export function select(metric: string, labels: Labels): string {
  const matchers = Object.entries(labels).map(([label, value]) => matcher(label, value));
  return matchers.length > 0 ? `${metric}{${matchers.join(',')}}` : metric;
}

export function escape(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

/** `rate(requests{job="api"}[5m])`. */
export function rate(metric: string, labels: Labels, window: string): string {
  return `rate(${select(metric, labels)}[${window}])`;
}

/** `sum by (namespace, job) (...)`. */
export function aggregate(operator: string, by: string[], expr: string): string {
  return `${operator} by (${by.join(', ')}) (${expr})`;
}

/** Buckets by their bound, as Prometheus 2 writes it (`1`) and as Prometheus 3 does (`1.0`). */
export function bucketBound(bound: number): string {
  const text = `${bound}`;
  return text.includes('.') ? `~${text.replace('.', '\\.')}` : `~${text}(\\.0)?`;
}

function matcher(label: string, value: string): string {
  switch (value[0]) {
    case '~': return `${label}=~"${escape(value.slice(1))}"`;
    case '!': return `${label}!="${escape(value.slice(1))}"`;
    default: return `${label}="${escape(value)}"`;
  }
}
