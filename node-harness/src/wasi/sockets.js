import { NOTSOCK, refuse } from './errno.js';

/** There is no network. @param {import('./system.js').System} system */
export function socketCalls({ descriptors }) {
  const none = (/** @type {number} */ fd) => {
    descriptors.get(fd);
    refuse(NOTSOCK);
  };
  return { sock_accept: none, sock_recv: none, sock_send: none, sock_shutdown: none };
}
