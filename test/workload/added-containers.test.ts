import { Size } from 'cdk8s';
import {
  Capability, Container, ContainerProps, ContainerRestartPolicy, Cpu, Handler, PersistentVolumeClaim, Probe, Protocol, SeccompProfileType, Volume,
} from 'cdk8s-plus-29';
import { AgentApi, AgentController, Coordination, PlatformProps, Quota, Scaling, Images } from '../../src';
import { Manifest } from '../support/manifests';
import { hardened, IMAGE, withPlatform } from '../support/platforms';
import { refusals } from '../support/refusals';

const PROXY: ContainerProps = { name: 'proxy', image: 'ghcr.io/acme/proxy:1.0.0' };

const compose = (change: (api: AgentApi) => void, props: PlatformProps = {}) => withPlatform((namespace) => {
  const api = new AgentApi(namespace, 'api', { image: IMAGE, scaling: Scaling.fixed(3) });
  change(api);
  return api;
}, props, { quota: Quota.computed({ headroom: 0 }) });

const podOf = (change: (api: AgentApi) => void, props: PlatformProps = {}): Manifest => compose(change, props).manifests().podSpec('Deployment', 'api');
const sidecar = (own: Partial<ContainerProps> = {}, props: PlatformProps = {}): Manifest =>
  podOf(({ deployment }) => deployment.addContainer({ ...PROXY, ...own }), props).containers[1];

describe('a container added through the L2', () => {
  test('has the security context of ours', () => {
    const { containers } = podOf(({ deployment }) => deployment.addContainer(PROXY));
    expect(containers[1].securityContext).toEqual(containers[0].securityContext);
    expect(containers[1].securityContext.capabilities).toEqual({ drop: ['ALL'] });
  });

  test('so has an init container', () => {
    const { initContainers, containers } = podOf(({ deployment }) => deployment.addInitContainer({ ...PROXY, name: 'migrate' }));
    expect(initContainers[0].securityContext).toEqual(containers[0].securityContext);
  });

  test('keeps a user of its own', () => {
    expect(sidecar({ securityContext: { user: 20000, group: 20001 } }).securityContext)
      .toMatchObject({ runAsUser: 20000, runAsGroup: 20001, capabilities: { drop: ['ALL'] } });
  });

  test('may write to /tmp, or to what it mounts there', () => {
    expect(sidecar().volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    const { containers } = podOf(({ deployment }) => deployment.addContainer({
      ...PROXY, volumeMounts: [{ path: '/tmp', volume: Volume.fromEmptyDir(deployment, 'mine', 'mine', { sizeLimit: Size.gibibytes(2) }) }],
    }));
    expect(containers[1].volumeMounts).toEqual([{ name: 'mine', mountPath: '/tmp' }]);
  });

  test('gets the digest that the Platform knows', () => {
    expect(sidecar({}, hardened()).image).toMatch(/^ghcr.io\/acme\/proxy:1.0.0@sha256:/);
  });

  test('gets modest resources where it states none', () => {
    const fixed = { 'memory': '128Mi', 'ephemeral-storage': '256Mi' };
    expect(sidecar().resources).toEqual({ requests: { cpu: '100m', ...fixed }, limits: { cpu: '400m', ...fixed } });
    expect(sidecar({}, hardened()).resources.limits.cpu).toBe('100m');
  });

  test('keeps the resources that it states, and what it leaves out follows from them', () => {
    const { requests, limits } = sidecar({ resources: { cpu: { request: Cpu.millis(300) }, memory: { limit: Size.gibibytes(1) } } }).resources;
    expect([requests.cpu, limits.cpu, requests.memory, limits.memory]).toEqual(['300m', '1200m', '1Gi', '1Gi']);
  });

  test('counts in the quota', () => {
    const hard = (change: (api: AgentApi) => void): Manifest => compose(change).manifests().one('ResourceQuota').spec.hard;
    // 3 + 1 + 1 = 5 pods of 250m (1000m) and 512Mi, then of 1250m (3000m) and 2560Mi.
    expect(hard(() => undefined)).toEqual({ 'requests.cpu': '2', 'limits.cpu': '5', 'requests.memory': '3Gi', 'limits.memory': '3Gi' });
    const resources = { cpu: { request: Cpu.units(1), limit: Cpu.units(2) }, memory: { request: Size.gibibytes(2), limit: Size.gibibytes(2) } };
    expect(hard(({ deployment }) => deployment.addContainer({ ...PROXY, resources })))
      .toEqual({ 'requests.cpu': '7', 'limits.cpu': '15', 'requests.memory': '13Gi', 'limits.memory': '13Gi' });
    expect(hard(({ deployment }) => deployment.addInitContainer({ ...PROXY, resources, restartPolicy: ContainerRestartPolicy.ALWAYS })))
      .toEqual({ 'requests.cpu': '7', 'limits.cpu': '15', 'requests.memory': '13Gi', 'limits.memory': '13Gi' });
    expect(hard(({ deployment }) => deployment.addInitContainer({ ...PROXY, resources })))
      .toEqual({ 'requests.cpu': '5', 'limits.cpu': '10', 'requests.memory': '10Gi', 'limits.memory': '10Gi' });
  });

  test('fits into the LimitRange', () => {
    const { manifests } = compose(({ deployment }) => deployment.addContainer({
      ...PROXY, resources: { memory: { request: Size.gibibytes(20), limit: Size.gibibytes(20) } },
    }));
    expect(manifests().one('LimitRange').spec.limits[0].max.memory).toBe('20Gi');
  });

  test('a vertical autoscaler makes the program larger, and not the sidecar', () => {
    const { manifests } = withPlatform((namespace) => new AgentController(namespace, 'controller', {
      image: IMAGE, coordination: Coordination.leaderElection(), scaling: Scaling.vertical({ maxCpu: Cpu.units(2), maxMemory: Size.gibibytes(4) }),
    }).deployment.addContainer({
      ...PROXY, resources: { cpu: { request: Cpu.units(3), limit: Cpu.units(3) } },
    }), {}, { quota: Quota.computed({ headroom: 0 }) });
    // 5 pods of 2000m + 3000m, (8000m + 3000m), 4096Mi + 128Mi.
    expect(manifests().one('ResourceQuota').spec.hard).toEqual({ 'requests.cpu': '25', 'limits.cpu': '55', 'requests.memory': '21Gi', 'limits.memory': '21Gi' });
  });
});

describe('ports', () => {
  const ports = (change: (api: AgentApi) => void): Manifest => compose(change).manifests().one('Service').spec.ports;

  test('of a sidecar are in the Service by their names', () => {
    expect(ports(({ deployment }) => deployment.addContainer({ ...PROXY, ports: [{ name: 'grpc-admin', number: 9000 }] }))).toEqual([
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }, { name: 'grpc-admin', port: 9000, protocol: 'TCP', targetPort: 'grpc-admin' },
    ]);
  });

  test('added to the program are too, in their protocol', () => {
    expect(ports(({ container }) => container.addPort({ name: 'udp-voice', number: 9001, protocol: Protocol.UDP }))[1])
      .toEqual({ name: 'udp-voice', port: 9001, protocol: 'UDP', targetPort: 'udp-voice' });
  });

  test('of metrics are not: a Service would let callers read them', () => {
    const made = ports(({ deployment }) => deployment.addContainer({ ...PROXY, ports: [{ name: 'proxy-metrics', number: 9091 }] }));
    expect(made.map(({ name }: Manifest) => name)).toEqual(['http']);
  });
});

