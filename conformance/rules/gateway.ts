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

export const GATEWAY: AlertCase[] = [
  { id: 'GatewayHighErrorRatio', at: 20, fires: [requests({ 200: 900, 503: 100 })], quiet: [requests({ 200: 980, 503: 20 }), requests({ 200: 0.4, 503: 0.1 }), requests({ 200: 1000 }), {}] },
  { id: 'GatewayHighLatency', at: 30, fires: [durations(50)], quiet: [durations(5), {}] },
  { id: 'GatewayManyRefused', at: 20, fires: [requests({ 200: 700, 401: 300 }), requests({ 200: 700, 429: 300 })], quiet: [requests({ 200: 900, 403: 100 }), {}] },
];
