import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Component } from '../component/component';
import { checkedConnectable } from '../connections/checked-connectable';
import { IConnectable } from '../connections/connectable';
import { checkPlatform } from '../connections/platform-rule';
import { checkZones } from '../connections/zone-rules';
import { looksLikeAddress } from '../internal/address';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { objectName } from '../internal/naming';
import { MonitoringPlan } from '../model/monitoring-plan';
import { componentLabels } from '../platform/labels';
import { Platform } from '../platform/platform';
import { Registry } from '../platform/registry';
import { SecretSource } from '../secrets/secret-source';
import { AgentGatewayProps, RouteOptions } from './agent-gateway-props';
import { ClientCertificates } from './client-certificates';
import { checkCapability, GatewayFeature } from './gateway-capabilities';
import { GatewayEngine } from './gateway-engine';
import { GatewayMonitoring, GatewayPlan, GatewayProvider, ProvidedGateway, RoutePlan } from './gateway-provider';
import { RateLimit } from './rate-limit';

/**
 * The edge of the platform: the only component that is reachable from outside. It terminates TLS, verifies
 * client certificates, limits the request rate, and routes requests to components.
 *
 * @example
 * const edge = new AgentGateway(agents, 'gateway', {
 *   host: 'agents.acme.io',
 *   engine: GatewayEngine.istio(),
 *   certificate: SecretSource.existing('agents-acme-io'),
 * });
 * edge.route('/v1', api);
 */
export class AgentGateway extends Component {
  private readonly name: string;
  private readonly routes: RoutePlan[] = [];
  private readonly engine: GatewayProvider;
  private readonly provided: ProvidedGateway;

  private readonly props: AgentGatewayProps;

  public constructor(scope: Construct, id: string, given: AgentGatewayProps) {
    super(scope, id);
    const props = this.props = frozen(given);
    const guard = new Guard(this);
    this.name = objectName(this);
    guard.struct('props', props);
    this.engine = guard.instance('engine', props.engine ?? this.usualEngine(), GatewayEngine, 'GatewayEngine.nginx()')._provider;
    this.engine.validate(guard.within('engine'));
    this.provided = this.engine.provide(this, this.plan(guard));
    this.requireSecrets();
    this.node.addValidation({ validate: () => this.missingRoutes() });
    this.monitor(props.alerts);
  }

  /** Routes requests for `path`, and everything below it, to a component, and allows the connection. */
  public route(path: string, target: IConnectable, options: RouteOptions = {}): void {
    const guard = new Guard(this, 'route.');
    guard.path('path', path);
    if (path !== '/' && path.endsWith('/')) {
      guard.fail('path', path, 'a path without a slash at its end', 'a route takes its path and everything below it');
    }
    if (this.routes.some((route) => route.path === path)) {
      guard.fail('path', path, 'a path that has no route yet', 'each path leads to one target');
    }
    if (typeof target?.toConnectable !== 'function') {
      guard.fail('target', target, 'a component that serves HTTP', 'pass an AgentApi');
    }
    const { binding, peers, ports, connections } = checkedConnectable(guard, target);
    guard.oneOf('target', binding.type, ['http', 'grpc'], `${target.node.path} serves neither HTTP nor gRPC, so a gateway cannot route to it`);
    checkPlatform(guard, 'target', this, target);
    checkZones(guard, 'target', this, target);
    const { timeout, retries } = guard.struct('options', options);
    this.require(guard, 'target', 'grpc', binding.type === 'grpc');
    this.require(guard, 'timeout', binding.type === 'grpc' ? 'grpcTimeout' : 'routeTimeout', timeout !== undefined);
    this.require(guard, 'retries', 'routeRetries', retries !== undefined);
    const route = {
      name: routeName(objectName(target), path),
      path,
      host: binding.literals.host,
      port: Number(binding.literals.port),
      protocol: binding.type,
      timeout: guard.duration('timeout', timeout ?? Duration.seconds(60), { min: 1, max: 3600 }, 'leave it out for 60 seconds'),
      retries: guard.integer('retries', retries ?? 2, { min: 0, max: 10 }, 'leave it out for 2'),
      ports,
    };
    this.provided.addRoute?.(route);
    this.routes.push(route);
    connections?.allowFrom(this.provided.proxies, ports);
    peers.forEach((peer) => this.provided.connections?.allowTo(peer, ports));
    Registry.of(this).addConnection(this, target, { ports });
  }

  public toMonitoringPlan(): MonitoringPlan {
    const { raisedElsewhere = [], ...plan } = super.toMonitoringPlan() as GatewayMonitoring;
    return { ...plan, alerts: plan.alerts.filter(({ id }) => !raisedElsewhere.includes(id)) };
  }

  protected describeMonitoring(): MonitoringPlan {
    return this.provided.monitoring();
  }

  /** Behind a mesh only its own ingress gateway can prove who it is. */
  private usualEngine(): GatewayEngine {
    return Platform.of(this).mesh._provider.hasIdentities ? GatewayEngine.istio() : GatewayEngine.nginx();
  }

  /** Refuses what the engine cannot do. */
  private require(guard: Guard, prop: string, feature: GatewayFeature, isAsked: boolean): void {
    if (isAsked) {
      checkCapability(guard, prop, feature, this.engine, GatewayEngine._all());
    }
  }

