import { RetiredEntry } from './retired-entry';

/** Images that are gone or no longer maintained. */
export const RETIRED_PROGRAMS: RetiredEntry[] = [
  {
    name: 'bitnami',
    fate: 'has no versioned tags since 28 August 2025',
    successor: 'the image of the project itself',
    source: 'https://github.com/bitnami/containers/issues/83267',
    found: { repositories: ['bitnami/'], except: ['bitnami/sealed-secrets-controller'] },
  },
  {
    name: 'bitnamilegacy',
    fate: 'is a frozen archive that gets no security updates',
    successor: 'the image of the project itself',
    source: 'https://github.com/bitnami/containers/issues/83267',
    found: { repositories: ['bitnamilegacy/'] },
  },
  {
    name: 'minio',
    fate: 'is no longer maintained, and its images were deleted from Docker Hub',
    successor: 'SeaweedFS, or the object storage of your cloud',
    source: 'https://github.com/minio/minio',
    found: { repositories: ['minio/minio', 'minio/mc'] },
  },
  {
    name: 'ingress-nginx',
    fate: 'is archived since March 2026 and gets no security updates',
    successor: 'an implementation of Gateway API, or F5\'s NGINX Ingress Controller',
    source: 'https://github.com/kubernetes/ingress-nginx',
    found: { repositories: ['ingress-nginx/controller', 'ingress-nginx/kube-webhook-certgen'] },
  },
  {
    name: 'promtail',
    fate: 'reached its end of life on 2 March 2026',
    successor: 'Grafana Alloy',
    source: 'https://grafana.com/docs/loki/latest/send-data/promtail/',
    found: { repositories: ['grafana/promtail'] },
  },
  {
    name: 'jaeger-v1',
    fate: 'ended with 1.76 in December 2025',
    successor: 'Jaeger 2, the image jaegertracing/jaeger',
    source: 'https://www.jaegertracing.io/docs/',
    found: {
      repositories: [
        'jaegertracing/all-in-one', 'jaegertracing/jaeger-agent', 'jaegertracing/jaeger-collector', 'jaegertracing/jaeger-query', 'jaegertracing/jaeger-ingester',
      ],
    },
  },
  {
    name: 'grafana-oncall',
    fate: 'is archived since 24 March 2026',
    successor: 'the routing of Alertmanager, with the receiver of your paging service',
    source: 'https://github.com/grafana/oncall',
    found: { repositories: ['grafana/oncall'] },
  },
  {
    name: 'kafka-zookeeper',
    fate: 'runs ZooKeeper for Kafka, which Kafka 4.0 no longer uses',
    successor: 'Kafka 4 with KRaft',
    source: 'https://kafka.apache.org/documentation/',
    found: { repositories: ['confluentinc/cp-zookeeper'] },
  },
];
