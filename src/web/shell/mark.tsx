import type { ReactNode } from 'react';

/** The seal: 回, "come back", drawn as its two squares so that it needs no font. */
export function Mark({ size = 28 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true" style={{ flex: 'none' }}>
      <rect width="28" height="28" rx="7" fill="#B5432A" />
      <path
        d="M7 7h14v14H7zM11.2 11.2h5.6v5.6h-5.6z"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinejoin="round"
      />
    </svg>
  );
}
