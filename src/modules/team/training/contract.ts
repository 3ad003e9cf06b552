import { z } from 'zod';
import { byId, civilDate, id, instant, noInput, nothing, operation, pick } from '../../../kernel/contract.ts';
import type { ErrorCatalog } from '../../../kernel/errors.ts';

export const trainingErrors = {
  COURSE_NOT_FOUND: { status: 404 },
  COURSE_MEMBER_UNKNOWN: { status: 422 },
  COURSE_QUESTION_UNFIT: { status: 422 },
  COURSE_EDITION_PASSED_BY: { status: 409 },
  COURSE_ANSWERS_INCOMPLETE: { status: 422 },
  COURSE_WITHOUT_TEST: { status: 409 },
  COURSE_NOBODY: { status: 403 },
} as const satisfies ErrorCatalog;

const text = (longest: number) => z.string().trim().min(1).max(longest);

const question = z
  .object({
    id: z.string().max(40).optional(),
    text: text(500),
    choices: z.array(text(300)).min(2).max(8),
    /** Which of the choices are right; all of them have to be chosen, and no other. */
    right: z.array(z.number().int().min(0).max(7)).min(1).max(8),
  })
  .strict();

const given = z.object({
  title: text(200),
  /** Plain text; an empty line parts paragraphs. */
  body: text(50_000),
  questions: z.array(question).max(50),
  /** Per cent of the questions that have to be right. */
  passAt: z.number().int().min(1).max(100),
  /** Days that a colleague has from the day on which it is assigned; null: as long as they like. */
  dueDays: z.number().int().min(1).max(365).nullable(),
  /** Every colleague, those to come included; else `memberIds`. */
  forEverybody: z.boolean(),
  memberIds: z.array(id).max(500),
});

/** `none`: not asked of one. `open`: to be read, or its test to be passed. `overdue`: open, and the day is over. */
const states = z.enum(['none', 'open', 'overdue', 'done']);
const standing = z.object({
  state: states,
  dueOn: civilDate.nullable(),
  /** When it was read or passed, in the edition of now. */
  doneAt: instant.nullable(),
});

const course = z.object({
  id,
  title: z.string(),
  /** How many questions its test has; none: it is only to be read. */
  questions: z.number().int(),
  passAt: z.number().int(),
  edition: z.number().int(),
  editionAt: instant,
  forEverybody: z.boolean(),
  dueDays: z.number().int().nullable(),
  mine: standing,
  /** For those who look after the training: how many have it to do, did it, and are late. */
  people: z.object({ asked: z.number().int(), done: z.number().int(), overdue: z.number().int() }).nullable(),
  version: z.number().int(),
});

const opened = course.extend({
  body: z.string(),
  /** Without what is right: that is in `key`, for those who look after the training. */
  test: z.array(z.object({ id: z.string(), text: z.string(), choices: z.array(z.string()), several: z.boolean() })),
  /** One's own tries in the edition of now, the newest first. */
  tries: z.array(z.object({ passed: z.boolean(), right: z.number().int(), questions: z.number().int(), at: instant })),
  key: z.record(z.string(), z.array(z.number().int())).nullable(),
  memberIds: z.array(id).nullable(),
  receipts: z
    .array(z.object({ memberId: id, name: z.string(), tries: z.number().int(), ...standing.shape }))
    .nullable(),
});

export const trainingContract = {
  list: operation({
    method: 'GET',
    path: '/courses',
    summary: 'Standards and courses, those that one has to do first',
    requires: 'training.read',
    input: noInput,
    output: z.object({ items: z.array(course) }),
  }),
  read: operation({
    method: 'GET',
    path: '/courses/{id}',
    summary: 'A course with its text and test, and who has done it',
    requires: 'training.read',
    input: byId,
    output: opened,
    errors: pick(trainingErrors, 'COURSE_NOT_FOUND'),
  }),
  create: operation({
    method: 'POST',
    path: '/courses',
    summary: 'Write a standard or course and assign it',
    requires: 'training.manage',
    input: given.strict(),
    output: opened,
    errors: pick(trainingErrors, 'COURSE_MEMBER_UNKNOWN', 'COURSE_QUESTION_UNFIT'),
  }),
  change: operation({
    method: 'PATCH',
    path: '/courses/{id}',
    summary: 'Change a course; what is not named stays. A new edition is to be done anew by everybody',
    requires: 'training.manage',
    input: given
      .partial()
      .extend({ id, version: z.number().int().optional(), newEdition: z.boolean().default(false) })
      .strict(),
    output: opened,
    errors: pick(trainingErrors, 'COURSE_NOT_FOUND', 'COURSE_MEMBER_UNKNOWN', 'COURSE_QUESTION_UNFIT'),
  }),
  retire: operation({
    method: 'DELETE',
    path: '/courses/{id}',
    summary: 'Nobody has to do it any more; its receipts stay, and it can be restored',
    requires: 'training.manage',
    input: byId,
    output: nothing,
    errors: pick(trainingErrors, 'COURSE_NOT_FOUND'),
  }),
  restore: operation({
    method: 'POST',
    path: '/courses/{id}/restore',
    summary: 'Take a retired course back',
    requires: 'training.manage',
    input: byId,
    output: opened,
    errors: pick(trainingErrors, 'COURSE_NOT_FOUND'),
    status: 200,
  }),
  confirm: operation({
    method: 'POST',
    path: '/courses/{id}/read',
    summary: 'Say that one has read it; saying it again changes nothing',
    requires: 'training.read',
    input: z.object({ id, edition: z.number().int() }).strict(),
    output: opened,
    errors: pick(trainingErrors, 'COURSE_NOT_FOUND', 'COURSE_EDITION_PASSED_BY', 'COURSE_NOBODY'),
    status: 200,
  }),
  answer: operation({
    method: 'POST',
    path: '/courses/{id}/answers',
    summary: 'Answer the test; every question needs an answer',
    requires: 'training.read',
    input: z
      .object({
        id,
        edition: z.number().int(),
        answers: z.record(z.string().max(40), z.array(z.number().int().min(0).max(7)).max(8)),
      })
      .strict(),
    output: z.object({
      passed: z.boolean(),
      right: z.number().int(),
      questions: z.number().int(),
      /** Questions to think about again. */
      wrong: z.array(z.string()),
      course: opened,
    }),
    errors: pick(
      trainingErrors,
      'COURSE_NOT_FOUND',
      'COURSE_EDITION_PASSED_BY',
      'COURSE_ANSWERS_INCOMPLETE',
      'COURSE_WITHOUT_TEST',
      'COURSE_NOBODY',
    ),
    status: 200,
  }),
};

export type CourseGiven = z.infer<typeof given>;
export type Question = z.infer<typeof question>;
export type Course = z.infer<typeof course>;
export type OpenedCourse = z.infer<typeof opened>;
export type Standing = z.infer<typeof standing>;
