import { writeFileSync } from 'fs';
import { join } from 'path';
import { engines } from '../engines';
import { Json } from '../kubectl';
import { run } from '../process';
import { addMessage, Verdicts } from './verdict';

/** Gatekeeper's own judgement, without a cluster: all objects at once. */
export async function gator(policies: string, objects: Json[], folder: string): Promise<Verdicts> {
  const file = join(folder, 'objects.yaml');
  writeFileSync(file, objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''));
  const output = await run(engines.gator(), ['test', '--output', 'json', '--filename', policies, '--filename', file]);
  // 1 is an answer: something was refused.
  if (output.code > 1 || !/^\s*(\[|null)/.test(output.stdout)) throw new Error(`gator: ${output.stderr.trim()}`);
  const verdicts: Verdicts = new Map();
  for (const { violatingObject, msg } of (JSON.parse(output.stdout) ?? []) as Json[]) addMessage(verdicts, violatingObject, msg);
  return verdicts;
}
