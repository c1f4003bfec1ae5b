import { Size, SizeRoundingBehavior } from 'cdk8s';

/** Settings that follow from what a member has, the same in every engine. */
export function sizedParameters(memory: Size, storage: Size): Record<string, string> {
  const memoryMb = memory.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
  const storageMb = storage.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
  return {
    shared_buffers: `${Math.floor(memoryMb / 4)}MB`,
    effective_cache_size: `${Math.floor(memoryMb / 2)}MB`,
    // A log that fills the volume stops the server: a standby that is away for too long is cloned anew instead.
    max_wal_size: `${between(storageMb / 10, 128, 4096)}MB`,
    max_slot_wal_keep_size: `${between(storageMb / 4, 256, 65536)}MB`,
  };
}

/** A dump reads from a standby for a long time. Without these, replay would cancel it when the primary cleans up rows that it still reads. */
export const LONG_READS = { hot_standby_feedback: 'on', max_standby_streaming_delay: '5min' };

function between(value: number, least: number, most: number): number {
  return Math.floor(Math.min(Math.max(value, least), most));
}
