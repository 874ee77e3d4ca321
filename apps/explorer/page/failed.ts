// What the page says where it cannot start.

export function failed(error: unknown): void {
  const words = document.createElement('p');
  words.className = 'failure';
  words.role = 'alert';
  words.textContent = `The page could not start: ${error instanceof Error ? error.message : error}. It needs a browser of 2023 or later, with WebAssembly allowed.`;
  document.body.append(words);
}
