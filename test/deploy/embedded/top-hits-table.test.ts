import { topHitsTable } from '../../../deploy/embedded/top-hits-table.ts';

const row = (query: string, subject: string, identity: string, evalue: string, score: string) =>
  [query, subject, identity, '9', '0', '0', '1', '9', '1', '9', evalue, score].join('\t');

describe('topHitsTable', () => {
  it('shows the best hit of each query, aligned', () => {
    const report = [
      row('q1', 'subject', '100.000', '0.0', ' 698'),
      row('q1', 'worse', '50.000', '1', '20'),
      row('query2', 's', '9.5', '1e-10', '99.5'),
      '',
    ].join('\n');
    expect(topHitsTable(report)).toBe(
      [
        '  query    subject    identity   E-value   bit score',
        '  q1       subject   100.000 %       0.0         698',
        '  query2   s             9.5 %     1e-10        99.5',
      ].join('\n'),
    );
  });

  it('counts the queries it has no room for', () => {
    const report = Array.from({ length: 20 }, (_, index) => row(`q${index}`, 's', '1', '1', '1')).join('\n');
    expect(topHitsTable(report)).toMatch(/q14 .*\n… and 5 more queries with hits$/);
  });
});
