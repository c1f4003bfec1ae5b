import { TrafficPeer } from '../../connections/traffic-peer';
import { frozen } from '../../internal/frozen';
import { Guard } from '../../internal/guard';
import { SecretSource } from '../../model/secret-source';

/** Options of `DumpBucket.s3`. */
export interface S3BucketOptions {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The region that it is in, such as `eu-west-1`. */
  readonly region: string;
  /**
   * The Secret with the keys `access-key-id` and `secret-access-key`. The key needs `s3:PutObject` and `s3:ListBucket`, and with
   * `retention` `s3:DeleteObject`.
   */
  readonly credentials: SecretSource;
  /**
   * The folder in the bucket, above the dump's own, which is its construct path: `production/agents/data/customers/nightly`.
   *
   * @default - the bucket's root
   */
  readonly prefix?: string;
  /**
   * The bucket's addresses, such as those of a VPC endpoint.
   *
   * @default TrafficPeer.publicInternet()
   */
  readonly addresses?: TrafficPeer;
}

/** Where dumps are kept. */
export class DumpBucket {
  /** A bucket of Amazon S3. */
  public static s3(options: S3BucketOptions): DumpBucket {
    return new DumpBucket(frozen(options));
  }

  private constructor(
    /** @internal */
    public readonly _options: S3BucketOptions,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    const { bucket, region, credentials, prefix, addresses } = guard.struct('options', this._options);
    const example = 'write it like acme-dumps';
    if (typeof bucket !== 'string' || !BUCKET.test(bucket)) {
      guard.fail('bucket', bucket, 'the name of a bucket (a-z, 0-9 and -, 3 to 63 characters)', example);
    }
    if (typeof region !== 'string' || !REGION.test(region)) {
      guard.fail('region', region, 'a region of AWS', 'write it like eu-west-1');
    }
    guard.instance('credentials', credentials, SecretSource, 'SecretSource.existing(\'dump-bucket\')')._validate(guard, 'credentials');
    if (prefix !== undefined && (typeof prefix !== 'string' || !PREFIX.test(prefix))) {
      guard.fail('prefix', prefix, 'a folder (letters, digits, -, _, . and / between them)', 'write it like production/agents');
    }
    if (addresses !== undefined) {
      guard.instance('addresses', addresses, TrafficPeer, 'TrafficPeer.cidrs([\'203.0.113.0/24\'])')._validate(guard.within('addresses'));
    }
  }
}

/** Without dots: the certificate of S3 covers one level of names below its own. */
const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-[0-9]$/;
const PREFIX = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
