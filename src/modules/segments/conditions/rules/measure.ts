export interface Range {
  from?: number | null | undefined;
  to?: number | null | undefined;
}

/** Whether somebody of whom there is no row at all is within the range: for them the sum and the count are 0. */
export function takesNothing({ from, to }: Range): boolean {
  return (from ?? 0) <= 0 && (to ?? 0) >= 0;
}
