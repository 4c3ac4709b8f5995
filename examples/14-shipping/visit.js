// Asks the server for files as browsers of different abilities do: node visit.js FOLDER FILE…
import { serve } from './server.js';

const [folder, ...files] = process.argv.slice(2);
const server = await serve(folder);
for (const file of files) {
  for (const accepted of ['identity', 'gzip', 'gzip, br']) {
    const { status, headers } = await fetch(server.url + file, { headers: { 'accept-encoding': accepted } });
    const again = await fetch(server.url + file, { headers: { 'accept-encoding': accepted, 'if-none-match': headers.get('etag') } });
    console.log(`${file} for ${accepted}: ${status} ${headers.get('content-type')}, ${headers.get('content-encoding') ?? 'not compressed'}; again: ${again.status}`);
  }
}
server.close();
