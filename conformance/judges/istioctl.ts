import { engines } from '../engines';
import { Json } from '../kubectl';
import { Example, yamlFiles } from '../manifests';
import { run } from '../process';
import { Verdict } from './finding';

/** `Gateway agents/gateway 10-gateway.yaml:3` without the place. */
const readable = (origin: string | undefined) => (origin ?? 'the whole folder').split(' ').slice(0, 2).join(' ');

/** istioctl's analyzers, without a cluster: references, hosts, ports, ineffective policies. */
export async function istioctl(example: Example): Promise<Verdict> {
  const listed = await run(engines.istioctl(), ['analyze', '--list-analyzers']);
  const { stdout, stderr } = await run(engines.istioctl(), [
    'analyze',
    '--use-kube=false',
    '--all-namespaces',
    '--output',
    'json',
    ...yamlFiles(example.folder),
  ]);
  if (!stdout.trim().startsWith('[')) throw new Error(`istioctl says nothing of ${example.id}: ${stderr.trim()}`);
  const messages: Json[] = JSON.parse(stdout);
  return {
    tool: 'istioctl analyze',
    rules: listed.stdout
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('*')).length,
    findings: messages.map(({ code, level, message, origin }) => ({
      tool: 'istioctl analyze',
      rule: code,
      object: readable(origin),
      message: `${level}: ${message}`,
    })),
  };
}
