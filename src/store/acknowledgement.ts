/** How many standbys must have a write before it is acknowledged, and whether it then outlives the loss of a zone. */
export interface Acknowledgement {
  readonly standbys: number;
  readonly survivesZone: boolean;
}

/**
 * One more than may be lost together with the primary, but never all of them: then the restart of a single standby would stop
 * all writes.
 */
export function acknowledge(standbys: number, lostWithPrimary: number): Acknowledgement {
  const needed = lostWithPrimary + 1;
  const asked = Math.min(needed, Math.max(1, standbys - 1));
  return { standbys: asked, survivesZone: asked >= needed };
}
