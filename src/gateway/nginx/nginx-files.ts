import { Size } from 'cdk8s';
import { GatewayPlan, RoutePlan } from '../gateway-provider';

export const CONFIG_FOLDER = '/etc/gateway/config';
export const CERTIFICATE_FOLDER = '/etc/gateway/certificate';
export const CLIENTS_FOLDER = '/etc/gateway/clients';
export const HTTPS = { name: 'https', number: 8443 };
export const HTTP = { name: 'http', number: 8080 };
export const HEALTH = { name: 'health', number: 8081 };
/** Read by the exporter of the same pod only. */
export const STATUS_PORT = 8082;
export const WORKER_CONNECTIONS = 4096;
/** Seconds in which load balancers notice that a pod is going away. */
export const DRAIN_SECONDS = 15;

/** Bodies are kept on the pod's disk until they are whole. */
const BODY_SIZE = Size.mebibytes(10);

/** What a proxy is made of beside its plan. */
export interface NginxSettings {
  readonly workers: number;
  readonly trustedProxies: string[];
}

/** Files of the ConfigMap, by name. */
export function nginxFiles(plan: GatewayPlan, settings: NginxSettings): Record<string, string> {
  return { 'nginx.conf': nginxConf(plan, settings), 'start.sh': START, 'stop.sh': STOP };
}

/** The longest that a request may take, in seconds. */
export function longestTimeout(routes: RoutePlan[]): number {
  return Math.max(60, ...routes.map(({ timeout }) => timeout.toSeconds()));
}

/**
 * Names of targets are asked when requests come, of the name servers that the pod was given. The files of a Secret change in place when a certificate is
 * renewed; NGINX reads them again without refusing a connection.
 */
const START = `#!/bin/sh
set -eu
servers=$(awk '$1 == "nameserver" { print $2 }' /etc/resolv.conf | tr '\\n' ' ')
echo "resolver $servers valid=10s ipv6=off;" > /tmp/resolver.conf
fingerprint() { cat ${CERTIFICATE_FOLDER}/* ${CLIENTS_FOLDER}/* 2> /dev/null | md5sum; }
(
  last=$(fingerprint)
  while sleep 30; do
    now=$(fingerprint)
    if [ "$now" != "$last" ]; then
      last=$now
      nginx -e stderr -c ${CONFIG_FOLDER}/nginx.conf -s reload
    fi
  done
) &
exec nginx -e stderr -c ${CONFIG_FOLDER}/nginx.conf -g 'daemon off;'
`;

/** SIGTERM would cut requests off, so the hook lets them end before it comes. */
const STOP = `#!/bin/sh
sleep ${DRAIN_SECONDS}
nginx -e stderr -c ${CONFIG_FOLDER}/nginx.conf -s quit
while [ -s /tmp/nginx.pid ]; do sleep 1; done
`;

function nginxConf(plan: GatewayPlan, settings: NginxSettings): string {
  return lines([
    `worker_processes ${settings.workers};`,
    'pid /tmp/nginx.pid;',
    `worker_shutdown_timeout ${longestTimeout(plan.routes())}s;`,
    `events { worker_connections ${WORKER_CONNECTIONS}; }`,
    'http {',
    ...indent(http(plan, settings)),
    '}',
  ]);
}

function http(plan: GatewayPlan, settings: NginxSettings): string[] {
  return [
    'include /tmp/resolver.conf;',
    'server_tokens off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path /tmp/${name};`),
    `log_format json escape=json '${LOG}';`,
    'access_log /dev/stdout json;',
    "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }",
    ...zones(plan),
    ...settings.trustedProxies.map((range) => `set_real_ip_from ${range};`),
    ...settings.trustedProxies.length > 0 ? ['real_ip_header X-Forwarded-For;', 'real_ip_recursive on;'] : [],
    ...block('server', HEALTH_SERVER),
    ...block('server', [`listen 127.0.0.1:${STATUS_PORT};`, 'access_log off;', 'location = /stub_status { stub_status; }']),
    ...block('server', ['listen 8080 default_server;', 'return 404;']),
    ...block('server', ['listen 8080;', `server_name ${plan.hosts.join(' ')};`, 'return 301 https://$host$request_uri;']),
    ...block('server', ['listen 8443 ssl http2 default_server;', 'ssl_reject_handshake on;']),
    ...block('server', gatewayServer(plan)),
  ];
}

const HEALTH_SERVER = [`listen ${HEALTH.number};`, 'access_log off;', 'location = /healthz { return 200; }', 'location / { return 404; }'];

/** Paths without their query, which may hold what is not for logs. */
const LOG = `{${Object.entries({
  time: '$time_iso8601', client: '$remote_addr', request_id: '$request_id', host: '$host', method: '$request_method', path: '$uri', status: '$status',
  bytes: '$body_bytes_sent', seconds: '$request_time', target: '$upstream_addr', target_status: '$upstream_status', subject: '$ssl_client_s_dn',
  agent: '$http_user_agent',
}).map(([name, value]) => `"${name}":"${value}"`).join(',')}}`;

