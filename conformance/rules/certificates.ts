import { AlertCase, Series, steady } from './case';

const LABELS = 'issuer_kind="ClusterIssuer",issuer_name="stores-issuer",name="agents-acme-io"';
const DAY = 86400;

/** A certificate of ninety days whose renewal is due when sixty have passed; `age` is its age in days at the start of the series. */
const aged = (age: number, namespace = 'namespace="istio-ingress"'): Series => ({
  [`certmanager_certificate_renewal_timestamp_seconds{${LABELS},${namespace}}`]: steady((60 - age) * DAY),
  [`certmanager_certificate_expiration_timestamp_seconds{${LABELS},${namespace}}`]: steady((90 - age) * DAY),
});

const ready = (value: string, more = 'namespace="istio-ingress"'): Series => ({ [`certmanager_certificate_ready_status{${LABELS},condition="True",${more}}`]: value });

export const CERTIFICATES: AlertCase[] = [
  { id: 'CertificateNotReady', at: 40, fires: [ready(steady(0))], quiet: [ready(steady(1)), ready('0x10 1x300'), {}] },
  { id: 'CertificateRenewalOverdue', at: 20, fires: [aged(70)], quiet: [aged(30), aged(62), {}] },
  { id: 'CertificateExpiringSoon', at: 20, fires: [aged(85)], quiet: [aged(70), aged(30), {}] },
];
