// Which of the files that npm would publish are published. What a program or its compiler never reads stays out.
const SDK = 'node_modules/@grafana/grafana-foundation-sdk/dist';
/** The parts of the SDK that src/observability/grafana.ts loads, and those that they load. */
const SDK_PARTS = ['common', 'dashboard', 'dashboardv2', 'dashboardv2beta1', 'prometheus', 'resource', 'timeseries', 'cog'];

const UNUSED = [
  /^node_modules\/.*\.map$/,
  /^node_modules\/.*\.md$/i,
  // Sources, tests and builds for browsers and for ES modules: the library is loaded by require().
  /^node_modules\/(ajv\/lib|ajv\/scripts|yaml\/browser|@prometheus-io\/lezer-promql\/src)\//,
  /^node_modules\/(fast-uri|fast-deep-equal|json-schema-traverse|require-from-string)\/(.*\/)?(test|tests|spec|benchmark|\.github|types|es6)\//,
  /^node_modules\/(@grafana|yaml|ajv|tslib)\/.*\.mjs$/,
  /^node_modules\/(@lezer\/\w+|@prometheus-io\/lezer-promql)\/dist\/index(\.es)?\.js$/,
];

exports.isNeeded = (path) => !UNUSED.some((pattern) => pattern.test(path))
  && (!path.startsWith(`${SDK}/`) || SDK_PARTS.includes(path.slice(SDK.length + 1).split('/')[0]));
