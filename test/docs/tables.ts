import { readFileSync } from 'fs';
import { join } from 'path';
import { findExamples } from '../../examples/synth';
import { OPERATORS } from '../../src/catalog/operators';
import { RETIRED } from '../../src/catalog/retired';
import { RULES } from '../../src/catalog/rules';
import { GATEWAY_FEATURES, GatewayFeature } from '../../src/gateway/gateway-capabilities';
import { GatewayEngine } from '../../src/gateway/gateway-engine';
import { guaranteeRows } from './guarantees';
import { ROOT } from './pages';
import { Alert, IMonitorable, Images, PlatformApp, SynthReporting } from 'cdk8s-agent-platform';

/**
 * The tables that pages hold between `<!-- options X -->` or `<!-- alerts X -->` and `<!-- end -->`: they are made from the
 * docstrings, from the examples' alerts and from the catalogues of rules and operators and from what engines say that they can do, so that no page names a default or an alert that does not exist.
 */
const BLOCK = /^<!-- (options|alerts|rules|operators|images|retired|capabilities|guarantees) (.+) -->\n[\s\S]*?^<!-- end -->$/gm;

export function withTables(page: string): string {
  return page.replace(BLOCK, (_, kind: string, of: string) =>
    `<!-- ${kind} ${of} -->\n${TABLES[kind](of).join('\n')}\n<!-- end -->`);
}

const TABLES: Record<string, (of: string) => string[]> = { options, alerts, rules, operators, images, retired, capabilities, guarantees };

/** Every image of the catalogue. */
function images(): string[] {
  const rows = Images.catalogue().map(({ name, program, repository, tag, source, licence, released, endOfLife, user }) =>
    [`\`${name}\``, `[${program}](${source})`, `\`${repository}:${tag}\``, licence, released ?? '', endOfLife ?? '', user === undefined ? '' : `${user}`]);
  return table([['name', 'program', 'image', 'licence', 'released', 'supported until', 'user'], ...rows]);
}

/** What is retired: `programs` and custom resources, or API versions that Kubernetes has `removed`. */
function retired(which: string): string[] {
  const rows = RETIRED.filter(({ refused }) => Boolean(refused) === (which === 'removed')).map(({ name, fate, successor, source, found }) =>
    [`\`${name}\``, 'repositories' in found ? found.repositories.map((one) => `\`${one}\``).join(', ') : '', `[${fate}](${source})`, successor]);
  return which === 'removed'
    ? table([['API version and kinds', 'what became of it', 'use'], ...rows.map(([name, , ...rest]) => [name, ...rest])])
    : table([['name', 'images', 'what became of it', 'use'], ...rows]);
}

/** Every operator of the catalogue. */
function operators(): string[] {
  const rows = Object.entries(OPERATORS).map(([factory, { name, docs, apiVersions = [], namespace, minimumVersion, podPorts = [] }]) =>
    [`\`${factory}\``, `[${name}](${docs})`, apiVersions.map((one) => `\`${one}\``).join(', '), namespace ? `\`${namespace}\`` : '', minimumVersion ?? '', podPorts.join(', ')]);
  return table([['`Operator.`', 'operator', 'API versions', 'usual namespace', 'oldest version', 'ports of its pods'], ...rows]);
}

/** What each engine can do, and how: from the records that the errors come from. */
function capabilities(): string[] {
  const engines = GatewayEngine._all();
  const rows = Object.entries(GATEWAY_FEATURES).map(([feature, text]) => [text, ...engines.map((engine) => engine.capabilities[feature as GatewayFeature] ?? '—')]);
  return table([['', ...engines.map(({ call }) => `\`${call}\``)], ...rows]);
}

/** What each engine of each store promises, and how that is known. */
function guarantees(): string[] {
  return table([
    ['engine', 'members with the data', 'nodes needed', 'automatic failover', 'an acknowledged write when a zone is lost', 'what can be restored when the data is lost',
      'point-in-time recovery', 'custom resources', 'evidence'],
    ...guaranteeRows(),
  ]);
}

/** The rules of one section of the catalogue, such as `A`. */
function rules(section: string): string[] {
  const asked = RULES.filter(({ id }) => id.startsWith(section)).map(({ id, text, reason, hardened, check, admission }) =>
    [id, `${text}${hardened ? ' (hardened only)' : ''}`, reason, admission ? 'policy bundle, check' : check ? 'check' : 'the library\'s own output']);
  return table([['rule', 'requirement', 'why', 'checked by'], ...asked]);
}

function options(struct: string): string[] {
  const rows = properties(struct).map(({ name, optional, docs }) => [`\`${name}\``, sentence(docs), optional ? usual(docs?.default) : '**required**']);
  return table([['option', 'description', 'default'], ...rows]);
}

/** jsii takes a semicolon for the end of the summary. */
function sentence({ summary = '', remarks = '' }: Docs = {}): string {
  return summary.endsWith(';') ? `${summary} ${remarks.split(/(?<=\.)\s/)[0]}` : summary;
}

/** A default is code, prose that speaks of code, or code and its reason: `code - prose`. */
function usual(text: string = ''): string {
  const [code, prose] = text.startsWith('- ') ? ['', text.slice(2)] : text.split(/ - (.*)/s);
  const said = prose?.replace(/(?<!`)\b[A-Z]\w+\.\w+(\([^)]*\))?/g, '`$&`');
  return [code && `\`${code}\``, said].filter(Boolean).join(': ');
}

/** `agent-fleet production/agents/api`: the alerts of that part of that example. */
function alerts(of: string): string[] {
  const [example, path] = of.split(' ');
  const app = new PlatformApp({ outdir: join(ROOT, 'artifacts'), reporting: SynthReporting.SILENT });
  findExamples().get(example)!(app);
  const part = app.node.findAll().find((construct) => construct.node.path === path) as IMonitorable | undefined;
  if (typeof part?.toMonitoringPlan !== 'function') {
    throw new Error(`no part of example ${example} is at ${path}`);
  }
  const rows = part.toMonitoringPlan().alerts.map((alert: Alert) => [`\`${alert.id}\``, alert.severity, alert.for?.toHumanString() ?? 'at once', alert.summary]);
  return table([['id', 'severity', 'for', 'summary'], ...rows]);
}

interface Property {
  readonly name: string;
  readonly optional?: boolean;
  readonly docs?: Docs;
}

interface Docs {
  readonly summary?: string;
  readonly remarks?: string;
  readonly default?: string;
}

interface Struct {
  readonly interfaces?: string[];
  readonly properties?: Property[];
}

function properties(name: string): Property[] {
  const { types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as { types: Record<string, Struct> };
  const struct = types[name.includes('.') ? name : `cdk8s-agent-platform.${name}`];
  if (!struct) {
    throw new Error(`there is no struct ${name}`);
  }
  return [...struct.properties ?? [], ...(struct.interfaces ?? []).flatMap(properties)]
    .sort((a, b) => Number(a.optional ?? false) - Number(b.optional ?? false));
}

function table([head, ...rows]: string[][]): string[] {
  const line = (cells: string[]): string => `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
