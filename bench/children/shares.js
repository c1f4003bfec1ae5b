/** Whose code a function is, by the file that it stands in: the first that fits. */
const OWNERS = [
  ['collecting garbage', /^\(garbage collector\)$/],
  ['writing files', /^node:fs|^(writeFileUtf8|mkdir|rename|lstat|open|close|link|rmdir|unlink)/],
  ['YAML', /\/internal\/(yaml|yaml-tree|remembering)\.js/],
  ['cdk8s-plus-29: its own constructs, and the fields of each kind', /\/cdk8s-plus-29\//],
  ['cdk8s: objects to JSON', /\/cdk8s\/|whole-object-resolver/],
  ['constructs: the tree', /\/constructs\//],
  ['checks of objects: credentials, retired parts, removed versions', /\/(secrets|retired)\/|removed-versions|retired-warnings/],
  ['output: which object goes where, comparing, exchanging', /\/platform\/output|\/platform\/synthesis/],
  ['alerts, dashboards and PromQL', /monitor|alert|promql|\/observability\/|objective/],
  ['other code of this library: workloads, connections, input checks', /\/lib\/src\//],
];

/** Shares of the time by whose code ran, largest first. */
exports.shares = ({ nodes, samples, timeDeltas }) => {
  const owners = new Map(nodes.map(({ id, callFrame: { url, functionName } }) =>
    [id, OWNERS.find(([, pattern]) => pattern.test(url) || pattern.test(functionName))?.[0] ?? 'Node.js']));
  const times = new Map();
  samples.forEach((id, index) => times.set(owners.get(id), (times.get(owners.get(id)) ?? 0) + timeDeltas[index]));
  const total = timeDeltas.reduce((sum, delta) => sum + delta, 0);
  return [...times].sort(([, a], [, b]) => b - a).map(([owner, time]) => ({ owner, share: time / total }));
};
