// A registry on the loopback that knows of no advisory: what an audit costs when nothing is far away and nothing is found.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
