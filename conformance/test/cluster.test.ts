import { equal, match } from 'assert/strict';
import { after, before, describe, test } from 'node:test';
import { apply, podSecurity, reapply } from '../checks/apply';
import { availability } from '../checks/availability';
import { drains } from '../checks/drains';
import { drift } from '../checks/drift';
import { lateZone } from '../checks/late-zone';
import { autoscalers, budgets, services } from '../checks/objects';
import { compare } from '../checks/permissions';
import { removal } from '../checks/removal';
import { rollout } from '../checks/rollout';
import { loseZone } from '../checks/zones';
import { Cluster } from '../cluster';
import { Finding } from '../findings';
import { Json } from '../kubectl';
import { Document } from '../manifests';
import { PodWatch } from '../pods';
import { storage } from '../topology';
import { claimsByClass, Workload, workloadsOf } from '../workloads';
import { broken, lines, podSpec } from './base';

/** A fault that stands in the way of a pod shows at once; no need to wait as long as for an example. */
const PATIENCE_SECONDS = 8;

describe('a real cluster finds', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await Cluster.start();
  });
  after(async () => cluster.stop());

  const applied = async (documents: Document[]) => {
    await reapply(cluster, documents);
    return workloadsOf(documents);
  };
  const missing = async (documents: Document[]) =>
    lines(await availability(cluster, await applied(documents), PATIENCE_SECONDS)).join('\n');

  test('nothing in the good example', async () => {
    const documents = broken('fine');
    equal(lines(await apply(cluster, documents, 'now')).join('\n'), '');
    const workloads = workloadsOf(documents);
    equal(lines(await availability(cluster, workloads, 30)).join('\n'), '');
    equal(
      lines([
        ...(await drift(cluster, documents, 'now')),
        ...(await budgets(cluster, documents)),
        ...(await services(cluster, documents)),
      ]).join('\n'),
      '',
    );
  });

  test('an unknown field', async () => {
    const documents = broken('unknown', 'Deployment', (object) => {
      podSpec(object).containers[0].imagePullPolcy = 'Always';
    });
    match(
      lines(await apply(cluster, documents, 'now')).join('\n'),
      /Deployment unknown\/web: .*imagePullPolcy: field not declared in schema/,
    );
  });

  test("a pod that violates the namespace's level, when it is applied", async () => {
    const documents = broken('warned', 'Deployment', (object) => {
      podSpec(object).hostNetwork = true;
    });
    match(
      lines(await apply(cluster, documents, 'now')).join('\n'),
      /Deployment warned\/web: warning: would violate PodSecurity "restricted:v1\.36": host namespaces/,
    );
  });

  test("a pod that violates the namespace's level, when it should run", async () => {
    const documents = broken('refused', 'Deployment', (object) => {
      podSpec(object).hostNetwork = true;
    });
    match(
      await missing(documents),
      /Deployment refused\/web: 0 of 3 pods available .*violates PodSecurity "restricted:v1\.36": host namespaces/,
    );
  });

  test('a namespace that lets too much run', async () => {
    const documents = broken('lax', 'Deployment', (object) => {
      podSpec(object).hostNetwork = true;
    });
    documents
      .filter(({ object }) => object.kind === 'Namespace')
      .forEach(({ object }) => {
        delete object.metadata.labels['pod-security.kubernetes.io/enforce'];
      });
    await applied(documents.map((document) => ({ ...document, source: JSON.stringify(document.object) })));
    await availability(cluster, workloadsOf(documents), PATIENCE_SECONDS);
    match(
      (await podSecurity(cluster, documents)).map(({ object, message }) => `${object}: ${message}`).join('\n'),
      /Namespace lax: web-.*host namespaces/,
    );
  });

  test('a quota that is too small', async () => {
    const documents = broken('poor');
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota', namespace: 'poor' },
      spec: { hard: { 'requests.cpu': '200m' } },
    };
    documents.splice(1, 0, { object: quota, source: JSON.stringify(quota), file: '' });
    match(await missing(documents), /Deployment poor\/web: 2 of 3 pods available .*exceeded quota: quota/);
  });

  test('anti-affinity that cannot be met', async () => {
    const documents = broken('apart', 'Deployment', (object) => {
      object.spec.replicas = 4;
      const term = { topologyKey: 'topology.kubernetes.io/zone', labelSelector: object.spec.selector };
      podSpec(object).affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    });
    match(await missing(documents), /Deployment apart\/web: 3 of 4 pods available .*didn't match pod anti-affinity rules/);
  });

  test('spread without room', async () => {
    const documents = broken('crowded', 'Deployment', (object) => {
      podSpec(object).nodeSelector = { 'topology.kubernetes.io/zone': 'zone-a' };
      podSpec(object).topologySpreadConstraints[0].minDomains = 3;
    });
    match(
      await missing(documents),
      /Deployment crowded\/web: 1 of 3 pods available .*didn't match pod topology spread constraints/,
    );
  });

  test('a disruption budget as large as the workload', async () => {
    const documents = broken('stiff', 'PodDisruptionBudget', ({ spec }) => {
      delete spec.maxUnavailable;
      spec.minAvailable = 3;
    });
    await availability(cluster, await applied(documents), 30);
    match(
      lines(await budgets(cluster, documents)).join('\n'),
      /PodDisruptionBudget stiff\/web: it allows no disruption: 3 healthy pods, 3 wanted/,
    );
  });

  test('selectors that match nothing', async () => {
    const nobody = { 'app.kubernetes.io/instance': 'nobody' };
    const budget = broken('unseen', 'PodDisruptionBudget', ({ spec }) => {
      spec.selector.matchLabels = nobody;
    });
    await availability(cluster, await applied(budget), 30);
    const found = lines(await budgets(cluster, budget)).join('\n');
    match(found, /PodDisruptionBudget unseen\/web: its selector matches no pod/);
    match(found, /Deployment unseen\/web: 0 disruption budgets cover it/);
    const service = broken('unserved', 'Service', ({ spec }) => {
      spec.selector = nobody;
    });
    await applied(service);
    match(
      lines(await services(cluster, service, PATIENCE_SECONDS)).join('\n'),
      /Service unserved\/web: port http has no ready endpoint: no ready pod matches app\.kubernetes\.io\/instance=nobody/,
    );
  });

  test('an autoscaler without a target', async () => {
    const documents = broken('aimless');
    const hpa: Json = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'aimless' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'wbe' }, minReplicas: 3, maxReplicas: 5 },
    };
    documents.push({ object: hpa, source: JSON.stringify(hpa), file: '' });
    await applied(documents);
    match(lines(await autoscalers(cluster, documents)).join('\n'), /HorizontalPodAutoscaler aimless\/web: .*"wbe" not found/);
  });

  test('drift', async () => {
    const documents = broken('drifting');
    await applied(documents);
    await cluster.kubectl.do(['scale', 'deployment', 'web', '-n', 'drifting', '--replicas=5']);
    const found = lines(await drift(cluster, documents, 'now')).join('\n');
    match(found, /kubectl diff: .*replicas: 5.*replicas: 3/);
    match(found, /Deployment drifting\/web: a second apply changed it/);
  });

  test('what deletion by the label leaves behind', async () => {
    const documents = broken('left', 'Namespace', ({ metadata }) => {
      delete metadata.labels['app.kubernetes.io/managed-by'];
    });
    await availability(cluster, await applied(documents), 30);
    match(lines(await removal(cluster, documents)).join('\n'), /Service left\/web: it lacks the label/);
  });
});

