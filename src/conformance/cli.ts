import { readFileSync } from 'fs';
import { parseArgs } from 'util';
import { parse } from 'yaml';
import { Document, Manifests, readDocuments, yamlFiles } from './documents';
import { covers, describe, Exception } from './exceptions';
import { Fault, Faults, judge } from './faults';
import { referenceRule } from './references';
import { RULES } from './rules';
import { Schemas } from './schemas';
import { SELECTOR_RULE } from './selectors';

const COMMAND = 'cdk8s-agent-platform-conformance';

const HELP = `Usage: npx ${COMMAND} <folder>... [options]

Judges synthesised manifests without a cluster. A folder is what goes to one cluster; several are judged one by one.

  --the standard security profile|hardened   how strict the rules are; standard by default
  --schemas <file or folder>    OpenAPI documents (JSON) and CustomResourceDefinitions: unknown fields, types, required fields,
                                enums. May be repeated, the first that knows a kind wins. From your own cluster:
                                kubectl get --raw /openapi/v2 > schemas.json
  --exceptions <file>           YAML, a list of {rule, objects, reason}: findings of this rule on these objects (a regular
                                expression over "Kind namespace/name"; all without it) are accepted. One that covers nothing
                                is a finding
  --rules                       prints every rule and what it states
  --help                        prints this

Judged: the project's own rules; that selectors pick something and that what objects name is in the folder; schemas, if given.
Not judged: whether Secrets exist (they never stand in manifests), patterns, formats and CEL rules of schemas, admission
(policies, webhooks, quota), and anything that needs a running cluster. The own rules restate what kube-score, Checkov, kube-linter and others look for, but
replace none of them. The project's suite with real engines is npm run conformance in its repository.

Exit code: 0 no findings, 1 findings, 2 it could not be judged.`;

/** Where lines go: findings and help to one, why nothing was judged to the other. */
export interface Streams {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const isObject = ({ object }: Document) =>
  [object.apiVersion, object.kind, object.metadata?.name].every((field) => typeof field === 'string');

/** The objects of a folder; what is none is a fault of its file. */
function read(folder: string, faults: Faults): Document[] {
  const documents = yamlFiles(folder).flatMap((file) => readDocuments(file, (message) => faults.failFile('yaml', file, message)));
  documents
    .filter((document) => !isObject(document))
    .forEach(({ file }) => faults.failFile('yaml', file, 'a document without apiVersion, kind or metadata.name is no object of Kubernetes'));
  return documents.filter(isObject);
}

function judgeFolder(folder: string, securityProfile: Manifests['securityProfile'], schemaPaths: string[]): { documents: number; faults: Fault[] } {
  const faults = new Faults();
  const documents = read(folder, faults);
  const rules = [...RULES, SELECTOR_RULE, referenceRule(documents, [])];
  if (schemaPaths.length > 0) {
    rules.push(new Schemas(schemaPaths, documents, (file, message) => faults.failFile('yaml', file, message)).rule());
  }
  judge(rules, { documents, securityProfile }, faults);
  return { documents: documents.length, faults: faults.all };
}

/** Faults that no exception covers, and exceptions that cover none: those would hide the next fault. */
function except(faults: Fault[], exceptions: Exception[], securityProfile: string, file: string): Fault[] {
  const unused = exceptions.filter((exception) => !faults.some((fault) => covers(exception, fault, securityProfile)));
  return [
    ...faults.filter((fault) => !exceptions.some((exception) => covers(exception, fault, securityProfile))),
    ...unused.map((exception) => ({ rule: 'exceptions', object: '', file, message: `${describe(exception)} covers nothing: delete it` })),
  ];
}

const line = ({ rule, object, file, message }: Fault) => `${rule}: ${object ? `${object} (${file})` : file}: ${message}`;

const OPTIONS = {
  'security-profile': { type: 'string', default: 'standard' },
  schemas: { type: 'string', multiple: true, default: [] as string[] },
  exceptions: { type: 'string' },
  rules: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const isSecurityProfile = (text: string): text is Manifests['securityProfile'] => ['standard', 'hardened'].includes(text);

function exceptionsIn(file: string | undefined): { exceptions: Exception[]; refusal?: string } {
  const exceptions = file ? parse(readFileSync(file, 'utf8')) ?? [] : [];
  if (!Array.isArray(exceptions)) return { exceptions: [], refusal: `${file}: it is a list of {rule, objects, reason}` };
  const vague = exceptions.find((exception) => !exception?.rule || !exception.reason);
  return { exceptions, refusal: vague && `${file}: an exception needs a rule and a reason, this one has not: ${JSON.stringify(vague)}` };
}

const printRules = ({ out, err }: Streams) =>
  [...RULES, SELECTOR_RULE, referenceRule([], []), new Schemas([], [], err).rule()].forEach(({ id, states }) => out(`${id}: ${states}`));

/** Runs the command with its arguments and returns its exit code. */
export function run(args: string[], streams: Streams): number {
  const { values, positionals: folders } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  if (values.help) streams.out(HELP);
  if (values.rules) printRules(streams);
  if (values.help || values.rules) return 0;

  const refuse = (message: string) => {
    streams.err(`${COMMAND}: ${message}`);
    return 2;
  };
  const { 'security-profile': securityProfile } = values;
  if (!isSecurityProfile(securityProfile)) return refuse(`--security-profile ${securityProfile}: it is one of standard, hardened`);
  if (folders.length === 0) return refuse('which folder? See --help');
  const { exceptions, refusal } = exceptionsIn(values.exceptions);
  if (refusal) return refuse(refusal);
  const judged = folders.map((folder) => judgeFolder(folder, securityProfile, values.schemas));
  const empty = judged.findIndex(({ documents, faults }) => documents + faults.length === 0);
  if (empty >= 0) return refuse(`${folders[empty]}: no manifests in it`);

  const open = except(judged.flatMap(({ faults }) => faults), exceptions, securityProfile, values.exceptions ?? '');
  open.forEach((fault) => streams.out(line(fault)));
  streams.out(`${judged.reduce((sum, { documents }) => sum + documents, 0)} documents, ${open.length} findings`);
  return open.length > 0 ? 1 : 0;
}
