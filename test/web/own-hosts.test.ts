import { describe, expect, it } from 'vitest';
import { isOwnHost, isOwnOrigin } from '../../apps/web/lib/own-hosts.ts';
import { contentSecurityPolicy } from '../../apps/web/lib/security-headers.ts';

describe('the hosts of the dashboard', () => {
  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', '192.168.1.5', 'shop.localhost'])(
    'are this machine by address or by its own name: %s',
    (host) => {
      expect(isOwnHost(host, [])).toBe(true);
    },
  );

  it('are names only when they are listed', () => {
    expect(isOwnHost('evil.example:3000', [])).toBe(false);
    expect(isOwnHost('admin.shop.lan', ['*.shop.lan'])).toBe(true);
    expect(isOwnHost('shop.lan', ['*.shop.lan'])).toBe(false);
    expect(isOwnHost('notshop.lan', ['shop.lan'])).toBe(false);
    expect(isOwnHost(null, [])).toBe(false);
    expect(isOwnHost('a b', [])).toBe(false);
  });

  it('may be asked by pages of themselves, of this machine and of listed names', () => {
    expect(isOwnOrigin(null, '192.168.1.5:3000', [])).toBe(true);
    expect(isOwnOrigin('http://192.168.1.5:3000', '192.168.1.5:3000', [])).toBe(true);
    expect(isOwnOrigin('http://192.168.1.6:3000', '192.168.1.5:3000', [])).toBe(false);
    expect(isOwnOrigin('http://localhost:5173', '127.0.0.1:3000', [])).toBe(true);
    expect(isOwnOrigin('https://evil.example', '127.0.0.1:3000', [])).toBe(false);
    expect(isOwnOrigin('null', '127.0.0.1:3000', [])).toBe(false);
  });
});

describe('the content security policy', () => {
  it('lets scripts run by nonce only, and nobody frame a page', () => {
    const policy = contentSecurityPolicy('abc', false);
    expect(policy).toContain(`script-src 'self' 'nonce-abc' 'strict-dynamic';`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toContain('unsafe-eval');
  });
});
