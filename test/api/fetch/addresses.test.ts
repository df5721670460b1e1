import { describe, expect, it } from 'vitest';
import { readEnv } from '../../../apps/api/src/env.ts';
import { closedRange } from '../../../apps/api/src/fetch/addressRange.ts';
import { checkAddress } from '../../../apps/api/src/fetch/checkAddress.ts';
import { createFetcher } from '../../../apps/api/src/fetch/fetcher.ts';

/** Never reached: an address in this file is refused before any name is asked for. */
const noResolver = (hostname: string) => {
  throw new Error(`${hostname} was resolved`);
};
const NONE = { allowHosts: [] };
const allow = (text: string) => ({
  allowHosts: readEnv({ FETCH_ALLOW_HOSTS: text }).fetchAllowHosts,
});

/** Every spelling of a host that leads into the own machine or network, or to a cloud's metadata. */
const CLOSED_HOSTS = [
  ['loopback', '127.0.0.1'],
  ['loopback, other than .1', '127.8.9.10'],
  ['loopback, one decimal number', '2130706433'],
  ['loopback, octal', '0177.0.0.1'],
  ['loopback, one octal number', '017700000001'],
  ['loopback, hexadecimal', '0x7f.0x0.0x0.0x1'],
  ['loopback, one hexadecimal number', '0x7f000001'],
  ['loopback, mixed bases', '0x7f.0.01'],
  ['loopback, short', '127.1'],
  ['loopback with a trailing dot', '127.0.0.1.'],
  ['loopback, short with a trailing dot', '127.1.'],
  ['loopback in full-width digits', '１２７.０.０.１'],
  ['loopback, percent-encoded', '%31%32%37.0.0.1'],
  ['loopback with ideographic full stops', '127。0。0。1'],
  ['localhost', 'localhost'],
  ['localhost in capitals', 'LOCALHOST'],
  ['localhost with a trailing dot', 'localhost.'],
  ['a name under localhost', 'shop.localhost'],
  ['multicast DNS', 'printer.local'],
  ['metadata of a cloud by name', 'metadata.google.internal'],
  ['unspecified', '0.0.0.0'],
  ['unspecified, one digit', '0'],
  ['this network', '0.1.2.3'],
  ['private A', '10.0.0.1'],
  ['private B', '172.16.0.1'],
  ['the end of private B', '172.31.255.255'],
  ['private C', '192.168.1.1'],
  ['private C, short', '192.168.257'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['metadata of a cloud in carrier-grade NAT', '100.100.100.200'],
  ['link-local', '169.254.1.1'],
  ['metadata of clouds', '169.254.169.254'],
  ['metadata of clouds, decimal', '2852039166'],
  ['metadata of clouds, hexadecimal', '0xa9fea9fe'],
  ['platform of a cloud', '168.63.129.16'],
  ['protocol assignments', '192.0.0.192'],
  ['documentation', '192.0.2.1'],
  ['benchmarking', '198.18.0.1'],
  ['multicast', '224.0.0.251'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 loopback', '[::1]'],
  ['IPv6 loopback in full', '[0:0:0:0:0:0:0:1]'],
  ['IPv6 unspecified', '[::]'],
  ['IPv4-mapped', '[::ffff:127.0.0.1]'],
  ['IPv4-mapped, hexadecimal', '[::ffff:7f00:1]'],
  ['IPv4-mapped metadata', '[::ffff:a9fe:a9fe]'],
  ['IPv4-compatible', '[::127.0.0.1]'],
  ['IPv4-translated', '[::ffff:0:10.0.0.1]'],
  ['NAT64', '[64:ff9b::10.0.0.1]'],
  ['NAT64 for local use', '[64:ff9b:1::a9fe:a9fe]'],
  ['6to4 of loopback', '[2002:7f00:1::]'],
  ['6to4 of metadata', '[2002:a9fe:a9fe::1]'],
  ['Teredo', '[2001:0:7f00:1::]'],
  ['IPv6 link-local', '[fe80::1]'],
  ['IPv6 site-local', '[fec0::1]'],
  ['unique local', '[fc00::1]'],
  ['metadata of a cloud in unique local', '[fd00:ec2::254]'],
  ['IPv6 multicast', '[ff02::1]'],
  ['IPv6 documentation', '[2001:db8::1]'],
  ['IPv6 discard', '[100::1]'],
  ['IPv6 that nobody was given', '[4000::1]'],
] as const;

describe('an address of a closed host', () => {
  it.each(CLOSED_HOSTS)('is refused before any resolution: %s (%s)', async (_what, host) => {
    const fetcher = createFetcher({ ...NONE, resolve: noResolver });
    for (const address of [`http://${host}/a.jpg`, `https://${host}:443/a.jpg`]) {
      const refused = { code: 'ADDRESS_REFUSED' };
      expect(() => checkAddress(address, NONE)).toThrow(expect.objectContaining(refused));
      await expect(fetcher.fetchBytes(address, { maxBytes: 1 })).rejects.toMatchObject(refused);
    }
  });
});

describe('an address that is none of the web', () => {
  it.each([
    ['a file', 'file:///etc/passwd', 'ADDRESS_REFUSED'],
    ['ftp', 'ftp://example.org/a.jpg', 'ADDRESS_REFUSED'],
    ['gopher', 'gopher://example.org/_x', 'ADDRESS_REFUSED'],
    ['data', 'data:image/png;base64,AA==', 'ADDRESS_REFUSED'],
    ['a script', 'javascript:alert(1)', 'ADDRESS_REFUSED'],
    ['a user name', 'http://admin@example.org/', 'ADDRESS_REFUSED'],
    ['a password', 'https://a:secret@example.org/', 'ADDRESS_REFUSED'],
    ['a host that only looks public', 'http://example.org@127.0.0.1/', 'ADDRESS_REFUSED'],
    ['a database port', 'http://example.org:5432/', 'ADDRESS_REFUSED'],
    ['a mail port', 'http://example.org:25/', 'ADDRESS_REFUSED'],
    ['a zone id', 'http://[fe80::1%25eth0]/', 'ADDRESS_INVALID'],
    ['a number out of range', 'http://256.0.0.1/', 'ADDRESS_INVALID'],
    ['no host', 'http://', 'ADDRESS_INVALID'],
    ['no address', 'shirt.jpg', 'ADDRESS_INVALID'],
    ['nothing', '', 'ADDRESS_INVALID'],
    ['far too long', `https://example.org/${'a'.repeat(5000)}`, 'ADDRESS_INVALID'],
  ])('is refused: %s', (_what, address, code) => {
    expect(() => checkAddress(address, NONE)).toThrow(expect.objectContaining({ code }));
  });

  it('never repeats a password or a query, which may be secret', () => {
    for (const address of ['https://a:hunter2@example.org/', 'http://10.0.0.1/?key=hunter2']) {
      expect(() => checkAddress(address, NONE)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
      );
    }
  });
});

describe('an address of the public internet', () => {
  it.each([
    'https://example.org/a.jpg',
    'http://example.org./a.jpg',
    'https://example.org:8443/a.jpg?v=3',
    'http://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'https://bücher.example/ä.jpg',
    'http://172.32.0.1/',
    'http://100.63.255.255/',
  ])('is taken: %s', (address) => {
    expect(checkAddress(address, NONE).protocol).toMatch(/^https?:$/);
  });
});

describe('hosts that the operator opened', () => {
  it('are taken by name, by group of names, by address and by block, with their port', () => {
    const rules = allow('images.lan:9000, *.shop.local, 10.1.0.0/16, [fd00::7]:8000');
    for (const address of [
      'http://images.lan:9000/a',
      'http://a.shop.local/a',
      'http://10.1.2.3/a',
      'http://[fd00::7]:8000/a',
    ]) {
      expect(checkAddress(address, rules).href).toBe(address);
    }
    for (const address of [
      'http://images.lan:9001/a',
      'http://shop.local/a',
      'http://evilshop.local/a',
      'http://10.2.0.1/a',
      'http://127.0.0.1/a',
      'http://[fd00::8]/a',
    ]) {
      expect(() => checkAddress(address, rules)).toThrow(
        expect.objectContaining({ code: 'ADDRESS_REFUSED' }),
      );
    }
  });

  it.each(['two words', 'http://host', '10.0.0.0/99', 'host:0', 'host:99999', '*', 'a.*.b'])(
    'are refused at start when they are no hosts: %s',
    (text) => {
      expect(() => readEnv({ FETCH_ALLOW_HOSTS: text })).toThrow(/FETCH_ALLOW_HOSTS/);
    },
  );
});

describe('closedRange', () => {
  it('knows the mapped form that a dual-stack socket gives', () => {
    expect(closedRange('::ffff:8.8.8.8')).toBe('ipv4Mapped');
    expect(closedRange('8.8.8.8')).toBeUndefined();
    expect(closedRange('not an address')).toBe('unreadable');
  });
});
