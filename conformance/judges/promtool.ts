import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse, stringify } from 'yaml';
import { engines } from '../engines';
import { Json } from '../kubectl';
import { Document, Example, nameOf } from '../manifests';
import { run } from '../process';
import { ToolFinding, Verdict } from './finding';

interface RuleFile {
  readonly object: string;
  readonly text: string;
  readonly rules: number;
}

const count = (groups: Json[]) => groups.reduce((sum, group) => sum + (group.rules ?? []).length, 0);

/** A configuration file that holds rules rather than anything else. */
function asRules(text: string): Json[] | undefined {
  const groups = parse(text)?.groups;
  return Array.isArray(groups) && groups.every((group) => Array.isArray(group.rules)) ? groups : undefined;
}

/** Rules for the operator are the spec of an object; rules for a plain Prometheus are files in a ConfigMap. */
function ruleFiles({ object }: Document): RuleFile[] {
  const name = nameOf(object);
  if (object.kind === 'PrometheusRule') return [{ object: name, text: stringify(object.spec), rules: count(object.spec.groups) }];
  if (object.kind !== 'ConfigMap') return [];
  return Object.entries<string>(object.data ?? {})
    .filter(([file, text]) => /\.ya?ml$/.test(file) && /^groups:/m.test(text) && asRules(text))
    .map(([file, text]) => ({ object: `${name} ${file}`, text, rules: count(asRules(text)!) }));
}

async function check(folder: string, file: RuleFile, index: number): Promise<ToolFinding[]> {
  const path = join(folder, `${index}.yaml`);
  writeFileSync(path, file.text);
  const { code, stdout, stderr } = await run(engines.promtool(), ['check', 'rules', '--lint=all', '--lint-fatal', path]);
  if (code === 0) return [];
  const message = `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('Checking'))
    .join(' ')
    .replaceAll(path, '')
    .trim();
  return [{ tool: 'promtool', rule: 'check rules', object: file.object, message }];
}

/** promtool with all its lints over every rule of the example. */
export async function promtool(example: Example): Promise<Verdict> {
  const files = example.documents.flatMap(ruleFiles);
  const folder = mkdtempSync(join(tmpdir(), 'conformance-rules-'));
  try {
    const findings: ToolFinding[] = [];
    for (const [index, file] of files.entries()) findings.push(...(await check(folder, file, index)));
    return { tool: 'promtool', rules: files.reduce((sum, { rules }) => sum + rules, 0), findings };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
