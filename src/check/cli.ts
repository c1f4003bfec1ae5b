import { parseArgs } from 'util';
import { RULES } from '../catalog/rules';
import { Rule } from '../catalog/rules/rule';
import { Document, Manifests, readDocuments, yamlFiles } from './documents';
import { covers, describe, Exception, readExceptions } from './exceptions';
import { Finding, Findings, judge } from './findings';
import { referenceRule } from './references';
import { RETIRED_RULE } from './retired';
import { Schemas } from './schemas';
import { SELECTOR_RULE } from './selectors';

const COMMAND = 'cdk8s-agent-platform-conformance';

const HELP = `Usage: npx ${COMMAND} <folder>... [options]

Judges synthesised manifests without a cluster. A folder is what goes to one cluster; several are judged one by one.

  --security-profile standard|hardened
                                how strict the rules are; standard by default
  --schemas <file or folder>    OpenAPI documents (JSON) and CustomResourceDefinitions: unknown fields, types, required fields,
                                enums. May be repeated; the first that knows a kind wins. From your own cluster:
                                kubectl get --raw /openapi/v2 > schemas.json
  --exceptions <file>           YAML, a list of {rule, objects, reason}: findings of this rule on these objects (a regular
                                expression over "Kind namespace/name"; all without it) are accepted. One that covers nothing
                                is a finding
  --rules                       prints every rule
  --help                        prints this

Judged: the platform's own rules (docs/rules.md); that selectors pick something and that what objects name is in the folder;
that nothing is retired (docs/retired.md); schemas, if given.
Not judged: whether Secrets exist (they never stand in manifests), patterns, formats and CEL rules of schemas, admission
(policies, webhooks, quota), and anything that needs a running cluster. The rules restate what kube-score, Checkov,
kube-linter and others look for, but replace none of them.

Exit code: 0 no findings, 1 findings, 2 the folder could not be judged.`;

/** Where lines go: findings and help to one, why nothing was judged to the other. */
export interface Streams {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

type SecurityProfile = Manifests['securityProfile'];

const OPTIONS = {
  'security-profile': { type: 'string', default: 'standard' },
  'schemas': { type: 'string', multiple: true, default: [] as string[] },
  'exceptions': { type: 'string' },
  'rules': { type: 'boolean' },
  'help': { type: 'boolean' },
} as const;

function isObject({ object }: Document): boolean {
  return [object.apiVersion, object.kind, object.metadata?.name].every((field) => typeof field === 'string');
}

function isSecurityProfile(text: string): text is SecurityProfile {
  return ['standard', 'hardened'].includes(text);
}

/** The objects in a folder; anything that is not a Kubernetes object is a finding for its file. */
function read(folder: string, findings: Findings): Document[] {
  const documents = yamlFiles(folder).flatMap((file) => readDocuments(file, (message) => findings.addFile('yaml', file, message)));
  documents.filter((document) => !isObject(document)).forEach(({ file }) =>
    findings.addFile('yaml', file, 'a document without apiVersion, kind or metadata.name is no Kubernetes object'));
  return documents.filter(isObject);
}

function judgeFolder(folder: string, securityProfile: SecurityProfile, schemaPaths: string[]): { documents: number; findings: Finding[] } {
  const findings = new Findings();
  const documents = read(folder, findings);
  const schemas = schemaPaths.length > 0
    ? [new Schemas(schemaPaths, documents, (file, message) => findings.addFile('yaml', file, message)).rule()] : [];
  judge([...RULES, SELECTOR_RULE, RETIRED_RULE, referenceRule(documents, []), ...schemas], { documents, securityProfile }, findings);
  return { documents: documents.length, findings: findings.all };
}

/** Findings that no exception covers, and exceptions that cover none: those would hide the next finding. */
function except(findings: Finding[], exceptions: Exception[], securityProfile: string, file: string): Finding[] {
  const unused = exceptions.filter((exception) => !findings.some((finding) => covers(exception, finding, securityProfile)));
  return [
    ...findings.filter((finding) => !exceptions.some((exception) => covers(exception, finding, securityProfile))),
    ...unused.map((exception) => ({ rule: 'exceptions', object: '', file, message: `${describe(exception)} matches nothing: delete it` })),
  ];
}

function line({ rule, object, file, message }: Finding): string {
  return `${rule}: ${object ? `${object} (${file})` : file}: ${message}`;
}

function judgedRules({ err }: Streams): Rule[] {
  return [...RULES.filter(({ check }) => check), SELECTOR_RULE, RETIRED_RULE, referenceRule([], []), new Schemas([], [], err).rule()];
}

/** Runs the command with its arguments and returns its exit code. */
export function run(args: string[], streams: Streams): number {
  const { values, positionals: folders } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  if (values.help) {
    streams.out(HELP);
  }
  if (values.rules) {
    judgedRules(streams).forEach(({ id, text, hardened }) => streams.out(`${id}: ${text}${hardened ? ' (hardened)' : ''}`));
  }
  return values.help || values.rules ? 0 : judgeAll(folders, values, streams);
}

function judgeAll(folders: string[], values: { 'security-profile': string; 'schemas': string[]; 'exceptions'?: string }, streams: Streams): number {
  const refuse = (message: string): number => {
    streams.err(`${COMMAND}: ${message}`);
    return 2;
  };
  const { 'security-profile': securityProfile } = values;
  if (!isSecurityProfile(securityProfile)) {
    return refuse(`--security-profile is ${securityProfile}, but must be standard or hardened`);
  }
  if (folders.length === 0) {
    return refuse('name a folder; see --help');
  }
  const { exceptions, refusal } = readExceptions(values.exceptions);
  if (refusal) {
    return refuse(refusal);
  }
  const judged = folders.map((folder) => judgeFolder(folder, securityProfile, values.schemas));
  const empty = judged.findIndex(({ documents, findings }) => documents + findings.length === 0);
  if (empty >= 0) {
    return refuse(`${folders[empty]}: it holds no manifests`);
  }
  const open = except(judged.flatMap(({ findings }) => findings), exceptions, securityProfile, values.exceptions ?? '');
  open.forEach((finding) => streams.out(line(finding)));
  streams.out(`${judged.reduce((sum, { documents }) => sum + documents, 0)} documents, ${open.length} findings`);
  return open.length > 0 ? 1 : 0;
}
