import { measurements, report } from '../../conformance/report';
import { Tally } from '../../conformance/tally';

type Judged = Parameters<typeof report>[0][number];

/** One example that lost a zone, as a machine of this speed measured it. */
function judged(seconds: number, lowest: number, repetitions: Judged['outcome']['repetitions'] = []): Judged {
  const api = { id: 'Deployment agents/api', replicas: 3, zoneFloor: 1 } as Judged['outcome']['workloads'][number];
  const loss = { zone: 'zone-a', lowest: { [api.id]: lowest }, secondsToFullStrength: seconds, secondsToLeader: seconds };
  return {
    example: { id: 'fleet/production', securityProfile: 'standard', documents: [] } as unknown as Judged['example'],
    outcome: {
      workloads: [api], findings: [], passed: 1, failed: 0, repetitions, losses: [loss], drains: 9, podSecurity: [], customKinds: [], notJudged: [],
    },
    verdicts: [],
    sorted: { open: [], excepted: [], used: new Set() } as unknown as Judged['sorted'],
  };
}

const repetition = { check: 'drains', first: [{ check: 'drains', object: 'Node zone-c-3', cause: 'its drain does not end' }], passed: true };

test('the page is the same on a fast and on a slow machine', () => {
  expect(report([judged(61.3, 1, [repetition])], [])).toBe(report([judged(11, 2)], []));
});

test('a workload below its floor shows on the page', () => {
  expect(report([judged(11, 0)], [])).toContain('| Deployment agents/api | 3 | 1 | no |');
});

test('seconds, lowest strengths and repetitions are written beside it', () => {
  const [example] = JSON.parse(measurements([judged(61.3, 2, [repetition])]));
  expect(example.losses[0]).toMatchObject({ secondsToFullStrength: 61.3, lowest: { 'Deployment agents/api': 2 } });
  expect(example.repetitions).toEqual([repetition]);
});

describe('a check that is repeated', () => {
  const finding = repetition.first[0];

  test('passes where it passes alone, and its first answer is kept', () => {
    const tally = new Tally();
    tally.take('drains', [finding]);
    tally.repeat('drains');
    tally.take('drains', []);
    expect([tally.passed, tally.failed, tally.findings]).toEqual([['drains'], [], []]);
    expect(tally.repetitions).toEqual([repetition]);
  });

  test('fails where it fails again', () => {
    const tally = new Tally();
    tally.take('drains', [finding]);
    tally.repeat('drains');
    tally.take('drains', [finding]);
    expect(tally.failed).toEqual(['drains']);
    expect(tally.repetitions[0].passed).toBe(false);
  });
});
