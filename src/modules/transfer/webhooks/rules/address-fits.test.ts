import { expect, test } from 'vitest';
import { addressFits } from './address-fits.ts';

test.each([
  ['https://shop.example/regulars?of=1', true],
  ['http://shop.example:8080/', true],
  ['shop.example/regulars', false],
  ['ftp://shop.example/', false],
  ['javascript:alert(1)', false],
  ['file:///etc/passwd', false],
  ['https://lin:secret@shop.example/', false],
  ['', false],
])('%s as the address of another program: %s', (address, fits) => {
  expect(addressFits(address)).toBe(fits);
});
