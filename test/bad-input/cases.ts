import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import {
  Alert, Alerting, AlertOverride, AvailabilityZones, ClientCertificates, CloudIdentity, Connections, ConnectionsProps, Coordination,
  ExternalSecretOptions, HealthCheck, InfisicalAuth, InfisicalOptions, Mesh, MonitoringEngine, Namespace, Objective, Operator, Permission,
  PlatformApp, PolicyBundle, PolicyBundleProps, PostgresEngine, Quota, RateLimit, RecoveryObjective, RedisEngine, Scaling,
  SealedSecretOptions, SealedValue, Runbooks, SecretSource, SecretStoreRef, TrafficPeer,
} from '../../src';
import {
  api, bucket, checked, cluster, connected, controller, dumped, external, gateway, namespace, platform, postgres, redis, resources, routed,
  scaled, stack, told, validated, Wild,
} from './compose';

/** How a value is bad. */
export type Badness = 'low' | 'high' | 'malformed';

/** A program with one bad value, and the whole message that it ends in. */
export type Case = [badness: Badness, program: () => unknown, message: string];

// Stands for a value that a program without types may pass.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const wild = (value: unknown): any => value;
const text = 'text';
const mib = Size.mebibytes;
const gib = Size.gibibytes;

/** Bad input by `<type>.<prop>`, and `<type>.<method>.<parameter>`. */
export const CASES: Record<string, Case[]> = {
  'AgentApiProps.port': [
    ['low', () => api({ port: 1023 }),
      '[production/agents/api] "port" is 1023, but must be a whole number from 1024 to 65535: pods run without privileges: let the '
      + 'program listen on a high port such as 8080'],
    ['high', () => api({ port: 65536 }),
      '[production/agents/api] "port" is 65536, but must be a whole number from 1024 to 65535: pods run without privileges: let the '
      + 'program listen on a high port such as 8080'],
    ['malformed', () => api({ port: '8080' }),
      '[production/agents/api] "port" is "8080", but must be a whole number from 1024 to 65535: pods run without privileges: let the '
      + 'program listen on a high port such as 8080'],
  ],
  'AgentApiProps.longestRequest': [
    ['low', () => api({ longestRequest: Duration.millis(500) }),
      '[production/agents/api] "longestRequest" is "0.5s", but must be a Duration from 1 to 3600 seconds, in whole seconds: leave it '
      + 'out for 45 seconds'],
    ['high', () => api({ longestRequest: Duration.hours(2) }),
      '[production/agents/api] "longestRequest" is "7200s", but must be a Duration from 1 to 3600 seconds, in whole seconds: leave it '
      + 'out for 45 seconds'],
    ['malformed', () => api({ longestRequest: 30 }),
      '[production/agents/api] "longestRequest" is 30, but must be a Duration from 1 to 3600 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'AgentApiProps.objectives': [
    ['malformed', () => api({ objectives: Objective.availability(99) }),
      '[production/agents/api] "objectives" is an Objective, but must be a list: write it like [Objective.availability(99.9)]'],
    ['malformed', () => api({ objectives: [99.9] }),
      '[production/agents/api] "objectives[0]" is 99.9, but must be an Objective: write it like Objective.availability(99.9)'],
  ],
  'AgentApiProps.scaling': [
    ['malformed', () => api({ scaling: 3 }),
      '[production/agents/api] "scaling" is 3, but must be a Scaling: write it like Scaling.horizontal()'],
  ],
  'AgentContainerOptions.image': [
    ['malformed', () => api({ image: 'nginx' }),
      '[production/agents/api] "image" is "nginx", but must be an image reference with a tag: no tag means latest; write it like '
      + 'ghcr.io/acme/agent-api:1.8.0'],
    ['malformed', () => api({ image: 'nginx:latest' }),
      '[production/agents/api] "image" is "nginx:latest", but must be an image with a tag that says a version: latest is another '
      + 'program tomorrow; write it like ghcr.io/acme/agent-api:1.8.0'],
    ['malformed', () => api({ image: 'Not An Image' }),
      '[production/agents/api] "image" is "Not An Image", but must be an image reference with a tag: write it like '
      + 'ghcr.io/acme/agent-api:1.8.0'],
    ['malformed', () => controller({ image: undefined }),
      '[production/agents/controller] "image" is undefined, but must be an image reference with a tag: write it like '
      + 'ghcr.io/acme/agent-api:1.8.0'],
  ],
  'AgentContainerOptions.alerts': [
    ['malformed', () => api({ alerts: { NoSuchAlert: AlertOverride.silence() } }), noSuchAlert('api', api({}).alerts)],
    ['malformed', () => api({ alerts: { PodCrashLooping: false } }),
      '[production/agents/api] "alerts.PodCrashLooping" is false, but must be an AlertOverride: write it like AlertOverride.silence()'],
    ['malformed', () => api({ alerts: 5 }),
      '[production/agents/api] "alerts" is 5, but must be a set of named values: write it like { name: value }'],
  ],
  'AgentContainerOptions.antiAffinity': [
    ['malformed', () => api({ antiAffinity: true }),
      '[production/agents/api] "antiAffinity" is true, but must be an AntiAffinity: write it like AntiAffinity.required()'],
  ],
  'AgentContainerOptions.args': [
    ['low', () => api({ args: [] }),
      '[production/agents/api] "args" is a list of 0, but must be a list of at least 1: leave it out for the image\'s own'],
    ['malformed', () => api({ args: '--fast' }),
      '[production/agents/api] "args" is "--fast", but must be a list of at least 1: leave it out for the image\'s own'],
    ['malformed', () => api({ args: [1] }),
      '[production/agents/api] "args[0]" is 1, but must be a text of 1 to 4096 characters: shorten it or leave the prop out'],
  ],
  'AgentContainerOptions.cloudIdentity': [
    ['malformed', () => api({ cloudIdentity: text }),
      '[production/agents/api] "cloudIdentity" is "text", but must be a CloudIdentity: write it like CloudIdentity.eksPodIdentity()'],
  ],
  'AgentContainerOptions.command': [
    ['low', () => api({ command: [] }),
      '[production/agents/api] "command" is a list of 0, but must be a list of at least 1: leave it out for the image\'s own'],
    ['malformed', () => api({ command: '/bin/serve' }),
      '[production/agents/api] "command" is "/bin/serve", but must be a list of at least 1: leave it out for the image\'s own'],
    ['high', () => api({ command: ['a'.repeat(4097)] }),
      '[production/agents/api] "command[0]" is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...", but '
      + 'must be a text of 1 to 4096 characters: shorten it or leave the prop out'],
  ],
  'AgentContainerOptions.configFiles': [
    ['high', () => api({ configFiles: { a: 'a'.repeat(900_001) } }),
      '[production/agents/api] "configFiles" is "900001 characters", but must be at most 900000 characters in all: a ConfigMap holds no '
      + 'more: put large files into the image'],
    ['malformed', () => api({ configFiles: { 'a/b': 'x' } }),
      '[production/agents/api] "configFiles" is "a/b", but must be a file name (letters, digits, -, _ and .): files stand side by side, '
      + 'without folders'],
    ['malformed', () => api({ configFiles: { a: { b: 1 } } }),
      '[production/agents/api] "configFiles["a"]" is an Object, but must be the text of the file: render objects first, such as with '
      + 'JSON.stringify'],
    ['malformed', () => api({ configFiles: text }),
      '[production/agents/api] "configFiles" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'AgentContainerOptions.liveness': [
    ['malformed', () => api({ liveness: '/livez' }),
      '[production/agents/api] "liveness" is "/livez", but must be a HealthCheck: write it like HealthCheck.http(\'/livez\')'],
    ['malformed', () => api({ liveness: HealthCheck.http('/readyz') }),
      '[production/agents/api] "liveness" is "the same check as readiness", but must be another one: a pod that is only busy would be '
      + 'restarted: let readiness ask another path or port'],
  ],
  'AgentContainerOptions.metricsPort': [
    ['low', () => api({ metricsPort: 80 }),
      '[production/agents/api] "metricsPort" is 80, but must be a whole number from 1024 to 65535: pods run without privileges: let the '
      + 'program listen on a high port such as 8080'],
    ['high', () => api({ metricsPort: 70000 }),
      '[production/agents/api] "metricsPort" is 70000, but must be a whole number from 1024 to 65535: pods run without privileges: let '
      + 'the program listen on a high port such as 8080'],
    ['malformed', () => api({ metricsPort: 2222 }),
      '[production/agents/api] "metricsPort" is 2222, but must be a port other than 2222: scanners take it for SSH; choose another high '
      + 'port'],
    ['malformed', () => api({ metricsPort: 8080 }),
      '[production/agents/api] "metricsPort" is 8080, but must be another port than the part\'s own: metrics must not be reached by '
      + 'whoever reaches the part'],
  ],
  'AgentContainerOptions.readiness': [
    ['malformed', () => api({ readiness: '/readyz' }),
      '[production/agents/api] "readiness" is "/readyz", but must be a HealthCheck: write it like HealthCheck.http(\'/livez\')'],
  ],
  'AgentContainerOptions.resources': [
    ['malformed', () => api({ resources: text }),
      '[production/agents/api] "resources" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'AgentContainerOptions.secrets': [
    ['malformed', () => api({ secrets: { 'my-token': SecretSource.existing('model').key('token') } }),
      '[production/agents/api] "secrets" is a text of 8 characters, but must be an environment variable name (A-Z, 0-9 and _): write it like '
      + 'MODEL_HOST'],
    ['malformed', () => api({ secrets: { TOKEN: 'hunter2' } }),
      '[production/agents/api] "secrets.TOKEN" is a text of 7 characters, but must be a value in a Secret: write it like '
      + 'SecretSource.existing(\'model-api\').key(\'token\')'],
    ['malformed', () => api({ secrets: text }),
      '[production/agents/api] "secrets" is a text of 4 characters, but must be a set of named values: write it like { name: value }'],
  ],
  'AgentContainerOptions.startup': [
    ['malformed', () => api({ startup: '/startz' }),
      '[production/agents/api] "startup" is "/startz", but must be a HealthCheck: write it like HealthCheck.http(\'/livez\')'],
  ],
  'AgentContainerOptions.variables': [
    ['malformed', () => api({ variables: { 'log-level': 'debug' } }),
      '[production/agents/api] "variables" is "log-level", but must be an environment variable name (A-Z, 0-9 and _): write it like '
      + 'MODEL_HOST'],
    ['malformed', () => api({ variables: { LOG_LEVEL: 5 } }),
      '[production/agents/api] "variables.LOG_LEVEL" is 5, but must be a string: write numbers and booleans in quotes'],
    ['malformed', () => api({ variables: { PORT: '1' } }),
      '[production/agents/api] "variables" is "PORT", but must be a variable that nothing else of the part sets: rename it, or give the '
      + 'connection another prefix'],
    ['malformed', () => api({ variables: text }),
      '[production/agents/api] "variables" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'AgentControllerProps.coordination': [
    ['malformed', () => controller({ coordination: 'leader' }),
      '[production/agents/controller] "coordination" is "leader", but must be a Coordination: write it like '
      + 'Coordination.leaderElection()'],
  ],
  'AgentControllerProps.healthPort': [
    ['low', () => controller({ healthPort: 443 }),
      '[production/agents/controller] "healthPort" is 443, but must be a whole number from 1024 to 65535: pods run without privileges: '
      + 'let the program listen on a high port such as 8080'],
    ['high', () => controller({ healthPort: 100000 }),
      '[production/agents/controller] "healthPort" is 100000, but must be a whole number from 1024 to 65535: pods run without '
      + 'privileges: let the program listen on a high port such as 8080'],
    ['malformed', () => controller({ healthPort: 8081.5 }),
      '[production/agents/controller] "healthPort" is 8081.5, but must be a whole number from 1024 to 65535: pods run without '
      + 'privileges: let the program listen on a high port such as 8080'],
  ],
  'AgentControllerProps.scaling': [
    ['malformed', () => controller({ scaling: Scaling.horizontal() }),
      '[production/agents/controller] "scaling" is "Scaling.horizontal()", but must be vertical or fixed with leader election: one pod '
      + 'does all work, so more pods would only wait: use Scaling.vertical(), or Coordination.sharded() to share the work'],
    ['malformed', () => controller({ scaling: 'vertical' }),
      '[production/agents/controller] "scaling" is "vertical", but must be a Scaling: write it like Scaling.vertical()'],
  ],
  'AgentApi.connectTo.target': [
    ['malformed', () => api({}).connectTo(wild(text)),
      '[production/agents/api] "connectTo.target" is "text", but must be a part that can be connected to: pass a construct such as an '
      + 'AgentApi, a store or an ExternalService'],
  ],
  'AgentApi.allow.permission': [
    ['malformed', () => api({}).allow(wild(text)),
      '[production/agents/api] "allow.permission" is "text", but must be a Permission: write it like Permission.of({ apiGroups: '
      + '[\'batch\'], resources: [\'jobs\'], verbs: [\'get\'] })'],
  ],
  'AgentController.connectTo.target': [
    ['malformed', () => controller({}).connectTo(wild(undefined)),
      '[production/agents/controller] "connectTo.target" is undefined, but must be a part that can be connected to: pass a construct '
      + 'such as an AgentApi, a store or an ExternalService'],
  ],
  'AgentController.allow.permission': [
    ['malformed', () => controller({}).allow(wild({})),
      '[production/agents/controller] "allow.permission" is an Object, but must be a Permission: write it like Permission.of({ '
      + 'apiGroups: [\'batch\'], resources: [\'jobs\'], verbs: [\'get\'] })'],
  ],
  'AgentGatewayProps.host': [
    ['malformed', () => gateway({ host: 'https://agents.example.com' }),
      '[production/agents/gateway] "host" is "https://agents.example.com", but must be a host name in lower case: give a name such as '
      + 'api.example.com, without scheme, port or path'],
    ['high', () => gateway({ host: `${'a'.repeat(64)}.example.com` }),
      '[production/agents/gateway] "host" is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com", but must '
      + 'be a host name in lower case: give a name such as api.example.com, without scheme, port or path'],
  ],
  'AgentGatewayProps.engine': [
    ['malformed', () => gateway({ engine: 'istio' }),
      '[production/agents/gateway] "engine" is "istio", but must be a GatewayEngine: write it like GatewayEngine.istio()'],
  ],
  'AgentGatewayProps.certificate': [
    ['malformed', () => gateway({ certificate: 'agents-example-com' }),
      '[production/agents/gateway] "certificate" is a text of 18 characters, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'agents-example-com\')'],
  ],
  'AgentGatewayProps.clientCertificates': [
    ['malformed', () => gateway({ clientCertificates: true }),
      '[production/agents/gateway] "clientCertificates" is true, but must be a ClientCertificates: write it like '
      + 'ClientCertificates.required(SecretSource.existing(\'agent-ca\'))'],
  ],
  'AgentGatewayProps.rateLimit': [
    ['malformed', () => gateway({ rateLimit: 50 }),
      '[production/agents/gateway] "rateLimit" is 50, but must be a RateLimit: write it like RateLimit.perSecond(50)'],
  ],
  'AgentGatewayProps.alerts': [
    ['malformed', () => gateway({ alerts: { NoSuchAlert: AlertOverride.silence() } }), noSuchAlert('gateway', gateway({}).alerts)],
  ],
  'AgentGateway.route.path': [
    ['malformed', () => routed('v1'),
      '[production/agents/gateway] "route.path" is "v1", but must be a URL path that begins with /: write it like /v1'],
    ['malformed', () => routed('/v1/'),
      '[production/agents/gateway] "route.path" is "/v1/", but must be a path without a slash at its end: a route takes its path and '
      + 'everything below it'],
    ['malformed', () => routed('/v 1'),
      '[production/agents/gateway] "route.path" is "/v 1", but must be a URL path that begins with /: write it like /v1'],
    ['malformed', () => routed(undefined),
      '[production/agents/gateway] "route.path" is undefined, but must be a URL path that begins with /: write it like /v1'],
  ],
  'AgentGateway.route.target': [
    ['malformed', () => routed('/v1', {}, 'api'),
      '[production/agents/gateway] "route.target" is "api", but must be a part that serves HTTP: pass an AgentApi'],
  ],
  'RouteOptions.timeout': [
    ['low', () => routed('/v1', { timeout: Duration.seconds(0) }),
      '[production/agents/gateway] "route.timeout" is "0s", but must be a Duration from 1 to 3600 seconds, in whole seconds: leave it '
      + 'out for 60 seconds'],
    ['high', () => routed('/v1', { timeout: Duration.hours(2) }),
      '[production/agents/gateway] "route.timeout" is "7200s", but must be a Duration from 1 to 3600 seconds, in whole seconds: leave '
      + 'it out for 60 seconds'],
    ['malformed', () => routed('/v1', { timeout: '30s' }),
      '[production/agents/gateway] "route.timeout" is "30s", but must be a Duration from 1 to 3600 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'RouteOptions.retries': [
    ['low', () => routed('/v1', { retries: -1 }),
      '[production/agents/gateway] "route.retries" is -1, but must be a whole number from 0 to 10: leave it out for 2'],
    ['high', () => routed('/v1', { retries: 11 }),
      '[production/agents/gateway] "route.retries" is 11, but must be a whole number from 0 to 10: leave it out for 2'],
    ['malformed', () => routed('/v1', { retries: 1.5 }),
      '[production/agents/gateway] "route.retries" is 1.5, but must be a whole number from 0 to 10: leave it out for 2'],
  ],
  'RateLimit.perSecond.requests': [
    ['low', () => gateway({ rateLimit: RateLimit.perSecond(0) }),
      '[production/agents/gateway] "rateLimit.requests" is 0, but must be a whole number from 1 to 1000000: say how many requests a '
      + 'second one proxy lets in'],
    ['high', () => gateway({ rateLimit: RateLimit.perSecond(1_000_001) }),
      '[production/agents/gateway] "rateLimit.requests" is 1000001, but must be a whole number from 1 to 1000000: say how many requests '
      + 'a second one proxy lets in'],
    ['malformed', () => gateway({ rateLimit: RateLimit.perSecond(0.5) }),
      '[production/agents/gateway] "rateLimit.requests" is 0.5, but must be a whole number from 1 to 1000000: say how many requests a '
      + 'second one proxy lets in'],
  ],
  'RateLimitOptions.burst': [
    ['low', () => gateway({ rateLimit: RateLimit.perSecond(50, { burst: 49 }) }),
      '[production/agents/gateway] "rateLimit.burst" is 49, but must be a whole number from 50 to 2000000: leave it out for twice the '
      + 'rate; it must not be below the rate'],
    ['high', () => gateway({ rateLimit: RateLimit.perSecond(50, { burst: 3_000_000 }) }),
      '[production/agents/gateway] "rateLimit.burst" is 3000000, but must be a whole number from 50 to 2000000: leave it out for twice '
      + 'the rate; it must not be below the rate'],
    ['malformed', () => gateway({ rateLimit: RateLimit.perSecond(50, { burst: wild('100') }) }),
      '[production/agents/gateway] "rateLimit.burst" is "100", but must be a whole number from 50 to 2000000: leave it out for twice '
      + 'the rate; it must not be below the rate'],
  ],
  'ClientCertificates.required.authority': [
    ['malformed', () => gateway({ clientCertificates: ClientCertificates.required(wild('agent-ca')) }),
      '[production/agents/gateway] "clientCertificates.authority" is a text of 8 characters, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'agent-ca\')'],
  ],
  'ClientCertificates.optional.authority': [
    ['malformed', () => gateway({ clientCertificates: ClientCertificates.optional(wild(undefined)) }),
      '[production/agents/gateway] "clientCertificates.authority" is undefined, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'agent-ca\')'],
  ],
  'AlertChanges.expr': [
    ['low', () => changed({ expr: '' }),
      '[production/agents/api] "alerts.PodCrashLooping.expr" is "", but must be a text of 1 to 4096 characters: shorten it or leave the '
      + 'prop out'],
    ['high', () => changed({ expr: 'a'.repeat(4097) }),
      '[production/agents/api] "alerts.PodCrashLooping.expr" is '
      + '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...", but must be a text of 1 to 4096 characters: '
      + 'shorten it or leave the prop out'],
    ['malformed', () => changed({ expr: 1 }),
      '[production/agents/api] "alerts.PodCrashLooping.expr" is 1, but must be a text of 1 to 4096 characters: shorten it or leave the '
      + 'prop out'],
  ],
  'AlertChanges.for': [
    ['low', () => changed({ for: Duration.millis(1) }),
      '[production/agents/api] "alerts.PodCrashLooping.for" is "0.001s", but must be a Duration from 0 to 604800 seconds, in whole '
      + 'seconds: an alert that waits longer than a week helps nobody'],
    ['high', () => changed({ for: Duration.days(8) }),
      '[production/agents/api] "alerts.PodCrashLooping.for" is "691200s", but must be a Duration from 0 to 604800 seconds, in whole '
      + 'seconds: an alert that waits longer than a week helps nobody'],
    ['malformed', () => changed({ for: '5m' }),
      '[production/agents/api] "alerts.PodCrashLooping.for" is "5m", but must be a Duration from 0 to 604800 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'AlertChanges.labels': [
    ['malformed', () => changed({ labels: { 'cost-center': 'a' } }),
      '[production/agents/api] "alerts.PodCrashLooping.labels" is "cost-center", but must be names of labels as Prometheus takes them (letters, digits '
      + 'and _, without __ in front): write it like cost_center'],
    ['malformed', () => changed({ labels: text }),
      '[production/agents/api] "alerts.PodCrashLooping.labels" is "text", but must be a set of named values: write it like { name: '
      + 'value }'],
  ],
  'AlertChanges.description': [
    ['malformed', () => changed({ description: 5 }),
      '[production/agents/api] "alerts.PodCrashLooping.description" is 5, but must be a text of 1 to 2048 characters: shorten it or leave the prop out'],
  ],
  'AlertChanges.summary': [
    ['malformed', () => changed({ summary: 5 }),
      '[production/agents/api] "alerts.PodCrashLooping.summary" is 5, but must be a text of 1 to 2048 characters: shorten it or leave the prop out'],
  ],
  'AlertChanges.threshold': [
    ['malformed', () => changed({ threshold: 5 }),
      '[production/agents/api] "alerts.PodCrashLooping.threshold" is 5, but must be left out: this alert has no threshold: change "expr", "summary" and '
      + '"description" instead'],
    ['low', () => adjusted(0), '[production/agents/api] "alerts.MemoryNearLimit.threshold" is 0, but must be a number from 0.1 to 1: leave it out for 0.9'],
    ['high', () => adjusted(2), '[production/agents/api] "alerts.MemoryNearLimit.threshold" is 2, but must be a number from 0.1 to 1: leave it out for 0.9'],
  ],
  'AlertOverride.threshold.value': [
    ['malformed', () => changed({ threshold: 5 }),
      '[production/agents/api] "alerts.PodCrashLooping.threshold" is 5, but must be left out: this alert has no threshold: change "expr", "summary" and '
      + '"description" instead'],
    ['low', () => adjusted(0), '[production/agents/api] "alerts.MemoryNearLimit.threshold" is 0, but must be a number from 0.1 to 1: leave it out for 0.9'],
    ['high', () => adjusted(2), '[production/agents/api] "alerts.MemoryNearLimit.threshold" is 2, but must be a number from 0.1 to 1: leave it out for 0.9'],
  ],
  'ObservabilityStackProps.runbooks': [
    ['malformed', () => stack({ runbooks: 'x' }),
      '[production/agents/observability] "runbooks" is "x", but must be a Runbooks: write it like Runbooks.at(\'https://wiki.acme.io/runbooks\')'],
  ],
  'Runbooks.at.address': [
    ['malformed', () => stack({ runbooks: Runbooks.at('wiki') }),
      '[production/agents/observability] "runbooks.address" is "wiki", but must be an HTTP address without query: write it like https://wiki.acme.io/runbooks'],
  ],
  'Runbooks.at.extension': [
    ['malformed', () => stack({ runbooks: Runbooks.at('https://wiki.acme.io/runbooks', 'md') }),
      '[production/agents/observability] "runbooks.extension" is "md", but must be a file extension: write it like .md, or leave it out'],
  ],
  'AlertChanges.runbookUrl': [
    ['high', () => changed({ runbookUrl: 'a'.repeat(2049) }),
      '[production/agents/api] "alerts.PodCrashLooping.runbookUrl" is '
      + '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...", but must be a text of 1 to 2048 characters: '
      + 'shorten it or leave the prop out'],
    ['malformed', () => changed({ runbookUrl: 5 }),
      '[production/agents/api] "alerts.PodCrashLooping.runbookUrl" is 5, but must be a text of 1 to 2048 characters: shorten it or '
      + 'leave the prop out'],
  ],
  'AlertChanges.severity': [
    ['malformed', () => changed({ severity: 'page' }),
      '[production/agents/api] "alerts.PodCrashLooping.severity" is "page", but must be one of "critical", "warning", "info": use '
      + 'Severity.CRITICAL, WARNING or INFO'],
  ],
  'Alerting.webhook.address': [
    ['malformed', () => stack({ alerting: Alerting.webhook(wild('https://oncall.example.com')) }),
      '[production/agents/observability] "alerting.webhook" is a text of 26 characters, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'oncall-webhook\')'],
  ],
  'CloudIdentity.gkeWorkloadIdentity.googleServiceAccount': [
    ['malformed', () => api({ cloudIdentity: CloudIdentity.gkeWorkloadIdentity('agents') }),
      '[production/agents/api] "cloudIdentity.googleServiceAccount" is "agents", but must be the e-mail address of a Google service '
      + 'account: write it like agents@my-project.iam.gserviceaccount.com'],
  ],
  'CloudIdentity.eksIrsa.roleArn': [
    ['malformed', () => api({ cloudIdentity: CloudIdentity.eksIrsa('agents') }),
      '[production/agents/api] "cloudIdentity.roleArn" is "agents", but must be the ARN of an IAM role: write it like '
      + 'arn:aws:iam::123456789012:role/agents'],
  ],
  'ClusterFacts.apiServerCidrs': [
    ['low', () => cluster({ apiServerCidrs: [] }),
      '[production] "cluster.apiServerCidrs" is a list of 0, but must be a list of at least 1: leave it out to allow any address'],
    ['malformed', () => cluster({ apiServerCidrs: ['10.0.0.1'] }),
      '[production] "cluster.apiServerCidrs[0]" is "10.0.0.1", but must be an IPv4 range in CIDR notation: write it like '
      + '203.0.113.0/24, a single address as 203.0.113.7/32'],
    ['malformed', () => cluster({ apiServerCidrs: '10.0.0.0/8' }),
      '[production] "cluster.apiServerCidrs" is "10.0.0.0/8", but must be a list of at least 1: leave it out to allow any address'],
  ],
  'ClusterFacts.apiServerPorts': [
    ['low', () => cluster({ apiServerPorts: [0] }),
      '[production] "cluster.apiServerPorts[0]" is 0, but must be a whole number from 1 to 65535: give the number on which the program '
      + 'listens, such as 8080'],
    ['high', () => cluster({ apiServerPorts: [443, 65536] }),
      '[production] "cluster.apiServerPorts[1]" is 65536, but must be a whole number from 1 to 65535: give the number on which the '
      + 'program listens, such as 8080'],
    ['malformed', () => cluster({ apiServerPorts: 443 }),
      '[production] "cluster.apiServerPorts" is 443, but must be a list of at least 1: leave it out for 443 and 6443'],
  ],
  'ClusterFacts.clusterDomain': [
    ['malformed', () => cluster({ clusterDomain: '.local' }),
      '[production] "cluster.clusterDomain" is ".local", but must be a host name in lower case: give a name such as api.example.com, '
      + 'without scheme, port or path'],
  ],
  'ClusterFacts.dns': [
    ['malformed', () => cluster({ dns: 'kube-system' }),
      '[production] "cluster.dns" is "kube-system", but must be a set of named values: write it like { name: value }'],
  ],
  'ClusterFacts.dnsPorts': [
    ['low', () => cluster({ dnsPorts: [] }),
      '[production] "cluster.dnsPorts" is a list of 0, but must be a list of at least 1: leave it out for 53'],
    ['low', () => cluster({ dnsPorts: [0] }),
      '[production] "cluster.dnsPorts[0]" is 0, but must be a whole number from 1 to 65535: give the number on which the program '
      + 'listens, such as 8080'],
    ['high', () => cluster({ dnsPorts: [65536] }),
      '[production] "cluster.dnsPorts[0]" is 65536, but must be a whole number from 1 to 65535: give the number on which the program '
      + 'listens, such as 8080'],
    ['malformed', () => cluster({ dnsPorts: 53 }),
      '[production] "cluster.dnsPorts" is 53, but must be a list of at least 1: leave it out for 53'],
  ],
  'ClusterFacts.dnsCache': [
    ['malformed', () => cluster({ dnsCache: { namespace: 'Kube System' } }),
      '[production] "cluster.dnsCache.namespace" is "Kube System", but must be a DNS label (a-z, 0-9 and -, at most 63 characters): '
      + 'shorten it or use lower case, digits and dashes'],
  ],
  'ClusterFacts.dnsCidrs': [
    ['malformed', () => cluster({ dnsCidrs: ['169.254.20.10'] }),
      '[production] "cluster.dnsCidrs[0]" is "169.254.20.10", but must be an IPv4 range in CIDR notation: write it like 203.0.113.0/24, '
      + 'a single address as 203.0.113.7/32'],
    ['malformed', () => cluster({ dnsCidrs: '169.254.20.10/32' }),
      '[production] "cluster.dnsCidrs" is "169.254.20.10/32", but must be a list: leave it out for none'],
  ],
  'ClusterFacts.istiod': [
    ['malformed', () => cluster({ istiod: { namespace: '' } }),
      '[production] "cluster.istiod.namespace" is "", but must be a DNS label (a-z, 0-9 and -, at most 63 characters): shorten it or '
      + 'use lower case, digits and dashes'],
  ],
  'ClusterFacts.ingressGateway': [
    ['malformed', () => cluster({ ingressGateway: {} }),
      '[production] "cluster.ingressGateway.namespace" is undefined, but must be a DNS label (a-z, 0-9 and -, at most 63 characters): '
      + 'shorten it or use lower case, digits and dashes'],
  ],
  'ClusterFacts.ingressGatewayServiceAccount': [
    ['malformed', () => cluster({ ingressGatewayServiceAccount: 'Istio Gateway' }),
      '[production] "cluster.ingressGatewayServiceAccount" is "Istio Gateway", but must be a DNS label (a-z, 0-9 and -, at most 63 '
      + 'characters): shorten it or use lower case, digits and dashes'],
  ],
  'ClusterFacts.monitoring': [
    ['malformed', () => cluster({ monitoring: 5 }),
      '[production] "cluster.monitoring" is 5, but must be a set of named values: write it like { name: value }'],
  ],
  'ClusterFacts.cloudNativePg': [
    ['malformed', () => cluster({ cloudNativePg: [] }),
      '[production] "cluster.cloudNativePg" is a list of 0, but must be a set of named values: write it like { name: value }'],
  ],
  'ClusterFacts.operators': [
    ['malformed', () => cluster({ operators: ['istio'] }),
      `[production] "cluster.operators[0]" is "istio", but must be one of ${quoted(Object.values(Operator))}: name one that the library knows`],
    ['malformed', () => cluster({ operators: 'Istio' }),
      '[production] "cluster.operators" is "Istio", but must be a list: leave it out when unknown'],
  ],
  'ClusterFacts.securityContextConstraints': [
    ['malformed', () => cluster({ securityContextConstraints: 'Not A Name' }),
      '[production] "cluster.securityContextConstraints" is "Not A Name", but must be an object name (a-z, 0-9, - and ., at most 253 '
      + 'characters): use the name that kubectl shows'],
  ],
  'PodLocation.namespace': [
    ['malformed', () => cluster({ dns: { namespace: 'Kube System' } }),
      '[production] "cluster.dns.namespace" is "Kube System", but must be a DNS label (a-z, 0-9 and -, at most 63 characters): shorten '
      + 'it or use lower case, digits and dashes'],
    ['high', () => cluster({ dns: { namespace: 'a'.repeat(64) } }),
      '[production] "cluster.dns.namespace" is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", but must be a DNS '
      + 'label (a-z, 0-9 and -, at most 63 characters): shorten it or use lower case, digits and dashes'],
  ],
  'PodLocation.labels': [
    ['malformed', () => cluster({ dns: { namespace: 'kube-system', labels: { app: 'a b' } } }),
      '[production] "cluster.dns.labels.app" is "a b", but must be a label value (letters, digits, -, _ and ., at most 63 characters): '
      + 'shorten it and leave out spaces and @'],
    ['malformed', () => cluster({ dns: { namespace: 'kube-system', labels: text } }),
      '[production] "cluster.dns.labels" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'ComputedQuotaOptions.headroom': [
    ['low', () => isolated({ quota: Quota.computed({ headroom: -1 }) }),
      '[production/agents] "quota.headroom" is -1, but must be a number from 0 to 500 (percent): leave it out for 20 percent, or use '
      + 'Quota.none()'],
    ['high', () => isolated({ quota: Quota.computed({ headroom: 501 }) }),
      '[production/agents] "quota.headroom" is 501, but must be a number from 0 to 500 (percent): leave it out for 20 percent, or use '
      + 'Quota.none()'],
    ['malformed', () => isolated({ quota: Quota.computed({ headroom: NaN }) }),
      '[production/agents] "quota.headroom" is NaN, but must be a number from 0 to 500 (percent): leave it out for 20 percent, or use '
      + 'Quota.none()'],
  ],
  'ConnectOptions.credentials': [
    ['malformed', () => connected({ credentials: 'model-api' }),
      '[production/agents/api] "connectTo.credentials" is a text of 9 characters, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'customers-app\')'],
  ],
  'ConnectOptions.form': [
    ['malformed', () => connected({ form: 'env' }),
      '[production/agents/api] "connectTo.form" is "env", but must be one of "variables", "files": leave it out for the securityProfile\'s own'],
  ],
  'ConnectOptions.prefix': [
    ['malformed', () => connected({ prefix: 'model-api' }),
      '[production/agents/api] "connectTo.prefix" is "model-api", but must be an environment variable name (A-Z, 0-9 and _): write it '
      + 'like MODEL_HOST'],
    ['low', () => connected({ prefix: '' }),
      '[production/agents/api] "connectTo.prefix" is "", but must be an environment variable name (A-Z, 0-9 and _): write it like '
      + 'MODEL_HOST'],
    ['high', () => connected({ prefix: 'A'.repeat(101) }),
      '[production/agents/api] "connectTo.prefix" is '
      + '"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA...", but must be an environment variable name '
      + '(A-Z, 0-9 and _): write it like MODEL_HOST'],
  ],
  'ConnectionsProps.metadata': [
    ['malformed', () => closed({ metadata: undefined }),
      '[production/agents/policies] "metadata" is undefined, but must be a set of named values: write it like { name: value }'],
  ],
  'ConnectionsProps.selector': [
    ['low', () => closed({ selector: {} }),
      '[production/agents/policies] "selector" is an Object, but must be labels of the pods: an empty selector takes every pod of the '
      + 'namespace'],
    ['malformed', () => closed({ selector: text }),
      '[production/agents/policies] "selector" is "text", but must be a set of named values: write it like { name: value }'],
    ['malformed', () => closed({ selector: { 'my app': 'x' } }),
      '[production/agents/policies] "selector" is "my app", but must be label names (letters, digits, -, _ and ., at most 63 '
      + 'characters, behind an optional domain and /): write it like team or example.com/team'],
  ],
  'ConnectionsProps.plainPorts': [
    ['low', () => closed({ plainPorts: [0] }),
      '[production/agents/policies] "plainPorts[0]" is 0, but must be a whole number from 1 to 65535: give the number on which the '
      + 'program listens, such as 8080'],
    ['high', () => closed({ plainPorts: [65536] }),
      '[production/agents/policies] "plainPorts[0]" is 65536, but must be a whole number from 1 to 65535: give the number on which the '
      + 'program listens, such as 8080'],
    ['malformed', () => closed({ plainPorts: 9090 }),
      '[production/agents/policies] "plainPorts" is 9090, but must be a list: leave it out for none'],
  ],
  'ConnectionsProps.serviceAccount': [
    ['malformed', () => closed({ serviceAccount: 'My Account' }),
      '[production/agents/policies] "serviceAccount" is "My Account", but must be an object name (a-z, 0-9, - and ., at most 253 '
      + 'characters): use the name that kubectl shows'],
  ],
  'Connections.allowFrom.peer': [
    ['malformed', () => api({}).connections.allowFrom(wild('10.0.0.0/8'), [80]),
      '[production/agents/api/Default/Connections] "allowFrom.peer" is "10.0.0.0/8", but must be a TrafficPeer: write it like '
      + 'TrafficPeer.cidrs([\'203.0.113.0/24\'])'],
  ],
  'Connections.allowFrom.ports': [
    ['low', () => api({}).connections.allowFrom(TrafficPeer.publicInternet(), []),
      '[production/agents/api/Default/Connections] "allowFrom.ports" is a list of 0, but must be a list of at least 1: name them: an '
      + 'empty list would open all'],
    ['low', () => api({}).connections.allowFrom(TrafficPeer.publicInternet(), [0]),
      '[production/agents/api/Default/Connections] "allowFrom.ports[0]" is 0, but must be a whole number from 1 to 65535: give the '
      + 'number on which the program listens, such as 8080'],
    ['high', () => api({}).connections.allowFrom(TrafficPeer.publicInternet(), [65536]),
      '[production/agents/api/Default/Connections] "allowFrom.ports[0]" is 65536, but must be a whole number from 1 to 65535: give the '
      + 'number on which the program listens, such as 8080'],
    ['malformed', () => api({}).connections.allowFrom(TrafficPeer.publicInternet(), wild(80)),
      '[production/agents/api/Default/Connections] "allowFrom.ports" is 80, but must be a list of at least 1: name them: an empty list '
      + 'would open all'],
  ],
  'Connections.allowTo.peer': [
    ['malformed', () => api({}).connections.allowTo(wild(undefined), [80]),
      '[production/agents/api/Default/Connections] "allowTo.peer" is undefined, but must be a TrafficPeer: write it like '
      + 'TrafficPeer.cidrs([\'203.0.113.0/24\'])'],
  ],
  'Connections.allowTo.ports': [
    ['low', () => api({}).connections.allowTo(TrafficPeer.publicInternet(), []),
      '[production/agents/api/Default/Connections] "allowTo.ports" is a list of 0, but must be a list of at least 1: name them: an '
      + 'empty list would open all'],
    ['high', () => api({}).connections.allowTo(TrafficPeer.publicInternet(), [65536]),
      '[production/agents/api/Default/Connections] "allowTo.ports[0]" is 65536, but must be a whole number from 1 to 65535: give the '
      + 'number on which the program listens, such as 8080'],
    ['malformed', () => api({}).connections.allowTo(TrafficPeer.publicInternet(), wild(['http'])),
      '[production/agents/api/Default/Connections] "allowTo.ports[0]" is "http", but must be a whole number from 1 to 65535: give the '
      + 'number on which the program listens, such as 8080'],
  ],
  'Connections.admitScraper.reader': [
    ['malformed', () => api({}).connections.admitScraper(wild('monitoring'), 9090),
      '[production/agents/api/Default/Connections] "admitScraper.location" is "monitoring", but must be a set of named values: write it '
      + 'like { name: value }'],
  ],
  'Connections.admitScraper.port': [
    ['low', () => api({}).connections.admitScraper({ namespace: 'monitoring' }, 0),
      '[production/agents/api/Default/Connections] "admitScraper.ports[0]" is 0, but must be a whole number from 1 to 65535: give the '
      + 'number on which the program listens, such as 8080'],
    ['high', () => api({}).connections.admitScraper({ namespace: 'monitoring' }, 65536),
      '[production/agents/api/Default/Connections] "admitScraper.ports[0]" is 65536, but must be a whole number from 1 to 65535: give '
      + 'the number on which the program listens, such as 8080'],
    ['malformed', () => api({}).connections.admitScraper({ namespace: 'monitoring' }, wild('metrics')),
      '[production/agents/api/Default/Connections] "admitScraper.ports[0]" is "metrics", but must be a whole number from 1 to 65535: '
      + 'give the number on which the program listens, such as 8080'],
  ],
  'ComputeResources.cpu': [
    ['low', () => resources({ cpu: Cpu.millis(9) }),
      '[production/agents/api] "resources.cpu" is "9m", but must be a Cpu from 10m to 64000m: ask for what the container uses in a busy '
      + 'hour'],
    ['high', () => resources({ cpu: Cpu.units(65) }),
      '[production/agents/api] "resources.cpu" is "65", but must be a Cpu from 10m to 64000m: ask for what the container uses in a busy '
      + 'hour'],
    ['malformed', () => resources({ cpu: '250m' }),
      '[production/agents/api] "resources.cpu" is "250m", but must be a Cpu from 10m to 64000m: write it like Cpu.millis(250)'],
  ],
  'ComputeResources.cpuLimit': [
    ['low', () => resources({ cpu: Cpu.millis(500), cpuLimit: Cpu.millis(250) }),
      '[production/agents/api] "resources.cpuLimit" is "250m", but must be a Cpu from 500m to 64000m: leave it out for four times the '
      + 'request'],
    ['high', () => resources({ cpuLimit: Cpu.units(65) }),
      '[production/agents/api] "resources.cpuLimit" is "65", but must be a Cpu from 250m to 64000m: leave it out for four times the '
      + 'request'],
    ['malformed', () => resources({ cpuLimit: 1 }),
      '[production/agents/api] "resources.cpuLimit" is 1, but must be a Cpu from 250m to 64000m: write it like Cpu.millis(250)'],
  ],
  'ComputeResources.ephemeralStorage': [
    ['low', () => resources({ ephemeralStorage: mib(15) }),
      '[production/agents/api] "resources.ephemeralStorage" is "15Mi", but must be a Size from 16Mi to 1048576Mi, in whole mebibytes: '
      + 'leave it out for 1Gi'],
    ['high', () => resources({ ephemeralStorage: gib(1025) }),
      '[production/agents/api] "resources.ephemeralStorage" is "1049600Mi", but must be a Size from 16Mi to 1048576Mi, in whole '
      + 'mebibytes: leave it out for 1Gi'],
    ['malformed', () => resources({ ephemeralStorage: '1Gi' }),
      '[production/agents/api] "resources.ephemeralStorage" is "1Gi", but must be a Size from 16Mi to 1048576Mi: write it like '
      + 'Size.gibibytes(50)'],
  ],
  'ComputeResources.extended': [
    ['low', () => resources({ extended: { 'nvidia.com/gpu': 0 } }),
      '[production/agents/api] "resources.extended["nvidia.com/gpu"]" is 0, but must be a whole number from 1 to 64: extended resources '
      + 'are counted in whole devices'],
    ['high', () => resources({ extended: { 'nvidia.com/gpu': 65 } }),
      '[production/agents/api] "resources.extended["nvidia.com/gpu"]" is 65, but must be a whole number from 1 to 64: extended '
      + 'resources are counted in whole devices'],
    ['malformed', () => resources({ extended: { gpu: 1 } }),
      '[production/agents/api] "resources.extended" is "gpu", but must be a resource name with a domain: write it like nvidia.com/gpu'],
    ['malformed', () => resources({ extended: 1 }),
      '[production/agents/api] "resources.extended" is 1, but must be a set of named values: write it like { name: value }'],
  ],
  'ComputeResources.memory': [
    ['low', () => resources({ memory: mib(15) }),
      '[production/agents/api] "resources.memory" is "15Mi", but must be a Size from 16Mi to 524288Mi, in whole mebibytes: ask for what '
      + 'the container uses at its peak'],
    ['high', () => resources({ memory: gib(513) }),
      '[production/agents/api] "resources.memory" is "525312Mi", but must be a Size from 16Mi to 524288Mi, in whole mebibytes: ask for '
      + 'what the container uses at its peak'],
    ['malformed', () => resources({ memory: Size.kibibytes(16385) }),
      '[production/agents/api] "resources.memory" is "16.0009765625Mi", but must be a Size from 16Mi to 524288Mi, in whole mebibytes: '
      + 'ask for what the container uses at its peak'],
  ],
  'ExternalServiceProps.host': [
    ['malformed', () => external({ host: 'https://api.example.com/' }),
      '[production/agents/model] "host" is "https://api.example.com/", but must be a host name in lower case: give a name such as '
      + 'api.example.com, without scheme, port or path'],
    ['low', () => external({ host: '' }),
      '[production/agents/model] "host" is "", but must be a host name in lower case: give a name such as api.example.com, without '
      + 'scheme, port or path'],
    ['high', () => external({ host: `${'a.'.repeat(127)}ab` }),
      '[production/agents/model] "host" is "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a...", but must '
      + 'be a host name in lower case: give a name such as api.example.com, without scheme, port or path'],
  ],
  'ExternalServiceProps.port': [
    ['low', () => external({ port: 0 }),
      '[production/agents/model] "port" is 0, but must be a whole number from 1 to 65535: give the number on which the program listens, '
      + 'such as 8080'],
    ['high', () => external({ port: 65536 }),
      '[production/agents/model] "port" is 65536, but must be a whole number from 1 to 65535: give the number on which the program '
      + 'listens, such as 8080'],
    ['malformed', () => external({ port: undefined }),
      '[production/agents/model] "port" is undefined, but must be a whole number from 1 to 65535: give the number on which the program '
      + 'listens, such as 8080'],
  ],
  'ExternalServiceProps.addresses': [
    ['malformed', () => external({ addresses: ['203.0.113.0/24'] }),
      '[production/agents/model] "addresses" is a list of 1, but must be a TrafficPeer: write it like TrafficPeer.publicInternet()'],
    ['malformed', () => external({ addresses: undefined }),
      '[production/agents/model] "addresses" is undefined, but must be stated where there is no mesh: a network policy cannot name a '
      + 'host: pass TrafficPeer.cidrs([...]), or TrafficPeer.publicInternet() for every public address on this port'],
  ],
  'ExternalServiceProps.credentials': [
    ['malformed', () => external({ credentials: text }),
      '[production/agents/model] "credentials" is a text of 4 characters, but must be a set of named values: write it like { name: value }'],
    ['malformed', () => told({ credentials: { token: 'hunter2' } }),
      '[production/agents/api] "connectTo.credentials["token"]" is a text of 7 characters, but must be a value in a Secret: write it like '
      + 'SecretSource.existing(\'model-api\').key(\'token\')'],
  ],
  'ExternalServiceProps.entries': [
    ['malformed', () => external({ entries: text }),
      '[production/agents/model] "entries" is "text", but must be a set of named values: write it like { name: value }'],
    ['malformed', () => external({ entries: { 'data base': 'x' } }),
      '[production/agents/model] "entries" is "data base", but must be a key of a Secret (letters, digits, -, _ and .): use the key as it stands in the Secret'],
    ['malformed', () => external({ entries: { database: '' } }),
      '[production/agents/model] "entries.database" is "", but must be a text of 1 to 1024 characters: shorten it or leave the prop out'],
  ],
  'ExternalServiceProps.protocol': [
    ['malformed', () => external({ protocol: 'https' }),
      '[production/agents/model] "protocol" is "https", but must be one of "TLS", "HTTP", "TCP": leave it out for TLS'],
  ],
  'ExternalServiceProps.type': [
    ['malformed', () => external({ type: 'My Type' }),
      '[production/agents/model] "type" is "My Type", but must be a DNS label (a-z, 0-9 and -, at most 63 characters): shorten it or '
      + 'use lower case, digits and dashes'],
  ],
  'HealthCheckTiming.failureThreshold': [
    ['low', () => checked(HealthCheck.http('/readyz', { failureThreshold: 0 })),
      '[production/agents/api] "readiness.failureThreshold" is 0, but must be a whole number from 1 to 1000: leave it out for the '
      + 'default'],
    ['high', () => checked(HealthCheck.http('/readyz', { failureThreshold: 1001 })),
      '[production/agents/api] "readiness.failureThreshold" is 1001, but must be a whole number from 1 to 1000: leave it out for the '
      + 'default'],
    ['malformed', () => checked(HealthCheck.http('/readyz', { failureThreshold: wild('3') })),
      '[production/agents/api] "readiness.failureThreshold" is "3", but must be a whole number from 1 to 1000: leave it out for the '
      + 'default'],
  ],
  'HealthCheckTiming.period': [
    ['low', () => checked(HealthCheck.http('/readyz', { period: Duration.seconds(0) })),
      '[production/agents/api] "readiness.period" is "0s", but must be a Duration from 1 to 300 seconds, in whole seconds: leave it out '
      + 'for 5 or 10 seconds'],
    ['high', () => checked(HealthCheck.tcp('metrics', { period: Duration.minutes(6) })),
      '[production/agents/api] "readiness.period" is "360s", but must be a Duration from 1 to 300 seconds, in whole seconds: leave it '
      + 'out for 5 or 10 seconds'],
    ['malformed', () => checked(HealthCheck.http('/readyz', { period: wild(5) })),
      '[production/agents/api] "readiness.period" is 5, but must be a Duration from 1 to 300 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'HealthCheckTiming.timeout': [
    ['low', () => checked(HealthCheck.command(['ready'], { timeout: Duration.seconds(0) })),
      '[production/agents/api] "readiness.timeout" is "0s", but must be a Duration from 1 to 60 seconds, in whole seconds: leave it out '
      + 'for 3 seconds'],
    ['high', () => checked(HealthCheck.grpc(9000, { timeout: Duration.minutes(2) })),
      '[production/agents/api] "readiness.timeout" is "120s", but must be a Duration from 1 to 60 seconds, in whole seconds: leave it '
      + 'out for 3 seconds'],
    ['malformed', () => checked(HealthCheck.http('/readyz', { timeout: wild('5s') })),
      '[production/agents/api] "readiness.timeout" is "5s", but must be a Duration from 1 to 60 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'HttpHealthCheckOptions.port': [
    ['malformed', () => checked(HealthCheck.http('/readyz', { port: 'admin' })),
      '[production/agents/api] "readiness.port" is "admin", but must be one of "http", "metrics": name a port of the container'],
  ],
  'HealthCheck.http.path': [
    ['malformed', () => checked(HealthCheck.http('readyz')),
      '[production/agents/api] "readiness.path" is "readyz", but must be a URL path that begins with /: write it like /v1'],
    ['high', () => checked(HealthCheck.http(`/${'a'.repeat(255)}`)),
      '[production/agents/api] "readiness.path" is "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...", '
      + 'but must be a URL path that begins with /: write it like /v1'],
  ],
  'HealthCheck.tcp.port': [
    ['malformed', () => checked(HealthCheck.tcp('admin')),
      '[production/agents/api] "readiness.port" is "admin", but must be one of "http", "metrics": name a port of the container'],
    ['malformed', () => checked(HealthCheck.tcp(wild(8080))),
      '[production/agents/api] "readiness.port" is 8080, but must be one of "http", "metrics": name a port of the container'],
  ],
  'HealthCheck.command.command': [
    ['low', () => checked(HealthCheck.command([])),
      '[production/agents/api] "readiness.command" is a list of 0, but must be a list of at least 1: give the program and its arguments'],
    ['malformed', () => checked(HealthCheck.command(wild('ready'))),
      '[production/agents/api] "readiness.command" is "ready", but must be a list of at least 1: give the program and its arguments'],
    ['malformed', () => checked(HealthCheck.command([''])),
      '[production/agents/api] "readiness.command[0]" is "", but must be a text of 1 to 4096 characters: shorten it or leave the prop '
      + 'out'],
  ],
  'HealthCheck.grpc.port': [
    ['low', () => checked(HealthCheck.grpc(80)),
      '[production/agents/api] "readiness.grpc" is 80, but must be a whole number from 1024 to 65535: pods run without privileges: let '
      + 'the program listen on a high port such as 8080'],
    ['high', () => checked(HealthCheck.grpc(65536)),
      '[production/agents/api] "readiness.grpc" is 65536, but must be a whole number from 1024 to 65535: pods run without privileges: '
      + 'let the program listen on a high port such as 8080'],
    ['malformed', () => checked(HealthCheck.grpc(wild('http'))),
      '[production/agents/api] "readiness.grpc" is "http", but must be a whole number from 1024 to 65535: pods run without privileges: '
      + 'let the program listen on a high port such as 8080'],
  ],
  'HorizontalScalingOptions.minReplicas': [
    ['low', () => scaled(Scaling.horizontal({ minReplicas: 1 })),
      '[production/agents/api] "scaling.minReplicas" is 1, but must be a whole number from 2 to 999: two pods are the least that '
      + 'survive a node; 3 is the default'],
    ['high', () => scaled(Scaling.horizontal({ minReplicas: 1000 })),
      '[production/agents/api] "scaling.minReplicas" is 1000, but must be a whole number from 2 to 999: two pods are the least that '
      + 'survive a node; 3 is the default'],
    ['malformed', () => scaled(Scaling.horizontal({ minReplicas: 2.5 })),
      '[production/agents/api] "scaling.minReplicas" is 2.5, but must be a whole number from 2 to 999: two pods are the least that '
      + 'survive a node; 3 is the default'],
  ],
  'HorizontalScalingOptions.maxReplicas': [
    ['low', () => scaled(Scaling.horizontal({ maxReplicas: 3 })),
      '[production/agents/api] "scaling.maxReplicas" is 3, but must be a whole number from 4 to 1000: it must be more than minReplicas, '
      + 'or nothing scales: use Scaling.fixed()'],
    ['high', () => scaled(Scaling.horizontal({ maxReplicas: 1001 })),
      '[production/agents/api] "scaling.maxReplicas" is 1001, but must be a whole number from 4 to 1000: it must be more than '
      + 'minReplicas, or nothing scales: use Scaling.fixed()'],
    ['malformed', () => scaled(Scaling.horizontal({ maxReplicas: wild('20') })),
      '[production/agents/api] "scaling.maxReplicas" is "20", but must be a whole number from 4 to 1000: it must be more than '
      + 'minReplicas, or nothing scales: use Scaling.fixed()'],
  ],
  'HorizontalScalingOptions.cpuUtilization': [
    ['low', () => scaled(Scaling.horizontal({ cpuUtilization: 0 })),
      '[production/agents/api] "scaling.cpuUtilization" is 0, but must be a whole number from 1 to 100: leave it out for 70 percent'],
    ['high', () => scaled(Scaling.horizontal({ cpuUtilization: 101 })),
      '[production/agents/api] "scaling.cpuUtilization" is 101, but must be a whole number from 1 to 100: leave it out for 70 percent'],
    ['malformed', () => scaled(Scaling.horizontal({ cpuUtilization: 0.7 })),
      '[production/agents/api] "scaling.cpuUtilization" is 0.7, but must be a whole number from 1 to 100: leave it out for 70 percent'],
  ],
  'HorizontalScalingOptions.memoryUtilization': [
    ['low', () => scaled(Scaling.horizontal({ memoryUtilization: 0 })),
      '[production/agents/api] "scaling.memoryUtilization" is 0, but must be a whole number from 1 to 100: leave it out for 80 percent'],
    ['high', () => scaled(Scaling.horizontal({ memoryUtilization: 101 })),
      '[production/agents/api] "scaling.memoryUtilization" is 101, but must be a whole number from 1 to 100: leave it out for 80 '
      + 'percent'],
    ['malformed', () => scaled(Scaling.horizontal({ memoryUtilization: wild('80%') })),
      '[production/agents/api] "scaling.memoryUtilization" is "80%", but must be a whole number from 1 to 100: leave it out for 80 '
      + 'percent'],
  ],
  'VerticalScalingOptions.replicas': [
    ['low', () => scaled(Scaling.vertical({ replicas: 0 })),
      '[production/agents/api] "scaling.replicas" is 0, but must be a whole number from 1 to 1000: leave it out for 3'],
    ['high', () => scaled(Scaling.vertical({ replicas: 1001 })),
      '[production/agents/api] "scaling.replicas" is 1001, but must be a whole number from 1 to 1000: leave it out for 3'],
    ['malformed', () => scaled(Scaling.vertical({ replicas: wild('3') })),
      '[production/agents/api] "scaling.replicas" is "3", but must be a whole number from 1 to 1000: leave it out for 3'],
  ],
  'VerticalScalingOptions.minCpu': [
    ['low', () => scaled(Scaling.vertical({ minCpu: Cpu.millis(1) })),
      '[production/agents/api] "scaling.minCpu" is "1m", but must be a Cpu from 10m to 64000m: leave it out for 50m'],
    ['high', () => scaled(Scaling.vertical({ minCpu: Cpu.units(65) })),
      '[production/agents/api] "scaling.minCpu" is "65", but must be a Cpu from 10m to 64000m: leave it out for 50m'],
    ['malformed', () => scaled(Scaling.vertical({ minCpu: wild('50m') })),
      '[production/agents/api] "scaling.minCpu" is "50m", but must be a Cpu from 10m to 64000m: write it like Cpu.millis(250)'],
  ],
  'VerticalScalingOptions.maxCpu': [
    ['low', () => scaled(Scaling.vertical({ minCpu: Cpu.millis(100), maxCpu: Cpu.millis(99) })),
      '[production/agents/api] "scaling.maxCpu" is "99m", but must be a Cpu from 100m to 64000m: leave it out for one core; it must not '
      + 'be below minCpu'],
    ['high', () => scaled(Scaling.vertical({ maxCpu: Cpu.units(65) })),
      '[production/agents/api] "scaling.maxCpu" is "65", but must be a Cpu from 50m to 64000m: leave it out for one core; it must not '
      + 'be below minCpu'],
    ['malformed', () => scaled(Scaling.vertical({ maxCpu: wild(1) })),
      '[production/agents/api] "scaling.maxCpu" is 1, but must be a Cpu from 50m to 64000m: write it like Cpu.millis(250)'],
  ],
  'VerticalScalingOptions.minMemory': [
    ['low', () => scaled(Scaling.vertical({ minMemory: mib(1) })),
      '[production/agents/api] "scaling.minMemory" is "1Mi", but must be a Size from 16Mi to 524288Mi, in whole mebibytes: leave it out '
      + 'for 128Mi'],
    ['high', () => scaled(Scaling.vertical({ minMemory: gib(513) })),
      '[production/agents/api] "scaling.minMemory" is "525312Mi", but must be a Size from 16Mi to 524288Mi, in whole mebibytes: leave '
      + 'it out for 128Mi'],
    ['malformed', () => scaled(Scaling.vertical({ minMemory: wild('128Mi') })),
      '[production/agents/api] "scaling.minMemory" is "128Mi", but must be a Size from 16Mi to 524288Mi: write it like '
      + 'Size.gibibytes(50)'],
  ],
  'VerticalScalingOptions.maxMemory': [
    ['low', () => scaled(Scaling.vertical({ maxMemory: mib(127) })),
      '[production/agents/api] "scaling.maxMemory" is "127Mi", but must be a Size from 128Mi to 524288Mi, in whole mebibytes: leave it '
      + 'out for 2Gi; it must not be below minMemory'],
    ['high', () => scaled(Scaling.vertical({ maxMemory: gib(513) })),
      '[production/agents/api] "scaling.maxMemory" is "525312Mi", but must be a Size from 128Mi to 524288Mi, in whole mebibytes: leave '
      + 'it out for 2Gi; it must not be below minMemory'],
    ['malformed', () => scaled(Scaling.vertical({ maxMemory: wild('2Gi') })),
      '[production/agents/api] "scaling.maxMemory" is "2Gi", but must be a Size from 128Mi to 524288Mi: write it like '
      + 'Size.gibibytes(50)'],
  ],
  'Scaling.fixed.replicas': [
    ['low', () => scaled(Scaling.fixed(0)),
      '[production/agents/api] "scaling.replicas" is 0, but must be a whole number from 1 to 1000: say how many pods run, such as 3'],
    ['high', () => scaled(Scaling.fixed(1001)),
      '[production/agents/api] "scaling.replicas" is 1001, but must be a whole number from 1 to 1000: say how many pods run, such as 3'],
    ['malformed', () => scaled(Scaling.fixed(1.5)),
      '[production/agents/api] "scaling.replicas" is 1.5, but must be a whole number from 1 to 1000: say how many pods run, such as 3'],
  ],
  'IstioMeshOptions.revision': [
    ['malformed', () => platform({ mesh: Mesh.istio({ revision: '1.29' }) }),
      '[production] "mesh.revision" is "1.29", but must be a DNS label (a-z, 0-9 and -, at most 63 characters): shorten it or use lower '
      + 'case, digits and dashes'],
  ],
  'Objective.availability.target': [
    ['low', () => api({ objectives: [Objective.availability(93.06)] }),
      '[production/agents/api] "objectives[0].target" is 93.06, but must be a number from 93.07 to 99.999 (percent): an objective below '
      + 'could never alert, one of 100 allows no error at all'],
    ['high', () => api({ objectives: [Objective.availability(100)] }),
      '[production/agents/api] "objectives[0].target" is 100, but must be a number from 93.07 to 99.999 (percent): an objective below '
      + 'could never alert, one of 100 allows no error at all'],
    ['malformed', () => api({ objectives: [Objective.availability(wild('99.9'))] }),
      '[production/agents/api] "objectives[0].target" is "99.9", but must be a number from 93.07 to 99.999 (percent): an objective '
      + 'below could never alert, one of 100 allows no error at all'],
  ],
  'LatencyObjectiveOptions.target': [
    ['low', () => api({ objectives: [Objective.latency({ target: 50, threshold: Duration.millis(250) })] }),
      '[production/agents/api] "objectives[0].target" is 50, but must be a number from 93.07 to 99.999 (percent): an objective below '
      + 'could never alert, one of 100 allows no error at all'],
    ['high', () => api({ objectives: [Objective.latency({ target: 100, threshold: Duration.millis(250) })] }),
      '[production/agents/api] "objectives[0].target" is 100, but must be a number from 93.07 to 99.999 (percent): an objective below '
      + 'could never alert, one of 100 allows no error at all'],
    ['malformed', () => api({ objectives: [Objective.latency({ target: NaN, threshold: Duration.millis(250) })] }),
      '[production/agents/api] "objectives[0].target" is NaN, but must be a number from 93.07 to 99.999 (percent): an objective below '
      + 'could never alert, one of 100 allows no error at all'],
  ],
  'LatencyObjectiveOptions.threshold': [
    ['low', () => api({ objectives: [Objective.latency({ target: 99, threshold: Duration.millis(1) })] }),
      '[production/agents/api] "objectives[0].threshold" is 1, but must be one of 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, '
      + '5000, 7500, 10000: use a bound of the histogram (milliseconds)'],
    ['high', () => api({ objectives: [Objective.latency({ target: 99, threshold: Duration.seconds(11) })] }),
      '[production/agents/api] "objectives[0].threshold" is 11000, but must be one of 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, '
      + '2500, 5000, 7500, 10000: use a bound of the histogram (milliseconds)'],
    ['malformed', () => api({ objectives: [Objective.latency({ target: 99, threshold: wild(250) })] }),
      '[production/agents/api] "objectives[0].threshold" is 250, but must be a Duration: write it like Duration.millis(250)'],
  ],
  'LeaderElectionOptions.leaseDuration': [
    ['low', () => controller({ coordination: Coordination.leaderElection({ leaseDuration: Duration.seconds(4) }) }),
      '[production/agents/controller] "coordination.leaseDuration" is "4s", but must be a Duration from 5 to 300 seconds, in whole '
      + 'seconds: leave it out for 15 seconds'],
    ['high', () => controller({ coordination: Coordination.leaderElection({ leaseDuration: Duration.minutes(6) }) }),
      '[production/agents/controller] "coordination.leaseDuration" is "360s", but must be a Duration from 5 to 300 seconds, in whole '
      + 'seconds: leave it out for 15 seconds'],
    ['malformed', () => controller({ coordination: Coordination.leaderElection({ leaseDuration: wild(15) }) }),
      '[production/agents/controller] "coordination.leaseDuration" is 15, but must be a Duration from 5 to 300 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'LeaderElectionOptions.renewDeadline': [
    ['low', () => controller({ coordination: Coordination.leaderElection({ renewDeadline: Duration.seconds(1) }) }),
      '[production/agents/controller] "coordination.renewDeadline" is "1s", but must be a Duration from 2 to 14 seconds, in whole '
      + 'seconds: the leader must give up before a follower takes over'],
    ['high', () => controller({ coordination: Coordination.leaderElection({ renewDeadline: Duration.seconds(15) }) }),
      '[production/agents/controller] "coordination.renewDeadline" is "15s", but must be a Duration from 2 to 14 seconds, in whole '
      + 'seconds: the leader must give up before a follower takes over'],
    ['malformed', () => controller({ coordination: Coordination.leaderElection({ renewDeadline: wild('10s') }) }),
      '[production/agents/controller] "coordination.renewDeadline" is "10s", but must be a Duration from 2 to 14 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'LeaderElectionOptions.retryPeriod': [
    ['low', () => controller({ coordination: Coordination.leaderElection({ retryPeriod: Duration.seconds(0) }) }),
      '[production/agents/controller] "coordination.retryPeriod" is "0s", but must be a Duration from 1 to 8 seconds, in whole seconds: '
      + 'the leader must get more than one try before renewDeadline'],
    ['high', () => controller({ coordination: Coordination.leaderElection({ retryPeriod: Duration.seconds(9) }) }),
      '[production/agents/controller] "coordination.retryPeriod" is "9s", but must be a Duration from 1 to 8 seconds, in whole seconds: '
      + 'the leader must get more than one try before renewDeadline'],
    ['malformed', () => controller({ coordination: Coordination.leaderElection({ retryPeriod: wild(2) }) }),
      '[production/agents/controller] "coordination.retryPeriod" is 2, but must be a Duration from 1 to 8 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'ShardedOptions.credentials': [
    ['malformed', () => controller({ coordination: Coordination.sharded({ lock: external({ type: 'etcd' }), credentials: wild(text) }) }),
      '[production/agents/controller] "coordination.credentials" is a text of 4 characters, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'locks-app\')'],
  ],
  'ShardedOptions.lock': [
    ['malformed', () => controller({ coordination: Coordination.sharded({ lock: wild('locks') }) }),
      '[production/agents/controller] "coordination.lock" is "locks", but must be a Redis, or an ExternalService of type etcd: create '
      + 'one with data.addRedis(\'locks\')'],
    ['malformed', () => controller({ coordination: Coordination.sharded({ lock: api({}) }) }),
      '[production/agents/controller] "coordination.lock" is "http", but must be one of "redis", "etcd": production/agents/api cannot '
      + 'hold a lock that ends by itself: use Redis or etcd'],
  ],
  'NamespaceProps.name': [
    ['malformed', () => isolated({ name: 'My Agents' }),
      '[production/agents] "name" is "My Agents", but must be a DNS label (a-z, 0-9 and -, at most 63 characters): shorten it or use '
      + 'lower case, digits and dashes'],
    ['low', () => isolated({ name: '' }),
      '[production/agents] "name" is "", but must be a DNS label (a-z, 0-9 and -, at most 63 characters): shorten it or use lower case, '
      + 'digits and dashes'],
    ['high', () => isolated({ name: 'a'.repeat(64) }),
      '[production/agents] "name" is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", but must be a DNS label (a-z, '
      + '0-9 and -, at most 63 characters): shorten it or use lower case, digits and dashes'],
  ],
  'NamespaceProps.networkZone': [
    ['malformed', () => isolated({ networkZone: 'dmz2' }),
      '[production/agents] "networkZone" is "dmz2", but must be one of "public", "application", "data", "storage", "monitoring", '
      + '"security": leave it out where zones do not matter'],
  ],
  'NamespaceProps.podSecurity': [
    ['malformed', () => isolated({ podSecurity: 'strict' }),
      '[production/agents] "podSecurity" is "strict", but must be one of "restricted", "baseline", "privileged": leave it out for '
      + 'restricted'],
  ],
  'NamespaceProps.quota': [
    ['malformed', () => isolated({ quota: 20 }),
      '[production/agents] "quota" is 20, but must be a Quota: write it like Quota.computed()'],
  ],
  'ObservabilityStackProps.engine': [
    ['malformed', () => stack({ engine: 'prometheus' }),
      '[production/agents/observability] "engine" is "prometheus", but must be a MonitoringEngine: write it like '
      + 'MonitoringEngine.prometheusOperator({ labels: { release: \'kube-prometheus-stack\' } })'],
  ],
  'ObservabilityStackProps.alerting': [
    ['malformed', () => stack({ alerting: SecretSource.existing('oncall') }),
      '[production/agents/observability] "alerting" is a SecretSource, but must be an Alerting: write it like '
      + 'Alerting.webhook(SecretSource.existing(\'oncall-webhook\'))'],
  ],
  'ObservabilityStackProps.dashboards': [
    ['malformed', () => stack({ dashboards: true }),
      '[production/agents/observability] "dashboards" is true, but must be a Dashboards: write it like Dashboards.grafanaSidecar()'],
  ],
  'PrometheusOperatorOptions.alertmanagerMatcherStrategy': [
    ['malformed', () => stack({ engine: MonitoringEngine.prometheusOperator({ labels: {}, alertmanagerMatcherStrategy: 'Some' as never }) }),
      '[production/agents/observability] "engine.alertmanagerMatcherStrategy" is "Some", but must be one of "OnNamespace", "None": leave it out for the '
      + 'operator\'s default'],
  ],
  'PrometheusOperatorOptions.labels': [
    ['malformed', () => stack({ engine: MonitoringEngine.prometheusOperator({ labels: { release: 'a b' } }) }),
      '[production/agents/observability] "engine.labels.release" is "a b", but must be a label value (letters, digits, -, _ and ., at '
      + 'most 63 characters): shorten it and leave out spaces and @'],
    ['malformed', () => stack({ engine: MonitoringEngine.prometheusOperator({ labels: wild('release') }) }),
      '[production/agents/observability] "engine.labels" is "release", but must be a set of named values: write it like { name: value }'],
  ],
  'Owner.team': [
    ['malformed', () => platform({ owner: { team: 'agents@acme.io' } }),
      '[production] "owner.team" is "agents@acme.io", but must be a label value (letters, digits, -, _ and ., at most 63 characters): '
      + 'shorten it and leave out spaces and @'],
    ['low', () => platform({ owner: { team: '' } }),
      '[production] "owner.team" is "", but must be a text of 1 to 63 characters: shorten it or leave the prop out'],
    ['high', () => platform({ owner: { team: 'a'.repeat(64) } }),
      '[production] "owner.team" is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", but must be a label value '
      + '(letters, digits, -, _ and ., at most 63 characters): shorten it and leave out spaces and @'],
  ],
  'Owner.email': [
    ['malformed', () => platform({ owner: { team: 'agents', email: 'agents' } }),
      '[production] "owner.email" is "agents", but must be an e-mail address: write it like agents@example.com'],
  ],
  'PermissionOptions.apiGroups': [
    ['low', () => allowed({ apiGroups: [] }),
      '[production/agents/api] "allow.apiGroups" is a list of 0, but must be a list of at least 1: the core group is the empty string'],
    ['malformed', () => allowed({ apiGroups: ['*'] }),
      '[production/agents/api] "allow.apiGroups[0]" is "*", but must be an API group, without wildcards: name exactly what the program '
      + 'calls'],
  ],
  'PermissionOptions.resources': [
    ['low', () => allowed({ resources: [] }),
      '[production/agents/api] "allow.resources" is a list of 0, but must be a list of at least 1: name them'],
    ['malformed', () => allowed({ resources: ['*'] }),
      '[production/agents/api] "allow.resources[0]" is "*", but must be a resource in the plural, without wildcards: name exactly what '
      + 'the program calls'],
    ['high', () => allowed({ resources: ['secrets'] }),
      '[production/agents/api] "allow.resources[0]" is "get secrets", but must be without risk to other programs: it reads every Secret that '
      + 'the verb reaches; mount the one Secret instead; if it is intended, say why in "acceptedRisk"'],
  ],
  'PermissionOptions.acceptedRisk': [
    ['low', () => allowed({ resources: ['secrets'], acceptedRisk: '' }),
      '[production/agents/api] "allow.acceptedRisk" is "", but must be a text of 1 to 200 characters: shorten it or leave the prop out'],
    ['high', () => allowed({ resources: ['secrets'], acceptedRisk: 'x'.repeat(201) }),
      `[production/agents/api] "allow.acceptedRisk" is "${'x'.repeat(77)}...", but must be a text of 1 to 200 characters: shorten it or leave the prop out`],
    ['malformed', () => allowed({ acceptedRisk: 'It lists pods.' }),
      '[production/agents/api] "allow.acceptedRisk" is "It lists pods.", but must be left out: nothing that is granted here is risky'],
  ],
  'PermissionOptions.verbs': [
    ['low', () => allowed({ verbs: [] }),
      '[production/agents/api] "allow.verbs" is a list of 0, but must be a list of at least 1: name them'],
    ['malformed', () => allowed({ verbs: ['*'] }),
      '[production/agents/api] "allow.verbs[0]" is "*", but must be one of "get", "list", "watch", "create", "update", "patch", '
      + '"delete": wildcards grant what nobody has thought of'],
  ],
  'PermissionOptions.resourceNames': [
    ['malformed', () => allowed({ resourceNames: ['Not A Name'] }),
      '[production/agents/api] "allow.resourceNames[0]" is "Not A Name", but must be an object name (a-z, 0-9, - and ., at most 253 '
      + 'characters): use the name that kubectl shows'],
    ['malformed', () => allowed({ resourceNames: 'api' }),
      '[production/agents/api] "allow.resourceNames" is "api", but must be a list: leave it out for every object'],
  ],
  'PlatformProps.environment': [
    ['malformed', () => platform({ environment: 'production' }),
      '[production] "environment" is "production", but must be an Environment: write it like Environment.production()'],
  ],
  'PlatformProps.mesh': [
    ['malformed', () => platform({ mesh: 'istio' }),
      '[production] "mesh" is "istio", but must be a Mesh: write it like Mesh.istio()'],
  ],
  'PlatformProps.securityProfile': [
    ['malformed', () => platform({ securityProfile: 'hardened' }),
      '[production] "securityProfile" is "hardened", but must be a SecurityProfile: write it like SecurityProfile.standard()'],
  ],
  'PlatformProps.cluster': [
    ['malformed', () => platform({ cluster: {} }),
      '[production] "cluster" is an Object, but must be a ClusterProfile: write it like ClusterProfile.generic()'],
  ],
  'PlatformProps.zones': [
    ['malformed', () => platform({ zones: 3 }),
      '[production] "zones" is 3, but must be an AvailabilityZones: write it like AvailabilityZones.required()'],
  ],
  'PlatformProps.owner': [
    ['malformed', () => platform({ owner: 'agents' }),
      '[production] "owner" is "agents", but must be a set of named values: write it like { name: value }'],
  ],
  'PlatformProps.images': [
    ['malformed', () => platform({ images: { 'ghcr.io/acme/api:1.8.0': 'sha256:abc' } }),
      '[production] "images["ghcr.io/acme/api:1.8.0"]" is "sha256:abc", but must be sha256: and 64 hexadecimal digits: copy it from the '
      + 'registry: crane digest <image>'],
    ['malformed', () => platform({ images: { 'ghcr.io/acme/api': `sha256:${'a'.repeat(64)}` } }),
      '[production] "images" is "ghcr.io/acme/api", but must be an image reference with a tag: no tag means latest; write it like '
      + 'ghcr.io/acme/agent-api:1.8.0'],
    ['malformed', () => platform({ images: text }),
      '[production] "images" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'PlatformAppProps.reporting': [
    ['malformed', () => new PlatformApp({ reporting: wild('loud') }),
      '[] "reporting" is "loud", but must be one of "print", "silent": leave it out to print a summary'],
  ],
  'RequiredZonesOptions.zones': [
    ['low', () => platform({ zones: AvailabilityZones.required({ zones: 1 }) }),
      '[production] "zones.zones" is 1, but must be a whole number from 2 to 10: say how many zones the cluster has, or use '
      + 'AvailabilityZones.preferred()'],
    ['high', () => platform({ zones: AvailabilityZones.required({ zones: 11 }) }),
      '[production] "zones.zones" is 11, but must be a whole number from 2 to 10: say how many zones the cluster has, or use '
      + 'AvailabilityZones.preferred()'],
    ['malformed', () => platform({ zones: AvailabilityZones.required({ zones: wild('3') }) }),
      '[production] "zones.zones" is "3", but must be a whole number from 2 to 10: say how many zones the cluster has, or use '
      + 'AvailabilityZones.preferred()'],
  ],
  'SecretKey.key': [
    ['malformed', () => api({ secrets: { TOKEN: { source: SecretSource.existing('model'), key: 'a b' } } }),
      '[production/agents/api] "secrets.TOKEN.key" is a text of 3 characters, but must be a key of a Secret (letters, digits, -, _ and .): use the key '
      + 'as it stands in the Secret'],
  ],
  'SecretKey.source': [
    ['malformed', () => api({ secrets: { TOKEN: { source: 'model', key: 'token' } } }),
      '[production/agents/api] "secrets.TOKEN" is an Object, but must be a value in a Secret: write it like '
      + 'SecretSource.existing(\'model-api\').key(\'token\')'],
  ],
  'SecretSource.existing.name': [
    ['malformed', () => api({ secrets: { TOKEN: SecretSource.existing('Model API').key('token') } }),
      '[production/agents/api] "secrets.TOKEN" is a text of 9 characters, but must be an object name (a-z, 0-9, - and ., at most 253 characters): '
      + 'use the name that kubectl shows'],
    ['high', () => gateway({ certificate: SecretSource.existing('a'.repeat(254)) }),
      '[production/agents/gateway] "certificate" is a text of 254 characters, '
      + 'but must be an object name (a-z, 0-9, - and ., at most 253 characters): use the name that kubectl shows'],
    ['low', () => stack({ alerting: Alerting.webhook(SecretSource.existing('')) }),
      '[production/agents/observability] "alerting.webhook" is a text of 0 characters, but must be an object name (a-z, 0-9, - and ., at most 253 '
      + 'characters): use the name that kubectl shows'],
  ],
  'SecretSource.key.key': [
    ['malformed', () => api({ secrets: { TOKEN: SecretSource.existing('model').key('a/b') } }),
      '[production/agents/api] "secrets.TOKEN.key" is a text of 3 characters, but must be a key of a Secret (letters, digits, -, _ and .): use the key '
      + 'as it stands in the Secret'],
    ['low', () => api({ secrets: { TOKEN: SecretSource.existing('model').key('') } }),
      '[production/agents/api] "secrets.TOKEN.key" is a text of 0 characters, but must be a key of a Secret (letters, digits, -, _ and .): use the key as '
      + 'it stands in the Secret'],
  ],
  'TrafficPeer.cidrs.cidrs': [
    ['low', () => external({ addresses: TrafficPeer.cidrs([]) }),
      '[production/agents/model] "addresses.cidrs" is a list of 0, but must be a list of at least 1: an empty list would allow every '
      + 'address'],
    ['high', () => external({ addresses: TrafficPeer.cidrs(['203.0.113.0/33']) }),
      '[production/agents/model] "addresses.cidrs[0]" is "203.0.113.0/33", but must be an IPv4 range in CIDR notation: write it like '
      + '203.0.113.0/24, a single address as 203.0.113.7/32'],
    ['malformed', () => external({ addresses: TrafficPeer.cidrs(wild('203.0.113.0/24')) }),
      '[production/agents/model] "addresses.cidrs" is "203.0.113.0/24", but must be a list of at least 1: an empty list would allow '
      + 'every address'],
    ['malformed', () => external({ addresses: TrafficPeer.cidrs([wild(5)]) }),
      '[production/agents/model] "addresses.cidrs[0]" is 5, but must be an IPv4 range in CIDR notation: write it like 203.0.113.0/24, a '
      + 'single address as 203.0.113.7/32'],
  ],
  'TrafficPeer.pods.location': [
    ['malformed', () => external({ addresses: TrafficPeer.pods({ namespace: 'Not A Name' }) }),
      '[production/agents/model] "addresses.location.namespace" is "Not A Name", but must be a DNS label (a-z, 0-9 and -, at most 63 '
      + 'characters): shorten it or use lower case, digits and dashes'],
    ['malformed', () => external({ addresses: TrafficPeer.pods(wild(undefined)) }),
      '[production/agents/model] "addresses.location" is undefined, but must be a set of named values: write it like { name: value }'],
  ],
  'RecoveryObjectiveOptions.rpo': [
    ['low', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.millis(1), rto: Duration.hours(1) }) }),
      '[production/agents/data/customers] "recovery.rpo" is "0.001s", but must be a Duration from 0 to 2592000 seconds, in whole '
      + 'seconds: say how much data may be lost, 0 for none'],
    ['high', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.days(31), rto: Duration.hours(1) }) }),
      '[production/agents/data/customers] "recovery.rpo" is "2678400s", but must be a Duration from 0 to 2592000 seconds, in whole '
      + 'seconds: say how much data may be lost, 0 for none'],
    ['malformed', () => postgres({ recovery: RecoveryObjective.of({ rpo: wild(0), rto: Duration.hours(1) }) }),
      '[production/agents/data/customers] "recovery.rpo" is 0, but must be a Duration from 0 to 2592000 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'RecoveryObjectiveOptions.rto': [
    ['low', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.seconds(0) }) }),
      '[production/agents/data/customers] "recovery.rto" is "0s", but must be a Duration from 1 to 2592000 seconds, in whole seconds: '
      + 'say how long the store may be away'],
    ['high', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.days(31) }) }),
      '[production/agents/data/customers] "recovery.rto" is "2678400s", but must be a Duration from 1 to 2592000 seconds, in whole '
      + 'seconds: say how long the store may be away'],
    ['malformed', () => postgres({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(0), rto: wild(undefined) }) }),
      '[production/agents/data/customers] "recovery.rto" is undefined, but must be a Duration from 1 to 2592000 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'PostgresProps.engine': [
    ['malformed', () => postgres({ engine: 'plain' }),
      '[production/agents/data/customers] "engine" is "plain", but must be a PostgresEngine: write it like PostgresEngine.plain()'],
  ],
  'PostgresProps.storage': [
    ['low', () => postgres({ storage: mib(1023) }),
      '[production/agents/data/customers] "storage" is "1023Mi", but must be a Size from 1024Mi to 67108864Mi, in whole mebibytes: '
      + 'leave it out for 20Gi'],
    ['high', () => postgres({ storage: gib(65537) }),
      '[production/agents/data/customers] "storage" is "67109888Mi", but must be a Size from 1024Mi to 67108864Mi, in whole mebibytes: '
      + 'leave it out for 20Gi'],
    ['malformed', () => postgres({ storage: '50Gi' }),
      '[production/agents/data/customers] "storage" is "50Gi", but must be a Size from 1024Mi to 67108864Mi: write it like '
      + 'Size.gibibytes(50)'],
  ],
  'PostgresProps.storageClass': [
    ['malformed', () => postgres({ storageClass: 'Fast Disks' }),
      '[production/agents/data/customers] "storageClass" is "Fast Disks", but must be an object name (a-z, 0-9, - and ., at most 253 '
      + 'characters): use the name that kubectl shows'],
  ],
  'PostgresProps.database': [
    ['malformed', () => postgres({ database: 'my-database' }),
      '[production/agents/data/customers] "database" is "my-database", but must be an identifier of PostgreSQL (a-z, 0-9 and _, at most '
      + '63 characters): write it like customers, without dashes'],
    ['malformed', () => postgres({ database: 'postgres' }),
      '[production/agents/data/customers] "database" is "postgres", but must be a name that PostgreSQL does not use itself: write it '
      + 'like customers, without dashes'],
    ['high', () => postgres({ database: 'a'.repeat(64) }),
      '[production/agents/data/customers] "database" is "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", but must be '
      + 'an identifier of PostgreSQL (a-z, 0-9 and _, at most 63 characters): write it like customers, without dashes'],
  ],
  'PostgresProps.resources': [
    ['malformed', () => postgres({ resources: text }),
      '[production/agents/data/customers] "resources" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'PostgresProps.credentials': [
    ['malformed', () => postgres({ credentials: 'customers-app' }),
      '[production/agents/data/customers] "credentials" is a text of 13 characters, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'customers-app\')'],
  ],
  'PostgresProps.recovery': [
    ['malformed', () => postgres({ recovery: 5 }),
      '[production/agents/data/customers] "recovery" is 5, but must be a RecoveryObjective: write it like RecoveryObjective.of({ rpo: '
      + 'Duration.seconds(0), rto: Duration.minutes(2) })'],
    ['high', () => validated(postgres({ recovery: RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(1) }) })),
      '[production/agents/data/customers] "recovery" is "rpo 0 s, rto 60 s", but must be what PostgresEngine.plain() keeps to (it does '
      + 'not fail over by itself, and nobody repairs it within 60 s for certain): no engine of this store can: ask for less'],
  ],
  'PostgresProps.alerts': [
    ['malformed', () => postgres({ alerts: { NoSuchAlert: AlertOverride.silence() } }), noSuchAlert('data/customers', postgres({}).alerts)],
  ],
  'PlainPostgresOptions.replicas': [
    ['low', () => postgres({ engine: PostgresEngine.plain({ replicas: -1 }) }),
      '[production/agents/data/customers] "engine.replicas" is -1, but must be a whole number from 0 to 8: leave it out for 2 standbys'],
    ['high', () => postgres({ engine: PostgresEngine.plain({ replicas: 9 }) }),
      '[production/agents/data/customers] "engine.replicas" is 9, but must be a whole number from 0 to 8: leave it out for 2 standbys'],
    ['malformed', () => postgres({ engine: PostgresEngine.plain({ replicas: wild('2') }) }),
      '[production/agents/data/customers] "engine.replicas" is "2", but must be a whole number from 0 to 8: leave it out for 2 standbys'],
  ],
  'PlainPostgresOptions.durability': [
    ['malformed', () => postgres({ engine: PostgresEngine.plain({ durability: wild('sync') }) }),
      '[production/agents/data/customers] "engine.durability" is "sync", but must be one of "synchronous", "asynchronous": use '
      + 'Durability.SYNCHRONOUS or ASYNCHRONOUS'],
  ],
  'PlainPostgresOptions.image': [
    ['malformed', () => postgres({ engine: PostgresEngine.plain({ image: 'postgres:latest' }) }),
      '[production/agents/data/customers] "engine.image" is "postgres:latest", but must be an image with a tag that says a version: '
      + 'latest is another program tomorrow; write it like ghcr.io/acme/agent-api:1.8.0'],
    ['malformed', () => postgres({ engine: PostgresEngine.plain({ image: 'postgres:alpine' }) }),
      '[production/agents/data/customers] "engine.image" is "postgres:alpine", but must be an image whose tag begins with a major '
      + 'version from 14 to 18: the version decides where data lies: write it like postgres:18.4'],
  ],
  'CloudNativePgOptions.instances': [
    ['low', () => postgres({ engine: PostgresEngine.cloudNativePg({ instances: 0 }) }),
      '[production/agents/data/customers] "engine.instances" is 0, but must be a whole number from 1 to 9: leave it out for 3 members'],
    ['high', () => postgres({ engine: PostgresEngine.cloudNativePg({ instances: 10 }) }),
      '[production/agents/data/customers] "engine.instances" is 10, but must be a whole number from 1 to 9: leave it out for 3 members'],
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ instances: 2.5 }) }),
      '[production/agents/data/customers] "engine.instances" is 2.5, but must be a whole number from 1 to 9: leave it out for 3 members'],
  ],
  'CloudNativePgOptions.durability': [
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ durability: wild(true) }) }),
      '[production/agents/data/customers] "engine.durability" is true, but must be one of "synchronous", "asynchronous": use '
      + 'Durability.SYNCHRONOUS or ASYNCHRONOUS'],
  ],
  'CloudNativePgOptions.image': [
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ image: 'postgresql' }) }),
      '[production/agents/data/customers] "engine.image" is "postgresql", but must be an image reference with a tag: no tag means '
      + 'latest; write it like ghcr.io/acme/agent-api:1.8.0'],
  ],
  'CloudNativePgOptions.clientCertificate': [
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ clientCertificate: wild('client') }) }),
      '[production/agents/data/customers] "engine.clientCertificate" is "client", but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'customers-client\')'],
  ],
  'CloudNativePgOptions.walStorage': [
    ['low', () => postgres({ engine: PostgresEngine.cloudNativePg({ walStorage: mib(1) }) }),
      '[production/agents/data/customers] "engine.walStorage" is "1Mi", but must be a Size from 1024Mi to 67108864Mi, in whole '
      + 'mebibytes: leave it out for the volume of the data'],
    ['high', () => postgres({ engine: PostgresEngine.cloudNativePg({ walStorage: gib(65537) }) }),
      '[production/agents/data/customers] "engine.walStorage" is "67109888Mi", but must be a Size from 1024Mi to 67108864Mi, in whole '
      + 'mebibytes: leave it out for the volume of the data'],
    ['malformed', () => postgres({ engine: PostgresEngine.cloudNativePg({ walStorage: wild('10Gi') }) }),
      '[production/agents/data/customers] "engine.walStorage" is "10Gi", but must be a Size from 1024Mi to 67108864Mi: write it like '
      + 'Size.gibibytes(50)'],
  ],
  'RedisProps.engine': [
    ['malformed', () => redis({ engine: PostgresEngine.plain() }),
      '[production/agents/data/locks] "engine" is a PostgresEngine, but must be a RedisEngine: write it like RedisEngine.sentinel()'],
  ],
  'RedisProps.storage': [
    ['low', () => redis({ storage: mib(1) }),
      '[production/agents/data/locks] "storage" is "1Mi", but must be a Size from 1024Mi to 67108864Mi, in whole mebibytes: leave it '
      + 'out for 5Gi'],
    ['high', () => redis({ storage: gib(65537) }),
      '[production/agents/data/locks] "storage" is "67109888Mi", but must be a Size from 1024Mi to 67108864Mi, in whole mebibytes: '
      + 'leave it out for 5Gi'],
    ['malformed', () => redis({ storage: 5 }),
      '[production/agents/data/locks] "storage" is 5, but must be a Size from 1024Mi to 67108864Mi: write it like Size.gibibytes(50)'],
  ],
  'RedisProps.storageClass': [
    ['malformed', () => redis({ storageClass: '' }),
      '[production/agents/data/locks] "storageClass" is "", but must be an object name (a-z, 0-9, - and ., at most 253 characters): use '
      + 'the name that kubectl shows'],
  ],
  'RedisProps.resources': [
    ['malformed', () => redis({ resources: 5 }),
      '[production/agents/data/locks] "resources" is 5, but must be a set of named values: write it like { name: value }'],
  ],
  'RedisProps.credentials': [
    ['malformed', () => redis({ credentials: {} }),
      '[production/agents/data/locks] "credentials" is an Object, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'locks-app\')'],
  ],
  'RedisProps.recovery': [
    ['malformed', () => redis({ recovery: '1h' }),
      '[production/agents/data/locks] "recovery" is "1h", but must be a RecoveryObjective: write it like RecoveryObjective.of({ rpo: '
      + 'Duration.seconds(0), rto: Duration.minutes(2) })'],
  ],
  'RedisProps.alerts': [
    ['malformed', () => redis({ alerts: { NoSuchAlert: AlertOverride.silence() } }), noSuchAlert('data/locks', redis({}).alerts)],
  ],
  'SentinelOptions.replicas': [
    ['low', () => redis({ engine: RedisEngine.sentinel({ replicas: 1 }) }),
      '[production/agents/data/locks] "engine.replicas" is 1, but must be a whole number from 2 to 8: with fewer than 2 standbys, the '
      + 'restart of one would stop all writes'],
    ['high', () => redis({ engine: RedisEngine.sentinel({ replicas: 9 }) }),
      '[production/agents/data/locks] "engine.replicas" is 9, but must be a whole number from 2 to 8: with fewer than 2 standbys, the '
      + 'restart of one would stop all writes'],
    ['malformed', () => redis({ engine: RedisEngine.sentinel({ replicas: wild('2') }) }),
      '[production/agents/data/locks] "engine.replicas" is "2", but must be a whole number from 2 to 8: with fewer than 2 standbys, the '
      + 'restart of one would stop all writes'],
  ],
  'SentinelOptions.image': [
    ['malformed', () => redis({ engine: RedisEngine.sentinel({ image: 'valkey' }) }),
      '[production/agents/data/locks] "engine.image" is "valkey", but must be an image reference with a tag: no tag means latest; write '
      + 'it like ghcr.io/acme/agent-api:1.8.0'],
  ],
  'PostgresDumpProps.bucket': [
    ['malformed', () => dumped({ bucket: 's3://acme-dumps' }),
      '[production/agents/data/customers/nightly] "bucket" is "s3://acme-dumps", but must be a DumpBucket: write it like '
      + 'DumpBucket.s3({ bucket, region, credentials })'],
  ],
  'PostgresDumpProps.schedule': [
    ['malformed', () => dumped({ schedule: 'daily' }),
      '[production/agents/data/customers/nightly] "schedule" is "daily", but must be a cron expression of five fields: write it like "0 '
      + '2 * * *" (02:00 every day)'],
    ['high', () => dumped({ schedule: '0 24 * * *' }),
      '[production/agents/data/customers/nightly] "schedule" is "0 24 * * *", but must be a cron expression of five fields '
      + '("24" is no hour: 0 to 23): write it like "0 2 * * *" (02:00 every day)'],
  ],
  'PostgresDumpProps.retention': [
    ['low', () => dumped({ retention: Duration.hours(1) }),
      '[production/agents/data/customers/nightly] "retention" is "3600s", but must be a Duration from 86400 to 315360000 seconds, in '
      + 'whole seconds: leave it out where a lifecycle rule of the bucket deletes'],
    ['high', () => dumped({ retention: Duration.days(3651) }),
      '[production/agents/data/customers/nightly] "retention" is "315446400s", but must be a Duration from 86400 to 315360000 seconds, '
      + 'in whole seconds: leave it out where a lifecycle rule of the bucket deletes'],
    ['malformed', () => dumped({ retention: 30 }),
      '[production/agents/data/customers/nightly] "retention" is 30, but must be a Duration from 86400 to 315360000 seconds: write it '
      + 'like Duration.seconds(30)'],
  ],
  'PostgresDumpProps.deadline': [
    ['low', () => dumped({ deadline: Duration.seconds(59) }),
      '[production/agents/data/customers/nightly] "deadline" is "59s", but must be a Duration from 60 to 604800 seconds, in whole '
      + 'seconds: leave it out for 4 hours'],
    ['high', () => dumped({ deadline: Duration.days(8) }),
      '[production/agents/data/customers/nightly] "deadline" is "691200s", but must be a Duration from 60 to 604800 seconds, in whole '
      + 'seconds: leave it out for 4 hours'],
    ['malformed', () => dumped({ deadline: '4h' }),
      '[production/agents/data/customers/nightly] "deadline" is "4h", but must be a Duration from 60 to 604800 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'PostgresDumpProps.minimumPercentOfLast': [
    ['low', () => dumped({ minimumPercentOfLast: -1 }),
      '[production/agents/data/customers/nightly] "minimumPercentOfLast" is -1, but must be a whole number from 0 to 100: leave it out for 50'],
    ['high', () => dumped({ minimumPercentOfLast: 101 }),
      '[production/agents/data/customers/nightly] "minimumPercentOfLast" is 101, but must be a whole number from 0 to 100: leave it out for 50'],
    ['malformed', () => dumped({ minimumPercentOfLast: '50' }),
      '[production/agents/data/customers/nightly] "minimumPercentOfLast" is "50", but must be a whole number from 0 to 100: leave it out for 50'],
  ],
  'PostgresDumpProps.scratch': [
    ['low', () => dumped({ scratch: mib(1) }),
      '[production/agents/data/customers/nightly] "scratch" is "1Mi", but must be a Size from 1024Mi to 67108864Mi, in whole mebibytes: '
      + 'leave it out for as much as the store has'],
    ['high', () => dumped({ scratch: gib(65537) }),
      '[production/agents/data/customers/nightly] "scratch" is "67109888Mi", but must be a Size from 1024Mi to 67108864Mi, in whole '
      + 'mebibytes: leave it out for as much as the store has'],
    ['malformed', () => dumped({ scratch: '10Gi' }),
      '[production/agents/data/customers/nightly] "scratch" is "10Gi", but must be a Size from 1024Mi to 67108864Mi: write it like '
      + 'Size.gibibytes(50)'],
  ],
  'PostgresDumpProps.alerts': [
    ['malformed', () => dumped({ alerts: { NoSuchAlert: AlertOverride.silence() } }), noSuchAlert('data/customers/nightly', dumped({}).alerts)],
    ['malformed', () => dumped({ alerts: text }),
      '[production/agents/data/customers/nightly] "alerts" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'S3BucketOptions.bucket': [
    ['low', () => dumped({ bucket: bucket({ bucket: 'ab' }) }),
      '[production/agents/data/customers/nightly] "bucket.bucket" is "ab", but must be the name of a bucket (a-z, 0-9 and -, 3 to 63 '
      + 'characters): write it like acme-dumps'],
    ['high', () => dumped({ bucket: bucket({ bucket: 'a'.repeat(64) }) }),
      '[production/agents/data/customers/nightly] "bucket.bucket" is '
      + '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", but must be the name of a bucket (a-z, 0-9 and -, 3 to 63 '
      + 'characters): write it like acme-dumps'],
    ['malformed', () => dumped({ bucket: bucket({ bucket: 'acme.dumps' }) }),
      '[production/agents/data/customers/nightly] "bucket.bucket" is "acme.dumps", but must be the name of a bucket (a-z, 0-9 and -, 3 '
      + 'to 63 characters): write it like acme-dumps'],
  ],
  'S3BucketOptions.region': [
    ['malformed', () => dumped({ bucket: bucket({ region: 'Ireland' }) }),
      '[production/agents/data/customers/nightly] "bucket.region" is "Ireland", but must be a region of AWS: write it like eu-west-1'],
  ],
  'S3BucketOptions.credentials': [
    ['malformed', () => dumped({ bucket: bucket({ credentials: undefined }) }),
      '[production/agents/data/customers/nightly] "bucket.credentials" is undefined, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'dump-bucket\')'],
  ],
  'S3BucketOptions.prefix': [
    ['malformed', () => dumped({ bucket: bucket({ prefix: '/dumps/' }) }),
      '[production/agents/data/customers/nightly] "bucket.prefix" is "/dumps/", but must be a folder (letters, digits, -, _, . and / '
      + 'between them): write it like production/agents'],
  ],
  'S3BucketOptions.addresses': [
    ['malformed', () => dumped({ bucket: bucket({ addresses: '0.0.0.0/0' }) }),
      '[production/agents/data/customers/nightly] "bucket.addresses" is "0.0.0.0/0", but must be a TrafficPeer: write it like '
      + 'TrafficPeer.cidrs([\'203.0.113.0/24\'])'],
  ],
  'ExistingSecretOptions.onChange': [
    ['malformed', () => reads(SecretSource.existing('model', { onChange: wild('restart') })),
      '[production/agents/api] "secrets.TOKEN.onChange" is "restart", but must be one of "leave running", "restart by Reloader": leave '
      + 'it out to leave pods running'],
  ],
  'SecretSource.externalSecrets.name': [
    ['malformed', () => reads(SecretSource.externalSecrets('Model API', { store: SecretStoreRef.cluster('vault') })),
      '[production/agents/api] "secrets.TOKEN" is a text of 9 characters, but must be an object name (a-z, 0-9, - and ., at most 253 characters): '
      + 'use the name that kubectl shows'],
  ],
  'ExternalSecretOptions.store': [
    ['malformed', () => reads(stored({ store: 'vault' })),
      '[production/agents/api] "secrets.TOKEN.store" is "vault", but must be a SecretStoreRef: write it like '
      + 'SecretStoreRef.cluster(\'vault\')'],
  ],
  'ExternalSecretOptions.path': [
    ['low', () => reads(stored({ path: '' })),
      '[production/agents/api] "secrets.TOKEN.path" is "", but must be a text of 1 to 1024 characters: shorten it or leave the prop out'],
    ['high', () => reads(stored({ path: 'a'.repeat(1025) })),
      '[production/agents/api] "secrets.TOKEN.path" is '
      + '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...", but must be a text of 1 to 1024 characters: '
      + 'shorten it or leave the prop out'],
    ['malformed', () => reads(stored({ path: 5 })),
      '[production/agents/api] "secrets.TOKEN.path" is 5, but must be a text of 1 to 1024 characters: shorten it or leave the prop out'],
  ],
  'ExternalSecretOptions.entries': [
    ['malformed', () => reads(stored({ entries: { 'a b': { path: 'x' } } })),
      '[production/agents/api] "secrets.TOKEN.entries" is "a b", but must be a key of a Secret (letters, digits, -, _ and .): use the '
      + 'key as it stands in the Secret'],
    ['malformed', () => reads(stored({ entries: text })),
      '[production/agents/api] "secrets.TOKEN.entries" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'ExternalSecretOptions.refreshInterval': [
    ['low', () => reads(stored({ refreshInterval: Duration.seconds(9) })),
      '[production/agents/api] "secrets.TOKEN.refreshInterval" is "9s", but must be a Duration from 10 to 2592000 seconds, in whole '
      + 'seconds: leave it out for 60 minutes'],
    ['high', () => reads(stored({ refreshInterval: Duration.days(31) })),
      '[production/agents/api] "secrets.TOKEN.refreshInterval" is "2678400s", but must be a Duration from 10 to 2592000 seconds, in '
      + 'whole seconds: leave it out for 60 minutes'],
    ['malformed', () => reads(stored({ refreshInterval: '1h' })),
      '[production/agents/api] "secrets.TOKEN.refreshInterval" is "1h", but must be a Duration from 10 to 2592000 seconds: write it '
      + 'like Duration.seconds(30)'],
  ],
  'ExternalSecretOptions.onChange': [
    ['malformed', () => reads(stored({ onChange: true })),
      '[production/agents/api] "secrets.TOKEN.onChange" is true, but must be one of "leave running", "restart by Reloader": leave it '
      + 'out to leave pods running'],
  ],
  'ExternalSecretOptions.type': [
    ['malformed', () => reads(stored({ type: 'tls' })),
      '[production/agents/api] "secrets.TOKEN.type" is "tls", but must be one of "Opaque", "kubernetes.io/tls", '
      + '"kubernetes.io/basic-auth", "kubernetes.io/dockerconfigjson": leave it out for any keys'],
  ],
  'RemoteEntry.path': [
    ['low', () => reads(stored({ entries: { token: { path: '' } } })),
      '[production/agents/api] "secrets.TOKEN.entries["token"].path" is "", but must be a text of 1 to 1024 characters: shorten it or '
      + 'leave the prop out'],
    ['malformed', () => reads(stored({ entries: { token: {} } })),
      '[production/agents/api] "secrets.TOKEN.entries["token"].path" is undefined, but must be a text of 1 to 1024 characters: shorten '
      + 'it or leave the prop out'],
  ],
  'RemoteEntry.property': [
    ['malformed', () => reads(stored({ entries: { token: { path: 'x', property: 5 } } })),
      '[production/agents/api] "secrets.TOKEN.entries["token"].property" is 5, but must be a text of 1 to 1024 characters: shorten it '
      + 'or leave the prop out'],
  ],
  'SecretStoreRef.cluster.name': [
    ['malformed', () => reads(stored({ store: SecretStoreRef.cluster('My Vault') })),
      '[production/agents/api] "secrets.TOKEN.store.name" is "My Vault", but must be an object name (a-z, 0-9, - and ., at most 253 '
      + 'characters): use the name that kubectl shows'],
  ],
  'SecretStoreRef.namespaced.name': [
    ['malformed', () => reads(stored({ store: SecretStoreRef.namespaced(wild(undefined)) })),
      '[production/agents/api] "secrets.TOKEN.store.name" is undefined, but must be an object name (a-z, 0-9, - and ., at most 253 '
      + 'characters): use the name that kubectl shows'],
  ],
  'SecretSource.infisical.name': [
    ['malformed', () => reads(SecretSource.infisical('', { auth: InfisicalAuth.ref('agents-auth'), project: 'p', environment: 'prod' })),
      '[production/agents/api] "secrets.TOKEN" is a text of 0 characters, but must be an object name (a-z, 0-9, - and ., at most 253 characters): use the '
      + 'name that kubectl shows'],
  ],
  'InfisicalOptions.auth': [
    ['malformed', () => reads(infisical({ auth: 'agents-auth' })),
      '[production/agents/api] "secrets.TOKEN.auth" is a text of 11 characters, but must be an InfisicalAuth: write it like '
      + 'InfisicalAuth.ref(\'agents-auth\')'],
  ],
  'InfisicalOptions.project': [
    ['low', () => reads(infisical({ project: '' })),
      '[production/agents/api] "secrets.TOKEN.project" is "", but must be a text of 1 to 253 characters: shorten it or leave the prop '
      + 'out'],
    ['malformed', () => reads(infisical({ project: undefined })),
      '[production/agents/api] "secrets.TOKEN.project" is undefined, but must be a text of 1 to 253 characters: shorten it or leave the '
      + 'prop out'],
  ],
  'InfisicalOptions.environment': [
    ['malformed', () => reads(infisical({ environment: 'Production' })),
      '[production/agents/api] "secrets.TOKEN.environment" is "Production", but must be a DNS label (a-z, 0-9 and -, at most 63 '
      + 'characters): shorten it or use lower case, digits and dashes'],
  ],
  'InfisicalOptions.path': [
    ['malformed', () => reads(infisical({ path: 'agents' })),
      '[production/agents/api] "secrets.TOKEN.path" is "agents", but must be a URL path that begins with /: write it like /v1'],
  ],
  'InfisicalOptions.names': [
    ['malformed', () => reads(infisical({ names: { password: 'DB PASSWORD' } })),
      '[production/agents/api] "secrets.TOKEN.names["password"]" is "DB PASSWORD", but must be the name of a secret in Infisical '
      + '(letters, digits, _, . and -): copy it from Infisical'],
    ['malformed', () => reads(infisical({ names: text })),
      '[production/agents/api] "secrets.TOKEN.names" is "text", but must be a set of named values: write it like { name: value }'],
  ],
  'InfisicalOptions.refreshInterval': [
    ['low', () => reads(infisical({ refreshInterval: Duration.seconds(1) })),
      '[production/agents/api] "secrets.TOKEN.refreshInterval" is "1s", but must be a Duration from 10 to 2592000 seconds, in whole '
      + 'seconds: leave it out for 5 minutes'],
    ['high', () => reads(infisical({ refreshInterval: Duration.days(31) })),
      '[production/agents/api] "secrets.TOKEN.refreshInterval" is "2678400s", but must be a Duration from 10 to 2592000 seconds, in '
      + 'whole seconds: leave it out for 5 minutes'],
    ['malformed', () => reads(infisical({ refreshInterval: 300 })),
      '[production/agents/api] "secrets.TOKEN.refreshInterval" is 300, but must be a Duration from 10 to 2592000 seconds: write it like '
      + 'Duration.seconds(30)'],
  ],
  'InfisicalOptions.onChange': [
    ['malformed', () => reads(infisical({ onChange: 'restart' })),
      '[production/agents/api] "secrets.TOKEN.onChange" is "restart", but must be one of "leave running", "restart by Reloader": leave '
      + 'it out to leave pods running'],
  ],
  'InfisicalOptions.type': [
    ['malformed', () => reads(infisical({ type: 'opaque' })),
      '[production/agents/api] "secrets.TOKEN.type" is "opaque", but must be one of "Opaque", "kubernetes.io/tls", '
      + '"kubernetes.io/basic-auth", "kubernetes.io/dockerconfigjson": leave it out for any keys'],
  ],
  'InfisicalAuth.ref.name': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.ref('Agents Auth') })),
      '[production/agents/api] "secrets.TOKEN.auth.name" is "Agents Auth", but must be an object name (a-z, 0-9, - and ., at most 253 '
      + 'characters): use the name that kubectl shows'],
  ],
  'InfisicalAuthRefOptions.namespace': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.ref('agents-auth', { namespace: 'My Secrets' }) })),
      '[production/agents/api] "secrets.TOKEN.auth.namespace" is "My Secrets", but must be a DNS label (a-z, 0-9 and -, at most 63 '
      + 'characters): shorten it or use lower case, digits and dashes'],
  ],
  'InfisicalAuth.universal.credentials': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.universal(wild('identity')) })),
      '[production/agents/api] "secrets.TOKEN.auth.credentials" is a text of 8 characters, but must be a SecretSource: write it like '
      + 'SecretSource.existing(\'infisical-identity\')'],
  ],
  'InfisicalUniversalOptions.hostApi': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.universal(SecretSource.existing('identity'), { hostApi: 'infisical' }) })),
      '[production/agents/api] "secrets.TOKEN.auth.hostApi" is "infisical", but must be the address of an API: write it like '
      + 'https://infisical.example.com/api'],
  ],
  'InfisicalKubernetesOptions.hostApi': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.kubernetes({ identityId: 'x', serviceAccount: 'api', hostApi: wild(5) }) })),
      '[production/agents/api] "secrets.TOKEN.auth.hostApi" is 5, but must be the address of an API: write it like '
      + 'https://infisical.example.com/api'],
  ],
  'InfisicalKubernetesOptions.identityId': [
    ['low', () => reads(infisical({ auth: InfisicalAuth.kubernetes({ identityId: '', serviceAccount: 'api' }) })),
      '[production/agents/api] "secrets.TOKEN.auth.identityId" is "", but must be a text of 1 to 253 characters: shorten it or leave '
      + 'the prop out'],
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.kubernetes({ identityId: wild(undefined), serviceAccount: 'api' }) })),
      '[production/agents/api] "secrets.TOKEN.auth.identityId" is undefined, but must be a text of 1 to 253 characters: shorten it or '
      + 'leave the prop out'],
  ],
  'InfisicalKubernetesOptions.serviceAccount': [
    ['malformed', () => reads(infisical({ auth: InfisicalAuth.kubernetes({ identityId: 'x', serviceAccount: 'My Account' }) })),
      '[production/agents/api] "secrets.TOKEN.auth.serviceAccount" is "My Account", but must be an object name (a-z, 0-9, - and ., at '
      + 'most 253 characters): use the name that kubectl shows'],
  ],
  'SecretSource.sealed.name': [
    ['malformed', () => reads(SecretSource.sealed('Model API', { values: { token: SealedValue.encrypted(CIPHERTEXT) } })),
      '[production/agents/api] "secrets.TOKEN" is a text of 9 characters, but must be an object name (a-z, 0-9, - and ., at most 253 characters): '
      + 'use the name that kubectl shows'],
  ],
  'SealedSecretOptions.values': [
    ['low', () => reads(sealed({ values: {} })),
      '[production/agents/api] "secrets.TOKEN.values" is an Object, but must be at least one value: write it like { token: '
      + 'SealedValue.encrypted(\'AgB...\') }'],
    ['malformed', () => reads(sealed({ values: { token: 'hunter2' } })),
      '[production/agents/api] "secrets.TOKEN.values["token"]" is a text of 7 characters, but must be a SealedValue: write it like '
      + 'SealedValue.encrypted(\'AgB...\')'],
    ['malformed', () => reads(sealed({ values: { 'a b': SealedValue.encrypted(CIPHERTEXT) } })),
      '[production/agents/api] "secrets.TOKEN.values" is a text of 3 characters, but must be a key of a Secret (letters, digits, -, _ and .): use the '
      + 'key as it stands in the Secret'],
  ],
  'SealedSecretOptions.certificate': [
    ['malformed', () => reads(sealed({ values: { token: SealedValue.secret('long enough') }, sealingKey: 'k'.repeat(32) })),
      '[production/agents/api] "secrets.TOKEN.certificate" is undefined, but must be a certificate in PEM with an RSA key of at least '
      + '2048 bits: pass the text that kubeseal --fetch-cert prints: it is needed to seal values that are given in clear'],
  ],
  'SealedSecretOptions.sealingKey': [
    ['low', () => reads(sealed({ values: { token: SealedValue.secret('long enough') }, sealingKey: 'k'.repeat(31) })),
      '[production/agents/api] "secrets.TOKEN.sealingKey" is a text of 31 characters, but must be a text of at least 32 characters: '
      + 'make one with openssl rand -base64 32 and keep it with the secrets of your pipeline: with it an unchanged value keeps its '
      + 'ciphertext'],
    ['malformed', () => reads(sealed({ values: { token: SealedValue.secret('long enough') } })),
      '[production/agents/api] "secrets.TOKEN.sealingKey" is undefined, but must be a text of at least 32 characters: make one with '
      + 'openssl rand -base64 32 and keep it with the secrets of your pipeline: with it an unchanged value keeps its ciphertext'],
  ],
  'SealedSecretOptions.type': [
    ['malformed', () => reads(sealed({ type: 'secret' })),
      '[production/agents/api] "secrets.TOKEN.type" is "secret", but must be one of "Opaque", "kubernetes.io/tls", '
      + '"kubernetes.io/basic-auth", "kubernetes.io/dockerconfigjson": leave it out for any keys'],
  ],
  'SealedValue.encrypted.ciphertext': [
    ['malformed', () => reads(sealed({ values: { token: SealedValue.encrypted('hunter2') } })),
      '[production/agents/api] "secrets.TOKEN.values["token"]" is a text of 7 characters, but must be a value that kubeseal sealed: '
      + 'copy it from "encryptedData" of what kubeseal prints; it is not shown here, because it may be a secret in clear'],
  ],
  'SealedValue.secret.value': [
    ['low', () => reads(sealed({ values: { token: SealedValue.secret('short') } })),
      '[production/agents/api] "secrets.TOKEN.values["token"]" is a text of 5 characters, but must be a secret of at least 8 '
      + 'characters: shorter ones are guessed; use SealedValue.notSecret for what is none'],
    ['malformed', () => reads(sealed({ values: { token: SealedValue.secret(wild(undefined)) } })),
      '[production/agents/api] "secrets.TOKEN.values["token"]" is undefined, but must be a text: is the environment variable set that '
      + 'it is read from?'],
  ],
  'SealedValue.notSecret.value': [
    ['malformed', () => reads(sealed({ values: { user: SealedValue.notSecret('') } })),
      '[production/agents/api] "secrets.TOKEN.values["user"]" is a text of 0 characters, but must be a text: is the environment '
      + 'variable set that it is read from?'],
  ],
  'PolicyBundleProps.engine': [
    ['malformed', () => policies({ engine: 'kyverno' }),
      '[production/policies] "engine" is "kyverno", but must be a PolicyEngine: write it like PolicyEngine.validatingAdmissionPolicy()'],
  ],
  'PolicyBundleProps.enforcement': [
    ['malformed', () => policies({ enforcement: 'deny' }),
      '[production/policies] "enforcement" is "deny", but must be an Enforcement: write it like Enforcement.deny()'],
  ],
  'PolicyBundleProps.exceptions': [
    ['malformed', () => policies({ exceptions: 'A14' }),
      '[production/policies] "exceptions" is "A14", but must be a list: leave it out to enforce every rule'],
  ],
  'PolicyBundleProps.imageUsers': [
    ['low', () => policies({ imageUsers: [0] }),
      '[production/policies] "imageUsers[0]" is 0, but must be a whole number from 1 to 10000: a user above 10000 may run anyway, and '
      + 'root never'],
    ['high', () => policies({ imageUsers: [10001] }),
      '[production/policies] "imageUsers[0]" is 10001, but must be a whole number from 1 to 10000: a user above 10000 may run anyway, '
      + 'and root never'],
    ['malformed', () => policies({ imageUsers: 999 }),
      '[production/policies] "imageUsers" is 999, but must be a list: leave it out for 26, 99 and 999'],
  ],
  'PolicyBundleProps.serviceTypes': [
    ['low', () => policies({ serviceTypes: [] }),
      '[production/policies] "serviceTypes" is a list of 0, but must be a list of at least 1: leave it out for ServiceType.CLUSTER_IP'],
    ['malformed', () => policies({ serviceTypes: ['LoadBalanced'] }),
      '[production/policies] "serviceTypes[0]" is "LoadBalanced", but must be one of "ClusterIP", "NodePort", "LoadBalancer", '
      + '"ExternalName": use a ServiceType of cdk8s-plus-29'],
  ],
};

