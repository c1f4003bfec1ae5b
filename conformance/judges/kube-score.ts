import { engines } from '../engines';
import { Json } from '../kubectl';
import { Example, yamlFiles } from '../manifests';
import { run } from '../process';
import { Verdict } from './finding';

const GRADE_OK = 10;
const STANDARD = ['score', '--kubernetes-version', 'v1.36', '--disable-ignore-checks-annotations', '--output-format', 'json'];
const HARDENED = [...STANDARD, '--all-default-optional', '--min-replicas-deployment', '3', '--min-replicas-hpa', '3'];

/** `Deployment/apps/v1/agents/api` as everybody else writes it. */
function readable(name: string): string {
  const parts = name.split('/');
  return `${parts[0]} ${parts.slice(-2).join('/')}`;
}

/** kube-score over the whole folder in one call: its rules about pairs of objects misfire on single files. */
export async function kubeScore(example: Example): Promise<Verdict> {
  const args = example.securityProfile === 'hardened' ? HARDENED : STANDARD;
  const { stdout, stderr } = await run(engines.kubeScore(), [...args, ...yamlFiles(example.folder)]);
  if (stdout.trim() === '') throw new Error(`kube-score says nothing of ${example.id}: ${stderr.trim()}`);
  const objects: Json[] = JSON.parse(stdout);
  const checks = objects.flatMap((object) => object.checks.map((check: Json) => ({ object, ...check })));
  const findings = checks
    .filter((check) => !check.skipped && check.grade < GRADE_OK)
    .map((check) => ({
      tool: 'kube-score',
      rule: check.check.id as string,
      object: readable(check.object.object_name),
      message: (check.comments ?? []).map((comment: Json) => `${comment.path} ${comment.summary}`.trim()).join('; '),
    }));
  return { tool: 'kube-score', rules: new Set(checks.map((check) => check.check.id)).size, findings };
}
