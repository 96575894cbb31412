import type { FastifyInstance } from 'fastify';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Drag and drop and virtual tables position elements by style attributes; scripts never run inline.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
];

/** Security headers of every answer. Forms may go to `formTargets` besides the server itself. */
export function addSecurityHeaders(
  server: FastifyInstance,
  options: { isHttps: boolean; formTargets: string[] },
): void {
  const policy = [...POLICY, `form-action ${["'self'", ...options.formTargets].join(' ')}`].join('; ');
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    });
    if (options.isHttps) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
  });
}
