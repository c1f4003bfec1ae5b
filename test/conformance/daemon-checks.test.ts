import { Checks } from '../../conformance/daemons/checks';

describe('Checks of the daemons', () => {
  beforeEach(() => jest.spyOn(console, 'log').mockImplementation(() => undefined));
  afterEach(() => jest.restoreAllMocks());

  it('asks again when the daemon refuses the connection', async () => {
    const checks = new Checks('RabbitMQ');
    let asked = 0;
    await checks.sees('it answers', 5, 'yes', async () => {
      if (asked++ === 0) throw new Error('connect ECONNREFUSED');
      return 'yes';
    });
    expect(checks.allPassed).toBe(true);
  });

  it('fails, and does not throw, when the daemon never answers', async () => {
    const checks = new Checks('RabbitMQ');
    await checks.sees('it answers', 0, 'yes', async () => { throw new Error('connect ECONNREFUSED'); });
    expect(checks.allPassed).toBe(false);
  });

  it('fails when a state that must last is interrupted by an error', async () => {
    const checks = new Checks('RabbitMQ');
    await checks.keeps('it stays ready', 1, 'yes', async () => { throw new Error('connect ECONNREFUSED'); });
    expect(checks.allPassed).toBe(false);
  });
});
