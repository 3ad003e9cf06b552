import type { Belonging } from '../../customers/index.ts';

export const caseBelongings: readonly Belonging[] = [
  {
    table: 'retention_cases',
    onMerge: 'move',
    onErase: { blank: ['cause_note', 'solution', 'offer', 'outcome_note'] },
    inPackage: [
      'kind',
      'opened_on',
      'causes',
      'cause_note',
      'solution',
      'offer',
      'due_on',
      'outcome',
      'reason',
      'outcome_note',
    ],
  },
  {
    table: 'retention_lessons',
    onMerge: 'move',
    onErase: 'delete',
    inPackage: ['reason', 'alert_days', 'silent_until', 'never'],
  },
];
