import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { testHouse } from '../../../kernel/testing/house.ts';
import { seal } from '../../../kernel/secrets.ts';
import { openDoorkeeper } from '../../workspaces/index.ts';
import { createChannel } from './channels.ts';
import { sendCodeBySms } from './code-by-sms.ts';
import { aliyunSignature, tencentAuthorization } from './sms.ts';
import { openWay, reach, type Outbound } from './ways.ts';

const house = await testHouse();
openDoorkeeper(house);
const outbound: Outbound = {
  key: '01900000-0000-7000-8000-000000000001',
  to: '+8613800138000',
  subject: '',
  html: '',
  text: '新茶到了',
  unsubscribeUrl: null,
  language: 'zh-CN',
};

interface Call {
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}
const calls: Call[] = [];
let answer: { status: number; body: string };
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    calls.push({ url: request.url ?? '', headers: request.headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
});
let base: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  reach.mayReach = () => true;
});
afterAll(() => server.close());

async function send(provider: string, settings: object, secrets: object) {
  const way = await openWay(house, {
    workspace_id: newId(),
    kind: 'sms',
    provider,
    settings: settings as never,
    secrets: seal('care channel', JSON.stringify(secrets)),
    cost_minor: 5n,
  });
  return way.send(outbound);
}

describe('the signatures of the gateways', () => {
  test('Aliyun: as in the example of its documents', () => {
    const parameters = {
      AccessKeyId: 'testId',
      Action: 'SendSms',
      Format: 'XML',
      OutId: '123',
      PhoneNumbers: '15300000001',
      RegionId: 'cn-hangzhou',
      SignName: '阿里云短信测试专用',
      SignatureMethod: 'HMAC-SHA1',
      SignatureNonce: '45e25e9b-0a6f-4070-8c85-2956eda1b466',
      SignatureVersion: '1.0',
      TemplateCode: 'SMS_71390007',
      TemplateParam: '{"customer":"test"}',
      Timestamp: '2017-07-12T02:42:19Z',
      Version: '2017-05-25',
    };
    expect(aliyunSignature('GET', parameters, 'testSecret')).toBe('zJDF+Lrzhj/ThnlvIToysFRq6t4=');
  });

  test('Tencent: as in the example of its documents', () => {
    const authorization = tencentAuthorization({
      secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
      secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
      service: 'cvm',
      host: 'cvm.tencentcloudapi.com',
      contentType: 'application/json; charset=utf-8',
      body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
      seconds: 1_551_113_065,
    });
    expect(authorization).toContain('Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168');
  });
});

