import { ActionsBlock } from './actions-block.tsx';
import { AlertBlock } from './alert-block.tsx';
import { ContextBlock } from './context-block.tsx';
import { HeaderBlock } from './header-block.tsx';
import { InputBlock } from './input-block.tsx';
import { type Block, blockIdOf, placeOf } from './kit.ts';
import { Read } from './read.tsx';
import { SectionBlock } from './section-block.tsx';

/** Blocks of a message or a modal, in order; the surface around them says what using them does. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, index) => {
    const blockId = blockIdOf(block, index);
    switch (block.type) {
      case 'input':
        return <InputBlock key={blockId} blockId={blockId} block={block} />;
      case 'actions':
        // An app that changes its message or its Home gives it new ids; what somebody is asked beside a button stays, and so does the focus.
        return <ActionsBlock key={placeOf(block, index)} blockId={blockId} block={block} />;
      case 'section':
        return <SectionBlock key={placeOf(block, index)} blockId={blockId} block={block} />;
      case 'alert':
        return <AlertBlock key={blockId} block={block} />;
      case 'context':
        return <ContextBlock key={blockId} block={block} />;
      case 'header':
        return <HeaderBlock key={blockId} block={block} />;
      default:
        return <Read key={blockId} blocks={[block]} />;
    }
  });
}
