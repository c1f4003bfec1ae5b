import { CatalogueImage } from './catalogue-image';

// Only what was read in the project's own release notes or sources: what is not known is left out.

export const POSTGRES: CatalogueImage & { readonly user: number } = {
  name: 'postgres',
  repository: 'docker.io/library/postgres',
  tag: '18.4',
  program: 'PostgreSQL',
  source: 'https://github.com/docker-library/postgres',
  licence: 'PostgreSQL',
  released: '2026-05-14',
  endOfLife: '2030-11-14',
  user: 999,
};

export const CLOUD_NATIVE_PG_POSTGRES: CatalogueImage = {
  name: 'cloudnative-pg-postgresql',
  repository: 'ghcr.io/cloudnative-pg/postgresql',
  tag: '18.4-system-trixie',
  program: 'PostgreSQL, as the CloudNativePG operator runs it',
  source: 'https://github.com/cloudnative-pg/postgres-containers',
  licence: 'PostgreSQL',
  released: '2026-05-14',
  endOfLife: '2030-11-14',
  user: 26,
};

export const PGBOUNCER: CatalogueImage = {
  name: 'pgbouncer',
  repository: 'ghcr.io/cloudnative-pg/pgbouncer',
  tag: '1.25.1',
  program: 'PgBouncer, as the CloudNativePG operator runs it',
  source: 'https://github.com/cloudnative-pg/pgbouncer-containers',
  licence: 'ISC',
  released: '2025-12-03',
};

export const POSTGRES_EXPORTER: CatalogueImage = {
  name: 'postgres-exporter',
  repository: 'quay.io/prometheuscommunity/postgres-exporter',
  tag: 'v0.20.1',
  program: 'Prometheus exporter of PostgreSQL',
  source: 'https://github.com/prometheus-community/postgres_exporter',
  licence: 'Apache-2.0',
};

export const VALKEY: CatalogueImage & { readonly user: number } = {
  name: 'valkey',
  repository: 'docker.io/valkey/valkey',
  tag: '9.1.1',
  program: 'Valkey',
  source: 'https://github.com/valkey-io/valkey-container',
  licence: 'BSD-3-Clause',
  released: '2026-07-21',
  user: 999,
};

export const REDIS_EXPORTER: CatalogueImage = {
  name: 'redis-exporter',
  repository: 'docker.io/oliver006/redis_exporter',
  tag: 'v1.88.0',
  program: 'Prometheus exporter of Redis and Valkey',
  source: 'https://github.com/oliver006/redis_exporter',
  licence: 'MIT',
};

export const HAPROXY: CatalogueImage & { readonly user: number } = {
  name: 'haproxy',
  repository: 'docker.io/library/haproxy',
  tag: '3.2.26',
  program: 'HAProxy',
  source: 'https://github.com/docker-library/haproxy',
  licence: 'GPL-2.0-or-later',
  endOfLife: '2030-04-01',
  user: 99,
};

export const RABBITMQ: CatalogueImage & { readonly user: number } = {
  name: 'rabbitmq',
  repository: 'docker.io/library/rabbitmq',
  tag: '4.3.4',
  program: 'RabbitMQ',
  source: 'https://github.com/docker-library/rabbitmq',
  licence: 'MPL-2.0',
  user: 999,
};

export const MARIADB: CatalogueImage & { readonly user: number } = {
  name: 'mariadb',
  repository: 'docker.io/library/mariadb',
  tag: '11.8.6',
  program: 'MariaDB',
  source: 'https://github.com/MariaDB/mariadb-docker',
  licence: 'GPL-2.0-only',
  user: 999,
};

export const MYSQLD_EXPORTER: CatalogueImage = {
  name: 'mysqld-exporter',
  repository: 'quay.io/prometheus/mysqld-exporter',
  tag: 'v0.20.0',
  program: 'Prometheus exporter of MySQL and MariaDB',
  source: 'https://github.com/prometheus/mysqld_exporter',
  licence: 'Apache-2.0',
  released: '2026-08-12',
};

export const ETCD: CatalogueImage & { readonly user: number } = {
  name: 'etcd',
  repository: 'gcr.io/etcd-development/etcd',
  tag: 'v3.7.3',
  program: 'etcd',
  source: 'https://github.com/etcd-io/etcd',
  licence: 'Apache-2.0',
  user: 65532,
};

export const AWS_CLI: CatalogueImage = {
  name: 'aws-cli',
  repository: 'docker.io/amazon/aws-cli',
  tag: '2.27.0',
  program: 'AWS CLI, which uploads dumps to any S3 service',
  source: 'https://github.com/aws/aws-cli',
  licence: 'Apache-2.0',
};

export const PROMETHEUS: CatalogueImage & { readonly user: number } = {
  name: 'prometheus',
  repository: 'quay.io/prometheus/prometheus',
  tag: 'v3.14.0',
  program: 'Prometheus',
  source: 'https://github.com/prometheus/prometheus',
  licence: 'Apache-2.0',
  user: 65534,
};

export const ALERTMANAGER: CatalogueImage & { readonly user: number } = {
  name: 'alertmanager',
  repository: 'quay.io/prometheus/alertmanager',
  tag: 'v0.34.0',
  program: 'Alertmanager',
  source: 'https://github.com/prometheus/alertmanager',
  licence: 'Apache-2.0',
  user: 65534,
};

export const KUBE_STATE_METRICS: CatalogueImage = {
  name: 'kube-state-metrics',
  repository: 'registry.k8s.io/kube-state-metrics/kube-state-metrics',
  tag: 'v2.20.0',
  program: 'The state of Kubernetes objects as metrics',
  source: 'https://github.com/kubernetes/kube-state-metrics',
  licence: 'Apache-2.0',
};

export const NGINX: CatalogueImage & { readonly user: number } = {
  name: 'nginx',
  repository: 'docker.io/nginxinc/nginx-unprivileged',
  tag: '1.30.6',
  program: 'NGINX',
  source: 'https://github.com/nginx/docker-nginx-unprivileged',
  licence: 'BSD-2-Clause',
  user: 101,
};

export const NGINX_EXPORTER: CatalogueImage = {
  name: 'nginx-exporter',
  repository: 'docker.io/nginx/nginx-prometheus-exporter',
  tag: '1.5.1',
  program: 'Metrics of NGINX',
  source: 'https://github.com/nginx/nginx-prometheus-exporter',
  licence: 'Apache-2.0',
};

/** Every image that the library runs by itself. */
export const CATALOGUE: CatalogueImage[] = [
  ALERTMANAGER, AWS_CLI, CLOUD_NATIVE_PG_POSTGRES, ETCD, HAPROXY, KUBE_STATE_METRICS, MARIADB, MYSQLD_EXPORTER, NGINX, NGINX_EXPORTER,
  PGBOUNCER, POSTGRES, POSTGRES_EXPORTER, PROMETHEUS, RABBITMQ, REDIS_EXPORTER, VALKEY,
];
