import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Guard } from '../internal/guard';
import { Guarantees, RecoveryObjective } from '../model/guarantees';
import { Platform } from '../platform/platform';
import { Registry } from '../platform/registry';
import { PlatformSettings } from '../platform/settings';

/** An engine, as far as an objective is concerned. */
export interface GuaranteeingEngine {
  /** How a user writes it. */
  readonly call: string;
  readonly isExternal?: boolean;
  guarantees(settings: PlatformSettings): Guarantees;
}

/** Lets synthesis fail where the engine cannot keep to the objective, and says which of the others can. */
export function checkRecovery(
  store: Construct, recovery: RecoveryObjective | undefined, engine: GuaranteeingEngine, all: GuaranteeingEngine[], dumps: Duration[],
): void {
  warnOfOneMember(store, engine);
  if (recovery === undefined) {
    return;
  }
  const guard = new Guard(store);
  guard.instance('recovery', recovery, RecoveryObjective, 'RecoveryObjective.of({ rpo: Duration.seconds(0), rto: Duration.minutes(2) })')
    ._validate(guard.within('recovery'));
  store.node.addValidation({ validate: () => errors(recovery, engine, all, Platform.of(store), dumps) });
}

/** Without an objective nothing says that a single member is meant. */
function warnOfOneMember(store: Construct, engine: GuaranteeingEngine): void {
  const settings = Platform.of(store);
  if (!engine.isExternal && settings.environment.name === 'production' && engine.guarantees(settings).replicas === 1) {
    Registry.of(store).warn(store, `${engine.call} runs a single member: while its node is drained, restarted or lost, the store is unavailable,`
      + ' and what its volume held is only in the dumps; add members for production');
  }
}

function errors(
  recovery: RecoveryObjective, engine: GuaranteeingEngine, all: GuaranteeingEngine[], settings: PlatformSettings, dumps: Duration[],
): string[] {
  const shortfall = recovery._shortfall(engine.guarantees(settings), dumps);
  if (shortfall === undefined) {
    return [];
  }
  const able = all.filter((other) => recovery._shortfall(other.guarantees(settings), dumps) === undefined).map(({ call }) => call);
  return [Guard.message('recovery', describe(recovery), `an objective that ${engine.call} meets (${shortfall})`,
    able.length > 0 ? `${withoutVariants(able).map((call) => call === engine.call ? `${call} with its default options` : call).join(' or ')} can` : 'no engine of this store can: ask for less')];
}

/** `cloudNativePg({ backup })` is not worth naming where `cloudNativePg()` is enough. */
function withoutVariants(calls: string[]): string[] {
  return calls.filter((call, index) => !calls.slice(0, index).some((other) => call.startsWith(other.slice(0, -1))));
}

function describe({ rpo, rto, dataLossRpo }: RecoveryObjective): string {
  const seconds = (duration: Duration): string => `${duration.toSeconds()} s`;
  return `rpo ${seconds(rpo)}, rto ${seconds(rto)}${dataLossRpo ? `, dataLossRpo ${seconds(dataLossRpo)}` : ''}`;
}
