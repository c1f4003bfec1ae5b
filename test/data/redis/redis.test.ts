import { App, Chart, Duration, Size } from 'cdk8s';
import {
  AgentApi, AlertOverride, DataLayer, Durability, Mesh, PlatformProps, RecoveryObjective, Redis, RedisEngine, RedisProps, SecretSource,
} from '../../../src';
import { Manifest, Manifests } from '../../support/manifests';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../../support/platforms';
import { refusal, refusals } from '../../support/refusals';

function compose(props: RedisProps = {}, platform: PlatformProps = {}): Composition<Redis> {
  return withPlatform((agents) => new DataLayer(agents, 'data').addRedis('locks', props), platform);
}

const HOST = 'data-locks-server-0.data-locks-server-members.agents.svc.cluster.local';

describe('what there is', () => {
  test('servers, Sentinels, and proxies behind one Service', () => {
    const manifests = compose().manifests();
    expect(manifests.all('StatefulSet').map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([['data-locks-server', 3], ['data-locks-sentinel', 3]]);
    expect(manifests.one('Deployment', 'data-locks').spec.replicas).toBe(3);
    expect(manifests.one('Service', 'data-locks').spec.ports).toEqual([{ name: 'tcp-redis', port: 6379, protocol: 'TCP', targetPort: 'redis' }]);
  });

  test('works on a stock Chart', () => {
    const chart = new Chart(new App(), 'chart');
    new DataLayer(chart, 'data').addRedis('locks');
    expect(Manifests.of(chart).one('ConfigMap', 'data-locks-config').data['haproxy.cfg'])
      .toContain('server server-0 data-locks-server-0.data-locks-server-members:6379\n');
  });

  test('works in the hardened security profile', () => {
    const { manifests } = withHardenedPlatform((agents) => new DataLayer(agents, 'data').addRedis('locks'));
    expect(JSON.stringify(manifests().documents)).not.toContain('secretKeyRef');
  });
});

describe('configuration', () => {
  const file = (map: string, name: string, props: RedisProps = {}): string => compose(props).manifests().one('ConfigMap', `data-locks-${map}`).data[name];

  test('a master without a standby takes no writes', () => {
    expect(file('server-config', 'server.conf')).toContain('min-replicas-to-write 1\nmin-replicas-max-lag 10\n');
  });

  test('the log holds everything, so no snapshot can fail and stop writes', () => {
    expect(file('server-config', 'server.conf')).toContain('\nsave ""\n');
  });

  test('a master hands over before it stops; Sentinels have nothing to hand over', () => {
    const manifests = compose().manifests();
    const lifecycle = (name: string): unknown => manifests.container('StatefulSet', name).lifecycle;
    expect(lifecycle('data-locks-server')).toEqual({ preStop: { exec: { command: ['sh', '/etc/valkey/stop.sh'] } } });
    expect(lifecycle('data-locks-sentinel')).toBeUndefined();
    expect(file('server-config', 'stop.sh')).toContain('SENTINEL FAILOVER main');
  });

  test('each Sentinel announces its own name: with one address for all they would replace each other for ever', () => {
    expect(file('sentinel-config', 'start.sh')).toContain('\nsentinel announce-ip $self\n');
  });

  test('images say their whole version', () => {
    const images = compose().manifests().documents.flatMap(({ spec }) => spec?.template?.spec.containers ?? []).map(({ image }: Manifest) => image);
    images.forEach((image) => expect(image).toMatch(/:v?\d+\.\d+\.\d+$/));
  });

  test('a missing standby is a warning, none at all is critical: the master then refuses writes', () => {
    const severities = Object.fromEntries(compose().made.alerts.map(({ id, severity }) => [id, severity]));
    expect(severities).toMatchObject({ RedisReplicaMissing: 'warning', RedisNoReplica: 'critical', RedisDown: 'warning' });
    expect(severities).not.toHaveProperty('RedisMasterLinkDown');
  });

  test('a server never guesses who is master', () => {
    const script = file('server-config', 'start.sh');
    expect(script).toContain('SENTINEL get-master-addr-by-name main');
    expect(script).not.toContain('master="${servers%% *}"');
  });

  test('data has six tenths of the memory', () => {
    expect(file('server-config', 'server.conf', { resources: { memory: Size.gibibytes(1) } })).toContain('maxmemory 614mb\n');
  });

  test('proxies lead to whoever says that it is master', () => {
    const text = file('config', 'haproxy.cfg');
    expect(text).toContain('tcp-check expect string role:master\n');
    expect(text).toContain(`server server-0 ${HOST}:6379\n`);
  });

  test('no password is in a ConfigMap', () => {
    expect(file('config', 'haproxy.cfg')).toContain('tcp-check send-binary @AUTH@\n');
  });

  test('a standby more is a server more for the proxies', () => {
    expect(file('config', 'haproxy.cfg', { engine: RedisEngine.sentinel({ replicas: 3 }) })).toContain('server server-3 ');
  });
});

describe('props', () => {
  test('storage and class', () => {
    const { spec } = compose({ storage: Size.gibibytes(7), storageClass: 'fast' }).manifests().one('StatefulSet', 'data-locks-server').spec.volumeClaimTemplates[0];
    expect(spec).toMatchObject({ storageClassName: 'fast', resources: { requests: { storage: '7Gi' } } });
  });

  test('image', () => {
    expect(compose({ engine: RedisEngine.sentinel({ image: 'docker.io/valkey/valkey:9.0.0' }) }).manifests().container('StatefulSet', 'data-locks-sentinel').image)
      .toBe('docker.io/valkey/valkey:9.0.0');
  });

  test('credentials', () => {
    expect(compose({ credentials: SecretSource.existing('mine') }).app.report().requiredSecrets).toMatchObject([{ name: 'mine', keys: ['password'] }]);
  });

  test('an alert can be silenced', () => {
    expect(compose({ alerts: { RedisDown: AlertOverride.silence() } }).made.alerts.map(({ id }) => id)).not.toContain('RedisDown');
  });
});

describe('connections', () => {
  function connected(platform: PlatformProps = {}): Manifests {
    return withPlatform((agents) => new AgentApi(agents, 'api', { image: IMAGE }).connectTo(new DataLayer(agents, 'data').addRedis('locks')), platform).manifests();
  }

  test('a client is told one host that always leads to the master', () => {
    expect(connected().env('Deployment', 'api')).toMatchObject({
      LOCKS_HOST: 'data-locks.agents.svc.cluster.local',
      LOCKS_PORT: '6379',
      LOCKS_PASSWORD: { secretKeyRef: { name: 'data-locks-app', key: 'password' } },
    });
  });

  test('clients reach proxies, and only these and the members reach servers', () => {
    const from = (name: string): string[] => connected().one('NetworkPolicy', name).spec.ingress
      .map((rule: Manifest) => rule.from[0].podSelector.matchLabels['app.kubernetes.io/instance']);
    expect(from('data-locks')).toEqual(['api']);
    expect(from('data-locks-server')).toEqual(['data-locks', 'data-locks-sentinel', 'data-locks-server']);
    expect(from('data-locks-sentinel')).toEqual(['data-locks-sentinel', 'data-locks-server']);
  });

  test('under Istio by who they are', () => {
    expect(connected({ mesh: Mesh.istio() }).one('AuthorizationPolicy', 'data-locks').spec.rules).toEqual([
      { from: [{ source: { principals: ['cluster.local/ns/agents/sa/api'] } }], to: [{ operation: { ports: ['6379'] } }] },
    ]);
  });
});

describe('guarantees', () => {
  test('it fails over by itself and may lose the newest writes', () => {
    expect(compose().made.guarantees).toMatchObject({
      replicas: 3, automaticFailover: true, failoverTime: Duration.seconds(30), durability: Durability.ASYNCHRONOUS, customResources: [],
    });
  });

  test('nothing may be lost is more than it keeps to', () => {
    const recovery = RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(1) });
    expect(refusals(compose({ recovery }).app)).toEqual(['[production/agents/data/locks] "recovery" (Invalid)']);
  });

  test('a second may', () => {
    expect(refusals(compose({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(1), rto: Duration.minutes(1) }) }).app)).toEqual([]);
  });
});

