// Parses PowerShell texts: each comes as its length in bytes, a line end and the text; the answer is one node a line
// (depth, type, "named" or "token", text of leaves with line ends escaped), and a line "end".
const path = require('path');

const modules = process.argv[2];
const web = require(path.join(modules, 'web-tree-sitter', 'web-tree-sitter.cjs'));

function dump(node, depth, out) {
  if (node.type === 'comment') {
    return;
  }
  const kind = node.isError ? 'ERROR' : node.isMissing ? 'MISSING' : node.type;
  const text = node.childCount === 0 ? node.text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n') : '';
  out.push([depth, node.isNamed ? 'named' : 'token', kind, node.startPosition.row + 1, text].join('\t'));
  for (let i = 0; i < node.childCount; i++) {
    dump(node.child(i), depth + 1, out);
  }
}

(async () => {
  await web.Parser.init();
  const grammar = path.join(modules, 'tree-sitter-pwsh', 'tree-sitter-powershell.wasm');
  const parser = new web.Parser();
  parser.setLanguage(await web.Language.load(grammar));
  let buffer = Buffer.alloc(0);
  process.stdin.on('data', chunk => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const line = buffer.indexOf(10);
      const length = line < 0 ? NaN : Number(buffer.subarray(0, line).toString());
      if (!(buffer.length >= line + 1 + length)) {
        return;
      }
      const text = buffer.subarray(line + 1, line + 1 + length).toString('utf8').replace(/\r\n/g, '\n');
      buffer = buffer.subarray(line + 1 + length);
      const tree = parser.parse(text);
      const out = [];
      dump(tree.rootNode, 0, out);
      tree.delete();
      process.stdout.write(out.join('\n') + '\nend\n');
    }
  });
})();
