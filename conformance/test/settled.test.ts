import { equal, match } from 'assert/strict';
import { after, before, describe, test } from 'node:test';
import { reapply } from '../checks/apply';
import { availability } from '../checks/availability';
import { drains } from '../checks/drains';
import { settle } from '../checks/settled';
import { Cluster } from '../cluster';
import { Document } from '../manifests';
import { PodWatch } from '../pods';
import { PATIENCE_SECONDS } from '../wait';
import { workloadsOf } from '../workloads';
import { broken, lines, podSpec } from './base';

const store = (namespace: string): Document[] =>
  broken(namespace, 'Deployment', (object) => {
    object.kind = 'StatefulSet';
    delete object.spec.strategy;
    object.spec.serviceName = 'web';
    podSpec(object).topologySpreadConstraints[0].matchLabelKeys = ['controller-revision-hash'];
  });

describe('drains wait for budgets', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await Cluster.start();
  });
  after(async () => cluster.stop());

  /** As the API server notes an eviction, `ago` seconds ago, of a pod that is there again before the controller looks. */
  const noteEviction = async (namespace: string, ago: number) => {
    const disruptedPods = { 'web-1': new Date(Date.now() - ago * 1000).toISOString().replace(/\.\d+/, '') };
    const patch = JSON.stringify({ status: { disruptedPods } });
    await cluster.kubectl.do(['patch', 'pdb', 'web', '-n', namespace, '--subresource=status', '--type=merge', '-p', patch]);
    // The controller looks again when a pod changes.
    await cluster.kubectl.do(['annotate', 'pod', 'web-2', '-n', namespace, 'looked=again']);
  };

  test('that still count an eviction of a pod that is back', async () => {
    const documents = store('evicted');
    const workloads = workloadsOf(documents);
    await reapply(cluster, documents);
    equal(lines(await availability(cluster, workloads, 60)).join('\n'), '');
    await settle(cluster, workloads);
    await noteEviction('evicted', 80);
    const [open] = await settle(cluster, workloads, 1);
    match(`${open.object}: ${open.cause}`, /PodDisruptionBudget evicted\/web: it still counts the eviction of web-1/);
    const watch = await PodWatch.start(cluster.kubectl, workloads);
    // Shorter than what is left of the two minutes, so that a drain that does not wait first cannot end.
    const { findings, count } = await drains(cluster, documents, workloads, watch, { drain: 15, settle: PATIENCE_SECONDS });
    watch.stop();
    equal(lines(findings).join('\n'), '');
    equal(count, 9);
  });
});
