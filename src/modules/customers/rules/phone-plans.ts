/** One way to write national numbers of a country; `trunk` is dialled before them at home. */
type NumberRule = { kind: 'mobile' | 'landline' | 'service'; pattern: RegExp; groups: string; trunk?: string };
export type NumberPlan = { country: string; code: string; rules: readonly NumberRule[] };

export const PLANS: readonly NumberPlan[] = [
  {
    country: 'CN',
    code: '86',
    rules: [
      { kind: 'mobile', pattern: /^(1[3-9]\d)(\d{4})(\d{4})$/, groups: '$1 $2 $3' },
      { kind: 'service', pattern: /^([48]00)(\d{3})(\d{4})$/, groups: '$1-$2-$3' },
      { kind: 'landline', pattern: /^(10|2\d)(\d{4})(\d{4})$/, groups: '$1-$2 $3', trunk: '0' },
      { kind: 'landline', pattern: /^([3-9]\d{2})(\d{3,4})(\d{4})$/, groups: '$1-$2 $3', trunk: '0' },
    ],
  },
  {
    country: 'TW',
    code: '886',
    rules: [
      { kind: 'mobile', pattern: /^(9\d{2})(\d{3})(\d{3})$/, groups: '$1-$2-$3', trunk: '0' },
      { kind: 'service', pattern: /^(80\d)(\d{3})(\d{3})$/, groups: '$1-$2-$3', trunk: '0' },
      { kind: 'landline', pattern: /^(836)(\d{5})$/, groups: '$1-$2', trunk: '0' },
      { kind: 'landline', pattern: /^(37|82|89)(\d{6})$/, groups: '$1-$2', trunk: '0' },
      { kind: 'landline', pattern: /^(49)(\d{3})(\d{4})$/, groups: '$1-$2-$3', trunk: '0' },
      { kind: 'landline', pattern: /^([2-8])(\d{3,4})(\d{4})$/, groups: '$1-$2-$3', trunk: '0' },
    ],
  },
  {
    country: 'HK',
    code: '852',
    rules: [
      { kind: 'mobile', pattern: /^([4-79]\d{3})(\d{4})$/, groups: '$1 $2' },
      { kind: 'landline', pattern: /^([23]\d{3})(\d{4})$/, groups: '$1 $2' },
      { kind: 'service', pattern: /^(8\d{3})(\d{4})$/, groups: '$1 $2' },
    ],
  },
  {
    country: 'MO',
    code: '853',
    rules: [
      { kind: 'mobile', pattern: /^(6\d{3})(\d{4})$/, groups: '$1 $2' },
      { kind: 'landline', pattern: /^(28\d{2}|8\d{3})(\d{4})$/, groups: '$1 $2' },
    ],
  },
];

/** ITU-T E.164 country codes of the countries whose customers are likeliest to be met. */
export const CALLING_CODES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(PLANS.map(({ country, code }) => [country, code])),
  AE: '971',
  AT: '43',
  AU: '61',
  BE: '32',
  BR: '55',
  CA: '1',
  CH: '41',
  DE: '49',
  DK: '45',
  ES: '34',
  FI: '358',
  FR: '33',
  GB: '44',
  ID: '62',
  IE: '353',
  IN: '91',
  IT: '39',
  JP: '81',
  KH: '855',
  KR: '82',
  LA: '856',
  MM: '95',
  MN: '976',
  MX: '52',
  MY: '60',
  NL: '31',
  NO: '47',
  NZ: '64',
  PH: '63',
  PL: '48',
  PT: '351',
  RU: '7',
  SE: '46',
  SG: '65',
  TH: '66',
  US: '1',
  VN: '84',
  ZA: '27',
};
