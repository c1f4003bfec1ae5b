import { AlertCase, growing, Series } from './case';

const LABELS = 'reporter="source",source_workload_namespace="istio-ingress",destination_service="api.agents.svc.cluster.local"';

/** A thousand requests a minute by status code. */
const requests = (codes: Record<string, number>): Series => Object.fromEntries(Object.entries(codes).map(([code, count]) =>
  [`istio_requests_total{${LABELS},response_code="${code}"}`, growing(count)]));

const durations = (slow: number): Series => ({
  [`istio_request_duration_milliseconds_bucket{${LABELS},le="5000"}`]: growing(1000 - slow),
  [`istio_request_duration_milliseconds_bucket{${LABELS},le="10000"}`]: growing(1000),
  [`istio_request_duration_milliseconds_bucket{${LABELS},le="+Inf"}`]: growing(1000),
});

/** TLS handshakes a minute with the proxies, as Envoy counts them. */
const handshakes = (good: number, withoutCertificate: number, unverified: number): Series => Object.fromEntries(
  Object.entries({ handshake: good, fail_verify_no_cert: withoutCertificate, fail_verify_error: unverified }).map(([reason, count]) =>
    [`envoy_listener_ssl_${reason}{namespace="istio-ingress",pod="proxy-0"}`, growing(count)]));

export const GATEWAY: AlertCase[] = [
  { id: 'GatewayHighErrorRatio', at: 20, fires: [requests({ 200: 900, 503: 100 })], quiet: [requests({ 200: 980, 503: 20 }), requests({ 200: 0.4, 503: 0.1 }), requests({ 200: 1000 }), {}] },
  { id: 'GatewayHighLatency', at: 30, fires: [durations(50)], quiet: [durations(5), {}] },
  { id: 'GatewayManyRefused', at: 20, fires: [requests({ 200: 700, 401: 300 }), requests({ 200: 700, 429: 300 })], quiet: [requests({ 200: 900, 403: 100 }), {}] },
  {
    id: 'GatewayClientCertificatesRefused', at: 20,
    fires: [handshakes(700, 300, 0), handshakes(700, 0, 300)],
    // Too few of them, too few at all, none.
    quiet: [handshakes(900, 50, 50), handshakes(0.5, 0.5, 0), handshakes(1000, 0, 0), {}],
  },
];
