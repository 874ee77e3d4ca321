// What build.mjs puts in the place of this import: worker.ts with all that it imports, as one script.
declare module 'worker:code' {
  const code: string;
  export default code;
}
