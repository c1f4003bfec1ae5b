import { Json } from '../src/catalog/rules/manifest';
import { engines } from './engines';
import { Output, run, stream } from './process';

export type { Json } from '../src/catalog/rules/manifest';

/** The built kubectl, tied to one cluster. The only way in which the suite talks to a cluster. */
export class Kubectl {
  constructor(
    private readonly kubeconfig: string,
    private readonly cache: string,
  ) {}

  private args(args: string[]): string[] {
    return ['--kubeconfig', this.kubeconfig, '--cache-dir', this.cache, ...args];
  }

  try(args: string[], input?: string): Promise<Output> {
    return run(engines.kubectl(), this.args(args), { input });
  }

  async do(args: string[], input?: string): Promise<string> {
    const output = await this.try(args, input);
    if (output.code !== 0) {
      throw new Error(`kubectl ${args.filter(({ length }) => length < 200).join(' ')}: ${output.stderr.trim()}`);
    }
    return output.stdout;
  }

  async json(args: string[], input?: string): Promise<Json> {
    return JSON.parse(await this.do([...args, '-o', 'json'], input));
  }

  async list(kind: string, ...args: string[]): Promise<Json[]> {
    const where = args.length > 0 ? args : ['--all-namespaces'];
    return (await this.json(['get', kind, ...where])).items;
  }

  /** Each change of a collection as it happens, beginning with what is there. */
  watch(path: string, onEvent: (event: { type: string; object: Json }) => void): { stop: () => void } {
    return stream(engines.kubectl(), this.args(['get', '--raw', `${path}?watch=true`]), (line) => onEvent(JSON.parse(line)));
  }
}