describe('a message to a gateway', () => {
  test('Aliyun gets a signed form, and its number of the message is kept', async () => {
    answer = { status: 200, body: '{"Code":"OK","Message":"OK","BizId":"900619746936498440^0"}' };
    const settings = { accessKeyId: 'id', signName: '林记', templateCode: 'SMS_1', endpoint: `${base}/` };
    expect(await send('aliyun', settings, { accessKeySecret: 'secret' })).toMatchObject({
      outcome: 'sent',
      providerId: '900619746936498440^0',
    });
    const { Signature, ...signed } = Object.fromEntries(new URLSearchParams(calls.at(-1)?.body)) as Record<
      string,
      string
    >;
    expect(Signature).toBe(aliyunSignature('POST', signed, 'secret'));
    expect(signed).toMatchObject({
      PhoneNumbers: '13800138000',
      SignName: '林记',
      TemplateParam: '{"content":"新茶到了"}',
      OutId: outbound.key,
    });
    answer = { status: 200, body: '{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"slow down"}' };
    expect(await send('aliyun', settings, { accessKeySecret: 'secret' })).toMatchObject({
      outcome: 'refused',
      again: true,
    });
    answer = { status: 502, body: '<html>' };
    expect(await send('aliyun', settings, { accessKeySecret: 'secret' })).toMatchObject({ outcome: 'unknown' });
    answer = { status: 200, body: '{"Code":"isv.MOBILE_NUMBER_ILLEGAL","Message":"no"}' };
    expect(await send('aliyun', settings, { accessKeySecret: 'secret' })).toMatchObject({
      outcome: 'refused',
      again: false,
    });
  });

  test('Tencent gets signed JSON with its action in the headers', async () => {
    answer = {
      status: 200,
      body: '{"Response":{"SendStatusSet":[{"SerialNo":"5000:1","Code":"Ok"}],"RequestId":"1"}}',
    };
    const settings = {
      secretId: 'id',
      appId: '1400',
      signName: '林记',
      templateId: '7',
      region: 'ap-guangzhou',
      endpoint: `${base}/`,
    };
    expect(await send('tencent', settings, { secretKey: 'key' })).toMatchObject({
      outcome: 'sent',
      providerId: '5000:1',
    });
    const { headers, body } = calls.at(-1)!;
    expect(headers).toMatchObject({
      'x-tc-action': 'SendSms',
      'x-tc-version': '2021-01-11',
      'x-tc-region': 'ap-guangzhou',
    });
    expect(headers['authorization']).toBe(
      tencentAuthorization({
        secretId: 'id',
        secretKey: 'key',
        service: 'sms',
        host: new URL(base).host,
        contentType: 'application/json; charset=utf-8',
        body,
        seconds: Number(headers['x-tc-timestamp']),
      }),
    );
    expect(JSON.parse(body)).toMatchObject({
      PhoneNumberSet: ['+8613800138000'],
      TemplateParamSet: ['新茶到了'],
      SessionContext: outbound.key,
    });
    answer = { status: 200, body: '{"Response":{"Error":{"Code":"AuthFailure.SecretIdNotFound","Message":"no"}}}' };
    expect(await send('tencent', settings, { secretKey: 'key' })).toMatchObject({
      outcome: 'refused',
      again: false,
      answer: 'AuthFailure.SecretIdNotFound no',
    });
    // It may have left when their own clock ran out.
    answer = { status: 200, body: '{"Response":{"Error":{"Code":"InternalError.SendAndRecvFail","Message":"late"}}}' };
    expect(await send('tencent', settings, { secretKey: 'key' })).toMatchObject({ outcome: 'unknown' });
  });

  test('Twilio gets a form with the account and its token', async () => {
    answer = { status: 201, body: '{"sid":"SM1","status":"queued"}' };
    expect(
      await send('twilio', { accountSid: 'AC1', from: '+15550001', endpoint: base }, { authToken: 't' }),
    ).toMatchObject({ outcome: 'sent', providerId: 'SM1' });
    const { url, headers, body } = calls.at(-1)!;
    expect([url, headers['authorization']]).toEqual([
      '/2010-04-01/Accounts/AC1/Messages.json',
      `Basic ${Buffer.from('AC1:t').toString('base64')}`,
    ]);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      To: '+8613800138000',
      From: '+15550001',
      Body: '新茶到了',
    });
  });

  test('a gateway that breaks may have sent it: nobody knows, and it is not tried again by itself', async () => {
    const account = { accountSid: 'AC1', from: '+15550001', endpoint: base };
    answer = { status: 504, body: '' };
    expect(await send('twilio', account, { authToken: 't' })).toMatchObject({ outcome: 'unknown' });
    answer = { status: 429, body: '{"code":20429,"message":"slow down"}' };
    expect(await send('twilio', account, { authToken: 't' })).toMatchObject({ outcome: 'refused', again: true });
    answer = { status: 500, body: 'oops' };
    expect(await send('http', { url: `${base}/sms` }, { signingKey: 'k' })).toMatchObject({ outcome: 'unknown' });
  });

  test('a program of the shop gets JSON that it can check', async () => {
    answer = { status: 204, body: '' };
    expect(await send('http', { url: `${base}/sms`, signName: '林记' }, { signingKey: 'k' })).toMatchObject({
      outcome: 'sent',
    });
    const { headers, body } = calls.at(-1)!;
    const [, seconds, signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['regulars-signature'])) ?? [];
    expect(signature).toBe(createHmac('sha256', 'k').update(`${seconds}.${body}`).digest('hex'));
    expect(JSON.parse(body)).toMatchObject({ id: outbound.key, text: '【林记】新茶到了' });
    answer = { status: 503, body: 'busy' };
    expect(await send('http', { url: `${base}/sms` }, { signingKey: 'k' })).toMatchObject({
      outcome: 'refused',
      again: true,
    });
  });

  test('the code of a member leaves by the shop’s own channel, and not where it has none', async () => {
    answer = { status: 204, body: '' };
    const shop = await house.openWorkspace();
    expect(await sendCodeBySms(shop, '13800138000', '123456')).toBe(false);
    const given = { provider: 'http', url: `${base}/sms`, signName: '林记', signingKey: 'a key of its own' } as const;
    await house.in(shop, (ctx) => createChannel(ctx, { kind: 'sms', name: '短信', perMinute: null, given }));
    expect(await sendCodeBySms(shop, '13800138000', '123456')).toBe(true);
    expect(calls.at(-1)?.body).toContain('123456');
    answer = { status: 503, body: 'busy' };
    expect(await sendCodeBySms(shop, '13800138000', '123456')).toBe(false);
  });

  test('a gateway that is not there was never asked, and one inside the house is not called', async () => {
    expect(await send('http', { url: 'http://127.0.0.1:1024/' }, { signingKey: 'k' })).toMatchObject({
      outcome: 'unsent',
    });
    reach.mayReach = () => false;
    expect(await send('http', { url: `${base}/sms` }, { signingKey: 'k' })).toMatchObject({ outcome: 'unsent' });
    reach.mayReach = () => true;
  });
});