describe('watching', () => {
  test('servers, Sentinels and proxies each under their own name', () => {
    expect(compose().made.toMonitoringPlan().scrapes.map(({ job, portNumber }) => [job, portNumber]))
      .toEqual([['data-locks-server', 9121], ['data-locks-sentinel', 9121], ['data-locks', 8404]]);
  });

  test('alert ids are told apart', () => {
    const ids = compose().made.alerts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('errors', () => {
  const path = '[production/agents/data/locks]';

  test.each<[object, string]>([
    [{ engine: 'sentinel' }, '"engine" (TypeInvalid)'],
    [{ engine: RedisEngine.sentinel({ replicas: 1 }) }, '"engine.replicas" (OutOfRange)'],
    [{ engine: RedisEngine.sentinel({ replicas: 9 }) }, '"engine.replicas" (OutOfRange)'],
    [{ engine: RedisEngine.sentinel({ image: 'valkey:latest' }) }, '"engine.image" (Invalid)'],
    [{ storage: Size.mebibytes(1) }, '"storage" (OutOfRange)'],
    [{ storageClass: 'a b' }, '"storageClass" (Invalid)'],
    [{ credentials: 1 }, '"credentials" (TypeInvalid)'],
  ])('%j', (props, message) => {
    expect(refusal(() => compose(props))).toBe(`${path} ${message}`);
  });
});
