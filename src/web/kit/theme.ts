import {
  convertCssVariables,
  createTheme,
  defaultCssVariablesResolver,
  DEFAULT_THEME,
  defaultVariantColorsResolver,
  mergeMantineTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { cssTokens, dark, light, type Tokens } from './tokens.ts';

const teal: MantineColorsTuple = [
  '#E3F1EE',
  '#C6E3DE',
  '#9FD0C8',
  '#75BBB0',
  '#4FB3A5',
  '#2F9A8C',
  '#1A877B',
  '#0F766E',
  '#0B5F58',
  '#084842',
];
const seal: MantineColorsTuple = [
  '#FBEAE4',
  '#F6D3C8',
  '#F0B5A3',
  '#EA9C85',
  '#E58A70',
  '#D7694C',
  '#C65237',
  '#B5432A',
  '#933420',
  '#722818',
];
const amber: MantineColorsTuple = [
  '#FBF1DC',
  '#F6E2B8',
  '#EFD08C',
  '#E7C06D',
  '#E0B25A',
  '#CC9635',
  '#B7791F',
  '#8F5A0E',
  '#74490B',
  '#593808',
];
const leaf: MantineColorsTuple = [
  '#E8F2E5',
  '#D0E4CA',
  '#B2D3AA',
  '#9FC997',
  '#8CC084',
  '#6AA361',
  '#4F8B47',
  '#37702F',
  '#2B5925',
  '#20431B',
];
/** Mantine paints its dark surfaces, borders and text from this tuple; ours is the warm dark of the tokens. */
const dusk: MantineColorsTuple = [
  '#E8ECE9',
  '#C6CEC9',
  '#A3AEA8',
  '#8F9993',
  '#3B4642',
  '#2C3532',
  '#1A201E',
  '#121715',
  '#0D110F',
  '#080B0A',
];

const fontFamily =
  '"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",Inter,"Segoe UI",system-ui,sans-serif';

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 4 },
  colors: { teal, seal, amber, leaf, dark: dusk, red: seal, yellow: amber, green: leaf },
  black: light.ink,
  variantColorResolver: colorsOf,
  fontFamily,
  headings: { fontFamily, fontWeight: '650' },
  fontSizes: { xs: '0.78125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.3125rem' },
  lineHeights: { xs: '1.45', sm: '1.55', md: '1.55', lg: '1.5', xl: '1.4' },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    // Explanations below the field, so that fields side by side stand on one line.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    // The library locks scrolling with an injected style tag, which the content security policy forbids: base.css does it.
    Modal: { defaultProps: { lockScroll: false, radius: 12 } },
    Drawer: { defaultProps: { lockScroll: false } },
    Spotlight: { defaultProps: { lockScroll: false } },
    Popover: { defaultProps: { shadow: 'md', radius: 10 } },
    Menu: { defaultProps: { shadow: 'md', radius: 10 } },
    Tooltip: { defaultProps: { openDelay: 400 } },
  },
});

/** Fills are dark in light mode and light in dark mode: what stands on them turns with the scheme. */
function colorsOf(input: Parameters<VariantColorsResolver>[0]): ReturnType<VariantColorsResolver> {
  const colors = defaultVariantColorsResolver(input);
  return input.variant === 'filled' ? { ...colors, color: 'var(--on-fill)' } : colors;
}

const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: schemeVariables(light),
  dark: schemeVariables(dark),
});

function schemeVariables(tokens: Tokens): Record<string, string> {
  return {
    ...cssTokens(tokens),
    '--mantine-color-body': tokens.paper,
    '--mantine-color-text': tokens.ink,
    '--mantine-color-bright': tokens.ink,
    '--mantine-color-dimmed': tokens.soft,
    '--mantine-color-placeholder': tokens.faint,
    '--mantine-color-anchor': tokens.teal,
    '--mantine-color-error': tokens.seal,
    '--mantine-color-default': tokens.sheet,
    '--mantine-color-default-color': tokens.ink,
    '--mantine-color-default-hover': `color-mix(in srgb, ${tokens.sheet}, ${tokens.ink} 4%)`,
    '--mantine-color-default-border': tokens.line,
    '--mantine-color-disabled': tokens.line,
    '--mantine-color-disabled-color': tokens.faint,
    '--mantine-primary-color-contrast': tokens.onFill,
  };
}

/** All custom properties as one static sheet: made while building, because style tags may not be injected at run time. */
export function themeSheet(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const base = defaultCssVariablesResolver(merged);
  const own = resolver(merged);
  return convertCssVariables(
    {
      variables: { ...base.variables, ...own.variables },
      light: { ...base.light, ...own.light },
      dark: { ...base.dark, ...own.dark },
    },
    ':root',
  );
}
