import { describe, expect, test } from 'vitest';
import { conflictSides } from '../../src/text/conflict.ts';

describe('conflictSides', () => {
  test('two sides, lines kept in place', () => {
    expect(conflictSides('a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> branch\nd')).toEqual([
      { label: 'HEAD', text: 'a\n\nb\n\n\n\nd' },
      { label: 'branch', text: 'a\n\n\n\nc\n\nd' },
    ]);
  });

  test('three sides, CRLF, markers without labels', () => {
    expect(conflictSides('<<<<<<<\r\no\r\n|||||||\r\nb\r\n=======\r\nt\r\n>>>>>>>\r\n')).toEqual([
      { label: 'ours', text: '\no\r\n\n\n\n\n\n' },
      { label: 'base', text: '\n\n\nb\r\n\n\n\n' },
      { label: 'theirs', text: '\n\n\n\n\nt\r\n\n' },
    ]);
  });

  test('many conflicts, some with a base', () => {
    const sides = conflictSides('<<<<<<< x\n1\n=======\n2\n>>>>>>> y\n<<<<<<< x\n3\n||||||| z\n4\n=======\n5\n>>>>>>> y');
    expect(sides?.map((side) => side.text.replaceAll('\n', ''))).toEqual(['13', '4', '25']);
  });

  test.each(['{}', '<<<<<<< HEAD\na', '<<<<<<< HEAD\na\n=======\nb', '=======\n<<<<<<< a\n>>>>>>> b', '<<<<<<<x\na\n=======x\nb\n>>>>>>>x', ' <<<<<<< a\n=======\n >>>>>>> b'])('%j has no complete conflict', (text) => {
    expect(conflictSides(text)).toBeUndefined();
  });
});
