import { expect, test } from 'vitest';
import { addressLines } from './address-lines.ts';

const tea = {
  province: '福建省',
  city: '福州市',
  district: '鼓楼区',
  street: '南后街 1 号',
  postcode: '350001',
  country: '中国',
};

test.each([
  ['zh-CN', tea, ['350001', '福建省福州市鼓楼区南后街 1 号', '王小明 （收）']],
  ['zh-CN', { province: '北京市', city: '北京市', street: '王府井 2 号' }, ['北京市王府井 2 号', '王小明 （收）']],
  ['zh-TW', { text: '臺北市大安區和平東路 1 段' }, ['臺北市大安區和平東路 1 段', '王小明 收']],
  [
    'en',
    { street: '1 Main St', city: 'Berlin', postcode: '10115', country: 'Germany' },
    ['王小明', '1 Main St', '10115 Berlin', 'Germany'],
  ],
  ['en', null, ['王小明']],
] as const)('in %s', (language, address, lines) => expect(addressLines('王小明', address, language)).toEqual(lines));
