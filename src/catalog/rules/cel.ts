/** A CEL text. */
export function text(value: string): string {
  return JSON.stringify(value);
}

/** A CEL list of texts. */
export function texts(values: string[]): string {
  return `[${values.map(text).join(', ')}]`;
}

/** A CEL list of the names of those containers for which a condition on `c` is true. */
export function offendingContainers(condition: string[], containers: string = 'variables.containers'): string {
  const [first, ...others] = condition;
  return others.length === 0
    ? `${containers}.filter(c, ${first}).map(c, c.name)`
    : `${containers}.filter(c,\n${condition.map((line) => `  ${line}`).join('\n')}\n).map(c, c.name)`;
}

/** The same for long-running containers only: jobs end, and a bare Pod is for interactive use. */
export function offendingServers(...condition: string[]): string {
  return `!(object.kind in ["Deployment", "StatefulSet", "DaemonSet"]) ? [] :\n${
    offendingContainers(condition, 'variables.containers.filter(c, variables.pod.containers.exists(main, main.name == c.name))')}`;
}
