import { killAfter, killBefore, withOutput, writeTogether } from './kill/trial';

// The short form of `npm run kills`, which kills 200 times.
describe('a program that is killed', () => {
  test('leaves each Platform whole, wherever it was', async () => {
    const changes = [1, 4, 9, 17, 26, 35, 44, 53, 54, 55, 56, 57, 58, 60, 64, 70];
    await withOutput(async (outdir) => {
      for (const change of changes) {
        expect([change, await killBefore(outdir, change)]).toEqual([change, { ended: false, faults: [] }]);
      }
    });
  }, 60_000);

  test('leaves each Platform whole, whenever it was', async () => {
    await withOutput(async (outdir) => {
      for (const milliseconds of [0, 3, 8, 21]) {
        expect(await killAfter(outdir, milliseconds)).toEqual([]);
      }
    });
  }, 60_000);
});

test('programs that write at the same time wait for each other', async () => {
  expect(await withOutput((outdir) => writeTogether(outdir, ['one', 'two'], 20))).toEqual([]);
}, 60_000);
