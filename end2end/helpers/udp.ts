//! Ports of UDP on this machine.

import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';

const HOST = '127.0.0.1';
/** Below what the system hands out by itself: nobody else is given a port of these while a program starts. */
const PORTS = { from: 12_000, count: 18_000 };

/** A port that nobody has. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = PORTS.from + Math.floor(Math.random() * PORTS.count);
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createSocket('udp4');
    socket.once('error', () => done(false));
    socket.bind(port, HOST, () => socket.close(() => done(true)));
  });
}

/** Whether somebody has this port. Trying to take it would take it away from whoever is about to. */
export async function isTaken(port: number): Promise<boolean> {
  const sockets = await readFile('/proc/net/udp', 'ascii');
  return sockets.includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000`);
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
