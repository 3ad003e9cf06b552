/** The look in figures. Attention is seal (act) or amber (mind); everything else stays teal, ink and paper. */
export interface Tokens {
  paper: string;
  sheet: string;
  line: string;
  edge: string;
  ink: string;
  soft: string;
  faint: string;
  teal: string;
  tealWash: string;
  onFill: string;
  seal: string;
  sealWash: string;
  amber: string;
  amberWash: string;
  leaf: string;
  leafWash: string;
}

/** Every text colour keeps 4.5:1 on paper, sheet and its own wash; `edge` keeps 3:1, for what marks a control. */
export const light: Tokens = {
  paper: '#FAF8F4',
  sheet: '#FFFFFF',
  line: '#E7E2D8',
  edge: '#8F8A7E',
  ink: '#1C2522',
  soft: '#56625D',
  faint: '#636E68',
  teal: '#0F766E',
  tealWash: '#E3F1EE',
  onFill: '#FFFFFF',
  seal: '#B5432A',
  sealWash: '#FBEAE4',
  amber: '#8F5A0E',
  amberWash: '#FBF1DC',
  leaf: '#37702F',
  leafWash: '#E8F2E5',
};

export const dark: Tokens = {
  paper: '#121715',
  sheet: '#1A201E',
  line: '#2C3532',
  edge: '#6B756F',
  ink: '#E8ECE9',
  soft: '#A3AEA8',
  faint: '#8F9993',
  teal: '#4FB3A5',
  tealWash: '#18302C',
  onFill: '#08201C',
  seal: '#E58A70',
  sealWash: '#3A211A',
  amber: '#E0B25A',
  amberWash: '#33290F',
  leaf: '#8CC084',
  leafWash: '#1E2E1B',
};

/** Token → custom property: `tealWash` is `--teal-wash`. */
export function cssTokens(tokens: Tokens): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tokens).map(([name, value]) => [`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value]),
  );
}
