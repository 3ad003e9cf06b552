import { expect, test } from 'vitest';
import { readReports } from './reports.ts';

test.each([
  [[{ out_id: 'm1', biz_id: 'b1', success: true }], [{ id: 'm1', providerId: 'b1', kind: 'delivered' }]],
  [[{ sid: 's1', report_status: 'FAIL', errmsg: 'x' }], [{ id: null, providerId: 's1', kind: 'bounce' }]],
  [{ MessageSid: 'SM1', MessageStatus: 'delivered' }, [{ id: null, providerId: 'SM1', kind: 'delivered' }]],
  [{ MessageSid: 'SM1', MessageStatus: 'queued' }, []],
  [{ id: 'm1', kind: 'complaint' }, [{ id: 'm1', providerId: null, kind: 'complaint' }]],
  [{ kind: 'bounce' }, []],
  [{ id: 'm1', kind: '__proto__' }, []],
  [[null, 7, 'x', []], []],
  [{ id: 'm\0', kind: 'bounce' }, [{ id: 'm', providerId: null, kind: 'bounce' }]],
  [{ sid: '\0', report_status: 'FAIL' }, []],
  [{ id: ['m1'], kind: 'bounce' }, []],
  [{ id: { $ne: null }, kind: 'bounce' }, []],
  [{ id: 'm1', kind: ['bounce'] }, []],
  [{ id: 'm1', success: 'false' }, []],
  [{ MessageSid: 'SM1', MessageStatus: 'constructor' }, []],
  [{ MessageSid: 'SM1', MessageStatus: '__proto__' }, []],
  [{ id: 'm1', kind: 'BOUNCE' }, []],
])('%o says %o', (body, reports) => {
  expect(readReports(body)).toEqual(reports);
});
