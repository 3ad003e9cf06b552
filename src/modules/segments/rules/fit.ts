/** What people are asked about a class; each answered from 1 (not at all) to 5 (very much). */
export const FIT_QUESTIONS = ['wants', 'reach', 'able', 'rivals', 'pays'] as const;
export type FitQuestion = (typeof FIT_QUESTIONS)[number];

/** Mean of the answers given; null without any. */
export function fitOf(scores: Partial<Record<FitQuestion, number | null | undefined>>): number | null {
  const given = FIT_QUESTIONS.flatMap((question) => scores[question] ?? []);
  return given.length === 0 ? null : given.reduce((sum, score) => sum + score, 0) / given.length;
}

/** Contacts a month (30 days) for so many customers at this rhythm; 0 days is only when they ask. */
export function contactsAMonth(customers: number, rhythmDays: number): number {
  return rhythmDays === 0 ? 0 : Math.round((customers * 300) / rhythmDays) / 10;
}
