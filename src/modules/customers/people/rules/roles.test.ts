import { describe, expect, test } from 'vitest';
import { personRoles, roleFits, turned } from './roles.ts';

describe('what people are to each other', () => {
  test('turned round twice is what it was', () => {
    for (const role of personRoles) expect(turned(turned(role))).toBe(role);
    expect(turned('parent')).toBe('child');
    expect(turned('contact')).toBe('employer');
    expect(turned('referrer')).toBe('referred');
  });

  test('fits persons and companies as they are', () => {
    expect(roleFits('spouse', 'person', 'person')).toBe(true);
    expect(roleFits('spouse', 'person', null)).toBe(true);
    expect(roleFits('spouse', 'person', 'company')).toBe(false);
    expect(roleFits('child', 'company', null)).toBe(false);
    expect(roleFits('contact', 'company', 'person')).toBe(true);
    expect(roleFits('contact', 'person', 'person')).toBe(false);
    expect(roleFits('employer', 'person', 'company')).toBe(true);
    expect(roleFits('employer', 'person', 'person')).toBe(false);
    expect(roleFits('referrer', 'company', 'person')).toBe(true);
  });
});