describe('disruption finds', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await Cluster.start();
  });
  after(async () => cluster.stop());

  /** The documents, running, and watched for as long as `use` takes. */
  const running = async (documents: Document[], use: (workloads: Workload[], watch: PodWatch) => Promise<Finding[]>) => {
    const workloads = workloadsOf(documents);
    await reapply(cluster, documents);
    equal(lines(await availability(cluster, workloads, 30)).join('\n'), '');
    const watch = await PodWatch.start(cluster.kubectl, workloads);
    const findings = await use(workloads, watch);
    watch.stop();
    for (const { object } of documents.filter((document) => document.object.kind === 'Namespace')) {
      await cluster.kubectl.do(['delete', 'namespace', object.metadata.name]);
    }
    return lines(findings).join('\n');
  };

  test('a drain that hangs', async () => {
    const documents = broken('stiff', 'PodDisruptionBudget', ({ spec }) => {
      delete spec.maxUnavailable;
      spec.minAvailable = 3;
    });
    const found = await running(
      documents,
      async (workloads, watch) => (await drains(cluster, documents, workloads, watch, { drain: 3, settle: 30 })).findings,
    );
    match(found, /drains: Node zone-a-\d: its drain does not end: .*"web-.*-n "stiff".*violate the pod's disruption budget/);
  });

  test('a rolling update without room for one more pod', async () => {
    const documents = broken('full', 'Deployment', (object) => {
      object.spec.replicas = 9;
      const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: object.spec.selector };
      podSpec(object).affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    });
    const found = await running(documents, (workloads, watch) =>
      rollout(cluster, documents, workloads, watch, 'next', PATIENCE_SECONDS),
    );
    match(found, /rolling update next: Deployment full\/web: .*didn't match pod anti-affinity rules/);
  });

  test('what the loss of a zone breaks', async () => {
    const documents = [
      ...broken('stuck', 'Deployment', (object) => {
        podSpec(object).topologySpreadConstraints[0].nodeTaintsPolicy = 'Ignore';
      }),
      ...broken('together', 'Deployment', (object) => {
        podSpec(object).nodeSelector = { 'topology.kubernetes.io/zone': 'zone-a' };
        podSpec(object).topologySpreadConstraints[0].whenUnsatisfiable = 'ScheduleAnyway';
      }),
      ...broken('deaf', 'Role', (object) => {
        object.rules[0].resources = ['configmaps'];
      }),
    ];
    const found = await running(
      documents,
      async (workloads, watch) => (await loseZone(cluster, documents, workloads, watch, 'zone-a', 60)).findings,
    );
    match(found, /loss of zone-a: Deployment stuck\/web: 2 of 3 pods ready on the remaining zones after 60 s/);
    match(found, /loss of zone-a: Deployment together\/web: it fell to 0 ready pods; 1 of 3 must survive/);
    match(
      found,
      /leader election: Deployment deaf\/web: a pod of it cannot lead by the lease web under its own account web: .*forbidden/,
    );
  });

  test('a store made while a zone is away that does not wait for it', async () => {
    const documents = broken('early', 'Deployment', (object) => {
      object.kind = 'StatefulSet';
      delete object.spec.strategy;
      object.spec.serviceName = 'web';
      object.spec.podManagementPolicy = 'Parallel';
      podSpec(object).topologySpreadConstraints[0].matchLabelKeys = ['controller-revision-hash'];
      const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
      object.spec.volumeClaimTemplates = [{ metadata: { name: 'data' }, spec: claim }];
    });
    await cluster.create(storage(claimsByClass(documents)));
    const found = lines(await lateZone(cluster, documents, workloadsOf(documents), 30)).join('\n');
    match(found, /created while zone-c is away: StatefulSet early\/web: its members stand in zone-., zone-., zone-. for ever/);
    match(
      found,
      /rolling update after-late-zone: StatefulSet early\/web: .* pods available after 30 s: .*didn't match pod topology spread/,
    );
  });
});

describe('the golden list of permissions finds', () => {
  const golden = { 'agents/web': ['get,update leases.coordination.k8s.io named web'] };

  test('a Role that grants more', () => {
    const found = lines(compare(golden, { 'agents/web': [...golden['agents/web'], 'get,list secrets'] })).join('\n');
    equal(found, 'permissions: ServiceAccount agents/web: it may "get,list secrets", which the golden list does not grant');
  });

  test('a Role that grants less, and an account that nobody reviewed', () => {
    const found = lines(compare(golden, { 'agents/web': [], 'agents/new': [] })).join('\n');
    match(found, /agents\/web: it may not "get,update leases\.coordination\.k8s\.io named web"/);
    match(found, /agents\/new: it is not in the golden list/);
  });
});
