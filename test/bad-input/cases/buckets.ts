import { SecretSource } from '../../../src';
import { Cases } from '../case';
import { bucket, compatible, dumped } from '../compose';

export const bucketCases: Cases = {
  'S3BucketOptions.bucket': [
    ['low', () => dumped({ bucket: bucket({ bucket: 'ab' }) }), 'production/agents/data/customers/nightly', 'bucket.bucket', 'Invalid'],
    ['high', () => dumped({ bucket: bucket({ bucket: 'a'.repeat(64) }) }), 'production/agents/data/customers/nightly', 'bucket.bucket', 'Invalid'],
    ['malformed', () => dumped({ bucket: bucket({ bucket: 'acme.dumps' }) }), 'production/agents/data/customers/nightly', 'bucket.bucket', 'Invalid'],
  ],
  'S3BucketOptions.region': [
    ['malformed', () => dumped({ bucket: bucket({ region: 'Ireland' }) }), 'production/agents/data/customers/nightly', 'bucket.region', 'Invalid'],
  ],
  'S3BucketOptions.credentials': [
    ['malformed', () => dumped({ bucket: bucket({ credentials: undefined }) }), 'production/agents/data/customers/nightly', 'bucket.credentials', 'Required'],
  ],
  'S3BucketOptions.prefix': [
    ['malformed', () => dumped({ bucket: bucket({ prefix: '/dumps/' }) }), 'production/agents/data/customers/nightly', 'bucket.prefix', 'Invalid'],
  ],
  'S3BucketOptions.addresses': [
    ['malformed', () => dumped({ bucket: bucket({ addresses: '0.0.0.0/0' }) }), 'production/agents/data/customers/nightly', 'bucket.addresses', 'TypeInvalid'],
  ],
  'S3CompatibleBucketOptions.endpoint': [
    ['malformed', () => dumped({ bucket: compatible({ endpoint: 'minio.example.com' }) }), 'production/agents/data/customers/nightly', 'bucket.endpoint', 'Invalid'],
    ['malformed', () => dumped({ bucket: compatible({ endpoint: 'https://minio.example.com/s3' }) }), 'production/agents/data/customers/nightly', 'bucket.endpoint', 'Invalid'],
    ['malformed', () => dumped({ bucket: compatible({ endpoint: 'https://minio.example.com:70000' }) }), 'production/agents/data/customers/nightly', 'bucket.endpoint', 'Invalid'],
  ],
  'S3CompatibleBucketOptions.bucket': [
    ['malformed', () => dumped({ bucket: compatible({ bucket: 'Acme' }) }), 'production/agents/data/customers/nightly', 'bucket.bucket', 'Invalid'],
  ],
  'S3CompatibleBucketOptions.credentials': [
    ['malformed', () => dumped({ bucket: compatible({ credentials: 'key' }) }), 'production/agents/data/customers/nightly', 'bucket.credentials', 'TypeInvalid'],
  ],
  'S3CompatibleBucketOptions.addressing': [
    ['malformed', () => dumped({ bucket: compatible({ addressing: 'auto' }) }), 'production/agents/data/customers/nightly', 'bucket.addressing', 'NotSupported'],
  ],
  'S3CompatibleBucketOptions.region': [
    ['malformed', () => dumped({ bucket: compatible({ region: 'My Region' }) }), 'production/agents/data/customers/nightly', 'bucket.region', 'Invalid'],
  ],
  'S3CompatibleBucketOptions.certificateAuthority': [
    ['malformed', () => dumped({ bucket: compatible({ certificateAuthority: 'minio-ca' }) }), 'production/agents/data/customers/nightly', 'bucket.certificateAuthority', 'TypeInvalid'],
    ['malformed', () => dumped({ bucket: compatible({ endpoint: 'http://minio.example.com', certificateAuthority: SecretSource.existing('minio-ca') }) }),
      'production/agents/data/customers/nightly', 'bucket.certificateAuthority', 'Conflict'],
  ],
  'S3CompatibleBucketOptions.prefix': [
    ['malformed', () => dumped({ bucket: compatible({ prefix: '/dumps/' }) }), 'production/agents/data/customers/nightly', 'bucket.prefix', 'Invalid'],
  ],
  'S3CompatibleBucketOptions.addresses': [
    ['malformed', () => dumped({ bucket: compatible({ addresses: '0.0.0.0/0' }) }), 'production/agents/data/customers/nightly', 'bucket.addresses', 'TypeInvalid'],
  ],
};
