import { type Node, parseSync, visitorKeys } from 'oxc-parser';

/** `from` is missing where only running the code would tell it. Of a type nothing is left when the code runs. */
export type Import = { from: string | undefined; isType: boolean; line: number };

const loader = /(^|\.)require(\.resolve)?$|(^|\.)getBuiltinModule$|^import\.meta\.resolve$/;

/** Everything that a file imports, exports from elsewhere or loads, in any way. Throws at what can't be parsed. */
export function importsOf(path: string, text: string): Import[] {
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new SyntaxError(`${path}: ${errors[0].message}`);

  return nodesIn(program).flatMap((node): Import[] => {
    const { named, isType = false } = importIn(node, text) ?? {};
    if (!named) return [];
    const line = text.slice(0, node.start).split('\n').length;
    return [{ from: textOf(named), isType, line }];
  });
}

function nodesIn(node: Node): Node[] {
  const children = (visitorKeys[node.type] ?? [])
    .flatMap((key) => Reflect.get(node, key) as Node | Node[] | null | undefined)
    .filter((child) => child != null);
  return [node, ...children.flatMap(nodesIn)];
}

function importIn(node: Node, text: string): { named: Node | null; isType?: boolean } | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { named: node.source, isType: node.importKind === 'type' };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return { named: node.source, isType: node.exportKind === 'type' };
    case 'ImportExpression':
      return { named: node.source };
    case 'TSImportType':
      return { named: node.source, isType: true };
    case 'TSModuleDeclaration':
      return node.id.type === 'Literal' ? { named: node.id, isType: true } : undefined;
    case 'TSImportEqualsDeclaration':
      return node.moduleReference.type === 'TSExternalModuleReference'
        ? { named: node.moduleReference.expression, isType: node.importKind === 'type' }
        : undefined;
    case 'CallExpression':
      return loader.test(text.slice(node.callee.start, node.callee.end))
        ? { named: node.arguments[0] ?? node }
        : undefined;
    default:
      return undefined;
  }
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}
