import { Cluster } from '../cluster';
import { Daemon } from '../process';
import { until } from '../wait';
import { Rule } from './stack';

const PORT = 19094;

/** Which of these alerts a real Alertmanager inhibits while all of them fire. */
export async function inhibited(cluster: Cluster, binary: string, name: string, firing: Rule[]): Promise<string[]> {
  const address = `http://127.0.0.1:${PORT}`;
  const daemon = new Daemon(name, binary, [`--config.file=${cluster.path('alertmanager.yaml')}`, `--storage.path=${cluster.path(name)}`,
    `--web.listen-address=127.0.0.1:${PORT}`, '--cluster.listen-address='], cluster.path(`${name}.log`));
  try {
    const post = (): Promise<boolean> => fetch(`${address}/api/v2/alerts`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(firing.map(({ alert, labels }) =>
        ({ labels: { alertname: alert, ...labels }, endsAt: new Date(Date.now() + 600_000).toISOString() }))),
    }).then(({ ok }) => ok, () => false);
    if (!(await until(60, post))) throw new Error(`${name} takes no alerts`);
    let found: { labels: Record<string, string>; status: { inhibitedBy: string[] } }[] = [];
    const states: string[] = [];
    // The inhibitor hears of alerts a moment later than the API: two equal answers in a row are the answer.
    await until(30, async () => {
      found = await (await fetch(`${address}/api/v2/alerts`)).json() as typeof found;
      states.push(JSON.stringify(found.map(({ labels, status }) => [labels.alertname, status.inhibitedBy.length > 0]).sort()));
      return found.length === firing.length && states.length > 3 && states.at(-1) === states.at(-3);
    }, 1000);
    return found.filter(({ status }) => status.inhibitedBy.length > 0).map(({ labels }) => `${labels.alertname} of ${labels.service}`).sort();
  } finally {
    await daemon.stop();
  }
}