/** As kubeseal would print it, as far as its shape goes. */
const CIPHERTEXT = Buffer.concat([Buffer.from([1, 0]), Buffer.alloc(300)]).toString('base64');

function reads(source: SecretSource): unknown {
  return api({ secrets: { TOKEN: source.key('token') } });
}

function stored(options: Wild<ExternalSecretOptions>): SecretSource {
  return SecretSource.externalSecrets('model', { store: SecretStoreRef.cluster('vault'), path: 'model', ...options });
}

function infisical(options: Wild<InfisicalOptions>): SecretSource {
  return SecretSource.infisical('model', { auth: InfisicalAuth.ref('agents-auth'), project: 'agents', environment: 'prod', ...options });
}

function sealed(options: Wild<SealedSecretOptions>): SecretSource {
  return SecretSource.sealed('model', { values: { token: SealedValue.encrypted(CIPHERTEXT) }, ...options });
}

function policies(props: Wild<PolicyBundleProps>): PolicyBundle {
  return new PolicyBundle(platform(), 'policies', props);
}

function quoted(values: string[]): string {
  return values.map((value) => `"${value}"`).join(', ');
}

/** Which alerts there are is another test's business. */
function noSuchAlert(path: string, alerts: Alert[]): string {
  return `[production/agents/${path}] "alerts" is "NoSuchAlert", but must be one of ${quoted(alerts.map(({ id }) => id))}: address an alert by its id`;
}

function closed(props: Wild<ConnectionsProps>): Connections {
  return new Connections(namespace(), 'policies', { metadata: { name: 'mine' }, selector: { app: 'mine' }, ...props });
}

function changed(changes: Wild<{ description: 0; expr: 0; for: 0; labels: 0; runbookUrl: 0; severity: 0; summary: 0; threshold: 0 }>): unknown {
  return api({ alerts: { PodCrashLooping: AlertOverride.change(changes) } });
}

function adjusted(value: number): unknown {
  return api({ alerts: { MemoryNearLimit: AlertOverride.threshold(value) } });
}

function isolated(props: Wild<{ name: 0; networkZone: 0; podSecurity: 0; quota: 0 }>): unknown {
  return new Namespace(platform(), 'agents', props);
}

function allowed(options: Wild<{ apiGroups: 0; resources: 0; verbs: 0; resourceNames: 0; acceptedRisk: 0 }>): unknown {
  return api({}).allow(Permission.of({ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...options }));
}