test('a folder without a limit gets one', () => {
  const { volumes } = podOf(({ deployment, container }) => container.mount('/cache', Volume.fromEmptyDir(deployment, 'cache', 'cache')));
  expect(volumes[1]).toEqual({ name: 'cache', emptyDir: { sizeLimit: '1Gi' } });
});

describe('what cannot be honoured is refused', () => {
  const refused = (change: (api: AgentApi) => void, props: PlatformProps = {}): string[] => refusals(compose(change, props).app);
  const ofContainer = (own: Partial<ContainerProps>, props: PlatformProps = {}): string[] =>
    refused(({ deployment }) => deployment.addContainer({ ...PROXY, ...own }), props);
  const at = (prop: string, reason: string): string[] => [`[production/agents/api] "${prop}" (${reason})`];

  test.each<[string, Partial<ContainerProps>, string, string]>([
    ['privileges', { securityContext: { privileged: true, allowPrivilegeEscalation: true } }, 'containers["proxy"].securityContext.privileged', 'Forbidden'],
    ['escalation', { securityContext: { allowPrivilegeEscalation: true } }, 'containers["proxy"].securityContext.allowPrivilegeEscalation', 'Forbidden'],
    ['a writable root', { securityContext: { readOnlyRootFilesystem: false } }, 'containers["proxy"].securityContext.readOnlyRootFilesystem', 'Forbidden'],
    ['root', { securityContext: { ensureNonRoot: false } }, 'containers["proxy"].securityContext.ensureNonRoot', 'Forbidden'],
    ['a user of the node', { securityContext: { user: 1000 } }, 'containers["proxy"].securityContext.user', 'OutOfRange'],
    ['the user of Istio', { securityContext: { user: 1337 } }, 'containers["proxy"].securityContext.user', 'OutOfRange'],
    ['the group of root', { securityContext: { group: 0 } }, 'containers["proxy"].securityContext.group', 'OutOfRange'],
    ['capabilities', { securityContext: { capabilities: { add: [Capability.NET_ADMIN] } } }, 'containers["proxy"].securityContext.capabilities', 'Forbidden'],
    ['another seccomp profile', { securityContext: { seccompProfile: { type: SeccompProfileType.UNCONFINED } } }, 'containers["proxy"].securityContext.seccompProfile', 'Forbidden'],
    ['no version', { image: 'proxy' }, 'containers["proxy"].image', 'Invalid'],
    ['the name of ours', { name: 'api' }, 'containers["api"].name', 'Duplicate'],
    ['a port without a name', { portNumber: 9000 }, 'containers["proxy"].ports[0].name', 'Required'],
    ['a low port', { ports: [{ name: 'http-low', number: 80 }] }, 'containers["proxy"].ports[0].number', 'OutOfRange'],
    ['a port of the node', { ports: [{ name: 'http-host', number: 9000, hostPort: 9000 }] }, 'containers["proxy"].ports[0].hostPort', 'Forbidden'],
    ['a port that is taken', { ports: [{ name: 'http-again', number: 8080 }] }, 'containers["proxy"].ports[0].number', 'Duplicate'],
    ['a name that is taken', { ports: [{ name: 'http', number: 9000 }] }, 'containers["proxy"].ports[0].name', 'Duplicate'],
    ['memory that it is not promised', { resources: { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) } } }, 'containers["proxy"].resources.memory', 'Invalid'],
    ['a limit below the request', { resources: { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } } }, 'containers["proxy"].resources.cpuLimit', 'OutOfRange'],
    ['a probe of another host', { readiness: Probe.fromTcpSocket({ port: 9000, host: '10.0.0.1' }) }, 'containers["proxy"].readinessProbe', 'Forbidden'],
    ['a hook of another host', { lifecycle: { preStop: Handler.fromTcpSocket({ port: 9000, host: '10.0.0.1' }) } }, 'containers["proxy"].lifecycle', 'Forbidden'],
  ])('%s', (_, own, prop, reason) => {
    expect(ofContainer(own)).toEqual(at(prop, reason));
  });

  test('hardened: an image without digest, and limits above requests', () => {
    expect(ofContainer({}, { ...hardened(), images: Images.of({ digests: { [IMAGE]: `sha256:${'a'.repeat(64)}` } }) })).toEqual(at('containers["proxy"].image', 'Invalid'));
    expect(ofContainer({ resources: { cpu: { request: Cpu.millis(100), limit: Cpu.millis(200) } } }, hardened()))
      .toEqual(at('containers["proxy"].resources.cpuLimit', 'OutOfRange'));
  });

  test('in an init container too', () => {
    expect(refused(({ deployment }) => deployment.addInitContainer({ ...PROXY, securityContext: { ensureNonRoot: false } })))
      .toEqual(at('containers["proxy"].securityContext.ensureNonRoot', 'Forbidden'));
  });

  test('in a container that was made elsewhere', () => {
    expect(refused(({ deployment }) => deployment.attachContainer(new Container(PROXY)))).toEqual(at('containers["proxy"].resources', 'Required'));
  });

  test('folders of the node and of cloud disks', () => {
    expect(refused(({ deployment, container }) => container.mount('/host', Volume.fromHostPath(deployment, 'host', 'host', { path: '/' }))))
      .toEqual(at('volumes["host"]', 'Forbidden'));
    expect(refused(({ deployment }) => deployment.addVolume(Volume.fromNfs(deployment, 'nfs', 'nfs', { server: 'files', path: '/' }))))
      .toEqual(at('volumes["nfs"]', 'Forbidden'));
  });

  test('a volume with the name of ours', () => {
    expect(refused(({ deployment, container }) => container.mount('/mine', Volume.fromEmptyDir(deployment, 'mine', 'tmp')))).toEqual(at('volumes["tmp"]', 'Duplicate'));
  });

  test('a claim is no such thing', () => {
    const { manifests } = compose((api) => api.container.mount('/data', Volume.fromPersistentVolumeClaim(api, 'data',
      PersistentVolumeClaim.fromClaimName(api, 'claim', 'data'))));
    expect(manifests().podSpec('Deployment').volumes).toHaveLength(2);
  });

  test('names of other hosts', () => {
    expect(refused(({ deployment }) => deployment.addHostAlias({ ip: '10.0.0.1', hostnames: ['db'] }))).toEqual(at('hostAliases', 'Forbidden'));
  });
});
