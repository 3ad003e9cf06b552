/** The same border as in the CSS modules. */
export const PHONE = '(max-width: 760px)';