  private plan(guard: Guard): GatewayPlan {
    const { props } = this;
    const certificate = guard.instance('certificate', props.certificate, SecretSource, 'SecretSource.existing(\'agents-example-com\')');
    certificate._validate(guard, 'certificate');
    const clients = guard.instance('clientCertificates', props.clientCertificates ?? ClientCertificates.none(), ClientCertificates,
      'ClientCertificates.required(SecretSource.existing(\'agent-ca\'))');
    clients._validate(guard.within('clientCertificates'));
    this.require(guard, 'clientCertificates', 'clientCertificatesRequired', clients.mode === 'required');
    this.require(guard, 'clientCertificates', 'clientCertificatesOptional', clients.mode === 'optional');
    this.require(guard, 'additionalHosts', 'additionalHosts', props.additionalHosts !== undefined);
    this.require(guard, 'allowedSourceRanges', 'allowedSourceRanges', props.allowedSourceRanges !== undefined);
    this.validateLimits(guard);
    return {
      name: this.name,
      labels: componentLabels(this, Platform.of(this), this.name, { name: this.node.id, component: 'gateway' }),
      hosts: this.claimHosts(guard),
      sourceRanges: validateRanges(guard, props.allowedSourceRanges),
      certificate,
      clientCertificates: clients,
      rateLimit: props.rateLimit,
      clientRateLimit: props.clientRateLimit,
      maxConnections: props.maxConnections,
      maxConnectionsPerClient: props.maxConnectionsPerClient,
      maxBodySize: props.maxBodySize,
      routes: () => [...this.routes].sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1)),
      precedingRoutes: () => this.preceding().flatMap(({ routes }) => routes),
    };
  }

  private validateLimits(guard: Guard): void {
    const { maxBodySize } = this.props;
    for (const prop of ['rateLimit', 'clientRateLimit'] as const) {
      const limit = this.props[prop];
      this.require(guard, prop, prop, limit !== undefined);
      if (limit !== undefined) {
        guard.instance(prop, limit, RateLimit, 'RateLimit.perSecond(50)')._validate(guard.within(prop));
      }
    }
    for (const prop of ['maxConnections', 'maxConnectionsPerClient'] as const) {
      const limit = this.props[prop];
      this.require(guard, prop, prop, limit !== undefined);
      if (limit !== undefined) {
        guard.integer(prop, limit, { min: 1, max: 1_000_000 }, 'leave it out for as many as a proxy can handle');
      }
    }
    this.require(guard, 'maxBodySize', 'maxBodySize', maxBodySize !== undefined);
    if (maxBodySize !== undefined) {
      guard.size('maxBodySize', maxBodySize, { min: Size.kibibytes(1), max: Size.gibibytes(64) }, 'leave it out for what the engine does by itself');
    }
  }

  /** The gateways of this Platform with the same engine whose path comes before this one's. */
  private preceding(): AgentGateway[] {
    const registry = Registry.of(this);
    return this.node.root.node.findAll().filter((other): other is AgentGateway => other instanceof AgentGateway
      && other.engine.call === this.engine.call && other.node.path < this.node.path && Registry.of(other) === registry);
  }

  /** Certificates are chosen by host, and two routers of one host would shadow each other. */
  private claimHosts(guard: Guard): string[] {
    const { host, additionalHosts } = this.props;
    const others = guard.list('additionalHosts', additionalHosts ?? [], 0, 'leave it out for none');
    this.claimHost(guard, 'host', host);
    others.forEach((other, index) => {
      const prop = `additionalHosts[${index}]`;
      if ([host, ...others.slice(0, index)].includes(other)) {
        guard.fail(prop, other, 'a host that this gateway does not have yet', 'leave it out', 'Duplicate');
      }
      this.claimHost(guard, prop, other);
    });
    return [host, ...others];
  }

  private claimHost(guard: Guard, prop: string, host: string): void {
    guard.host(prop, host);
    if (looksLikeAddress(host)) {
      guard.fail(prop, host, 'a host name', 'a certificate and its routes are chosen by name: give the name that callers use');
    }
    const holder = Registry.of(this).claim(this, `gateway host ${host}`);
    if (holder !== this) {
      guard.fail(prop, host, 'a host that no other gateway of the Platform has', `${holder.node.path} has it: add the routes there`);
    }
  }

  private requireSecrets(): void {
    const { certificate, clientCertificates } = this.props;
    const registry = Registry.of(this);
    registry.requireSecret(this, this.provided.secretNamespace, certificate, ['tls.crt', 'tls.key']);
    if (clientCertificates?.authority) {
      registry.requireSecret(this, this.provided.secretNamespace, clientCertificates.authority, ['ca.crt']);
    }
  }

  private missingRoutes(): string[] {
    return this.routes.length > 0 ? [] : [
      Guard.message('routes', 'empty', 'at least one route', 'call gateway.route(\'/v1\', api): without one every request is answered 404'),
    ];
  }
}

function validateRanges(guard: Guard, ranges: string[] | undefined): string[] | undefined {
  return ranges && guard.list('allowedSourceRanges', ranges, 1, 'leave it out to allow requests from any address')
    .map((range, index) => guard.cidr(`allowedSourceRanges[${index}]`, range));
}

/** Stable while other routes come and go: canaries and dashboards address a route by it. */
function routeName(target: string, path: string): string {
  return `${target}${path.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.replace(/(?<!-)-+$/, '');
}
