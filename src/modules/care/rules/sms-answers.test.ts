import { expect, test } from 'vitest';
import { readSmsAnswers } from './sms-answers.ts';

test.each([
  [
    [{ phone_number: '13800138000', content: 'R', sequence_id: '1', send_time: '2026-11-26 10:00:00' }],
    [{ from: '13800138000', text: 'R', id: '1' }],
  ],
  [
    { nationcode: '86', mobile: '13800138000', text: ' 周六来 ', time: 1457336869 },
    [{ from: '+8613800138000', text: '周六来', id: '13800138000 1457336869' }],
  ],
  [{ From: '+15550001', Body: 'stop', MessageSid: 'SM1' }, [{ from: '+15550001', text: 'stop', id: 'SM1' }]],
  [{ kind: 'answer', from: '13800138000', text: 'TD' }, [{ from: '13800138000', text: 'TD', id: '13800138000 TD' }]],
  [{ kind: 'answer', from: '138\0', text: 'a\0b', id: 'x' }, [{ from: '138', text: 'ab', id: 'x' }]],
  [{ phone_number: '13800138000', success: true, out_id: 'm1' }, []],
  [{ MessageSid: 'SM1', MessageStatus: 'delivered', From: '+1' }, []],
  [{ kind: 'answer', from: { $ne: null }, text: 'R' }, []],
  [{ kind: 'answer', from: '13800138000', text: '' }, []],
  [[null, 7, 'x', []], []],
])('%j says %j', (body, answers) => expect(readSmsAnswers(body)).toEqual(answers));
