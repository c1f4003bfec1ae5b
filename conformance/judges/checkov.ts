import { readFileSync } from 'fs';
import { join } from 'path';
import { engines } from '../engines';
import { Json } from '../kubectl';
import { Example } from '../manifests';
import { run } from '../process';
import { ToolFinding, Verdict } from './finding';

const ARGS = ['--framework', 'kubernetes', 'secrets', '--output', 'json', '--compact', '--skip-download'];

/**
 * `Deployment agents/api` of a Kubernetes rule; a rule about secrets has only a place to show. It is told by what stands there,
 * so that an exception covers that text and not whatever comes to stand in the same file.
 */
function objectOf(folder: string, { resource, file_path: file, file_line_range: [line] }: Json): string {
  const [kind, namespace, ...name] = resource.split('.');
  if (name.length > 0) return `${kind} ${namespace}/${name.join('.')}`;
  const text = readFileSync(join(folder, file), 'utf8').split('\n')[line - 1].trim();
  return `${file.replace(/^\//, '')}: ${text}`;
}

const asFinding = (folder: string, check: Json): ToolFinding => ({
  tool: 'Checkov',
  rule: check.check_id,
  object: objectOf(folder, check),
  message: `${check.check_name} (${check.file_path})`,
});

/** Checkov's Kubernetes and secrets rules. What an annotation skips counts as found: exceptions stand in our file only. */
export async function checkov(example: Example): Promise<Verdict> {
  const { stdout, stderr } = await run(engines.checkov(), ['--directory', example.folder, ...ARGS]);
  if (!/^\s*[[{]/.test(stdout)) throw new Error(`Checkov says nothing of ${example.id}: ${stderr.trim()}`);
  const answer: Json = JSON.parse(stdout);
  const results: Json[] = (Array.isArray(answer) ? answer : [answer]).map((report) => report.results).filter(Boolean);
  const held = results.flatMap((result) => [...result.failed_checks, ...result.skipped_checks]);
  const all = [...held, ...results.flatMap((result) => result.passed_checks)];
  return { tool: 'Checkov', rules: new Set(all.map((check) => check.check_id)).size, findings: held.map((check) => asFinding(example.folder, check)) };
}
