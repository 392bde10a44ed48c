// It has no types of its own; send.ts describes the part that is used.
declare module 'make-fetch-happen';
