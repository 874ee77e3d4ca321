// What build.mjs puts in the place of these imports: worker.ts with all that it imports, the
// style, and unpack.cpp as a module in base64, each as one text.
declare module 'text:worker' {
  const code: string;
  export default code;
}
declare module 'text:style' {
  const style: string;
  export default style;
}
declare module 'text:unpacker' {
  const base64: string;
  export default base64;
}