function zones({ rateLimit, clientRateLimit, maxConnections, maxConnectionsPerClient }: GatewayPlan): string[] {
  return [
    ...rateLimit ? [`limit_req_zone $host zone=requests:1m rate=${rateLimit.requests}r/s;`] : [],
    ...clientRateLimit ? [`limit_req_zone $binary_remote_addr zone=client_requests:10m rate=${clientRateLimit.requests}r/s;`] : [],
    ...maxConnections ? ['limit_conn_zone $server_name zone=connections:1m;'] : [],
    ...maxConnectionsPerClient ? ['limit_conn_zone $binary_remote_addr zone=client_connections:10m;'] : [],
  ];
}

function gatewayServer(plan: GatewayPlan): string[] {
  const { hosts, clientCertificates, sourceRanges, maxBodySize } = plan;
  return [
    'listen 8443 ssl http2;',
    `server_name ${hosts.join(' ')};`,
    `ssl_certificate ${CERTIFICATE_FOLDER}/tls.crt;`,
    `ssl_certificate_key ${CERTIFICATE_FOLDER}/tls.key;`,
    'ssl_protocols TLSv1.2 TLSv1.3;',
    'ssl_session_cache shared:tls:10m;',
    'ssl_session_tickets off;',
    ...clientCertificates.authority ? [
      `ssl_client_certificate ${CLIENTS_FOLDER}/ca.crt;`,
      `ssl_verify_client ${clientCertificates.mode === 'required' ? 'on' : 'optional'};`,
      'ssl_verify_depth 3;',
    ] : [],
    ...sourceRanges ? [...sourceRanges.map((range) => `allow ${range};`), 'deny all;'] : [],
    `client_max_body_size ${(maxBodySize ?? BODY_SIZE).toKibibytes()}k;`,
    'client_header_timeout 15s;',
    'client_body_timeout 60s;',
    ...limits(plan),
    ...routesOf(plan),
  ];
}

function limits({ rateLimit, clientRateLimit, maxConnections, maxConnectionsPerClient }: GatewayPlan): string[] {
  // The first request is not counted as burst.
  const limit = (zone: string, burst: number): string => `limit_req zone=${zone} burst=${burst - 1} nodelay;`;
  return [
    ...rateLimit ? [limit('requests', rateLimit.burst)] : [],
    ...clientRateLimit ? [limit('client_requests', clientRateLimit.burst)] : [],
    ...maxConnections ? [`limit_conn connections ${maxConnections};`] : [],
    ...maxConnectionsPerClient ? [`limit_conn client_connections ${maxConnectionsPerClient};`] : [],
    'limit_req_status 429;',
    'limit_conn_status 429;',
  ];
}

function routesOf(plan: GatewayPlan): string[] {
  const routes = plan.routes();
  return [
    'recursive_error_pages on;',
    ...routes.flatMap((route, index) => locations(route, index)),
    ...routes.some(({ path }) => path === '/') ? [] : ['location / { return 404; }'],
  ];
}

/** The route itself, and one location for each time that it is tried again. */
function locations(route: RoutePlan, index: number): string[] {
  const again = (attempt: number): string => `@route${index}_retry${attempt}`;
  const next = (attempt: number): string[] => attempt < route.retries ? [`error_page 502 = ${again(attempt + 1)};`] : [];
  const paths = route.path === '/' ? ['/'] : [`= ${route.path}`, `^~ ${route.path}/`];
  return [
    ...paths.flatMap((path) => block(`location ${path}`, [...next(0), ...pass(route)])),
    ...Array.from({ length: route.retries }, (_, attempt) => block(`location ${again(attempt + 1)}`, [
      ...next(attempt + 1),
      // Once connected, the request may have reached the target.
      'if ($upstream_connect_time ~ "[0-9]$") { return 502; }',
      ...pass(route),
    ])).flat(),
  ];
}

/** The name is a variable: one that does not resolve must not stop the start of all routes. */
function pass({ host, port, protocol, timeout }: RoutePlan): string[] {
  const [module, scheme] = protocol === 'grpc' ? ['grpc', 'grpc'] : ['proxy', 'http'];
  const header = (name: string, value: string): string => `${module}_set_header ${name} ${value};`;
  return [
    `set $target ${host};`,
    `${module}_pass ${scheme}://$target:${port};`,
    ...protocol === 'grpc' ? [] : ['proxy_http_version 1.1;', header('Upgrade', '$http_upgrade'), header('Connection', '$connection_upgrade')],
    ...Object.entries(HEADERS).map(([name, value]) => header(name, value)),
    `${module}_connect_timeout 2s;`,
    `${module}_send_timeout ${timeout.toSeconds()}s;`,
    `${module}_read_timeout ${timeout.toSeconds()}s;`,
  ];
}

/** Each replaces what the caller sent under its name; an empty value removes it. */
const HEADERS = {
  'Host': '$host',
  'X-Request-Id': '$request_id',
  'X-Real-IP': '$remote_addr',
  'X-Forwarded-For': '$remote_addr',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': '$host',
  'X-Forwarded-Client-Cert': '""',
  'Forwarded': '""',
  'X-Client-Subject': '$ssl_client_s_dn',
  'X-Client-Serial': '$ssl_client_serial',
};

function block(head: string, body: string[]): string[] {
  return [`${head} {`, ...indent(body), '}'];
}

function indent(text: string[]): string[] {
  return text.map((line) => `  ${line}`);
}

function lines(text: string[]): string {
  return `${text.join('\n')}\n`;
}
