import { Construct } from 'constructs';
import { Guard } from '../internal/guard';
import { PlatformSettings } from '../platform/settings';
import { Enforcement } from './enforcement';
import { ResolvedPolicy } from './policy-plan';

/** What an engine does with the platform's rules. */
export interface PolicyProvider {
  validate(guard: Guard, settings: PlatformSettings): void;
  render(scope: Construct, policy: ResolvedPolicy, enforcement: Enforcement): void;
}
