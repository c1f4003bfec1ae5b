import { TrafficPeer } from '../connections/traffic-peer';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { SecretSource } from '../secrets/secret-source';

/** Options of `ObjectStorageBucket.s3`. */
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
   * The folder in the bucket that contains the folder of the dump, which is its construct path: `production/agents/data/customers/nightly`.
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

/** How requests address the bucket. */
export enum BucketAddressing {
  /** In the path: `https://minio.example.com/acme-dumps/...`. */
  PATH = 'path',
  /** In the host name: `https://acme-dumps.minio.example.com/...`. */
  VIRTUAL_HOST = 'virtual',
}

/** Options of `ObjectStorageBucket.s3Compatible`. */
export interface S3CompatibleBucketOptions {
  /** The address of the service: `https://minio.example.com:9000`, without a path. */
  readonly endpoint: string;
  /** The name of the bucket. */
  readonly bucket: string;
  /** The Secret with the keys `access-key-id` and `secret-access-key`, of a user that may list, write and delete objects in the bucket. */
  readonly credentials: SecretSource;
  /**
   * How requests address the bucket.
   *
   * @default BucketAddressing.PATH
   */
  readonly addressing?: BucketAddressing;
  /**
   * The name of the service's region.
   *
   * @default us-east-1
   */
  readonly region?: string;
  /**
   * The Secret with the key `ca.crt`: the certificate authority that signed the certificate of the endpoint.
   *
   * @default - the public certificate authorities that the image trusts
   */
  readonly certificateAuthority?: SecretSource;
  /**
   * The folder in the bucket that contains the folder of the dump, which is its construct path.
   *
   * @default - the bucket's root
   */
  readonly prefix?: string;
  /**
   * Where the endpoint is. A service in the cluster is `TrafficPeer.pods(...)`: its pods must listen on the port of `endpoint`.
   *
   * @default TrafficPeer.publicInternet()
   */
  readonly addresses?: TrafficPeer;
}

/** A service that speaks S3, other than Amazon's. */
export interface S3Endpoint {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly encrypted: boolean;
}

/** Where dumps are kept. */
export class ObjectStorageBucket {
  /** A bucket of Amazon S3. */
  public static s3(options: S3BucketOptions): ObjectStorageBucket {
    return new ObjectStorageBucket(frozen(options));
  }

  /** A bucket of another S3-compatible service: MinIO, SeaweedFS, Ceph, Cloudflare R2 and so on. */
  public static s3Compatible(options: S3CompatibleBucketOptions): ObjectStorageBucket {
    const given = frozen(options);
    return new ObjectStorageBucket({ region: 'us-east-1', addressing: BucketAddressing.PATH, ...given, endpoint: given?.endpoint ?? '' });
  }

  private constructor(
    /** @internal */
    public readonly _options: S3BucketOptions & Partial<S3CompatibleBucketOptions>,
  ) {}

  /** @internal */
  public get _endpoint(): S3Endpoint | undefined {
    const [, url, scheme, host, port] = ENDPOINT.exec(`${this._options.endpoint ?? ''}`) ?? [];
    const encrypted = scheme === 'https';
    return url === undefined ? undefined : { url, host, port: port === undefined ? encrypted ? 443 : 80 : Number(port), encrypted };
  }

  /** The host that requests go to. @internal */
  public get _host(): string {
    const { bucket, region, addressing } = this._options;
    const service = this._endpoint?.host ?? `s3.${region}.amazonaws.com`;
    return addressing === BucketAddressing.PATH ? service : `${bucket}.${service}`;
  }

  /** @internal */
  public _validate(guard: Guard): void {
    const { bucket, region, credentials, prefix, addresses } = guard.struct('options', this._options);
    if (typeof bucket !== 'string' || !BUCKET.test(bucket)) {
      guard.fail('bucket', bucket, 'the name of a bucket (a-z, 0-9 and -, 3 to 63 characters)', 'write it like acme-dumps');
    }
    guard.instance('credentials', credentials, SecretSource, 'SecretSource.existing(\'dump-bucket\')')._validate(guard, 'credentials');
    if (prefix !== undefined && (typeof prefix !== 'string' || !PREFIX.test(prefix))) {
      guard.fail('prefix', prefix, 'a folder (letters, digits, -, _, . and / between them)', 'write it like production/agents');
    }
    if (addresses !== undefined) {
      guard.instance('addresses', addresses, TrafficPeer, 'TrafficPeer.cidrs([\'203.0.113.0/24\'])')._validate(guard.within('addresses'));
    }
    if (this._options.endpoint !== undefined) {
      this.validateEndpoint(guard);
    } else if (typeof region !== 'string' || !AWS_REGION.test(region)) {
      guard.fail('region', region, 'a region of AWS', 'write it like eu-west-1');
    }
  }

  private validateEndpoint(guard: Guard): void {
    const { endpoint, addressing, region, certificateAuthority } = this._options;
    const parsed = this._endpoint;
    if (!parsed || parsed.port < 1 || parsed.port > 65535) {
      guard.fail('endpoint', endpoint, 'an address of the form http(s)://host[:port]', 'write it like https://minio.example.com:9000, without a path');
    }
    guard.host('endpoint', parsed.host);
    guard.oneOf('addressing', addressing!, Object.values(BucketAddressing), 'leave it out for the path');
    if (typeof region !== 'string' || !REGION.test(region)) {
      guard.fail('region', region, 'a region (a-z, 0-9 and -, at most 63 characters)', 'leave it out for us-east-1');
    }
    if (certificateAuthority !== undefined) {
      guard.instance('certificateAuthority', certificateAuthority, SecretSource, 'SecretSource.existing(\'minio-ca\')')._validate(guard, 'certificateAuthority');
      if (!parsed.encrypted) {
        guard.conflicts('certificateAuthority', 'an endpoint without TLS', 'write the endpoint with https://, or leave it out');
      }
    }
  }
}

/** Without dots: the certificate of S3 covers one level of names below its own. */
const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const AWS_REGION = /^[a-z]{2}(-[a-z]+)+-[0-9]$/;
const REGION = /^[a-z0-9][a-z0-9-]{0,62}$/;
const PREFIX = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
const ENDPOINT = /^((https?):\/\/([a-z0-9.-]{1,253})(?::([0-9]{1,5}))?)\/?$/;
