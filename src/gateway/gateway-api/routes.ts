import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { bindings } from '../../internal/bindings';
import { Guard } from '../../internal/guard';
import { checksum, limitName, NameLimit } from '../../internal/naming';
import { GatewayPlan, RoutePlan } from '../gateway-provider';

const GROUP = 'gateway.networking.k8s.io';

/** The Service behind a route, by its name in the cluster. */
interface Backend {
  readonly name: string;
  readonly namespace: string;
}

/** An HTTPRoute or a GRPCRoute for each route, as their number in one object is limited. */
export function addApiRoute(scope: Construct, plan: GatewayPlan, route: RoutePlan): void {
  const backend = backendOf(new Guard(scope, 'route.'), route);
  const id = routeId(route);
  const metadata = { name: limitName(`${plan.name}-${id}`, NameLimit.DEFAULT), labels: plan.labels };
  const common = {
    parentRefs: listenersOf(plan).map(({ name }) => ({ name: plan.name, sectionName: name })),
    hostnames: plan.hosts,
  };
  const backendRefs = [{ name: backend.name, namespace: isElsewhere(scope, backend) ? backend.namespace : undefined, port: route.port }];
  if (route.protocol === 'grpc') {
    const { GrpcRoute } = bindings.grpcRoute;
    new GrpcRoute(scope, `GRPCRoute-${id}`, { metadata, spec: { ...common, rules: [{ matches: grpcMatches(scope, route.path), backendRefs }] } });
  } else {
    const { HttpRoute, HttpRouteSpecRulesMatchesPathType: PathType } = bindings.httpRoute;
    const rule = {
      matches: [{ path: { type: PathType.PATH_PREFIX, value: route.path } }],
      backendRefs,
      timeouts: { request: `${route.timeout.toSeconds()}s` },
    };
    new HttpRoute(scope, `HTTPRoute-${id}`, { metadata, spec: { ...common, rules: [rule] } });
  }
  grantReference(scope, plan, route, backend);
}

/** Plain HTTP is answered only with the way to HTTPS. */
export function addRedirect(scope: Construct, plan: GatewayPlan): void {
  const { HttpRoute, HttpRouteSpecRulesFiltersType: Type, HttpRouteSpecRulesFiltersRequestRedirectScheme: Scheme } = bindings.httpRoute;
  new HttpRoute(scope, 'Redirect', {
    metadata: { name: limitName(`${plan.name}-redirect`, NameLimit.DEFAULT), labels: plan.labels },
    spec: {
      parentRefs: [{ name: plan.name, sectionName: 'http' }],
      hostnames: plan.hosts,
      rules: [{ filters: [{ type: Type.REQUEST_REDIRECT, requestRedirect: { scheme: Scheme.HTTPS, statusCode: 301 } }] }],
    },
  });
}

/** A listener has one host name, so each host has one. */
export function listenersOf({ hosts }: GatewayPlan): { name: string; hostname: string }[] {
  return hosts.map((hostname, index) => ({ name: index === 0 ? 'https' : `https-${index}`, hostname }));
}

/** Names have no slashes and capitals, so `/a/b` and `/a-b` would be one; no two routes of a gateway have one path. */
function routeId({ name, path }: RoutePlan): string {
  return `${name}-${checksum({ path }).slice(0, 6)}`;
}

function backendOf(guard: Guard, { host }: RoutePlan): Backend {
  const [, name, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(host) ?? [];
  return name ? { name, namespace } : guard.fail('target', host, 'a Service of the cluster', 'the Gateway API routes to Services by name: use GatewayEngine.nginx()');
}

function isElsewhere(scope: Construct, { namespace }: Backend): boolean {
  return namespace !== Chart.of(scope).namespace;
}

/** `/acme.runs.v1.Runs` is a service, and `/acme.runs.v1.Runs/Start` one of its methods. */
function grpcMatches(scope: Construct, path: string): { method: { service: string; method?: string } }[] | undefined {
  if (path === '/') {
    return undefined;
  }
  const [service, method, ...more] = path.slice(1).split('/');
  if (more.length > 0) {
    new Guard(scope, 'route.').fail('path', path, 'the path of a gRPC service or method', 'write it like /acme.runs.v1.Runs');
  }
  return [{ method: { service, method } }];
}

/** Without it, a route into another namespace is refused by the controller. */
function grantReference(scope: Construct, plan: GatewayPlan, route: RoutePlan, backend: Backend): void {
  if (!isElsewhere(scope, backend)) {
    return;
  }
  const { ReferenceGrant } = bindings.referenceGrant;
  new ReferenceGrant(scope, `Grant-${routeId(route)}`, {
    metadata: { name: limitName(`${plan.name}-${routeId(route)}`, NameLimit.DEFAULT), namespace: backend.namespace, labels: plan.labels },
    spec: {
      from: [{ group: GROUP, kind: route.protocol === 'grpc' ? 'GRPCRoute' : 'HTTPRoute', namespace: Chart.of(scope).namespace! }],
      to: [{ group: '', kind: 'Service', name: backend.name }],
    },
  });
}
