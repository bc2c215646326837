//! Ports of UDP on this machine.

import { createSocket } from 'node:dgram';

const HOST = '127.0.0.1';

/** Takes a port and gives it back; fails where somebody has it. */
function bind(port: number): Promise<number> {
  return new Promise((done, failed) => {
    const socket = createSocket('udp4');
    socket.once('error', failed);
    socket.bind(port, HOST, () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });
}

/** A port that nobody has. */
export function freePort(): Promise<number> {
  return bind(0);
}

/** Whether somebody has this port. */
export async function isTaken(port: number): Promise<boolean> {
  return bind(port).then(
    () => false,
    () => true,
  );
}

/** Whether a SIP proxy answers at this port. */
export function answersOptions(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createSocket('udp4');
    const end = (answered: boolean) => {
      clearTimeout(timer);
      socket.close();
      done(answered);
    };
    const timer = setTimeout(() => end(false), 200);
    socket.once('error', () => end(false));
    socket.once('message', (answer) => end(answer.toString().startsWith('SIP/2.0 200 ')));
    socket.bind(0, HOST, () => {
      const own = `${HOST}:${socket.address().port}`;
      const lines = [
        `OPTIONS sip:${HOST}:${port} SIP/2.0`,
        `Via: SIP/2.0/UDP ${own};branch=z9hG4bK-${own}-${port}`,
        'Max-Forwards: 70',
        `From: <sip:probe@${own}>;tag=probe`,
        `To: <sip:${HOST}:${port}>`,
        `Call-ID: probe-${own}-${port}`,
        'CSeq: 1 OPTIONS',
        'Content-Length: 0',
      ];
      socket.send(`${lines.join('\r\n')}\r\n\r\n`, port, HOST);
    });
  });
}
